"""One sale from the shelf and back, over HTTP: a shopper, the gateway, the staff, and what is told of it."""

from typing import Any

import httpx2
import pytest
from tests import outbox
from tests.api.client import Answer
from tests.api.world import DAKAR, World, furnish
from tests.faults.flows import round_of_work
from tests.payments.front import Front

from duka.inventory import queries as stock
from duka.kernel import ids, relay
from duka.kernel.context import Context
from duka.kernel.ids import new_id
from duka.kernel.work import Caller


class Browser:
    """Speaks to the front's address."""

    def __init__(self, base_url: str) -> None:
        self._client = httpx2.Client(base_url=base_url, timeout=30)

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        answer = self._client.request(method, path, json=body, params=query, headers=headers)
        return Answer(answer.status_code, list(answer.headers.multi_items()), answer.content)

    def close(self) -> None:
        self._client.close()


@pytest.fixture
def acorn(front: Front) -> Any:
    outbox.empty(front.services.work)
    browser = Browser(front.url)
    yield furnish(browser, front.services)  # type: ignore[arg-type]
    browser.close()


def ok(answer: Answer, status: int = 200) -> Any:
    assert answer.status == status, answer.body
    return answer.json


def work_is_done(world: World) -> None:
    round_of_work(world.services.work, world.services.config, world.tenant.id)


