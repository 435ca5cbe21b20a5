"""A shop of the bazaar with the storefront before it, and a browser without JavaScript."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from litestar.testing import TestClient
from tests.checkout.bazaar import Bazaar

from duka.kernel.config import Config
from duka.kernel.work import Work
from duka.media.providers.local import LocalStorage
from duka.payments.providers import registry
from duka.search.asking import Searches
from duka.search.providers import registry as search_engines
from duka.storefront import pages
from duka.storefront.resolver import StoreResolver


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(
        data=tmp_path, base_url="http://testserver.local", secret="a secret of the tests", cache_seconds=0
    )


@pytest.fixture
def shop_app(work: Work, bazaar: Bazaar, config: Config) -> StoreResolver:
    """The storefront as an application."""
    storage = LocalStorage(config.data / "media", config)
    services = SimpleNamespace(
        work=work,
        config=config,
        gateways=registry.build(work, config),
        storage=storage,
        searches=Searches(work, search_engines.build(config)),
        landing=(),
    )
    return pages.app_for_tests(services)


@pytest.fixture
def client(shop_app: StoreResolver) -> Iterator[TestClient[Any]]:
    """Follows no redirect by itself, and keeps its cookies."""
    with TestClient(shop_app, base_url="http://testserver.local") as browser:
        browser.follow_redirects = False
        yield browser


@pytest.fixture
def root(bazaar: Bazaar) -> str:
    return f"/s/t{bazaar.tenant.hex}/main"
