"""The tables of the star schema: their columns, and the statements that they are read with.

A fact has two statements: one says of each month how many rows it has and what they were last (`stamp`; of sums that say not when
they were made, hashes of them all added up), the other reads a month.
Months and dates are the store's own; those of stock the company's first store's. `text` columns hold ids as they are in the API.
"""

from typing import Literal, LiteralString

import msgspec

Kind = Literal["text", "whole", "date", "time", "flag"]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """`months` empty: a dimension, read whole."""

    name: str
    columns: dict[str, Kind]
    rows: LiteralString
    months: LiteralString = ""


_ZONE: LiteralString = """coalesce((select s.timezone from stores s where s.tenant_id = %(tenant)s
    order by s.created_at, s.id limit 1), 'UTC')"""


def _of_orders(alias: LiteralString) -> LiteralString:
    """The month in which an order was placed, where the store is."""
    return f"date_trunc('month', {alias}.placed_at at time zone s.timezone)::date"


_IN_MONTH: LiteralString = """o.placed_at >= %(month)s::date::timestamp at time zone s.timezone
   and o.placed_at < (%(month)s::date + interval '1 month')::timestamp at time zone s.timezone"""

ORDER_LINES = Table(
    name="fact_order_lines",
    columns={
        "line_id": "text", "order_id": "text", "date": "date", "placed_at": "time", "store_id": "text", "product_id": "text",
        "variant_id": "text", "customer_key": "text", "channel": "text", "country": "text", "currency": "text",
        "is_cancelled": "flag", "quantity": "whole", "scale": "whole", "unit": "text", "gross_minor": "whole",
        "discount_minor": "whole", "net_minor": "whole", "tax_minor": "whole", "total_minor": "whole", "returned": "whole",
    },
    months=f"""
select {_of_orders("o")} as month, count(*) as rows,
       concat_ws(' ', max(o.updated_at), sum(l.total_minor), sum(l.returned),
                 count(*) filter (where o.status = 'cancelled')) as stamp
  from orders o join stores s on s.tenant_id = %(tenant)s and s.id = o.store_id
  join order_lines l on l.tenant_id = %(tenant)s and l.order_id = o.id
 where o.tenant_id = %(tenant)s and o.placed_at is not null group by 1 order by 1""",
    rows=f"""
select 'line_' || replace(l.id::text, '-', '') as line_id, 'ord_' || replace(o.id::text, '-', '') as order_id,
       (o.placed_at at time zone s.timezone)::date as date, o.placed_at,
       'store_' || replace(o.store_id::text, '-', '') as store_id,
       'prod_' || replace(l.product_id::text, '-', '') as product_id,
       'var_' || replace(l.variant_id::text, '-', '') as variant_id,
       o.customer_id as customer_key, o.sales_channel as channel,
       upper(coalesce(o.shipping_address ->> 'country', '')) as country,
       o.currency, o.status = 'cancelled' as is_cancelled, l.quantity, l.scale, l.unit, l.subtotal_minor as gross_minor,
       l.discount_minor, l.net_minor, l.tax_minor, l.total_minor, l.returned
  from orders o join stores s on s.tenant_id = %(tenant)s and s.id = o.store_id
  join order_lines l on l.tenant_id = %(tenant)s and l.order_id = o.id
 where o.tenant_id = %(tenant)s and {_IN_MONTH}
 order by o.placed_at, o.id, l.position""",
)  # fmt: skip

DISCOUNTS = Table(
    name="fact_order_discounts",
    columns={
        "order_id": "text", "promotion_id": "text", "date": "date", "store_id": "text", "currency": "text",
        "is_cancelled": "flag", "discount_minor": "whole",
    },
    months=f"""
select {_of_orders("o")} as month, count(*) as rows, concat_ws(' ', max(o.updated_at), sum(d.amount_minor)) as stamp
  from orders o join stores s on s.tenant_id = %(tenant)s and s.id = o.store_id
  join order_discounts d on d.tenant_id = %(tenant)s and d.order_id = o.id
 where o.tenant_id = %(tenant)s and o.placed_at is not null group by 1 order by 1""",
    rows=f"""
select 'ord_' || replace(o.id::text, '-', '') as order_id, 'promo_' || replace(d.promotion_id::text, '-', '') as promotion_id,
       (o.placed_at at time zone s.timezone)::date as date,
       'store_' || replace(o.store_id::text, '-', '') as store_id, o.currency,
       o.status = 'cancelled' as is_cancelled, d.amount_minor as discount_minor
  from orders o join stores s on s.tenant_id = %(tenant)s and s.id = o.store_id
  join order_discounts d on d.tenant_id = %(tenant)s and d.order_id = o.id
 where o.tenant_id = %(tenant)s and {_IN_MONTH}
 order by o.placed_at, o.id, d.position""",
)  # fmt: skip

