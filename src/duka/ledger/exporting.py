"""The books as CSV, a row a line, page by page, so that long ones are never held whole."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.money import exponent
from duka.kernel.work import Caller, Work
from duka.ledger import listing, rules
from duka.ledger.listing import EntryFilter
from duka.ledger.types import Entry, EntryLine

PAGE = 500
COLUMNS = (
    "at",
    "posted_at",
    "entry",
    "fact",
    "account",
    "account_name",
    "account_type",
    "debit",
    "credit",
    "currency",
    "order",
    "order_id",
    "payment_id",
    "store_id",
    "reverses",
    "memo",
    "actor",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(work: Work, caller: Caller, wanted: EntryFilter, size: int = PAGE) -> Iterator[bytes]:
    """CSV in pieces: a heading, then the lines of each entry, oldest first, `size` entries a piece. Amounts are in whole
    units with a point (`12.50`). That it was taken is in the trail. Refusals come with the first piece: `Forbidden`,
    `PeriodEmpty`."""

    def begin(ctx: Context) -> tuple[list[Entry], tuple[Any, Any]]:
        asked = {name: value for name, value in msgspec.to_builtins(wanted).items() if value}
        trail.note(ctx, "ledger.exported", "ledger", ctx.tenant, filter=asked)
        return listing.following(ctx, wanted, (None, None), size)

    page, after = work.perform(caller, begin)
    yield _rows([COLUMNS])
    while page:
        yield _rows([_cells(entry, line) for entry in page for line in entry.lines])
        if len(page) < size:
            return
        page, after = _next(work, caller, wanted, after, size)


def _next(
    work: Work, caller: Caller, wanted: EntryFilter, after: tuple[Any, Any], size: int
) -> tuple[list[Entry], tuple[Any, Any]]:
    return work.perform(caller, lambda ctx: listing.following(ctx, wanted, after, size))


def _cells(entry: Entry, line: EntryLine) -> list[str]:
    return [
        entry.at.isoformat(),
        entry.posted_at.isoformat(),
        entry.id,
        entry.fact,
        line.account,
        line.title,
        rules.kind_of(line.account),
        amount(line.debit_minor, entry.currency),
        amount(line.credit_minor, entry.currency),
        entry.currency,
        _text(entry.order_number),
        entry.order_id or "",
        entry.payment_id or "",
        entry.store_id or "",
        entry.reverses or "",
        _text(entry.memo),
        _text(entry.actor),
    ]


def amount(minor: int, currency: str) -> str:
    """An amount that is not below zero as a number with a point: 1250 EUR is 12.50; empty for nothing."""
    if not minor:
        return ""
    digits = exponent(currency)
    text = str(minor).rjust(digits + 1, "0")
    return f"{text[:-digits]}.{text[-digits:]}" if digits else text


def _text(value: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{value}" if value.startswith(FORMULA) else value


def _rows(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
