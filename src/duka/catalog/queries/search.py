"""Search: which products the words find, how well, and what else may have been meant.

`meaning` finds out what the words may mean, `search_found` (in the database) which products have them and at what cost: a
word's place in the search text, and what its kind of meaning adds. Here the cost becomes a rank, lowest first: what sold well
goes forward and what is sold out goes back, as far as the merchant's settings say; an article number goes before all, and so
do the products that a merchant pinned to a search.

Under row-level security an index serves only operators that cannot leak, so words are read by comparisons of text, and
misspelt ones are looked up by keys that are equal (`search_word_keys`).
"""

from typing import LiteralString
from uuid import UUID

from duka.catalog.queries import meaning
from duka.catalog.queries.fragments import (
    IMAGE_CARD,
    IS_AVAILABLE,
    LISTED_PRICE,
    OFFERED,
    SHOP,
    TITLE,
    seen,
    translated,
)
from duka.catalog.queries.meaning import Sought
from duka.catalog.queries.words import clean, words_of
from duka.kernel.context import Context
from duka.kernel.text import fold

VOCABULARY_LIMIT: LiteralString = "8000"
LOOKED_AT: LiteralString = "60"
"""So many of the best are looked at: whether they are in stock, and how much more than the search their title says."""

MATCHED: LiteralString = """
matched as materialized (
    select h.product_id, min(h.cost) as cost
      from (select f.product_id, f.cost
              from jsonb_array_elements(%(plans)s::jsonb) k (plan)
             cross join lateral search_found(%(tenant)s, k.plan) f
            union all
            select g.id, 20 * g.n::integer from unnest(%(given)s::uuid[]) with ordinality g (id, n)
            union all
            select v.product_id, -100000 from variants v where v.tenant_id = %(tenant)s and v.sku = any(%(skus)s)
            union all
            select p.id, -200000 + p.n::integer from unnest(%(pinned)s::uuid[]) with ordinality p (id, n)) h
     group by h.product_id)"""
"""What the search finds and at what cost; for counting."""

FOUND: LiteralString = f"""{MATCHED},
weighed as materialized (
    select w.product_id, w.rank, row_number() over (order by w.rank, w.sold desc, w.product_id) as place
      from (select m.product_id, sp.sold, m.cost - least(%(sales)s * ln(1 + sp.sold), 100)::integer as rank
              from matched m cross join lateral (
                   select s.sold from store_products s where s.tenant_id = %(tenant)s and s.store_id = %(store)s
                      and s.product_id = m.product_id and s.is_visible limit 1) sp) w),
found as materialized (
    select w.product_id, w.rank + case when w.place <= {LOOKED_AT} and w.rank > -50000 then coalesce((
               select least(length(p.title), 100) / 8
                      + case when exists (select from {OFFERED} and {IS_AVAILABLE} offset 0) then 0 else %(sold_out)s end
                 from products p where p.tenant_id = %(tenant)s and p.id = w.product_id), 0) else 100 end as rank
      from weighed w)"""
"""Common tables, to be used after `with recursive` and `SHOP`; `found` holds product_id and rank, best lowest."""


def sold_here(found: LiteralString) -> LiteralString:
    """`SOLD_HERE` of what is in the table `found f`. Each is looked up: PostgreSQL, which cannot know how few are found, would
    rather read all that the store has."""
    return f"""
    {found} f cross join lateral (
        select s.* from store_products s
         where s.tenant_id = %(tenant)s and s.store_id = %(store)s and s.product_id = f.product_id and s.is_visible
           and s.price_minor is not null limit 1) sp
    cross join lateral (
        select x.* from products x
         where x.tenant_id = %(tenant)s and x.id = sp.product_id and x.status = 'active' limit 1) p
    where true"""


_SUGGEST: LiteralString = f"""
with recursive {SHOP}, {FOUND},
hits as (
    select p.id, {translated("p", "slug")} as slug, {TITLE} as title,
           {LISTED_PRICE} as price_minor, p.pricing_mode, p.unit, f.rank, sp.sold
      from {sold_here("found")}
     order by f.rank, sp.sold desc, p.id limit 6)
select (select json_build_object(
    'currency', shop.currency,
    'products', coalesce((select json_agg(json_build_object(
            'id', 'prod_' || replace(h.id::text, '-', ''), 'slug', h.slug, 'title', h.title,
            'price_minor', h.price_minor, 'pricing_mode', h.pricing_mode, 'unit', h.unit,
            'image', (select {IMAGE_CARD}::json from product_images i
                       where i.tenant_id = %(tenant)s and i.product_id = h.id and i.card is not null
                       order by i.position limit 1))
          order by h.rank, h.sold desc, h.id) from hits h), '[]'),
    'categories', coalesce((select json_agg(json_build_object('slug', c.slug, 'name', c.name)) from (
            select {translated("c", "slug")} as slug, {translated("c", "name")} as name from categories c
             where c.tenant_id = %(tenant)s and c.is_visible and %(folded)s <> ''
               and position(%(folded)s in lower(unaccent({translated("c", "name")}))) > 0
             order by c.position, c.slug limit 3) c), '[]'))
  from shop)::text"""


def suggest(ctx: Context, store_id: UUID, text: str, sought: Sought | None = None) -> bytes:
    """`types.Suggestions` for a search that is being typed: at most six products and three categories. `sought`: when
    it is understood already."""
    ctx.require("products:read")
    words = words_of(text)
    sought = sought or meaning.understand(ctx, words)
    found = ctx.db.value(
        _SUGGEST,
        store=store_id,
        locale=clean(ctx.locale),
        folded=" ".join(words.words) and fold(words.text),
        **sought.params,
        **seen(ctx),
    )
    return str(found).encode() if found else b'{"currency":"","products":[],"categories":[]}'
