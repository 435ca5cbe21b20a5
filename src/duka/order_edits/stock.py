"""What an edit promises more and less of. The caller holds the order's row."""

from collections.abc import Collection, Mapping
from uuid import UUID

import msgspec

from duka.carts.terms import Terms
from duka.checkout import rules as checkout
from duka.checkout.rules import Wants
from duka.inventory import service as inventory
from duka.inventory.errors import NotPromised, SoldOut
from duka.kernel.context import Context
from duka.order_edits import carriage, rules
from duka.order_edits.types import Short
from duka.orders.revisions import Contents

Levels = Mapping[tuple[UUID, UUID], int]


class Plan(msgspec.Struct, frozen=True):
    """`less` is given back, `more` is wanted anew from one or several of `places`, the best one first."""

    less: Wants
    more: dict[UUID, int]
    places: list[UUID]


def plan(ctx: Context, order_id: UUID, before: Contents, after: Contents, terms: Terms) -> Plan:
    """One statement. Refuses `NotPromised` when less is promised to the order than its lines say."""
    promised = inventory.promised(ctx, order_id)
    fetched_at = _fetched_at(after, terms)
    own = list(promised)
    if fetched_at is not None:
        places = [fetched_at]
    else:
        places = own + [
            p for p in checkout.in_order(terms.selling.locations, after.shipping_address) if p not in own
        ]
    is_moved = fetched_at is not None and after.shipping_method.id != before.shipping_method.id
    less, more = differences(before, after, promised, fetched_at if is_moved else None)
    return Plan(less, more, places)


def differences(
    before: Contents, after: Contents, promised: Mapping[UUID, Mapping[UUID, int]], fetched_at: UUID | None
) -> tuple[Wants, dict[UUID, int]]:
    """What is given back, by location, and what is wanted anew. `fetched_at`: all that is still promised is to lie there.
    Pure. Refuses `NotPromised`."""
    was, will = rules.demand(before.lines), rules.demand(after.lines)
    left = {place: dict(items) for place, items in promised.items()}
    less: Wants = {}
    more: dict[UUID, int] = {}
    for item in sorted({*was, *will}):
        change = will.get(item, 0) - was.get(item, 0)
        if change > 0:
            more[item] = change
        rest = max(-change, 0)
        for place in sorted(left, key=lambda p: (p == fetched_at, left[p].get(item, 0))):
            taken = min(rest, left[place].get(item, 0))
            if taken:
                _add(less, place, item, taken)
                left[place][item] -= taken
                rest -= taken
        if rest:
            raise NotPromised()
    for place, items in left.items():
        for item, quantity in items.items():
            if quantity and fetched_at is not None and place != fetched_at:
                _add(less, place, item, quantity)
                more[item] = more.get(item, 0) + quantity
    return less, more


def carry_out(ctx: Context, order_id: UUID, after: Contents, planned: Plan) -> None:
    """Refuses `SoldOut` with what is left of it."""
    inventory.promise_less(ctx, order_id, planned.less)
    if not planned.more:
        return
    levels = inventory.hold_levels(ctx, planned.more, planned.places)
    wants = checkout.allocate(planned.places, planned.more, levels)
    if wants is None:
        short = shortages(after, planned, levels)
        raise SoldOut([{"sku": each.sku, "available": each.available} for each in short])
    inventory.promise_more(ctx, order_id, wants)


def shortages(after: Contents, planned: Plan, levels: Levels) -> list[Short]:
    """What there is too little of; pure."""
    found = []
    for line in after.lines:
        item = UUID(line.stock_item_id)
        wanted = planned.more.get(item, 0) if line.stock_per_unit else 0
        available = sum(levels.get((place, item), 0) for place in planned.places)
        if wanted > available:
            each = line.stock_per_unit
            found.append(
                Short(line.sku, line.title, -(-wanted // each), available // each, line.unit, line.scale)
            )
    return found


def levels(ctx: Context, items: Collection[UUID], places: Collection[UUID]) -> dict[tuple[UUID, UUID], int]:
    """(location, item) → what can be promised now, without holding it: for previews. One statement, none for no items."""
    if not items:
        return {}
    rows = ctx.db.all(
        """select l.location_id, l.item_id, greatest(l.on_hand - l.reserved - l.safety, 0)::bigint as available
           from stock_levels l where l.tenant_id = %(tenant)s and l.item_id = any(%(items)s)
             and l.location_id = any(%(places)s)""",
        items=list(items),
        places=list(places),
    )
    return {(row.location_id, row.item_id): row.available for row in rows}


def _fetched_at(after: Contents, terms: Terms) -> UUID | None:
    if after.shipping_method.kind != "pickup":
        return None
    found = carriage.find(terms, after.shipping_method.id)
    return found.location_id if found else None


def _add(wants: Wants, place: UUID, item: UUID, quantity: int) -> None:
    there = wants.setdefault(place, {})
    there[item] = there.get(item, 0) + quantity
