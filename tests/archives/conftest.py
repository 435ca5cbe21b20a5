"""The application over HTTP, and a second installation that knows none of its companies."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.api.client import Client
from tests.api.conftest import services_on
from tests.api.world import World, furnish
from tests.conftest import a_server

from duka.kernel.db import Database
from duka.main import application
from duka.wiring import Services


@pytest.fixture(scope="session")
def services(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Services:
    """Without caches and limits."""
    return services_on(database, tmp_path_factory.mktemp("control"))


@pytest.fixture(scope="session")
def server(services: Services) -> Iterator[Client]:
    client = Client(application(services))
    yield client
    client.close()


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Another installation: a server, a folder and a key of its own."""
    folder: Path = tmp_path_factory.mktemp("elsewhere")
    with a_server(folder / "server") as urls:
        database = Database(urls.app, urls.platform, size=4)
        yield services_on(database, folder, secret="a secret of another installation")
        database.close()


@pytest.fixture
def acorn(server: Client, services: Services) -> World:
    return furnish(server, services)


@pytest.fixture
def birch(server: Client, services: Services) -> World:
    """Somebody else's company."""
    return furnish(server, services, "birch")
