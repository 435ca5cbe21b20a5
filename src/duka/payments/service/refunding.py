"""Giving money back: claimed, asked for outside any transaction, recorded; whatever is cut off is asked for again."""

from collections.abc import Callable
from uuid import UUID

import msgspec

from duka.kernel import events, ids, trail
from duka.kernel.context import SYSTEM, Context
from duka.kernel.errors import IdempotencyKeyReused
from duka.kernel.work import Caller, Work
from duka.payments import queries
from duka.payments.errors import (
    NothingToGiveBack,
    PaymentNotFound,
    RefundDoesNotAdd,
    RefundRefused,
    RefundTooLarge,
)
from duka.payments.events import PaymentRefunded
from duka.payments.service.collecting import Providers, announce, find, hold
from duka.payments.types import Payment, RefundAsked


def refund(
    work: Work,
    caller: Caller,
    providers: Providers,
    payment_id: UUID,
    asked: RefundAsked,
    check: Callable[[Context, Payment], None] | None = None,
) -> Payment:
    """Give back what was asked. The amount is claimed first, so that no two refunds at once give back more than was
    taken; `check` may refuse it then, with the order's lock held. Refuses `RefundTooLarge`, `RefundDoesNotAdd`,
    `IdempotencyKeyReused`, `RefundRefused`, and `ProviderUnreachable`: then the claim stands and the sweeper asks again.
    """

    def claim(ctx: Context) -> UUID:
        ctx.require("payments:write")
        payment = hold(ctx, payment_id)
        if check is not None:
            check(ctx, payment)
        return _asked_before(ctx, payment, asked) or _claim(ctx, payment, asked)

    return carry_out(work, caller.tenant, providers, work.perform(caller, claim))


def refund_rest(work: Work, tenant: UUID, providers: Providers, payment_id: UUID, reason: str) -> None:
    """Give back whatever is still there; nothing, when nothing is. For jobs: twice is once."""

    def claim(ctx: Context) -> UUID | None:
        payment = hold(ctx, payment_id)
        asked = RefundAsked(amount_minor=None, reason=reason)
        return _claim(ctx, payment, asked) if payment.captured_minor > payment.refunded_minor else None

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


def _asked_before(ctx: Context, payment: Payment, asked: RefundAsked) -> UUID | None:
    """The refund that the same request made. Refuses `IdempotencyKeyReused` when it asked for something else."""
    if asked.request is None:
        return None
    row = ctx.db.one(
        """select id, amount_minor, shipping_minor, lines, reason from refunds
           where tenant_id = %(tenant)s and payment_id = %(payment)s and request = %(request)s""",
        payment=payment.id,
        request=asked.request,
    )
    if row is None:
        return None
    now = (asked.shipping_minor, list(msgspec.to_builtins(asked.lines)), asked.reason[:500])
    is_same = asked.amount_minor in (None, row.amount_minor) and now == (
        row.shipping_minor,
        row.lines,
        row.reason,
    )
    if not is_same:
        raise IdempotencyKeyReused()
    found: UUID = row.id
    return found


def _claim(ctx: Context, payment: Payment, asked: RefundAsked) -> UUID:
    available = payment.captured_minor - payment.refunded_minor
    if not available:
        raise NothingToGiveBack(available_minor=0)
    amount = available if asked.amount_minor is None else asked.amount_minor
    if not 0 < amount <= available:
        raise RefundTooLarge(available_minor=available)
    parts = asked.shipping_minor + sum(part.amount_minor for part in asked.lines)
    if parts and parts != amount:
        raise RefundDoesNotAdd(sum_minor=parts, amount_minor=amount)
    refund_id = ids.new_id()
    ctx.db.run(
        """with claimed as (
               update payments set refunded_minor = refunded_minor + %(amount)s, updated_at = %(now)s,
                      version = version + 1
               where tenant_id = %(tenant)s and id = %(payment)s
           )
           insert into refunds (tenant_id, id, payment_id, amount_minor, reason, shipping_minor, lines, actor,
                                actor_name, request, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(payment)s, %(amount)s, %(reason)s, %(shipping)s, %(lines)s::jsonb,
                   %(actor)s, %(name)s, %(request)s, %(now)s, %(now)s)""",
        id=refund_id,
        payment=payment.id,
        amount=amount,
        reason=asked.reason[:500],
        shipping=asked.shipping_minor,
        lines=msgspec.json.encode(asked.lines).decode(),
        actor=ctx.actor.label,
        name=ctx.actor.name,
        request=asked.request,
        now=ctx.now,
    )
    trail.note(
        ctx,
        "refund.asked",
        "order",
        payment.order_id,
        before={"refunded_minor": payment.refunded_minor},
        after={"refunded_minor": payment.refunded_minor + amount},
        payment_id=ids.public("pay", payment.id),
        refund_id=refund_id.hex,
        amount_minor=amount,
        currency=payment.currency,
        reason=asked.reason[:500],
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
    before, payment = payment, queries.get(ctx, payment_id)
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
    announce(ctx, payment, before=before)
    return payment
