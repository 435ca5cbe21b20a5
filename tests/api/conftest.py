"""The whole application over HTTP, in this process, and two furnished merchants."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.api.client import Client
from tests.api.nowhere import NOWHERE
from tests.api.world import World, furnish

from duka.kernel.cache import Cache
from duka.kernel.config import Config
from duka.kernel.db import Database
from duka.kernel.work import Work
from duka.main import application
from duka.media.providers.local import LocalStorage
from duka.payments.providers import registry
from duka.search.asking import Searches
from duka.search.providers import registry as search_engines
from duka.wiring import Services


def services_on(
    database: Database, folder: Path, *, cache_seconds: float = 0, rate_per_minute: int = 0, **settings: Any
) -> Services:
    """`settings`: further fields of `Config`."""
    config = Config(
        data=folder,
        base_url=settings.pop("base_url", "http://shop.example"),
        secret=settings.pop("secret", "a secret of the tests"),
        provider_urls=settings.pop("provider_urls", NOWHERE),
        **settings,
        cache_seconds=cache_seconds,
        page_cache_seconds=cache_seconds,
        rate_per_minute=rate_per_minute,
    )
    work = Work(database, Cache(cache_seconds))
    storage, searches = LocalStorage(folder / "media", config), Searches(work, search_engines.build(config))
    return Services(work, config, storage, registry.build(work, config), searches)


@pytest.fixture(scope="session")
def services(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Services:
    """Without caches and limits."""
    return services_on(database, tmp_path_factory.mktemp("api"))


@pytest.fixture(scope="session")
def server(services: Services) -> Iterator[Client]:
    client = Client(application(services))
    yield client
    client.close()


@pytest.fixture(scope="module")
def acorn(server: Client, services: Services) -> World:
    """Shared by the tests of a module: add to it, and do not rely on how much there is."""
    return furnish(server, services)


@pytest.fixture(scope="module")
def birch(server: Client, services: Services) -> World:
    """Somebody else's company, furnished in the same way."""
    return furnish(server, services, "birch")
