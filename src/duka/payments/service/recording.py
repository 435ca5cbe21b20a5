"""What a provider says becomes what we hold: once, under the order's lock, with the books in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.ledger import service as ledger
from duka.payments import rules
from duka.payments.errors import PaymentNotFound
from duka.payments.events import PaymentChanged, PaymentMismatched, PaymentRefunded
from duka.payments.queries import COLUMNS, json
from duka.payments.service.asking import MESSAGES
from duka.payments.types import Outcome, Payment
from duka.payments.wire import Exchange

MISMATCH = "The provider holds another amount or currency than we asked for."


class Held(msgspec.Struct, frozen=True):
    """A payment, its order locked until the transaction ends. `total_minor`: what the order costs. `payment_status`,
    `is_placed` and `keeps_payment` (it was cancelled, and its money is to stay) are the order's; `others`: how many further
    attempts to pay it there are, and `others_minor` what these hold or took and kept."""

    payment: Payment
    total_minor: int
    begun: datetime
    looks: int
    polls: bool
    payment_status: str
    is_placed: bool
    keeps_payment: bool
    others: int
    others_minor: int

    @property
    def share_minor(self) -> int:
        """What this payment is to bring in: all that the order costs, but for what others cover."""
        return min(self.payment.amount_minor, max(self.total_minor - self.others_minor, 0))


class Recorded(msgspec.Struct, frozen=True):
    """What recording an outcome did: `is_changed` is False for old news and duplicates, `is_mismatch` True when it was about
    other money than ours. `held`: as it was before."""

    payment: Payment
    is_changed: bool
    held: Held
    is_mismatch: bool = False


def hold(ctx: Context, payment_id: UUID) -> Held:
    """Refuses `PaymentNotFound`."""
    row = ctx.db.one(
        f"""select {COLUMNS}, o.total_minor, p.created_at as begun, p.looks, p.polls, o.payment_status,
                   o.placed_at is not null and o.status <> 'cancelled' as is_placed, o.keeps_payment,
                   x.others, x.others_minor
            from orders o join payments p on p.tenant_id = o.tenant_id and p.order_id = o.id
            cross join lateral (
                select count(*) as others, coalesce(sum(case when n.status = 'authorized' then n.amount_minor
                                                             else n.captured_minor - n.refunded_minor end), 0)::bigint
                           as others_minor
                from payments n where n.tenant_id = %(tenant)s and n.order_id = o.id and n.id <> p.id) x
            where o.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s and p.id = %(id)s for update of o, p""",  # noqa: S608
        id=payment_id,
    )
    if row is None:
        raise PaymentNotFound()
    *columns, total, begun, looks, polls, payment_status, is_placed, keeps, others, others_minor = row
    return Held(
        Payment(*columns), total, begun, looks, polls, payment_status, is_placed, keeps, others, others_minor
    )


def record(ctx: Context, payment_id: UUID, outcome: Outcome, messages: Sequence[Exchange] = ()) -> Recorded:
    """Apply an outcome once. Old news and duplicates change nothing; money of a wrong amount, currency or owner is announced,
    once, and changes nothing either. Money that the provider gave back by itself is recorded as such."""
    held = hold(ctx, payment_id)
    before = held.payment
    if _is_foreign(before, outcome):
        _mismatched(ctx, before, outcome, messages)
        return Recorded(before, is_changed=False, held=held, is_mismatch=True)
    after = _after(before, outcome)
    is_step = after.status != before.status
    looks = 0 if is_step else held.looks + 1
    next_look = (
        rules.next_look(
            after.status, ctx.now, held.begun, looks, polls=held.polls, expires_at=outcome.expires_at
        )
        if before.was_asked
        else None
    )
    is_changed = after != before
    ctx.db.run(
        f"""with said as ({MESSAGES})
            update payments set status = %(status)s, provider_reference = %(reference)s, action_url = %(action_url)s,
                   reason = %(reason)s, failure_code = coalesce(%(code)s, failure_code), captured_minor = %(captured)s,
                   fee_minor = %(fee)s,
                   data = data || %(data)s::jsonb, next_look_at = %(next)s, looks = %(looks)s,
                   expires_at = coalesce(%(expires)s, expires_at),
                   updated_at = case when %(changed)s then %(now)s else updated_at end,
                   version = version + %(changed)s::int
            where tenant_id = %(tenant)s and id = %(payment)s""",  # noqa: S608 - constants
        payment=payment_id,
        account=before.account_id,
        provider=before.provider,
        messages=_rows(messages),
        status=after.status,
        reference=after.provider_reference,
        action_url=after.action_url,
        reason=after.reason,
        code=outcome.code if is_step or outcome.code else None,
        captured=after.captured_minor,
        fee=after.fee_minor,
        data=json(dict(outcome.data)),
        next=next_look,
        looks=looks,
        expires=outcome.expires_at,
        changed=is_changed,
        now=ctx.now,
    )
    _enter(ctx, held, after)
    if (outcome.refunded_minor or 0) > after.refunded_minor:
        after = _found_refund(ctx, after, outcome.refunded_minor or 0)
    if is_step or after.captured_minor != before.captured_minor:
        announce(ctx, after, before=before)
    return Recorded(after, is_changed=is_step or after.captured_minor != before.captured_minor, held=held)


def _is_foreign(payment: Payment, outcome: Outcome) -> bool:
    if outcome.payment_id is not None and outcome.payment_id != payment.id:
        return True
    if outcome.status in rules.FAILURE:
        return False
    if (outcome.captured_minor or 0) > payment.amount_minor:
        return True
    found = (outcome.amount_minor, outcome.currency)
    return outcome.amount_minor is not None and found != (payment.amount_minor, payment.currency)


def _after(before: Payment, outcome: Outcome) -> Payment:
    """The payment with the news in it; the same one for old news."""
    is_step = rules.may_follow(before.status, outcome.status)
    captured = before.captured_minor
    if outcome.status in ("captured", "partially_captured"):
        told = before.amount_minor if outcome.captured_minor is None else outcome.captured_minor
        captured = max(captured, told)
    return msgspec.structs.replace(
        before,
        status=outcome.status if is_step else before.status,
        captured_minor=captured,
        fee_minor=max(before.fee_minor, outcome.fee_minor or 0),
        provider_reference=before.provider_reference or outcome.reference,
        action_url=outcome.action_url or before.action_url,
        reason=outcome.reason[:500] if is_step or outcome.code else before.reason,
        data={**before.data, **outcome.data},
    )


def _enter(ctx: Context, held: Held, after: Payment) -> None:
    """The books: what was newly taken, what it cost, and what a final sum is off the order's total."""
    before = held.payment
    if after.captured_minor > before.captured_minor:
        ledger.collected(
            ctx,
            order_id=after.order_id,
            payment_id=after.id,
            store_id=after.store_id,
            provider=after.provider,
            currency=after.currency,
            amount_minor=after.captured_minor - before.captured_minor,
            total_minor=after.captured_minor,
        )
    if after.fee_minor > before.fee_minor:
        ledger.fee(
            ctx,
            order_id=after.order_id,
            payment_id=after.id,
            store_id=after.store_id,
            provider=after.provider,
            currency=after.currency,
            amount_minor=after.fee_minor - before.fee_minor,
            total_minor=after.fee_minor,
        )
    if after.status == "captured" and before.status in rules.CAPTURABLE:
        adjust(ctx, msgspec.structs.replace(held, payment=after))


