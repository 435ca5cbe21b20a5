"""The pieces of SQL that the crowd's reads are put together from. Values never enter here: they are
parameters.

A read is one statement, so that it costs one round trip and sees one moment. The pieces are fixed texts and
the number of their combinations is small: every connection keeps them prepared.

Objects that a page has by the dozen (cards and their variants) are written with `concat`, a third of the
price of `json_build_object`, from the parts that the tables keep spelt out (their columns `card`); other
texts pass through `to_json`, which escapes them.
"""

from typing import Any, LiteralString

from duka.kernel.context import Context

NEW_FOR: LiteralString = "interval '30 days'"
"""How long a product is shown as new."""

SHOP: LiteralString = """
shop as materialized (
    select w.currency, w.is_plain, w.num, w.den, w.step, w.less, w.lists, w.shows_prior, s.prices_include_tax, s.locales,
           s.default_locale, s.source_locale, language_chain(%(locale)s, s.default_locale, s.source_locale) as languages,
           case when s.stock_mode = 'shared'
                then array(select l.id from locations l where l.tenant_id = %(tenant)s and l.is_active)
                else array(select d.location_id from store_locations d
                             join locations l on l.tenant_id = d.tenant_id and l.id = d.location_id
                                 and l.is_active
                            where d.tenant_id = %(tenant)s and d.store_id = %(store)s) end as places
      from stores s cross join lateral prices_seen(%(tenant)s, %(store)s, %(market)s, %(customer)s, 'storefront',
                                                   %(variants)s::uuid[], %(now)s) w
     where s.tenant_id = %(tenant)s and s.id = %(store)s)"""
"""The store, the locations that it sells from, and the prices that the caller sees (`seen`)."""


def seen(ctx: Context) -> dict[str, Any]:
    """Who looks at the prices, and when: parameters of `SHOP`."""
    customer = ctx.actor.id if ctx.actor.kind == "customer" else None
    return {"market": ctx.market, "customer": customer, "variants": list(ctx.variants), "now": ctx.now}


IN_FORCE: LiteralString = """price_in_force(r.base_minor, r.special_minor, r.special_from, r.special_until,
    r.sale_minor, r.sale_from, r.sale_until, %(now)s)"""
"""The store's own price of `prices r`."""

IS_SPECIAL: LiteralString = f"({IN_FORCE} < r.base_minor)"
"""Is the store's own price of `prices r` reduced now?"""

PRICE: LiteralString = f"""case when (select is_plain from shop) then {IN_FORCE} else coalesce((
    select x.price_minor from price_list_prices x
     where x.tenant_id = %(tenant)s and x.variant_id = v.id and x.list_id = any((select lists from shop)::uuid[])
       and x.min_quantity <= p.minimum
     order by array_position((select lists from shop)::uuid[], x.list_id), x.min_quantity desc limit 1),
    in_currency({IN_FORCE}, (select num from shop), (select den from shop), (select step from shop),
                (select less from shop))) end"""
"""What the caller pays for one of `variants v` of `products p`, priced by `prices r`."""

_COMPARED: LiteralString = """case when (select shows_prior from shop) then least(r.base_minor, r.prior_minor)
    else r.base_minor end"""
BASE: LiteralString = f"""case when (select is_plain from shop) then {_COMPARED} else
    in_currency({_COMPARED}, (select num from shop), (select den from shop), (select step from shop),
                (select less from shop)) end"""
"""What a price is compared with: the base price; where the law asks, the lowest of the 30 days before, if that was lower."""

LISTED_PRICE: LiteralString = """(case when (select is_plain from shop) then sp.price_minor else
    in_currency(sp.price_minor, (select num from shop), (select den from shop), (select step from shop),
                (select less from shop)) end)"""
"""The lowest price of `store_products sp`, in the currency that is shown."""


def was(price: LiteralString, base: LiteralString) -> LiteralString:
    """SQL of the price that one is reduced from; null when it is not."""
    return f"case when {price} < {base} then {base} end"


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


LANGUAGES: LiteralString = "(select languages from shop)"
"""In which languages texts are looked for before the original (`kernel.languages`): of `SHOP`, or of `SPOKEN`."""

SPOKEN: LiteralString = """
shop as materialized (
    select coalesce(s.locales, '{}') as locales, coalesce(s.default_locale, '') as default_locale,
           coalesce(s.source_locale, '') as source_locale,
           language_chain(%(locale)s, s.default_locale, coalesce(s.source_locale, '')) as languages
      from (select) one left join stores s on s.tenant_id = %(tenant)s and s.id = %(store)s)"""
"""The languages alone, for statements that need no `SHOP`; without a store only the asked one."""


def translated(row: LiteralString, field: LiteralString) -> LiteralString:
    """SQL of a text of `row` in the first of the caller's languages that has it, else the original."""
    return f"said({row}.translations, {LANGUAGES}, '{{{field}}}', {row}.{field})"


def slugs(row: LiteralString) -> LiteralString:
    """SQL of the address of `row` in each language of the store."""
    return f"""(select coalesce(json_object_agg(l.tag, said({row}.translations,
        language_chain(l.tag, w.default_locale, w.source_locale), '{{slug}}', {row}.slug)), '{{}}')
        from shop w cross join unnest(w.locales) l (tag))"""


def named(row: LiteralString) -> LiteralString:
    """SQL: is `%(slug)s` the address of `row` today, in whichever language?"""
    return f"""({row}.slug = %(slug)s or exists (
        select from jsonb_each({row}.translations) t where t.value ->> 'slug' = %(slug)s))"""


def address(row: LiteralString, kind: LiteralString, slug: LiteralString) -> LiteralString:
    """SQL: is `row` the thing of this kind that has this slug, or has or had it in some language?"""
    return f"""({row}.slug = {slug} or {row}.id = (select g.target_id from slugs g
        where g.tenant_id = %(tenant)s and g.kind = '{kind}' and g.slug = {slug}))"""


TITLE: LiteralString = translated("p", "title")
CARD: LiteralString = (
    f"card_said(p.card, 'slug', p.slug, said(p.translations, {LANGUAGES}, '{{slug}}', null))"
)
"""The kept part of the card of `products p`, with its address in the caller's language."""
IMAGE_CARD: LiteralString = (
    f"card_said(i.card, 'alt', i.alt, said(i.translations, {LANGUAGES}, '{{alt}}', null))"
)
"""The card of `product_images i`, with its alternative text in the caller's language."""


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
           from (select q.card, q.position, q.price, {was("q.price", "q.base")} as was, q.ok
                   from (select v.card, v.position, {PRICE} as price, {BASE} as base, {IS_AVAILABLE} as ok
                           from {OFFERED} offset 0) q) v) o
     cross join lateral (
         select array(select {IMAGE_CARD} from product_images i
                       where i.tenant_id = %(tenant)s and i.product_id = p.id and i.card is not null
                       order by i.position limit 2) as cards offset 0) i
     where p.n <= %(limit)s and o.highest is not null)"""
"""The cards of `picked` (n, id, card, title, minimum, published_at), as JSON text."""
