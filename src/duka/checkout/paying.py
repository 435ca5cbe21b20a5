"""Pay and finalize: what happens after the order exists. Each step is safe to repeat, by whoever comes first: the buyer's
return, the provider's callback or the sweeper.

No transaction is open while a provider is asked. What a provider says is recorded under the order's lock, together with
its consequence: a paid order is placed, a failed payment may be tried again while the stock is held, an order that was
given up is taken up again when its money comes late, and money that came when nothing is left to sell goes back.
"""

from uuid import UUID

import msgspec

from duka.checkout import service
from duka.checkout.errors import OrderNotPayable
from duka.checkout.types import Finalized
from duka.kernel import jobs
from duka.kernel.context import SYSTEM, Context
from duka.kernel.events import Delivery
from duka.kernel.work import Caller, Work
from duka.orders import queries as orders
from duka.orders import service as order_verbs
from duka.payments import owing, rules
from duka.payments import queries as payment_queries
from duka.payments import service as payments
from duka.payments.errors import ProviderUnreachable
from duka.payments.gateways import Gateways
from duka.payments.service import Asked, Held, Way
from duka.payments.service.asking import Line
from duka.payments.types import Charge, Outcome, Payment

ABANDON = "checkout.abandon"
CANCEL_OTHERS = "payments.cancel_others"
Prepared = tuple[Line, Charge]


def pay(
    work: Work,
    caller: Caller,
    gateways: Gateways,
    order_id: UUID,
    token: str | None,
    way: Way,
    *,
    method: str | None = None,
    starts_over: bool = False,
    attempt: int | None = None,
) -> Payment:
    """Start paying, or find the payment under way; after a failed one, another attempt (by `method`, if given).
    `starts_over`: the one under way is given up first (no prompt came, another number or way to pay); should its money
    still come, it pays the order, and whatever was paid beside it goes back. `attempt` is the one that is given up, so that
    asking twice gives up one: a later one is left alone.

    Refuses what `orders.order` refuses, `OrderNotPayable`, `OrderAlreadyPaid` and `PhoneNeeded`.
    """
    if starts_over:
        _give_up_live(work, caller, gateways, order_id, token, attempt)

    def prepare(ctx: Context) -> tuple[Payment, Prepared | None]:
        ctx.require("payments:create")
        orders.order(ctx, order_id, token)
        status = order_verbs.lock(ctx, order_id)
        if status != "open":
            raise OrderNotPayable()
        payment = payment_queries.latest(ctx, order_id)
        if payment.status in rules.FAILURE or (
            payment.status not in rules.OPEN and owing.of(ctx, order_id).due_minor
        ):
            if method is not None:
                service.check_method(ctx, order_id, method)
            payment_id = payments.pay_rest(ctx, order_id, method or payment.provider)
            if payment.status in rules.FAILURE:
                follow_money(ctx, order_id)
            payment = payment_queries.get(ctx, payment_id)
        return payment, payments.prepare(ctx, gateways, payment, way)

    payment, prepared = work.perform(caller, prepare)
    return _create(work, caller.tenant, payment, prepared)


def begin(work: Work, tenant: UUID, gateways: Gateways, payment_id: UUID) -> Payment:
    """Ask the provider for a payment that was cut off while it was asked for: the same request again. What follows from the
    answer is done."""

    def prepare(ctx: Context) -> tuple[Payment, Prepared | None]:
        payment = payment_queries.get(ctx, payment_id)
        return payment, payments.prepare(ctx, gateways, payment, Way(gateways.base_url))

    return _create(work, tenant, *work.perform(_system(tenant), prepare))


def _create(work: Work, tenant: UUID, payment: Payment, prepared: Prepared | None) -> Payment:
    """The payment as it then is, whoever was faster."""
    if prepared is None:
        return payment
    return apply(work, tenant, payments.create(*prepared), payment.id).payment


