"""The differences of a statement as CSV, page by page, so that long ones are never held whole."""

import csv
import io
from collections.abc import Iterator, Sequence
from uuid import UUID

from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.money import exponent
from duka.kernel.work import Caller, Work
from duka.payments.statements import queries
from duka.payments.statements.types import StatementLine

PAGE = 1_000
COLUMNS = (
    "position",
    "match",
    "why",
    "kind",
    "reference",
    "parent_reference",
    "at",
    "currency",
    "gross",
    "fee",
    "net",
    "ours",
    "order",
    "payment_id",
    "note",
    "resolved_by",
    "resolved_at",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(work: Work, caller: Caller, statement_id: UUID, size: int = PAGE) -> Iterator[bytes]:
    """CSV in pieces: a heading, then the differences in the order of the file. Amounts are in whole units with a point
    (`-12.50`). That it was taken is in the trail. Refusals come with the first piece: `Forbidden`, `StatementNotFound`."""

    def begin(ctx: Context) -> list[StatementLine]:
        found = queries.differences(ctx, statement_id, 0, size)
        trail.note(ctx, "payment_statement.exported", "payment_statement", statement_id)
        return found

    page = work.perform(caller, begin)
    yield _rows([COLUMNS])
    while page:
        yield _rows([_cells(line) for line in page])
        if len(page) < size:
            return
        page = _next(work, caller, statement_id, page[-1].position, size)


def _next(work: Work, caller: Caller, statement_id: UUID, after: int, size: int) -> list[StatementLine]:
    return work.perform(caller, lambda ctx: queries.differences(ctx, statement_id, after, size))


def _cells(line: StatementLine) -> list[str]:
    return [
        str(line.position),
        line.match,
        line.why,
        line.kind,
        _text(line.reference),
        _text(line.parent_reference),
        line.at.isoformat() if line.at else "",
        line.currency,
        _amount(line.gross_minor, line.currency),
        _amount(line.fee_minor, line.currency),
        _amount(line.net_minor, line.currency),
        "" if line.ours_minor is None else _amount(line.ours_minor, line.currency),
        _text(line.order_number),
        line.payment_id or "",
        _text(line.note),
        _text(line.resolved_by),
        line.resolved_at.isoformat() if line.resolved_at else "",
    ]


def _amount(minor: int, currency: str) -> str:
    digits = exponent(currency)
    text = str(abs(minor)).rjust(digits + 1, "0")
    return ("-" if minor < 0 else "") + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)


def _text(text: str) -> str:
    """What a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _rows(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
