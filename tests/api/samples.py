"""For every operation one call that succeeds. The tests of access, of bad input and of the contract are generated from
these, and a route without a sample fails them."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any

import msgspec
from standardwebhooks import Webhook
from tests.api import sampled
from tests.api.sample import Operation, Sample, operations, send
from tests.api.world import DAKAR, World
from tests.media.pictures import drawn, saved
from tests.people import ALICE, PASSWORD

from duka.kernel.ids import new_id, parse, public
from duka.sandbox.callbacks import signing_secret

MULTIPART = "multipart/form-data; boundary=edge"


_NUMBERS = count(1)
"""A price that nothing has yet."""


def _version(n: int) -> dict[str, str]:
    return {"if-match": f'"{n}"'}


def _key() -> dict[str, str]:
    return {"idempotency-key": new_id().hex}


def _product(w: World) -> dict[str, Any]:
    answer = w.admin("POST", "/products", {"title": f"Made {new_id().hex}"})
    assert answer.status == 201, answer.body
    return answer.json


def _category(w: World) -> dict[str, Any]:
    return w.admin("POST", "/categories", {"name": f"Made {new_id().hex}"}).json


def _in_cart(path: dict[str, str] | None = None, body: Any = None) -> Callable[[World], Sample]:
    def make(w: World) -> Sample:
        cart = w.cart()
        return Sample({"cart": cart["id"], **(path or {})}, body, headers={"cart-token": cart["token"]})

    return make


def _line(body: Any = None) -> Callable[[World], Sample]:
    return lambda w: _in_cart({"variant": w.variants[1]}, body)(w)


def _place(w: World) -> Sample:
    cart = w.cart()
    body = {"cart_id": cart["id"], "expected_total_minor": cart["total_minor"]}
    return Sample(body=body, headers={"cart-token": cart["token"], **_key()}, status=201)


def _get_order(w: World) -> Sample:
    order = w.order()
    return Sample({"order": order["id"]}, headers={"order-token": order["tracking_token"]})


def _intent(w: World) -> Sample:
    order = w.order("sandbox")
    body = {"order_id": order["id"], "return_path": "/back"}
    return Sample(body=body, headers={"order-token": order["tracking_token"], **_key()})


def signed(w: World, reference: str, event: str) -> Sample:
    """What the sandbox gateway would send."""
    body = msgspec.json.encode({"type": "charge.paid", "id": event, "charge": reference})
    now = datetime.now(UTC)
    signature = Webhook(signing_secret(w.services.config.secret, w.tenant.id)).sign(event, now, body.decode())
    headers = {
        "webhook-id": event,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
        "content-type": "application/json",
    }
    return Sample({"provider": "sandbox"}, raw=body, headers=headers, by="")


def _customer(status: int = 200, **more: Any) -> Callable[[World], Sample]:
    return lambda w: Sample({"customer": w.customer}, by=w.customer_token, status=status, **more)


def _order_step(*before: str, body: Any = None) -> Callable[[World], Sample]:
    return lambda w: Sample({"order": w.step(w.order(), *before)["id"]}, body)


def _complete(w: World) -> Sample:
    order = w.step(w.order(), "prepare", "ship", "deliver")
    paid = w.admin("POST", f"/payments/{order['payments'][0]['id']}/mark-paid", {"reason": "cash"})
    assert paid.status == 200, paid.body
    return Sample({"order": order["id"]})


def _refund(w: World) -> Sample:
    payment = w.order()["payments"][0]["id"]
    w.admin("POST", f"/payments/{payment}/mark-paid", {"reason": "cash"})
    return Sample({"payment": payment}, {"reason": "spoiled"})


def upload_body(data: bytes, name: str = "a.png") -> bytes:
    head = f'--edge\r\nContent-Disposition: form-data; name="data"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'
    return head.encode() + data + b"\r\n--edge--\r\n"


def _upload(w: World) -> Sample:
    picture = saved(drawn(64, 48, color=f"#{new_id().hex[-6:]}"))
    return Sample(raw=upload_body(picture), headers={"content-type": MULTIPART}, status=201)


def _key_to_revoke(w: World) -> Sample:
    made = w.admin("POST", "/api-keys", {"kind": "secret", "name": "Short", "scopes": ["products:read"]})
    assert made.status == 201, made.body
    (key, *_) = w.admin("GET", "/api-keys").json
    return Sample({"key": key["id"]}, status=204)


def _log_out(w: World) -> Sample:
    token = w.admin("POST", "/session", {"email": ALICE.email, "password": PASSWORD}).json["token"]
    return Sample(by=token, status=204)


def _options(w: World) -> Sample:
    return Sample({"product": _product(w)["id"]}, [{"name": "Colour", "values": ["red", "blue"]}])


def _variant(w: World) -> Sample:
    made = w.admin("GET", f"/products/{_product(w)['id']}").json["variants"][0]
    return Sample(
        {"variant": made["id"]},
        {"barcode": "12345670", "weight_grams": 250},
        headers=_version(made["version"]),
    )


def _activate(w: World) -> Sample:
    product = _product(w)
    w.admin("PUT", f"/products/{product['id']}/stores", [{"store_id": w.store}])
    price = [{"variant_id": product["variants"][0]["id"], "base_minor": 700}]
    assert w.admin("PUT", f"/stores/{w.store}/prices", price).status == 204
    return Sample({"product": product["id"]})


def _new_store(w: World) -> Sample:
    body = {"slug": f"s{new_id().hex[-8:]}", "name": "Third", "currency": "EUR", "country": "FR"}
    return Sample(body=body, status=201)


def _store_version(w: World) -> int:
    return int(w.perform(lambda ctx: ctx.db.value(
        "select version from stores where tenant_id = %(tenant)s and id = %(id)s", id=parse("store", w.second_store)
    )))  # fmt: skip


def _fresh_location(w: World) -> str:
    made = w.admin("POST", "/locations", {"code": f"l{new_id().hex[-8:]}", "name": "Made"})
    assert made.status == 201, made.body
    return str(made.json["id"])


def _sku(body: Any = None) -> Callable[[World], Sample]:
    return lambda w: Sample({"sku": w.sku}, body(w) if body else None)


def _shipping(w: World) -> Any:
    rates = [
        {"code": "post", "name": "Post", "kind": "by_weight", "tiers": [{"up_to": 1000, "price_minor": 500}]},
        {"code": "fetch", "name": "Fetch", "kind": "pickup", "location_id": w.location},
    ]
    return [{"name": "France", "countries": ["FR"], "rates": rates}]


SAMPLES: dict[str, Callable[[World], Sample]] = {
    "get_store": lambda w: Sample(),
    "list_products": lambda w: Sample(query={"q": "dress", "with_facets": "true", "with_total": "true"}),
    "get_product": lambda w: Sample({"product": w.dress}),
    "list_categories": lambda w: Sample(),
    "get_inventory": _sku(),
    "create_cart": lambda w: Sample(body={"lines": [{"variant_id": w.variants[0], "quantity": 2}]}, status=201),
    "get_cart": _in_cart(),
    "update_cart": _in_cart(body={"email": "awa@example.com", "shipping_address": DAKAR, "note": "Ring twice"}),
    "add_to_cart": lambda w: _in_cart(body={"variant_id": w.variants[1], "quantity": 1})(w),
    "set_quantity": _line({"quantity": 3}),
    "remove_from_cart": _line(),
    "list_shipping_options": _in_cart(),
    "place_order": _place,
    "get_order": _get_order,
    "track_order": lambda w: Sample(body={"number": w.order()["number"], "email": w.email}),
    "create_intent": _intent,
    "take_callback": lambda w: signed(w, "sbx_unknown", f"evt_{new_id().hex}"),
    "log_in_customer": lambda w: Sample(body={"email": w.email, "password": PASSWORD}, status=201),
    "get_customer": _customer(),
    "update_customer": lambda w: _customer(body={"name": "Samuel"}, headers=_version(w.customer_version()))(w),
    "add_customer_address": _customer(201, body={"address": DAKAR, "is_default": True}),
    "list_customer_orders": _customer(),
    "get_signed_url": lambda w: Sample(query={"path": w.media_path}),
    "admin_log_in": lambda w: Sample(body={"email": ALICE.email, "password": PASSWORD}, by="", status=201),
    "admin_log_out": _log_out,
    "admin_list_keys": lambda w: Sample(),
    "admin_create_key": lambda w: Sample(
        body={"kind": "publishable", "name": "Web", "scopes": ["products:read"], "store_id": w.store}, status=201
    ),
    "admin_revoke_key": _key_to_revoke,
    "admin_list_products": lambda w: Sample(query={"category": w.category}),
    "admin_create_product": lambda w: Sample(
        body={
            "title": "Basket",
            "description": "<p>Woven</p>",
            "tags": ["home"],
            "options": [{"name": "Size", "values": ["S", "L"]}],
            "translations": {"fr": {"title": "Panier"}},
            "categories": [w.category],
            "stores": [w.store],
        },
        status=201,
    ),
    "admin_get_product": lambda w: Sample({"product": w.dress}),
    "admin_update_product": lambda w: (lambda p: Sample(
        {"product": p["id"]}, {"title": "Renamed", "tags": ["a"], "vendor": "V"}, headers=_version(p["version"])
    ))(_product(w)),
    "admin_set_options": _options,
    "admin_set_images": lambda w: Sample({"product": _product(w)["id"]}, [{"media_id": w.media, "alt": "Front"}]),
    "admin_assign_categories": lambda w: Sample({"product": _product(w)["id"]}, [w.category]),
    "admin_assign_stores": lambda w: Sample({"product": _product(w)["id"]}, [{"store_id": w.store}]),
    "admin_activate_product": _activate,
    "admin_archive_product": lambda w: Sample({"product": _product(w)["id"]}),
    "admin_delete_product": lambda w: Sample({"product": _product(w)["id"]}, status=204),
    "admin_update_variant": _variant,
    "admin_set_prices": lambda w: Sample(
        {"store_id": w.store},
        [{"variant_id": w.variants[0], "base_minor": 1000 + next(_NUMBERS), "special_minor": 900}],
        status=204,
    ),
    "admin_list_categories": lambda w: Sample(),
    "admin_create_category": lambda w: Sample(
        body={"name": f"Bags {new_id().hex}", "parent_id": w.category, "description": "All of them"}, status=201
    ),
    "admin_update_category": lambda w: (lambda c: Sample(
        {"category": c["id"]}, {"name": "Renamed", "description": "Text"}, headers=_version(c["version"])
    ))(_category(w)),
    "admin_move_category": lambda w: Sample(
        {"category": _category(w)["id"]}, {"parent_id": w.category, "position": 0}
    ),
    "admin_delete_category": lambda w: Sample({"category": _category(w)["id"]}, status=204),
    "admin_list_attributes": lambda w: Sample(),
    "admin_create_attribute": lambda w: Sample(
        body={"code": f"c{new_id().hex[-10:]}", "name": "Weave", "kind": "choice", "choices": ["fine"]}, status=201
    ),
    "admin_update_attribute": lambda w: Sample(
        {"attribute": w.attribute}, {"name": f"Fabric {new_id().hex[-6:]}", "choices": ["wax", "linen"]}
    ),
    "admin_list_attribute_sets": lambda w: Sample(),
    "admin_create_attribute_set": lambda w: Sample(
        body={"code": f"c{new_id().hex[-10:]}", "name": "Set", "members": [{"attribute": "fabric"}]}, status=201
    ),
    "admin_get_stock": _sku(),
    "admin_count_stock": _sku(lambda w: {"location_id": w.location, "on_hand": 50_000}),
    "admin_adjust_stock": _sku(lambda w: {"location_id": w.location, "delta": -2, "note": "Broken"}),
    "admin_transfer_stock": _sku(
        lambda w: {"from_location_id": w.location, "to_location_id": w.annex, "quantity": 3, "note": "Van"}
    ),
    "admin_set_stock_rules": _sku(lambda w: {"location_id": w.location, "safety": 1, "low_at": 5}),
    "admin_stock_ledger": lambda w: Sample(query={"sku": w.sku}),
    "admin_check_stock": lambda w: Sample(),
    "admin_list_orders": lambda w: Sample(query={"status": "open"}),
    "admin_get_order": _order_step(),
    "admin_cancel_order": _order_step(body={"reason": "Changed their mind"}),
    "admin_prepare_order": _order_step(),
    "admin_ship_order": _order_step("prepare", body={"carrier": "Poste", "tracking_number": "LX1"}),
    "admin_deliver_order": _order_step("prepare", "ship"),
    "admin_complete_order": _complete,
    "admin_return_order": _order_step("prepare", "ship", body={"is_sellable": True}),
    "admin_mark_paid": lambda w: Sample({"payment": w.order()["payments"][0]["id"]}, {"reason": "Cash came"}),
    "admin_refund": _refund,
    "admin_audit": lambda w: Sample(),
    "admin_upload": _upload,
    "admin_list_stores": lambda w: Sample(),
    "admin_create_store": _new_store,
    "admin_update_store": lambda w: Sample(
        {"store_id": w.second_store}, {"name": "Second", "cart_days": 10}, headers=_version(_store_version(w))
    ),
    "admin_list_locations": lambda w: Sample(),
    "admin_add_location": lambda w: Sample(body={"code": f"l{new_id().hex[-8:]}", "name": "Depot"}, status=201),
    "admin_update_location": lambda w: Sample({"location": _fresh_location(w)}, {"name": "Depot", "opening": "9-5"}, status=204),
    "admin_set_store_locations": lambda w: Sample({"store_id": w.second_store}, [w.location], status=204),
    "admin_set_taxes": lambda w: Sample(
        {"store_id": w.second_store},
        [{"country": "FR", "region": "", "postal_prefix": "", "tax_class": "standard", "code": "tva", "name": "TVA",
          "rate_ppm": 200_000, "priority": 0, "is_compound": False}],
        status=204,
    ),
    "admin_set_shipping": lambda w: Sample({"store_id": w.second_store}, _shipping(w), status=204),
    "admin_set_payment_methods": lambda w: Sample(
        {"store_id": w.second_store}, [{"provider": "cash_on_delivery", "name": "Cash"}], status=204
    ),
}  # fmt: skip
for _area in sampled.areas():
    SAMPLES |= _area.samples()

__all__ = ["SAMPLES", "Operation", "Sample", "operations", "public", "send", "signed", "upload_body"]
