"""The verbs of statements."""

import hashlib
from uuid import UUID
from zoneinfo import ZoneInfo

from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.payments.statements import judging, matching, parsing, posting, queries
from duka.payments.statements.errors import (
    NothingToResolve,
    StatementKnown,
    StatementLineNotFound,
)
from duka.payments.statements.types import DIFFERENCES, Row, Statement
from duka.stores.errors import StoreNotFound

PREFIX = "stmt"
PERMISSION = "payments:reconcile"
LARGEST = parsing.LARGEST


def import_statement(
    ctx: Context, *, store_id: UUID, provider: str, file_name: str, data: bytes
) -> Statement:
    """Read a gateway's statement, hold it against our payments, and enter what it tells in the books. All of it or nothing,
    and the same file once. Some ten statements however long it is, and one for each entry in the books.

    Refuses `StatementKnown`, `StatementFormatUnknown`, `StatementUnreadable`, `StatementRowWrong`, `StatementTooLarge`,
    `StoreNotFound`.
    """
    ctx.require(PERMISSION, store=store_id)
    _take_turn(ctx, store_id, provider)
    store = ctx.db.one(
        "select s.currency, s.timezone from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s",
        store=store_id,
    )
    if store is None:
        raise StoreNotFound()
    digest = hashlib.sha256(data).digest()
    _refuse_known(ctx, store_id, provider, digest)
    rows = parsing.parse(provider, data, ZoneInfo(store.timezone), store.currency)
    statement_id = ids.new_id()
    name = _clean(file_name)
    _keep(ctx, statement_id, store_id, provider, name, digest, rows)
    matching.keep(ctx, statement_id, store_id, provider, rows)
    fees, posted = _reconcile(ctx, statement_id, store_id, provider, name)
    statement = queries.statement(ctx, statement_id)
    trail.note(
        ctx,
        "payment_statement.imported",
        "payment_statement",
        statement_id,
        after=_figures(statement),
        store_id=statement.store_id,
        provider=provider,
        file=name,
        lines=statement.lines,
        fees_entered=fees,
        lines_entered=posted,
    )
    return statement


def recheck(ctx: Context, statement_id: UUID) -> Statement:
    """Match again what did not match: news of a payment may have come late. What people explained stays. Refuses
    `StatementNotFound`."""
    before, store_id = _find(ctx, statement_id)
    _take_turn(ctx, store_id, before.provider)
    matching.find_again(ctx, statement_id, store_id, before.provider)
    fees, posted = _reconcile(ctx, statement_id, store_id, before.provider, before.file_name)
    statement = queries.statement(ctx, statement_id)
    trail.note(
        ctx,
        "payment_statement.rechecked",
        "payment_statement",
        statement_id,
        after=_figures(statement),
        was=_figures(before),
        provider=statement.provider,
        fees_entered=fees,
        lines_entered=posted,
    )
    return statement


def resolve(ctx: Context, statement_id: UUID, position: int, note: str) -> Statement:
    """A person explains a difference; again replaces the explanation. Nothing else changes. Refuses `StatementNotFound`,
    `StatementLineNotFound`, `NothingToResolve`."""
    _find(ctx, statement_id)
    line = ctx.db.one(
        """select l.match, l.note, l.reference from payment_statement_lines l
           where l.tenant_id = %(tenant)s and l.statement_id = %(statement)s and l.position = %(position)s for update""",
        statement=statement_id,
        position=position,
    )
    if line is None:
        raise StatementLineNotFound()
    if line.match not in DIFFERENCES:
        raise NothingToResolve()
    ctx.db.run(
        """update payment_statement_lines set note = %(note)s, resolved_by = %(by)s, resolved_at = %(now)s
           where tenant_id = %(tenant)s and statement_id = %(statement)s and position = %(position)s""",
        statement=statement_id,
        position=position,
        note=note,
        by=ctx.actor.name or ctx.actor.kind,
        now=ctx.now,
    )
    trail.note(
        ctx,
        "payment_statement.resolved",
        "payment_statement",
        statement_id,
        before={"note": line.note},
        after={"note": note},
        position=position,
        reference=line.reference,
        match=line.match,
    )
    return queries.statement(ctx, statement_id)


def _reconcile(ctx: Context, statement_id: UUID, store_id: UUID, provider: str, name: str) -> tuple[int, int]:
    """(payments whose fee was entered, lines that were entered)"""
    matching.pair_refunds(ctx, statement_id)
    fees = posting.fees_of_payments(ctx, statement_id, provider)
    changed = judging.judge(ctx, statement_id, store_id, provider)
    judging.find_not_named(ctx, statement_id, store_id, provider)
    posted = posting.the_rest(ctx, statement_id, store_id, provider, name)
    judging.count(ctx, changed | {statement_id})
    return fees, posted


def _take_turn(ctx: Context, store_id: UUID, provider: str) -> None:
    """Statements of one gateway are taken one after the other, so that each sees what the other found."""
    ctx.db.run(
        "select pg_advisory_xact_lock(hashtextextended(%(turn)s || %(tenant)s::text, 0))",
        turn=f"statements:{provider}:{store_id.hex}:",
    )


def _find(ctx: Context, statement_id: UUID) -> tuple[Statement, UUID]:
    statement = queries.statement(ctx, statement_id)
    store_id = ids.parse("store", statement.store_id)
    ctx.require(PERMISSION, store=store_id)
    return statement, store_id


def _refuse_known(ctx: Context, store_id: UUID, provider: str, digest: bytes) -> None:
    known = ctx.db.one(
        """select s.id, s.file_name, s.created_at from payment_statements s
           where s.tenant_id = %(tenant)s and s.store_id = %(store)s and s.provider = %(provider)s
             and s.file_hash = %(hash)s""",
        store=store_id,
        provider=provider,
        hash=digest,
    )
    if known is not None:
        raise StatementKnown(
            statement_id=ids.public(PREFIX, known.id),
            file_name=known.file_name,
            when=known.created_at.date().isoformat(),
        )


def _keep(
    ctx: Context, statement_id: UUID, store_id: UUID, provider: str, name: str, digest: bytes, rows: list[Row]
) -> None:
    ctx.db.run(
        """insert into payment_statements (tenant_id, id, store_id, provider, account_id, file_name, file_hash, period_from,
                                           period_until, lines, imported_by, created_at)
           values (%(tenant)s, %(id)s, %(store)s, %(provider)s,
                   (select a.id from payment_accounts a
                    where a.tenant_id = %(tenant)s and a.store_id = %(store)s and a.provider = %(provider)s),
                   %(name)s, %(hash)s, %(from)s, %(until)s, %(lines)s, %(by)s, %(now)s)""",
        id=statement_id,
        store=store_id,
        provider=provider,
        name=name,
        hash=digest,
        until=max(row.at for row in rows),
        lines=len(rows),
        by=ctx.actor.name or ctx.actor.kind,
        now=ctx.now,
        **{"from": min(row.at for row in rows)},
    )


def _figures(statement: Statement) -> dict[str, int]:
    return {
        "matched": statement.matched,
        "missing_here": statement.missing_here,
        "missing_there": statement.missing_there,
        "differing": statement.differing,
    }


def _clean(name: str) -> str:
    kept = "".join(sign if sign.isprintable() else " " for sign in name).strip()
    return kept[:200] or "statement.csv"
