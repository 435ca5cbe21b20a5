"""What came back of an order, and its status after its lines changed."""

from uuid import UUID

from duka.inventory import service as inventory
from duka.kernel.context import Context
from duka.orders import possible, reach
from duka.orders.errors import OrderStepDone
from duka.orders.events import OrderReturned
from duka.orders.fulfillment import holding
from duka.orders.fulfillment.holding import WRITE, said
from duka.orders.holding import hold_version
from duka.orders.types import OrderState


def return_all(ctx: Context, order_id: UUID, *, is_sellable: bool, expected: int | None = None) -> None:
    """All that left and did not come back yet came back; what is sellable lies on the shelf that it came from. Twice is safe.
    Refuses `OrderClosed`, `OrderNotPlaced`, `FulfillmentRefused`."""
    reach.require(ctx, WRITE, order_id)
    order = hold_version(ctx, order_id, expected)
    no = possible.step(order, "returned")
    if isinstance(no, OrderStepDone):
        return
    if no is not None:
        raise no
    rows = ctx.db.all(
        """select l.stock_item_id, f.location_id, n.stock_quantity, l.returned * l.stock_per_unit as returned, l.id
           from order_lines l
           join fulfillment_lines n on n.tenant_id = %(tenant)s and n.order_line_id = l.id
           join fulfillments f on f.tenant_id = %(tenant)s and f.id = n.fulfillment_id and f.status <> 'cancelled'
           where l.tenant_id = %(tenant)s and l.order_id = %(order)s order by l.position, f.position""",
        order=order_id,
    )
    if is_sellable:
        before: dict[UUID, int] = {row.id: row.returned for row in rows}
        goods: dict[UUID, dict[UUID, int]] = {}
        for row in rows:
            skipped = min(before[row.id], row.stock_quantity)
            before[row.id] -= skipped
            there = goods.setdefault(row.location_id, {})
            there[row.stock_item_id] = there.get(row.stock_item_id, 0) + row.stock_quantity - skipped
        inventory.put_back(ctx, order_id, goods)
    ctx.db.run(
        "update order_lines set returned = quantity where tenant_id = %(tenant)s and order_id = %(order)s",
        order=order_id,
    )
    after, _ = holding.refresh(ctx, order)
    event = OrderReturned(aggregate_id=order_id, number=order.number, is_sellable=is_sellable)
    said(ctx, event, order.fulfillment_status, after)


def returned(ctx: Context, order: OrderState, quantities: dict[UUID, int]) -> str:
    """So much of these lines came back, in their steps; the order's status by now. The caller holds the order and has put back
    on the shelf what can be sold. For steps."""
    ctx.db.run(
        """update order_lines l set returned = l.returned + r.quantity
           from unnest(%(lines)s::uuid[], %(quantities)s::bigint[]) as r (id, quantity)
           where l.tenant_id = %(tenant)s and l.order_id = %(order)s and l.id = r.id""",
        order=order.id,
        lines=list(quantities),
        quantities=list(quantities.values()),
    )
    after, _ = holding.refresh(ctx, order)
    if after == "returned" != order.fulfillment_status:
        event = OrderReturned(aggregate_id=order.id, number=order.number, is_sellable=True)
        said(ctx, event, order.fulfillment_status, after)
    return after


def refresh(ctx: Context, order: OrderState) -> str:
    """The status of a held order whose lines changed; what it is by now. For steps."""
    return holding.refresh(ctx, order)[0]
