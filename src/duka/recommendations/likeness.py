"""What is similar: the statements of a run that read the catalogue.

A product is described by its categories, its kind, its vendor, its tags and the values of its attributes. A description
that few share says more: it weighs `ln(1 + products / products that share it)`, categories twice that. How alike two
products are is the weight of what both have over the weight of all that the product has, four fifths of it, and one
fifth how near their prices are (1 for the same, 0 from three times as dear).

Comparing all with all would be 10 billion pairs for 100,000 products. Each product is compared with its `NEAR` neighbours
below and above in price among the products of each of its descriptions: those that may stand next to it on a shelf.
"""

from uuid import UUID

from duka.kernel.context import Context
from duka.recommendations.counting import KEPT

NEAR = 6
LEAST = 0.2
"""Less alike is not similar."""
COMPARED = 2 * NEAR


def describe(ctx: Context) -> int:
    """What every numbered product is described by, each description's products in the order of their prices. How many
    descriptions of products there are; those of one product alone, or of nearly all, say nothing and are left out."""
    count = ctx.db.run(
        """with goods as materialized (
               select g.number, g.product_id, g.price_minor, p.vendor, p.kind, p.tags, p.attributes
                 from recommendation_goods g
                 join products p on p.tenant_id = %(tenant)s and p.id = g.product_id
                where g.tenant_id = %(tenant)s),
           described as (
               select g.number, g.price_minor, 'category:' || c.category_id::text as words, 2 as factor
                 from goods g join product_categories c on c.tenant_id = %(tenant)s and c.product_id = g.product_id
               union all
               select g.number, g.price_minor, 'vendor:' || g.vendor, 1 from goods g where g.vendor <> ''
               union all
               select g.number, g.price_minor, 'kind:' || g.kind, 1 from goods g where g.kind <> ''
               union all
               select g.number, g.price_minor, 'tag:' || t.tag, 1 from goods g cross join unnest(g.tags) as t (tag)
               union all
               select g.number, g.price_minor, 'attribute:' || a.key || '=' || a.value, 1
                 from goods g cross join jsonb_each_text(g.attributes) as a where length(a.value) between 1 and 100),
           weighed as (
               select distinct on (d.words, d.number) d.words, d.number, d.price_minor, d.factor from described d),
           shared as (
               select w.words, count(*) as products from weighed w group by w.words
               having count(*) > 1 and (count(*) <= 30 or count(*) < (select count(*) from goods) * 0.9))
           insert into recommendation_features (tenant_id, feature, place, low, high, number, weight)
           select %(tenant)s, r.feature, r.place, r.place - %(near)s, r.place + %(near)s, r.number, r.weight
             from (select hashtextextended(w.words, 0) as feature, w.number,
                          row_number() over (partition by w.words order by w.price_minor, w.number) as place,
                          w.factor * ln(1 + (select count(*) from goods)::double precision / s.products) as weight
                     from weighed w join shared s on s.words = w.words) r
           on conflict do nothing""",
        near=NEAR,
    )
    ctx.db.run(
        """update recommendation_goods g set features = d.features, weights = d.weights, described = d.weight
             from (select f.number, array_agg(f.feature order by f.feature) as features,
                          array_agg(f.weight order by f.feature) as weights, sum(f.weight::double precision) as weight
                     from recommendation_features f where f.tenant_id = %(tenant)s group by f.number) d
            where g.tenant_id = %(tenant)s and g.number = d.number"""
    )
    return count


def compare_slice(ctx: Context, run_id: UUID, slice: int, slices: int) -> int:
    """The most similar products of every product whose number falls into the slice. How many pairs that were."""
    return ctx.db.run(
        """insert into recommendation_pairs (tenant_id, run_id, kind, product_id, place, other_id, score)
           select %(tenant)s, %(run)s, 'similar', r.product_id, r.place, r.other_id, r.score
             from (
               select g.product_id, h.product_id as other_id, l.score,
                      row_number() over (partition by g.number order by l.score desc, h.number) as place
                 from (select distinct a.number, b.number as other
                         from recommendation_features a
                         join recommendation_features b on b.tenant_id = %(tenant)s and b.feature = a.feature
                              and b.place >= a.low and b.place <= a.high and b.number <> a.number
                        where a.tenant_id = %(tenant)s and a.number %% %(slices)s = %(slice)s) n
                 join recommendation_goods g on g.tenant_id = %(tenant)s and g.number = n.number
                 join recommendation_goods h on h.tenant_id = %(tenant)s and h.number = n.other
                 cross join lateral (
                     select 0.8 * coalesce(sum(w.weight::double precision), 0) / g.described
                            + 0.2 * case when g.price_minor > 0 and h.price_minor > 0 then greatest(0,
                                  1 - abs(ln(g.price_minor::double precision / h.price_minor)) / ln(3)) else 0 end as score
                       from unnest(g.features, g.weights) as w (feature, weight) where w.feature = any(h.features)) l
                where l.score >= %(least)s) r
            where r.place <= %(kept)s""",
        run=run_id,
        slice=slice,
        slices=slices,
        least=LEAST,
        kept=KEPT,
    )
