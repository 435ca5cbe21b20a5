"""These tests have a server of their own: workers and sweeps go over a whole database, and what the tests of another folder
left to be told, done and swept would be theirs to do first."""

from collections.abc import Iterator

import pytest
from tests import conftest
from tests.checkout.bazaar import Bazaar
from tests.conftest import Clock
from tests.faults.harness import Installation
from tests.payments.conftest import front, till

from duka.kernel.cache import Cache
from duka.kernel.db import Database
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work

__all__ = ["front", "till"]


@pytest.fixture(scope="session")
def urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Urls]:
    with conftest.a_server(tmp_path_factory.mktemp("faults")) as urls:
        yield urls


@pytest.fixture(scope="session")
def database(urls: Urls) -> Iterator[Database]:
    database = Database(urls.app, urls.platform, size=10)
    yield database
    database.close()


@pytest.fixture
def work(database: Database, clock: Clock) -> Work:
    return Work(database, Cache(0), clock)


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


@pytest.fixture(scope="session")
def web(urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Two web processes that nobody kills."""
    with Installation(urls, tmp_path_factory.mktemp("web"), processes=2) as installation:
        installation.serve()
        yield installation
