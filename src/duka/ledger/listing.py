"""Entries: one, a page of them, and the feed that other books follow."""

from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.ledger import rules
from duka.ledger.errors import EntryNotFound, PeriodEmpty
from duka.ledger.types import Entry, EntryLine

SETTLES = timedelta(minutes=1)
"""Entries get their ids before their transactions commit; the feed tells those that are this old, so that none comes later with
a smaller id."""


class EntryFilter(msgspec.Struct, frozen=True):
    """Only what is named is asked. `since` and before `until` are of the day that an entry is of."""

    account: str = ""
    fact: str = ""
    order_id: UUID | None = None
    payment_id: UUID | None = None
    store_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


_COLUMNS: LiteralString = """select e.id, e.at, e.posted_at, e.fact, e.source, e.currency, e.store_id, e.order_id,
    coalesce(o.number, '') as order_number, e.payment_id, e.reverses, r.id as reversed_by, e.memo, e.actor,
    (select coalesce(jsonb_agg(jsonb_build_array(l.account, l.amount_minor) order by l.position), '[]') from ledger_lines l
     where l.tenant_id = %(tenant)s and l.entry_id = e.id) as lines
  from ledger_entries e
  left join orders o on o.tenant_id = %(tenant)s and o.id = e.order_id
  left join ledger_entries r on r.tenant_id = %(tenant)s and r.reverses = e.id
  where e.tenant_id = %(tenant)s and (%(stores)s::uuid[] is null or e.store_id = any(%(stores)s))"""

_WANTED: dict[str, LiteralString] = {
    "account": """ and exists (select 1 from ledger_lines l where l.tenant_id = %(tenant)s and l.entry_id = e.id
                   and l.account = %(account)s)""",
    "fact": " and e.fact = %(fact)s",
    "order": " and e.order_id = %(order)s",
    "payment": " and e.payment_id = %(payment)s",
    "store": " and e.store_id = %(store)s",
    "since": " and e.at >= %(since)s",
    "until": " and e.at < %(until)s",
}
"""One condition for each thing that can be asked. Only what is asked is in the statement, so that its index is used."""

_ORDERS: dict[str, tuple[LiteralString, LiteralString]] = {
    "newest": (" and (e.at, e.id) < (%(after)s, %(after_id)s)", " order by e.at desc, e.id desc"),
    "oldest": (" and (e.at, e.id) > (%(after)s, %(after_id)s)", " order by e.at, e.id"),
    "posted": (" and (e.posted_at, e.id) > (%(after)s, %(after_id)s)", " order by e.posted_at, e.id"),
}


def entries(
    ctx: Context,
    wanted: EntryFilter | None = None,
    *,
    sort: str = "newest",
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[Entry]:
    """A page of entries: `newest` or `oldest` first by the day that they are of, or as they were `posted`: so that whoever goes
    on from the last cursor misses none. Each page of `posted` has a cursor, the last one too. Refuses `PeriodEmpty` and
    `MalformedCursor`. One statement."""
    size = paging.bounded(limit)
    after = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    rows = _find(ctx, wanted or EntryFilter(), sort, after, size + 1)
    found = rows[:size]
    following = cursor if sort == "posted" else None
    if len(rows) > size or (found and sort == "posted"):
        following = paging.encode(found[-1].posted_at if sort == "posted" else found[-1].at, found[-1].id)
    return Page([_entry(ctx, row) for row in found], following)


def following(
    ctx: Context, wanted: EntryFilter, after: tuple[Any, Any], size: int
) -> tuple[list[Entry], tuple[Any, Any]]:
    """The next `size` entries, oldest first, and the key to go on from: for exports, which ask again and again."""
    rows = _find(ctx, wanted, "oldest", after, size)
    return [_entry(ctx, row) for row in rows], (rows[-1].at, rows[-1].id) if rows else after


def get(ctx: Context, entry_id: UUID) -> Entry:
    """One entry. Refuses `EntryNotFound`."""
    ctx.require("ledger:read")
    row = ctx.db.one(_COLUMNS + " and e.id = %(id)s", id=entry_id, stores=ctx.stores_with("ledger:read"))
    if row is None:
        raise EntryNotFound()
    return _entry(ctx, row)


def _find(ctx: Context, wanted: EntryFilter, sort: str, after: tuple[Any, Any], size: int) -> list[Any]:
    ctx.require("ledger:read", store=wanted.store_id)
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise PeriodEmpty()
    asked = {
        "account": wanted.account,
        "fact": wanted.fact,
        "order": wanted.order_id,
        "payment": wanted.payment_id,
        "store": wanted.store_id,
        "since": wanted.since,
        "until": wanted.until,
    }
    statement: LiteralString = _COLUMNS
    for name, condition in _WANTED.items():
        if asked[name]:
            statement += condition
    beyond, order = _ORDERS[sort]
    if after[0] is not None:
        statement += beyond
    if sort == "posted":
        statement += " and e.posted_at < %(settled)s"
    return ctx.db.all(
        statement + order + " limit %(limit)s",
        **asked,
        after=after[0],
        after_id=after[1],
        settled=ctx.now - SETTLES,
        stores=ctx.stores_with("ledger:read"),
        limit=size,
    )


def _entry(ctx: Context, row: Any) -> Entry:
    return Entry(
        id=ids.public("entry", row.id),
        at=row.at,
        posted_at=row.posted_at,
        fact=row.fact,
        source=row.source,
        currency=row.currency,
        store_id=_public("store", row.store_id),
        order_id=_public("ord", row.order_id),
        order_number=row.order_number,
        payment_id=_public("pay", row.payment_id),
        reverses=_public("entry", row.reverses),
        reversed_by=_public("entry", row.reversed_by),
        memo=row.memo,
        actor=row.actor,
        lines=[
            EntryLine(account, rules.title(account, ctx.locale), max(amount, 0), max(-amount, 0))
            for account, amount in row.lines
        ],
    )


def _public(prefix: str, value: UUID | None) -> str | None:
    return ids.public(prefix, value) if value else None
