"""How the service is doing, for operators: lights, budgets, queues, providers, slow statements, the database.

Every question is a few statements over all merchants, bounded by time or by what waits.
"""

from datetime import datetime, timedelta
from typing import Any, Literal, LiteralString

import msgspec
import psycopg

import duka
from duka.control import budgets, deeds, gauges, slo
from duka.control.gauges import Queues
from duka.kernel.errors import NotFound
from duka.kernel.readiness import newest_revision
from duka.kernel.work import Caller, Work

READ = "health:read"
Light = Literal["good", "warn", "bad", "unknown"]
SPANS = {
    "hour": timedelta(hours=1),
    "quarter": timedelta(hours=6),
    "week": timedelta(days=7),
    "month": slo.PERIOD,
}


class ObjectiveNotFound(NotFound):
    """There is no such objective."""


class Burning(msgspec.Struct, frozen=True):
    """How fast the budget went in a window; 1 is as fast as it may."""

    window: str
    rate: float


class ObjectiveState(msgspec.Struct, frozen=True, kw_only=True):
    """`per_mille` is promised, `good_per_mille` is what was (None when nothing happened), over 30 days. `budget_left`: 1 all,
    0 none, below that overdrawn."""

    name: str
    what: str
    measure: str
    light: Light
    per_mille: int
    good_per_mille: float | None
    total: int
    bad: int
    budget_left: float
    burning: list[Burning]


class HealthPoint(msgspec.Struct, frozen=True):
    """`good_percent` of what happened in the minute or hour from `at` on."""

    at: datetime
    total: int
    bad: int
    good_percent: float


