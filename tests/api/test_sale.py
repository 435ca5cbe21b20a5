"""The whole sale over HTTP, and what each step leaves behind."""

from typing import Any

from tests.api.samples import signed
from tests.api.world import DAKAR, World
from tests.people import ALICE, PASSWORD

from duka.checkout import paying
from duka.kernel.ids import new_id, parse


def _key() -> dict[str, str]:
    return {"idempotency-key": new_id().hex}


def _stock(world: World) -> tuple[int, int]:
    sku = world.shop("GET", f"/products/{world.dress}").json["variants"][0]["sku"]
    (level,) = (x for x in world.admin("GET", f"/stock/{sku}").json if x["on_hand"] or x["reserved"])
    return level["on_hand"], level["reserved"]


def test_browse_fill_a_cart_and_buy(acorn: World) -> None:
    found = acorn.shop("GET", "/products", query={"q": "dress", "with_facets": "true"}).json
    card = found["items"][0]
    product = acorn.shop("GET", f"/products/{card['slug']}").json
    variant = product["variants"][0]["id"]
    on_hand, reserved = _stock(acorn)

    made = acorn.shop("POST", "/carts", {})
    assert made.status == 201
    cart: dict[str, Any] = made.json
    secret = {"cart-token": cart["token"]}
    at = f"/carts/{cart['id']}"
    added = acorn.shop("POST", at + "/lines", {"variant_id": variant, "quantity": 2}, headers=secret).json
    assert (added["count"], added["token"]) == (2, None)
    assert acorn.shop("PUT", f"{at}/lines/{variant}", {"quantity": 3}, headers=secret).json["count"] == 3
    emptied = acorn.shop("DELETE", f"{at}/lines/{variant}", headers=secret).json
    assert emptied["lines"] == []
    cheese = {"variant_id": acorn.cheese_variant, "quantity": 125}
    by_weight = acorn.shop("POST", at + "/lines", cheese, headers=secret).json
    assert by_weight["is_estimated"]
    assert (
        acorn.shop("POST", at + "/lines", {**cheese, "quantity": 3}, headers=secret).code
        == "QuantityNotAllowed"
    )
    acorn.shop("DELETE", f"{at}/lines/{acorn.cheese_variant}", headers=secret)
    acorn.shop("POST", at + "/lines", {"variant_id": variant, "quantity": 2}, headers=secret)
    contact = {"email": acorn.email, "shipping_address": DAKAR, "payment_method": "cash_on_delivery"}
    assert acorn.shop("PATCH", at, contact, headers=secret).status == 200
    options = acorn.shop("GET", at + "/shipping-options", headers=secret).json
    assert [o["code"] for o in options] == ["courier", "pickup"]
    ready = acorn.shop("PATCH", at, {"shipping_option_id": options[0]["id"]}, headers=secret).json
    assert ready["total_minor"] == ready["subtotal_minor"] + 1500
    assert sum(t["amount_minor"] for t in ready["taxes"]) == ready["tax_minor"]

    wrong_total = {"cart_id": cart["id"], "expected_total_minor": ready["total_minor"] - 1}
    assert acorn.shop("POST", "/orders", wrong_total, headers={**secret, **_key()}).status == 409
    body = {"cart_id": cart["id"], "expected_total_minor": ready["total_minor"]}
    placed = acorn.shop("POST", "/orders", body, headers={**secret, **_key()})
    assert placed.status == 201
    order = placed.json
    assert (order["total_minor"], order["tenant_status"]) == (ready["total_minor"], "pending")
    assert order["placed_at"] is not None
    assert (order["timeline"], order["allocations"]) == (None, None)
    assert _stock(acorn) == (on_hand, reserved + 2)

    seen = acorn.shop("GET", f"/orders/{order['id']}", headers={"order-token": order["tracking_token"]}).json
    assert seen["lines"] == order["lines"]
    tracked = acorn.shop("POST", "/orders/track", {"number": order["number"], "email": acorn.email.upper()})
    assert tracked.json["id"] == order["id"]
    fresh = {"order-token": tracked.json["tracking_token"]}
    assert acorn.shop("GET", f"/orders/{order['id']}", headers=fresh).status == 200
    for number, email in ((order["number"], "other@example.com"), ("999999", acorn.email)):
        assert acorn.shop("POST", "/orders/track", {"number": number, "email": email}).code == "OrderNotFound"

    done = acorn.step(order, "prepare", "ship", "deliver")
    assert (done["tenant_status"], done["ecommerce_status"]) == ("shipped", "delivered")
    assert _stock(acorn) == (on_hand - 2, reserved)
    steps = [e["type"] for e in done["timeline"] if e["type"].startswith("order.")]
    assert steps[:3] == ["order.created", "order.placed", "order.prepared"]
    assert acorn.admin("POST", f"/orders/{order['id']}/complete").code == "OrderNotSettled"
    payment = done["payments"][0]["id"]
    assert (
        acorn.admin("POST", f"/payments/{payment}/mark-paid", {"reason": "cash"}).json["status"] == "captured"
    )
    assert acorn.step(order, "complete")["status"] == "completed"
    assert (
        acorn.admin("POST", f"/payments/{payment}/refund", {"reason": "spoiled"}).json["status"] == "refunded"
    )
    assert acorn.admin("POST", f"/payments/{payment}/refund", {"reason": "again"}).code == "NothingToGiveBack"
    assert acorn.admin("GET", "/stock-check").json == []


