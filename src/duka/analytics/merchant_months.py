"""A company's figures by month, for the platform: made anew for every month of which a day was counted. What an import brought
of an earlier system was not sold here, and counts for nothing."""

from collections.abc import Collection
from datetime import date
from typing import LiteralString

from duka.kernel.context import Context

_COUNT: LiteralString = """
insert into merchant_months (tenant_id, month, currency, orders, total_minor, cancelled, returns, disputes, payments,
       payments_failed)
select %(tenant)s, x.month, x.currency, sum(x.orders), sum(x.total_minor), sum(x.cancelled), sum(x.returns), sum(x.disputes),
       sum(x.payments), sum(x.payments_failed)
  from (
    select date_trunc('month', d.day)::date as month, d.currency, d.orders, d.total_minor, d.cancelled, 0 as returns,
           d.disputes, d.payments, d.payments_failed
      from unnest(%(months)s::date[]) m (month)
      join sales_days d on d.tenant_id = %(tenant)s and d.day >= m.month and d.day < (m.month + interval '1 month')::date
     where d.tenant_id = %(tenant)s and d.channel <> 'import'
    union all
    select date_trunc('month', d.day)::date, d.currency, 0, 0, 0, d.returns, 0, 0, 0
      from unnest(%(months)s::date[]) m (month)
      join return_days d on d.tenant_id = %(tenant)s and d.day >= m.month and d.day < (m.month + interval '1 month')::date
     where d.tenant_id = %(tenant)s and d.channel <> 'import') x
 group by x.month, x.currency"""


def recount(ctx: Context, days: Collection[date]) -> None:
    """The months of these days. Two statements."""
    months = sorted({day.replace(day=1) for day in days})
    ctx.db.run(
        "delete from merchant_months where tenant_id = %(tenant)s and month = any(%(months)s::date[])",
        months=months,
    )
    ctx.db.run(_COUNT, months=months)
