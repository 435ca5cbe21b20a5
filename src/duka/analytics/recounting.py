"""The sums of some days, made from the rows themselves: whatever happened in whatever order, they are right.

What counts: orders that were placed and not cancelled, on the day on which they were placed, where the store is. What is given
back counts on the day on which it was; of a cancelled order nothing counts, neither its sale nor what was given back for it.
Orders of an earlier system count as sales, but not for how long parcels took, which nobody knows.
"""

from collections.abc import Sequence
from datetime import date
from typing import LiteralString
from uuid import UUID

from duka.analytics.buckets import BOUNDS, CLASSES
from duka.kernel.context import Context

TABLES: tuple[LiteralString, ...] = (
    "sales_days",
    "product_days",
    "promotion_days",
    "fulfillment_days",
    "return_days",
)
ITEMS: LiteralString = "case when l.scale = 0 then l.quantity else 1 end"
"""Pieces; what is weighed or measured counts as one."""

_SPANS: LiteralString = """
spans as materialized (
    select s.id as store_id, d.day, d.day::timestamp at time zone s.timezone as since,
           (d.day + 1)::timestamp at time zone s.timezone as until
      from unnest(%(stores)s::uuid[], %(days)s::date[]) d (store_id, day)
      join stores s on s.tenant_id = %(tenant)s and s.id = d.store_id)"""
_PLACED: LiteralString = f"""{_SPANS},
placed as materialized (
    select w.day, o.id, o.store_id, o.sales_channel as channel, o.currency,
           upper(coalesce(o.shipping_address ->> 'country', '')) as country, o.status, o.customer_id, o.placed_at,
           o.subtotal_minor, o.discount_minor, o.shipping_minor, o.tax_minor, o.total_minor
      from spans w
      join orders o on o.tenant_id = %(tenant)s and o.store_id = w.store_id
           and o.placed_at >= w.since and o.placed_at < w.until
     where o.tenant_id = %(tenant)s)"""

_SALES: LiteralString = f"""
with {_PLACED},
counted as (select l.order_id, sum({ITEMS}) as items from placed p
              join order_lines l on l.tenant_id = %(tenant)s and l.order_id = p.id
             where l.tenant_id = %(tenant)s and p.status <> 'cancelled' group by l.order_id),
parts (day, store_id, channel, currency, country, orders, items, gross_minor, discount_minor, shipping_minor, tax_minor,
       total_minor, refund_minor, first_orders, repeat_orders, cancelled, disputes, payments, payments_failed) as (
    select p.day, p.store_id, p.channel, p.currency, p.country, 1, coalesce(c.items, 0), p.subtotal_minor, p.discount_minor,
           p.shipping_minor, p.tax_minor, p.total_minor, 0,
           case when p.customer_id is not null and not b.has_bought then 1 else 0 end,
           case when b.has_bought then 1 else 0 end, 0, 0, 0, 0
      from placed p
      left join counted c on c.order_id = p.id
      cross join lateral (select exists (
          select from orders b where b.tenant_id = %(tenant)s and b.customer_id = p.customer_id and b.placed_at is not null
             and b.status <> 'cancelled' and (b.placed_at, b.id) < (p.placed_at, p.id))
          or exists (select from customers k where k.tenant_id = %(tenant)s and k.id = p.customer_id
                        and k.first_order_month <= p.day) as has_bought) b
     where p.status <> 'cancelled'
    union all
    select p.day, p.store_id, p.channel, p.currency, p.country, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0
      from placed p where p.status = 'cancelled'
    union all
    select w.day, o.store_id, o.sales_channel, o.currency, upper(coalesce(o.shipping_address ->> 'country', '')),
           0, 0, 0, 0, 0, 0, 0, r.amount_minor, 0, 0, 0, 0, 0, 0
      from spans w
      join refunds r on r.tenant_id = %(tenant)s and r.status = 'done' and r.updated_at >= w.since and r.updated_at < w.until
      join payments p on p.tenant_id = %(tenant)s and p.id = r.payment_id
      join orders o on o.tenant_id = %(tenant)s and o.id = p.order_id and o.store_id = w.store_id
     where o.status <> 'cancelled' and o.placed_at is not null
    union all
    select w.day, r.store_id, 'import', r.currency, '', 0, 0, 0, 0, 0, 0, 0, r.amount_minor, 0, 0, 0, 0, 0, 0
      from spans w
      join past_refunds r on r.tenant_id = %(tenant)s and r.store_id = w.store_id
           and r.refunded_at >= w.since and r.refunded_at < w.until
    union all
    select w.day, o.store_id, o.sales_channel, o.currency, upper(coalesce(o.shipping_address ->> 'country', '')),
           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0
      from spans w
      join disputes d on d.tenant_id = %(tenant)s and d.opened_at >= w.since and d.opened_at < w.until
      join payments p on p.tenant_id = %(tenant)s and p.id = d.payment_id
      join orders o on o.tenant_id = %(tenant)s and o.id = p.order_id and o.store_id = w.store_id
    union all
    select w.day, o.store_id, o.sales_channel, o.currency, upper(coalesce(o.shipping_address ->> 'country', '')),
           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, case when p.status = 'failed' then 1 else 0 end
      from spans w
      join payments p on p.tenant_id = %(tenant)s and p.store_id = w.store_id and p.created_at >= w.since
           and p.created_at < w.until
      join orders o on o.tenant_id = %(tenant)s and o.id = p.order_id)
insert into sales_days (tenant_id, day, store_id, channel, currency, country, orders, items, gross_minor, discount_minor,
       shipping_minor, tax_minor, total_minor, refund_minor, first_orders, repeat_orders, cancelled, disputes, payments,
       payments_failed)
select %(tenant)s, x.day, x.store_id, x.channel, x.currency, x.country, sum(x.orders), sum(x.items), sum(x.gross_minor),
       sum(x.discount_minor), sum(x.shipping_minor), sum(x.tax_minor), sum(x.total_minor), sum(x.refund_minor),
       sum(x.first_orders), sum(x.repeat_orders), sum(x.cancelled), sum(x.disputes), sum(x.payments), sum(x.payments_failed)
  from parts x
 group by x.day, x.store_id, x.channel, x.currency, x.country"""