PAYMENTS = Table(
    name="fact_payments",
    columns={
        "payment_id": "text", "order_id": "text", "date": "date", "store_id": "text", "provider": "text", "status": "text",
        "currency": "text", "amount_minor": "whole", "captured_minor": "whole", "refunded_minor": "whole", "fee_minor": "whole",
    },
    months="""
select date_trunc('month', p.created_at at time zone s.timezone)::date as month, count(*) as rows,
       concat_ws(' ', max(p.updated_at), sum(p.captured_minor), sum(p.refunded_minor)) as stamp
  from payments p join stores s on s.tenant_id = %(tenant)s and s.id = p.store_id
 where p.tenant_id = %(tenant)s group by 1 order by 1""",
    rows="""
select 'pay_' || replace(p.id::text, '-', '') as payment_id, 'ord_' || replace(p.order_id::text, '-', '') as order_id,
       (p.created_at at time zone s.timezone)::date as date, 'store_' || replace(p.store_id::text, '-', '') as store_id,
       p.provider, p.status, p.currency, p.amount_minor, p.captured_minor, p.refunded_minor, p.fee_minor
  from payments p join stores s on s.tenant_id = %(tenant)s and s.id = p.store_id
 where p.tenant_id = %(tenant)s and p.created_at >= %(month)s::date::timestamp at time zone s.timezone
   and p.created_at < (%(month)s::date + interval '1 month')::timestamp at time zone s.timezone
 order by p.created_at, p.id""",
)  # fmt: skip

_REFUNDS: LiteralString = """
    select r.id, p.id as payment_id, p.order_id, p.store_id, p.currency, r.amount_minor, r.updated_at as at, r.origin
      from refunds r join payments p on p.tenant_id = %(tenant)s and p.id = r.payment_id
     where r.tenant_id = %(tenant)s and r.status = 'done'
    union all
    select r.id, null, null, r.store_id, r.currency, r.amount_minor, r.refunded_at, 'import'
      from past_refunds r where r.tenant_id = %(tenant)s"""
REFUNDS = Table(
    name="fact_refunds",
    columns={
        "refund_id": "text", "payment_id": "text", "order_id": "text", "date": "date", "store_id": "text", "currency": "text",
        "amount_minor": "whole", "origin": "text",
    },
    months=f"""
select date_trunc('month', x.at at time zone s.timezone)::date as month, count(*) as rows,
       concat_ws(' ', max(x.at), sum(x.amount_minor)) as stamp
  from ({_REFUNDS}) x join stores s on s.tenant_id = %(tenant)s and s.id = x.store_id
 group by 1 order by 1""",
    rows=f"""
select 'ref_' || replace(x.id::text, '-', '') as refund_id, 'pay_' || replace(x.payment_id::text, '-', '') as payment_id,
       'ord_' || replace(x.order_id::text, '-', '') as order_id, (x.at at time zone s.timezone)::date as date,
       'store_' || replace(x.store_id::text, '-', '') as store_id, x.currency, x.amount_minor, x.origin
  from ({_REFUNDS}) x join stores s on s.tenant_id = %(tenant)s and s.id = x.store_id
 where x.at >= %(month)s::date::timestamp at time zone s.timezone
   and x.at < (%(month)s::date + interval '1 month')::timestamp at time zone s.timezone
 order by x.at, x.id""",
)  # fmt: skip

STOCK_MOVES = Table(
    name="fact_stock_moves",
    columns={
        "move_id": "text", "sku": "text", "location": "text", "date": "date", "at": "time", "reason": "text",
        "on_hand_delta": "whole", "reserved_delta": "whole", "scale": "whole", "unit": "text",
    },
    months=f"""
select date_trunc('month', l.at at time zone {_ZONE})::date as month, count(*) as rows, max(l.at)::text as stamp
  from stock_ledger l where l.tenant_id = %(tenant)s group by 1 order by 1""",
    rows=f"""
select 'move_' || replace(l.id::text, '-', '') as move_id, i.sku, c.code as location,
       (l.at at time zone z.name)::date as date, l.at,
       l.reason, l.on_hand_delta, l.reserved_delta, i.scale, i.unit
  from (select {_ZONE} as name) z
  join stock_ledger l on l.tenant_id = %(tenant)s
   and l.at >= %(month)s::date::timestamp at time zone z.name
   and l.at < (%(month)s::date + interval '1 month')::timestamp at time zone z.name
  join stock_items i on i.tenant_id = %(tenant)s and i.id = l.item_id
  join locations c on c.tenant_id = %(tenant)s and c.id = l.location_id
 where l.tenant_id = %(tenant)s order by l.at, l.id""",
)  # fmt: skip

