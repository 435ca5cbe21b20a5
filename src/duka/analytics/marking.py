"""Which days are to be counted anew: listeners write them down, whatever happened and however late it is told.

What is marked is every day on which something of the order is counted: when it was placed, paid, shipped, delivered, disputed,
given back, returned; and the day of the customer's next order, which may have become their first one or be it no longer.
Marking twice is the same as once. A job counts (`duka.analytics.counting`).
"""

from datetime import date
from typing import LiteralString
from uuid import UUID

from duka.kernel.context import Context
from duka.kernel.events import Delivery

OF_AN_ORDER = (
    "order.placed",
    "order.recorded",
    "order.cancelled",
    "order.taken_up",
    "order.edited",
    "order.claimed",
    "order.address_changed",
    "fulfillment.shipped",
    "fulfillment.delivered",
    "fulfillment.cancelled",
    "payment.changed",
    "payment.refunded",
    "payment.disputed",
)
"""Their aggregate is the order."""
OF_A_RETURN = tuple(
    f"return.{step}"
    for step in ("requested", "approved", "refused", "shipped", "received", "completed", "cancelled")
)

_MARK: LiteralString = """
insert into analytics_dirty_days (tenant_id, store_id, day, since)
select distinct %(tenant)s, x.store_id, x.day, %(now)s
  from (
    select o.store_id, (a.at at time zone s.timezone)::date as day
      from orders o
      join stores s on s.tenant_id = %(tenant)s and s.id = o.store_id
      cross join lateral (
        select o.placed_at as at
        union all select p.created_at from payments p where p.tenant_id = %(tenant)s and p.order_id = o.id
        union all select r.updated_at from payments p
                  join refunds r on r.tenant_id = %(tenant)s and r.payment_id = p.id and r.status = 'done'
                  where p.tenant_id = %(tenant)s and p.order_id = o.id
        union all select d.opened_at from payments p
                  join disputes d on d.tenant_id = %(tenant)s and d.payment_id = p.id
                  where p.tenant_id = %(tenant)s and p.order_id = o.id
        union all select t.at from fulfillments f cross join lateral (values (f.shipped_at), (f.delivered_at)) t (at)
                  where f.tenant_id = %(tenant)s and f.order_id = o.id
        union all select t.at from returns n cross join lateral (values (n.requested_at), (n.settled_at)) t (at)
                  where n.tenant_id = %(tenant)s and n.order_id = o.id) a
     where o.tenant_id = %(tenant)s and o.id = %(order)s
    union all
    select n.store_id, (n.placed_at at time zone s.timezone)::date
      from orders o
      cross join lateral (
        select b.store_id, b.placed_at from orders b
         where b.tenant_id = %(tenant)s and b.customer_id = o.customer_id and b.placed_at is not null
           and b.status <> 'cancelled' and (b.placed_at, b.id) > (o.placed_at, o.id)
         order by b.placed_at, b.id limit 1) n
      join stores s on s.tenant_id = %(tenant)s and s.id = n.store_id
     where o.tenant_id = %(tenant)s and o.id = %(order)s) x
 where x.day is not null
 order by x.store_id, x.day
on conflict do nothing"""


def follow_order(ctx: Context, delivery: Delivery) -> None:
    """Something happened to an order."""
    mark_order(ctx, delivery.aggregate_id)


def follow_return(ctx: Context, delivery: Delivery) -> None:
    """Something happened to a return."""
    mark_order(ctx, UUID(str(delivery.payload["order_id"])))


def follow_store(ctx: Context, delivery: Delivery) -> None:
    """A store changed: it may be elsewhere now, and all its days begin at another moment (`counting.count_due` sees to that)."""
    mark_today(ctx, delivery.aggregate_id)


def mark_order(ctx: Context, order_id: UUID) -> None:
    """Every day that this order counts for. One statement."""
    ctx.db.run(_MARK, order=order_id, now=ctx.now)


def mark_today(ctx: Context, store_id: UUID) -> None:
    ctx.db.run(
        """insert into analytics_dirty_days (tenant_id, store_id, day, since)
           select %(tenant)s, s.id, (%(now)s at time zone s.timezone)::date, %(now)s from stores s
            where s.tenant_id = %(tenant)s and s.id = %(store)s
           on conflict do nothing""",
        store=store_id,
        now=ctx.now,
    )


_ALL: LiteralString = """
insert into analytics_dirty_days (tenant_id, store_id, day, since)
select distinct %(tenant)s, x.store_id, x.day, %(now)s
  from (
    select a.store_id, (a.at at time zone s.timezone)::date as day
      from (
        select o.store_id, o.placed_at as at from orders o where o.tenant_id = %(tenant)s and o.placed_at is not null
        union all select p.store_id, p.created_at from payments p where p.tenant_id = %(tenant)s
        union all select p.store_id, r.updated_at from refunds r
                  join payments p on p.tenant_id = %(tenant)s and p.id = r.payment_id
                  where r.tenant_id = %(tenant)s and r.status = 'done'
        union all select r.store_id, r.refunded_at from past_refunds r where r.tenant_id = %(tenant)s
        union all select p.store_id, d.opened_at from disputes d
                  join payments p on p.tenant_id = %(tenant)s and p.id = d.payment_id where d.tenant_id = %(tenant)s
        union all select o.store_id, t.at from fulfillments f
                  join orders o on o.tenant_id = %(tenant)s and o.id = f.order_id
                  cross join lateral (values (f.shipped_at), (f.delivered_at)) t (at) where f.tenant_id = %(tenant)s
        union all select n.store_id, t.at from returns n
                  cross join lateral (values (n.requested_at), (n.settled_at)) t (at) where n.tenant_id = %(tenant)s) a
      join stores s on s.tenant_id = %(tenant)s and s.id = a.store_id
    union select d.store_id, d.day from sales_days d where d.tenant_id = %(tenant)s
    union select d.store_id, d.day from product_days d where d.tenant_id = %(tenant)s
    union select d.store_id, d.day from promotion_days d where d.tenant_id = %(tenant)s
    union select d.store_id, d.day from fulfillment_days d where d.tenant_id = %(tenant)s
    union select d.store_id, d.day from return_days d where d.tenant_id = %(tenant)s) x
 where x.day is not null and (%(since)s::date is null or x.day >= %(since)s)
   and (%(stores)s::uuid[] is null or x.store_id = any(%(stores)s))
 order by x.store_id, x.day
on conflict do nothing"""


def mark_all(ctx: Context, since: date | None = None, stores: list[UUID] | None = None) -> int:
    """Every day of these stores (None: all of them) on which something was sold or is counted. How many were not marked yet."""
    return ctx.db.run(_ALL, since=since, stores=stores, now=ctx.now)