_PRODUCTS: LiteralString = f"""
with {_PLACED},
sold as (
    select p.day, l.product_id, p.store_id, p.channel, p.currency, l.order_id, l.quantity, l.scale, l.unit, {ITEMS} as items,
           max(l.scale) over (partition by p.day, l.product_id, p.store_id, p.channel, p.currency) as finest,
           l.subtotal_minor, l.discount_minor, l.tax_minor, l.total_minor
      from placed p
      join order_lines l on l.tenant_id = %(tenant)s and l.order_id = p.id
     where l.tenant_id = %(tenant)s and p.status <> 'cancelled')
insert into product_days (tenant_id, day, product_id, store_id, channel, currency, orders, items, quantity, scale, unit,
       gross_minor, discount_minor, tax_minor, total_minor)
select %(tenant)s, x.day, x.product_id, x.store_id, x.channel, x.currency, count(distinct x.order_id), sum(x.items),
       sum(x.quantity * (10::numeric ^ (x.finest - x.scale))::bigint), x.finest, max(x.unit),
       sum(x.subtotal_minor), sum(x.discount_minor),
       sum(x.tax_minor), sum(x.total_minor)
  from sold x
 group by x.day, x.product_id, x.store_id, x.channel, x.currency, x.finest
 order by x.day, x.product_id, x.store_id, x.channel, x.currency"""
"""In the order of the key, as months of products are (duka.analytics.product_months)."""

_PROMOTIONS: LiteralString = f"""
with {_PLACED},
used as (
    select p.day, d.promotion_id, p.store_id, p.channel, p.currency, p.id, sum(d.amount_minor) as discount_minor, p.total_minor
      from placed p
      join order_discounts d on d.tenant_id = %(tenant)s and d.order_id = p.id
     where d.tenant_id = %(tenant)s and p.status <> 'cancelled'
     group by p.day, d.promotion_id, p.store_id, p.channel, p.currency, p.id, p.total_minor)
insert into promotion_days (tenant_id, day, promotion_id, store_id, channel, currency, orders, discount_minor, total_minor)
select %(tenant)s, u.day, u.promotion_id, u.store_id, u.channel, u.currency, count(*), sum(u.discount_minor), sum(u.total_minor)
  from used u
 group by u.day, u.promotion_id, u.store_id, u.channel, u.currency"""

