"""Cancelling an order that has not left."""

from uuid import UUID

from duka.inventory import service as inventory
from duka.kernel.context import Context
from duka.orders import possible, reach, rules
from duka.orders.errors import OrderStepDone
from duka.orders.fulfillment import service as fulfillment
from duka.orders.holding import hold_version
from duka.orders.service.statuses import close
from duka.promotions import claims


def cancel(
    ctx: Context, order_id: UUID, reason: str, *, is_refunded: bool = True, expected: int | None = None
) -> None:
    """Cancels an order that has not left: its goods are free again. Money that was taken is payments' to give
    back, unless it is to stay (not `is_refunded`). Before any was, what it used of promotions others may use.

    Twice is safe. Refuses `OrderNotFound`, `OrderAlreadyShipped`, and `OrderClosed` for a completed one.
    """
    reach.require(ctx, "orders:cancel", order_id)
    order = hold_version(ctx, order_id, expected)
    no = possible.cancel(order)
    if isinstance(no, OrderStepDone):
        return
    if no is not None:
        raise no
    if order.fulfillment_status != "unfulfilled":
        fulfillment.cancel_all(ctx, order, reason)
    inventory.release(ctx, order_id)
    if order.payment_status in rules.WAITING:
        claims.give_back(ctx, order_id)
    close(ctx, order, reason, order.payment_status, is_refunded=is_refunded)
