"""How much of each objective's budget is used: read from the counts of minutes and hours."""

from datetime import datetime, timedelta
from typing import LiteralString

from duka.control import slo
from duka.control.slo import Tally
from duka.kernel.db import Tx

BY_MINUTE = timedelta(hours=6)
"""Windows up to this one are summed from minutes, longer ones from hours."""
_SPANS: dict[timedelta, LiteralString] = {
    window: "minute" if window <= BY_MINUTE else "hour" for window in slo.WINDOWS
}
_SUMS: dict[str, LiteralString] = {
    span: ", ".join(
        [
            f"coalesce(sum(c.good) filter (where c.at > %(since_{n})s), 0) as good_{n}, "
            f"coalesce(sum(c.total) filter (where c.at > %(since_{n})s), 0) as total_{n}"
            for n, each in enumerate(_SPANS.values())
            if each == span
        ]
    )
    for span in ("minute", "hour")
}
_WINDOWS: LiteralString = f"""
select o.slo, m.*, h.* from unnest(%(names)s::text[]) o (slo)
cross join lateral (select {_SUMS["minute"]} from health_counts c
                    where c.slo = o.slo and c.span = 'minute' and c.at > %(first_minute)s and c.at <= %(now)s) m
cross join lateral (select {_SUMS["hour"]} from health_counts c
                    where c.slo = o.slo and c.span = 'hour' and c.at > %(first_hour)s and c.at <= %(now)s) h"""


def windows(tx: Tx, now: datetime) -> dict[str, dict[timedelta, Tally]]:
    """Of every objective what happened in each of `slo.WINDOWS` until now. One statement."""
    since = {f"since_{n}": now - window for n, window in enumerate(_SPANS)}
    times = since | {"now": now, "first_minute": now - BY_MINUTE, "first_hour": now - slo.PERIOD}
    rows = {row.slo: row for row in tx.all(_WINDOWS, names=list(slo.BY_NAME), **times)}
    return {
        name: {
            window: Tally(int(getattr(rows[name], f"good_{n}")), int(getattr(rows[name], f"total_{n}")))
            for n, window in enumerate(_SPANS)
        }
        for name in slo.BY_NAME
    }


_PROVIDERS: LiteralString = """
select substr(c.slo, 10) as provider,
       coalesce(sum(c.good) filter (where c.at >= %(since)s), 0) as good,
       coalesce(sum(c.total) filter (where c.at >= %(since)s), 0) as total,
       coalesce(sum(c.good) filter (where c.at < %(since)s), 0) as usual_good,
       coalesce(sum(c.total) filter (where c.at < %(since)s), 0) as usual_total
from health_counts c where c.span = 'hour' and c.at >= %(week)s and starts_with(c.slo, 'payments_')
group by c.slo order by c.slo"""


def providers(tx: Tx, now: datetime, length: timedelta) -> list[tuple[str, Tally, Tally]]:
    """Of each payment provider: its code, its payments since `length` ago (by `whole_hours`), and those of the week before."""
    rows = tx.all(_PROVIDERS, since=whole_hours(now, length), week=now - timedelta(days=7))
    return [
        (r.provider, Tally(int(r.good), int(r.total)), Tally(int(r.usual_good), int(r.usual_total)))
        for r in rows
    ]


def whole_hours(now: datetime, length: timedelta) -> datetime:
    """The beginning of the hour `length` ago: what is counted by the hour since then lasts up to an hour longer."""
    return (now - length).replace(minute=0, second=0, microsecond=0)


def line(tx: Tx, name: str, now: datetime, length: timedelta) -> list[tuple[datetime, Tally]]:
    """An objective over time: by the minute for up to six hours, by the hour for longer. One statement."""
    rows = tx.all(
        """select at, good, total from health_counts where slo = %(name)s and span = %(span)s and at > %(since)s
           and at <= %(now)s order by at limit 2000""",
        name=name,
        span="minute" if length <= BY_MINUTE else "hour",
        since=now - length,
        now=now,
    )
    return [(row.at, Tally(row.good, row.total)) for row in rows]
