"""Pages and answers are kept for a moment at the edge: never one market's, or one customer's, for another."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.api.client import Answer, Client
from tests.api.conftest import services_on
from tests.api.world import World, furnish

from duka.kernel import ids
from duka.kernel.cache import Cache
from duka.kernel.context import Context
from duka.kernel.db import Database
from duka.kernel.ids import new_id
from duka.main import application
from duka.markets import lists, rates, service
from duka.markets.types import NewListPrice, NewMarket, NewPriceList, NewRate

PROXY = "10.0.0.1"


@pytest.fixture(scope="module")
def world(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Everything is kept for a minute, behind a proxy that tells countries."""
    folder: Path = tmp_path_factory.mktemp("kept")
    services = services_on(
        database,
        folder,
        cache_seconds=60,
        trusted_proxies=(PROXY,),
        country_header="cf-ipcountry",
    )
    client = Client(application(services))
    world = furnish(client, services)
    world.perform(lambda ctx: _open(ctx, world))
    services.work.cache = Cache(60)  # forgets what was read while it was furnished
    yield world
    client.close()


def _open(ctx: Context, world: World) -> None:
    store = ids.parse("store", world.store)
    rates.enter(ctx, [NewRate("EUR", "XOF", Decimal("655.957"))])
    market = NewMarket(name="France", handle="france", currency="EUR", countries=["FR"])
    service.activate(ctx, service.create(ctx, store, market), 1)
    group = new_id()
    ctx.db.run(
        """with made as (
               insert into customer_groups (tenant_id, id, name, name_key, created_at)
               values (%(tenant)s, %(group)s, 'Chefs', 'chefs', now()) returning 1)
           insert into customer_group_members (tenant_id, group_id, customer_id, added_at)
           select %(tenant)s, %(group)s, %(customer)s, now() from made""",
        group=group,
        customer=ids.parse("cus", world.customer),
    )
    made = lists.create(ctx, NewPriceList(name="Chefs", currency="XOF", group_id=ids.public("cgrp", group)))
    lists.set_prices(ctx, made, [NewListPrice(variant, 4321) for variant in world.variants])


def _seen(answer: Answer) -> tuple[str, int]:
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.json
    return body["currency"], body["variants"][0]["price_minor"]


def test_each_market_and_each_customer_gets_their_own_answer(world: World) -> None:
    def ask(by: str | None = None, **headers: str) -> tuple[str, int]:
        store = {"store": world.store}
        return _seen(world.shop("GET", "/products/wax-dress", by=by, headers=headers, query=store))

    plain = ask()
    assert plain[0] == "XOF"
    for _ in range(2):  # asked, then kept
        abroad = ask(**{"duka-market": "france"})
        assert abroad == ("EUR", round(plain[1] * 100 / 655.957))
        assert ask(by=world.customer_token) == ("XOF", 4321)
        assert ask(by=world.stranger_token) == plain
        assert ask() == plain
        assert ask(**{"duka-market": "nowhere"}) == plain


def test_each_market_has_its_own_etag(world: World) -> None:
    own = world.shop("GET", "/products/wax-dress")
    abroad = world.shop("GET", "/products/wax-dress", headers={"duka-market": "france"})
    assert own.header("etag") != abroad.header("etag")
    held = {"if-none-match": str(own.header("etag")), "duka-market": "france"}
    assert world.shop("GET", "/products/wax-dress", headers=held).status == 200


def _page(world: World, **headers: str) -> str:
    peer = headers.pop("peer", PROXY)
    path = f"/s/{world.tenant.slug}/main/p/wax-dress"
    answer = world.client.request("GET", path, headers={"accept-language": "en", **headers}, peer=peer)
    assert answer.status == 200, answer.body[:500]
    html = answer.body.decode()
    return html[html.index("product:price:currency") :][:40].split('"')[2]


def test_pages_of_the_shop_are_kept_by_market(world: World) -> None:
    for _ in range(2):
        assert _page(world) == "XOF"
        assert _page(world, cookie="market=france") == "EUR"
        assert _page(world, cookie="market=own") == "XOF"
        assert _page(world, **{"accept-language": "fr-FR"}) == "EUR"
        assert _page(world, **{"cf-ipcountry": "FR"}) == "EUR"
        assert _page(world, **{"cf-ipcountry": "SN", "accept-language": "fr-FR"}) == "XOF"
        assert _page(world, **{"cf-ipcountry": "T1"}) == "XOF"


def test_strangers_tell_no_country(world: World) -> None:
    for _ in range(2):
        assert _page(world, peer="203.0.113.9", **{"cf-ipcountry": "FR"}) == "XOF"


def test_the_shop_is_told_of_its_markets(world: World) -> None:
    found = world.shop("GET", "/markets").json
    assert [(one["handle"], one["currency"]) for one in found] == [("", "XOF"), ("france", "EUR")]
    store = world.shop("GET", "/store", headers={"duka-market": "france"}).json
    assert (store["currency"], store["market"]) == ("EUR", "france")
