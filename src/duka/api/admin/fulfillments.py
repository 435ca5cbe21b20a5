"""Fulfillments: parts of orders that are packed, sent and followed."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.admin.orders import step as order_step
from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_seen
from duka.kernel.context import Context
from duka.orders import staff_queries
from duka.orders.fulfillment import carriage, lead_times, queries, tasks
from duka.orders.fulfillment import service as verbs
from duka.orders.fulfillment.types import Carriage, FulfillmentPlace, FulfillmentTasks, LeadTime, Picked
from duka.orders.staff_types import OrderDetail
from duka.shipping.carriers import registry
from duka.shipping.carriers.service import accounts

READ, WRITE = "orders:read", "orders:write"
TAGS = ["Admin: fulfillments"]
ONE = "/fulfillments/{fulfillment:str}"
Id = Annotated[str, msgspec.Meta(max_length=60)]
Words = Annotated[str, msgspec.Meta(max_length=100)]
Link = Annotated[str, msgspec.Meta(max_length=500, pattern="^(https?://[^\\s]+)?$")]
Chosen = Annotated[str | None, Parameter(max_length=60, required=False)]


class LineQuantity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So much of an order's line, in the line's own steps."""

    line_id: Id
    quantity: Annotated[int, msgspec.Meta(ge=1, le=10**12)]


Lines = Annotated[list[LineQuantity], msgspec.Meta(min_length=1, max_length=500)]


class PrepareInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without `lines` all that is left, at `location_id` or wherever it is set aside."""

    lines: Lines | None = None
    location_id: Id | None = None


class CarriageInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a parcel travels. `carrier` is a name, or the code of a known one; with `account_id` it is that account's, whose
    tracking page is linked. A link that is not given is made from the number."""

    carrier: Words = ""
    service: Words = ""
    tracking_number: Words = ""
    tracking_url: Link = ""
    account_id: Id | None = None


class CarriageChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is; a link that is left out is made anew from another number."""

    carrier: Words | None = None
    service: Words | None = None
    tracking_number: Words | None = None
    tracking_url: Link | None = None


class UnpackInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""


class ReassignInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without `lines` all that waits at `from_location_id`."""

    from_location_id: Id
    to_location_id: Id
    lines: Lines | None = None


