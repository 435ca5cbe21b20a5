"""Sending: the carrier has it, the buyer has it, and how it travels."""

from uuid import UUID

from duka.kernel.context import Context
from duka.orders import possible
from duka.orders.events import OrderDelivered, OrderShipped
from duka.orders.fulfillment import carriage as carriages
from duka.orders.fulfillment.errors import CarriageFixed
from duka.orders.fulfillment.events import (
    FulfillmentCarriageChanged,
    FulfillmentDelivered,
    FulfillmentShipped,
)
from duka.orders.fulfillment.holding import hold, may_follow, name_of, refresh, said, set_status
from duka.orders.fulfillment.types import Carriage
from duka.orders.telling import tell


def ship(
    ctx: Context, fulfillment_id: UUID, carriage: Carriage | None = None, expected: int | None = None
) -> None:
    """The carrier has the parcel; `carriage` says how it travels, where that was not said before. Twice is safe. Refuses
    `FulfillmentNotFound`, `FulfillmentStepRefused`, `OrderClosed` and `TrackingLinkInvalid`."""
    order, row = hold(ctx, fulfillment_id, expected)
    if not may_follow(order, row, "shipped"):
        return
    told = carriages.merged(carriages.of(row), carriage or Carriage())
    ctx.db.run(
        """update fulfillments set status = 'shipped', shipped_at = %(now)s, updated_at = %(now)s, carrier = %(carrier)s,
                  service = %(service)s, tracking_number = %(tracking)s, tracking_url = %(url)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=fulfillment_id,
        now=ctx.now,
        carrier=told.carrier,
        service=told.service,
        tracking=told.tracking_number,
        url=told.tracking_url,
    )
    after, _ = refresh(ctx, order)
    event = FulfillmentShipped(
        aggregate_id=order.id,
        number=order.number,
        fulfillment_id=fulfillment_id,
        fulfillment=name_of(order, row),
        carrier=told.carrier,
        service=told.service,
        tracking_number=told.tracking_number,
        tracking_url=told.tracking_url,
        is_whole=after == "shipped",
    )
    said(ctx, event, order.fulfillment_status, after)
    if after == "shipped":
        whole = OrderShipped(
            aggregate_id=order.id,
            number=order.number,
            carrier=told.carrier,
            tracking_number=told.tracking_number,
        )
        said(ctx, whole, order.fulfillment_status, after)


def change_carriage(
    ctx: Context, fulfillment_id: UUID, carriage: Carriage, expected: int | None = None
) -> None:
    """How the parcel travels is this, whole: said before it leaves, or corrected on its way. A link that is not given is made
    from the number. Twice is safe. Refuses `FulfillmentNotFound`, `OrderClosed`, `TrackingLinkInvalid`, and `CarriageFixed` for
    one that arrived or was unpacked."""
    order, row = hold(ctx, fulfillment_id, expected)
    before, after = carriages.of(row), carriages.completed(carriage)
    if before == after:
        return
    no = possible.closed(order)
    if no is not None:
        raise no
    if row.status not in ("prepared", "shipped"):
        raise CarriageFixed(status=row.status)
    ctx.db.run(
        """with changed as (
               update fulfillments set carrier = %(carrier)s, service = %(service)s, tracking_number = %(tracking)s,
                      tracking_url = %(url)s, updated_at = %(now)s
               where tenant_id = %(tenant)s and id = %(id)s)
           update orders set version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(order)s""",
        id=fulfillment_id,
        order=order.id,
        now=ctx.now,
        carrier=after.carrier,
        service=after.service,
        tracking=after.tracking_number,
        url=after.tracking_url,
    )
    event = FulfillmentCarriageChanged(
        aggregate_id=order.id,
        number=order.number,
        fulfillment_id=fulfillment_id,
        fulfillment=name_of(order, row),
        carrier=after.carrier,
        service=after.service,
        tracking_number=after.tracking_number,
        tracking_url=after.tracking_url,
    )
    changed = [name for name in after.__struct_fields__ if getattr(before, name) != getattr(after, name)]
    tell(
        ctx,
        event,
        {name: getattr(before, name) for name in changed},
        {name: getattr(after, name) for name in changed},
    )


def deliver(ctx: Context, fulfillment_id: UUID, expected: int | None = None) -> None:
    """The buyer has the goods: from the carrier, or fetched when prepared. Twice is safe. Refuses `FulfillmentNotFound`,
    `FulfillmentStepRefused` and `OrderClosed`."""
    order, row = hold(ctx, fulfillment_id, expected)
    if not may_follow(order, row, "delivered"):
        return
    set_status(ctx, fulfillment_id, "delivered")
    after, _ = refresh(ctx, order)
    event = FulfillmentDelivered(
        aggregate_id=order.id,
        number=order.number,
        fulfillment_id=fulfillment_id,
        fulfillment=name_of(order, row),
        is_whole=after == "delivered",
    )
    said(ctx, event, order.fulfillment_status, after)
    if after == "delivered":
        whole = OrderDelivered(aggregate_id=order.id, number=order.number)
        said(ctx, whole, order.fulfillment_status, after)
