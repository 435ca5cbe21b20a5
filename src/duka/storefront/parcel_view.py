"""How far the goods of an order are, as its buyer follows them: the way in steps, every parcel, and what is still to come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from duka.orders.fulfillment.types import BuyerFulfillment
from duka.orders.types import Order
from duka.storefront.visit import Visit

REACHED = {
    "unfulfilled": 0,
    "partially_prepared": 0,
    "prepared": 1,
    "partially_shipped": 0,
    "shipped": 2,
    "delivered": 3,
    "partially_returned": 3,
    "returned": 4,
}
"""How many steps of the way lie behind all of the goods. A part may be one further."""


class Stage(msgspec.Struct, frozen=True):
    """One step of the way. `is_part`: some of the goods are there, and not all."""

    label: str
    is_done: bool
    is_current: bool
    at: str | None = None
    is_part: bool = False


class Line(msgspec.Struct, frozen=True):
    quantity: str
    title: str
    variant: str


class Parcel(msgspec.Struct, frozen=True):
    """`state` in words, since `at`; `by` is who carries it."""

    number: str
    state: str
    at: str
    is_there: bool
    by: str
    tracking_number: str
    tracking_url: str
    lines: list[Line]


def values(visit: Visit, order: Order) -> dict[str, Any]:
    """`stages`, `parcels` and `to_come` of a page. Parcels are shown once something is packed."""
    parcels = [_parcel(visit, each) for each in order.fulfillments]
    return {
        "stages": stages(visit, order),
        "parcels": parcels,
        "to_come": _to_come(visit, order) if parcels and order.status == "open" else [],
    }


def stages(visit: Visit, order: Order) -> list[Stage]:
    say, reached = visit.say, REACHED.get(order.fulfillment_status, 0)
    is_fetched = order.shipping_method.kind == "pickup"
    steps = [(0, say("Received"), ""), (1, say("Prepared"), say("Partly prepared"))]
    if is_fetched:
        steps[1] = (1, say("Ready"), say("Partly ready"))
        steps.append((3, say("Picked up"), say("Partly picked up")))
    else:
        steps += [(2, say("Shipped"), say("Partly shipped")), (3, say("Delivered"), say("Partly delivered"))]
    if order.fulfillment_status in ("returned", "partially_returned"):
        steps.append((4, say("Returned"), say("Partly returned")))
    done = [place <= reached or (place == 1 and order.is_prepared) for place, _, _ in steps]
    current = max(n for n, (place, _, _) in enumerate(steps) if done[n] or _some(order, place))
    found = []
    for n, (place, label, partly) in enumerate(steps):
        is_part = not done[n] and _some(order, place)
        found.append(
            Stage(
                partly if is_part else label,
                done[n],
                n == current,
                _when(order, place) if done[n] or is_part else None,
                is_part,
            )
        )
    return found


def _some(order: Order, place: int) -> bool:
    """Some of the goods have come so far. Everything of it is received."""
    if place == 0:
        return True
    columns = {1: "prepared", 2: "shipped", 3: "delivered", 4: "returned"}
    return any(getattr(line, columns[place]) for line in order.lines)


def _when(order: Order, place: int) -> str | None:
    """When the last of those that are there came there."""
    if place == 0:
        return order.placed_at or order.created_at
    moments: dict[int, list[datetime | None]] = {
        1: [each.prepared_at for each in order.fulfillments],
        2: [each.shipped_at for each in order.fulfillments],
        3: [each.delivered_at for each in order.fulfillments],
    }
    known = [moment for moment in moments.get(place, []) if moment is not None]
    return max(known).isoformat() if known else None


def _parcel(visit: Visit, parcel: BuyerFulfillment) -> Parcel:
    say = visit.say
    if parcel.delivered_at is not None:
        state, at = (say("Picked up") if parcel.is_pickup else say("Delivered")), parcel.delivered_at
    elif parcel.shipped_at is not None:
        state, at = say("On its way"), parcel.shipped_at
    elif parcel.is_pickup:
        state, at = say("Ready to be picked up"), parcel.prepared_at
    else:
        state, at = say("Packed"), parcel.prepared_at
    return Parcel(
        number=parcel.number,
        state=state,
        at=at.isoformat(),
        is_there=parcel.delivered_at is not None,
        by=" · ".join(part for part in (parcel.location, parcel.carrier, parcel.service) if part),
        tracking_number=parcel.tracking_number,
        tracking_url=parcel.tracking_url,
        lines=[
            Line(visit.figures.quantity(n.quantity, n.unit, n.scale), n.title, n.variant_title)
            for n in parcel.lines
        ],
    )


def _to_come(visit: Visit, order: Order) -> list[Line]:
    return [
        Line(
            visit.figures.quantity(line.quantity - line.prepared, line.unit, line.scale),
            line.title,
            line.variant_title,
        )
        for line in order.lines
        if line.prepared < line.quantity
    ]
