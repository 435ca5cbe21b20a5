"""What staff do with a placed order as a whole. Each step is safe to take twice. Parts of it: `orders.fulfillment.service`.

`expected` is the version that whoever acts has seen: another one is refused as `VersionConflict`, so that of two who act at
once one learns of the other.
"""

from uuid import UUID

from duka.kernel.context import Context
from duka.kernel.errors import Forbidden
from duka.orders import possible, reach
from duka.orders.errors import OrderStepDone
from duka.orders.events import OrderCompleted
from duka.orders.fulfillment import service as fulfillment
from duka.orders.fulfillment.types import Carriage
from duka.orders.holding import hold_version
from duka.orders.telling import tell

WRITE = "orders:write"


def prepare(ctx: Context, order_id: UUID, expected: int | None = None) -> None:
    """All goods that are left leave the shelf and are packed. Refuses `OrderNotPlaced`, `OrderClosed`, `StockMissing`."""
    if _may(ctx, order_id, "prepared", expected):
        fulfillment.prepare(ctx, order_id)


def ship(
    ctx: Context, order_id: UUID, carrier: str, tracking_number: str, expected: int | None = None
) -> None:
    """The carrier has every parcel that is packed. Refuses `FulfillmentRefused` for what is not prepared."""
    if _may(ctx, order_id, "shipped", expected):
        for each in _waiting(ctx, order_id, "prepared"):
            fulfillment.ship(ctx, each, Carriage(carrier=carrier, tracking_number=tracking_number))


def deliver(ctx: Context, order_id: UUID, expected: int | None = None) -> None:
    """The buyer has the goods: from the carrier, or fetched when prepared."""
    if _may(ctx, order_id, "delivered", expected):
        for each in _waiting(ctx, order_id, "shipped") or _waiting(ctx, order_id, "prepared"):
            fulfillment.deliver(ctx, each)


def mark_returned(ctx: Context, order_id: UUID, *, is_sellable: bool, expected: int | None = None) -> None:
    """All goods came back; those that are sellable lie on the shelf again."""
    fulfillment.return_all(ctx, order_id, is_sellable=is_sellable, expected=expected)


def complete(ctx: Context, order_id: UUID, expected: int | None = None) -> None:
    """Nothing more is due on either side. Refuses `OrderNotSettled` before it is delivered (or returned) and
    paid."""
    reach.require(ctx, WRITE, order_id)
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


def _may(ctx: Context, order_id: UUID, after: str, expected: int | None) -> bool:
    """False when the order is there already."""
    reach.require(ctx, WRITE, order_id)
    no = possible.step(hold_version(ctx, order_id, expected), after)
    if no is not None and not isinstance(no, OrderStepDone):
        raise no
    return no is None


def _waiting(ctx: Context, order_id: UUID, status: str) -> list[UUID]:
    """Those that the caller may carry on. Refuses `Forbidden` when they are all at locations where the caller does not work."""
    rows = ctx.db.all(
        """select f.id, f.location_id, o.store_id from fulfillments f
           join orders o on o.tenant_id = %(tenant)s and o.id = f.order_id
           where f.tenant_id = %(tenant)s and f.order_id = %(order)s and f.status = %(status)s order by f.position""",
        order=order_id,
        status=status,
    )
    mine = [row.id for row in rows if ctx.may(WRITE, store=row.store_id, location=row.location_id)]
    if rows and not mine:
        raise Forbidden(permission=WRITE)
    return mine