def _give_up_live(
    work: Work, caller: Caller, gateways: Gateways, order_id: UUID, token: str | None, attempt: int | None
) -> None:
    def find(ctx: Context) -> Payment:
        ctx.require("payments:create")
        orders.order(ctx, order_id, token)
        return payment_queries.latest(ctx, order_id)

    last = work.perform(caller, find)
    if attempt not in (None, last.attempt):
        return
    last = _known(work, gateways, caller.tenant, last)
    if last.status in rules.OPEN:
        _give_up(work, caller.tenant, gateways, last, Outcome("cancelled", reason="Given up by the buyer."))


def _give_up(
    work: Work, tenant: UUID, gateways: Gateways, payment: Payment, given_up: Outcome
) -> payments.Recorded:
    """Tell the provider, and call it given up where its charge can't be taken back but is not paid either: it is looked at
    for a while yet. Money that came or is held wins. Refuses `ProviderUnreachable`."""
    asked = payments.tell_cancelled(work, _system(tenant), gateways, payment.id)
    if asked.outcome.status == "unknown":
        raise ProviderUnreachable()
    if payment.status in rules.OPEN and asked.outcome.status in rules.OPEN | {"cancelled"}:
        asked = Asked(given_up, asked.messages)
    return apply(work, tenant, asked, payment.id)


def _known(work: Work, gateways: Gateways, tenant: UUID, payment: Payment) -> Payment:
    """A payment that was asked for, and whose answer was lost, is asked for once more, which is the same request: what the
    provider may hold is never given up unseen. Refuses `ProviderUnreachable`."""
    if payment.was_asked and rules.may_be_asked(payment):
        payment = begin(work, tenant, gateways, payment.id)
        if rules.may_be_asked(payment):
            raise ProviderUnreachable()
    return payment


def settle(work: Work, tenant: UUID, gateways: Gateways, payment_id: UUID) -> Payment:
    """Ask the provider for the truth and do what follows from it, once."""
    return recheck(work, tenant, gateways, payment_id).payment


def recheck(work: Work, tenant: UUID, gateways: Gateways, payment_id: UUID) -> payments.Recorded:
    """As `settle`, with what it changed."""
    asked = payments.ask(work, _system(tenant), gateways, payment_id)
    return apply(work, tenant, asked, payment_id)


def apply(work: Work, tenant: UUID, asked: Asked, payment_id: UUID) -> payments.Recorded:
    """Record what was said and its consequence in one transaction. When nothing is left to sell, or the order is paid
    already, a job gives the money back."""

    def act(ctx: Context) -> payments.Recorded:
        recorded = payments.record(ctx, payment_id, asked.outcome, asked.messages)
        held = msgspec.structs.replace(recorded.held, payment=recorded.payment)
        follow(ctx, held, is_news=recorded.is_changed)
        return recorded

    return work.perform(_system(tenant), act)


def follow(ctx: Context, held: Held, *, is_news: bool) -> None:
    """The consequence of a payment, as it is now, for its order, whose lock is held."""
    payment = held.payment
    others = (
        [p for p in payment_queries.of_order(ctx, payment.order_id) if p.id != payment.id]
        if held.others
        else []
    )
    is_due = bool(others) and owing.of(ctx, payment.order_id).due_minor > 0
    status = rules.order_status([*others, payment], is_due=is_due)
    order_verbs.set_payment_status(ctx, payment.order_id, status, held.payment_status)
    if payment.status not in rules.SUCCESS:
        return
    if is_news and held.others_minor and held.share_minor == 0:
        _let_go(ctx, payment, "the order was paid already")
        return
    if payment.amount_minor + held.others_minor < held.total_minor:
        return
    if any(p.status in rules.OPEN for p in others):
        jobs.defer(ctx, CANCEL_OTHERS, order_id=payment.order_id.hex, paid_by=payment.id.hex)
    if held.is_placed:
        return
    came_to = service.finalize(ctx, payment.order_id)
    if came_to is Finalized.OUT_OF_STOCK and not held.keeps_payment:
        _let_go(ctx, payment, "paid when the goods were sold already")
    elif came_to is Finalized.PLACED and payment.status == "captured":
        payments.adjust(ctx, held)


