"""What products sold by whole months, made of days: what a year sold is asked of twelve months and not of 365 days."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, LiteralString

from duka.analytics.periods import Period
from duka.kernel.context import Context

_COUNT: LiteralString = """
insert into product_months (tenant_id, month, product_id, store_id, channel, currency, orders, quantity, scale, unit,
       total_minor)
select %(tenant)s, x.month, x.product_id, x.store_id, x.channel, x.currency, sum(x.orders),
       sum(x.quantity * (10::numeric ^ (x.finest - x.scale))::bigint), x.finest, max(x.unit), sum(x.total_minor)
  from (
    select m.month, d.product_id, d.store_id, d.channel, d.currency, d.scale, d.unit, sum(d.orders) as orders,
           sum(d.quantity) as quantity, sum(d.total_minor) as total_minor,
           max(d.scale) over (partition by m.month, d.product_id, d.store_id, d.channel, d.currency) as finest
      from unnest(%(months)s::date[]) m (month)
      join product_days d on d.tenant_id = %(tenant)s and d.day >= m.month and d.day < (m.month + interval '1 month')::date
     where d.tenant_id = %(tenant)s
     group by m.month, d.product_id, d.store_id, d.channel, d.currency, d.scale, d.unit) x
 group by x.month, x.product_id, x.store_id, x.channel, x.currency, x.finest
 order by x.month, x.product_id, x.store_id, x.channel, x.currency"""
"""In the order of the key: whoever reads a month then reads its pages one after another, and each of them once."""


def recount(ctx: Context, days: Collection[date]) -> None:
    """The months of these days. Two statements."""
    months = sorted({day.replace(day=1) for day in days})
    ctx.db.run(
        "delete from product_months where tenant_id = %(tenant)s and month = any(%(months)s::date[])",
        months=months,
    )
    ctx.db.run(_COUNT, months=months)


SPANS: LiteralString = """day_spans (past, since, until) as (
    select * from unnest(%(day_past)s::integer[], %(day_since)s::date[], %(day_until)s::date[])),
month_spans (past, since, until) as (
    select * from unnest(%(month_past)s::integer[], %(month_since)s::date[], %(month_until)s::date[]))"""


def spans(now: Period, before: Period | None) -> dict[str, Any]:
    """The parameters of `SPANS`: what of the periods is whole months, by their first days, and what remains of days."""
    found: dict[str, list[Any]] = {
        f"{of}_{part}": [] for of in ("day", "month") for part in ("past", "since", "until")
    }

    def add(of: str, past: int, since: date, until: date) -> None:
        if since <= until:
            for part, value in (("past", past), ("since", since), ("until", until)):
                found[f"{of}_{part}"].append(value)

    for past, period in enumerate((now, before)):
        if period is None:
            continue
        first = period.since if period.since.day == 1 else following_month(period.since)
        end = following_month(period.until)
        last = end if (period.until + timedelta(days=1)) == end else period.until.replace(day=1)
        if first >= last:
            add("day", past, period.since, period.until)
            continue
        add("day", past, period.since, first - timedelta(days=1))
        add("month", past, first, last - timedelta(days=1))
        add("day", past, last, period.until)
    return found


def following_month(day: date) -> date:
    """The first day of the month after that of the day."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
