"""How few statements a request takes: with what a process remembers for a moment, and (printed) without."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from tests.api.client import Client
from tests.api.conftest import services_on
from tests.api.world import DAKAR, World, furnish

from duka.kernel.cache import Cache
from duka.kernel.db import Database, Tx
from duka.kernel.ids import new_id, parse
from duka.kernel.postgres_urls import Urls
from duka.main import application
from duka.promotions import service
from duka.promotions.inputs import NewPromotion
from duka.promotions.types import Percent, Rules


class Counting(Database):
    """A database that adds up the statements of all its transactions."""

    spent = 0

    @contextmanager
    def transaction(self, tenant: UUID | None) -> Iterator[Tx]:
        with super().transaction(tenant) as tx:
            try:
                yield tx
            finally:
                self.spent += tx.statements

    @contextmanager
    def open(self) -> Iterator[Tx]:
        with super().open() as tx:
            try:
                yield tx
            finally:
                self.spent += tx.statements

    def taken(self) -> int:
        """Since the last time it was asked."""
        spent, self.spent = self.spent, 0
        return spent


@pytest.fixture(scope="module")
def counting(urls: Urls) -> Iterator[Counting]:
    database = Counting(urls.app, urls.platform, size=4)
    yield database
    database.close()


def _served(database: Database, folder: Path, seconds: float) -> tuple[Client, World]:
    services = services_on(database, folder, cache_seconds=seconds)
    client = Client(application(services))
    return client, furnish(client, services)


def _flow(world: World, counting: Counting, method: str) -> dict[str, int]:
    """Statements of each step of browsing and buying."""
    spent = {}
    counting.taken()

    def step(name: str, method: str, path: str, body: object = None, **headers: str) -> dict:
        answer = world.shop(method, path, body, headers={k.replace("_", "-"): v for k, v in headers.items()})
        assert answer.status in {200, 201}, answer.body
        spent[name] = counting.taken()
        return answer.json

    step("listing", "GET", "/products")
    step("product", "GET", "/products/wax-dress")
    cart = step("cart", "POST", "/carts", {})
    at, secret = f"/carts/{cart['id']}", {"cart_token": cart["token"]}
    step("add", "POST", at + "/lines", {"variant_id": world.variants[0], "quantity": 1}, **secret)
    step("contact", "PATCH", at, {"email": world.email, "shipping_address": DAKAR}, **secret)
    options = step("options", "GET", at + "/shipping-options", **secret)
    chosen = {"shipping_option_id": options[0]["id"], "payment_method": method}
    step("choice", "PATCH", at, chosen, **secret)
    key = {"idempotency_key": new_id().hex}
    order = step("place", "POST", "/orders", {"cart_id": cart["id"]}, **secret, **key)
    if method != "cash_on_delivery":
        step(
            "pay",
            "POST",
            "/payments/intent",
            {"order_id": order["id"]},
            order_token=order["tracking_token"],
            **key,
        )
    return spent


CHECKOUT = ("cart", "add", "contact", "options", "choice", "place")


def test_few_statements_with_warm_caches(counting: Counting, tmp_path: Path) -> None:
    client, world = _served(counting, tmp_path, 60)
    try:
        _flow(world, counting, "sandbox")
        client.app.pages = Cache(0)  # what the edge keeps would hide the statements
        warm = _flow(world, counting, "cash_on_delivery")
        card = _flow(world, counting, "sandbox")
    finally:
        client.close()
    print("warm:", warm, "checkout:", sum(warm[s] for s in CHECKOUT), "card:", card)
    assert warm["listing"] <= 2
    assert warm["product"] <= 2
    assert warm["add"] <= 6
    assert sum(warm[s] for s in CHECKOUT) <= 25
    assert sum(card[s] for s in CHECKOUT) <= 25
    assert card["pay"] <= 24  # the gateway's own books, on the same database, are among them


def test_goods_with_promotions_take_no_statement_more(counting: Counting, tmp_path: Path) -> None:
    client, world = _served(counting, tmp_path, 60)
    try:
        promotion = NewPromotion(name="Ten percent", rules=Rules(effects=[Percent(ppm=100_000)]))
        world.perform(lambda ctx: service.activate(ctx, parse("promo", service.create(ctx, promotion).id)))
        client.app.pages = Cache(0)
        for _ in range(2):
            counting.taken()
            prices = [card["was_minor"] for card in world.shop("GET", "/products").json["items"]]
            listing = counting.taken()
            prices.append(world.shop("GET", "/products/wax-dress").json["was_minor"])
            product = counting.taken()
    finally:
        client.close()
    assert all(prices)
    assert (listing, product) == (2, 2)


def test_statements_with_cold_caches_are_bounded_too(counting: Counting, tmp_path: Path) -> None:
    client, world = _served(counting, tmp_path, 0)
    try:
        cold = _flow(world, counting, "cash_on_delivery")
    finally:
        client.close()
    print("cold:", cold, "checkout:", sum(cold[s] for s in CHECKOUT))
    assert cold["listing"] <= 9  # the first use of the key is written down; promotions are asked for
    assert cold["product"] <= 8
    assert cold["add"] <= 12
    assert sum(cold[s] for s in CHECKOUT) <= 72
