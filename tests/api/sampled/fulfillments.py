"""Samples of what staff do with parts of orders."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.inventory import service as inventory
from duka.kernel.context import Context
from duka.kernel.ids import new_id, parse, public


def _at(order: dict[str, Any]) -> dict[str, str]:
    return {"if-match": f'"{order["version"]}"'}


def _prepared(w: World, step: str = "") -> dict[str, Any]:
    """An order whose goods are packed, or a step further."""
    answer = w.admin("POST", f"/orders/{w.order()['id']}/fulfillments", {})
    assert answer.status == 201, answer.body
    order: dict[str, Any] = answer.json
    if step:
        answer = w.admin("POST", f"/fulfillments/{order['fulfillments'][0]['id']}/{step}", {})
        assert answer.status == 200, answer.body
        order = answer.json
    return order


def _parcel(body: Any = None, step: str = "") -> Callable[[World], Sample]:
    def sample(w: World) -> Sample:
        order = _prepared(w, step)
        return Sample({"fulfillment": order["fulfillments"][0]["id"]}, body, headers=_at(order))

    return sample


def _picked(w: World) -> Sample:
    order = w.order()
    body = {
        "lines": [{"line_id": order["lines"][0]["id"], "quantity": 1}],
        "location_id": w.location,
    }
    return Sample({"order": order["id"]}, body, status=201, headers=_at(order))


def _reassigned(w: World) -> Sample:
    """To a location that has as many."""
    order = w.order()
    place = new_id()

    def furnish(ctx: Context) -> None:
        ctx.db.run(
            """insert into locations (tenant_id, id, code, name) values (%(tenant)s, %(id)s, %(code)s, 'Barn')""",
            id=place,
            code=f"barn-{place.hex[-8:]}",
        )
        item = ctx.db.value(
            """select l.stock_item_id from order_lines l where l.tenant_id = %(tenant)s and l.id = %(line)s""",
            line=parse("line", order["lines"][0]["id"]),
        )
        inventory.set_stock(ctx, item, place, 50)

    w.perform(furnish)
    body = {
        "from_location_id": w.location,
        "to_location_id": public("loc", place),
        "lines": [{"line_id": order["lines"][0]["id"], "quantity": 1}],
    }
    return Sample({"order": order["id"]}, body, headers=_at(order))


def samples() -> dict[str, Callable[[World], Sample] | Sample]:
    carriage = {
        "carrier": "dhl",
        "service": "Express",
        "tracking_number": "JD014600003",
        "tracking_url": "https://carrier.example/JD014600003",
    }
    return {
        "admin_list_fulfillments": lambda w: Sample(
            query={"step": "to_prepare", "location_id": w.location, "store_id": w.store, "limit": "5"}
        ),
        "admin_lead_times": lambda w: Sample(query={"store_id": w.store}),
        "admin_prepare_fulfillment": _picked,
        "admin_ship_fulfillment": _parcel(carriage),
        "admin_change_carriage": _parcel(carriage, step="ship"),
        "admin_deliver_fulfillment": _parcel(),
        "admin_cancel_fulfillment": _parcel({"reason": "Wrong size in it"}),
        "admin_reassign_places": lambda w: Sample(
            {"order": w.order()["id"]}, query={"from_location_id": w.location}
        ),
        "admin_reassign_order": _reassigned,
    }
