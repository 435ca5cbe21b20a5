"""What is told in rows: promotions, reasons of returns, sources of visits, durations. One statement each.

Amounts come by currency; a list is of one, the busiest where none is asked for.
"""

from typing import LiteralString
from uuid import UUID

import msgspec

from duka.analytics import asking
from duka.analytics.asking import Filters
from duka.analytics.buckets import BOUNDS, percentile
from duka.analytics.figures import classes
from duka.analytics.periods import Period
from duka.kernel.context import Context

MOST = 100


class PromotionFigures(msgspec.Struct, frozen=True):
    """`revenue_minor`: of the orders that used it; `discount_minor`: what it took off them."""

    promotion_id: str
    name: str
    currency: str
    orders: int
    discount_minor: int
    revenue_minor: int
    before_minor: int


class ReasonFigures(msgspec.Struct, frozen=True):
    """Returns by the reason of their first line."""

    reason: str
    returns: int
    items: int
    before: int


class SourceFigures(msgspec.Struct, frozen=True):
    """Where visits came from. `referrer` is a host name, `campaign` what the link said."""

    source: str
    referrer: str
    campaign: str
    visits: int
    product_visits: int
    cart_visits: int
    order_visits: int
    before: int


class Durations(msgspec.Struct, frozen=True):
    """Seconds since the order. `counts`: how many took less than each of `bounds`, and at last how many took longer."""

    what: str
    count: int
    mean: int | None
    median: int | None
    p90: int | None
    bounds: list[int]
    counts: list[int]


_PROMOTIONS: LiteralString = f"""
with {asking.PERIODS}, {asking.MAIN}
select d.promotion_id, coalesce(max(n.name), '') as name, d.currency,
       coalesce(sum(d.orders) filter (where p.past = 0), 0)::bigint as orders,
       coalesce(sum(d.discount_minor) filter (where p.past = 0), 0)::bigint as discount_minor,
       coalesce(sum(d.total_minor) filter (where p.past = 0), 0)::bigint as revenue_minor,
       coalesce(sum(d.total_minor) filter (where p.past = 1), 0)::bigint as before_minor
  from main m
  cross join periods p
  join promotion_days d on d.tenant_id = %(tenant)s and d.day between p.since and p.until and d.currency = m.currency
  left join promotions n on n.tenant_id = %(tenant)s and n.id = d.promotion_id
 where d.tenant_id = %(tenant)s and {asking.OF_STORES} and {asking.OF_CHANNEL}
 group by d.promotion_id, d.currency
having sum(d.orders) filter (where p.past = 0) > 0
 order by 6 desc, d.promotion_id limit %(limit)s"""


def promotions(
    ctx: Context, now: Period, before: Period | None, filters: Filters, limit: int = 20
) -> list[PromotionFigures]:
    """What promotions took off, and what the orders that used them brought in."""
    rows = ctx.db.all(
        _PROMOTIONS, limit=min(limit, MOST), **asking.spans(now, before), **asking.params(ctx, filters)
    )
    return [
        PromotionFigures(
            promotion_id=f"promo_{row.promotion_id.hex}",
            name=row.name,
            currency=row.currency,
            orders=row.orders,
            discount_minor=row.discount_minor,
            revenue_minor=row.revenue_minor,
            before_minor=row.before_minor,
        )
        for row in rows
    ]


_REASONS: LiteralString = f"""
with {asking.PERIODS}
select d.reason, coalesce(sum(d.returns) filter (where p.past = 0), 0)::bigint as returns,
       coalesce(sum(d.items) filter (where p.past = 0), 0)::bigint as items,
       coalesce(sum(d.returns) filter (where p.past = 1), 0)::bigint as before
  from periods p join return_days d on d.tenant_id = %(tenant)s and d.day between p.since and p.until
 where d.tenant_id = %(tenant)s and {asking.OF_STORES} and {asking.OF_CHANNEL} and {asking.OF_CURRENCY}
 group by d.reason having sum(d.returns) > 0 order by 2 desc, 1"""


