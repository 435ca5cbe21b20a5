"""What an experiment found: counted, judged and worded."""

from datetime import datetime
from math import isfinite
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.experiments import judging, queries, wording
from duka.experiments.judging import Judged, Tally
from duka.experiments.measuring import Interval, Sample, welch, wilson
from duka.experiments.types import Experiment
from duka.kernel import ids
from duka.kernel.context import Context

MOST_DAYS = 120
SECONDS_A_DAY = 86_400

TALLY: LiteralString = """with people as (
    select variant_id, count(*) as visitors, count(added_at) as added, count(clicked_at) as clicks,
           count(*) filter (where errors > 0) as failed
    from experiment_visitors where tenant_id = %(tenant)s and experiment_id = %(id)s group by variant_id
  ), buyers as (
    select variant_id, visitor, coalesce(sum(goods_minor) filter (where undone <> 'cancelled'), 0) as goods, count(*) as orders,
           bool_or(undone <> 'cancelled') as has_bought
    from experiment_orders where tenant_id = %(tenant)s and experiment_id = %(id)s group by variant_id, visitor
  ), tops as (
    select (select percentile_disc(0.99) within group (order by goods) from buyers where has_bought) as by_visitor,
           (select percentile_disc(0.99) within group (order by goods_minor) from experiment_orders
            where tenant_id = %(tenant)s and experiment_id = %(id)s) as by_order
  ), bought as (
    select b.variant_id, count(*) filter (where b.has_bought) as buyers, sum(b.orders) as orders, sum(b.orders * b.orders) as
    orders2,
           sum(least(b.goods, t.by_visitor)) as goods, sum(least(b.goods, t.by_visitor)::numeric ^ 2) as goods2
    from buyers b cross join tops t group by b.variant_id
  ), sold as (
    select o.variant_id, count(*) as sales, sum(least(o.goods_minor, t.by_order)) as value,
           sum(least(o.goods_minor, t.by_order)::numeric ^ 2) as value2, count(*) filter (where o.undone <> '') as undone
    from experiment_orders o cross join tops t where o.tenant_id = %(tenant)s and o.experiment_id = %(id)s group by o.variant_id
  )
  select v.id, v.name, v.share, coalesce(p.visitors, 0) as visitors, coalesce(p.added, 0) as added, coalesce(p.clicks, 0) as
  clicks,
         coalesce(p.failed, 0) as failed, coalesce(b.buyers, 0) as buyers, coalesce(b.orders, 0) as orders,
         coalesce(b.orders2, 0) as orders2, coalesce(b.goods, 0) as goods, coalesce(b.goods2, 0) as goods2,
         coalesce(s.sales, 0) as sales, coalesce(s.value, 0) as value, coalesce(s.value2, 0) as value2, coalesce(s.undone, 0) as
         undone
  from experiment_variants v
  left join people p on p.variant_id = v.id
  left join bought b on b.variant_id = v.id
  left join sold s on s.variant_id = v.id
  where v.tenant_id = %(tenant)s and v.experiment_id = %(id)s order by v.position"""

_DAYS: LiteralString = """select d.day, d.variant_id, sum(d.visitors)::bigint as visitors, sum(d.events)::bigint as events from (
    select (s.seen_at at time zone %(zone)s)::date as day, s.variant_id, count(*) as visitors,
           count(case %(measure)s when 'added' then s.added_at when 'clicks' then s.clicked_at end) as events
    from experiment_visitors s where s.tenant_id = %(tenant)s and s.experiment_id = %(id)s group by 1, 2
    union all
    select (min(o.placed_at) at time zone %(zone)s)::date, o.variant_id, 0,
           case when %(measure)s in ('conversion', 'revenue') then 1 else 0 end
    from experiment_orders o where o.tenant_id = %(tenant)s and o.experiment_id = %(id)s and o.undone <> 'cancelled'
    group by o.variant_id, o.visitor) d
  group by d.day, d.variant_id order by d.day desc, d.variant_id limit %(limit)s"""


class Bounds(msgspec.Struct, frozen=True):
    """An end that is None is not known."""

    low: float | None
    high: float | None


class Comparison(msgspec.Struct, frozen=True):
    """Against the control, as a share (0.12: 12 % more). `lift`, its `interval` and `p` hold however often they are looked at.
    `once` is the plain interval of the difference itself (of rates in shares, of revenue in minor units) with its `p_once`: for
    who fixed beforehand on which day to look."""

    code: judging.Code
    lift: float
    interval: Bounds
    p: float
    difference: float
    once: Bounds
    p_once: float
    words: dict[str, str]


class VariantResult(msgspec.Struct, frozen=True):
    """`events`: visitors who did what is measured. `rate`: of all visitors (of revenue: minor units a visitor, those of the
    biggest hundredth of buyers counted as the hundredth's smallest), within `interval`. Orders, their mean value and what
    became of them are for the guards."""

    id: str
    name: str
    visitors: int
    events: int
    rate: float
    interval: Bounds
    orders: int
    order_value_minor: int
    undone: int
    errors: int
    against: Comparison | None


class ExperimentDay(msgspec.Struct, frozen=True):
    """New visitors of a variant that day, and how many did what is measured."""

    day: str
    variant_id: str
    visitors: int
    events: int


