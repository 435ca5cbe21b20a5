"""A server of their own: the watcher looks at a whole database, and what other tests left there would be its to find."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import conftest
from tests.api.client import Client
from tests.api.conftest import services_on
from tests.api.control.world import ControlWorld
from tests.conftest import Clock

from duka.kernel.cache import Cache
from duka.kernel.db import Database
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work
from duka.main import application
from duka.wiring import Services


@pytest.fixture(scope="session")
def urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Urls]:
    with conftest.a_server(tmp_path_factory.mktemp("health")) as urls:
        yield urls


@pytest.fixture(scope="session")
def database(urls: Urls) -> Iterator[Database]:
    database = Database(urls.app, urls.platform, size=10)
    yield database
    database.close()


@pytest.fixture
def work(database: Database, clock: Clock) -> Work:
    return Work(database, Cache(0), clock)


@pytest.fixture(scope="session")
def services(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Services:
    return services_on(database, tmp_path_factory.mktemp("api"), base_url="http://127.0.0.1:8000")


@pytest.fixture(scope="session")
def server(services: Services) -> Iterator[Client]:
    client = Client(application(services))
    yield client
    client.close()


@pytest.fixture(scope="module")
def control(server: Client, services: Services) -> ControlWorld:
    return ControlWorld(server, services)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "metrics"
