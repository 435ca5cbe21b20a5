"""The counts of each minute, written where all processes and machines add up: `health_counts`.

Each process writes its own share once a minute, so nothing depends on who holds which file. While the database is away the
minutes wait in memory and are written when it is back: the errors of an outage are counted to the time they happened.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, LiteralString

import msgspec

from duka.control import slo
from duka.control.pulse import FAILED, PAID
from duka.kernel import slowness
from duka.kernel.db import Tx
from duka.kernel.metrics import BOOK, PAYMENTS, Book, Totals
from duka.kernel.slowness import SlowStatement
from duka.kernel.work import Work

MOST_WAITING = 6 * 60
MINUTES_KEPT, HOURS_KEPT, STATEMENTS_KEPT = timedelta(days=2), timedelta(days=400), timedelta(days=30)

Row = tuple[str, datetime, slo.Tally]
_COUNTS: LiteralString = """
insert into health_counts (slo, span, at, good, total)
select c.slo, s.span, date_trunc(s.span, c.at), sum(c.good), sum(c.total)
from jsonb_to_recordset(%(rows)s::jsonb) as c (slo text, at timestamptz, good bigint, total bigint)
cross join (values ('minute'), ('hour')) as s (span)
group by 1, 2, 3 order by 1, 2, 3
on conflict (slo, span, at) do update set good = health_counts.good + excluded.good,
                                          total = health_counts.total + excluded.total"""
_SLOW: LiteralString = """
insert into slow_statements (day, maker, words, times, total_ms, longest_ms, last_at)
select %(now)s::date, s.maker, s.words, s.times, s.total_ms, s.longest_ms, %(now)s
from jsonb_to_recordset(%(rows)s::jsonb) as s (maker text, words text, times bigint, total_ms float8, longest_ms float8)
order by s.maker, s.words
on conflict (day, maker, words) do update set times = slow_statements.times + excluded.times,
    total_ms = slow_statements.total_ms + excluded.total_ms, last_at = excluded.last_at,
    longest_ms = greatest(slow_statements.longest_ms, excluded.longest_ms)"""


PROVIDER = "payments_"
"""With the code of a provider: how many of its payments succeeded, over all merchants."""


def paid(before: Totals, after: Totals) -> dict[str, slo.Tally]:
    """Of each provider what was decided between two looks at the numbers."""
    found: dict[str, slo.Tally] = {}
    for key, count in after.numbers.items():
        name, labels = key
        if name != PAYMENTS.name or labels[1] not in PAID | FAILED:
            continue
        fresh = int(count - before.numbers.get(key, 0.0))
        known = found.get(PROVIDER + labels[0], slo.Tally())
        good = known.good + (fresh if labels[1] in PAID else 0)
        if fresh:
            found[PROVIDER + labels[0]] = slo.Tally(good, known.total + fresh)
    return found


class Minutes:
    """The minutes of one process. `tick` is called every few seconds; not safe from several threads."""

    def __init__(self, work: Work, book: Book = BOOK) -> None:
        self._work = work
        self._book = book
        self._before = book.totals()
        self._minute = _minute(work.clock())
        self._waiting: list[Row] = []
        self._slow: list[SlowStatement] = []

    def tick(self) -> None:
        """Once a minute is over, write it. Raises when the database is away; nothing is lost then."""
        now = _minute(self._work.clock())
        if now == self._minute:
            return
        self._close()
        self._minute = now
        self._write()

    def finish(self) -> None:
        """What the last minute counted so far."""
        self._close()
        self._write()

    def _close(self) -> None:
        totals = self._book.totals()
        counted = slo.counted(self._before, totals) | paid(self._before, totals)
        for name, tally in counted.items():
            self._waiting.append((name, self._minute, tally))
        self._before = totals
        del self._waiting[: -MOST_WAITING * len(slo.OBJECTIVES)]
        self._slow = (self._slow + slowness.taken())[-slowness.MOST :]

    def _write(self) -> None:
        if not self._waiting and not self._slow:
            return
        with self._work.database.platform() as tx:
            add(tx, self._waiting)
            add_slow(tx, self._slow, self._work.clock())
        self._waiting, self._slow = [], []


def add(tx: Tx, rows: Sequence[Row]) -> None:
    """One statement; none for no rows."""
    if rows:
        tx.run(
            _COUNTS, rows=_json({"slo": n, "at": at, "good": t.good, "total": t.total} for n, at, t in rows)
        )


def add_slow(tx: Tx, found: Sequence[SlowStatement], now: datetime) -> None:
    merged: dict[tuple[str, str], SlowStatement] = {}
    for each in found:
        known = merged.setdefault((each.maker, each.words), SlowStatement(each.maker, each.words))
        known.times += each.times
        known.total_ms += each.total_ms
        known.longest_ms = max(known.longest_ms, each.longest_ms)
    if merged:
        tx.run(_SLOW, rows=_json(msgspec.structs.asdict(each) for each in merged.values()), now=now)


def prune(tx: Tx, now: datetime) -> None:
    """Forget what is too old to count."""
    tx.run(
        """delete from health_counts where (span = 'minute' and at < %(minutes)s) or at < %(hours)s""",
        minutes=now - MINUTES_KEPT,
        hours=now - HOURS_KEPT,
    )
    tx.run(
        "delete from slow_statements where day < %(since)s::date",
        since=now - STATEMENTS_KEPT,
    )


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def _json(rows: Iterable[Any]) -> str:
    return msgspec.json.encode(list(rows)).decode()