@get("/fulfillments", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_fulfillments(
    call: NamedDependency[Call],
    step: Annotated[
        Literal["to_prepare", "to_ship", "to_collect", "on_the_way"],
        Parameter(description="what is to be done next"),
    ] = "to_prepare",
    store_id: Chosen = None,
    location_id: Chosen = None,
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> FulfillmentTasks:
    """What waits for whoever packs and sends, the longest waiting first: parts of orders to prepare at a location, parcels to
    ship or hand over, parcels on their way."""
    location = uuid("loc", location_id) if location_id else None
    store = uuid("store", store_id) if store_id else call.place
    return call.read(
        lambda ctx: tasks.list_tasks(ctx, step, location=location, store=store, cursor=cursor, limit=limit)
    )


@get("/fulfillments/lead-times", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_lead_times(call: NamedDependency[Call], store_id: Chosen = None) -> list[LeadTime]:
    """How long it took to prepare, to ship and to deliver at each location: medians of the last 30 days."""
    store = uuid("store", store_id) if store_id else call.place
    return call.read(lambda ctx: lead_times.lead_times(ctx, store))


@post("/orders/{order:str}/fulfillments", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_prepare_fulfillment(
    call: NamedDependency[Call],
    order: FromPath[str],
    data: JSONBody[PrepareInput],
    if_match: IfMatch = None,
) -> Response[OrderDetail]:
    """Goods leave the shelf and are packed: one fulfillment for each location that they come from."""
    seen, picked = version_seen(if_match), _picked(data.lines)
    place = uuid("loc", data.location_id) if data.location_id else None
    return order_step(call, order, lambda ctx, i: verbs.prepare(ctx, i, picked, place, seen), status=201)


@post(ONE + "/ship", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_ship_fulfillment(
    call: NamedDependency[Call],
    fulfillment: FromPath[str],
    data: JSONBody[CarriageInput],
    if_match: IfMatch = None,
) -> Response[OrderDetail]:
    """The carrier has the parcel."""
    seen = version_seen(if_match)

    def act(ctx: Context, found: UUID) -> None:
        verbs.ship(ctx, found, _carriage(ctx, call, data), seen)

    return _stepped(call, fulfillment, act)


@post(ONE + "/deliver", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_deliver_fulfillment(
    call: NamedDependency[Call], fulfillment: FromPath[str], if_match: IfMatch = None
) -> Response[OrderDetail]:
    """The buyer has it: from the carrier, or fetched."""
    seen = version_seen(if_match)
    return _stepped(call, fulfillment, lambda ctx, found: verbs.deliver(ctx, found, seen))


@post(ONE + "/cancel", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_cancel_fulfillment(
    call: NamedDependency[Call],
    fulfillment: FromPath[str],
    data: JSONBody[UnpackInput],
    if_match: IfMatch = None,
) -> Response[OrderDetail]:
    """Unpacked before it left: its goods lie on their shelf again, and stay set aside for the order."""
    seen = version_seen(if_match)
    return _stepped(call, fulfillment, lambda ctx, found: verbs.cancel(ctx, found, data.reason, seen))


@patch(ONE, permission=WRITE, sync_to_thread=True, tags=TAGS)
def admin_change_carriage(
    call: NamedDependency[Call],
    fulfillment: FromPath[str],
    data: JSONBody[CarriageChange],
    if_match: IfMatch = None,
) -> Response[OrderDetail]:
    """Say or correct how the parcel travels, until it has arrived."""
    seen = version_seen(if_match)

    def act(ctx: Context, found: UUID) -> None:
        before = queries.carriage(ctx, found)
        verbs.change_carriage(
            ctx,
            found,
            carriage.changed(before, data.carrier, data.service, data.tracking_number, data.tracking_url),
            seen,
        )

    return _stepped(call, fulfillment, act)


@get("/orders/{order:str}/places", permission=WRITE, sync_to_thread=False, tags=TAGS)
def admin_reassign_places(
    call: NamedDependency[Call],
    order: FromPath[str],
    from_location_id: Annotated[str, Parameter(max_length=60)],
) -> list[FulfillmentPlace]:
    """Where the goods that wait at a location could come from instead: what has all of it first, the nearest first."""
    order_id, before = uuid("ord", order), uuid("loc", from_location_id)
    return call.read(lambda ctx: queries.places(ctx, order_id, before))


@post("/orders/{order:str}/reassign", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_reassign_order(
    call: NamedDependency[Call],
    order: FromPath[str],
    data: JSONBody[ReassignInput],
    if_match: IfMatch = None,
) -> Response[OrderDetail]:
    """Goods that wait at one location are set aside at another one instead."""
    seen, picked = version_seen(if_match), _picked(data.lines)
    before, after = uuid("loc", data.from_location_id), uuid("loc", data.to_location_id)
    return order_step(call, order, lambda ctx, i: verbs.reassign(ctx, i, before, after, picked, seen))


def _stepped(call: Call, text: str, act: Callable[[Context, UUID], object]) -> Response[Any]:
    """`act` on a fulfillment, and its order as it then is."""
    found = uuid("ful", text)

    def perform(ctx: Context) -> OrderDetail:
        act(ctx, found)
        return staff_queries.detail(ctx, queries.order_of(ctx, found))

    return call.write(perform)


def _picked(lines: Sequence[LineQuantity] | None) -> list[Picked] | None:
    return None if lines is None else [Picked(uuid("line", each.line_id), each.quantity) for each in lines]


def _carriage(ctx: Context, call: Call, data: CarriageInput) -> Carriage:
    """With an account, under its name and with its link. Refuses `CarrierAccountMissing`."""
    told = Carriage(
        carrier=data.carrier,
        service=data.service,
        tracking_number=data.tracking_number,
        tracking_url=data.tracking_url,
    )
    if data.account_id is None:
        return told
    desk = registry.desk(call.services.config)
    account = accounts.load(ctx, desk, uuid("cacc", data.account_id))
    link = desk.find(account.provider).tracking_url(account, data.tracking_number)
    return msgspec.structs.replace(
        told, carrier=data.carrier or account.name, tracking_url=data.tracking_url or link
    )


HANDLERS = [
    admin_list_fulfillments,
    admin_lead_times,
    admin_prepare_fulfillment,
    admin_ship_fulfillment,
    admin_deliver_fulfillment,
    admin_cancel_fulfillment,
    admin_change_carriage,
    admin_reassign_places,
    admin_reassign_order,
]