def _let_go(ctx: Context, payment: Payment, reason: str) -> None:
    """Money that came in vain goes back: a hold is let go, what was taken is given back."""
    if payment.captured_minor > payment.refunded_minor:
        jobs.defer(ctx, "payments.refund", payment_id=payment.id.hex, reason=reason)
    elif payment.status == "authorized":
        jobs.defer(ctx, "payments.release", payment_id=payment.id.hex)


def release(work: Work, tenant: UUID, gateways: Gateways, payment_id: UUID) -> payments.Recorded:
    """Cancel a payment that is under way, or let held money go. Money that came in the last moment wins. Refuses
    `ProviderUnreachable`."""
    found = work.perform(_system(tenant), lambda ctx: payment_queries.get(ctx, payment_id))
    payment = _known(work, gateways, tenant, found)
    return _give_up(work, tenant, gateways, payment, Outcome("cancelled", reason="Not needed any more."))


def cancel_others(work: Work, tenant: UUID, gateways: Gateways, order_id: UUID, paid_by: UUID) -> None:
    """The order is paid: whatever else is under way for it is given up."""
    attempts = work.perform(_system(tenant), lambda ctx: payment_queries.of_order(ctx, order_id))
    for payment in attempts:
        if payment.id != paid_by and payment.status in rules.OPEN:
            release(work, tenant, gateways, payment.id)


def follow_refund(ctx: Context, delivery: Delivery) -> None:
    """On `payment.refunded`: the order's payment status tells what is left of its money."""
    follow_money(ctx, delivery.aggregate_id)


def follow_money(ctx: Context, order_id: UUID) -> None:
    """The order's payment status after money went back, or after it came to cost something else."""
    order_verbs.lock(ctx, order_id)
    attempts = payment_queries.of_order(ctx, order_id)
    if attempts:
        is_due = owing.of(ctx, order_id).due_minor > 0
        order_verbs.set_payment_status(ctx, order_id, rules.order_status(attempts, is_due=is_due))


def close_cancelled(ctx: Context, delivery: Delivery) -> None:
    """On `order.cancelled`: nobody may pay it any more; a job tells the provider."""
    if any(p.status in rules.LIVE for p in payment_queries.of_order(ctx, delivery.aggregate_id)):
        jobs.defer(ctx, ABANDON, order_id=delivery.aggregate_id.hex, reason="the order was cancelled")


def abandon(work: Work, tenant: UUID, gateways: Gateways, order_id: UUID, reason: str) -> None:
    """Give up an order that was not paid in time: cancel its payment at the provider, then free the stock. Money that
    arrived in the last moment wins: the order is placed. Refuses `ProviderUnreachable` while it is not known whether money
    was taken: the order waits. An order that counts is left alone."""
    system = _system(tenant)

    def look(ctx: Context) -> Payment | None:
        order = order_verbs.hold(ctx, order_id)
        if order.status != "cancelled" and order.placed_at is not None:
            return None
        attempts = payment_queries.of_order(ctx, order_id)
        if not attempts:
            service.give_up(ctx, order_id, reason)
        return attempts[-1] if attempts else None

    payment = work.perform(system, look)
    if payment is None:
        return
    payment = _known(work, gateways, tenant, payment)
    if payment.status in rules.LIVE:
        payment = _give_up(work, tenant, gateways, payment, Outcome("expired", reason=reason)).payment
    if payment.status in rules.FAILURE:
        work.perform(system, lambda ctx: service.give_up(ctx, order_id, reason))


def _system(tenant: UUID) -> Caller:
    return Caller(tenant, SYSTEM)
