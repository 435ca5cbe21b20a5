"""Giving money back: claimed, asked for outside any transaction, recorded; whatever is cut off is asked for again."""

from collections.abc import Callable
from uuid import UUID

import msgspec

from duka.kernel import events, ids, trail
from duka.kernel.context import SYSTEM, Context
from duka.kernel.errors import IdempotencyKeyReused
from duka.kernel.work import Caller, Work
from duka.ledger import service as ledger
from duka.payments import queries
from duka.payments.errors import (
    NothingToGiveBack,
    PaymentNotFound,
    RefundDoesNotAdd,
    RefundNotByHand,
    RefundRefused,
    RefundTooLarge,
)
from duka.payments.events import PaymentRefunded
from duka.payments.gateways import Gateways
from duka.payments.service.asking import Line, find, keep_messages, said
from duka.payments.service.collecting import open_line
from duka.payments.service.recording import announce, hold
from duka.payments.types import Account, Payment, RefundAsked, RefundCharge, RefundOutcome


def refund(
    work: Work,
    caller: Caller,
    gateways: Gateways,
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
        payment = hold(ctx, payment_id).payment
        if check is not None:
            check(ctx, payment)
        return _asked_before(ctx, payment, asked) or _claim(ctx, payment, asked)

    return carry_out(work, caller.tenant, gateways, work.perform(caller, claim))


def refund_rest(work: Work, tenant: UUID, gateways: Gateways, payment_id: UUID, reason: str) -> None:
    """Give back whatever is still there; nothing, when nothing is. For jobs: twice is once."""

    def claim(ctx: Context) -> UUID | None:
        payment = hold(ctx, payment_id).payment
        asked = RefundAsked(amount_minor=None, reason=reason)
        return _claim(ctx, payment, asked) if payment.captured_minor > payment.refunded_minor else None

    refund_id = work.perform(Caller(tenant, SYSTEM), claim)
    if refund_id is not None:
        carry_out(work, tenant, gateways, refund_id)


def carry_out(work: Work, tenant: UUID, gateways: Gateways, refund_id: UUID) -> Payment:
    """Ask the provider for a claimed refund, with its own key however often, and record the answer once. Refuses
    `RefundRefused` and `ProviderUnreachable`."""
    system = Caller(tenant, SYSTEM)
    line, charge = work.perform(system, lambda ctx: _claimed(ctx, gateways, refund_id))
    if charge is None:
        return line.payment
    answer, heard = said(lambda: _ask(line, charge))

    def keep(ctx: Context) -> Payment:
        keep_messages(
            ctx,
            heard,
            provider=line.payment.provider,
            payment_id=line.payment.id,
            account_id=line.payment.account_id,
        )
        if not isinstance(answer, RefundOutcome):
            return line.payment
        return _record(ctx, refund_id, line.payment.id, answer)

    payment = work.perform(system, keep)
    if not isinstance(answer, RefundOutcome):
        raise answer
    if answer.status == "refused":
        raise RefundRefused()
    return payment


def made_by_hand(ctx: Context, refund_id: UUID, reference: str) -> Payment:
    """Staff gave back, outside, what the provider has no way to give back by program; `reference` says how. Refuses
    `RefundNotByHand` and `PaymentNotFound`."""
    ctx.require("payments:write")
    row = ctx.db.one(
        "select r.payment_id, r.status from refunds r where r.tenant_id = %(tenant)s and r.id = %(id)s",
        id=refund_id,
    )
    if row is None:
        raise PaymentNotFound()
    if row.status != "by_hand":
        raise RefundNotByHand(status=row.status)
    return _record(ctx, refund_id, row.payment_id, RefundOutcome("done", reference=reference[:200]))


def _ask(line: Line, charge: RefundCharge) -> RefundOutcome:
    try:
        return line.provider.refund(line.account, line.known, charge)
    except RefundRefused as refused:
        return RefundOutcome("refused", reason=str(refused.fields.get("why", "")))


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


def _claimed(ctx: Context, gateways: Gateways, refund_id: UUID) -> tuple[Line, RefundCharge | None]:
    """Who is to be asked for what; nothing for a refund that is closed or waits for a person."""
    row = ctx.db.one(
        """update refunds r set asked = r.asked + 1 where r.tenant_id = %(tenant)s and r.id = %(id)s
           returning r.payment_id, r.amount_minor, r.status, r.reason, r.provider_reference, r.asked""",
        id=refund_id,
    )
    if row is None:
        raise PaymentNotFound()
    payment = queries.get(ctx, row.payment_id)
    if row.status != "pending":
        return Line(payment, find(gateways, payment.provider), Account(tenant=ctx.tenant), ""), None
    return open_line(ctx, gateways, payment), RefundCharge(
        refund_id=refund_id,
        key=refund_id.hex,
        amount_minor=row.amount_minor,
        reason=row.reason,
        reference=row.provider_reference,
        is_retry=row.asked > 1,
    )


def _record(ctx: Context, refund_id: UUID, payment_id: UUID, outcome: RefundOutcome) -> Payment:
    payment = hold(ctx, payment_id).payment
    row = ctx.db.one(
        """update refunds set status = %(status)s, failure = %(failure)s, updated_at = %(now)s,
                  provider_reference = case when %(reference)s = '' then provider_reference else %(reference)s end
           where tenant_id = %(tenant)s and id = %(id)s and status in ('pending', 'by_hand')
           returning amount_minor, reason""",
        id=refund_id,
        status=outcome.status,
        failure=outcome.reason[:500],
        reference=outcome.reference,
        now=ctx.now,
    )
    if row is None or outcome.status in ("pending", "by_hand"):
        return payment
    given_back = row.amount_minor if outcome.status == "refused" else 0
    ctx.db.run(
        """update payments p set updated_at = %(now)s, version = p.version + 1,
                  refunded_minor = p.refunded_minor - %(given_back)s,
                  status = case when x.done = 0 then p.status when x.done = p.captured_minor then 'refunded'
                           else 'partially_refunded' end
           from (select coalesce(sum(r.amount_minor), 0) as done from refunds r
                 where r.tenant_id = %(tenant)s and r.payment_id = %(id)s and r.status = 'done') x
           where p.tenant_id = %(tenant)s and p.id = %(id)s""",
        id=payment_id,
        given_back=given_back,
        now=ctx.now,
    )
    before, payment = payment, queries.get(ctx, payment_id)
    if outcome.status == "refused":
        trail.note(
            ctx,
            "refund.refused",
            "order",
            payment.order_id,
            before={"refunded_minor": before.refunded_minor},
            after={"refunded_minor": payment.refunded_minor},
            payment_id=ids.public("pay", payment.id),
            refund_id=refund_id.hex,
            reason=outcome.reason[:500],
        )
        return payment
    ledger.refunded(
        ctx,
        order_id=payment.order_id,
        payment_id=payment.id,
        refund_id=refund_id,
        store_id=payment.store_id,
        provider=payment.provider,
        currency=payment.currency,
        amount_minor=row.amount_minor,
    )
    events.emit(
        ctx,
        PaymentRefunded(
            aggregate_id=payment.order_id,
            payment_id=payment.id,
            amount_minor=row.amount_minor,
            currency=payment.currency,
            reason=row.reason,
        ),
    )
    announce(ctx, payment, before=before)
    return payment
