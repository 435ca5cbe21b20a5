"""What is bought together: the statements of a run that read orders.

An order is a basket of different products; each pair in it was bought together once. From the number of orders that had
both (*support*), had one (`orders` of a product) and of all orders come

    confidence  = both / orders with the product          how likely the other is, too
    expected    = orders with the product · orders with the other / all orders
    lift        = both / expected                         how many times as often as by chance
    score       = (both - expected) / sqrt(expected + 1)  how far above chance, in units of its scatter

The score orders pairs: lift alone would put what was seen three times first, confidence alone whatever everybody buys.
With a half-life every order counts `0.5 ^ (age / half-life)`, in all of these but the support, which stays a number of
orders.

A basket of n products has n·(n-1) pairs, so one order of 500 would count as much as ten thousand of five. Of an order with
more than `MOST_IN_ORDER` products that many are counted, those whose hash with the order's id comes first: a sample
that favours no product and is the same in every run. Pairs are counted in slices of the product's number, each small
enough for `ROWS_A_SLICE` joined rows, so that memory does not grow with the shop.
"""

from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from duka.kernel.context import Context
from duka.recommendations.types import Tuning

MOST_IN_ORDER = 50
ROWS_A_SLICE = 2_000_000
KEPT = 20
"""So many others are kept for each product and kind."""
WORK_TABLES: tuple[LiteralString, ...] = (
    "recommendation_features",
    "recommendation_baskets",
    "recommendation_goods",
)


def clear(ctx: Context) -> None:
    """Empties the work tables of this tenant."""
    for table in WORK_TABLES:
        ctx.db.run(f"delete from {table} where tenant_id = %(tenant)s")


def number_goods(ctx: Context) -> int:
    """Every product on sale gets a number, and its price in the store that sells most of them. How many there are."""
    return ctx.db.run(
        """insert into recommendation_goods (tenant_id, number, product_id, price_minor)
           select %(tenant)s, row_number() over (order by p.id), p.id, sp.price_minor
             from products p
             left join store_products sp on sp.tenant_id = %(tenant)s and sp.product_id = p.id
                  and sp.store_id = (select s.store_id from store_products s where s.tenant_id = %(tenant)s
                                      group by s.store_id order by count(*) desc, s.store_id limit 1)
            where p.tenant_id = %(tenant)s and p.status = 'active'"""
    )


def fill_baskets(ctx: Context, run_id: UUID, tuning: Tuning) -> int:
    """The orders of the window as baskets, and what the run tells of them. Answers how many pairs there are to count."""
    capped = ctx.db.value(
        """with things as materialized (
               select l.order_id, g.number, o.placed_at,
                      row_number() over (partition by l.order_id
                                         order by hashtextextended(l.order_id::text || g.number::text, 0)) as place
                 from orders o
                 join order_lines l on l.tenant_id = %(tenant)s and l.order_id = o.id
                 join recommendation_goods g on g.tenant_id = %(tenant)s and g.product_id = l.product_id
                where o.tenant_id = %(tenant)s and o.placed_at >= %(since)s and o.placed_at <= %(now)s
                  and o.status <> 'cancelled'
                group by l.order_id, g.number, o.placed_at),
           filled as (
               insert into recommendation_baskets (tenant_id, order_id, number, weight)
               select %(tenant)s, t.order_id, t.number,
                      case when %(half_life)s::integer = 0 then 1
                           else power(0.5, extract(epoch from %(now)s - t.placed_at)::double precision
                                           / 86400 / %(half_life)s::integer) end
                 from things t where t.place <= %(most)s)
           select count(*) from things t where t.place = %(most)s + 1""",
        since=ctx.now - timedelta(days=tuning.window_days),
        now=ctx.now,
        half_life=tuning.half_life_days,
        most=MOST_IN_ORDER,
    )
    ctx.db.run(
        """update recommendation_goods g set orders = b.orders, weight = b.weight
             from (select b.number, count(*) as orders, sum(b.weight::double precision) as weight
                     from recommendation_baskets b where b.tenant_id = %(tenant)s group by b.number) b
            where g.tenant_id = %(tenant)s and g.number = b.number"""
    )
    row = ctx.db.one(
        """with sizes as (select count(*) as size, max(b.weight) as weight from recommendation_baskets b
                           where b.tenant_id = %(tenant)s group by b.order_id),
                known as (select count(*) as orders, coalesce(sum(s.size), 0) as lines,
                                 coalesce(sum(s.weight::double precision), 0) as weight,
                                 coalesce(sum(s.size * (s.size - 1)), 0) as pairs
                            from sizes s)
           update recommendation_runs r
              set orders = k.orders, lines = k.lines, capped_orders = %(capped)s, weight = k.weight
             from known k where r.tenant_id = %(tenant)s and r.id = %(run)s
           returning k.pairs""",
        run=run_id,
        capped=capped,
    )
    return int(row.pairs) if row else 0


def slices_of(rows: int, most: int) -> int:
    """In how many slices so many joined rows are worked off, at most so many each."""
    return max(1, -(-rows // most))


def count_slice(ctx: Context, run_id: UUID, tuning: Tuning, slice: int, slices: int) -> int:
    """The best partners of every product whose number falls into the slice. How many pairs that were."""
    return ctx.db.run(
        """insert into recommendation_pairs (tenant_id, run_id, kind, product_id, place, other_id, orders, confidence,
                                             lift, score)
           select %(tenant)s, %(run)s, 'together', r.product_id, r.place, r.other_id, r.orders, r.confidence, r.lift, r.score
             from (
               select g.product_id, h.product_id as other_id, t.orders, t.weight / g.weight as confidence,
                      t.weight / e.expected as lift, (t.weight - e.expected) / sqrt(e.expected + 1) as score,
                      row_number() over (partition by t.number
                          order by (t.weight - e.expected) / sqrt(e.expected + 1) desc, t.orders desc, t.other) as place
                 from (select a.number, b.number as other, count(*) as orders, sum(a.weight::double precision) as weight
                         from recommendation_baskets a
                         join recommendation_baskets b on b.tenant_id = %(tenant)s and b.order_id = a.order_id
                              and b.number <> a.number
                        where a.tenant_id = %(tenant)s and a.number %% %(slices)s = %(slice)s
                        group by a.number, b.number having count(*) >= %(support)s) t
                 join recommendation_goods g on g.tenant_id = %(tenant)s and g.number = t.number
                 join recommendation_goods h on h.tenant_id = %(tenant)s and h.number = t.other
                 cross join lateral (
                     select g.weight * h.weight / (select r.weight from recommendation_runs r
                                                    where r.tenant_id = %(tenant)s and r.id = %(run)s) as expected
                     offset 0) e
                where t.weight >= %(lift)s * e.expected) r
            where r.place <= %(kept)s""",
        run=run_id,
        support=tuning.minimum_orders,
        lift=tuning.minimum_lift,
        slice=slice,
        slices=slices,
        kept=KEPT,
    )
