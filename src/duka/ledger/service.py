"""Posting. The steps (`sold` … `settled`) belong to other modules' verbs, whose callers hold the right to them: they ask for
no permission, post in the caller's transaction, and post nothing when nothing moves or when the same fact was posted
before. Steps about one order are taken while the caller holds the order's row, or the payment's.

`post` and `reverse` are verbs of staff.
"""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.money import UnknownCurrency, exponent
from duka.ledger import listing, queries, rules
from duka.ledger.errors import (
    EntryFollowsFact,
    EntryReversed,
    EntryStoreNotFound,
    EntryUnbalanced,
    UnknownAccount,
    UnusableCurrency,
)
from duka.ledger.types import ACCOUNTS, Line, NewEntry, Sale

BY_STAFF = ("manual", "payout", "statement_fee")
"""What may be reversed by hand; every other entry follows from a fact of an order or a payment."""


def sold(ctx: Context, sale: Sale) -> None:
    """The order counts from now on: its customer owes its total. One statement."""
    _post(ctx, of_sale(sale))


def of_sale(sale: Sale) -> NewEntry:
    """The entry of a sale; one that comes to nothing has no lines."""
    return NewEntry(
        fact="sale",
        source=sale.order_id.hex,
        currency=sale.currency,
        lines=rules.sale(sale),
        store_id=sale.store_id,
        order_id=sale.order_id,
        memo=sale.memo,
    )


def edited(ctx: Context, before: Sale, after: Sale, edit: int) -> None:
    """The order's `edit`th edit made its sale into another. One statement; two for one that cost nothing before, whose sale comes
    into the books now, if it never did."""
    if not rules.sale(before) and _post(ctx, of_sale(after)):
        return
    _post(
        ctx,
        NewEntry(
            fact="edit",
            source=f"{after.order_id.hex}:{edit}",
            currency=after.currency,
            lines=rules.edit(before, after),
            store_id=after.store_id,
            order_id=after.order_id,
            memo=after.memo,
        ),
    )


def unsold(ctx: Context, order_id: UUID, *, keeps_payment: bool, reason: str = "") -> None:
    """A placed order was cancelled: its sale is taken back. With `keeps_payment` what was paid stays on purpose, else the
    customer is owed it. Two statements."""
    books = queries.books(ctx, order_id)
    if books.sale_id is None or books.is_cancelled:
        return
    _post(
        ctx,
        NewEntry(
            fact="cancellation",
            source=order_id.hex,
            currency=books.currency,
            lines=rules.cancellation(books, keeps_payment=keeps_payment),
            store_id=books.store_id,
            order_id=order_id,
            reverses=books.sale_id,
            memo=reason[:500],
        ),
    )


def collected(
    ctx: Context,
    *,
    order_id: UUID,
    payment_id: UUID,
    store_id: UUID | None,
    provider: str,
    currency: str,
    amount_minor: int,
    total_minor: int,
) -> None:
    """The customer paid `amount_minor` more, `total_minor` with this payment so far. One statement."""
    _post(
        ctx,
        NewEntry(
            fact="collected",
            source=f"{payment_id.hex}:{total_minor}",
            currency=currency,
            lines=rules.collected(provider, amount_minor),
            store_id=store_id,
            order_id=order_id,
            payment_id=payment_id,
        ),
    )


def fee(
    ctx: Context,
    *,
    order_id: UUID,
    payment_id: UUID,
    store_id: UUID | None,
    provider: str,
    currency: str,
    amount_minor: int,
    total_minor: int,
) -> None:
    """The gateway took `amount_minor` more for this payment, `total_minor` so far. One statement."""
    _post(
        ctx,
        NewEntry(
            fact="fee",
            source=f"{payment_id.hex}:{total_minor}",
            currency=currency,
            lines=rules.fee(provider, amount_minor),
            store_id=store_id,
            order_id=order_id,
            payment_id=payment_id,
        ),
    )


