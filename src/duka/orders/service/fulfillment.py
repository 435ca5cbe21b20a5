"""What staff do with a placed order. Each step is safe to take twice."""

from uuid import UUID

from duka.inventory import service as inventory
from duka.kernel import events
from duka.kernel.context import Context
from duka.orders import rules
from duka.orders.errors import FulfillmentRefused, OrderClosed, OrderNotPlaced, OrderNotSettled
from duka.orders.events import OrderCompleted, OrderDelivered, OrderPrepared, OrderReturned, OrderShipped
from duka.orders.service.statuses import hold
from duka.orders.types import OrderState


def prepare(ctx: Context, order_id: UUID) -> None:
    """The goods leave the shelf and are packed. Refuses `OrderNotPlaced`, `OrderClosed`, `StockMissing`."""
    order = _move(ctx, order_id, "prepared")
    if order is not None:
        inventory.consume(ctx, order_id)
        events.emit(ctx, OrderPrepared(aggregate_id=order_id, number=order.number))


def ship(ctx: Context, order_id: UUID, carrier: str, tracking_number: str) -> None:
    """The carrier has the parcel. Refuses `FulfillmentRefused` for what is not prepared."""
    order = _move(ctx, order_id, "shipped")
    if order is not None:
        events.emit(
            ctx,
            OrderShipped(
                aggregate_id=order_id,
                number=order.number,
                carrier=carrier[:100],
                tracking_number=tracking_number[:100],
            ),
        )


def deliver(ctx: Context, order_id: UUID) -> None:
    """The buyer has the goods: from the carrier, or fetched when prepared."""
    order = _move(ctx, order_id, "delivered")
    if order is not None:
        events.emit(ctx, OrderDelivered(aggregate_id=order_id, number=order.number))


def mark_returned(ctx: Context, order_id: UUID, *, is_sellable: bool) -> None:
    """The goods came back; those that are sellable lie on the shelf again."""
    order = _move(ctx, order_id, "returned", statuses=frozenset({"open", "completed"}))
    if order is not None:
        if is_sellable:
            inventory.restock(ctx, order_id)
        events.emit(ctx, OrderReturned(aggregate_id=order_id, number=order.number, is_sellable=is_sellable))


def complete(ctx: Context, order_id: UUID) -> None:
    """Nothing more is due on either side. Refuses `OrderNotSettled` before it is delivered (or returned) and
    paid."""
    ctx.require("orders:write")
    order = hold(ctx, order_id)
    if order.status == "completed":
        return
    if "completed" not in rules.STATUS_FOLLOWS[order.status]:
        raise OrderClosed(status=order.status)
    if order.fulfillment_status not in ("delivered", "returned") or order.payment_status not in rules.SETTLED:
        raise OrderNotSettled(payment_status=order.payment_status)
    ctx.db.run(
        """update orders set status = 'completed', updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(order)s""",
        order=order_id,
        now=ctx.now,
    )
    events.emit(ctx, OrderCompleted(aggregate_id=order_id, number=order.number))


def _move(
    ctx: Context, order_id: UUID, after: str, statuses: frozenset[str] = frozenset({"open"})
) -> OrderState | None:
    """The held order on its way to `after`; None when it is there already."""
    ctx.require("orders:write")
    order = hold(ctx, order_id)
    if order.fulfillment_status == after:
        return None
    if order.status not in statuses:
        raise OrderClosed(status=order.status)
    if order.placed_at is None:
        raise OrderNotPlaced()
    if after not in rules.FULFILLMENT_FOLLOWS[order.fulfillment_status]:
        raise FulfillmentRefused(before=order.fulfillment_status, after=after)
    ctx.db.run(
        """update orders set fulfillment_status = %(after)s, updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(order)s""",
        order=order_id,
        after=after,
        now=ctx.now,
    )
    return order
