"""What staff change on an order beside its steps: where it goes, notes, tags, and its money."""

import hashlib
from typing import Annotated, Any

import msgspec
from litestar import Response, delete, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, UnsetType

from duka.api.admin.orders import step
from duka.api.call import Call, uuid
from duka.api.ecommerce.payments import Intent, intent
from duka.api.versions import IfMatch, version_of, version_seen
from duka.checkout import readdressing, staff_paying
from duka.customers.types import Address
from duka.kernel.context import Context
from duka.kernel.errors import IdempotencyKeyRequired
from duka.kernel.idempotency import IdempotencyKeyTooLong
from duka.orders import service as orders
from duka.orders.staff_types import OrderDetail
from duka.payments.types import RefundAsked, RefundPart

Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Body = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class ReasonInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Reason


class AddressInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays."""

    shipping_address: Address | UnsetType = UNSET
    billing_address: Address | UnsetType = UNSET


class ContactInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    email: Annotated[str, msgspec.Meta(max_length=254)]
    phone: Annotated[str, msgspec.Meta(max_length=32)] = ""


class NoteInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    body: Body
    is_pinned: bool = False


class NoteChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays."""

    body: Body | None = None
    is_pinned: bool | None = None


class RefundInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`amount_minor` None: all that was taken and is still there. `lines` and `shipping_minor` say what it is for; given at
    all, they add up to the amount."""

    reason: Reason
    amount_minor: Annotated[int, msgspec.Meta(ge=1, le=10**15)] | None = None
    shipping_minor: Annotated[int, msgspec.Meta(ge=0, le=10**15)] = 0
    lines: Annotated[list[RefundPart], msgspec.Meta(max_length=100)] = []


@put("/orders/{order:str}/address", permission="orders:write", sync_to_thread=True, tags=["Admin: orders"])
def admin_change_order_address(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[AddressInput], if_match: IfMatch = None
) -> Response[OrderDetail]:
    """Before shipment, to where the store asks the same taxes and the same carriage; the price never changes. Refused with
    the difference (`AddressChangesPrice`) otherwise. Needs If-Match with the version that you saw."""
    seen = version_of(if_match)
    return step(
        call,
        order,
        lambda ctx, i: readdressing.change_address(
            ctx, i, shipping=data.shipping_address, billing=data.billing_address, expected=seen
        ),
    )


@put("/orders/{order:str}/contact", permission="orders:write", sync_to_thread=True, tags=["Admin: orders"])
def admin_change_order_contact(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[ContactInput], if_match: IfMatch = None
) -> Response[OrderDetail]:
    """Where letters and calls about this order go. Needs If-Match with the version that you saw."""
    seen = version_of(if_match)
    return step(
        call,
        order,
        lambda ctx, i: readdressing.change_contact(ctx, i, email=data.email, phone=data.phone, expected=seen),
    )


@put("/orders/{order:str}/tags", permission="orders:write", sync_to_thread=True, tags=["Admin: orders"])
def admin_set_order_tags(
    call: NamedDependency[Call],
    order: FromPath[str],
    data: JSONBody[
        Annotated[list[Annotated[str, msgspec.Meta(max_length=100)]], msgspec.Meta(max_length=50)]
    ],
    if_match: IfMatch = None,
) -> Response[OrderDetail]:
    """These tags and no others."""
    seen = version_seen(if_match)
    return step(call, order, lambda ctx, i: orders.set_tags(ctx, i, data, seen))


@post("/orders/{order:str}/notes", permission="orders:write", sync_to_thread=True, tags=["Admin: orders"])
def admin_add_order_note(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[NoteInput]
) -> Response[OrderDetail]:
    """For the next person; the buyer never sees it."""
    return step(
        call, order, lambda ctx, i: orders.add_note(ctx, i, data.body, is_pinned=data.is_pinned), status=201
    )


@patch(
    "/orders/{order:str}/notes/{note:str}",
    permission="orders:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
)
def admin_change_order_note(
    call: NamedDependency[Call], order: FromPath[str], note: FromPath[str], data: JSONBody[NoteChange]
) -> Response[OrderDetail]:
    """Only who wrote it changes its text; anybody may pin it."""
    note_id = uuid("note", note)
    return step(
        call,
        order,
        lambda ctx, i: orders.change_note(ctx, i, note_id, body=data.body, is_pinned=data.is_pinned),
    )


@delete(
    "/orders/{order:str}/notes/{note:str}",
    permission="orders:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_delete_order_note(
    call: NamedDependency[Call], order: FromPath[str], note: FromPath[str]
) -> Response[OrderDetail]:
    """Only who wrote it deletes it. The order as it then is."""
    note_id = uuid("note", note)
    return step(call, order, lambda ctx, i: orders.delete_note(ctx, i, note_id))


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

    def act(ctx: Context) -> Intent:
        return intent(staff_paying.mark_paid(ctx, payment_id, data.reason))

    answer: Response[Any] = call.write(act)
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
    return _refund(call, payment, RefundAsked(amount_minor=None, reason=data.reason))


@post(
    "/payments/{payment:str}/refunds",
    permission="payments:write",
    sync_to_thread=True,
    tags=["Admin: orders"],
    status_code=200,
)
def admin_create_refund(
    call: NamedDependency[Call], payment: FromPath[str], data: JSONBody[RefundInput]
) -> Intent:
    """Give some of the money back, or all of it: at most what was taken and is still there, and for a line at most what it
    cost. Needs an Idempotency-Key: the same one gives it back once."""
    key = call.request.headers.get("idempotency-key")
    if not key:
        raise IdempotencyKeyRequired()
    if len(key) > 255:
        raise IdempotencyKeyTooLong()
    asked = RefundAsked(
        amount_minor=data.amount_minor,
        reason=data.reason,
        shipping_minor=data.shipping_minor,
        lines=tuple(data.lines),
        request=hashlib.sha256(f"{call.caller.actor.label}|{key}".encode()).digest(),
    )
    return _refund(call, payment, asked)


def _refund(call: Call, payment: str, asked: RefundAsked) -> Intent:
    services = call.services
    return intent(
        staff_paying.refund(services.work, call.caller, services.gateways, uuid("pay", payment), asked)
    )


HANDLERS = [
    admin_change_order_address,
    admin_change_order_contact,
    admin_set_order_tags,
    admin_add_order_note,
    admin_change_order_note,
    admin_delete_order_note,
    admin_mark_paid,
    admin_refund,
    admin_create_refund,
]