class ExperimentResult(msgspec.Struct, frozen=True):
    """`verdict`: in each language that is known, one plain sentence. `balance`: the chance of so uneven a division of visitors;
    below 0.001 no figure can be believed. `days`: the last 120, newest first."""

    code: judging.Code
    verdict: dict[str, str]
    best_id: str
    currency: str
    visitors: int
    balance: float
    days_run: float
    days_left: int | None
    variants: list[VariantResult]
    days: list[ExperimentDay]


def result(ctx: Context, experiment_id: UUID) -> ExperimentResult:
    """Refuses `ExperimentNotFound`. 6 statements."""
    found = queries.experiment(ctx, experiment_id)
    store = ctx.db.one(
        "select currency, timezone from stores where tenant_id = %(tenant)s and id = %(store)s",
        store=ids.parse("store", found.store_id),
    )
    assert store is not None
    rows = ctx.db.all(TALLY, id=experiment_id)
    tallies = [tally_of(row, found.measure) for row in rows]
    least, days = found.least_percent / 100, _days_run(found, ctx.now)
    outcome = judging.judge(
        tallies, [row.share for row in rows], measure=found.measure, least=least, days=days
    )
    names, is_over = [row.name for row in rows], found.status in ("stopped", "decided")
    return ExperimentResult(
        code=outcome.code,
        verdict={
            language: wording.verdict(
                outcome,
                names,
                measure=found.measure,
                least=least,
                days=days,
                is_over=is_over,
                language=language,
            )
            for language in wording.LANGUAGES
        },
        best_id=ids.public("expv", rows[outcome.best].id),
        currency=store.currency,
        visitors=sum(tally.visitors for tally in tallies),
        balance=round(outcome.balance, 6),
        days_run=round(days, 2),
        days_left=None if is_over else outcome.days_left,
        variants=[
            _variant(
                row,
                tally,
                found,
                outcome.judged[position - 1] if position else None,
                None if is_over else outcome.days_left,
                is_over=is_over,
            )
            for position, (row, tally) in enumerate(zip(rows, tallies, strict=True))
        ],
        days=_by_day(ctx, experiment_id, found.measure, store.timezone, len(rows)),
    )


def tally_of(row: Any, measure: str) -> Tally:
    """A row of `TALLY` as the judge reads it."""
    events = {"conversion": row.buyers, "revenue": row.buyers, "clicks": row.clicks, "added": row.added}[
        measure
    ]
    is_money = measure == "revenue"
    return Tally(
        visitors=row.visitors,
        events=events,
        sample=Sample(row.visitors, float(row.goods), float(row.goods2))
        if is_money
        else Sample.of_yes(events, row.visitors),
        orders=Sample(row.visitors, float(row.orders), float(row.orders2)),
        values=Sample(row.sales, float(row.value), float(row.value2)),
        undone=row.undone,
        failed=row.failed,
    )


def _days_run(found: Experiment, now: datetime) -> float:
    if found.started_at is None:
        return 0.0
    until = datetime.fromisoformat(found.stopped_at) if found.stopped_at else now
    return max((until - datetime.fromisoformat(found.started_at)).total_seconds() / SECONDS_A_DAY, 0.0)


def _variant(
    row: Any, tally: Tally, found: Experiment, judged: Judged | None, days_left: int | None, *, is_over: bool
) -> VariantResult:
    if found.measure == "revenue":
        alone = welch(Sample(10**9, 0.0, 0.0), tally.sample).interval
    else:
        alone = wilson(tally.events, tally.visitors)
    return VariantResult(
        id=ids.public("expv", row.id),
        name=row.name,
        visitors=tally.visitors,
        events=tally.events,
        rate=_short(tally.sample.mean),
        interval=_range(alone),
        orders=tally.values.size,
        order_value_minor=round(tally.values.mean),
        undone=tally.undone,
        errors=tally.failed,
        against=_comparison(judged, row.name, found, days_left, is_over=is_over) if judged else None,
    )


def _comparison(
    judged: Judged, name: str, found: Experiment, days_left: int | None, *, is_over: bool
) -> Comparison:
    return Comparison(
        code=judged.code,
        lift=_short(judged.lift.estimate),
        interval=_range(judged.lift.interval),
        p=_short(judged.lift.p),
        difference=_short(judged.once.estimate),
        once=_range(judged.once.interval),
        p_once=_short(judged.once.p),
        words={
            language: wording.about(
                judged,
                name,
                measure=found.measure,
                least=found.least_percent / 100,
                days_left=days_left,
                is_over=is_over,
                language=language,
            )
            for language in wording.LANGUAGES
        },
    )


def _by_day(ctx: Context, experiment_id: UUID, measure: str, zone: str, variants: int) -> list[ExperimentDay]:
    rows = ctx.db.all(_DAYS, id=experiment_id, measure=measure, zone=zone, limit=MOST_DAYS * variants)
    return [
        ExperimentDay(row.day.isoformat(), ids.public("expv", row.variant_id), row.visitors, row.events)
        for row in rows
    ]


def _range(interval: Interval) -> Bounds:
    return Bounds(
        *(_short(end) if isfinite(end) and abs(end) < 1e15 else None for end in (interval.low, interval.high))
    )


def _short(value: float) -> float:
    return float(f"{value:.6g}")
