"""The verbs of payments. Those that take `work` talk to a provider, between transactions of their own."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import msgspec

from duka.kernel import events, ids, log
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.payments import queries, rules
from duka.payments.errors import (
    OrderAlreadyPaid,
    PaymentNotFound,
    PaymentNotManual,
    PaymentUnderWay,
    ProviderUnreachable,
    RefundTooLarge,
    UnknownProvider,
)
from duka.payments.events import PaymentChanged, PaymentMismatched, PaymentRefunded
from duka.payments.types import Callback, Charge, Outcome, Payment, Provider

Providers = Mapping[str, Provider]
_log = log.get("payments")


class Recorded(msgspec.Struct, frozen=True):
    """What recording an outcome did: `is_changed` is False for old news and duplicates."""

    payment: Payment
    is_changed: bool


def open_payment(ctx: Context, order_id: UUID, provider: str, amount_minor: int, currency: str) -> UUID:
    """The first payment of an order that is being placed, pending. One statement."""
    payment_id = ids.new_id()
    ctx.db.run(
        """insert into payments (tenant_id, id, order_id, provider, attempt, status, currency, amount_minor, created_at,
                                 updated_at)
           values (%(tenant)s, %(id)s, %(order)s, %(provider)s, 1, 'pending', %(currency)s, %(amount)s, %(now)s, %(now)s)""",
        id=payment_id,
        order=order_id,
        provider=provider,
        currency=currency,
        amount=amount_minor,
        now=ctx.now,
    )
    return payment_id


def try_again(ctx: Context, order_id: UUID, provider: str) -> UUID:
    """A further payment of an order whose last one failed. Refuses `PaymentUnderWay` and `OrderAlreadyPaid`.

    The caller holds the order's lock.
    """
    ctx.require("payments:create")
    last = queries.latest(ctx, order_id)
    if last.status in rules.LIVE:
        raise PaymentUnderWay()
    if last.status not in rules.FAILURE:
        raise OrderAlreadyPaid()
    payment_id = ids.new_id()
    ctx.db.run(
        """insert into payments (tenant_id, id, order_id, provider, attempt, status, currency, amount_minor, created_at,
                                 updated_at)
           values (%(tenant)s, %(id)s, %(order)s, %(provider)s, %(attempt)s, 'pending', %(currency)s, %(amount)s, %(now)s,
                   %(now)s)""",
        id=payment_id,
        order=order_id,
        provider=provider,
        attempt=last.attempt + 1,
        currency=last.currency,
        amount=last.amount_minor,
        now=ctx.now,
    )
    return payment_id


def begin(
    work: Work, caller: Caller, providers: Providers, payment_id: UUID, base_url: str, return_url: str
) -> Payment:
    """Ask the provider for the money and record what it says. Asking again for the same payment is harmless.

    A provider that does not answer leaves the payment *unknown*: the sweeper asks it for the truth.
    """
    payment = work.perform(caller, lambda ctx: queries.get(ctx, payment_id))
    if payment.status not in {"pending", "unknown"} or payment.provider_reference:
        return payment
    provider = find(providers, payment.provider)
    if provider.is_immediate:
        return payment
    charge = Charge(
        tenant=caller.tenant,
        payment_id=payment.id,
        key=charge_key(caller.tenant, payment),
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        description=ids.public("ord", payment.order_id),
        locale=caller.locale,
        return_url=return_url,
        callback_url=f"{base_url}/api/tenants/{caller.tenant.hex}/ecommerce/payments/webhook/{payment.provider}",
    )
    try:
        outcome = provider.create(charge)
    except ProviderUnreachable as error:
        _log.warning("provider unreachable", provider=payment.provider, payment=payment.id.hex)
        outcome = Outcome("unknown", reason=error.message)
    return work.perform(caller, lambda ctx: record(ctx, payment_id, outcome)).payment


def ask(work: Work, caller: Caller, providers: Providers, payment: Payment) -> Outcome:
    """The truth as the provider holds it; `unknown` when it does not answer. No transaction is open."""
    provider = find(providers, payment.provider)
    if payment.provider_reference is None:
        return Outcome(payment.status, reason=payment.reason)
    try:
        return provider.look_up(caller.tenant, payment.provider_reference)
    except ProviderUnreachable as error:
        return Outcome("unknown", reason=error.message)


def record(ctx: Context, payment_id: UUID, outcome: Outcome) -> Recorded:
    """Apply an outcome once, under the order's lock. Old news and duplicates change nothing; a wrong amount or currency
    is announced and changes nothing either."""
    row = ctx.db.one(
        """select o.id from orders o join payments p on p.tenant_id = o.tenant_id and p.order_id = o.id
           where o.tenant_id = %(tenant)s and p.id = %(id)s for update of o""",
        id=payment_id,
    )
    if row is None:
        raise PaymentNotFound()
    payment = queries.get(ctx, payment_id)
    found = (outcome.amount_minor, outcome.currency)
    if outcome.amount_minor is not None and found != (payment.amount_minor, payment.currency):
        events.emit(
            ctx,
            PaymentMismatched(
                aggregate_id=payment.order_id,
                payment_id=payment.id,
                expected_minor=payment.amount_minor,
                expected_currency=payment.currency,
                found_minor=outcome.amount_minor,
                found_currency=outcome.currency or "",
            ),
        )
        return Recorded(payment, is_changed=False)
    is_new_reference = payment.provider_reference is None and outcome.reference is not None
    is_step = rules.may_follow(payment.status, outcome.status)
    if not is_step and not is_new_reference:
        return Recorded(payment, is_changed=False)
    status = outcome.status if is_step else payment.status
    ctx.db.run(
        """update payments set status = %(status)s, provider_reference = coalesce(provider_reference, %(reference)s),
                  action_url = %(action_url)s, reason = %(reason)s, updated_at = %(now)s, version = version + 1,
                  captured_minor = case when %(status)s = 'captured' then amount_minor else captured_minor end
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=payment_id,
        status=status,
        reference=outcome.reference,
        action_url=outcome.action_url,
        reason=outcome.reason[:500],
        now=ctx.now,
    )
    after = queries.get(ctx, payment_id)
    if is_step:
        _announce(ctx, after)
    return Recorded(after, is_changed=is_step)