def return_reasons(ctx: Context, now: Period, before: Period | None, filters: Filters) -> list[ReasonFigures]:
    """Why goods came back."""
    rows = ctx.db.all(_REASONS, **asking.spans(now, before), **asking.params(ctx, filters))
    return [ReasonFigures(row.reason, row.returns, row.items, row.before) for row in rows]


_SOURCES: LiteralString = f"""
with {asking.PERIODS}
select d.source, d.referrer, d.campaign, coalesce(sum(d.visits) filter (where p.past = 0), 0)::bigint as visits,
       coalesce(sum(d.product_visits) filter (where p.past = 0), 0)::bigint as product_visits,
       coalesce(sum(d.cart_visits) filter (where p.past = 0), 0)::bigint as cart_visits,
       coalesce(sum(d.order_visits) filter (where p.past = 0), 0)::bigint as order_visits,
       coalesce(sum(d.visits) filter (where p.past = 1), 0)::bigint as before
  from periods p join funnel_days d on d.tenant_id = %(tenant)s and d.day between p.since and p.until
 where d.tenant_id = %(tenant)s and {asking.OF_STORES}
 group by d.source, d.referrer, d.campaign having sum(d.visits) > 0 order by 4 desc, 1, 2, 3 limit %(limit)s"""


def sources(
    ctx: Context, now: Period, before: Period | None, filters: Filters, limit: int = 20
) -> list[SourceFigures]:
    """Where visits came from, and how far they got."""
    rows = ctx.db.all(
        _SOURCES, limit=min(limit, MOST), **asking.spans(now, before), **asking.params(ctx, filters)
    )
    return [SourceFigures(*row) for row in rows]


_TIMES: LiteralString = f"""
select jsonb_build_object('ship_seconds', coalesce(sum(d.ship_seconds), 0), {classes("ship_buckets")},
       'deliver_seconds', coalesce(sum(d.deliver_seconds), 0), {classes("deliver_buckets")})
  from fulfillment_days d
 where d.tenant_id = %(tenant)s and d.day between %(since)s and %(until)s and {asking.OF_STORES} and {asking.OF_CHANNEL}"""


def durations(ctx: Context, now: Period, filters: Filters) -> list[Durations]:
    """How long it took until parcels left and until they arrived."""
    sums = ctx.db.value(_TIMES, since=now.since, until=now.until, **asking.params(ctx, filters))
    found = []
    for what in ("ship", "deliver"):
        counts = [int(count or 0) for count in sums[f"{what}_buckets"]]
        total = sum(counts)
        found.append(
            Durations(
                what=what,
                count=total,
                mean=round(int(sums[f"{what}_seconds"]) / total) if total else None,
                median=percentile(counts, 50),
                p90=percentile(counts, 90),
                bounds=list(BOUNDS),
                counts=counts,
            )
        )
    return found


class Choices(msgspec.Struct, frozen=True):
    """What filters may be set to: what was sold by, in and to."""

    channels: list[str]
    currencies: list[str]
    countries: list[str]


def choices(ctx: Context, store: UUID | None = None) -> Choices:
    """Of the stores that the caller may see, in the last two years."""
    row = ctx.db.one(
        """select coalesce(array_agg(distinct d.channel order by d.channel), '{}') as channels,
                  coalesce(array_agg(distinct d.currency order by d.currency), '{}') as currencies,
                  coalesce(array_agg(distinct d.country order by d.country) filter (where d.country <> ''), '{}') as countries
             from sales_days d
            where d.tenant_id = %(tenant)s and d.day >= (%(now)s - interval '2 years')::date
              and (%(stores)s::uuid[] is null or d.store_id = any(%(stores)s))""",
        now=ctx.now,
        stores=asking.stores(ctx, store),
    )
    return Choices(row.channels, row.currencies, row.countries) if row else Choices([], [], [])
