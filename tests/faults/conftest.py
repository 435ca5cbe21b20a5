from collections.abc import Iterator

import pytest
from tests.checkout.bazaar import Bazaar
from tests.faults.harness import Installation
from tests.payments.conftest import front, till

from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work

__all__ = ["front", "till"]


@pytest.fixture(autouse=True)
def _nothing_left(work: Work) -> None:
    """Workers of a test have it for themselves: what the tests before it left to be told and done is not told now."""
    with work.database.platform() as db:
        db.run("update events set status = 'delivered' where status <> 'delivered'")
        db.run("delete from procrastinate_jobs where status = 'todo'")


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


@pytest.fixture(scope="session")
def web(urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Two web processes that nobody kills."""
    with Installation(urls, tmp_path_factory.mktemp("web"), processes=2) as installation:
        installation.serve()
        yield installation