def adjust(ctx: Context, held: Held) -> None:
    """The final sum that was taken is what the order, or this payment's share of it, came to; the books of its sale follow.
    Nothing when that is what was to be taken."""
    payment = held.payment
    ledger.adjusted(
        ctx,
        order_id=payment.order_id,
        payment_id=payment.id,
        store_id=payment.store_id,
        currency=payment.currency,
        amount_minor=payment.captured_minor - held.share_minor,
        source=payment.id.hex,
    )


def _found_refund(ctx: Context, payment: Payment, total_minor: int) -> Payment:
    """Somebody gave money back on the provider's own pages: it is ours to know."""
    refund_id, amount = ids.new_id(), min(total_minor, payment.captured_minor) - payment.refunded_minor
    if amount <= 0:
        return payment
    refunded = payment.refunded_minor + amount
    status = "refunded" if refunded == payment.captured_minor else "partially_refunded"
    ctx.db.run(
        """with made as (
               insert into refunds (tenant_id, id, payment_id, amount_minor, reason, status, origin, actor, actor_name,
                                    created_at, updated_at)
               values (%(tenant)s, %(id)s, %(payment)s, %(amount)s, %(reason)s, 'done', 'provider', %(actor)s, %(name)s,
                       %(now)s, %(now)s)
           )
           update payments set refunded_minor = %(refunded)s, status = %(status)s, updated_at = %(now)s,
                  version = version + 1
           where tenant_id = %(tenant)s and id = %(payment)s""",
        id=refund_id,
        payment=payment.id,
        amount=amount,
        reason="given back at the provider",
        actor=ctx.actor.label,
        name=ctx.actor.name,
        refunded=refunded,
        status=status,
        now=ctx.now,
    )
    ledger.refunded(
        ctx,
        order_id=payment.order_id,
        payment_id=payment.id,
        refund_id=refund_id,
        store_id=payment.store_id,
        provider=payment.provider,
        currency=payment.currency,
        amount_minor=amount,
    )
    events.emit(
        ctx,
        PaymentRefunded(
            aggregate_id=payment.order_id,
            payment_id=payment.id,
            amount_minor=amount,
            currency=payment.currency,
            reason="given back at the provider",
        ),
    )
    return msgspec.structs.replace(payment, refunded_minor=refunded, status=status)


