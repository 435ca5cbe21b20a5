"""Imports as the console shows them."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.imports.console_types import ImportFile, Preview, RowProblem
from duka.imports.errors import ImportNotFound
from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.paging import Page

_FILE: LiteralString = """
select f.id, f.kind, f.file_name, f.store, f.status, f.is_dry, f.total_rows, f.last_row, f.created, f.updated,
       f.unchanged, f.refused, f.why, f.asked_by_name as asked_by, f.created_at, f.started_at, f.closed_at
  from import_files f where f.tenant_id = %(tenant)s"""


def import_file(ctx: Context, file_id: UUID) -> ImportFile:
    """Refuses `ImportNotFound`."""
    ctx.require("imports:run")
    row = ctx.db.one(f"{_FILE} and f.id = %(id)s", id=file_id)
    if row is None:
        raise ImportNotFound()
    return _file(row)


def preview(ctx: Context, file_id: UUID) -> Preview:
    """What the file held when it was uploaded. Refuses `ImportNotFound`."""
    ctx.require("imports:run")
    found = ctx.db.one(
        "select f.preview from import_files f where f.tenant_id = %(tenant)s and f.id = %(id)s", id=file_id
    )
    if found is None:
        raise ImportNotFound()
    return msgspec.convert(found.preview, Preview)


def import_files(ctx: Context, cursor: str | None = None, limit: int | None = None) -> Page[ImportFile]:
    """The newest first."""
    ctx.require("imports:run")
    before, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    size = paging.bounded(limit)
    rows = ctx.db.all(
        f"""{_FILE} and (%(before)s::timestamptz is null or (f.created_at, f.id) < (%(before)s, %(last)s::uuid))
            order by f.created_at desc, f.id desc limit %(limit)s""",
        before=before,
        last=last,
        limit=size + 1,
    )
    following = paging.encode(rows[size - 1].created_at, rows[size - 1].id) if len(rows) > size else None
    return Page([_file(row) for row in rows[:size]], following)


def problems(
    ctx: Context, file_id: UUID, cursor: str | None = None, limit: int | None = None
) -> Page[RowProblem]:
    """What was wrong with which row, in the order of the file; the first 10,000 and some. Refuses `ImportNotFound`."""
    ctx.require("imports:run")
    after = paging.decode(cursor, int)[0] if cursor else 0
    size = paging.bounded(limit)
    rows = ctx.db.all(
        """select p.number, p.row_number as row, p.key, p.column_name as "column", p.why, p.is_refused
           from import_problems p
           where p.tenant_id = %(tenant)s and p.file_id = %(id)s and p.number > %(after)s
           order by p.number limit %(limit)s""",
        id=file_id,
        after=after,
        limit=size + 1,
    )
    if not rows:
        import_file(ctx, file_id)
    items = [RowProblem(*row[1:]) for row in rows[:size]]
    return Page(items, paging.encode(rows[size - 1].number) if len(rows) > size else None)


def _file(row: Row) -> ImportFile:
    return msgspec.convert({**row._asdict(), "id": f"imp_{row.id.hex}"}, ImportFile)