def test_a_card_payment_is_declined_and_tried_again(acorn: World) -> None:
    order = acorn.order("sandbox")
    assert order["placed_at"] is None
    secret = {"order-token": order["tracking_token"]}
    body = {"order_id": order["id"], "return_path": "/thanks"}
    first = acorn.shop("POST", "/payments/intent", body, headers={**secret, **_key()}).json
    assert (first["status"], first["attempt"], first["amount_minor"]) == (
        "requires_action",
        1,
        order["total_minor"],
    )
    again = acorn.shop("POST", "/payments/intent", body, headers={**secret, **_key()}).json
    assert again == first
    page = first["action_url"].removeprefix("http://shop.example")
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert acorn.client.request("POST", page, raw=b"act=decline", headers=form).status == 303
    paying.settle(acorn.services.work, acorn.tenant.id, acorn.services.gateways, parse("pay", first["id"]))
    second = acorn.shop("POST", "/payments/intent", body, headers={**secret, **_key()}).json
    assert (second["attempt"], second["status"]) == (2, "requires_action")
    page = second["action_url"].removeprefix("http://shop.example")
    assert acorn.client.request("POST", page, raw=b"act=pay", headers=form).status == 303
    told = signed(acorn, page.rsplit("/", 1)[-1], "evt_paid_" + new_id().hex)
    for is_new in (True, False):
        kept = acorn.shop("POST", "/payments/webhook/sandbox", raw=told.raw, headers=told.headers, by="")
        assert (kept.status, kept.json) == (200, {"is_new": is_new})
    forged = {**told.headers, "webhook-signature": "v1,AAAA"}
    assert acorn.shop("POST", "/payments/webhook/sandbox", raw=told.raw, headers=forged, by="").status in {
        400,
        401,
        403,
    }
    paying.settle(acorn.services.work, acorn.tenant.id, acorn.services.gateways, parse("pay", second["id"]))
    paid = acorn.shop("GET", f"/orders/{order['id']}", headers=secret).json
    assert (paid["tenant_status"], paid["payment_status"]) == ("paid", "captured")
    assert [p["status"] for p in paid["payments"]] == ["failed", "captured"]


def test_a_callback_signed_for_one_tenant_says_nothing_to_another(acorn: World, birch: World) -> None:
    told = signed(acorn, "sbx_any", "evt_" + new_id().hex)
    answer = birch.shop("POST", "/payments/webhook/sandbox", raw=told.raw, headers=told.headers, by="")
    assert answer.status in {400, 401, 403}
    assert acorn.shop("POST", "/payments/webhook/nobody", {}, by="").status == 404


def test_a_cancelled_order_frees_its_stock(acorn: World) -> None:
    before = _stock(acorn)
    order = acorn.order()
    assert _stock(acorn) != before
    assert acorn.step(order, "cancel")["status"] == "cancelled"
    assert _stock(acorn) == before
    assert acorn.admin("POST", f"/orders/{order['id']}/ship", {}).status == 409