def filled_cart(world: World, product: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    cart = ok(world.shop("POST", "/carts", {"lines": []}), 201)
    token = {"cart-token": cart["token"]}
    at = f"/carts/{cart['id']}"
    variant = product["variants"][0]["id"]
    ok(world.shop("POST", at + "/lines", {"variant_id": variant, "quantity": 1}, headers=token))
    ok(world.shop("PUT", f"{at}/lines/{variant}", {"quantity": 2}, headers=token))
    ok(world.shop("PATCH", at, {"email": world.email, "shipping_address": DAKAR}, headers=token))
    option = ok(world.shop("GET", at + "/shipping-options", headers=token))[0]
    change = {"shipping_option_id": option["id"], "payment_method": "sandbox"}
    return ok(world.shop("PATCH", at, change, headers=token)), token


def free(world: World, variant: str) -> tuple[int, int]:
    """(on hand, reserved) of a variant at the location near the buyer."""
    row = world.perform(
        lambda ctx: ctx.db.one(
            """select l.on_hand, l.reserved from stock_levels l
               join variants v on v.tenant_id = l.tenant_id and v.stock_item_id = l.item_id
               where l.tenant_id = %(tenant)s and v.id = %(variant)s and l.location_id = %(location)s""",
            variant=ids.parse("var", variant),
            location=ids.parse("loc", world.location),
        )
    )
    return row.on_hand, row.reserved


def test_a_sale_from_the_shelf_and_back(acorn: World) -> None:
    # browse
    cards = ok(acorn.shop("GET", "/products", query={"q": "dress"}))["items"]
    product = ok(acorn.shop("GET", f"/products/{cards[0]['slug']}"))
    variant = product["variants"][0]["id"]
    before = free(acorn, variant)

    # cart and checkout: the same call twice is one order
    cart, token = filled_cart(acorn, product)
    key = {"idempotency-key": new_id().hex}
    body = {"cart_id": cart["id"], "expected_total_minor": cart["total_minor"]}
    placed = acorn.shop("POST", "/orders", body, headers=token | key)
    order = ok(placed, 201)
    repeated = acorn.shop("POST", "/orders", body, headers=token | key)
    assert (repeated.body, repeated.header("idempotent-replayed")) == (placed.body, "true")
    assert free(acorn, variant) == (before[0], before[1] + 2)
    mine = {"order-token": order["tracking_token"]}

    def look() -> dict[str, Any]:
        return dict(ok(acorn.shop("GET", f"/orders/{order['id']}", headers=mine)))

    # the first card is declined
    pay = {"order_id": order["id"], "return_path": "/thanks"}
    first = ok(acorn.shop("POST", "/payments/intent", pay, headers=mine | {"idempotency-key": "1"}))
    assert first["status"] == "requires_action"
    back = httpx2.post(first["action_url"], data={"act": "decline"})
    assert (back.status_code, back.headers["location"].endswith("/thanks")) == (303, True)
    work_is_done(acorn)
    assert (look()["payment_status"], look()["placed_at"]) == ("failed", None)

    # the second is not
    second = ok(acorn.shop("POST", "/payments/intent", pay, headers=mine | {"idempotency-key": "2"}))
    assert (second["attempt"], second["id"] != first["id"]) == (2, True)
    httpx2.post(second["action_url"], data={"act": "twice"})
    work_is_done(acorn)
    paid = look()
    assert (paid["payment_status"], paid["ecommerce_status"]) == ("captured", "received")
    assert [(p["status"], p["captured_minor"]) for p in paid["payments"]] == [
        ("failed", 0),
        ("captured", order["total_minor"]),
    ]

    # staff
    sold = acorn.step(order, "prepare")
    assert sold["fulfillment_status"] == "prepared"
    assert free(acorn, variant) == (before[0] - 2, before[1])
    assert acorn.step(order, "ship", "deliver", "complete")["status"] == "completed"
    found = ok(acorn.shop("POST", "/orders/track", {"number": order["number"], "email": acorn.email}))
    assert (found["id"], found["ecommerce_status"]) == (order["id"], "delivered")

    # and back
    assert acorn.step(order, "return")["fulfillment_status"] == "returned"
    assert free(acorn, variant) == before
    ok(acorn.admin("POST", f"/payments/{second['id']}/refund", {"reason": "came back"}))
    work_is_done(acorn)
    assert look()["payment_status"] == "refunded"
    assert acorn.perform(stock.verify) == []

    # what is told of it
    told = [
        "order.created", "order.claimed", "payment.changed", "payment.changed", "payment.changed", "payment.changed",
        "order.placed",
        "fulfillment.prepared", "order.prepared", "fulfillment.shipped", "order.shipped", "fulfillment.delivered",
        "order.delivered", "order.completed", "order.returned", "payment.refunded",
        "refund.asked", "payment.changed",
    ]  # fmt: skip
    seen = ok(acorn.admin("GET", f"/orders/{order['id']}"))["timeline"]
    assert sorted(e["type"] for e in seen) == sorted(told)
    trail = ok(acorn.admin("GET", "/audit", query={"limit": 100}))["items"]
    about = [entry for entry in trail if entry["object"] == order["id"]]
    assert sorted(entry["action"] for entry in about) == sorted(told)
    staff = {entry["actor"].partition(":")[0] for entry in about if entry["action"] == "order.shipped"}
    assert staff == {"staff"}


def test_a_listener_that_fails_is_a_dead_letter_until_it_is_mended(acorn: World) -> None:
    work = acorn.services.work
    order = acorn.step(acorn.order(), "prepare", "ship")
    heard: list[str] = []

    def broken(ctx: Context, delivery: Any) -> None:
        ctx.db.run("insert into counters (tenant_id, name) values (%(tenant)s, 'half done')")
        raise RuntimeError("the carrier does not answer")

    for _ in range(relay.MOST_ATTEMPTS):
        with work.database.platform() as tx:
            tx.run("update events set available_at = now() where status = 'pending'")
        relay.drain(work, {"order.shipped": [("carrier", broken)]})
    letters = [letter for letter in relay.dead(work, limit=1_000_000) if letter.tenant == acorn.tenant.id]
    assert [letter.type for letter in letters] == ["order.shipped"]
    assert "the carrier does not answer" in letters[0].last_error
    counters = work.perform(Caller(acorn.tenant.id), lambda ctx: ctx.db.all("select name from counters"))
    assert "half done" not in [row.name for row in counters]

    mended = {"order.shipped": [("carrier", lambda ctx, delivery: heard.append(delivery.aggregate_id.hex))]}
    for _ in range(2):
        relay.replay(work, [letters[0].id])
        relay.drain(work, mended)
    assert heard == [order["id"].removeprefix("ord_")]
