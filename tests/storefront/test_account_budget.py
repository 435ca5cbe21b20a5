"""How few statements the pages of an account take."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from litestar.testing import TestClient
from tests.api.test_budgets import Counting
from tests.checkout.bazaar import Bazaar
from tests.people import PASSWORD
from tests.storefront.test_account import SAM, log_in
from tests.storefront.test_shopping import put_into_cart

from duka.customers import service
from duka.kernel.cache import Cache
from duka.kernel.config import Config
from duka.kernel.context import SYSTEM
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Caller, Work
from duka.payments.providers import registry
from duka.search.asking import Searches
from duka.search.providers import registry as search_engines
from duka.storefront import pages

BUDGET = {
    "/account": 7,
    "/account/orders": 5,
    "/account/addresses": 5,
    "/account/wish-list": 5,
    "/account/profile": 5,
    "/account/settings": 6,
    "/cart": 6,
    "/checkout": 8,
    "/p/p1": 8,
}
"""The setting of the company in each transaction counts, and so does finding out who is logged in."""


@pytest.fixture
def counting(urls: Urls) -> Iterator[Counting]:
    database = Counting(urls.app, urls.platform, size=4)
    yield database
    database.close()


def test_pages_of_an_account_take_few_statements(counting: Counting, config: Config) -> None:
    work = Work(counting, Cache(60))
    bazaar = Bazaar(work).build()
    bazaar.product()
    root = f"/s/t{bazaar.tenant.hex}/main"
    service.admit(work, Caller(bazaar.tenant, SYSTEM), SAM, PASSWORD, "Awa Ndiaye")
    services: Any = SimpleNamespace(
        work=work,
        config=config,
        gateways=registry.build(work, config),
        searches=Searches(work, search_engines.build(config)),
        landing=(),
    )
    with TestClient(pages.app_for_tests(services), base_url="http://testserver.local") as client:
        client.follow_redirects = False
        log_in(client, root)
        put_into_cart(client, root)
        taken = {}
        for path in BUDGET:
            client.get(root + path)
            counting.taken()
            assert client.get(root + path).status_code == 200, path
            taken[path] = counting.taken()
    print(taken)
    assert {path: n for path, n in taken.items() if n > BUDGET[path]} == {}
