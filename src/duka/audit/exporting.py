"""The trail as CSV, page by page, so that a long one is never held whole."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from duka.audit import queries
from duka.audit.queries import AuditFilter
from duka.audit.types import AuditEntry
from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work

PAGE = 500
COLUMNS = (
    "at",
    "actor_kind",
    "actor_name",
    "actor",
    "origin",
    "action",
    "kind",
    "object",
    "name",
    "before",
    "after",
    "details",
    "request_id",
    "sequence",
    "id",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(work: Work, caller: Caller, wanted: AuditFilter) -> Iterator[bytes]:
    """CSV in pieces: a heading, then entries, newest first. That it was taken is itself in the trail. Refusals come with the
    first piece: `Forbidden`, `PeriodEmpty`, `MalformedId`."""

    def begin(ctx: Context) -> list[AuditEntry]:
        found = queries.pages(ctx, wanted, (None, None), PAGE)
        trail.note(ctx, "audit.exported", "audit", ctx.tenant, filter=_asked(wanted))
        return found

    page = work.perform(caller, begin)
    yield _lines([COLUMNS])
    while page:
        yield _lines([_cells(entry) for entry in page])
        if len(page) < PAGE:
            return
        after = (datetime.fromisoformat(page[-1].at), UUID(hex=page[-1].id))
        page = _next(work, caller, wanted, after)


def _next(work: Work, caller: Caller, wanted: AuditFilter, after: tuple[datetime, UUID]) -> list[AuditEntry]:
    return work.perform(caller, lambda ctx: queries.pages(ctx, wanted, after, PAGE))


def _asked(wanted: AuditFilter) -> dict[str, Any]:
    return {name: value for name, value in msgspec.to_builtins(wanted).items() if value}


def _cells(entry: AuditEntry) -> list[str]:
    return [_cell(getattr(entry, column)) for column in COLUMNS]


def _cell(value: object) -> str:
    """Text that a spreadsheet does not take for a formula."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return f"'{text}" if text.startswith(FORMULA) else text


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
