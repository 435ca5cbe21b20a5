"""Orders as staff work on them."""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.ecommerce.payments import Intent, intent
from duka.audit import queries as audit
from duka.audit.queries import AuditEntry
from duka.checkout import paying
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.orders import queries
from duka.orders.service import fulfillment, statuses
from duka.orders.types import Order, OrderFilter, OrderSummary
from duka.payments import service as payments

Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class ReasonInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Reason


class ShipInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    carrier: Annotated[str, msgspec.Meta(max_length=100)] = ""
    tracking_number: Annotated[str, msgspec.Meta(max_length=100)] = ""


class ReturnInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Goods that can be sold again go back into stock."""

    is_sellable: bool = True


@get("/orders", permission="orders:read", sync_to_thread=False, tags=["Admin: orders"])
def admin_list_orders(
    call: NamedDependency[Call],
    q: Annotated[str, Parameter(max_length=200)] = "",
    status: Annotated[str, Parameter(pattern="^(open|completed|cancelled)?$")] = "",
    payment_status: Annotated[str, Parameter(max_length=40)] = "",
    fulfillment_status: Annotated[str, Parameter(max_length=40)] = "",
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> Page[OrderSummary]:
    """Orders, newest first."""
    wanted = OrderFilter(
        status=status, payment_status=payment_status, fulfillment_status=fulfillment_status, text=q
    )
    return call.read(lambda ctx: queries.list_orders(ctx, wanted, cursor=cursor, limit=limit))


@get("/orders/{order:str}", permission="orders:read", sync_to_thread=False, tags=["Admin: orders"])
def admin_get_order(call: NamedDependency[Call], order: FromPath[str]) -> Order:
    """One order with its timeline and where its goods come from."""
    return call.read(lambda ctx: queries.order(ctx, uuid("ord", order)))


def _step(call: Call, order: str, act: Callable[[Context, Any], object]) -> Response[Any]:
    """`act(ctx, order id)`, and the order as it then is."""
    order_id = uuid("ord", order)

    def perform(ctx: Context) -> Order:
        act(ctx, order_id)
        return queries.order(ctx, order_id)

    return call.write(perform)


@post(
    "/orders/{order:str}/cancel",
    permission="orders:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_cancel_order(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[ReasonInput]
) -> Response[Order]:
    """Before shipment: stock is released, money goes back."""
    return _step(call, order, lambda ctx, i: statuses.cancel(ctx, i, data.reason))


@post(
    "/orders/{order:str}/prepare",
    permission="orders:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_prepare_order(call: NamedDependency[Call], order: FromPath[str]) -> Response[Order]:
    """The goods are taken from the shelf."""
    return _step(call, order, fulfillment.prepare)


@post(
    "/orders/{order:str}/ship",
    permission="orders:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_ship_order(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[ShipInput]
) -> Response[Order]:
    """The goods are on their way."""
    return _step(call, order, lambda ctx, i: fulfillment.ship(ctx, i, data.carrier, data.tracking_number))


@post(
    "/orders/{order:str}/deliver",
    permission="orders:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_deliver_order(call: NamedDependency[Call], order: FromPath[str]) -> Response[Order]:
    """The goods arrived, or were picked up."""
    return _step(call, order, fulfillment.deliver)


@post(
    "/orders/{order:str}/complete",
    permission="orders:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_complete_order(call: NamedDependency[Call], order: FromPath[str]) -> Response[Order]:
    """Paid and delivered: nothing is left to do."""
    return _step(call, order, fulfillment.complete)


@post(
    "/orders/{order:str}/return",
    permission="orders:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_return_order(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[ReturnInput]
) -> Response[Order]:
    """The goods came back."""
    return _step(call, order, lambda ctx, i: fulfillment.mark_returned(ctx, i, is_sellable=data.is_sellable))


@post(
    "/payments/{payment:str}/mark-paid",
    permission="payments:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_mark_paid(
    call: NamedDependency[Call], payment: FromPath[str], data: JSONBody[ReasonInput]
) -> Response[Intent]:
    """Cash or a bank transfer came."""
    payment_id = uuid("pay", payment)
    answer: Response[Any] = call.write(lambda ctx: intent(paying.mark_paid(ctx, payment_id, data.reason)))
    return answer


@post(
    "/payments/{payment:str}/refund",
    permission="payments:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_refund(call: NamedDependency[Call], payment: FromPath[str], data: JSONBody[ReasonInput]) -> Intent:
    """Give all the money back through the provider that took it. Asking twice gives it back once."""
    services = call.services
    return intent(
        payments.refund(
            services.work, call.caller, services.providers, uuid("pay", payment), None, data.reason
        )
    )


@get("/audit", permission="audit:read", sync_to_thread=False, tags=["Admin: orders"])
def admin_audit(
    call: NamedDependency[Call],
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> Page[AuditEntry]:
    """Who did what, newest first."""
    return call.read(lambda ctx: audit.entries(ctx, None, cursor, limit))


HANDLERS = [
    admin_list_orders,
    admin_get_order,
    admin_cancel_order,
    admin_prepare_order,
    admin_ship_order,
    admin_deliver_order,
    admin_complete_order,
    admin_return_order,
    admin_mark_paid,
    admin_refund,
    admin_audit,
]
