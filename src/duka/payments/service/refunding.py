"""Giving money back: claimed, asked for outside any transaction, recorded; whatever is cut off is asked for again."""

from uuid import UUID

from duka.kernel import events, ids
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller, Work
from duka.payments import queries
from duka.payments.errors import PaymentNotFound, RefundRefused, RefundTooLarge
from duka.payments.events import PaymentRefunded
from duka.payments.service.collecting import Providers, announce, find, hold
from duka.payments.types import Payment


def refund(
    work: Work, caller: Caller, providers: Providers, payment_id: UUID, amount_minor: int | None, reason: str
) -> Payment:
    """Give back `amount_minor`, or all that was captured and is still there. The amount is claimed first, so that no two
    refunds at once give back more than was taken. Refuses `RefundTooLarge`, `RefundRefused`, and `ProviderUnreachable`:
    then the claim stands and the sweeper asks again.
    """

    def claim(ctx: Context) -> UUID:
        ctx.require("payments:write")
        return _claim(ctx, hold(ctx, payment_id), amount_minor, reason)

    return carry_out(work, caller.tenant, providers, work.perform(caller, claim))


def refund_rest(work: Work, tenant: UUID, providers: Providers, payment_id: UUID, reason: str) -> None:
    """Give back whatever is still there; nothing, when nothing is. For jobs: twice is once."""

    def claim(ctx: Context) -> UUID | None:
        payment = hold(ctx, payment_id)
        return _claim(ctx, payment, None, reason) if payment.captured_minor > payment.refunded_minor else None

    refund_id = work.perform(Caller(tenant, SYSTEM), claim)
    if refund_id is not None:
        carry_out(work, tenant, providers, refund_id)


def carry_out(work: Work, tenant: UUID, providers: Providers, refund_id: UUID) -> Payment:
    """Ask the provider for a claimed refund, with its own key however often, and record the answer once. Refuses
    `RefundRefused` and `ProviderUnreachable`."""
    system = Caller(tenant, SYSTEM)
    payment, amount, status = work.perform(system, lambda ctx: _claimed(ctx, refund_id))
    if status != "pending":
        return payment
    provider = find(providers, payment.provider)
    try:
        provider.refund(tenant, payment.provider_reference or "", amount, refund_id.hex)
    except RefundRefused:
        work.perform(system, lambda ctx: _give_claim_back(ctx, refund_id, payment.id))
        raise
    return work.perform(system, lambda ctx: _record(ctx, refund_id, payment.id))


def _claim(ctx: Context, payment: Payment, amount_minor: int | None, reason: str) -> UUID:
    available = payment.captured_minor - payment.refunded_minor
    amount = available if amount_minor is None else amount_minor
    if not 0 < amount <= available:
        raise RefundTooLarge(available_minor=available)
    refund_id = ids.new_id()
    ctx.db.run(
        """with claimed as (
               update payments set refunded_minor = refunded_minor + %(amount)s, updated_at = %(now)s,
                      version = version + 1
               where tenant_id = %(tenant)s and id = %(payment)s
           )
           insert into refunds (tenant_id, id, payment_id, amount_minor, reason, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(payment)s, %(amount)s, %(reason)s, %(now)s, %(now)s)""",
        id=refund_id,
        payment=payment.id,
        amount=amount,
        reason=reason[:500],
        now=ctx.now,
    )
    return refund_id


def _claimed(ctx: Context, refund_id: UUID) -> tuple[Payment, int, str]:
    row = ctx.db.one(
        """select payment_id, amount_minor, status from refunds where tenant_id = %(tenant)s and id = %(id)s""",
        id=refund_id,
    )
    if row is None:
        raise PaymentNotFound()
    return queries.get(ctx, row.payment_id), row.amount_minor, row.status


def _close(ctx: Context, refund_id: UUID, status: str) -> tuple[int, str] | None:
    """(amount, reason); None when somebody else closed it."""
    row = ctx.db.one(
        """update refunds set status = %(status)s, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s and status = 'pending' returning amount_minor, reason""",
        id=refund_id,
        status=status,
        now=ctx.now,
    )
    return (row.amount_minor, row.reason) if row else None


def _give_claim_back(ctx: Context, refund_id: UUID, payment_id: UUID) -> None:
    hold(ctx, payment_id)
    closed = _close(ctx, refund_id, "refused")
    if closed is not None:
        ctx.db.run(
            """update payments set refunded_minor = refunded_minor - %(amount)s, updated_at = %(now)s,
                      version = version + 1
               where tenant_id = %(tenant)s and id = %(id)s""",
            id=payment_id,
            amount=closed[0],
            now=ctx.now,
        )


def _record(ctx: Context, refund_id: UUID, payment_id: UUID) -> Payment:
    payment = hold(ctx, payment_id)
    closed = _close(ctx, refund_id, "done")
    if closed is None:
        return payment
    ctx.db.run(
        """update payments p set updated_at = %(now)s, version = p.version + 1,
                  status = case when p.captured_minor = (select sum(r.amount_minor) from refunds r
                                                         where r.tenant_id = %(tenant)s and r.payment_id = p.id
                                                           and r.status = 'done')
                                then 'refunded' else 'partially_refunded' end
           where p.tenant_id = %(tenant)s and p.id = %(id)s""",
        id=payment_id,
        now=ctx.now,
    )
    payment = queries.get(ctx, payment_id)
    amount, reason = closed
    events.emit(
        ctx,
        PaymentRefunded(
            aggregate_id=payment.order_id,
            payment_id=payment.id,
            amount_minor=amount,
            currency=payment.currency,
            reason=reason,
        ),
    )
    announce(ctx, payment)
    return payment
