"""Holding a fulfillment: its order's row first. What every step of one ends with: the order's status made right, and said."""

from uuid import UUID

from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.events import Event
from duka.orders import possible, reach
from duka.orders.errors import OrderOnHold
from duka.orders.fulfillment import queries, rules
from duka.orders.fulfillment.errors import FulfillmentNotFound, FulfillmentStepRefused
from duka.orders.holding import hold_version
from duka.orders.telling import tell
from duka.orders.types import OrderState

WRITE = "orders:write"


def hold(ctx: Context, fulfillment_id: UUID, expected: int | None) -> tuple[OrderState, Row]:
    """Its order, held, and the fulfillment. Refuses `FulfillmentNotFound`, `VersionConflict`, and `Forbidden` to those who work
    elsewhere."""
    ctx.require(WRITE)
    order_id = ctx.db.value(
        "select order_id from fulfillments where tenant_id = %(tenant)s and id = %(id)s", id=fulfillment_id
    )
    if order_id is None:
        raise FulfillmentNotFound()
    reach.require(ctx, WRITE, order_id)
    order = hold_version(ctx, order_id, expected)
    row = ctx.db.one(
        """select id, position, location_id, status, is_pickup, carrier, service, tracking_number, tracking_url
           from fulfillments where tenant_id = %(tenant)s and id = %(id)s""",
        id=fulfillment_id,
    )
    assert row is not None  # fulfillments are never deleted
    ctx.require(WRITE, store=order.store_id, location=row.location_id)
    return order, row


def may_follow(order: OrderState, row: Row, after: str) -> bool:
    """False when it is there already. Refuses `OrderClosed`, `OrderNotPlaced`, `OrderOnHold` and `FulfillmentStepRefused`."""
    if row.status == after:
        return False
    no = possible.closed(order)
    if no is not None:
        raise no
    if order.is_held and row.status == "prepared" and after in ("shipped", "delivered"):
        raise OrderOnHold()
    if after not in rules.FOLLOWS[row.status]:
        raise FulfillmentStepRefused(before=row.status, after=after)
    return True


def name_of(order: OrderState, row: Row) -> str:
    """As it stands on the parcel."""
    return f"{order.number}-{row.position}"


def set_status(ctx: Context, fulfillment_id: UUID, status: str) -> None:
    ctx.db.run(
        """update fulfillments set status = %(status)s, updated_at = %(now)s,
                  delivered_at = case when %(status)s = 'delivered' then %(now)s else delivered_at end,
                  cancelled_at = case when %(status)s = 'cancelled' then %(now)s else cancelled_at end
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=fulfillment_id,
        status=status,
        now=ctx.now,
    )


def refresh(ctx: Context, order: OrderState) -> tuple[str, bool]:
    """Writes what the order's lines amount to; (its status by now, whether nothing waits on a shelf any more)."""
    after, is_prepared = rules.summary(queries.progress(ctx, order.id))
    ctx.db.run(
        """update orders set fulfillment_status = %(after)s, is_prepared = %(prepared)s, updated_at = %(now)s,
                  version = version + 1
           where tenant_id = %(tenant)s and id = %(order)s""",
        order=order.id,
        after=after,
        prepared=is_prepared,
        now=ctx.now,
    )
    return after, is_prepared


def said(ctx: Context, event: Event, before: str, after: str) -> None:
    """Announces a step that took the order from one status to another."""
    tell(ctx, event, {"fulfillment_status": before}, {"fulfillment_status": after})
