"""Giving credit in place of money: a refund whose money goes into the customer's store credit and not back by its provider."""

from uuid import UUID

from duka.credits import service as credits
from duka.credits.types import Gain
from duka.kernel import events, ids
from duka.kernel.context import Context
from duka.ledger import crediting
from duka.payments import queries
from duka.payments.events import PaymentRefunded
from duka.payments.service.recording import announce, hold
from duka.payments.types import Payment

REFERENCE = "store credit"


def give_credit(
    ctx: Context,
    parts: list[tuple[UUID, int]],
    customer_id: UUID,
    *,
    return_id: UUID,
    reason: str,
) -> int:
    """What each payment gives (id, amount) becomes the customer's credit; how much. The caller holds the order's row and has
    made sure that so much is there. For steps."""
    return sum(_give(ctx, payment_id, amount, customer_id, return_id, reason) for payment_id, amount in parts)


def _give(
    ctx: Context, payment_id: UUID, amount_minor: int, customer_id: UUID, return_id: UUID, reason: str
) -> int:
    before = hold(ctx, payment_id).payment
    refund_id = ids.new_id()
    ctx.db.run(
        """with given as (
               update payments p set refunded_minor = p.refunded_minor + %(amount)s, updated_at = %(now)s,
                      version = p.version + 1,
                      status = case when %(amount)s + coalesce((
                              select sum(r.amount_minor) from refunds r where r.tenant_id = %(tenant)s
                                and r.payment_id = p.id and r.status = 'done'), 0) = p.captured_minor then 'refunded'
                          else 'partially_refunded' end
               where p.tenant_id = %(tenant)s and p.id = %(payment)s
           )
           insert into refunds (tenant_id, id, payment_id, amount_minor, reason, status, origin, provider_reference, actor,
                                actor_name, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(payment)s, %(amount)s, %(reason)s, 'done', 'credit', %(reference)s, %(actor)s,
                   %(name)s, %(now)s, %(now)s)""",
        id=refund_id,
        payment=payment_id,
        amount=amount_minor,
        reason=reason[:500],
        reference=REFERENCE,
        actor=ctx.actor.label,
        name=ctx.actor.name,
        now=ctx.now,
    )
    given = Gain(
        kind="returned",
        amount_minor=amount_minor,
        source=refund_id.hex,
        reason=reason,
        order_id=before.order_id,
        payment_id=payment_id,
        refund_id=refund_id,
        return_id=return_id,
    )
    credits.gain(ctx, customer_id, before.currency, given)
    crediting.credited(
        ctx,
        order_id=before.order_id,
        payment_id=payment_id,
        refund_id=refund_id,
        store_id=before.store_id,
        currency=before.currency,
        amount_minor=amount_minor,
    )
    told = PaymentRefunded(
        aggregate_id=before.order_id,
        payment_id=payment_id,
        amount_minor=amount_minor,
        currency=before.currency,
        reason=reason[:500],
    )
    events.emit(ctx, told)
    after: Payment = queries.get(ctx, payment_id)
    announce(ctx, after, before=before)
    return amount_minor
