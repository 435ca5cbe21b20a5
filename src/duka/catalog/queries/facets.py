"""Facets with counts, and the total, of what a listing was asked for: one statement.

A facet is counted under every other choice and not under its own, so that a second value of it can be added.
`failed` holds, for each product, the facets whose choice it does not meet: none, and it is in the listing;
one, and it still counts for that facet.
"""

from functools import cache
from typing import LiteralString

from duka.catalog.queries.asked import ATTRIBUTE, CHOSEN, COMMON, HARD, OPTION, Asked
from duka.catalog.queries.fragments import IS_AVAILABLE, OFFERED, SHOP, SOLD_HERE, squeezed, translated
from duka.catalog.queries.search import FOUND
from duka.kernel.context import Context

MOST: LiteralString = "12"

_FAILED: dict[str, LiteralString] = {
    "chosen_category": f"case when not {CHOSEN['chosen_category']} then array['category'] end",
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
           select t.id from categories t where t.tenant_id = %(tenant)s and t.slug = %(top)s)
    union all
    select t.slug, t.name, t.place, c.id from categories c join tree t on c.parent_id = t.id
     where c.tenant_id = %(tenant)s and c.is_visible)"""

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
    select 1, g.code, coalesce(nullif(g.option #>> array['translations', %(locale)s, 'name'], ''),
                               g.option ->> 'name'),
           g.value, coalesce(nullif(g.option #>> array['translations', %(locale)s, 'values', g.value], ''),
                             g.value), g.n
      from (select o.code, v.option_values[o.place] as value, (array_agg(o.option))[1] as option,
                   count(distinct o.id) as n
              from choices o join variants v on v.tenant_id = %(tenant)s and v.product_id = o.id and v.is_active
             where o.failed <@ array[o.code] and v.option_values[o.place] is not null
             group by 1, 2) g
    union all
    select 2, a.code, min(a.label), a.value, min(a.text), count(*)
      from (select b.failed, 'attribute:' || f.key as code, {translated("f", "name")} as label,
                   {ATTRIBUTE} as value,
                   coalesce(nullif(f.translations
                                #>> array[%(locale)s, 'choices', p.attributes ->> f.key], ''),
                            concat_ws(' ', {ATTRIBUTE}, nullif(f.unit, ''))) as text
              from base b cross join lateral (select b.attributes) p
              join (select t.code as key, t.name, t.unit, t.translations from attributes t
                     where t.tenant_id = %(tenant)s and t.is_filter) f on b.attributes ? f.key
             where cardinality(b.failed) < 2) a
     where a.failed <@ array[a.code] and a.value is not null group by a.code, a.value
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
    found: LiteralString = f"{FOUND}, " if searched else ""
    goods: LiteralString = f"found f, {SOLD_HERE} and sp.product_id = f.product_id" if searched else SOLD_HERE
    narrowed: LiteralString = "".join([f" and {HARD[name]}" for name in conditions if name in HARD])
    if not with_facets:
        narrowed = "".join([f" and {(HARD | CHOSEN)[name]}" for name in conditions])
        return (
            f"with recursive {SHOP}, {common}{found} total as (select count(*) as n from {goods}{narrowed}) "
            + ("select total.n as total, null::text as facets from total")
        )
    failed: LiteralString = " || ".join(["'{}'::text[]", *[_FAILED[n] for n in conditions if n in _FAILED]])
    return squeezed(f"""
with recursive {SHOP}, {common}{found}
base as materialized (
    select p.id, p.vendor, p.tags, p.attributes, p.options, p.minimum, {failed} as failed
        from {goods}{narrowed}),
{_TREE}, {_COUNTS}
select (select count(*) from base where failed = '{{}}') as total,
       (select json_agg(json_build_object('code', f.code, 'label', f.label, 'values', f."values")
                        order by f.place, f.code)::text from facets f) as facets""")


def facets_and_total(ctx: Context, wanted: Asked, *, with_facets: bool) -> str:
    """The members `total` and, if asked for, `facets` of a `types.ProductPage`, as JSON text."""
    row = ctx.db.one(
        statement(wanted.conditions, wanted.words is not None, with_facets),
        **{**wanted.params, "top": wanted.params.get("category")},
    )
    assert row is not None
    return f'"total":{row.total}' + (f',"facets":{row.facets or "[]"}' if with_facets else "")