def test_a_customer_sees_their_orders_and_staff_those_of_any(acorn: World) -> None:
    order = acorn.order(by=acorn.customer_token)
    at = f"/customers/{acorn.customer}/orders"
    for who in (acorn.customer_token, acorn.staff, acorn.sk):
        listed = acorn.shop("GET", at, by=who).json["items"]
        assert order["id"] in [o["id"] for o in listed]
    assert acorn.shop("GET", f"/orders/{order['id']}", by=acorn.customer_token).status == 200
    assert acorn.shop("GET", f"/customers/cus_{'0' * 32}/orders", by=acorn.staff).code == "CustomerNotFound"
    listed = acorn.admin("GET", "/orders", query={"q": order["number"]}).json["items"]
    assert [o["id"] for o in listed] == [order["id"]]


def test_a_product_goes_on_sale(acorn: World) -> None:
    made = acorn.admin(
        "POST", "/products", {"title": "Raffia hat", "stores": [acorn.store], "sku": "HAT"}
    ).json
    assert acorn.admin("POST", f"/products/{made['id']}/activate").status in {409, 422}
    price = [{"variant_id": made["variants"][0]["id"], "base_minor": 5000}]
    assert acorn.admin("PUT", f"/stores/{acorn.store}/prices", price).status == 204
    assert acorn.admin("POST", f"/products/{made['id']}/activate").json["status"] == "active"
    assert acorn.admin("PUT", "/stock/HAT/count", {"location_id": acorn.location, "on_hand": 4}).status == 200
    seen = acorn.shop("GET", "/inventory/HAT").json
    assert (seen["available"], seen["is_available"]) == (4, True)
    moved = {"from_location_id": acorn.location, "to_location_id": acorn.annex, "quantity": 3}
    levels = acorn.admin("POST", "/stock/HAT/transfer", moved).json
    assert {x["location_id"]: x["on_hand"] for x in levels} == {
        str(parse("loc", acorn.location)): 1,
        str(parse("loc", acorn.annex)): 3,
    }
    assert (
        acorn.admin("POST", "/stock/HAT/adjust", {"location_id": acorn.location, "delta": -2}).code
        == "StockBelowZero"
    )
    assert acorn.admin("POST", f"/products/{made['id']}/archive").json["status"] == "archived"
    assert acorn.shop("GET", f"/products/{made['id']}").status == 404
    assert acorn.admin("DELETE", f"/products/{made['id']}").code == "ProductNotDraft"


def test_keys_are_made_told_once_and_revoked(acorn: World) -> None:
    made = acorn.admin("POST", "/api-keys", {"kind": "secret", "name": "Till", "scopes": ["orders:read"]})
    key = made.json["key"]
    assert acorn.call("GET", "/admin/orders", by=key).status == 200
    assert acorn.call("GET", "/admin/orders", by="", headers={"x-api-key": key}).status == 200
    listed = acorn.admin("GET", "/api-keys").json
    _, _, secret = key.split("_", 2)
    assert secret.encode() not in acorn.admin("GET", "/api-keys").body
    (mine,) = (k for k in listed if k["name"] == "Till")
    assert acorn.admin("DELETE", f"/api-keys/{mine['id']}").status == 204
    assert acorn.call("GET", "/admin/orders", by=key).status == 401
    more = {"kind": "secret", "name": "Up", "scopes": ["orders:write"]}
    support = acorn.admin(
        "POST", "/api-keys", {"kind": "secret", "name": "S", "scopes": ["keys:write", "keys:read"]}
    )
    assert acorn.call("POST", "/admin/api-keys", more, by=support.json["key"]).code == "NobodyGrantsMore"


def test_staff_sign_in_and_out(acorn: World) -> None:
    signed_in = acorn.call(
        "POST", "/admin/session", {"email": ALICE.email.upper(), "password": PASSWORD}, by=""
    )
    token = signed_in.json["token"]
    assert acorn.call("GET", "/admin/orders", by=token).status == 200
    assert acorn.call("DELETE", "/admin/session", by=token).status == 204
    assert acorn.call("GET", "/admin/orders", by=token).status == 401
    for email in (ALICE.email, "nobody@example.com"):
        wrong = acorn.call("POST", "/admin/session", {"email": email, "password": "not this one"}, by="")
        assert (wrong.status, wrong.code) == (401, "WrongLogin")