_BOUNDS: LiteralString = "array[" + ", ".join(str(bound) for bound in BOUNDS) + "]"
_SHIPPED: LiteralString = ", ".join(
    f"count(*) filter (where t.what = 'ship' and t.class = {n})" for n in range(CLASSES)
)
_DELIVERED: LiteralString = ", ".join(
    f"count(*) filter (where t.what = 'deliver' and t.class = {n})" for n in range(CLASSES)
)
_PARCELS: LiteralString = f"""
with {_SPANS},
gone (day, store_id, channel, what, seconds) as (
    select w.day, o.store_id, o.sales_channel, 'ship', extract(epoch from f.shipped_at - o.placed_at)
      from spans w
      join fulfillments f on f.tenant_id = %(tenant)s and f.shipped_at >= w.since and f.shipped_at < w.until
      join orders o on o.tenant_id = %(tenant)s and o.id = f.order_id and o.store_id = w.store_id
     where f.status <> 'cancelled' and o.sales_channel <> 'import' and o.placed_at is not null and o.status <> 'cancelled'
    union all
    select w.day, o.store_id, o.sales_channel, 'deliver', extract(epoch from f.delivered_at - o.placed_at)
      from spans w
      join fulfillments f on f.tenant_id = %(tenant)s and f.delivered_at >= w.since and f.delivered_at < w.until
      join orders o on o.tenant_id = %(tenant)s and o.id = f.order_id and o.store_id = w.store_id
     where f.status <> 'cancelled' and o.sales_channel <> 'import' and o.placed_at is not null and o.status <> 'cancelled'),
timed as (select g.day, g.store_id, g.channel, g.what, s.seconds, width_bucket(s.seconds, {_BOUNDS}) as class
            from gone g cross join lateral (select greatest(g.seconds, 0)::integer as seconds) s)
insert into fulfillment_days (tenant_id, day, store_id, channel, shipped, ship_seconds, ship_buckets, delivered,
       deliver_seconds, deliver_buckets)
select %(tenant)s, t.day, t.store_id, t.channel, count(*) filter (where t.what = 'ship'),
       coalesce(sum(t.seconds) filter (where t.what = 'ship'), 0), array[{_SHIPPED}],
       count(*) filter (where t.what = 'deliver'), coalesce(sum(t.seconds) filter (where t.what = 'deliver'), 0),
       array[{_DELIVERED}]
  from timed t
 group by t.day, t.store_id, t.channel"""

_RETURNS: LiteralString = f"""
with {_SPANS},
parts (day, store_id, channel, currency, reason, returns, items, settled_minor) as (
    select w.day, n.store_id, o.sales_channel, n.currency, coalesce(f.reason, ''), 1, coalesce(f.items, 0), 0
      from spans w
      join returns n on n.tenant_id = %(tenant)s and n.store_id = w.store_id and n.requested_at >= w.since
           and n.requested_at < w.until
      join orders o on o.tenant_id = %(tenant)s and o.id = n.order_id
      cross join lateral (
          select (array_agg(x.reason order by x.position))[1] as reason,
                 sum(case when l.scale = 0 then x.quantity else 1 end) as items
            from return_lines x join order_lines l on l.tenant_id = %(tenant)s and l.id = x.order_line_id
           where x.tenant_id = %(tenant)s and x.return_id = n.id) f
     where n.status not in ('refused', 'cancelled')
    union all
    select w.day, n.store_id, o.sales_channel, n.currency, coalesce(f.reason, ''), 0, 0, n.amount_minor
      from spans w
      join returns n on n.tenant_id = %(tenant)s and n.store_id = w.store_id and n.settled_at >= w.since
           and n.settled_at < w.until
      join orders o on o.tenant_id = %(tenant)s and o.id = n.order_id
      cross join lateral (
          select (array_agg(x.reason order by x.position))[1] as reason
            from return_lines x where x.tenant_id = %(tenant)s and x.return_id = n.id) f
     where n.status not in ('refused', 'cancelled'))
insert into return_days (tenant_id, day, store_id, channel, currency, reason, returns, items, settled_minor)
select %(tenant)s, x.day, x.store_id, x.channel, x.currency, x.reason, sum(x.returns), sum(x.items), sum(x.settled_minor)
  from parts x
 group by x.day, x.store_id, x.channel, x.currency, x.reason"""

COUNTS: tuple[LiteralString, ...] = (_SALES, _PRODUCTS, _PROMOTIONS, _PARCELS, _RETURNS)


def recount(ctx: Context, stores: Sequence[UUID], days: Sequence[date]) -> None:
    """These days of these stores, pairs of one place in both lists. Ten statements, however many."""
    params = {"stores": list(stores), "days": list(days)}
    for table in TABLES:
        ctx.db.run(
            f"""delete from {table} d using unnest(%(stores)s::uuid[], %(days)s::date[]) x (store_id, day)
                where d.tenant_id = %(tenant)s and d.store_id = x.store_id and d.day = x.day""",
            **params,
        )
    for statement in COUNTS:
        ctx.db.run(statement, **params)
