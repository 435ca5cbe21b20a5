from collections.abc import Iterator

import pytest
from tests import outbox
from tests.checkout.bazaar import Bazaar
from tests.conftest import Clock
from tests.payments.front import Front
from tests.payments.till import Till

from duka.kernel.db import Database
from duka.kernel.work import Work


@pytest.fixture(scope="session")
def front(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    front = Front(database, tmp_path_factory.mktemp("front"))
    yield front
    front.close()


@pytest.fixture
def till(work: Work, clock: Clock, front: Front) -> Till:
    outbox.empty(work)
    return Till(Bazaar(work).build(), front, clock)
