"""Disputes (chargebacks): recorded as the provider tells them, with what it holds back entered in the books."""

from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.ledger import service as ledger
from duka.payments.events import PaymentDisputed
from duka.payments.types import DisputeNews, Payment


def record(ctx: Context, payment: Payment, news: DisputeNews) -> bool:
    """The caller holds the order's lock. False for old news: a closed dispute stays closed, and the same again changes
    nothing."""
    row = ctx.db.one(
        """select d.id, d.status, d.withdrawn_minor, d.fee_minor from disputes d
           where d.tenant_id = %(tenant)s and d.payment_id = %(payment)s and d.provider_reference = %(reference)s""",
        payment=payment.id,
        reference=news.reference,
    )
    withdrawn = max(row.withdrawn_minor if row else 0, news.withdrawn_minor)
    fee = max(row.fee_minor if row else 0, news.fee_minor)
    if row is not None and (
        row.status != "open"
        or (row.status, row.withdrawn_minor, row.fee_minor) == (news.status, withdrawn, fee)
    ):
        return False
    dispute_id = row.id if row else ids.new_id()
    ctx.db.run(
        """insert into disputes (tenant_id, id, payment_id, provider_reference, status, amount_minor, withdrawn_minor,
                                 fee_minor, currency, reason, opened_at, due_by, closed_at, updated_at)
           values (%(tenant)s, %(id)s, %(payment)s, %(reference)s, %(status)s, %(amount)s, %(withdrawn)s, %(fee)s,
                   %(currency)s, %(reason)s, %(now)s, %(due)s, %(closed)s, %(now)s)
           on conflict (tenant_id, payment_id, provider_reference) do update
           set status = excluded.status, withdrawn_minor = excluded.withdrawn_minor, fee_minor = excluded.fee_minor,
               due_by = coalesce(excluded.due_by, disputes.due_by), closed_at = excluded.closed_at,
               updated_at = excluded.updated_at""",
        id=dispute_id,
        payment=payment.id,
        reference=news.reference,
        status=news.status,
        amount=news.amount_minor,
        withdrawn=withdrawn,
        fee=fee,
        currency=news.currency,
        reason=news.reason[:500],
        due=news.due_by,
        closed=None if news.status == "open" else ctx.now,
        now=ctx.now,
    )
    ledger.disputed(
        ctx,
        order_id=payment.order_id,
        payment_id=payment.id,
        dispute_id=dispute_id,
        store_id=payment.store_id,
        provider=payment.provider,
        currency=payment.currency,
        withdrawn_minor=withdrawn,
        fee_minor=fee,
        outcome=news.status,
    )
    events.emit(
        ctx,
        PaymentDisputed(
            aggregate_id=payment.order_id,
            payment_id=payment.id,
            dispute_id=dispute_id,
            status=news.status,
            amount_minor=news.amount_minor,
            currency=news.currency,
            reason=news.reason[:500],
        ),
    )
    trail.note(
        ctx,
        PaymentDisputed.TYPE,
        "payment",
        payment.order_id,
        before={"dispute": row.status if row else ""},
        after={"dispute": news.status},
        payment_id=ids.public("pay", payment.id),
        amount_minor=news.amount_minor,
        currency=news.currency,
    )
    return True
