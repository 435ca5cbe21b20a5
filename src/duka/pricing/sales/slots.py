"""Sale prices become the prices in force: what each variant costs in each scheduled event, and which of them holds or comes next.

`sale_prices` has them all; `prices.sale_*` has the one that the clock switches on and off by itself. Where events overlap, the
minute's job (`pricing.following`) moves the next one in.
"""

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

from duka.kernel.context import Context
from duka.kernel.db import Row

GOODS: LiteralString = """
target as materialized (
    select e.id as sale_id, e.store_id, e.starts_at, e.ends_at, e.round_to_minor, t.position, t.kind, t.target_id,
           coalesce(t.percent_ppm, e.percent_ppm) as percent_ppm
      from sale_events e join sale_targets t on t.tenant_id = %(tenant)s and t.sale_id = e.id
     where e.tenant_id = %(tenant)s and (%(sale)s::uuid is null or e.id = %(sale)s)
       and (e.status = 'scheduled' or %(sale)s::uuid is not null) and (e.ends_at is null or e.ends_at > %(now)s)),
below (sale_id, position, id) as (
    select t.sale_id, t.position, t.target_id from target t where t.kind = 'category'
    union
    select b.sale_id, b.position, c.id from below b join categories c on c.tenant_id = %(tenant)s and c.parent_id = b.id),
goods (sale_id, position, product_id) as (
    select t.sale_id, t.position, sp.product_id
      from target t join store_products sp on sp.tenant_id = %(tenant)s and sp.store_id = t.store_id where t.kind = 'all'
    union all
    select b.sale_id, b.position, g.product_id
      from below b join product_categories g on g.tenant_id = %(tenant)s and g.category_id = b.id
    union all
    select t.sale_id, t.position, g.product_id
      from target t join collection_products g on g.tenant_id = %(tenant)s and g.collection_id = t.target_id
     where t.kind = 'collection'
    union all
    select t.sale_id, t.position, t.target_id from target t where t.kind = 'product'),
wanted as materialized (
    select t.sale_id, t.store_id, r.variant_id, t.starts_at, t.ends_at, r.base_minor,
           min(div(r.base_minor::numeric * (1000000 - t.percent_ppm), 1000000 * t.round_to_minor) * t.round_to_minor)::bigint
               as price_minor
      from goods g
      join target t on t.sale_id = g.sale_id and t.position = g.position
      join variants v on v.tenant_id = %(tenant)s and v.product_id = g.product_id
      join prices r on r.tenant_id = %(tenant)s and r.variant_id = v.id and r.store_id = t.store_id
     where (%(products)s::uuid[] is null or g.product_id = any(%(products)s))
     group by t.sale_id, t.store_id, r.variant_id, t.starts_at, t.ends_at, r.base_minor)"""
"""Common tables, after `with recursive`: what the variants of `products` (null: all) cost in `sale` (null: every scheduled one),
in `wanted`. Prices are rounded down, in the buyer's favour."""

_WRITE: LiteralString = f"""
with recursive {GOODS},
gone as (
    delete from sale_prices s
     where s.tenant_id = %(tenant)s and (%(sale)s::uuid is null or s.sale_id = %(sale)s)
       and (s.ends_at is null or s.ends_at > %(now)s)
       and (%(products)s::uuid[] is null or exists (
            select from variants v where v.tenant_id = %(tenant)s and v.id = s.variant_id and v.product_id = any(%(products)s)))
       and not exists (select from wanted w where w.sale_id = s.sale_id and w.store_id = s.store_id
                          and w.variant_id = s.variant_id)
    returning s.variant_id),
kept as (
    insert into sale_prices as s (tenant_id, sale_id, store_id, variant_id, price_minor, starts_at, ends_at)
    select %(tenant)s, w.sale_id, w.store_id, w.variant_id, w.price_minor, w.starts_at, w.ends_at from wanted w
    on conflict (tenant_id, store_id, variant_id, sale_id) do update
    set price_minor = excluded.price_minor, starts_at = excluded.starts_at, ends_at = excluded.ends_at
    where (s.price_minor, s.starts_at, s.ends_at) is distinct from (excluded.price_minor, excluded.starts_at, excluded.ends_at)
    returning s.variant_id)
select distinct v.product_id
  from (select variant_id from gone union select variant_id from kept) c
  join variants v on v.tenant_id = %(tenant)s and v.id = c.variant_id"""


def write(ctx: Context, *, sale_id: UUID | None = None, products: Sequence[UUID] | None = None) -> list[UUID]:
    """What is for sale in the events is what they say now. Returns the products whose sale prices changed. One statement."""
    rows = ctx.db.all(
        _WRITE, sale=sale_id, products=None if products is None else list(products), now=ctx.now
    )
    return [row.product_id for row in rows]


def withdraw(ctx: Context, sale_id: UUID) -> list[UUID]:
    """The event has no prices any more. Returns its products."""
    rows = ctx.db.all(
        """with gone as (delete from sale_prices s where s.tenant_id = %(tenant)s and s.sale_id = %(sale)s
                         returning s.variant_id)
           select distinct v.product_id from gone g join variants v on v.tenant_id = %(tenant)s and v.id = g.variant_id""",
        sale=sale_id,
    )
    return [row.product_id for row in rows]


def fill(ctx: Context, products: Sequence[UUID]) -> list[Row]:
    """Puts beside each price of these products the sale price that holds now (the lowest), else the one that comes next.
    Returns those that changed: store_id, variant_id. One statement; the products must be locked."""
    return ctx.db.all(
        """update prices r
              set sale_minor = n.price_minor, sale_from = n.starts_at, sale_until = n.ends_at, sale_id = n.sale_id
             from variants v
             join prices o on o.tenant_id = %(tenant)s and o.variant_id = v.id
             left join lateral (
                 select s.price_minor, s.starts_at, s.ends_at, s.sale_id from sale_prices s
                  where s.tenant_id = %(tenant)s and s.store_id = o.store_id and s.variant_id = o.variant_id
                    and (s.ends_at is null or s.ends_at > %(now)s)
                  order by s.starts_at > %(now)s, case when s.starts_at <= %(now)s then s.price_minor end, s.starts_at,
                           s.price_minor, s.sale_id limit 1) n on true
            where v.tenant_id = %(tenant)s and v.product_id = any(%(products)s)
              and r.tenant_id = %(tenant)s and r.store_id = o.store_id and r.variant_id = o.variant_id
              and (r.sale_minor, r.sale_from, r.sale_until, r.sale_id)
                  is distinct from (n.price_minor, n.starts_at, n.ends_at, n.sale_id)
           returning r.store_id, r.variant_id""",
        products=list(products),
        now=ctx.now,
    )


def preview(ctx: Context, sale_id: UUID, most: int) -> list[Row]:
    """How many variants the event would reprice (`n`, in each row), and the first products with one
    of theirs."""
    return ctx.db.all(
        f"""with recursive {GOODS}
            select distinct on (p.title, p.id) (select count(*) from wanted) as n, v.sku, p.title, w.base_minor,
                   w.price_minor
              from wanted w
              join variants v on v.tenant_id = %(tenant)s and v.id = w.variant_id
              join products p on p.tenant_id = %(tenant)s and p.id = v.product_id
             order by p.title, p.id, v.position, v.id limit %(most)s""",
        sale=sale_id,
        products=None,
        now=ctx.now,
        most=most,
    )
