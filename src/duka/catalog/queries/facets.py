"""Facets with counts, and the total, of what a listing was asked for: one statement.

A facet is counted under every other choice and not under its own, so that a second value of it can be added.
`failed` holds, for each product, the facets whose choice it does not meet: none, and it is in the listing;
one, and it still counts for that facet.

Where thousands of products are counted the answer is remembered for a moment: counts may be that old, the products never.
"""

import threading
from functools import cache
from typing import Any, LiteralString

from cachetools import TTLCache

from duka.catalog.queries.asked import ATTRIBUTE, CHOSEN, COMMON, HARD, OPTION, Asked
from duka.catalog.queries.fragments import (
    IS_AVAILABLE,
    LANGUAGES,
    LISTED_PRICE,
    OFFERED,
    SHOP,
    SOLD_HERE,
    address,
    squeezed,
    translated,
)
from duka.catalog.queries.search import MATCHED, sold_here
from duka.kernel.context import Context

MOST: LiteralString = "12"
MANY = 5_000
"""Counting so many products takes long enough to be remembered by a process, for `SECONDS_KEPT`."""

SECONDS_KEPT = 20.0
_kept: TTLCache[Any, str] = TTLCache(1_000, SECONDS_KEPT)
_lock = threading.Lock()

_FAILED: dict[str, LiteralString] = {
    "chosen_category": f"case when not {CHOSEN['chosen_category']} then array['category'] end",
    "price": f"case when not {CHOSEN['price']} then array['price'] end",
    "price_range": f"case when not {CHOSEN['price_range']} then array['price'] end",
    "vendor": f"case when not {CHOSEN['vendor']} then array['vendor'] end",
    "tag": f"case when not {CHOSEN['tag']} then array['tag'] end",
    "option": f"array(select 'option:' || f.key from jsonb_each(%(option)s::jsonb) f where not {OPTION})",
    "attribute": f"""array(select 'attribute:' || f.key from jsonb_each(%(attribute)s::jsonb) f
        where not coalesce(f.value ? {ATTRIBUTE}, false))""",
}

_TREE: LiteralString = f"""
tree (slug, name, place, id) as (
    select c.slug, {translated("c", "name")}, c.position, c.id
      from categories c
     where c.tenant_id = %(tenant)s and c.is_visible and c.parent_id is not distinct from (
           select t.id from categories t where t.tenant_id = %(tenant)s and {address("t", "category", "%(top)s")})
    union all
    select t.slug, t.name, t.place, c.id from categories c join tree t on c.parent_id = t.id
     where c.tenant_id = %(tenant)s and c.is_visible)"""

_ROUND: LiteralString = "power(10, greatest(floor(log(greatest(e.price, 1))), 0))::bigint"
"""The magnitude of a price: bounds between ranges of prices have one digit that is no zero."""

_PRICES: LiteralString = f"""
costs as materialized (select b.price from base b where b.failed <@ array['price']),
edges as materialized (
    select array_agg(distinct e.price / {_ROUND} * {_ROUND}) as edges
      from unnest((select percentile_disc(array[0.2, 0.4, 0.6, 0.8]) within group (order by c.price) from costs c)) e (price)
     where e.price / {_ROUND} * {_ROUND} > (select min(c.price) from costs c)),
ranges as materialized (
    select r.n, concat(r.edges[r.n], '-', r.edges[r.n + 1] - 1) as value, count(*) as count
      from (select width_bucket(c.price, e.edges) as n, e.edges
              from costs c cross join edges e where e.edges is not null) r
     group by 1, 2),
priced as (
    select json_build_object('code', 'price', 'label', 'Price', 'values', json_agg(json_build_object(
               'value', r.value, 'label', r.value, 'count', r.count,
               'is_selected', coalesce(%(selected)s::jsonb -> 'price' ? r.value, false)) order by r.n)) as facet
      from ranges r having count(*) > 0)"""
"""At most five ranges of prices with about as many products in each. A value is `from-to` in minor units, both within; the
first has no from, the last no to."""