def adjusted(
    ctx: Context,
    *,
    order_id: UUID,
    payment_id: UUID,
    store_id: UUID | None,
    currency: str,
    amount_minor: int,
    source: str,
) -> None:
    """What was sold came to `amount_minor` more than was ordered, or less (below zero). Nothing for an order that is not
    sold, or no more. Two statements."""
    if not amount_minor:
        return
    books = queries.books(ctx, order_id)
    if books.sale_id is None or books.is_cancelled:
        return
    _post(
        ctx,
        NewEntry(
            fact="adjustment",
            source=source,
            currency=currency,
            lines=rules.adjustment(books, amount_minor),
            store_id=store_id,
            order_id=order_id,
            payment_id=payment_id,
        ),
    )


def refunded(
    ctx: Context,
    *,
    order_id: UUID,
    payment_id: UUID,
    refund_id: UUID,
    store_id: UUID | None,
    provider: str,
    currency: str,
    amount_minor: int,
) -> None:
    """The provider gave `amount_minor` back. Two statements."""
    _post(
        ctx,
        NewEntry(
            fact="refund",
            source=refund_id.hex,
            currency=currency,
            lines=rules.refund(queries.books(ctx, order_id), provider, amount_minor),
            store_id=store_id,
            order_id=order_id,
            payment_id=payment_id,
        ),
    )


def disputed(
    ctx: Context,
    *,
    order_id: UUID,
    payment_id: UUID,
    dispute_id: UUID,
    store_id: UUID | None,
    provider: str,
    currency: str,
    withdrawn_minor: int,
    fee_minor: int,
    outcome: str,
) -> None:
    """How a dispute stands: what the gateway withdrew and charged for it in all, and its `outcome` (open, won, lost). What
    differs from the last time is posted. Two statements."""
    before, times = queries.dispute(ctx, dispute_id)
    _post(
        ctx,
        NewEntry(
            fact="dispute",
            source=f"{dispute_id.hex}:{times + 1}",
            currency=currency,
            lines=rules.dispute(
                before, provider, withdrawn_minor=withdrawn_minor, fee_minor=fee_minor, outcome=outcome
            ),
            store_id=store_id,
            order_id=order_id,
            payment_id=payment_id,
            memo=outcome,
        ),
    )


def settled(
    ctx: Context,
    *,
    store_id: UUID | None,
    provider: str,
    currency: str,
    kind: str,
    amount_minor: int,
    source: str,
    at: datetime | None,
    memo: str,
) -> None:
    """A gateway's statement says that it paid out (`payout`), or took a `fee` that no payment told of. `source` names the line
    of the statement. One statement."""
    _post(
        ctx,
        NewEntry(
            fact="payout" if kind == "payout" else "statement_fee",
            source=f"{provider}:{source}",
            currency=currency,
            lines=rules.settlement(provider, kind, amount_minor),
            store_id=store_id,
            memo=memo[:500],
            at=at,
        ),
    )


def post(ctx: Context, entry: NewEntry) -> UUID:
    """An entry by hand, in one store or for the whole company. Refuses `EntryUnbalanced`, `UnknownAccount`,
    `UnusableCurrency` and `EntryStoreNotFound`."""
    _require(ctx, entry.store_id)
    if entry.store_id is not None and not queries.has_store(ctx, entry.store_id):
        raise EntryStoreNotFound()
    _check(entry)
    entry_id = ids.new_id()
    by_hand = NewEntry(
        fact="manual",
        source=entry_id.hex,
        currency=entry.currency,
        lines=rules.lines(*((line.account, line.amount_minor) for line in entry.lines)),
        store_id=entry.store_id,
        memo=entry.memo[:500],
        at=entry.at,
    )
    _post(ctx, by_hand, entry_id)
    trail.note(ctx, "ledger.posted", "ledger_entry", entry_id, memo=by_hand.memo, **_told(by_hand))
    return entry_id


