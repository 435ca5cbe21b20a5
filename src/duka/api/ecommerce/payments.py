"""Paying for an order, and what providers send."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody

from duka.api.call import Call, uuid
from duka.api.callbacks import headers_of, keep
from duka.checkout import paying
from duka.kernel import ids
from duka.kernel.errors import IdempotencyKeyRequired
from duka.payments import service as payments
from duka.payments.errors import UnknownProvider
from duka.payments.service import Way
from duka.payments.types import Account, Payment

Token = Annotated[
    str | None,
    HeaderParameter(name="Order-Token", required=False, max_length=200, description="the order's secret"),
]


class IntentInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`return_path`: where the buyer comes back to, a path on this host. `method`: another one, after a failed attempt.
    `phone`: whose mobile money account is asked. `starts_over`: give up the payment under way first."""

    order_id: str
    method: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    return_path: Annotated[str, msgspec.Meta(max_length=300, pattern="^/")] = "/"
    phone: Annotated[str, msgspec.Meta(max_length=32)] = ""
    starts_over: bool = False


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
        services.gateways,
        uuid("ord", data.order_id),
        token or call.token,
        Way(return_url=services.config.base_url + data.return_path, payer_phone=data.phone),
        method=data.method,
        starts_over=data.starts_over,
    )
    return intent(payment)


@post(
    "/payments/webhook/{provider:str}",
    permission="public",
    module="",  # money that is under way arrives, also when the shop is off
    sync_to_thread=True,
    tags=["Payments"],
    status_code=200,
)
def take_callback(
    call: NamedDependency[Call], request: Request[Any, Any, Any], provider: FromPath[str]
) -> Response[Taken]:
    """What a provider without accounts sends: its signature is verified, the message kept once, and a job asks the provider
    for the truth. Those with accounts are given an address of their own (`callback_url` of the account)."""
    services = call.services
    about = payments.find(services.gateways, provider).about
    if about.fields:
        raise UnknownProvider()
    account = Account(tenant=call.caller.tenant, provider=provider)
    body = request.scope["state"]["body"]
    answer: Response[Any] = Response(Taken(keep(services, account, provider, headers_of(request), body)))
    return answer


HANDLERS = [create_intent, take_callback]
