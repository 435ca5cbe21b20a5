"""What staff do with an order's money: mark it paid, take what is held, cancel, ask again, give back. The order follows."""

from uuid import UUID

from duka.checkout import paying
from duka.kernel import ids, trail
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller, Work
from duka.orders import reach
from duka.orders import service as order_verbs
from duka.orders import staff_queries as staff_orders
from duka.orders.errors import OrderClosed
from duka.payments import possible
from duka.payments import queries as payment_queries
from duka.payments import service as payments
from duka.payments.errors import PaymentNotFound, RefundTooLarge
from duka.payments.gateways import Gateways
from duka.payments.service import CaptureAsked
from duka.payments.types import Payment, RefundAsked


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
    paying.follow(ctx, payments.hold(ctx, payment_id), is_news=False)
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


def capture(work: Work, caller: Caller, gateways: Gateways, payment_id: UUID, asked: CaptureAsked) -> Payment:
    """Take held money, all of it or less; a final sum below what is held lets the rest go. Refuses what
    `payments.capture` refuses."""

    def check(ctx: Context, payment: Payment) -> None:
        reach.require(ctx, "payments:write", payment.order_id)

    return _followed(work, caller, payments.capture(work, caller, gateways, payment_id, asked, check))


def cancel(work: Work, caller: Caller, gateways: Gateways, payment_id: UUID, reason: str) -> Payment:
    """Give up a payment that is under way, or let held money go. Refuses `PaymentNotCancellable`."""

    def check(ctx: Context) -> None:
        ctx.require("payments:write")
        payment = payment_queries.get(ctx, payment_id)
        reach.require(ctx, "payments:write", payment.order_id)
        no = possible.cancel(payment.status)
        if no is not None:
            raise no
        trail.note(
            ctx,
            "payment.cancel_asked",
            "payment",
            payment.order_id,
            payment_id=ids.public("pay", payment.id),
            reason=reason,
        )

    work.perform(caller, check)
    return paying.release(work, caller.tenant, gateways, payment_id).payment


def recheck(work: Work, caller: Caller, gateways: Gateways, payment_id: UUID) -> Payment:
    """Ask the provider for the truth now, and do what follows from it. Where its first answer was lost, it is asked for the
    money again, with the same key. Refuses `NothingToAsk`."""

    def check(ctx: Context) -> Payment:
        ctx.require("payments:write")
        payment = payment_queries.get(ctx, payment_id)
        reach.require(ctx, "payments:write", payment.order_id)
        no = possible.recheck(payment.provider, was_asked=payment.was_asked)
        if no is not None:
            raise no
        trail.note(
            ctx,
            "payment.recheck_asked",
            "payment",
            payment.order_id,
            payment_id=ids.public("pay", payment.id),
        )
        return payment

    if work.perform(caller, check).provider_reference is None:
        paying.begin(work, caller.tenant, gateways, payment_id)
    return paying.settle(work, caller.tenant, gateways, payment_id)


def refund(work: Work, caller: Caller, gateways: Gateways, payment_id: UUID, asked: RefundAsked) -> Payment:
    """Staff give money back, and the order follows at once. Refuses what `payments.refund` refuses; a line gives back at
    most what it cost, and so does the carriage (`RefundTooLarge`)."""

    def check(ctx: Context, payment: Payment) -> None:
        reach.require(ctx, "payments:write", payment.order_id)
        for part, available in staff_orders.refundable(ctx, payment.order_id, asked):
            if part > available:
                raise RefundTooLarge(available_minor=available)

    return _followed(work, caller, payments.refund(work, caller, gateways, payment_id, asked, check))


def made_by_hand(ctx: Context, refund_id: UUID, reference: str) -> Payment:
    """Staff gave back outside what the provider cannot give back by program. Refuses what `payments.made_by_hand`
    refuses."""
    ctx.require("payments:write")
    order_id = ctx.db.value(
        """select p.order_id from refunds r join payments p on p.tenant_id = r.tenant_id and p.id = r.payment_id
           where r.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s and r.id = %(id)s""",
        id=refund_id,
    )
    if order_id is None:
        raise PaymentNotFound()
    reach.require(ctx, "payments:write", order_id)
    payment = payments.made_by_hand(ctx, refund_id, reference)
    paying.follow_money(ctx, payment.order_id)
    return payment


def _followed(work: Work, caller: Caller, payment: Payment) -> Payment:
    work.perform(Caller(caller.tenant, SYSTEM), lambda ctx: paying.follow_money(ctx, payment.order_id))
    return payment
