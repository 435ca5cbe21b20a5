"""Questions about statements. Everybody sees those of the stores in which they hold `payments:read`."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.paging import Page
from duka.payments.statements.errors import StatementNotFound
from duka.payments.statements.types import DIFFERENCES, Match, OpenDifferences, Statement, StatementLine

PERMISSION = "payments:read"

_STATEMENT: LiteralString = """
select s.id, s.store_id, s.provider, s.file_name, s.period_from, s.period_until, s.lines, s.matched, s.missing_here,
       s.missing_there, s.differing, o.open, s.imported_by, s.created_at
from payment_statements s
cross join lateral (
    select count(*) as open from payment_statement_lines l
    where l.tenant_id = %(tenant)s and l.statement_id = s.id and l.resolved_at is null
      and l.match in ('missing_here', 'missing_there', 'differing')
) o
where s.tenant_id = %(tenant)s and (%(stores)s::uuid[] is null or s.store_id = any(%(stores)s))"""

_LINE: LiteralString = """
select l.position, l.kind, l.reference, l.parent_reference, l.at, l.gross_minor, l.fee_minor, l.net_minor, l.currency,
       l.paid_minor, l.paid_currency, l.match, l.payment_id, p.order_id, coalesce(o.number, '') as order_number,
       l.refund_id, l.why, l.ours_minor, l.note, l.resolved_by, l.resolved_at
from payment_statement_lines l
left join payments p on p.tenant_id = %(tenant)s and p.id = l.payment_id
left join orders o on o.tenant_id = %(tenant)s and o.id = p.order_id
where l.tenant_id = %(tenant)s and l.statement_id = %(statement)s and l.position > %(after)s
  and (%(matches)s::text[] is null or l.match = any(%(matches)s))
order by l.position limit %(limit)s"""


def statement(ctx: Context, statement_id: UUID) -> Statement:
    """Refuses `StatementNotFound`, also for those of stores that the caller does not see."""
    ctx.require(PERMISSION)
    row = ctx.db.one(f"{_STATEMENT} and s.id = %(id)s", id=statement_id, stores=ctx.stores_with(PERMISSION))
    if row is None:
        raise StatementNotFound()
    return _statement(row)


def statements(
    ctx: Context,
    *,
    store_id: UUID | None = None,
    provider: str = "",
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[Statement]:
    """The newest first. One statement."""
    ctx.require(PERMISSION, store=store_id)
    before, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    size = paging.bounded(limit)
    rows = ctx.db.all(
        f"""{_STATEMENT}
              and (%(store)s::uuid is null or s.store_id = %(store)s)
              and (%(provider)s = '' or s.provider = %(provider)s)
              and (%(before)s::timestamptz is null or (s.created_at, s.id) < (%(before)s, %(last)s::uuid))
            order by s.created_at desc, s.id desc limit %(limit)s""",
        stores=ctx.stores_with(PERMISSION),
        store=store_id,
        provider=provider,
        before=before,
        last=last,
        limit=size + 1,
    )
    following = paging.encode(rows[size - 1].created_at, rows[size - 1].id) if len(rows) > size else None
    return Page([_statement(row) for row in rows[:size]], following)


def lines(
    ctx: Context,
    statement_id: UUID,
    *,
    matches: tuple[Match, ...] = (),
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[StatementLine]:
    """In the order of the file, then what it does not name. Two statements. Refuses `StatementNotFound`."""
    statement(ctx, statement_id)
    after = paging.decode(cursor, int)[0] if cursor else 0
    size = paging.bounded(limit, 50)
    rows = _lines(ctx, statement_id, matches, after, size + 1)
    following = paging.encode(rows[size - 1].position) if len(rows) > size else None
    return Page([_line(row) for row in rows[:size]], following)


def open_differences(ctx: Context) -> list[OpenDifferences]:
    """What nobody has explained yet, over all statements, by store, provider and currency. One statement."""
    ctx.require(PERMISSION)
    rows = ctx.db.all(
        """select s.store_id, s.provider, l.currency,
                  count(*) filter (where l.match = 'missing_here') as missing_here,
                  count(*) filter (where l.match = 'missing_there') as missing_there,
                  count(*) filter (where l.match = 'differing') as differing,
                  coalesce(sum(case l.match when 'missing_here' then l.gross_minor
                                            when 'missing_there' then -l.gross_minor else 0 end), 0)::bigint as sum_minor,
                  min(l.at) as oldest_at
           from payment_statements s
           join payment_statement_lines l on l.tenant_id = %(tenant)s and l.statement_id = s.id
           where s.tenant_id = %(tenant)s and (%(stores)s::uuid[] is null or s.store_id = any(%(stores)s))
             and l.match in ('missing_here', 'missing_there', 'differing') and l.resolved_at is null
           group by s.store_id, s.provider, l.currency
           order by s.provider, s.store_id, l.currency""",
        stores=ctx.stores_with(PERMISSION),
    )
    return [
        msgspec.convert({**row._asdict(), "store_id": ids.public("store", row.store_id)}, OpenDifferences)
        for row in rows
    ]


def differences(ctx: Context, statement_id: UUID, after: int, count: int) -> list[StatementLine]:
    """The `count` next lines that do not agree, after a position. Refuses `StatementNotFound`."""
    statement(ctx, statement_id)
    return [_line(row) for row in _lines(ctx, statement_id, DIFFERENCES, after, count)]


def _lines(ctx: Context, statement_id: UUID, matches: tuple[Match, ...], after: int, limit: int) -> list[Row]:
    return ctx.db.all(_LINE, statement=statement_id, matches=list(matches) or None, after=after, limit=limit)


def _statement(row: Row) -> Statement:
    of = {**row._asdict(), "id": ids.public("stmt", row.id), "store_id": ids.public("store", row.store_id)}
    return msgspec.convert(of, Statement)


def _line(row: Row) -> StatementLine:
    of = row._asdict()
    for name, prefix in (("payment_id", "pay"), ("order_id", "ord"), ("refund_id", "ref")):
        of[name] = ids.public(prefix, of[name]) if of[name] else None
    return msgspec.convert(of, StatementLine)