PRODUCT_DAYS = Table(
    name="fact_product_days",
    columns={
        "date": "date", "store_id": "text", "product_id": "text", "channel": "text", "currency": "text", "orders": "whole",
        "items": "whole", "quantity": "whole", "scale": "whole", "unit": "text", "gross_minor": "whole",
        "discount_minor": "whole", "tax_minor": "whole", "total_minor": "whole",
    },
    months="""
select date_trunc('month', d.day)::date as month, count(*) as rows, sum(hashtextextended(d::text, 0)) as stamp
  from product_days d where d.tenant_id = %(tenant)s group by 1 order by 1""",
    rows="""
select d.day as date, 'store_' || replace(d.store_id::text, '-', '') as store_id,
       'prod_' || replace(d.product_id::text, '-', '') as product_id, d.channel, d.currency, d.orders, d.items, d.quantity,
       d.scale, d.unit, d.gross_minor, d.discount_minor, d.tax_minor, d.total_minor
  from product_days d
 where d.tenant_id = %(tenant)s and d.day >= %(month)s and d.day < (%(month)s::date + interval '1 month')::date
 order by d.day, d.product_id, d.store_id, d.channel, d.currency""",
)  # fmt: skip

_STOCKOUTS: LiteralString = """
    select d.day as date, i.sku, c.code as location, d.minutes::bigint as minutes, d.times::bigint as times
      from stockout_days d
      join stock_items i on i.tenant_id = %(tenant)s and i.id = d.item_id
      join locations c on c.tenant_id = %(tenant)s and c.id = d.location_id
     where d.tenant_id = %(tenant)s"""
STOCKOUTS = Table(
    name="fact_stockouts",
    columns={"date": "date", "sku": "text", "location": "text", "minutes": "whole", "times": "whole"},
    months=f"""
select date_trunc('month', x.date)::date as month, count(*) as rows, sum(hashtextextended(x::text, 0)) as stamp
  from ({_STOCKOUTS}) x group by 1 order by 1""",
    rows=f"""{_STOCKOUTS}
       and d.day >= %(month)s and d.day < (%(month)s::date + interval '1 month')::date
 order by d.day, i.sku, c.code""",
)

FACTS = (ORDER_LINES, DISCOUNTS, PAYMENTS, REFUNDS, STOCK_MOVES, PRODUCT_DAYS, STOCKOUTS)

DIMENSIONS = (
    Table(
        name="dim_date",
        columns={
            "date": "date",
            "year": "whole",
            "quarter": "whole",
            "month": "whole",
            "week": "whole",
            "weekday": "whole",
        },
        rows="""
select g.day::date as date, extract(year from g.day)::bigint as year, extract(quarter from g.day)::bigint as quarter,
       extract(month from g.day)::bigint as month, extract(week from g.day)::bigint as week,
       extract(isodow from g.day)::bigint as weekday
  from (select least(min(o.placed_at), min(o.created_at), %(now)s) - interval '1 day' as first from orders o
         where o.tenant_id = %(tenant)s) f
  cross join lateral generate_series(date_trunc('year', f.first)::timestamp, %(now)s::timestamp + interval '1 day',
                                     interval '1 day') g (day)""",
    ),
    Table(
        name="dim_store",
        columns={
            "store_id": "text",
            "name": "text",
            "currency": "text",
            "country": "text",
            "timezone": "text",
        },
        rows="""
select 'store_' || replace(s.id::text, '-', '') as store_id, s.name, s.currency, s.country, s.timezone
  from stores s where s.tenant_id = %(tenant)s order by s.id""",
    ),
    Table(
        name="dim_product",
        columns={
            "product_id": "text",
            "title": "text",
            "vendor": "text",
            "status": "text",
            "category": "text",
        },
        rows="""
select 'prod_' || replace(p.id::text, '-', '') as product_id, p.title, p.vendor, p.status,
       (select c.name from product_categories g join categories c on c.tenant_id = %(tenant)s and c.id = g.category_id
         where g.tenant_id = %(tenant)s and g.product_id = p.id order by g.position, c.id limit 1) as category
  from products p where p.tenant_id = %(tenant)s order by p.id""",
    ),
    Table(
        name="dim_customer",
        columns={"customer_key": "text", "country": "text", "first_order_month": "date"},
        rows="""
select o.customer_id as customer_key,
       (array_agg(upper(coalesce(o.shipping_address ->> 'country', '')) order by o.placed_at))[1] as country,
       least(min(c.first_order_month), date_trunc('month', min(o.placed_at at time zone s.timezone))::date) as first_order_month
  from orders o join stores s on s.tenant_id = %(tenant)s and s.id = o.store_id
  join customers c on c.tenant_id = %(tenant)s and c.id = o.customer_id
 where o.tenant_id = %(tenant)s and o.placed_at is not null and o.status <> 'cancelled'
 group by o.customer_id order by o.customer_id""",
    ),
    Table(
        name="dim_promotion",
        columns={
            "promotion_id": "text",
            "name": "text",
            "status": "text",
            "starts_at": "time",
            "ends_at": "time",
        },
        rows="""
select 'promo_' || replace(p.id::text, '-', '') as promotion_id, p.name, p.status, p.starts_at, p.ends_at
  from promotions p where p.tenant_id = %(tenant)s order by p.id""",
    ),
)
