"""What is told of the company as a whole: cohorts of customers, and articles that were sold out."""

from collections.abc import Sequence
from datetime import date
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.analytics import asking
from duka.analytics.cohorts import EVERYWHERE
from duka.analytics.periods import Period
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import Forbidden

MOST_MONTHS = 24


class CohortMonth(msgspec.Struct, frozen=True):
    """`number`: months since the first order, 0 for its own. `share`: of the cohort, in parts of a million."""

    number: int
    customers: int
    share: int
    orders: int
    revenue_minor: int


class Cohort(msgspec.Struct, frozen=True):
    """Customers whose first order in this currency was in the month."""

    month: date
    currency: str
    customers: int
    months: list[CohortMonth]


class Stockout(msgspec.Struct, frozen=True):
    """An article at a location. `minutes` it was sold out in the period, `before` in the one compared with."""

    sku: str
    title: str
    product_id: str | None
    location: str
    days: int
    times: int
    minutes: int
    before: int
    is_out: bool


class Stockouts(msgspec.Struct, frozen=True):
    """`articles` at a location that were sold out at some time in the period, and `minutes` in all; `worst` of them."""

    articles: int
    minutes: int
    articles_before: int
    minutes_before: int
    worst: list[Stockout]


_COHORTS: LiteralString = """
with main as (
    select c.currency from cohort_months c
     where c.tenant_id = %(tenant)s and c.store_id = %(store)s and (%(currency)s::text is null or c.currency = %(currency)s)
     group by c.currency order by sum(c.orders) desc, c.currency limit 1)
select c.cohort, c.currency, c.month, c.customers, c.orders, c.total_minor
  from main m join cohort_months c on c.tenant_id = %(tenant)s and c.store_id = %(store)s and c.currency = m.currency
 where c.tenant_id = %(tenant)s
   and c.cohort >= (date_trunc('month', %(now)s::timestamptz) - make_interval(months => %(months)s - 1))::date
 order by c.cohort, c.month"""


_ALL_COHORTS: LiteralString = """
select c.cohort, c.currency, c.month, c.customers, c.orders, c.total_minor
  from cohort_months c
 where c.tenant_id = %(tenant)s and c.store_id = %(store)s and (%(currency)s::text is null or c.currency = %(currency)s)
 order by c.currency, c.cohort, c.month"""


def cohorts(ctx: Context, store: UUID | None = None, currency: str = "", months: int = 12) -> list[Cohort]:
    """Customers by the month of their first order, the earliest first, in the currency asked for or the busiest. Of one store,
    or of all, which those may see who see all. Refuses Forbidden."""
    place = _place(ctx, store)
    return _cohorts(
        ctx.db.all(
            _COHORTS, store=place, currency=currency or None, months=min(months, MOST_MONTHS), now=ctx.now
        )
    )


def all_cohorts(ctx: Context, store: UUID | None = None, currency: str = "") -> list[Cohort]:
    """The same from the first month on, one currency after another. Refuses Forbidden."""
    place = _place(ctx, store)
    return _cohorts(ctx.db.all(_ALL_COHORTS, store=place, currency=currency or None))


def _place(ctx: Context, store: UUID | None) -> UUID:
    seen = asking.stores(ctx, store)
    if seen is not None and store is None:
        raise Forbidden(permission=asking.READ)
    return store or EVERYWHERE


def _cohorts(rows: Sequence[Row]) -> list[Cohort]:
    found: dict[tuple[str, date], Cohort] = {}
    for row in rows:
        cohort = found.setdefault(
            (row.currency, row.cohort), Cohort(row.cohort, row.currency, row.customers, [])
        )
        number = (row.month.year - row.cohort.year) * 12 + row.month.month - row.cohort.month
        share = (2_000_000 * row.customers + cohort.customers) // (2 * cohort.customers)
        cohort.months.append(CohortMonth(number, row.customers, share, row.orders, row.total_minor))
    return list(found.values())


_STOCKOUTS: LiteralString = f"""
with {asking.PERIODS},
missed as materialized (
    select d.item_id, d.location_id, count(*) filter (where p.past = 0) as days,
           coalesce(sum(d.times) filter (where p.past = 0), 0)::bigint as times,
           coalesce(sum(d.minutes) filter (where p.past = 0), 0)::bigint as minutes,
           coalesce(sum(d.minutes) filter (where p.past = 1), 0)::bigint as before
      from periods p join stockout_days d on d.tenant_id = %(tenant)s and d.day between p.since and p.until
     where d.tenant_id = %(tenant)s and (%(locations)s::uuid[] is null or d.location_id = any(%(locations)s))
     group by d.item_id, d.location_id),
summed as (
    select count(*) filter (where m.minutes > 0) as articles, coalesce(sum(m.minutes), 0)::bigint as minutes,
           count(*) filter (where m.before > 0) as articles_before, coalesce(sum(m.before), 0)::bigint as minutes_before
      from missed m),
worst as (select * from missed m where m.minutes > 0 order by m.minutes desc, m.item_id, m.location_id limit %(limit)s)
select s.articles, s.minutes as all_minutes, s.articles_before, s.minutes_before, w.days, w.times, w.minutes, w.before, i.sku,
       c.name as location, g.product_id, coalesce(g.title, i.sku) as title,
       coalesce(v.on_hand - v.reserved <= 0, false) as is_out
  from summed s
  left join worst w on true
  left join stock_items i on i.tenant_id = %(tenant)s and i.id = w.item_id
  left join locations c on c.tenant_id = %(tenant)s and c.id = w.location_id
  left join stock_levels v on v.tenant_id = %(tenant)s and v.item_id = w.item_id and v.location_id = w.location_id
  left join lateral (
      select p.id as product_id, p.title from variants x
        join products p on p.tenant_id = %(tenant)s and p.id = x.product_id
       where x.tenant_id = %(tenant)s and x.stock_item_id = w.item_id order by x.stock_per_unit, x.position limit 1) g on true
 order by w.minutes desc nulls last, i.sku, c.name"""


def stockouts(ctx: Context, now: Period, before: Period | None, limit: int | None = 20) -> Stockouts:
    """What could not be sold for want of it, at the locations that the caller sees the figures of. `limit` None: all of it."""
    ctx.require(asking.READ)
    rows = ctx.db.all(
        _STOCKOUTS, limit=limit, locations=ctx.locations_with(asking.READ), **asking.spans(now, before)
    )
    first = rows[0]
    return Stockouts(
        articles=first.articles,
        minutes=first.all_minutes,
        articles_before=first.articles_before,
        minutes_before=first.minutes_before,
        worst=[
            Stockout(
                sku=row.sku,
                title=row.title,
                product_id=f"prod_{row.product_id.hex}" if row.product_id else None,
                location=row.location,
                days=row.days,
                times=row.times,
                minutes=row.minutes,
                before=row.before,
                is_out=row.is_out,
            )
            for row in rows
            if row.sku is not None
        ],
    )
