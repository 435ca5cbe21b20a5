"""One embedded server a test process, one migrated database, and a fresh tenant for every test that asks for
a shop."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from tests import make
from tests.people import Shop

from duka.kernel import migrations
from duka.kernel.cache import Cache
from duka.kernel.db import Database
from duka.kernel.postgres_urls import Urls, embedded, resolve
from duka.kernel.work import Work
from duka.payments import wire

settings.register_profile("duka", deadline=None)
settings.load_profile("duka")


@contextmanager
def a_server(folder: Path) -> Iterator[Urls]:
    """A server with one migrated database, as long as it is needed."""
    cluster = embedded(folder, fast=True)
    cluster.start()
    try:
        urls = resolve(folder, {})
        migrations.upgrade(urls.migrator)
        yield urls
    finally:
        cluster.destroy()


@pytest.fixture(scope="session")
def urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Urls]:
    with a_server(tmp_path_factory.mktemp("server")) as urls:
        yield urls


@pytest.fixture(scope="session")
def database(urls: Urls) -> Iterator[Database]:
    database = Database(urls.app, urls.platform, size=10)
    yield database
    database.close()


@pytest.fixture(scope="session", autouse=True)
def _lines_to_providers() -> Iterator[None]:
    yield
    wire.close()


class Clock:
    """A clock that tests can set. It starts at the real time."""

    def __init__(self) -> None:
        self.now: datetime | None = None

    def __call__(self) -> datetime:
        return self.now or datetime.now(UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def work(database: Database, clock: Clock) -> Work:
    return Work(database, Cache(0), clock)


@pytest.fixture
def shop(work: Work) -> Shop:
    """Acorn: a tenant with one store."""
    return make.shop(work)


@pytest.fixture
def other_shop(work: Work) -> Shop:
    """Birch: a stranger to Acorn."""
    return make.shop(work, "birch")
