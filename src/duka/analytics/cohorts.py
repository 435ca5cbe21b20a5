"""Customers by the month of their first order, and what they bought in each month after it.

By store and for all stores together; by currency, since amounts of different ones are never added: somebody's first order is
their first one in that currency. Months are the store's own. Who bought before the links of old orders to people were cut
(`customers.first_order_month`) is in no cohort: they are no new customer, and their first month is not whole any more.
"""

from typing import LiteralString
from uuid import UUID

from duka.kernel.context import Context

EVERYWHERE = UUID(int=0)
"""Stands for all stores."""

_COUNT: LiteralString = """
with bought as materialized (
    select o.customer_id, o.store_id, o.currency, o.total_minor,
           date_trunc('month', o.placed_at at time zone s.timezone)::date as month
      from orders o join stores s on s.tenant_id = %(tenant)s and s.id = o.store_id
      join customers c on c.tenant_id = %(tenant)s and c.id = o.customer_id and c.first_order_month is null
     where o.tenant_id = %(tenant)s and o.placed_at is not null and o.status <> 'cancelled'),
months as (
    select %(everywhere)s::uuid as store_id, b.currency, b.customer_id, b.month, count(*) as orders,
           sum(b.total_minor) as total_minor
      from bought b group by b.currency, b.customer_id, b.month
    union all
    select b.store_id, b.currency, b.customer_id, b.month, count(*), sum(b.total_minor)
      from bought b group by b.store_id, b.currency, b.customer_id, b.month),
known as (
    select m.*, min(m.month) over (partition by m.store_id, m.currency, m.customer_id) as cohort from months m)
insert into cohort_months (tenant_id, store_id, currency, cohort, month, customers, orders, total_minor)
select %(tenant)s, k.store_id, k.currency, k.cohort, k.month, count(*), sum(k.orders), sum(k.total_minor)
  from known k group by k.store_id, k.currency, k.cohort, k.month"""


def recount(ctx: Context) -> None:
    """All cohorts of the company anew. Three statements. The first holds whoever says meanwhile that they are due again until
    this is done, so that nothing said is lost."""
    ctx.db.run(
        """insert into analytics_states (tenant_id, cohorts_due, cohorts_at) values (%(tenant)s, false, %(now)s)
           on conflict (tenant_id) do update set cohorts_due = false, cohorts_at = %(now)s""",
        now=ctx.now,
    )
    ctx.db.run("delete from cohort_months where tenant_id = %(tenant)s")
    ctx.db.run(_COUNT, everywhere=EVERYWHERE)
