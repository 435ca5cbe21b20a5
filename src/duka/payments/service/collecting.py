"""Collecting money. The verbs that take `work` talk to a provider, between transactions of their own."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

import msgspec

from duka.kernel import events, ids, log, trail
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.payments import queries, rules
from duka.payments.errors import (
    OrderAlreadyPaid,
    PaymentNotFound,
    PaymentNotManual,
    PaymentUnderWay,
    ProviderUnreachable,
    UnknownProvider,
)
from duka.payments.events import PaymentChanged, PaymentMismatched
from duka.payments.types import Charge, Outcome, Payment, Provider

Providers = Mapping[str, Provider]
_log = log.get("payments")
MISMATCH = "The provider holds another amount or currency than we asked for."


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
    work: Work,
    caller: Caller,
    providers: Providers,
    payment_id: UUID,
    base_url: str,
    return_url: str = "",
) -> Payment:
    """Ask the provider for the money and record what it says. Asking again for the same payment is harmless: it is the
    same request, with the first one's `return_url`.

    A provider that does not answer leaves the payment *unknown*: the sweeper asks it for the truth.
    """

    def prepare(ctx: Context) -> tuple[Payment, str]:
        payment = queries.get(ctx, payment_id)
        if not rules.may_be_asked(payment) or find(providers, payment.provider).is_immediate:
            return payment, ""
        return payment, ctx.db.value(
            """update payments set return_url = case when return_url = '' then %(return_url)s else return_url end
               where tenant_id = %(tenant)s and id = %(id)s returning return_url""",
            id=payment_id,
            return_url=return_url or base_url,
        )

    payment, first_return_url = work.perform(caller, prepare)
    if not first_return_url:
        return payment
    charge = Charge(
        tenant=caller.tenant,
        payment_id=payment.id,
        key=charge_key(caller.tenant, payment),
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        description=ids.public("ord", payment.order_id),
        locale=caller.locale,
        return_url=first_return_url,
        callback_url=f"{base_url}/api/tenants/{ids.public('ten', caller.tenant)}/ecommerce/payments/webhook/{payment.provider}",
    )
    try:
        outcome = find(providers, payment.provider).create(charge)
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
    """Apply an outcome once, under the order's lock. Old news and duplicates change nothing; money of a wrong amount or
    currency is announced, once, and changes nothing either."""
    payment = hold(ctx, payment_id)
    found = (outcome.amount_minor, outcome.currency)
    is_about_money = outcome.amount_minor is not None and outcome.status not in rules.FAILURE
    if is_about_money and found != (payment.amount_minor, payment.currency):
        _mismatched(ctx, payment, outcome)
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
        announce(ctx, after, before=payment)
    return Recorded(after, is_changed=is_step)


def hold(ctx: Context, payment_id: UUID) -> Payment:
    """The payment, its order locked until the transaction ends. Refuses `PaymentNotFound`."""
    row = ctx.db.one(
        """select o.id from orders o join payments p on p.tenant_id = o.tenant_id and p.order_id = o.id
           where o.tenant_id = %(tenant)s and p.id = %(id)s for update of o""",
        id=payment_id,
    )
    if row is None:
        raise PaymentNotFound()
    return queries.get(ctx, payment_id)


def _mismatched(ctx: Context, payment: Payment, outcome: Outcome) -> None:
    changed = ctx.db.run(
        """update payments set reason = %(reason)s, updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s and reason <> %(reason)s""",
        id=payment.id,
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


def mark_paid(ctx: Context, payment_id: UUID, reason: str) -> Payment:
    """Staff say that cash or a transfer came. Refuses `PaymentNotManual`; twice is safe."""
    ctx.require("payments:write")
    payment = queries.get(ctx, payment_id)
    if payment.provider not in rules.BY_HAND:
        raise PaymentNotManual()
    if payment.status == "captured":
        return payment
    return record(ctx, payment_id, Outcome("captured", reason=reason)).payment


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
