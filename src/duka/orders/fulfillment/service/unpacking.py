"""Unpacking: goods that have not left lie on their shelf again."""

from uuid import UUID

from duka.inventory import service as inventory
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.orders.fulfillment.events import FulfillmentCancelled
from duka.orders.fulfillment.holding import hold, may_follow, name_of, refresh, set_status
from duka.orders.telling import tell
from duka.orders.types import OrderState


def cancel(ctx: Context, fulfillment_id: UUID, reason: str = "", expected: int | None = None) -> None:
    """Unpacked before it left: its goods lie on their shelf and are promised to the order again. Twice is safe. Refuses
    `FulfillmentNotFound`, `FulfillmentStepRefused` and `OrderClosed`."""
    order, row = hold(ctx, fulfillment_id, expected)
    if not may_follow(order, row, "cancelled"):
        return
    _unpack(ctx, order, row, reason)
    refresh(ctx, order)


def cancel_all(ctx: Context, order: OrderState, reason: str) -> None:
    """Whatever of a held order is packed and has not left is unpacked. For steps."""
    for row in ctx.db.all(
        """select f.id, f.location_id, f.position from fulfillments f
           where f.tenant_id = %(tenant)s and f.order_id = %(order)s and f.status = 'prepared' order by f.position""",
        order=order.id,
    ):
        _unpack(ctx, order, row, reason)
    refresh(ctx, order)


def _unpack(ctx: Context, order: OrderState, row: Row, reason: str) -> None:
    goods: dict[UUID, int] = {}
    for line in ctx.db.all(
        """select stock_item_id, stock_quantity from fulfillment_lines
           where tenant_id = %(tenant)s and fulfillment_id = %(id)s and stock_quantity > 0""",
        id=row.id,
    ):
        goods[line.stock_item_id] = goods.get(line.stock_item_id, 0) + line.stock_quantity
    inventory.unpack(ctx, order.id, {row.location_id: goods})
    set_status(ctx, row.id, "cancelled")
    event = FulfillmentCancelled(
        aggregate_id=order.id,
        number=order.number,
        fulfillment_id=row.id,
        fulfillment=name_of(order, row),
        reason=reason[:500],
    )
    tell(ctx, event, {"status": "prepared"}, {"status": "cancelled"})
