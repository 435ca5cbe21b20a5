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
from duka.kernel import jobs, trail
from duka.kernel.context import SYSTEM, Context
from duka.kernel.events import Delivery
from duka.kernel.work import Caller, Work
from duka.orders import queries as orders
from duka.orders import reach
from duka.orders import service as order_verbs
from duka.orders import staff_queries as staff_orders
from duka.orders.errors import OrderClosed
from duka.payments import queries as payment_queries
from duka.payments import rules
from duka.payments import service as payments
from duka.payments.errors import ProviderUnreachable, RefundTooLarge
from duka.payments.service import Providers
from duka.payments.types import Outcome, Payment, RefundAsked


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
    return work.perform(_system(caller.tenant), lambda ctx: _catch_up(ctx, payment.id))


def settle(work: Work, tenant: UUID, providers: Providers, payment_id: UUID) -> Payment:
    """Ask the provider for the truth and do what follows from it, once."""
    system = _system(tenant)
    payment = work.perform(system, lambda ctx: payment_queries.get(ctx, payment_id))
    return apply(work, tenant, payments.ask(work, system, providers, payment), payment_id)


def apply(work: Work, tenant: UUID, outcome: Outcome, payment_id: UUID) -> Payment:
    """Record `outcome` and its consequence in one transaction. When nothing is left to sell, or the order is paid already,
    a job gives the money back."""

    def act(ctx: Context) -> Payment:
        recorded = payments.record(ctx, payment_id, outcome)
        _follow(ctx, recorded.payment, is_news=recorded.is_changed)
        return recorded.payment

    return work.perform(_system(tenant), act)


def _catch_up(ctx: Context, payment_id: UUID) -> Payment:
    """The payment as it now is, whoever was faster, and its order with it."""
    payment = payments.hold(ctx, payment_id)
    _follow(ctx, payment, is_news=False)
    return payment


def _follow(ctx: Context, payment: Payment, *, is_news: bool) -> None:
    """The consequence of a payment's status for its order, whose lock is held."""
    attempts = payment_queries.of_order(ctx, payment.order_id)
    if payment.status in rules.SUCCESS:
        is_paid_twice = is_news and any(
            p.id != payment.id and p.captured_minor > p.refunded_minor for p in attempts
        )
        if is_paid_twice:
            _give_back(ctx, payment, "the order was paid already")
            return
        order_verbs.set_payment_status(ctx, payment.order_id, payment.status)
        if service.finalize(ctx, payment.order_id) is Finalized.OUT_OF_STOCK:
            _give_back(ctx, payment, "paid when the goods were sold already")
    elif attempts[-1].id == payment.id and payment.status not in rules.GIVEN_BACK:
        order_verbs.set_payment_status(ctx, payment.order_id, payment.status)


def _give_back(ctx: Context, payment: Payment, reason: str) -> None:
    if payment.captured_minor > payment.refunded_minor:
        jobs.defer(ctx, "payments.refund", payment_id=payment.id.hex, reason=reason)


def mark_paid(ctx: Context, payment_id: UUID, reason: str) -> Payment:
    """Staff say that cash or a transfer came, and the order follows. Refuses what `payments.mark_paid` refuses, and
    `OrderClosed` for an order that was cancelled."""
    ctx.require("payments:write")
    order_id = payment_queries.get(ctx, payment_id).order_id
    reach.require(ctx, "payments:write", order_id)
    before = order_verbs.hold(ctx, order_id)
    payment = payments.mark_paid(ctx, payment_id, reason)
    if before.status == "cancelled":
        raise OrderClosed(status=before.status)
    _follow(ctx, payment, is_news=False)
    trail.note(
        ctx,
        "order.marked_paid",
        "order",
        order_id,
        before={"payment_status": before.payment_status},
        after={"payment_status": payment.status},
        reason=reason,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
    )
    return payment


def refund(work: Work, caller: Caller, providers: Providers, payment_id: UUID, asked: RefundAsked) -> Payment:
    """Staff give money back, and the order follows at once. Refuses what `payments.refund` refuses; a line gives back at
    most what it cost, and so does the carriage (`RefundTooLarge`)."""

    def check(ctx: Context, payment: Payment) -> None:
        reach.require(ctx, "payments:write", payment.order_id)
        for part, available in staff_orders.refundable(ctx, payment.order_id, asked):
            if part > available:
                raise RefundTooLarge(available_minor=available)

    payment = payments.refund(work, caller, providers, payment_id, asked, check)
    work.perform(_system(caller.tenant), lambda ctx: _follow_money(ctx, payment.order_id))
    return payment


def follow_refund(ctx: Context, delivery: Delivery) -> None:
    """On `payment.refunded`: the order's payment status tells what is left of its money."""
    _follow_money(ctx, delivery.aggregate_id)


def _follow_money(ctx: Context, order_id: UUID) -> None:
    order_verbs.lock(ctx, order_id)
    taken = [p for p in payment_queries.of_order(ctx, order_id) if p.captured_minor]
    kept = [p.status for p in taken if p.status != "refunded"]
    order_verbs.set_payment_status(ctx, order_id, kept[0] if kept else "refunded")


def close_cancelled(ctx: Context, delivery: Delivery) -> None:
    """On `order.cancelled`: nobody may pay it any more; a job tells the provider."""
    if any(p.status in rules.LIVE for p in payment_queries.of_order(ctx, delivery.aggregate_id)):
        jobs.defer(
            ctx, "checkout.abandon", order_id=delivery.aggregate_id.hex, reason="the order was cancelled"
        )


def abandon(
    work: Work, tenant: UUID, providers: Providers, order_id: UUID, reason: str, base_url: str
) -> None:
    """Give up an order that was not paid in time: cancel its payment at the provider, then free the stock. Money that
    arrived in the last moment wins: the order is placed. Refuses `ProviderUnreachable` while it is not known whether money
    was taken: the order waits."""
    system = _system(tenant)
    payment = work.perform(system, lambda ctx: payment_queries.latest(ctx, order_id))
    if payment.was_asked and rules.may_be_asked(payment):
        payment = payments.begin(work, system, providers, payment.id, base_url)
        if rules.may_be_asked(payment):
            raise ProviderUnreachable()
    if payment.status in rules.LIVE:
        outcome = Outcome("expired", reason=reason)
        if payment.provider_reference is not None:
            answer = payments.find(providers, payment.provider).cancel(tenant, payment.provider_reference)
            outcome = outcome if answer.status == "cancelled" else answer
        payment = apply(work, tenant, outcome, payment.id)
    if payment.status in rules.FAILURE:
        work.perform(system, lambda ctx: service.give_up(ctx, order_id, reason))


def _system(tenant: UUID) -> Caller:
    return Caller(tenant, SYSTEM)
