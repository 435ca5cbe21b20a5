"""Pure rules: what an order's fulfillments amount to, and from where its goods are taken."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from duka.orders.fulfillment.types import LineProgress

FOLLOWS: dict[str, frozenset[str]] = {
    "prepared": frozenset({"shipped", "delivered", "cancelled"}),  # delivered at once when it is fetched
    "shipped": frozenset({"delivered"}),
    "delivered": frozenset(),
    "cancelled": frozenset(),
}


class Part(msgspec.Struct, frozen=True):
    """So much of a line from one location; `stock_quantity` is what that takes from the shelf."""

    line: LineProgress
    location_id: UUID
    quantity: int

    @property
    def stock_quantity(self) -> int:
        return self.quantity * self.line.stock_per_unit


def summary(lines: Sequence[LineProgress]) -> tuple[str, bool]:
    """The order's fulfillment status, and whether nothing of it waits on a shelf any more."""
    ordered = sum(line.ordered for line in lines)
    prepared = sum(line.prepared for line in lines)
    shipped = sum(line.shipped for line in lines)
    delivered = sum(line.delivered for line in lines)
    returned = sum(line.returned for line in lines)
    is_prepared = ordered > 0 and prepared == ordered
    if ordered and returned == ordered:
        return "returned", is_prepared
    if ordered and delivered == ordered:
        return ("partially_returned" if returned else "delivered"), is_prepared
    if ordered and shipped == ordered:
        return "shipped", is_prepared
    if shipped:
        return "partially_shipped", is_prepared
    if is_prepared:
        return "prepared", is_prepared
    return ("partially_prepared" if prepared else "unfulfilled"), is_prepared


def take(
    wanted: Sequence[tuple[LineProgress, int]],
    promised: Mapping[UUID, Mapping[UUID, int]],
    places: Iterable[UUID],
    *,
    is_all: bool = True,
) -> list[Part] | None:
    """Lines with quantities, split over the locations where their stock is promised, in the order of `places`; what takes
    nothing from stock goes along with the rest, or from the first place. None when it is not promised there; not `is_all`:
    then what is promised there."""
    order = list(places)
    left = {place: dict(items) for place, items in promised.items()}
    parts: list[Part] = []
    for line, quantity in wanted:
        rest = quantity
        if line.stock_per_unit == 0:
            continue
        for place in order:
            there = left.get(place, {})
            units = min(rest, there.get(line.stock_item_id, 0) // line.stock_per_unit)
            if units > 0:
                there[line.stock_item_id] -= units * line.stock_per_unit
                parts.append(Part(line, place, units))
                rest -= units
        if rest and is_all:
            return None
    along = parts[0].location_id if parts else (order[0] if order else None)
    if along is None:
        return None
    parts += [Part(line, along, quantity) for line, quantity in wanted if line.stock_per_unit == 0]
    return parts
