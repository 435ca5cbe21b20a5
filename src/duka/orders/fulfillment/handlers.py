"""What fulfillments do when carriers say something, and how their parcels come to be followed."""

from uuid import UUID

from duka.kernel import jobs
from duka.kernel.context import SYSTEM, Context
from duka.kernel.errors import Refusal
from duka.kernel.events import Delivery
from duka.kernel.work import Caller, Work
from duka.orders.fulfillment import service
from duka.orders.fulfillment.types import Carriage
from duka.shipping.carriers.desk import Desk
from duka.shipping.carriers.service import tracking

FOLLOW = "fulfillments.follow"
ON_ITS_WAY = frozenset({"in_transit", "out_for_delivery", "ready_for_pickup", "delivered"})


def follow_tracking(ctx: Context, delivery: Delivery) -> None:
    """On `shipment.tracked`: what the carrier has is shipped, what it handed over is delivered. What the order does not allow
    any more stays as it is."""
    told = delivery.payload
    status = told.get("status")
    if not told.get("fulfillment_id") or status not in ON_ITS_WAY:
        return
    fulfillment_id = UUID(told["fulfillment_id"])
    before = ctx.db.value(
        "select f.status from fulfillments f where f.tenant_id = %(tenant)s and f.id = %(id)s",
        id=fulfillment_id,
    )
    try:
        if before == "prepared":
            service.ship(ctx, fulfillment_id)
        if before in ("prepared", "shipped") and status == "delivered":
            service.deliver(ctx, fulfillment_id)
    except Refusal:
        return


def keep_label(ctx: Context, delivery: Delivery) -> None:
    """On `label.bought`: the parcel travels as its label says."""
    told = delivery.payload
    if not told.get("fulfillment_id"):
        return
    carriage = Carriage(
        carrier=told["carrier"],
        service=told["service"],
        tracking_number=told["tracking_number"],
        tracking_url=told["tracking_url"],
    )
    try:
        service.change_carriage(ctx, UUID(told["fulfillment_id"]), carriage)
    except Refusal:
        return


def drop_label(ctx: Context, delivery: Delivery) -> None:
    """On `label.cancelled`: a parcel that has not left does not travel under its number."""
    told = delivery.payload
    if not told.get("fulfillment_id"):
        return
    waiting = ctx.db.value(
        """select true from fulfillments f where f.tenant_id = %(tenant)s and f.id = %(id)s and f.status = 'prepared'
           and f.tracking_number = %(number)s""",
        id=told["fulfillment_id"],
        number=told["tracking_number"],
    )
    if waiting:
        service.change_carriage(ctx, UUID(told["fulfillment_id"]), Carriage())


def follow_later(ctx: Context, delivery: Delivery) -> None:
    """On `fulfillment.shipped` and `fulfillment.carriage_changed`: a parcel with a number is followed from now on."""
    if delivery.payload.get("tracking_number"):
        jobs.defer(ctx, FOLLOW, fulfillment_id=delivery.payload["fulfillment_id"])


def follow(work: Work, desk: Desk, tenant: UUID, fulfillment_id: UUID) -> None:
    """The job: its carrier is asked where the parcel is, if one of the store's accounts can. Twice is once."""

    def act(ctx: Context) -> None:
        row = ctx.db.one(
            """select f.order_id, o.store_id, f.carrier, f.tracking_number, f.tracking_url from fulfillments f
               join orders o on o.tenant_id = %(tenant)s and o.id = f.order_id
               where f.tenant_id = %(tenant)s and f.id = %(id)s and f.status = 'shipped' and f.tracking_number <> ''
                 and not exists (select from tracked_parcels p
                     where p.tenant_id = %(tenant)s and p.fulfillment_id = f.id
                       and p.tracking_number = f.tracking_number)""",
            id=fulfillment_id,
        )
        if row is None:
            return
        parcel = tracking.Following(
            order_id=row.order_id,
            store_id=row.store_id,
            fulfillment_id=fulfillment_id,
            tracking_number=row.tracking_number,
            carrier=row.carrier,
            tracking_url=row.tracking_url,
        )
        tracking.follow(ctx, desk, parcel)

    work.perform(Caller(tenant, SYSTEM), act)
