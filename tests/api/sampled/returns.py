"""Samples of returns and store credit, of staff and of the shop."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World
from tests.media.pictures import drawn, saved

from duka.kernel.ids import new_id

MULTIPART = "multipart/form-data; boundary=edge"


def delivered(w: World) -> dict[str, Any]:
    order = w.order()
    token = order["tracking_token"]
    payment = order["payments"][0]["id"]
    assert w.admin("POST", f"/payments/{payment}/mark-paid", {"reason": "cash"}).status == 200
    return w.step(order, "prepare", "ship", "deliver") | {"tracking_token": token}


def asked(order: dict[str, Any], **more: Any) -> dict[str, Any]:
    line = {"line_id": order["lines"][0]["id"], "quantity": 1, "reason": "changed_mind", "note": "Too big"}
    return {"lines": [line], "outcome": "refund", "note": "Sorry", **more}


def returned(w: World, *steps: str) -> dict[str, Any]:
    """A return after staff took these steps."""
    order = delivered(w)
    made = w.admin("POST", f"/orders/{order['id']}/returns", asked(order))
    assert made.status == 201, made.body
    back = made.json["item"]
    for step in steps:
        answer = w.admin("POST", f"/returns/{back['id']}/{step}", bodies(w, back)[step])
        assert answer.status == 200, answer.body
        back = answer.json["item"]
    return back | {"tracking_token": order["tracking_token"]}


def bodies(w: World, back: dict[str, Any]) -> dict[str, Any]:
    line = back["lines"][0]["line_id"]
    return {
        "approve": {"quantities": {line: 1}, "message": "Send it to us", "carriage_minor": 0},
        "receive": {"lines": [{"line_id": line, "sellable": 1}], "location_id": w.location},
    }


def _on(*steps: str, body: Callable[[World, dict[str, Any]], Any] | None = None) -> Callable[[World], Sample]:
    def sample(w: World) -> Sample:
        back = returned(w, *steps)
        headers = {"if-match": f'"{back["version"]}"'} if body else {}
        return Sample({"return_id": back["id"]}, body(w, back) if body else None, headers=headers)

    return sample


def _customer(w: World) -> str:
    made = w.admin(
        "POST", "/customers", {"email": f"c{new_id().hex}@{w.tenant.slug}.example", "name": "Penda"}
    )
    assert made.status == 201, made.body
    return str(made.json["id"])


def _credit(w: World) -> Sample:
    body = {
        "currency": "XOF",
        "amount_minor": 5_000,
        "reason": "It came late",
        "expires_at": "2100-01-01T00:00:00Z",
    }
    return Sample({"customer": _customer(w)}, body, headers={"idempotency-key": new_id().hex})


def _held(order: dict[str, Any]) -> dict[str, str]:
    return {"order-token": order["tracking_token"]}


def _request(w: World) -> Sample:
    order = delivered(w)
    return Sample({"order": order["id"]}, asked(order), headers=_held(order), status=201)


def _photo(w: World) -> Sample:
    order = delivered(w)
    picture = saved(drawn(80, 60, color=f"#{new_id().hex[-6:]}"))
    head = b'--edge\r\ncontent-disposition: form-data; name="data"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n'
    raw = head + picture + b"\r\n--edge--\r\n"
    headers = {"content-type": MULTIPART, **_held(order)}
    return Sample({"order": order["id"]}, raw=raw, headers=headers, status=201)


def _shop(*steps: str, body: Any = None) -> Callable[[World], Sample]:
    def sample(w: World) -> Sample:
        back = returned(w, *steps)
        return Sample({"return_id": back["id"]}, body, headers=_held(back))

    return sample


def _offered(w: World) -> Sample:
    order = delivered(w)
    return Sample({"order": order["id"]}, headers=_held(order))


def samples() -> dict[str, Callable[[World], Sample] | Sample]:
    carried = {"carrier": "ups", "tracking_number": "1Z999AA10123456784"}
    return {
        "admin_list_returns": lambda w: Sample(
            query={"need": "to_judge", "kind": "return", "q": "R-", "store": w.store, "limit": 5}
        ),
        "admin_return": _on(),
        "admin_return_proposal": _on("approve"),
        "admin_order_returns": lambda w: Sample({"order": delivered(w)["id"]}),
        "admin_customer_returns": lambda w: Sample({"customer": _customer(w)}),
        "admin_request_return": lambda w: (
            lambda order: Sample({"order": order["id"]}, asked(order), status=201)
        )(delivered(w)),
        "admin_approve_return": _on(body=lambda w, back: bodies(w, back)["approve"]),
        "admin_refuse_return": _on(body=lambda w, back: {"reason": "It was worn"}),
        "admin_ship_return": _on("approve", body=lambda w, back: carried),
        "admin_receive_return": _on("approve", body=lambda w, back: bodies(w, back)["receive"]),
        "admin_cancel_return": _on(body=lambda w, back: {"reason": "She keeps it"}),
        "admin_settle_return": _on(
            "approve",
            "receive",
            body=lambda w, back: {"outcome": "refund", "amount_minor": 100, "reason": "torn"},
        ),
        "admin_customer_credit": lambda w: Sample({"customer": _customer(w)}),
        "admin_change_credit": _credit,
        "get_order_returns": _offered,
        "request_return": _request,
        "upload_return_photo": _photo,
        "admin_return_slip": _on("approve"),
        "get_return": _shop(),
        "get_return_slip": _shop("approve"),
        "ship_return": _shop("approve", body=carried),
        "cancel_return": _shop(),
        "get_customer_credit": lambda w: Sample({"customer": w.customer}, by=w.customer_token),
        "get_customer_returns": lambda w: Sample({"customer": w.customer}, by=w.customer_token),
    }