def reverse(ctx: Context, entry_id: UUID, reason: str) -> UUID:
    """The same entry the other way round. Refuses `EntryNotFound`, `EntryReversed`, and `EntryFollowsFact` for those that are
    not staff's to reverse."""
    entry = listing.get(ctx, entry_id)
    store = ids.parse("store", entry.store_id) if entry.store_id else None
    _require(ctx, store)
    if entry.fact == "reversal" or entry.reversed_by is not None:
        raise EntryReversed()
    if entry.fact not in BY_STAFF:
        raise EntryFollowsFact()
    lines = [Line(line.account, line.debit_minor - line.credit_minor) for line in entry.lines]
    reversal = NewEntry(
        fact="reversal",
        source=entry_id.hex,
        currency=entry.currency,
        lines=rules.reversal(lines),
        store_id=store,
        reverses=entry_id,
        memo=reason[:500],
    )
    new = ids.new_id()
    if not _post(ctx, reversal, new):
        raise EntryReversed()
    trail.note(
        ctx, "ledger.reversed", "ledger_entry", entry_id, by=new.hex, reason=reason[:500], **_told(reversal)
    )
    return new


def _require(ctx: Context, store_id: UUID | None) -> None:
    if store_id is None:
        ctx.require_everywhere("ledger:write")
    else:
        ctx.require("ledger:write", store=store_id)


def _check(entry: NewEntry) -> None:
    try:
        exponent(entry.currency)
    except UnknownCurrency:
        raise UnusableCurrency(currency=entry.currency) from None
    for line in entry.lines:
        if not rules.is_account(line.account):
            raise UnknownAccount(account=line.account, known=", ".join(sorted(ACCOUNTS)))
    off = rules.off(entry.lines)
    summed = rules.lines(*((line.account, line.amount_minor) for line in entry.lines))
    if off or len(summed) < 2 or not all(line.amount_minor for line in entry.lines):
        raise EntryUnbalanced(off_minor=off)


def _told(entry: NewEntry) -> dict[str, Any]:
    return {
        "currency": entry.currency,
        "lines": [{"account": line.account, "amount_minor": line.amount_minor} for line in entry.lines],
    }


POSTING: LiteralString = """ledger_entry as (
    insert into ledger_entries (tenant_id, id, fact, source, currency, store_id, order_id, payment_id, reverses, memo,
                                actor, at, posted_at)
    select %(tenant)s, %(entry_id)s, %(entry_fact)s, %(entry_source)s, %(entry_currency)s, %(entry_store)s::uuid,
           %(entry_order)s::uuid, %(entry_payment)s::uuid, %(entry_reverses)s::uuid, %(entry_memo)s, %(entry_actor)s,
           %(entry_at)s::timestamptz, %(entry_posted_at)s::timestamptz
    where cardinality(%(entry_accounts)s::text[]) > 0
    on conflict (tenant_id, fact, source) do nothing
    returning id
), ledger_line as (
    insert into ledger_lines (tenant_id, entry_id, position, account, currency, order_id, amount_minor, at)
    select %(tenant)s, e.id, l.position, l.account, %(entry_currency)s, %(entry_order)s::uuid, l.amount_minor,
           %(entry_at)s::timestamptz
    from ledger_entry e, unnest(%(entry_accounts)s::text[], %(entry_amounts)s::bigint[]) with ordinality
                as l (account, amount_minor, position)
    returning 1
)"""
"""An entry as a part of a statement (`with …`): for facts that come to be in a statement of their own. `posting` gives its
parameters; an entry without lines, or whose fact is posted already, posts nothing."""


def posting(ctx: Context, entry: NewEntry, entry_id: UUID | None = None) -> dict[str, Any]:
    """The parameters of `POSTING`."""
    return {
        "entry_id": entry_id or ids.new_id(),
        "entry_fact": entry.fact,
        "entry_source": entry.source,
        "entry_currency": entry.currency,
        "entry_store": entry.store_id,
        "entry_order": entry.order_id,
        "entry_payment": entry.payment_id,
        "entry_reverses": entry.reverses,
        "entry_memo": entry.memo,
        "entry_actor": ctx.actor.label,
        "entry_at": entry.at or ctx.now,
        "entry_posted_at": ctx.now,
        "entry_accounts": [line.account for line in entry.lines],
        "entry_amounts": [line.amount_minor for line in entry.lines],
    }


def _post(ctx: Context, entry: NewEntry, entry_id: UUID | None = None) -> bool:
    """One statement; none for an entry without lines. False when the fact of this source is posted already."""
    if not entry.lines:
        return False
    posted = ctx.db.value(
        "with " + POSTING + " select count(*) from ledger_line", **posting(ctx, entry, entry_id)
    )
    return bool(posted)
