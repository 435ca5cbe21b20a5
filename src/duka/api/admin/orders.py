"""Orders as staff find them and carry them on."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_seen
from duka.kernel.context import Context
from duka.kernel.errors import Refusal
from duka.orders import service as orders
from duka.orders import staff_list, staff_queries
from duka.orders.errors import OrderNotFound
from duka.orders.staff_types import BulkResult, OrderDetail, OrderList, OrderSearch

Word = Annotated[str, Parameter(max_length=40)]
Amount = Annotated[int | None, Parameter(ge=0, le=10**15, required=False)]
Moment = Annotated[datetime | None, Parameter(required=False)]


class CancelInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`is_refunded`: what was paid goes back; otherwise it stays, and can be given back later."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    is_refunded: bool = True


class ShipInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    carrier: Annotated[str, msgspec.Meta(max_length=100)] = ""
    tracking_number: Annotated[str, msgspec.Meta(max_length=100)] = ""


class ReturnInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Goods that can be sold again go back into stock."""

    is_sellable: bool = True


class BulkInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step for up to 100 orders; `carrier` is for ship, `tags` for tag."""

    action: Literal["prepare", "ship", "deliver", "complete", "tag"]
    order_ids: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=60)]], msgspec.Meta(min_length=1, max_length=100)
    ]
    carrier: Annotated[str, msgspec.Meta(max_length=100)] = ""
    tags: Annotated[list[Annotated[str, msgspec.Meta(max_length=100)]], msgspec.Meta(max_length=20)] = []


@get("/orders", permission="orders:read", sync_to_thread=False, tags=["Admin: orders"])
def admin_list_orders(
    call: NamedDependency[Call],
    need: Annotated[
        str, Parameter(max_length=40, description="what comes next: to_prepare, to_ship, …")
    ] = "",
    q: Annotated[
        str, Parameter(max_length=200, description="number, e-mail address, end of a phone number, or names")
    ] = "",
    store_id: Annotated[str | None, Parameter(max_length=60, required=False)] = None,
    location_id: Annotated[str | None, Parameter(max_length=60, required=False)] = None,
    status: Annotated[str, Parameter(pattern="^(open|completed|cancelled)?$")] = "",
    payment_status: Word = "",
    fulfillment_status: Word = "",
    payment_method: Word = "",
    country: Annotated[str, Parameter(pattern="^([A-Z]{2})?$")] = "",
    created_from: Moment = None,
    created_until: Moment = None,
    total_from_minor: Amount = None,
    total_to_minor: Amount = None,
    customer_id: Annotated[str | None, Parameter(max_length=60, required=False)] = None,
    tag: Word = "",
    sort: Annotated[str, Parameter(pattern="^(newest|oldest|total|total_desc)$")] = "newest",
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> OrderList:
    """Orders by what they need, filtered, searched, newest first. Without `need`: all but those that were given up before
    they were ever paid."""
    wanted = OrderSearch(
        need=need,
        text=q,
        store=uuid("store", store_id) if store_id else call.place,
        location=uuid("loc", location_id) if location_id else None,
        status=status,
        payment_status=payment_status,
        fulfillment_status=fulfillment_status,
        payment_method=payment_method,
        country=country,
        created_from=created_from,
        created_until=created_until,
        total_from_minor=total_from_minor,
        total_to_minor=total_to_minor,
        customer=uuid("cus", customer_id) if customer_id else None,
        tag=tag,
        sort=sort,
    )
    return call.read(lambda ctx: staff_list.list_for_staff(ctx, wanted, cursor=cursor, limit=limit))


@get("/orders/tags", permission="orders:read", sync_to_thread=False, tags=["Admin: orders"])
def admin_order_tags(call: NamedDependency[Call], q: Word = "") -> list[str]:
    """The tags in use that begin with `q`, at most 50."""
    return call.read(lambda ctx: staff_list.tags(ctx, q))


@get("/orders/{order:str}", permission="orders:read", sync_to_thread=False, tags=["Admin: orders"])
def admin_get_order(call: NamedDependency[Call], order: FromPath[str]) -> OrderDetail:
    """Everything about one order: its timeline, where its goods come from, and what can be done with it or why not."""
    return call.read(lambda ctx: staff_queries.detail(ctx, uuid("ord", order)))


def step(call: Call, order: str, act: Callable[[Context, UUID], object], status: int = 200) -> Response[Any]:
    """`act(ctx, order id)`, and the order as it then is."""
    order_id = uuid("ord", order)

    def perform(ctx: Context) -> OrderDetail:
        act(ctx, order_id)
        return staff_queries.detail(ctx, order_id)

    return call.write(perform, status=status)


@post(
    "/orders/{order:str}/cancel",
    permission="orders:cancel",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_cancel_order(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[CancelInput], if_match: IfMatch = None
) -> Response[OrderDetail]:
    """Before shipment: stock is released, and money goes back unless it is to stay."""
    seen = version_seen(if_match)
    return step(
        call,
        order,
        lambda ctx, i: orders.cancel(ctx, i, data.reason, is_refunded=data.is_refunded, expected=seen),
    )


@post(
    "/orders/{order:str}/prepare",
    permission="orders:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_prepare_order(
    call: NamedDependency[Call], order: FromPath[str], if_match: IfMatch = None
) -> Response[OrderDetail]:
    """The goods are taken from the shelf."""
    seen = version_seen(if_match)
    return step(call, order, lambda ctx, i: orders.prepare(ctx, i, seen))


@post(
    "/orders/{order:str}/ship",
    permission="orders:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_ship_order(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[ShipInput], if_match: IfMatch = None
) -> Response[OrderDetail]:
    """The goods are on their way."""
    seen = version_seen(if_match)
    return step(call, order, lambda ctx, i: orders.ship(ctx, i, data.carrier, data.tracking_number, seen))


@post(
    "/orders/{order:str}/deliver",
    permission="orders:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_deliver_order(
    call: NamedDependency[Call], order: FromPath[str], if_match: IfMatch = None
) -> Response[OrderDetail]:
    """The goods arrived, or were picked up."""
    seen = version_seen(if_match)
    return step(call, order, lambda ctx, i: orders.deliver(ctx, i, seen))


@post(
    "/orders/{order:str}/complete",
    permission="orders:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_complete_order(
    call: NamedDependency[Call], order: FromPath[str], if_match: IfMatch = None
) -> Response[OrderDetail]:
    """Paid and delivered: nothing is left to do."""
    seen = version_seen(if_match)
    return step(call, order, lambda ctx, i: orders.complete(ctx, i, seen))


@post(
    "/orders/{order:str}/return",
    permission="orders:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_return_order(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[ReturnInput], if_match: IfMatch = None
) -> Response[OrderDetail]:
    """The goods came back."""
    seen = version_seen(if_match)
    return step(
        call,
        order,
        lambda ctx, i: orders.mark_returned(ctx, i, is_sellable=data.is_sellable, expected=seen),
    )


@post("/orders/bulk", permission="orders:write", sync_to_thread=True, tags=["Admin: orders"], status_code=200)
def admin_bulk_orders(call: NamedDependency[Call], data: JSONBody[BulkInput]) -> list[BulkResult]:
    """The same step for many orders, each for itself: what becomes of one does not touch another. Taking a step again
    changes nothing, so a lost answer can be asked for again. Refused as not found when none of them is there."""
    verbs: dict[str, Callable[[Context, UUID], None]] = {
        "prepare": orders.prepare,
        "ship": lambda ctx, i: orders.ship(ctx, i, data.carrier, ""),
        "deliver": orders.deliver,
        "complete": orders.complete,
        "tag": lambda ctx, i: orders.add_tags(ctx, i, data.tags),
    }
    results = [_bulk_one(call, order, verbs[data.action]) for order in dict.fromkeys(data.order_ids)]
    if all(result.code in ("OrderNotFound", "MalformedId") for result in results):
        raise OrderNotFound()
    return results


def _bulk_one(call: Call, order: str, verb: Callable[[Context, UUID], None]) -> BulkResult:
    try:
        order_id = uuid("ord", order)
        call.services.work.perform(call.caller, lambda ctx: verb(ctx, order_id))
    except Refusal as refusal:
        return BulkResult(order, False, refusal.code, refusal.message)
    return BulkResult(order, True)


HANDLERS = [
    admin_list_orders,
    admin_order_tags,
    admin_get_order,
    admin_cancel_order,
    admin_prepare_order,
    admin_ship_order,
    admin_deliver_order,
    admin_complete_order,
    admin_return_order,
    admin_bulk_orders,
]
