"""The verbs of store credit: staff give and take; the steps (`gain`, `spend`, `expire`) belong to other modules' verbs, whose
callers hold the right to them: they ask for no permission. Each holds the customer's balance first."""

from datetime import datetime
from uuid import UUID

from duka.credits.errors import CreditCustomerNotFound, CreditEnds, CreditTooSmall
from duka.credits.events import CreditChanged
from duka.credits.types import Gain
from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.money import UnknownCurrency, exponent
from duka.ledger import crediting
from duka.ledger.errors import UnusableCurrency


def issue(
    ctx: Context,
    customer_id: UUID,
    currency: str,
    amount_minor: int,
    reason: str,
    expires_at: datetime | None = None,
) -> None:
    """Staff give credit that stands for no money: the company's expense. Refuses `CreditCustomerNotFound`, `CreditEnds` and
    `UnusableCurrency`."""
    ctx.require_everywhere("credits:write")
    _check(ctx, customer_id, currency)
    if expires_at is not None and expires_at <= ctx.now:
        raise CreditEnds()
    entry = ids.new_id()
    given = Gain(
        kind="issued", amount_minor=amount_minor, source=entry.hex, reason=reason, expires_at=expires_at
    )
    gain(ctx, customer_id, currency, given)
    crediting.issued(ctx, source=entry, currency=currency, amount_minor=amount_minor, memo=reason)


def take(ctx: Context, customer_id: UUID, currency: str, amount_minor: int, reason: str) -> None:
    """Staff take credit back, at most what there is. Refuses `CreditCustomerNotFound` and `CreditTooSmall`."""
    ctx.require_everywhere("credits:write")
    _check(ctx, customer_id, currency)
    balance = _hold(ctx, customer_id, currency)
    if amount_minor > balance:
        raise CreditTooSmall(balance_minor=balance, currency=currency)
    entry = ids.new_id()
    _use_up(ctx, customer_id, currency, amount_minor)
    lost = Gain(kind="taken", amount_minor=-amount_minor, source=entry.hex, reason=reason)
    _enter(ctx, customer_id, currency, lost, balance)
    crediting.issued(ctx, source=entry, currency=currency, amount_minor=-amount_minor, memo=reason)


def gain(ctx: Context, customer_id: UUID, currency: str, given: Gain) -> bool:
    """Something comes in, once for its source: False when it was in already. For steps."""
    balance = _hold(ctx, customer_id, currency)
    known = ctx.db.value(
        """select 1 from store_credit_entries
           where tenant_id = %(tenant)s and kind = %(kind)s and source = %(source)s""",
        kind=given.kind,
        source=given.source,
    )
    if known is not None:
        return False
    _enter(ctx, customer_id, currency, given, balance)
    return True


def spend(
    ctx: Context, customer_id: UUID, currency: str, most_minor: int, *, order_id: UUID, payment_id: UUID
) -> int:
    """As much of `most_minor` as there is goes to a payment; how much that is. For steps whose caller holds the order's row."""
    balance = _hold(ctx, customer_id, currency)
    amount = min(balance, most_minor)
    if amount <= 0:
        return 0
    _use_up(ctx, customer_id, currency, amount)
    spent = Gain(
        kind="spent",
        amount_minor=-amount,
        source=payment_id.hex,
        order_id=order_id,
        payment_id=payment_id,
    )
    _enter(ctx, customer_id, currency, spent, balance)
    return amount


def expire(ctx: Context) -> int:
    """Ends what has come to its end; how many entries. On a clock."""
    due = ctx.db.all(
        """select distinct customer_id, currency from store_credit_entries
           where tenant_id = %(tenant)s and left_minor > 0 and expires_at <= %(now)s
           order by customer_id, currency limit 500""",
        now=ctx.now,
    )
    return sum(_expire(ctx, row.customer_id, row.currency) for row in due)


def _check(ctx: Context, customer_id: UUID, currency: str) -> None:
    try:
        exponent(currency)
    except UnknownCurrency:
        raise UnusableCurrency(currency=currency) from None
    found = ctx.db.value(
        "select 1 from customers where tenant_id = %(tenant)s and id = %(id)s", id=customer_id
    )
    if found is None:
        raise CreditCustomerNotFound()


def _hold(ctx: Context, customer_id: UUID, currency: str) -> int:
    """The balance, its row locked, without what has ended."""
    _lock(ctx, customer_id, currency)
    _expire(ctx, customer_id, currency)
    return _lock(ctx, customer_id, currency)