def mark_paid(ctx: Context, payment_id: UUID, reason: str) -> Payment:
    """Staff say that cash or a transfer came. Refuses `PaymentNotManual`; twice is safe."""
    ctx.require("payments:write")
    payment = queries.get(ctx, payment_id)
    if payment.provider not in {"cash_on_delivery", "bank_transfer"}:
        raise PaymentNotManual()
    if payment.status == "captured":
        return payment
    return record(ctx, payment_id, Outcome("captured", reason=reason)).payment


def refund(
    work: Work, caller: Caller, providers: Providers, payment_id: UUID, amount_minor: int | None, reason: str
) -> Payment:
    """Give back `amount_minor`, or all that was captured. The amount is claimed first, so two refunds at once cannot give
    back more than was taken; a provider that refuses gives the claim back. Refuses `RefundTooLarge`."""

    def claim(ctx: Context) -> tuple[Payment, int]:
        ctx.require("payments:write")
        payment = queries.get(ctx, payment_id)
        available = payment.captured_minor - payment.refunded_minor
        amount = available if amount_minor is None else amount_minor
        taken = ctx.db.run(
            """update payments set refunded_minor = refunded_minor + %(amount)s, updated_at = %(now)s, version = version + 1
               where tenant_id = %(tenant)s and id = %(id)s and %(amount)s > 0
                 and refunded_minor + %(amount)s <= captured_minor""",
            id=payment_id,
            amount=amount,
            now=ctx.now,
        )
        if not taken:
            raise RefundTooLarge(available_minor=available)
        return queries.get(ctx, payment_id), amount

    payment, amount = work.perform(caller, claim)
    provider = find(providers, payment.provider)
    key = f"{charge_key(caller.tenant, payment)}:refund:{payment.refunded_minor}"
    try:
        provider.refund(caller.tenant, payment.provider_reference or "", amount, key)
    except ProviderUnreachable:
        work.perform(caller, lambda ctx: _give_claim_back(ctx, payment_id, amount))
        raise
    return work.perform(caller, lambda ctx: _record_refund(ctx, payment_id, amount, reason))


def _give_claim_back(ctx: Context, payment_id: UUID, amount: int) -> None:
    ctx.db.run(
        """update payments set refunded_minor = refunded_minor - %(amount)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=payment_id,
        amount=amount,
    )


def _record_refund(ctx: Context, payment_id: UUID, amount: int, reason: str) -> Payment:
    ctx.db.run(
        """update payments set status = case when refunded_minor = captured_minor then 'refunded'
                                             else 'partially_refunded' end, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=payment_id,
        now=ctx.now,
    )
    payment = queries.get(ctx, payment_id)
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
    _announce(ctx, payment)
    return payment


def keep_callback(ctx: Context, provider: str, callback: Callback) -> Payment | None:
    """Store a verified callback, once. The payment it is about, or None for a duplicate or an unknown reference."""
    payment = queries.by_reference(ctx, provider, callback.reference)
    fresh = ctx.db.run(
        """insert into payment_callbacks (tenant_id, provider, event_id, payment_id, payload, received_at, outcome)
           values (%(tenant)s, %(provider)s, %(event)s, %(payment)s, %(payload)s::jsonb, %(now)s, %(outcome)s)
           on conflict do nothing""",
        provider=provider,
        event=callback.event_id,
        payment=payment.id if payment else None,
        payload=msgspec.json.encode(callback.payload).decode(),
        outcome="" if payment else "unknown reference",
        now=ctx.now,
    )
    return payment if fresh else None


def due(ctx: Context, quiet: timedelta) -> list[UUID]:
    """Payments to ask their provider about: live, and nothing heard of them for `quiet`."""
    return [
        row.id
        for row in ctx.db.all(
            """select id from payments where tenant_id = %(tenant)s and updated_at < %(since)s
                 and status in ('pending', 'requires_action', 'unknown') and provider not in ('cash_on_delivery', 'bank_transfer')
               order by updated_at limit 200""",
            since=ctx.now - quiet,
        )
    ]


def find(providers: Providers, code: str) -> Provider:
    """Refuses `UnknownProvider`."""
    provider = providers.get(code)
    if provider is None:
        raise UnknownProvider()
    return provider


def charge_key(tenant: UUID, payment: Payment) -> str:
    """Derived from what is paid, never random: whoever retries, however often, asks for the same charge."""
    return hashlib.sha256(
        f"{tenant.hex}|{payment.order_id.hex}|charge|{payment.attempt}".encode()
    ).hexdigest()


def _announce(ctx: Context, payment: Payment) -> None:
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
