"""Posting of store credit and of what is kept of a return. Steps of other modules' verbs: they ask for no permission, post in
the caller's transaction, once for each fact."""

from uuid import UUID

from duka.kernel.context import Context
from duka.ledger import queries, rules
from duka.ledger.service import POSTING, posting
from duka.ledger.types import NewEntry


def credited(
    ctx: Context,
    *,
    order_id: UUID,
    payment_id: UUID,
    refund_id: UUID,
    store_id: UUID | None,
    currency: str,
    amount_minor: int,
) -> None:
    """A customer was given credit in place of the money of a payment: booked like a refund whose money lies with the credit.
    Two statements."""
    _post(
        ctx,
        NewEntry(
            fact="credit",
            source=refund_id.hex,
            currency=currency,
            lines=rules.refund(queries.books(ctx, order_id), "store_credit", amount_minor),
            store_id=store_id,
            order_id=order_id,
            payment_id=payment_id,
        ),
    )


def issued(ctx: Context, *, source: UUID, currency: str, amount_minor: int, memo: str) -> None:
    """Credit that stands for no money was given; below zero, taken back. One statement."""
    lines = rules.lines(("goodwill", amount_minor), ("store_credit", -amount_minor))
    fact = "credit_issued" if amount_minor > 0 else "credit_taken"
    _post(ctx, NewEntry(fact=fact, source=source.hex, currency=currency, lines=lines, memo=memo[:500]))


def expired(ctx: Context, *, source: UUID, currency: str, amount_minor: int) -> None:
    """Credit came to its end unspent. One statement."""
    lines = rules.lines(("store_credit", amount_minor), ("other_income", -amount_minor))
    _post(ctx, NewEntry(fact="credit_expired", source=source.hex, currency=currency, lines=lines))


def fee_kept(
    ctx: Context, *, order_id: UUID, return_id: UUID, store_id: UUID, currency: str, amount_minor: int
) -> None:
    """So much of what came back is kept as a restocking fee: its part without tax is income of its own, its tax stays tax. Two
    statements."""
    _post(
        ctx,
        NewEntry(
            fact="restocking_fee",
            source=return_id.hex,
            currency=currency,
            lines=rules.fee_kept(queries.books(ctx, order_id), amount_minor),
            store_id=store_id,
            order_id=order_id,
        ),
    )


def _post(ctx: Context, entry: NewEntry) -> None:
    if entry.lines:
        ctx.db.value("with " + POSTING + " select count(*) from ledger_line", **posting(ctx, entry))
