"""What sold best, in one statement: products are ranked by their ids over whole months and the days at both ends of the period;
what else is told of them is looked up for those that are shown.
"""

from collections.abc import Sequence
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

import msgspec

from duka.analytics import asking, product_months
from duka.analytics.asking import Filters
from duka.analytics.periods import Period
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.media.queries import image_json
from duka.media.types import Image

MOST = 100


class ProductFigures(msgspec.Struct, frozen=True):
    """`quantity` in steps of `scale` decimal places of `unit`. `before_minor`: revenue in the period compared with."""

    product_id: str
    title: str
    image: Image | None
    currency: str
    orders: int
    quantity: int
    unit: str
    scale: int
    revenue_minor: int
    before_minor: int


class Sold(NamedTuple):
    """A product, and a currency that it was sold in."""

    product_id: UUID
    currency: str


_ROWS: LiteralString = """(
        select d.product_id, d.currency, d.orders, d.total_minor
          from day_spans p join product_days d on d.tenant_id = %(tenant)s and d.day between p.since and p.until
         where d.tenant_id = %(tenant)s and p.past = 0 and {narrowed} and {goods}
        union all
        select d.product_id, d.currency, d.orders, d.total_minor
          from month_spans p join product_months d on d.tenant_id = %(tenant)s and d.month between p.since and p.until
         where d.tenant_id = %(tenant)s and p.past = 0 and {narrowed} and {goods})"""
_MAIN_OF_GOODS: LiteralString = f"""main as (
    select d.currency from {_ROWS} d group by d.currency order by sum(d.orders) desc, d.currency limit 1)"""
_RANKED: LiteralString = f"""
with {product_months.SPANS}, {{main}},
ranked as materialized (
    select d.product_id, (select m.currency from main m) as currency
      from {_ROWS} d where d.currency = (select m.currency from main m)
     group by d.product_id order by sum(d.{{rank}}) desc, d.product_id limit %(limit)s)"""
_GIVEN: LiteralString = f"""
with {product_months.SPANS},
ranked as materialized (select * from unnest(%(products)s::uuid[], %(currencies)s::text[]) r (product_id, currency))"""
_TOLD: LiteralString = f""",
sold as (
    select r.product_id, r.currency, p.past, x.*
      from ranked r
      cross join day_spans p
      cross join lateral (
          select d.scale, sum(d.orders) as orders, sum(d.quantity) as quantity, sum(d.total_minor) as total_minor
            from product_days d
           where d.tenant_id = %(tenant)s and d.product_id = r.product_id and d.day between p.since and p.until
             and d.currency = r.currency and {{narrowed}}
           group by d.scale) x
    union all
    select r.product_id, r.currency, p.past, x.*
      from ranked r
      cross join month_spans p
      cross join lateral (
          select d.scale, sum(d.orders), sum(d.quantity), sum(d.total_minor)
            from product_months d
           where d.tenant_id = %(tenant)s and d.product_id = r.product_id and d.month between p.since and p.until
             and d.currency = r.currency and {{narrowed}}
           group by d.scale) x),
best as (
    select s.product_id, s.currency, max(s.scale) as scale,
           coalesce(sum(s.orders) filter (where s.past = 0), 0)::bigint as orders,
           coalesce(sum(s.quantity::numeric / 10 ^ s.scale) filter (where s.past = 0), 0) as quantity,
           coalesce(sum(s.total_minor) filter (where s.past = 0), 0)::bigint as total_minor,
           coalesce(sum(s.total_minor) filter (where s.past = 1), 0)::bigint as before_minor
      from sold s group by s.product_id, s.currency)
select b.product_id, b.currency, b.orders, (b.quantity * 10 ^ b.scale)::bigint as quantity, b.scale,
       b.total_minor as revenue_minor, b.before_minor, coalesce(g.title, '') as title, u.unit,
       (select {image_json("m", "i.alt")} from product_images i join media m on m.tenant_id = i.tenant_id and m.id = i.media_id
         where i.tenant_id = %(tenant)s and m.tenant_id = %(tenant)s and i.product_id = b.product_id
         order by i.position limit 1) as image
  from best b
  left join products g on g.tenant_id = %(tenant)s and g.id = b.product_id
  left join lateral (
      select d.unit from product_days d where d.tenant_id = %(tenant)s and d.product_id = b.product_id
       order by d.day desc limit 1) u on true
 order by b.currency, b.{{rank}} desc, b.product_id"""
_ALL: LiteralString = f"""
with {product_months.SPANS}
select d.product_id, d.currency from {_ROWS} d
 group by d.product_id, d.currency order by d.currency, sum(d.total_minor) desc, d.product_id"""
_RANKS: dict[str, LiteralString] = {"revenue": "total_minor", "orders": "orders"}


def top_products(
    ctx: Context,
    now: Period,
    before: Period | None,
    filters: Filters,
    limit: int = 20,
    sort: str = "revenue",
) -> list[ProductFigures]:
    """What sold best, by what it brought in or by how many orders had it; in the currency asked for, or else the busiest: that
    of all sales, of a category the one that most orders of its products are in. Two statements, with the one that sets the
    tenant."""
    main = _MAIN_OF_GOODS if filters.is_of_products else asking.MAIN
    return _read(
        ctx,
        (_RANKED.replace("{main}", main) + _TOLD).replace("{rank}", _RANKS[sort]),
        filters,
        limit=min(limit, MOST),
        since=now.since,
        until=now.until,
        **product_months.spans(now, before),
    )


def all_sold(ctx: Context, now: Period, filters: Filters) -> list[Sold]:
    """Every product that was sold in the period, in each currency, the best seller of a currency first."""
    rows = _rows(ctx, _ALL, filters, **product_months.spans(now, None))
    return [Sold(*row) for row in rows]


def figures_of(
    ctx: Context, sold: Sequence[Sold], now: Period, before: Period | None, filters: Filters
) -> list[ProductFigures]:
    """What is told of these products, in the order of `all_sold`."""
    return _read(
        ctx,
        (_GIVEN + _TOLD).replace("{rank}", _RANKS["revenue"]),
        filters,
        products=[one.product_id for one in sold],
        currencies=[one.currency for one in sold],
        **product_months.spans(now, before),
    )


def _rows(ctx: Context, text: LiteralString, filters: Filters, **more: Any) -> list[Row]:
    asked = asking.params(ctx, filters)
    text = text.replace("{narrowed}", asking.narrowed(asked)).replace("{goods}", asking.of_goods(filters))
    return ctx.db.all(text, **asked, **more)


def _read(ctx: Context, text: LiteralString, filters: Filters, **more: Any) -> list[ProductFigures]:
    rows = _rows(ctx, text, filters, **more)
    return [
        ProductFigures(
            product_id=f"prod_{row.product_id.hex}",
            title=row.title,
            image=msgspec.convert(row.image, Image) if row.image else None,
            currency=row.currency,
            orders=row.orders,
            quantity=row.quantity,
            unit=row.unit,
            scale=row.scale,
            revenue_minor=row.revenue_minor,
            before_minor=row.before_minor,
        )
        for row in rows
    ]
