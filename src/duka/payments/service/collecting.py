"""Collecting money: opening a payment, asking the provider for it, and asking what became of it. The verbs that take `work`
talk to a provider, between transactions of their own."""

import hashlib
from uuid import UUID

import msgspec

from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.payments import owing, queries, rules
from duka.payments.errors import (
    AccountMissing,
    AccountRefused,
    OrderAlreadyPaid,
    PaymentNotManual,
    PaymentUnderWay,
    PhoneNeeded,
)
from duka.payments.gateways import Gateways
from duka.payments.service import accounts
from duka.payments.service.asking import Line, find, outcome, said
from duka.payments.service.recording import record
from duka.payments.types import Account, Charge, Outcome, Payment
from duka.payments.wire import Exchange


class Asked(msgspec.Struct, frozen=True):
    """What a provider said, and how it was said; to be recorded by `record`."""

    outcome: Outcome
    messages: list[Exchange] = []


class Way(msgspec.Struct, frozen=True):
    """Where the buyer comes back to, and whom the provider's prompt goes to."""

    return_url: str
    cancel_url: str = ""
    payer_phone: str = ""


def open_payment(ctx: Context, order_id: UUID, provider: str) -> UUID:
    """The first payment of an order that is being placed, pending. One statement.

    Where the money is only held at first and the goods are still to be weighed, more is held than they are estimated to
    cost (`rules.UPPER_BOUND_PERCENT`); what they weigh is taken.
    """
    return _insert(ctx, order_id, provider, 1)


def pay_rest(ctx: Context, order_id: UUID, provider: str, most_minor: int | None = None) -> UUID:
    """A further payment, of what is due (`owing`), or of `most_minor` of it: after one that failed, or beside others that
    cover a part. Refuses `PaymentUnderWay` and `OrderAlreadyPaid`.

    The caller holds the order's lock.
    """
    ctx.require("payments:create")
    attempts = queries.of_order(ctx, order_id)
    if any(p.status in rules.OPEN for p in attempts):
        raise PaymentUnderWay()
    due = owing.of(ctx, order_id).due_minor
    if not due:
        raise PaymentUnderWay() if any(p.status == "authorized" for p in attempts) else OrderAlreadyPaid()
    last = attempts[-1].attempt if attempts else 0
    return _insert(ctx, order_id, provider, last + 1, min(due, most_minor or due))


def resize(ctx: Context, order_id: UUID) -> None:
    """What waits to be paid by hand (cash at the door, a transfer) is what is due by now. The caller holds the order's lock."""
    attempts = queries.of_order(ctx, order_id)
    waiting = next((p for p in attempts if p.status == "pending" and p.provider in rules.BY_HAND), None)
    if waiting is None:
        return
    due = owing.of(ctx, order_id).due_minor
    if due == 0:
        record(ctx, waiting.id, Outcome("cancelled", reason="Nothing is due any more."))
    elif due != waiting.amount_minor:
        ctx.db.run(
            """update payments set amount_minor = %(due)s, updated_at = %(now)s, version = version + 1
               where tenant_id = %(tenant)s and id = %(id)s""",
            id=waiting.id,
            due=due,
            now=ctx.now,
        )


def _insert(
    ctx: Context, order_id: UUID, provider: str, attempt: int, amount_minor: int | None = None
) -> UUID:
    """`amount_minor` None: the order's total."""
    payment_id = ids.new_id()
    ctx.db.run(
        """insert into payments (tenant_id, id, order_id, store_id, provider, attempt, status, currency, amount_minor,
                                 account_id, capture_method, created_at, updated_at)
           select %(tenant)s, %(id)s, %(order)s, o.store_id, %(provider)s, %(attempt)s, 'pending', o.currency,
                  case when o.is_estimated and a.capture_method = 'manual'
                       then ceil(coalesce(%(amount)s, o.total_minor) * (100 + %(percent)s::int) / 100.0)::bigint
                       else coalesce(%(amount)s, o.total_minor) end,
                  a.id, coalesce(a.capture_method, 'automatic'), %(now)s, %(now)s
           from orders o
           left join payment_accounts a on a.tenant_id = %(tenant)s and a.store_id = o.store_id
                and a.provider = %(provider)s and a.is_active
           where o.tenant_id = %(tenant)s and o.id = %(order)s""",
        id=payment_id,
        order=order_id,
        provider=provider,
        attempt=attempt,
        amount=amount_minor,
        percent=rules.UPPER_BOUND_PERCENT,
        now=ctx.now,
    )
    return payment_id