def _rows(messages: Sequence[Exchange]) -> str:
    return json([msgspec.structs.asdict(m) | {"id": ids.new_id()} for m in messages])


def _mismatched(ctx: Context, payment: Payment, outcome: Outcome, messages: Sequence[Exchange]) -> None:
    changed = ctx.db.run(
        f"""with said as ({MESSAGES})
            update payments set reason = %(reason)s, updated_at = %(now)s, version = version + 1, next_look_at = null
            where tenant_id = %(tenant)s and id = %(payment)s and reason <> %(reason)s""",  # noqa: S608 - constants
        payment=payment.id,
        account=payment.account_id,
        provider=payment.provider,
        messages=_rows(messages),
        reason=MISMATCH,
        now=ctx.now,
    )
    if changed:
        events.emit(
            ctx,
            PaymentMismatched(
                aggregate_id=payment.order_id,
                payment_id=payment.id,
                expected_minor=payment.amount_minor,
                expected_currency=payment.currency,
                found_minor=outcome.amount_minor or 0,
                found_currency=outcome.currency or "",
            ),
        )


def announce(ctx: Context, payment: Payment, *, before: Payment | None = None) -> None:
    """The payment is not what it was; `before` is told in the trail."""
    events.emit(
        ctx,
        PaymentChanged(
            aggregate_id=payment.order_id,
            payment_id=payment.id,
            provider=payment.provider,
            attempt=payment.attempt,
            status=payment.status,
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            reason=payment.reason,
        ),
    )
    if before is not None:
        trail.note(
            ctx,
            PaymentChanged.TYPE,
            "payment",
            payment.order_id,
            before={"status": before.status, "captured_minor": before.captured_minor},
            after={"status": payment.status, "captured_minor": payment.captured_minor},
            payment_id=ids.public("pay", payment.id),
            provider=payment.provider,
            attempt=payment.attempt,
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            reason=payment.reason,
        )
