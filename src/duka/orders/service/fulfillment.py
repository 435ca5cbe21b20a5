"""What staff do with a placed order. Each step is safe to take twice.

`expected` is the version that whoever acts has seen: another one is refused as `VersionConflict`, so that of two who act at
once one learns of the other.
"""

from uuid import UUID

from duka.inventory import service as inventory
from duka.kernel.context import Context
from duka.kernel.events import Event
from duka.orders import possible, reach
from duka.orders.errors import OrderStepDone
from duka.orders.events import OrderCompleted, OrderDelivered, OrderPrepared, OrderReturned, OrderShipped
from duka.orders.service.statuses import hold_version
from duka.orders.service.telling import tell
from duka.orders.types import OrderState


def prepare(ctx: Context, order_id: UUID, expected: int | None = None) -> None:
    """The goods leave the shelf and are packed. Refuses `OrderNotPlaced`, `OrderClosed`, `StockMissing`."""
    order = _move(ctx, order_id, "prepared", expected)
    if order is not None:
        inventory.consume(ctx, order_id)
        _told(ctx, order, OrderPrepared(aggregate_id=order_id, number=order.number), "prepared")


def ship(
    ctx: Context, order_id: UUID, carrier: str, tracking_number: str, expected: int | None = None
) -> None:
    """The carrier has the parcel. Refuses `FulfillmentRefused` for what is not prepared."""
    order = _move(ctx, order_id, "shipped", expected)
    if order is not None:
        event = OrderShipped(
            aggregate_id=order_id,
            number=order.number,
            carrier=carrier[:100],
            tracking_number=tracking_number[:100],
        )
        _told(ctx, order, event, "shipped")


def deliver(ctx: Context, order_id: UUID, expected: int | None = None) -> None:
    """The buyer has the goods: from the carrier, or fetched when prepared."""
    order = _move(ctx, order_id, "delivered", expected)
    if order is not None:
        _told(ctx, order, OrderDelivered(aggregate_id=order_id, number=order.number), "delivered")


def mark_returned(ctx: Context, order_id: UUID, *, is_sellable: bool, expected: int | None = None) -> None:
    """The goods came back; those that are sellable lie on the shelf again."""
    order = _move(ctx, order_id, "returned", expected)
    if order is not None:
        if is_sellable:
            inventory.restock(ctx, order_id)
        event = OrderReturned(aggregate_id=order_id, number=order.number, is_sellable=is_sellable)
        _told(ctx, order, event, "returned")


def complete(ctx: Context, order_id: UUID, expected: int | None = None) -> None:
    """Nothing more is due on either side. Refuses `OrderNotSettled` before it is delivered (or returned) and
    paid."""
    reach.require(ctx, "orders:write", order_id)
    order = hold_version(ctx, order_id, expected)
    no = possible.complete(order)
    if isinstance(no, OrderStepDone):
        return
    if no is not None:
        raise no
    ctx.db.run(
        """update orders set status = 'completed', updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(order)s""",
        order=order_id,
        now=ctx.now,
    )
    tell(
        ctx,
        OrderCompleted(aggregate_id=order_id, number=order.number),
        {"status": order.status},
        {"status": "completed"},
    )


def _move(ctx: Context, order_id: UUID, after: str, expected: int | None) -> OrderState | None:
    """The held order on its way to `after`; None when it is there already."""
    reach.require(ctx, "orders:write", order_id)
    order = hold_version(ctx, order_id, expected)
    no = possible.step(order, after)
    if isinstance(no, OrderStepDone):
        return None
    if no is not None:
        raise no
    ctx.db.run(
        """update orders set fulfillment_status = %(after)s, updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(order)s""",
        order=order_id,
        after=after,
        now=ctx.now,
    )
    return order


def _told(ctx: Context, order: OrderState, event: Event, after: str) -> None:
    tell(ctx, event, {"fulfillment_status": order.fulfillment_status}, {"fulfillment_status": after})
