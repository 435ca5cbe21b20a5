"""Sales over time and what sold best: two statements, whatever the size of the shop."""

from datetime import date
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.analytics.types import Dashboard, DaySales, Sales, TopProduct
from duka.kernel.context import Context
from duka.media.types import Image
from duka.orders import reach

DAYS = 30
TOP = 6

_SOLD: LiteralString = """
sold as materialized (
    select o.id, o.currency, o.total_minor, o.placed_at, s.timezone,
           (%(now)s at time zone s.timezone)::date - (o.placed_at at time zone s.timezone)::date as ago
    from orders o join stores s on s.tenant_id = o.tenant_id and s.id = o.store_id
    where o.tenant_id = %(tenant)s and s.tenant_id = %(tenant)s
      and o.created_at >= %(now)s - interval '60 days' and o.placed_at >= %(now)s - interval '32 days'
      and o.status <> 'cancelled'
      and (%(stores)s::uuid[] is null or o.store_id = any(%(stores)s))
      and (%(everywhere)s or """
_FIGURES: LiteralString = f"""
with {_SOLD}{reach.WITHIN})
),
zone as (
    select coalesce(
        (select w.timezone from sold w group by w.timezone order by count(*) desc, w.timezone limit 1),
        (select s.timezone from stores s where s.tenant_id = %(tenant)s
            and (%(stores)s::uuid[] is null or s.id = any(%(stores)s)) order by s.id limit 1),
        'UTC') as timezone
)
select json_build_object(
    'timezone', z.timezone,
    'today', (%(now)s at time zone z.timezone)::date,
    'sales', (select coalesce(json_agg(t order by t.rank desc), '[]') from (
        select w.currency,
               count(*) filter (where w.ago = 0) as orders,
               coalesce(sum(w.total_minor) filter (where w.ago = 0), 0)::bigint as sales_minor,
               count(*) filter (where w.ago = 1) as yesterday_orders,
               coalesce(sum(w.total_minor) filter (where w.ago = 1), 0)::bigint as yesterday_sales_minor,
               coalesce(sum(w.total_minor) filter (where w.ago = 1
                   and w.placed_at <= %(now)s - interval '1 day'), 0)::bigint as yesterday_by_now_minor,
               count(*) as rank
        from sold w where w.ago between 0 and {DAYS - 1} group by w.currency) t),
    'days', (select coalesce(json_agg(t order by t.currency, t.ago desc), '[]') from (
        select w.currency, w.ago, count(*) as orders, sum(w.total_minor)::bigint as sales_minor
        from sold w where w.ago between 0 and {DAYS - 1} group by w.currency, w.ago) t))::text
from zone z"""

_TOP: LiteralString = f"""
with {_SOLD}{reach.WITHIN})
),
main as (select w.currency from sold w group by w.currency order by count(*) desc, w.currency limit 1),
best as (
    select l.product_id, sum(l.total_minor)::bigint as sales_minor, sum(l.quantity)::bigint as quantity,
           count(distinct l.order_id) as orders, max(l.id::text)::uuid as last, w.currency
    from sold w join main m on m.currency = w.currency
    join order_lines l on l.tenant_id = %(tenant)s and l.order_id = w.id
    where l.tenant_id = %(tenant)s and w.ago between 0 and {DAYS - 1}
    group by l.product_id, w.currency order by 2 desc, 1 limit {TOP}
)
select b.product_id, l.title, l.image, b.quantity, l.unit, l.scale, b.orders, b.currency, b.sales_minor
from best b join order_lines l on l.tenant_id = %(tenant)s and l.id = b.last
where l.tenant_id = %(tenant)s
order by b.sales_minor desc, b.product_id"""


class _Day(msgspec.Struct, frozen=True):
    currency: str
    ago: int
    orders: int
    sales_minor: int


class _Figures(msgspec.Struct, frozen=True):
    timezone: str
    today: date
    sales: list[Sales]
    days: list[_Day]


def dashboard(ctx: Context, store: UUID | None = None) -> Dashboard:
    """Today beside yesterday, the last thirty days and what sold best in them: of one store, or of all that the caller may
    see the figures of. Three statements, with the one that sets the tenant."""
    ctx.require("figures:read", store=store)
    params = {
        "now": ctx.now,
        "stores": [store] if store else None,
        "everywhere": reach.is_everywhere(ctx, "figures:read"),
        **reach.limits(ctx, "figures:read"),
    }
    found = msgspec.json.decode(ctx.db.value(_FIGURES, **params), type=_Figures)
    rows = ctx.db.all(_TOP, **params)
    return Dashboard(
        today=found.today,
        timezone=found.timezone,
        sales=found.sales,
        days=_every_day(found),
        top_products=[
            TopProduct(
                product_id=f"prod_{row.product_id.hex}",
                title=row.title,
                image=msgspec.convert(row.image, Image) if row.image else None,
                quantity=row.quantity,
                unit=row.unit,
                scale=row.scale,
                orders=row.orders,
                currency=row.currency,
                sales_minor=row.sales_minor,
            )
            for row in rows
        ],
    )


def _every_day(found: _Figures) -> list[DaySales]:
    """A day without sales is there too, with nothing."""
    known = {(day.currency, day.ago): day for day in found.days}
    return [
        DaySales(
            day=date.fromordinal(found.today.toordinal() - ago),
            currency=sales.currency,
            orders=known[sales.currency, ago].orders if (sales.currency, ago) in known else 0,
            sales_minor=known[sales.currency, ago].sales_minor if (sales.currency, ago) in known else 0,
        )
        for sales in found.sales
        for ago in range(DAYS - 1, -1, -1)
    ]