def prepare(ctx: Context, gateways: Gateways, payment: Payment, way: Way) -> tuple[Line, Charge] | None:
    """What the provider is to be asked for; None when nothing has to be asked. Asking again for the same payment is
    harmless: it is the same request, with the first one's addresses. Refuses `PhoneNeeded`, and `AccountMissing` when the
    store was disconnected meanwhile."""
    about = find(gateways, payment.provider).about
    if not rules.may_be_asked(payment) or about.is_immediate:
        return None
    phone = payment.payer_phone or way.payer_phone
    if about.needs_phone and not phone:
        raise PhoneNeeded()
    line = open_line(ctx, gateways, payment)
    row = ctx.db.one(
        """update payments p
           set return_url = case when p.return_url = '' then %(return_url)s else p.return_url end,
               data = case when p.return_url = '' then p.data || jsonb_build_object('cancel_url', %(cancel_url)s::text)
                      else p.data end,
               payer_phone = case when p.payer_phone = '' then %(phone)s else p.payer_phone end,
               polls = %(polls)s, next_look_at = %(next)s, updated_at = %(now)s
           from orders o
           where p.tenant_id = %(tenant)s and p.id = %(id)s and o.tenant_id = %(tenant)s and o.id = p.order_id
           returning p.return_url, p.data ->> 'cancel_url' as cancel_url, o.number, o.email, o.locale""",
        id=payment.id,
        return_url=way.return_url,
        cancel_url=way.cancel_url or way.return_url,
        phone=phone,
        polls=about.polls,
        next=rules.next_look("pending", ctx.now, ctx.now, 0, polls=about.polls),
        now=ctx.now,
    )
    assert row is not None
    charge = Charge(
        tenant=ctx.tenant,
        payment_id=payment.id,
        order_id=payment.order_id,
        key=line.key,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        description=row.number,
        locale=row.locale,
        return_url=row.return_url,
        cancel_url=row.cancel_url,
        callback_url=line.account.callback_url,
        capture_method="manual"
        if payment.capture_method == "manual" and "hold" in about.can
        else "automatic",
        payer_phone=phone,
        payer_email=row.email,
        is_retry=payment.was_asked,
    )
    return line, charge


def create(line: Line, charge: Charge) -> Asked:
    """Ask the provider for the money. One that does not answer leaves the payment *unknown*: the sweeper asks it for the
    truth. One that does not accept our account was asked for nothing, if this was the first time."""
    answer, heard = said(lambda: line.provider.create(line.account, charge))
    if isinstance(answer, Outcome):
        return Asked(answer, heard)
    is_certain = isinstance(answer, AccountRefused) and not charge.is_retry
    return Asked(
        Outcome("failed" if is_certain else "unknown", reason=answer.message, code="unavailable"), heard
    )


def open_line(ctx: Context, gateways: Gateways, payment: Payment) -> Line:
    """What talking about a payment takes. Refuses `AccountMissing`."""
    provider = find(gateways, payment.provider)
    if payment.account_id is not None:
        account = accounts.load(ctx, gateways, payment.account_id)
    elif provider.about.fields:
        raise AccountMissing(provider=provider.about.name)
    else:
        account = Account(
            tenant=ctx.tenant,
            store_id=payment.store_id,
            provider=payment.provider,
            callback_url=f"{gateways.base_url}/api/tenants/{ids.public('ten', ctx.tenant)}"
            f"/ecommerce/payments/webhook/{payment.provider}",
        )
    return Line(payment, provider, account, charge_key(ctx.tenant, payment))


def ask(work: Work, caller: Caller, gateways: Gateways, payment_id: UUID, *, confirms: bool = True) -> Asked:
    """The truth as the provider holds it; `unknown` when it does not answer. With `confirms`, what the provider still wants
    to be told before it takes the money is told. No transaction is open."""
    line = work.perform(caller, lambda ctx: _line(ctx, gateways, payment_id))
    payment = line.payment
    if payment.provider_reference is None:
        return Asked(Outcome(payment.status, reason=payment.reason))
    act = line.provider.confirm if confirms and payment.status in rules.OPEN else line.provider.look_up
    said, heard = outcome(lambda: act(line.account, line.known))
    return Asked(said, heard)


def tell_cancelled(work: Work, caller: Caller, gateways: Gateways, payment_id: UUID) -> Asked:
    """Give up a charge at the provider. Raises what the provider raises."""
    line = work.perform(caller, lambda ctx: _line(ctx, gateways, payment_id))
    if line.payment.provider_reference is None:
        return Asked(Outcome("cancelled"))
    said, heard = outcome(lambda: line.provider.cancel(line.account, line.known))
    return Asked(said, heard)


def _line(ctx: Context, gateways: Gateways, payment_id: UUID) -> Line:
    payment = queries.get(ctx, payment_id)
    if payment.provider_reference is None:
        return Line(payment, find(gateways, payment.provider), Account(tenant=ctx.tenant), "")
    return open_line(ctx, gateways, payment)


def mark_paid(ctx: Context, payment_id: UUID, reason: str) -> Payment:
    """Staff say that cash or a transfer came. Refuses `PaymentNotManual`; twice is safe."""
    ctx.require("payments:write")
    payment = queries.get(ctx, payment_id)
    if payment.provider not in rules.BY_HAND:
        raise PaymentNotManual()
    if payment.status == "captured":
        return payment
    return record(ctx, payment_id, Outcome("captured", reason=reason)).payment


def charge_key(tenant: UUID, payment: Payment) -> str:
    """Derived from what is paid, never random: whoever retries, however often, asks for the same charge."""
    return hashlib.sha256(
        f"{tenant.hex}|{payment.order_id.hex}|charge|{payment.attempt}".encode()
    ).hexdigest()
