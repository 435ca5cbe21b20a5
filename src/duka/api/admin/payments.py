"""Payments as staff look into them and act on them; how the providers do, and what they sent."""

import hashlib
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.checkout import callbacks, staff_paying, staff_payments
from duka.kernel.context import Context
from duka.kernel.errors import IdempotencyKeyRequired
from duka.kernel.idempotency import IdempotencyKeyTooLong
from duka.kernel.paging import Page
from duka.payments import health, staff_list, staff_queries
from duka.payments.health import PaymentHealth, Period
from duka.payments.service import CaptureAsked
from duka.payments.staff_types import PaymentCallback, PaymentDetail, PaymentList, PaymentSearch

READ, WRITE = "payments:read", "payments:write"
TAGS = ["Admin: payments"]
Word = Annotated[str, Parameter(max_length=40)]
Moment = Annotated[datetime | None, Parameter(required=False)]
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int, Parameter(ge=1, le=100)]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class CaptureInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`amount_minor` None: what the order costs and was not taken yet, as far as it is held. `is_final`: what is left of it
    is let go."""

    reason: Reason
    amount_minor: Annotated[int, msgspec.Meta(ge=1, le=10**15)] | None = None
    is_final: bool = True


class PaymentCancelInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Reason


class MadeInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`reference`: how the money went back: the number of a transfer, "cash"."""

    reference: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


@get("/payments", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_payments(
    call: NamedDependency[Call],
    need: Annotated[
        str, Parameter(max_length=40, description="what waits for somebody: to_capture, problem, by_hand")
    ] = "",
    q: Annotated[
        str,
        Parameter(
            max_length=200, description="order number, provider's reference, amount, or end of a phone number"
        ),
    ] = "",
    status: Word = "",
    provider: Word = "",
    store_id: Annotated[str | None, Parameter(max_length=60, required=False)] = None,
    created_from: Moment = None,
    created_until: Moment = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> PaymentList:
    """Payments by what they need, filtered, searched, newest first."""
    wanted = PaymentSearch(
        need=need,
        text=q,
        status=status,
        provider=provider,
        store=uuid("store", store_id) if store_id else call.place,
        created_from=created_from,
        created_until=created_until,
    )
    return call.read(lambda ctx: staff_list.list_for_staff(ctx, wanted, cursor=cursor, limit=limit))


@get("/payments/{payment:str}", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_payment(call: NamedDependency[Call], payment: FromPath[str]) -> PaymentDetail:
    """Everything about a payment: what was taken and given back, the raw conversation with its provider, and what can be done
    with it or why not."""
    payment_id = uuid("pay", payment)
    return call.read(lambda ctx: staff_payments.detail(ctx, payment_id))


@post("/payments/{payment:str}/capture", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_capture_payment(
    call: NamedDependency[Call], payment: FromPath[str], data: JSONBody[CaptureInput]
) -> PaymentDetail:
    """Take held money, all of it or less. Needs an Idempotency-Key: the same one takes it once."""
    key = call.request.headers.get("idempotency-key")
    if not key:
        raise IdempotencyKeyRequired()
    if len(key) > 255:
        raise IdempotencyKeyTooLong()
    asked = CaptureAsked(
        amount_minor=data.amount_minor,
        is_final=data.is_final,
        reason=data.reason,
        request=hashlib.sha256(f"{call.caller.actor.label}|{key}".encode()).digest(),
    )
    services, payment_id = call.services, uuid("pay", payment)
    staff_paying.capture(services.work, call.caller, services.gateways, payment_id, asked)
    return _as_it_is(call, payment_id)


@post("/payments/{payment:str}/cancel", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_cancel_payment(
    call: NamedDependency[Call], payment: FromPath[str], data: JSONBody[PaymentCancelInput]
) -> PaymentDetail:
    """Give up a payment that is under way, or let held money go. Money that came in the last moment stays."""
    services, payment_id = call.services, uuid("pay", payment)
    staff_paying.cancel(services.work, call.caller, services.gateways, payment_id, data.reason)
    return _as_it_is(call, payment_id)


@post("/payments/{payment:str}/recheck", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_recheck_payment(call: NamedDependency[Call], payment: FromPath[str]) -> PaymentDetail:
    """Ask the provider for the truth now, and do what follows from it."""
    services, payment_id = call.services, uuid("pay", payment)
    staff_paying.recheck(services.work, call.caller, services.gateways, payment_id)
    return _as_it_is(call, payment_id)


@post("/refunds/{refund:str}/made", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_refund_made(
    call: NamedDependency[Call], refund: FromPath[str], data: JSONBody[MadeInput]
) -> Response[PaymentDetail]:
    """A person gave back what the provider cannot give back by program."""
    refund_id = uuid("ref", refund)

    def act(ctx: Context) -> PaymentDetail:
        return staff_payments.detail(ctx, staff_paying.made_by_hand(ctx, refund_id, data.reference).id)

    return call.write(act)


@get("/payment-health", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_payment_health(call: NamedDependency[Call], period: FromQuery[Period] = "day") -> PaymentHealth:
    """How each provider does in each store over the last day or week."""
    return call.read(lambda ctx: health.health(ctx, period))


@get("/payment-callbacks", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_payment_callbacks(
    call: NamedDependency[Call],
    outcome: Annotated[
        str,
        Parameter(
            max_length=40, description="unread, unknown_reference, mismatch, failed, applied, no_change, …"
        ),
    ] = "",
    provider: Word = "",
    store_id: Annotated[str | None, Parameter(max_length=60, required=False)] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[PaymentCallback]:
    """What providers sent, as it came, the newest first."""
    store = uuid("store", store_id) if store_id else call.place
    return call.read(
        lambda ctx: staff_queries.callbacks(
            ctx, outcome=outcome, provider=provider, store_id=store, cursor=cursor, limit=limit
        )
    )


@post(
    "/payment-callbacks/{callback:str}/replay",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_replay_payment_callback(call: NamedDependency[Call], callback: FromPath[str]) -> PaymentCallback:
    """Read it once more, now: the provider is asked for the truth, and what follows from it is done."""
    services = call.services
    return callbacks.replay(services.work, call.caller, services.gateways, uuid("cb", callback))


def _as_it_is(call: Call, payment_id: UUID) -> PaymentDetail:
    return call.read(lambda ctx: staff_payments.detail(ctx, payment_id))


HANDLERS = [
    admin_list_payments,
    admin_get_payment,
    admin_capture_payment,
    admin_cancel_payment,
    admin_recheck_payment,
    admin_refund_made,
    admin_payment_health,
    admin_list_payment_callbacks,
    admin_replay_payment_callback,
]