class ObjectiveLine(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    span: str
    per_mille: int
    points: list[HealthPoint]


class ProviderState(msgspec.Struct, frozen=True, kw_only=True):
    """A payment provider, over all merchants: the last 24 hours, and what is usual over seven days."""

    provider: str
    tries: int
    failed: int
    percent: int | None
    usual_percent: int | None
    light: Light


class ServiceHealth(msgspec.Struct, frozen=True, kw_only=True):
    """`light` is the worst of all. `lacks`: why it is not ready, in words."""

    at: datetime
    light: Light
    objectives: list[ObjectiveState]
    queues: Queues
    providers: list[ProviderState]
    alerts_open: int
    alerts_paging: int


class SlowQuery(msgspec.Struct, frozen=True, kw_only=True):
    """`maker`: which of our functions sends it; empty when PostgreSQL counted it. Milliseconds."""

    maker: str
    words: str
    times: int
    mean_ms: float
    longest_ms: float
    total_ms: float


class SlowQueries(msgspec.Struct, frozen=True):
    """`source`: pg_stat_statements when the database counts, else ours: statements over a quarter of a second."""

    source: Literal["pg_stat_statements", "ours"]
    items: list[SlowQuery]


class TableSize(msgspec.Struct, frozen=True):
    """`dead_percent`: of its rows those that wait for a vacuum."""

    name: str
    bytes: int
    rows: int
    dead_percent: int


class DatabaseState(msgspec.Struct, frozen=True, kw_only=True):
    """`oldest_transaction_seconds` and `waiting_for_locks` are of what this role may see."""

    version: str
    revision: str
    needed_revision: str
    program: str
    bytes: int
    connections: int
    most_connections: int
    waiting_for_locks: int
    oldest_transaction_seconds: float
    cache_hit_percent: float | None
    deadlocks: int
    tables: list[TableSize]


_DATABASE: LiteralString = """
select current_setting('server_version') as version, (select max(version_num) from alembic_version) as revision,
       pg_database_size(current_database()) as bytes, current_setting('max_connections')::int as most,
       (select count(*) from pg_stat_activity where datname = current_database()) as connections,
       (select count(*) from pg_locks where not granted) as waiting,
       (select coalesce(extract(epoch from max(now() - xact_start)), 0) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()) as oldest,
       d.blks_hit, d.blks_read, d.deadlocks
from pg_stat_database d where d.datname = current_database()"""
_TABLES: LiteralString = """
select t.name, pg_total_relation_size(t.oid) as bytes, t.rows,
       case when t.rows + t.dead > 0 then (100 * t.dead / (t.rows + t.dead))::int else 0 end as dead
from (select c.oid, c.relname as name, pg_stat_get_live_tuples(c.oid) as rows, pg_stat_get_dead_tuples(c.oid) as dead
      from pg_class c left join pg_class o on o.oid = c.reltoastrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'm')
      order by c.relpages + coalesce(o.relpages, 0) + coalesce(
          (select sum(x.relpages) from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid), 0) desc,
        c.relname limit 15) t
order by 2 desc, 1"""
"""Which are the largest is known from the last vacuum or analyze of each: to ask the size of every table is to ask the file
system of every file."""


def overview(work: Work, caller: Caller) -> ServiceHealth:
    """The first page. Six statements. Refuses `Forbidden`."""
    deeds.require(caller, READ)
    now = work.clock()
    queues = gauges.queues(work)
    with work.database.platform() as tx:
        found = budgets.windows(tx, now)
        day = timedelta(days=1)
        providers = [_provider(*each) for each in budgets.providers(tx, now, day)]
        alerts: Any = tx.one(
            """select count(*) as open, count(*) filter (where severity = 'page') as paging from alerts
               where status <> 'resolved'"""
        )
    objectives = [_state(slo.BY_NAME[name], windows) for name, windows in found.items()]
    lights = [o.light for o in objectives] + [p.light for p in providers]
    if queues.events_dead or queues.jobs_failed or alerts.open:
        lights.append("bad" if alerts.paging else "warn")
    return ServiceHealth(
        at=now,
        light=worst(lights),
        objectives=objectives,
        queues=queues,
        providers=providers,
        alerts_open=alerts.open,
        alerts_paging=alerts.paging,
    )


def worst(lights: list[Light]) -> Light:
    """Of nothing it is unknown."""
    for light in ("bad", "warn", "good"):
        if light in lights:
            return light
    return "unknown"


def _state(objective: slo.Objective, windows: dict[timedelta, slo.Tally]) -> ObjectiveState:
    whole = windows[slo.PERIOD]
    left = slo.budget_left(objective, whole)
    burn = slo.burning(objective, windows)
    return ObjectiveState(
        name=objective.name,
        what=objective.what,
        measure=objective.measure,
        light=light_of(objective, whole, burn),
        per_mille=objective.per_mille,
        good_per_mille=round(1000 * (1 - whole.bad_share), 2) if whole.total else None,
        total=whole.total,
        bad=whole.bad,
        budget_left=round(left, 4),
        burning=[
            Burning(slo.spoken(window), round(slo.burn_rate(objective, tally), 2))
            for window, tally in windows.items()
        ],
    )


def light_of(objective: slo.Objective, whole: slo.Tally, burn: slo.Burn | None) -> Light:
    """Bad: somebody is called, or nothing is left. Warn: it burns slowly, or less than a quarter is left, or nothing after so
    few slow answers that it may be an accident."""
    if not whole.total:
        return "unknown"
    left = slo.budget_left(objective, whole)
    is_accident = objective.measure == "in_time" and slo.is_accident(objective, whole)
    if (burn is not None and burn.severity == "page") or (left <= 0 and not is_accident):
        return "bad"
    return "warn" if burn is not None or left < 0.25 else "good"


def line(work: Work, caller: Caller, name: str, span: str) -> ObjectiveLine:
    """An objective over time. One statement. Refuses `Forbidden`, `ObjectiveNotFound`."""
    deeds.require(caller, READ)
    objective = slo.BY_NAME.get(name)
    if objective is None:
        raise ObjectiveNotFound()
    with work.database.platform() as tx:
        rows = budgets.line(tx, name, work.clock(), SPANS[span])
    points = [HealthPoint(at, t.total, t.bad, round(100 * (1 - t.bad_share), 3)) for at, t in rows]
    return ObjectiveLine(name=name, span=span, per_mille=objective.per_mille, points=points)


def _provider(code: str, now: slo.Tally, usually: slo.Tally) -> ProviderState:
    percent = round(100 * now.bad_share) if now.total else None
    usual = round(100 * usually.bad_share) if usually.total else None
    light: Light = "unknown"
    if percent is not None:
        expected = usual if usual is not None else 20
        is_fine = now.total < 8 or percent <= expected + 15
        light = "good" if is_fine else "bad" if percent >= 60 else "warn"
    return ProviderState(
        provider=code, tries=now.total, failed=now.bad, percent=percent, usual_percent=usual, light=light
    )


def slow_queries(work: Work, caller: Caller, limit: int = 50) -> SlowQueries:
    """The most costly first: of PostgreSQL's own count if it has one, else of ours over seven days. Refuses `Forbidden`."""
    deeds.require(caller, READ)
    with work.database.platform() as tx:
        if tx.value("select to_regclass('pg_stat_statements') is not null"):
            try:
                with tx.savepoint():
                    rows = tx.all(
                        """select left(regexp_replace(s.query, '\\s+', ' ', 'g'), 200) as words, s.calls as times,
                                  s.mean_exec_time as mean, s.max_exec_time as longest, s.total_exec_time as total
                           from pg_stat_statements s
                           where s.dbid = (select oid from pg_database where datname = current_database())
                           order by s.total_exec_time desc limit %(limit)s""",
                        limit=limit,
                    )
                return SlowQueries("pg_stat_statements", [_slow("", r) for r in rows])
            except psycopg.Error:  # there, and not loaded or not ours to read
                pass
        rows = tx.all(
            """select maker, words, sum(times)::bigint as times, sum(total_ms) / sum(times) as mean,
                      max(longest_ms) as longest, sum(total_ms) as total
               from slow_statements where day >= %(since)s::date group by maker, words
               order by sum(total_ms) desc limit %(limit)s""",
            since=work.clock() - timedelta(days=7),
            limit=limit,
        )
    return SlowQueries("ours", [_slow(r.maker, r) for r in rows])


def _slow(maker: str, row: Any) -> SlowQuery:
    return SlowQuery(
        maker=maker,
        words=row.words or "",
        times=row.times,
        mean_ms=round(row.mean, 1),
        longest_ms=round(row.longest, 1),
        total_ms=round(row.total, 1),
    )


def database(work: Work, caller: Caller) -> DatabaseState:
    """Two statements. Refuses `Forbidden`."""
    deeds.require(caller, READ)

    with work.database.platform() as tx:
        row: Any = tx.one(_DATABASE)
        tables = tx.all(_TABLES)
    blocks = row.blks_hit + row.blks_read
    return DatabaseState(
        version=row.version,
        revision=row.revision,
        needed_revision=newest_revision(),
        program=duka.__version__,
        bytes=row.bytes,
        connections=row.connections,
        most_connections=row.most,
        waiting_for_locks=row.waiting,
        oldest_transaction_seconds=max(0.0, round(float(row.oldest), 1)),
        cache_hit_percent=round(100 * row.blks_hit / blocks, 2) if blocks else None,
        deadlocks=row.deadlocks,
        tables=[TableSize(t.name, t.bytes, t.rows, t.dead) for t in tables],
    )
