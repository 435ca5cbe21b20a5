"""The pieces of SQL that the crowd's reads are put together from. Values never enter here: they are
parameters.

A read is one statement, so that it costs one round trip and sees one moment. The pieces are fixed texts and
the number of their combinations is small: every connection keeps them prepared.

Objects that a page has by the dozen (cards and their variants) are written with `concat`, a third of the
price of `json_build_object`, from the parts that the tables keep spelt out (their columns `card`); other
texts pass through `to_json`, which escapes them.
"""

from typing import LiteralString

NEW_FOR: LiteralString = "interval '30 days'"
"""How long a product is shown as new."""

SHOP: LiteralString = """
shop as materialized (
    select s.currency, s.prices_include_tax, s.locales,
           case when s.stock_mode = 'shared'
                then array(select l.id from locations l where l.tenant_id = %(tenant)s and l.is_active)
                else array(select d.location_id from store_locations d
                             join locations l on l.tenant_id = d.tenant_id and l.id = d.location_id
                                 and l.is_active
                            where d.tenant_id = %(tenant)s and d.store_id = %(store)s) end as places
      from stores s
     where s.tenant_id = %(tenant)s and s.id = %(store)s)"""
"""The store, and the locations that it sells from."""

IS_SPECIAL: LiteralString = """(r.special_minor < r.base_minor
    and (r.special_from is null or r.special_from <= %(now)s)
    and (r.special_until is null or r.special_until > %(now)s))"""
"""Is the special price of `prices r` open now?"""

PRICE: LiteralString = f"case when {IS_SPECIAL} then r.special_minor else r.base_minor end"
WAS: LiteralString = f"case when {IS_SPECIAL} then r.base_minor end"

FREE: LiteralString = """(
    select sum(least((k.on_hand - k.reserved - k.safety) / v.stock_per_unit, 1000000000)::integer)
      from stock_levels k
     where k.tenant_id = %(tenant)s and k.item_id = v.stock_item_id
       and k.location_id = any((select places from shop)::uuid[]) and k.on_hand - k.reserved > k.safety)"""
"""How many units of `variants v` the store's locations can promise now, each rounded down by itself. Null for
none."""

IS_AVAILABLE: LiteralString = (
    f"(not v.tracks_stock or v.sells_without_stock or coalesce({FREE} >= p.minimum, false))"
)
"""May `variants v` of `products p` be bought now?"""

OFFERED: LiteralString = """
    variants v join prices r on r.tenant_id = v.tenant_id and r.store_id = %(store)s and r.variant_id = v.id
    where v.tenant_id = %(tenant)s and r.tenant_id = %(tenant)s and v.is_active and v.product_id = p.id"""
"""The variants of `p` that this store sells: active, and priced here."""

SOLD_HERE: LiteralString = """
    store_products sp join products p on p.tenant_id = %(tenant)s and p.id = sp.product_id
        and p.status = 'active'
    where sp.tenant_id = %(tenant)s and sp.store_id = %(store)s and sp.is_visible
        and sp.price_minor is not null"""
"""What the store shows."""


def translated(row: LiteralString, field: LiteralString) -> LiteralString:
    """SQL of a text of `row` in the asked language, and in the tenant's own where that has none."""
    return f"coalesce(nullif({row}.translations #>> array[%(locale)s, '{field}'], ''), {row}.{field})"


TITLE: LiteralString = translated("p", "title")


def branch(name: LiteralString, roots: LiteralString) -> LiteralString:
    """Common tables of the visible categories that `roots` selects (a condition on `c`) and all below them:
    `name` has their `ids` in one row, `name`_few their products when they are fewer than 500."""
    return f"""
{name} as materialized (select array(
    with recursive below (id) as (
        select c.id from categories c where c.tenant_id = %(tenant)s and c.is_visible and {roots}
        union
        select c.id from categories c join below b on c.parent_id = b.id
         where c.tenant_id = %(tenant)s and c.is_visible)
    select id from below) as ids),
{name}_few as materialized (
    select g.product_id from {name} cross join unnest({name}.ids) as k (id) cross join lateral (
        select g.product_id from product_categories g
         where g.tenant_id = %(tenant)s and g.category_id = k.id limit 500) g limit 500)"""


def lies_in(name: LiteralString) -> LiteralString:
    """Does `sp.product_id` lie in one of those categories? Asked of each product in the order of the listing,
    until the page is full: quick for a large category; for a small one the answer is looked up in memory."""
    return f"""((select count(*) from {name}_few) < 500 and sp.product_id in (select product_id
        from {name}_few)
        or (select count(*) from {name}_few) >= 500 and exists (
            select from (select g.category_id from product_categories g
                          where g.tenant_id = %(tenant)s and g.product_id = sp.product_id offset 0) g
             where g.category_id = any((select ids from {name})::uuid[]) offset 0))"""


def squeezed(sql: LiteralString) -> LiteralString:
    """The statement without its indentation: psycopg remembers how it reads one of at most 4,096
    characters."""
    return " ".join(sql.split())


VARIANT_CARD: LiteralString = """
    concat(v.card, ',"price_minor":', v.price, ',"was_minor":', coalesce(v.was::text, 'null'),
           case when v.ok then ',"is_available":true}' else ',"is_available":false}' end)"""

CARDS: LiteralString = f"""
cards as (
    select p.n,
           concat(p.card, ',"title":', to_json(p.title), ',"image":', coalesce(i.cards[1], 'null'),
                  ',"hover_image":', coalesce(i.cards[2], 'null'),
                  ',"price_minor":', o.lowest[1], ',"price_max_minor":', o.highest,
                  ',"was_minor":', coalesce(nullif(o.lowest[2], -1)::text, 'null'),
                  ',"is_available":', o.ok::text,
                  ',"is_new":', (p.published_at > %(now)s - {NEW_FOR})::text,
                  ',"variants":[', o.variants, ']}}') as card
      from picked p
     cross join lateral (
         select string_agg({VARIANT_CARD}, ',' order by v.position) as variants, bool_or(v.ok) as ok,
                min(array[v.price, coalesce(v.was, -1)]) as lowest, max(v.price) as highest
           from (select v.card, v.position, {PRICE} as price, {WAS} as was, {IS_AVAILABLE} as ok
                   from {OFFERED} offset 0) v) o
     cross join lateral (
         select array(select i.card from product_images i
                       where i.tenant_id = %(tenant)s and i.product_id = p.id and i.card is not null
                       order by i.position limit 2) as cards offset 0) i
     where p.n <= %(limit)s and o.highest is not null)"""
"""The cards of `picked` (n, id, card, title, minimum, published_at), as JSON text."""