def _lock(ctx: Context, customer_id: UUID, currency: str) -> int:
    balance: int = ctx.db.value(
        """insert into store_credits as c (tenant_id, customer_id, currency, updated_at)
           values (%(tenant)s, %(customer)s, %(currency)s, %(now)s)
           on conflict (tenant_id, customer_id, currency) do update set updated_at = c.updated_at
           returning balance_minor""",
        customer=customer_id,
        currency=currency,
        now=ctx.now,
    )
    return balance


def _expire(ctx: Context, customer_id: UUID, currency: str) -> int:
    balance = _lock(ctx, customer_id, currency)
    ended = ctx.db.all(
        """select id, left_minor from store_credit_entries
           where tenant_id = %(tenant)s and customer_id = %(customer)s and currency = %(currency)s
             and left_minor > 0 and expires_at <= %(now)s order by expires_at, id""",
        customer=customer_id,
        currency=currency,
        now=ctx.now,
    )
    for row in ended:
        ctx.db.run(
            "update store_credit_entries set left_minor = 0 where tenant_id = %(tenant)s and id = %(id)s",
            id=row.id,
        )
        lost = Gain(kind="expired", amount_minor=-row.left_minor, source=row.id.hex)
        _enter(ctx, customer_id, currency, lost, balance)
        balance -= row.left_minor
        crediting.expired(ctx, source=row.id, currency=currency, amount_minor=row.left_minor)
    return len(ended)


def _use_up(ctx: Context, customer_id: UUID, currency: str, amount_minor: int) -> None:
    """Takes it from what came in: what ends first before what stays."""
    ctx.db.run(
        """with held as (
               select e.id, e.left_minor,
                      sum(e.left_minor) over (order by e.expires_at nulls last, e.at, e.id) - e.left_minor as before
               from store_credit_entries e
               where e.tenant_id = %(tenant)s and e.customer_id = %(customer)s and e.currency = %(currency)s
                 and e.left_minor > 0
           )
           update store_credit_entries e
           set left_minor = e.left_minor - least(e.left_minor, greatest(%(amount)s - h.before, 0))
           from held h
           where e.tenant_id = %(tenant)s and e.id = h.id and h.before < %(amount)s""",
        customer=customer_id,
        currency=currency,
        amount=amount_minor,
    )


def _enter(ctx: Context, customer_id: UUID, currency: str, entry: Gain, before: int) -> None:
    ctx.db.run(
        """with entered as (
               insert into store_credit_entries (tenant_id, id, customer_id, currency, kind, amount_minor, left_minor, source,
                      reason, order_id, payment_id, refund_id, return_id, expires_at, actor, actor_name, at)
               values (%(tenant)s, %(id)s, %(customer)s, %(currency)s, %(kind)s, %(amount)s, greatest(%(amount)s, 0),
                       %(source)s, %(reason)s, %(order)s::uuid, %(payment)s::uuid, %(refund)s::uuid, %(return)s::uuid,
                       %(expires)s::timestamptz, %(actor)s, %(name)s, %(now)s)
           )
           update store_credits set balance_minor = balance_minor + %(amount)s, updated_at = %(now)s
           where tenant_id = %(tenant)s and customer_id = %(customer)s and currency = %(currency)s""",
        id=ids.new_id(),
        customer=customer_id,
        currency=currency,
        kind=entry.kind,
        amount=entry.amount_minor,
        source=entry.source,
        reason=entry.reason[:500],
        order=entry.order_id,
        payment=entry.payment_id,
        refund=entry.refund_id,
        expires=entry.expires_at,
        actor=ctx.actor.label,
        name=ctx.actor.name,
        now=ctx.now,
        **{"return": entry.return_id},
    )
    changed = CreditChanged(
        aggregate_id=customer_id,
        currency=currency,
        kind=entry.kind,
        amount_minor=entry.amount_minor,
        balance_minor=before + entry.amount_minor,
        order_id=entry.order_id,
    )
    events.emit(ctx, changed)
    trail.note(
        ctx,
        CreditChanged.TYPE,
        "customer",
        customer_id,
        before={"balance_minor": before},
        after={"balance_minor": before + entry.amount_minor},
        change=entry.kind,
        currency=currency,
        reason=entry.reason[:500],
    )
