"""Samples of carriers, labels and papers. Nobody outside is asked: the store delivers with a driver of its own."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id


def _account(w: World, provider: str = "own") -> str:
    body: dict[str, Any] = {"provider": provider, "name": f"Moussa {new_id().hex}", "values": {}}
    made = w.admin("POST", f"/stores/{w.store}/carrier-accounts", body)
    assert made.status == 201, made.body
    return str(made.json["id"])


def _connected(body: Any = None, status: int = 200, version: int = 0) -> Callable[[World], Sample]:
    def make(w: World) -> Sample:
        path = {"store_id": w.store, "account_id": _account(w)}
        headers = {"if-match": f'"{version}"'} if version else {}
        return Sample(path, body, headers=headers, status=status)

    return make


def _connect(w: World) -> Sample:
    body = {
        "provider": "generic",
        "name": f"Jet {new_id().hex}",
        "mode": "live",
        "values": {"carrier": "other", "tracking_url": "https://jet.example/{number}"},
        "is_active": True,
    }
    return Sample({"store_id": w.store}, body, status=201)


def packed(w: World) -> tuple[str, str]:
    """(order, fulfillment) of something that lies packed."""
    order = w.order()
    made = w.admin("POST", f"/orders/{order['id']}/fulfillments", {})
    assert made.status == 201, made.body
    return str(order["id"]), str(made.json["fulfillments"][0]["id"])


def _bought(w: World) -> tuple[str, str, str]:
    """(order, fulfillment, label)."""
    order, fulfillment = packed(w)
    body = {"account_id": _account(w), "service": "Express"}
    key = {"idempotency-key": new_id().hex}
    made = w.admin("POST", f"/fulfillments/{fulfillment}/labels", body, headers=key)
    assert made.status == 200, made.body
    assert made.json["status"] == "bought", made.body
    return order, fulfillment, str(made.json["id"])


def _label(w: World) -> Sample:
    _, fulfillment = packed(w)
    body = {"account_id": _account(w), "service": "Express", "weight_grams": 1200, "length_mm": 300}
    return Sample({"fulfillment": fulfillment}, body, headers={"idempotency-key": new_id().hex})


def _quote(w: World) -> Sample:
    return Sample({"fulfillment": packed(w)[1]}, {"account_id": _account(w), "weight_grams": 900})


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_carrier_providers": lambda w: Sample(),
        "admin_list_carrier_accounts": lambda w: Sample({"store_id": w.store}),
        "admin_connect_carrier": _connect,
        "admin_get_carrier_account": _connected(),
        "admin_change_carrier_account": lambda w: _connected(
            {"name": f"Modou {new_id().hex}", "values": {"paper": "4x6"}, "is_active": False}, version=1
        )(w),
        "admin_disconnect_carrier": _connected(status=204),
        "admin_test_carrier_account": _connected(),
        "admin_list_carriers": lambda w: Sample({"store_id": w.store}),
        "admin_recognise_carrier": lambda w: Sample(query={"number": "RR473124829GB"}),
        "admin_quote_parcel": _quote,
        "admin_buy_label": _label,
        "admin_cancel_label": lambda w: Sample({"label": _bought(w)[2]}),
        "admin_list_labels": lambda w: Sample({"order": _bought(w)[0]}),
        "admin_order_tracking": lambda w: Sample({"order": w.order()["id"]}),
        "admin_packing_slips": lambda w: Sample(query={"order": [w.order()["id"], packed(w)[0]]}),
        "admin_pick_list": lambda w: Sample(query={"order": [w.order()["id"], packed(w)[0]]}),
        "admin_fulfillment_slip": lambda w: Sample({"fulfillment": packed(w)[1]}),
        "admin_fulfillment_tag": lambda w: Sample({"fulfillment": packed(w)[1]}),
        "admin_fulfillment_label": lambda w: Sample({"fulfillment": _bought(w)[1]}),
    }
