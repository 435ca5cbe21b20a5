"""Pay and finalize: what happens after the order exists. Each step is safe to repeat, by whoever comes first: the buyer's
return, the provider's callback or the sweeper.

No transaction is open while a provider is asked. What a provider says is recorded under the order's lock, together with
its consequence: a paid order is placed, a failed payment may be tried again while the stock is held, and money that came
when nothing is left to sell goes back.
"""

from uuid import UUID

from duka.checkout import service
from duka.checkout.errors import OrderNotPayable
from duka.checkout.types import Finalized
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller, Work
from duka.orders import queries as orders
from duka.orders import service as order_verbs
from duka.payments import queries as payment_queries
from duka.payments import rules
from duka.payments import service as payments
from duka.payments.service import Providers
from duka.payments.types import Outcome, Payment


def pay(
    work: Work,
    caller: Caller,
    providers: Providers,
    order_id: UUID,
    token: str | None,
    *,
    base_url: str,
    return_url: str,
    method: str | None = None,
) -> Payment:
    """Start paying, or find the payment under way; after a failed one, another attempt (by `method`, if given).

    Refuses what `orders.order` refuses, `OrderNotPayable` and `OrderAlreadyPaid`.
    """

    def prepare(ctx: Context) -> UUID:
        ctx.require("payments:create")
        orders.order(ctx, order_id, token)
        status = order_verbs.lock(ctx, order_id)
        if status != "open":
            raise OrderNotPayable()
        last = payment_queries.latest(ctx, order_id)
        if last.status not in rules.FAILURE:
            return last.id
        if method is not None:
            service.check_method(ctx, order_id, method)
        payment_id = payments.try_again(ctx, order_id, method or last.provider)
        order_verbs.set_payment_status(ctx, order_id, "pending")
        return payment_id

    payment_id = work.perform(caller, prepare)
    payment = payments.begin(work, caller, providers, payment_id, base_url, return_url)
    if payment.status in rules.SUCCESS:
        return settle(work, caller.tenant, providers, payment.id)
    if payment.status != "pending":
        work.perform(
            _system(caller.tenant), lambda ctx: order_verbs.set_payment_status(ctx, order_id, payment.status)
        )
    return payment


def settle(work: Work, tenant: UUID, providers: Providers, payment_id: UUID) -> Payment:
    """Ask the provider for the truth and do what follows from it, once."""
    system = _system(tenant)
    payment = work.perform(system, lambda ctx: payment_queries.get(ctx, payment_id))
    return apply(work, tenant, providers, payment_id, payments.ask(work, system, providers, payment))


def apply(work: Work, tenant: UUID, providers: Providers, payment_id: UUID, outcome: Outcome) -> Payment:
    """Record `outcome` and its consequence in one transaction; give the money back if nothing is left to sell."""

    def act(ctx: Context) -> tuple[Payment, bool]:
        payment = payments.record(ctx, payment_id, outcome).payment
        return payment, _follow(ctx, payment)

    payment, must_refund = work.perform(_system(tenant), act)
    if must_refund and payment.captured_minor > payment.refunded_minor:
        return payments.refund(
            work, _system(tenant), providers, payment_id, None, "paid when the goods were sold already"
        )
    return payment


def _follow(ctx: Context, payment: Payment) -> bool:
    """The consequence of a payment's status for its order; whether the money must go back."""
    if payment.status in rules.SUCCESS:
        order_verbs.set_payment_status(ctx, payment.order_id, payment.status)
        return service.finalize(ctx, payment.order_id) is Finalized.OUT_OF_STOCK
    latest = payment_queries.latest(ctx, payment.order_id)
    if latest.id == payment.id:
        order_verbs.set_payment_status(ctx, payment.order_id, payment.status)
    return False


def mark_paid(ctx: Context, payment_id: UUID, reason: str) -> Payment:
    """Staff say that cash or a transfer came, and the order follows. Refuses what `payments.mark_paid` refuses."""
    payment = payments.mark_paid(ctx, payment_id, reason)
    _follow(ctx, payment)
    return payment


def abandon(work: Work, tenant: UUID, providers: Providers, order_id: UUID, reason: str) -> None:
    """Give up an order that was not paid in time: cancel its payment at the provider, then free the stock. Money that
    arrived in the last moment wins: the order is placed."""
    system = _system(tenant)
    payment = work.perform(system, lambda ctx: payment_queries.latest(ctx, order_id))
    if payment.status in rules.LIVE:
        outcome = Outcome("expired", reason=reason)
        if payment.provider_reference is not None:
            answer = payments.find(providers, payment.provider).cancel(tenant, payment.provider_reference)
            outcome = Outcome("expired", reason=reason) if answer.status == "cancelled" else answer
        payment = apply(work, tenant, providers, payment.id, outcome)
    if payment.status in rules.FAILURE:
        work.perform(system, lambda ctx: service.give_up(ctx, order_id, reason))


def _system(tenant: UUID) -> Caller:
    return Caller(tenant, SYSTEM)
