"""Translators' files, as staff follow them."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.paging import Page
from duka.languages import kinds
from duka.languages.errors import RunNotFound
from duka.languages.types import RowOutcome, TranslationFile, TranslationRow

READ = "products:write"
_RUN: LiteralString = """
select r.id, r.locale, r.file_name, r.format, r.status, r.started_by, r.created_at, r.finished_at, n.*
  from translation_runs r
 cross join lateral (
     select count(*) filter (where w.outcome = 'new') as new, count(*) filter (where w.outcome = 'changed') as changed,
            count(*) filter (where w.outcome = 'unchanged') as unchanged,
            count(*) filter (where w.outcome = 'refused') as refused,
            count(*) filter (where w.outcome = 'written') as written
       from translation_rows w where w.tenant_id = %(tenant)s and w.run_id = r.id) n
 where r.tenant_id = %(tenant)s"""


def list_runs(ctx: Context, cursor: str | None = None, limit: int | None = None) -> Page[TranslationFile]:
    """The newest first."""
    ctx.require(READ)
    at, after = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    size = paging.bounded(limit)
    rows = ctx.db.all(
        f"""{_RUN} and (%(at)s::timestamptz is null or (r.created_at, r.id) < (%(at)s, %(after)s::uuid))
            order by r.created_at desc, r.id desc limit %(limit)s""",
        at=at,
        after=after,
        limit=size + 1,
    )
    following = paging.encode(rows[size - 1].created_at, rows[size - 1].id) if len(rows) > size else None
    return Page([_run(row) for row in rows[:size]], following)


def run(ctx: Context, run_id: UUID) -> TranslationFile:
    """Refuses `RunNotFound`."""
    ctx.require(READ)
    row = ctx.db.one(f"{_RUN} and r.id = %(id)s", id=run_id)
    if row is None:
        raise RunNotFound()
    return _run(row)


def rows_of(
    ctx: Context,
    run_id: UUID,
    outcome: RowOutcome | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[TranslationRow]:
    """The texts of a file in its order. Refuses `RunNotFound`."""
    ctx.require(READ)
    (after,) = paging.decode(cursor, int) if cursor else (0,)
    size = paging.bounded(limit, 50)
    rows = ctx.db.all(
        """select w.place, w.kind, w.thing_id, w.title, w.field, w.source, w.before, w.text, w.outcome, w.message
             from translation_rows w
            where w.tenant_id = %(tenant)s and w.run_id = %(id)s and w.place > %(after)s
              and (%(outcome)s::text is null or w.outcome = %(outcome)s) order by w.place limit %(limit)s""",
        id=run_id,
        after=min(after, 2**31 - 1),
        outcome=outcome,
        limit=size + 1,
    )
    if not rows:
        run(ctx, run_id)
    following = paging.encode(rows[size - 1].place) if len(rows) > size else None
    return Page([_row(row) for row in rows[:size]], following)


def _run(row: Row) -> TranslationFile:
    fields = row._asdict()
    return msgspec.convert({**fields, "id": ids.public("tr", row.id)}, TranslationFile)


def _row(row: Row) -> TranslationRow:
    kind = kinds.KINDS.get(row.kind)
    fields = row._asdict()
    thing = fields.pop("thing_id")
    return msgspec.convert(
        {**fields, "id": ids.public(kind.prefix, thing) if kind and thing else ""}, TranslationRow
    )
