from pathlib import Path

import pytest
from tests import outbox
from tests.checkout.bazaar import Bazaar

from duka.kernel.config import Config
from duka.kernel.work import Work
from duka.media.providers.local import LocalStorage


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    outbox.empty(work)
    return Bazaar(work).build()


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path, Config(data=tmp_path))
