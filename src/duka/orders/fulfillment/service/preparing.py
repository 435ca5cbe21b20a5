"""Preparing: goods leave the shelf and are packed."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from duka.inventory import service as inventory
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import Forbidden
from duka.orders import possible, reach
from duka.orders.errors import OrderStepDone
from duka.orders.events import OrderPrepared
from duka.orders.fulfillment import queries, rules
from duka.orders.fulfillment.errors import (
    CantComeFromThere,
    MoreThanOrdered,
    NothingToPrepare,
    NotPromisedThere,
)
from duka.orders.fulfillment.events import FulfillmentPrepared
from duka.orders.fulfillment.holding import WRITE, name_of, refresh, said
from duka.orders.fulfillment.types import LineProgress, Picked
from duka.orders.holding import hold_version
from duka.orders.types import OrderState


def prepare(
    ctx: Context,
    order_id: UUID,
    picked: Sequence[Picked] | None = None,
    location_id: UUID | None = None,
    expected: int | None = None,
) -> list[UUID]:
    """These goods leave the shelf and are packed: one fulfillment a location. Without `picked` all that are left, or all that
    are left at the location `location_id`, or at those where the caller works.

    Refuses `OrderNotPlaced`, `OrderClosed`, `StockMissing`, `NothingToPrepare`, `MoreThanOrdered` and `NotPromisedThere`.
    """
    reach.require(ctx, WRITE, order_id)
    order = hold_version(ctx, order_id, expected)
    no = possible.step(order, "prepared")
    if no is not None:
        raise NothingToPrepare() if isinstance(no, OrderStepDone) else no
    wanted = _wanted(queries.progress(ctx, order_id), picked)
    promised = inventory.promised(ctx, order_id)
    places = _places(ctx, order, promised, location_id)
    is_all = picked is not None or (location_id is None and len(places) >= len(promised))
    parts = rules.take(wanted, promised, places, is_all=is_all)
    if parts is None:
        raise NotPromisedThere()
    if not parts:
        raise NothingToPrepare()
    goods: dict[UUID, dict[UUID, int]] = {}
    for part in parts:
        there = goods.setdefault(part.location_id, {})
        item = part.line.stock_item_id
        there[item] = there.get(item, 0) + part.stock_quantity
    inventory.consume(ctx, order_id, goods)
    made = [
        (place, _write(ctx, order_id, place, [p for p in parts if p.location_id == place])) for place in goods
    ]
    after, is_whole = refresh(ctx, order)
    for place, row in made:
        event = FulfillmentPrepared(
            aggregate_id=order_id,
            number=order.number,
            fulfillment_id=row.id,
            fulfillment=name_of(order, row),
            location_id=place,
            is_pickup=row.is_pickup,
            is_whole=is_whole,
        )
        said(ctx, event, order.fulfillment_status, after)
    if is_whole and after == "prepared":
        said(ctx, OrderPrepared(aggregate_id=order_id, number=order.number), order.fulfillment_status, after)
    return [row.id for _, row in made]


def _wanted(lines: Sequence[LineProgress], picked: Sequence[Picked] | None) -> list[tuple[LineProgress, int]]:
    if picked is None:
        wanted = [(line, line.open) for line in lines if line.open > 0]
    else:
        sums: dict[UUID, int] = {}
        for each in picked:
            sums[each.line_id] = sums.get(each.line_id, 0) + each.quantity
        by_id = {line.line_id: line for line in lines}
        wanted = []
        for line_id, quantity in sums.items():
            line = by_id.get(line_id)
            if line is None or not 0 < quantity <= line.open:
                raise MoreThanOrdered(sku=line.sku if line else "", open=line.open if line else 0)
            wanted.append((line, quantity))
    if not wanted:
        raise NothingToPrepare()
    return wanted


def _places(
    ctx: Context, order: OrderState, promised: Mapping[UUID, object], chosen: UUID | None
) -> Collection[UUID]:
    """From where the caller may take the goods, in order. Refuses `Forbidden` and `CantComeFromThere`."""
    if chosen is not None:
        ctx.require(WRITE, store=order.store_id, location=chosen)
        if chosen not in promised and not queries.is_location(ctx, chosen):
            raise CantComeFromThere()
        return [chosen]
    there = list(promised) or queries.packing_places(ctx, order.id)
    places = [place for place in there if ctx.may(WRITE, store=order.store_id, location=place)]
    if there and not places:
        raise Forbidden(permission=WRITE)
    return places


def _write(ctx: Context, order_id: UUID, location_id: UUID, parts: Sequence[rules.Part]) -> Row:
    row = ctx.db.one(
        """with made as (
               insert into fulfillments (tenant_id, id, order_id, location_id, position, is_pickup, weight_grams, prepared_at,
                                         updated_at)
               select %(tenant)s, %(id)s, o.id, %(location)s, 1 + (select count(*) from fulfillments f
                          where f.tenant_id = %(tenant)s and f.order_id = o.id),
                      coalesce(o.shipping_method ->> 'kind', '') in ('pickup', 'none'),
                      (select coalesce(sum(l.weight_grams * p.quantity / l.quantity), 0) from order_lines l
                       join unnest(%(lines)s::uuid[], %(quantities)s::bigint[]) as p (id, quantity) on p.id = l.id
                       where l.tenant_id = %(tenant)s), %(now)s, %(now)s
               from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s
               returning id, position, is_pickup
           ), lines as (
               insert into fulfillment_lines (tenant_id, fulfillment_id, position, order_line_id, stock_item_id, sku, title,
                                              variant_title, quantity, unit, scale, stock_quantity)
               select %(tenant)s, made.id, p.position, l.id, l.stock_item_id, l.sku, l.title, l.variant_title, p.quantity,
                      l.unit, l.scale, p.quantity * l.stock_per_unit
               from made,
                    unnest(%(lines)s::uuid[], %(quantities)s::bigint[]) with ordinality as p (id, quantity, position)
               join order_lines l on l.tenant_id = %(tenant)s and l.id = p.id
           )
           select id, position, is_pickup from made""",
        id=ids.new_id(),
        order=order_id,
        location=location_id,
        lines=[part.line.line_id for part in parts],
        quantities=[part.quantity for part in parts],
        now=ctx.now,
    )
    assert row is not None  # the order is held
    return row
