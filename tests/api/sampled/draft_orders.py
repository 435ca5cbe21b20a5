"""Samples of draft orders and of payment links."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import DAKAR, World

from duka.kernel.ids import new_id


def _content(w: World) -> dict[str, Any]:
    return {
        "lines": [{"variant_id": w.variants[0], "quantity": 1}],
        "email": "awa@example.com",
        "shipping_address": DAKAR,
        "carriage": {"price_minor": 500, "name": "With our van"},
    }


def _draft(w: World) -> dict[str, Any]:
    made = w.admin("POST", "/draft-orders", {"store_id": w.store, **_content(w)})
    assert made.status == 201, made.body
    draft: dict[str, Any] = made.json
    return draft


def _of(body: Any = None, status: int = 200) -> Callable[[World], Sample]:
    return lambda w: Sample({"draft": _draft(w)["id"]}, body, status=status)


def _changed(w: World) -> Sample:
    draft = _draft(w)
    body = {
        "lines": [
            {
                "variant_id": w.variants[0],
                "quantity": 2,
                "unit_price_minor": 100,
                "price_reason": "As agreed",
                "discount": {"kind": "amount", "value": 10, "reason": "A scratch"},
            }
        ],
        "discount": {"kind": "percent", "value": 100_000, "reason": "Regular"},
        "note": "For Saturday",
        "internal_note": "Knows Awa",
        "tags": ["phone"],
        "phone": "+221771234567",
        "billing_address": DAKAR,
        "hold_until": None,
        "customer_id": None,
    }
    return Sample({"draft": draft["id"]}, body, headers={"if-match": f'"{draft["version"]}"'})


def _order(body: Any = None, status: int = 200) -> Callable[[World], Sample]:
    return lambda w: Sample({"order": w.order()["id"]}, body, status=status)


def _linked(w: World) -> Sample:
    order = w.order()["id"]
    assert w.admin("POST", f"/orders/{order}/payment-link", {"days": 3}).status == 201
    return Sample({"order": order})


def samples() -> dict[str, Callable[[World], Sample] | Sample]:
    return {
        "admin_list_draft_orders": lambda w: Sample(
            query={"status": "open", "q": "awa", "store_id": w.store, "limit": 5}
        ),
        "admin_find_draft_goods": lambda w: Sample(query={"store_id": w.store, "q": w.sku}),
        "admin_get_draft_order": _of(),
        "admin_create_draft_order": lambda w: Sample(
            body={"store_id": w.store, "locale": "", **_content(w)},
            headers={"idempotency-key": new_id().hex},
            status=201,
        ),
        "admin_update_draft_order": _changed,
        "admin_duplicate_draft_order": _of(status=201),
        "admin_draft_of_order": _order(status=201),
        "admin_cancel_draft_order": _of(),
        "admin_delete_draft_order": _of(status=204),
        "admin_create_draft_link": _of({"days": 3}, 201),
        "admin_send_draft_order": _of({"to": "awa@example.com", "days": 3, "message": "As we said"}),
        "admin_place_draft_order": _of({"payment_method": "cash_on_delivery", "phone": ""}),
        "admin_get_payment_link": _order(),
        "admin_create_payment_link": _order({"days": 3}, 201),
        "admin_send_payment_link": _order({"to": "awa@example.com", "days": 3, "message": "As we said"}),
        "admin_close_payment_link": _linked,
    }
