"""Reassigning: goods that wait on one shelf are taken from another one."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from duka.inventory import service as inventory
from duka.kernel.context import Context
from duka.orders import possible, reach
from duka.orders.fulfillment import queries
from duka.orders.fulfillment.errors import CantComeFromThere, MoreThanOrdered, NotPromisedThere
from duka.orders.fulfillment.events import FulfillmentReassigned
from duka.orders.fulfillment.holding import WRITE
from duka.orders.fulfillment.types import LineProgress, Picked
from duka.orders.holding import hold_version
from duka.orders.telling import tell


def reassign(
    ctx: Context,
    order_id: UUID,
    before: UUID,
    after: UUID,
    picked: Sequence[Picked] | None = None,
    expected: int | None = None,
) -> None:
    """What waits at the location `before`, or so much of it, is promised from `after`. All of it twice is safe.

    The caller must work at both. Refuses `OrderNotPlaced`, `OrderClosed`, `CantComeFromThere`, `NotPromisedThere`,
    `MoreThanOrdered`, and `SoldOut` with what is free there; nothing has moved then.
    """
    reach.require(ctx, WRITE, order_id)
    order = hold_version(ctx, order_id, expected)
    for place in (before, after):
        ctx.require(WRITE, store=order.store_id, location=place)
    no = possible.closed(order)
    if no is not None:
        raise no
    places = queries.eligible(ctx, order_id)
    if after not in places:
        raise CantComeFromThere()
    promised = inventory.promised(ctx, order_id)
    if before == after or (picked is None and before not in promised and after in promised):
        return
    lines = queries.progress(ctx, order_id)
    there = promised.get(before, {})
    goods = dict(there) if picked is None else _goods(lines, picked)
    if not goods or any(there.get(item, 0) < quantity for item, quantity in goods.items()):
        raise NotPromisedThere()
    inventory.reassign(ctx, order_id, before, after, goods)
    ctx.db.run(
        """update orders set version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(order)s""",
        order=order_id,
        now=ctx.now,
    )
    event = FulfillmentReassigned(
        aggregate_id=order_id,
        number=order.number,
        from_location_id=before,
        to_location_id=after,
        skus=_skus(lines, goods),
    )
    names = queries.names(ctx, [before, after])
    tell(ctx, event, {"location": names.get(before, "")}, {"location": names.get(after, "")})


def _goods(lines: Sequence[LineProgress], picked: Sequence[Picked]) -> dict[UUID, int]:
    """What these quantities of lines take from stock."""
    by_id = {line.line_id: line for line in lines}
    sums: dict[UUID, int] = {}
    for each in picked:
        sums[each.line_id] = sums.get(each.line_id, 0) + each.quantity
    goods: dict[UUID, int] = {}
    for line_id, quantity in sums.items():
        line = by_id.get(line_id)
        if line is None or not 0 < quantity <= line.open:
            raise MoreThanOrdered(sku=line.sku if line else "", open=line.open if line else 0)
        if line.stock_per_unit:
            goods[line.stock_item_id] = goods.get(line.stock_item_id, 0) + quantity * line.stock_per_unit
    return goods


def _skus(lines: Sequence[LineProgress], goods: Mapping[UUID, int]) -> list[str]:
    return sorted({line.sku for line in lines if line.stock_item_id in goods and line.stock_per_unit})
