"""Samples of what staff do with orders."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import DAKAR, World

from duka.kernel.ids import new_id


def _at(order: dict[str, Any]) -> dict[str, str]:
    return {"if-match": f'"{order["version"]}"'}


def _changed(body: Any) -> Callable[[World], Sample]:
    def sample(w: World) -> Sample:
        order = w.order()
        return Sample({"order": order["id"]}, body, headers=_at(order))

    return sample


def _noted(body: Any = None) -> Callable[[World], Sample]:
    def sample(w: World) -> Sample:
        order = w.order()["id"]
        noted = w.admin("POST", f"/orders/{order}/notes", {"body": "Call before you come"})
        assert noted.status == 201, noted.body
        return Sample({"order": order, "note": noted.json["notes"][0]["id"]}, body)

    return sample


def _refunded(w: World) -> Sample:
    order = w.order()
    payment = order["payments"][0]["id"]
    assert w.admin("POST", f"/payments/{payment}/mark-paid", {"reason": "cash"}).status == 200
    line = order["lines"][0]
    body = {
        "reason": "One was torn",
        "amount_minor": 100,
        "shipping_minor": 40,
        "lines": [{"line_id": line["id"], "amount_minor": 60}],
    }
    return Sample({"payment": payment}, body, headers={"idempotency-key": new_id().hex})


def samples() -> dict[str, Callable[[World], Sample] | Sample]:
    return {
        "admin_list_orders": lambda w: Sample(
            query={
                "need": "to_prepare",
                "q": w.email,
                "store_id": w.store,
                "location_id": w.location,
                "status": "open",
                "country": "SN",
                "total_from_minor": 1,
                "created_from": "2020-01-01T00:00:00Z",
                "sort": "total_desc",
            }
        ),
        "admin_order_tags": lambda w: Sample(query={"q": "gift"}),
        "admin_bulk_orders": lambda w: Sample(
            body={
                "action": "prepare",
                "order_ids": [w.order()["id"], w.order()["id"]],
                "carrier": "",
                "tags": [],
            }
        ),
        "admin_change_order_address": _changed(
            {"shipping_address": {**DAKAR, "line1": "14 rue Carnot"}, "billing_address": DAKAR}
        ),
        "admin_change_order_contact": _changed({"email": "awa@example.com", "phone": "+221771234599"}),
        "admin_set_order_tags": _changed(["gift", "fragile"]),
        "admin_add_order_note": lambda w: Sample(
            {"order": w.order()["id"]}, {"body": "Rings twice", "is_pinned": True}, status=201
        ),
        "admin_change_order_note": _noted({"body": "Call the day before", "is_pinned": True}),
        "admin_delete_order_note": _noted(),
        "admin_create_refund": _refunded,
    }
