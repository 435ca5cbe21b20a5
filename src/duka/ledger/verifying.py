"""`verify`: whether the books balance and agree with what happened to orders and payments; and where not, in words."""

import time
from datetime import datetime

import msgspec

from duka.kernel import events, housekeeping, log, trail
from duka.kernel.context import Context
from duka.kernel.work import Work
from duka.ledger import queries
from duka.ledger.checks import QUESTIONS, BooksFinding, Difference, told
from duka.ledger.events import LedgerOutOfBalance
from duka.ledger.types import Balance

_log = log.get("ledger.verifying")
MOST_TOLD = 100


class BooksReport(msgspec.Struct, frozen=True):
    """At most 100 `findings` are told of those that there are (`found`). `balances` are of all accounts."""

    at: datetime
    is_sound: bool
    entries: int
    lines: int
    found: int
    findings: list[BooksFinding]
    balances: list[Balance]
    took_ms: int


def verify(ctx: Context) -> BooksReport:
    """Every entry adds up to nothing, each fact has its entry with its amount, and no entry is without its fact. For who keeps
    the books of all stores. Changes nothing. 9 statements."""
    ctx.require_everywhere("ledger:read")
    began = time.monotonic()
    differences: list[Difference] = []
    found = 0
    for question in QUESTIONS:
        rows = ctx.db.all(
            "select d.*, count(*) over () as found from (" + question + ") d limit %(most)s", most=MOST_TOLD
        )
        found += rows[0].found if rows else 0
        differences += [Difference(*row[:-1]) for row in rows]
    entries = ctx.db.value("select count(*) from ledger_entries where tenant_id = %(tenant)s")
    balances = queries.balances(ctx)
    return BooksReport(
        at=ctx.now,
        is_sound=not differences,
        entries=entries,
        lines=sum(balance.lines for balance in balances),
        found=found,
        findings=[told(difference) for difference in differences[:MOST_TOLD]],
        balances=balances,
        took_ms=int((time.monotonic() - began) * 1000),
    )


def verify_for(ctx: Context) -> BooksReport:
    """As `verify`, for somebody: that they asked, and what was found, is in the trail."""
    report = verify(ctx)
    trail.note(ctx, "ledger.verified", "ledger", ctx.tenant, entries=report.entries, findings=report.found)
    return report


def verify_and_tell(ctx: Context) -> None:
    """As `verify`; what does not fit goes to the log, and to those who keep the books."""
    report = verify(ctx)
    if report.is_sound:
        return
    first = report.findings[0].text
    _log.error("the books are off", tenant=str(ctx.tenant), findings=report.found, first=first)
    events.emit(ctx, LedgerOutOfBalance(aggregate_id=ctx.tenant, findings=report.found, first=first))


def verify_everybody(work: Work) -> None:
    """Every active company's books, each in a transaction of its own."""
    housekeeping.each_tenant(work, "active", verify_and_tell)
