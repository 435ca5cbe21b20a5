"""Paying for an order, and what providers send."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody

from duka.api.call import Call, uuid
from duka.checkout import paying
from duka.kernel import ids, jobs
from duka.kernel.context import SYSTEM, Context
from duka.kernel.errors import IdempotencyKeyRequired
from duka.kernel.work import Caller
from duka.payments import service as payments
from duka.payments.types import Payment

Token = Annotated[
    str | None,
    HeaderParameter(name="Order-Token", required=False, max_length=200, description="the order's secret"),
]


class IntentInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`return_path`: where the buyer comes back to, a path on this host. `method`: another one, after a failed attempt."""

    order_id: str
    method: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    return_path: Annotated[str, msgspec.Meta(max_length=300, pattern="^/")] = "/"


class Intent(msgspec.Struct, frozen=True):
    """While `status` is requires_action, send the buyer to `action_url`."""

    id: str
    order_id: str
    provider: str
    attempt: int
    status: str
    amount_minor: int
    currency: str
    action_url: str
    reason: str


class Taken(msgspec.Struct, frozen=True):
    """`is_new` is False for a message that we had already."""

    is_new: bool


def intent(payment: Payment) -> Intent:
    return Intent(
        id=ids.public("pay", payment.id),
        order_id=ids.public("ord", payment.order_id),
        provider=payment.provider,
        attempt=payment.attempt,
        status=payment.status,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        action_url=payment.action_url,
        reason=payment.reason,
    )


@post(
    "/payments/intent", permission="payments:create", sync_to_thread=True, tags=["Payments"], status_code=200
)
def create_intent(call: NamedDependency[Call], data: JSONBody[IntentInput], token: Token = None) -> Intent:
    """Start paying an order, or find the payment that is under way. Needs an Idempotency-Key.

    The key given to the provider is derived from the order and the attempt, so that no retry, with this key or another,
    can charge twice.
    """
    if not call.request.headers.get("idempotency-key"):
        raise IdempotencyKeyRequired()
    services = call.services
    payment = paying.pay(
        services.work,
        call.caller,
        services.providers,
        uuid("ord", data.order_id),
        token or call.token,
        base_url=services.config.base_url,
        return_url=services.config.base_url + data.return_path,
        method=data.method,
    )
    return intent(payment)


@post(
    "/payments/webhook/{provider:str}",
    permission="public",
    sync_to_thread=True,
    tags=["Payments"],
    status_code=200,
)
def take_callback(
    call: NamedDependency[Call], request: Request[Any, Any, Any], provider: FromPath[str]
) -> Response[Taken]:
    """What a provider sends: its signature is verified, the message kept once, and a job asks the provider for the truth."""
    services = call.services
    adapter = payments.find(services.providers, provider)
    body = request.scope["state"]["body"]
    callback = adapter.read_callback(call.caller.tenant, dict(request.headers), body)

    def keep(ctx: Context) -> bool:
        payment = payments.keep_callback(ctx, provider, callback)
        if payment is not None:
            jobs.defer(ctx, "payments.settle", payment_id=payment.id.hex)
        return payment is not None

    is_new = services.work.perform(Caller(call.caller.tenant, SYSTEM), keep)
    answer: Response[Any] = Response(Taken(is_new))
    return answer


HANDLERS = [create_intent, take_callback]