_COUNTS: LiteralString = f"""
choices as materialized (
    select b.id, b.failed, 'option:' || (e.option ->> 'name') as code, e.option, e.place
      from base b cross join lateral jsonb_array_elements(b.options) with ordinality e (option, place)
     where cardinality(b.failed) < 2),
counts (place, code, label, value, text, count) as (
    select 0, 'category', 'Category', t.slug, t.name, count(distinct b.id)
      from base b join product_categories g on g.tenant_id = %(tenant)s and g.product_id = b.id
      join tree t on t.id = g.category_id
     where b.failed <@ array['category'] group by t.slug, t.name
    union all
    select 1, g.code, said(g.option -> 'translations', {LANGUAGES}, '{{name}}', g.option ->> 'name'),
           g.value, said(g.option -> 'translations', {LANGUAGES}, array['values', g.value], g.value), g.n
      from (select o.code, v.option_values[o.place] as value, (array_agg(o.option))[1] as option,
                   count(distinct o.id) as n
              from choices o join variants v on v.tenant_id = %(tenant)s and v.product_id = o.id and v.is_active
             where o.failed <@ array[o.code] and v.option_values[o.place] is not null
             group by 1, 2) g
    union all
    select 2, 'attribute:' || f.code, {translated("f", "name")}, a.value,
           said(f.translations, {LANGUAGES}, array['choices', a.value], concat_ws(' ', a.value, nullif(f.unit, ''))), a.n
      from (select f.key, {ATTRIBUTE} as value, count(*) as n
              from base b cross join lateral (select b.attributes) p
              join (select t.code as key from attributes t
                     where t.tenant_id = %(tenant)s and t.is_filter) f on b.attributes ? f.key
             where cardinality(b.failed) < 2 and b.failed <@ array['attribute:' || f.key]
             group by 1, 2) a
      join attributes f on f.tenant_id = %(tenant)s and f.code = a.key
     where a.value is not null
    union all
    select 3, 'vendor', 'Vendor', b.vendor, b.vendor, count(*)
      from base b where b.failed <@ array['vendor'] and b.vendor <> '' group by b.vendor
    union all
    select 4, 'tag', 'Tag', t.tag, t.tag, count(distinct b.id)
      from base b cross join unnest(b.tags) t (tag) where b.failed <@ array['tag'] group by t.tag
    union all
    select 5, 'availability', 'Availability', 'in', 'in', count(*)
      from base p where p.failed = '{{}}' and exists (select from {OFFERED} and {IS_AVAILABLE} offset 0)
    having count(*) > 0),
chosen_values as (
    select c.*, coalesce(%(selected)s::jsonb -> c.code ? c.value, false) as is_selected from counts c),
ranked as (
    select c.*, row_number() over (partition by c.code order by c.is_selected desc, c.count desc, c.text) as n
      from chosen_values c),
facets as (
    select min(r.place) as place, r.code, min(r.label) as label,
           json_agg(json_build_object('value', r.value, 'label', r.text, 'count', r.count,
                                      'is_selected', r.is_selected) order by r.count desc, r.text) as "values"
      from ranked r where r.n <= {MOST} group by r.code)"""


@cache
def statement(conditions: tuple[str, ...], searched: bool, with_facets: bool) -> LiteralString:
    common: LiteralString = "".join([COMMON[name] + ", " for name in conditions if name in COMMON])
    matched: LiteralString = f"{MATCHED}, " if searched else ""
    goods: LiteralString = sold_here("matched") if searched else SOLD_HERE
    narrowed: LiteralString = "".join([f" and {HARD[name]}" for name in conditions if name in HARD])
    if not with_facets:
        narrowed = "".join([f" and {(HARD | CHOSEN)[name]}" for name in conditions])
        return (
            f"with recursive {SHOP}, {common}{matched} total as (select count(*) as n from {goods}{narrowed}) "
            + ("select total.n as total, null::text as facets from total")
        )
    failed: LiteralString = " || ".join(["'{}'::text[]", *[_FAILED[n] for n in conditions if n in _FAILED]])
    return squeezed(f"""
with recursive {SHOP}, {common}{matched}
base as materialized (
    select p.id, p.vendor, p.tags, p.attributes, p.options, p.minimum,
           {LISTED_PRICE} as price, {failed} as failed
        from {goods}{narrowed}),
{_TREE}, {_PRICES}, {_COUNTS}
select (select count(*) from base where failed = '{{}}') as total,
       (select json_agg(a.facet order by a.place, a.code)::text from (
            select f.place, f.code, json_build_object('code', f.code, 'label', f.label, 'values', f."values") as facet
              from facets f
            union all
            select 0, 'price', p.facet from priced p) a) as facets""")


def facets_and_total(ctx: Context, wanted: Asked, *, with_facets: bool) -> str:
    """The members `total` and, if asked for, `facets` of a `types.ProductPage`, as JSON text."""
    key = (ctx.tenant, wanted.conditions, with_facets, repr(sorted(_telling(wanted.params).items())))
    with _lock:
        known = _kept.get(key)
    if known is not None:
        return known
    row = ctx.db.one(
        statement(wanted.conditions, wanted.sought is not None, with_facets),
        **{**wanted.params, "top": wanted.params.get("category")},
    )
    assert row is not None
    found = f'"total":{row.total}' + (f',"facets":{row.facets or "[]"}' if with_facets else "")
    if row.total >= MANY:
        with _lock:
            _kept[key] = found
    return found


def _telling(params: dict[str, Any]) -> dict[str, Any]:
    """What the answer depends on: not the moment, nor the page."""
    return {
        name: value
        for name, value in params.items()
        if name not in ("now", "limit", "offset", "key", "key_id")
    }
