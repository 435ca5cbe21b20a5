"""Search: which products the words find, how well, and what else may have been meant.

Every word must be found; a product's word counts when it begins with it. A word that begins nothing is
replaced by the words nearest to it (the same letters in another order, or similar trigrams), so one or two
wrong letters do no harm. Earlier in the search text is better, whole words are better than beginnings, those
better than near ones; an article number goes before all.

Under row-level security an index serves only operators that cannot leak, so `search_words` is read by
comparisons of text, and similarity is asked of the tenant's vocabulary alone (its distinct words, by skipping
through the index), and only when a word is unknown.
"""

from typing import LiteralString
from uuid import UUID

from duka.catalog.queries.fragments import SHOP, SOLD_HERE, TITLE, translated
from duka.catalog.queries.words import Words, clean, words_of
from duka.kernel.context import Context
from duka.kernel.text import fold

VOCABULARY_LIMIT: LiteralString = "8000"

_LOOKED_UP: LiteralString = f"""
asked as materialized (
    select a.n, a.word, a.start
      from unnest(%(words)s::text[], %(starts)s::text[]) with ordinality a (word, start, n)),
begun as materialized (
    select a.n, s.product_id, min(case when s.word = a.word then s.place else s.place + 200 end) as cost
      from asked a join search_words s on s.word >= a.start and s.word < a.start || chr(1114111)
     where s.tenant_id = %(tenant)s
     group by a.n, s.product_id),
unknown as materialized (
    select a.n, a.word from asked a
     where length(a.word) > 2 and not exists (select from begun b where b.n = a.n)),
vocabulary (word, place) as (
    (select s.word, 1 from search_words s
      where s.tenant_id = %(tenant)s and s.word >= ':' and exists (select from unknown)
          order by s.word limit 1)
    union all
    select (select s.word from search_words s where s.tenant_id = %(tenant)s and s.word > v.word
             order by s.word limit 1), v.place + 1
      from vocabulary v where v.word is not null and v.place < {VOCABULARY_LIMIT}),
near as materialized (
    select u.n, c.word, c.likeness
      from unknown u cross join lateral (
          select l.word, l.likeness
            from (select v.word, case when length(v.word) = length(u.word) and translate(v.word, u.word,
                '') = ''
                                       and translate(u.word, v.word, '') = '' then 0.5
                                      else similarity(v.word, u.word) end as likeness
                    from vocabulary v where v.word is not null) l
           where l.likeness >= 0.3 order by l.likeness desc, l.word limit 3) c)"""

FOUND: LiteralString = f"""{_LOOKED_UP},
found as materialized (
    select f.product_id, min(f.cost) as rank
      from (select h.product_id, sum(h.cost) as cost
              from (select b.n, b.product_id, b.cost from begun b
                    union all
                    select c.n, s.product_id, min(s.place + 400 + (1000 * (1 - c.likeness))::integer)
                      from near c join search_words s on s.word = c.word
                     where s.tenant_id = %(tenant)s
                     group by c.n, s.product_id) h
             group by h.product_id having count(*) = cardinality(%(words)s::text[])
            union all
            select v.product_id, -1 from variants v where v.tenant_id = %(tenant)s
                and v.sku = any(%(skus)s)) f
     group by f.product_id)"""
"""Common tables, to be used after `with recursive`; `found` holds product_id and rank, best lowest."""


def did_you_mean(ctx: Context, words: Words) -> str | None:
    """What was typed, with its unknown words replaced by the nearest ones that this tenant's goods have."""
    row = ctx.db.one(
        f"""with recursive {_LOOKED_UP}
            select string_agg(coalesce(c.word, a.word), ' ' order by a.n) as text,
                bool_or(c.word is not null) as differs
              from asked a
              left join lateral (select near.word from near where near.n = a.n
                                  order by near.likeness desc, near.word limit 1) c on true""",
        **words.params,
    )
    return str(row.text) if row and row.differs else None


_SUGGEST: LiteralString = f"""
with recursive {SHOP}, {FOUND},
hits as (
    select p.id, p.slug, {TITLE} as title, sp.price_minor, p.pricing_mode, p.unit, f.rank, sp.sold
      from found f, {SOLD_HERE} and sp.product_id = f.product_id
     order by f.rank, sp.sold desc, p.id limit 6)
select (select json_build_object(
    'currency', shop.currency,
    'products', coalesce((select json_agg(json_build_object(
            'id', 'prod_' || replace(h.id::text, '-', ''), 'slug', h.slug, 'title', h.title,
            'price_minor', h.price_minor, 'pricing_mode', h.pricing_mode, 'unit', h.unit,
            'image', (select i.card::json from product_images i
                       where i.tenant_id = %(tenant)s and i.product_id = h.id and i.card is not null
                       order by i.position limit 1))
          order by h.rank, h.sold desc, h.id) from hits h), '[]'),
    'categories', coalesce((select json_agg(json_build_object('slug', c.slug, 'name', c.name)) from (
            select c.slug, {translated("c", "name")} as name from categories c
             where c.tenant_id = %(tenant)s and c.is_visible and %(folded)s <> ''
               and position(%(folded)s in lower(unaccent({translated("c", "name")}))) > 0
             order by c.position, c.slug limit 3) c), '[]'))
  from shop)::text"""


def suggest(ctx: Context, store_id: UUID, text: str) -> bytes:
    """`types.Suggestions` for a search that is being typed: at most six products and three categories."""
    ctx.require("products:read")
    words = words_of(text)
    found = ctx.db.value(
        _SUGGEST,
        store=store_id,
        locale=clean(ctx.locale),
        folded=" ".join(words.words) and fold(words.text),
        **words.params,
    )
    return str(found).encode() if found else b'{"currency":"","products":[],"categories":[]}'
