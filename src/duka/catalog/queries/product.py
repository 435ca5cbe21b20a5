"""One product as its page and the API show it: one statement."""

from typing import LiteralString
from uuid import UUID

from duka.catalog.errors import ProductMoved, ProductNotFound
from duka.catalog.queries.fragments import (
    BASE,
    FREE,
    IMAGE_CARD,
    LANGUAGES,
    OFFERED,
    PRICE,
    SHOP,
    named,
    seen,
    slugs,
    squeezed,
    translated,
    was,
)
from duka.catalog.queries.words import clean
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import MalformedId

_LABEL_OF_VALUE: LiteralString = (
    f"said(o.option -> 'translations', {LANGUAGES}, array['values', x.value], x.value)"
)

_OPTIONS: LiteralString = f"""(
    select coalesce(json_agg(json_build_object(
               'name', o.option ->> 'name',
               'label', said(o.option -> 'translations', {LANGUAGES}, '{{name}}', o.option ->> 'name'),
               'values', o.option -> 'values',
               'labels', array(select {_LABEL_OF_VALUE}
                                 from jsonb_array_elements_text(o.option -> 'values')
                                      with ordinality x (value, place)
                                order by x.place)) order by o.place), '[]')
      from jsonb_array_elements(p.options) with ordinality o (option, place))"""

_VARIANT_TITLE: LiteralString = f"""coalesce((
    select string_agg({_LABEL_OF_VALUE}, ' / ' order by x.place)
      from unnest(v.option_values) with ordinality x (value, place)
      join jsonb_array_elements(p.options) with ordinality o (option, place) on o.place = x.place),
          v.title)"""

_LOCATIONS: LiteralString = """(
    select coalesce(json_agg(json_build_object('name', l.name, 'level',
               case when coalesce((k.on_hand - k.reserved - k.safety) / v.stock_per_unit, 0) < p.minimum
                   then 'out'
                    when k.on_hand - k.reserved - k.safety <= k.low_at then 'low' else 'in' end)
               order by l.name, l.id), '[]')
      from locations l
      left join stock_levels k on k.tenant_id = l.tenant_id and k.location_id = l.id
          and k.item_id = v.stock_item_id
     where l.tenant_id = %(tenant)s and l.id = any((select places from shop)::uuid[]) and v.tracks_stock)"""

_CATEGORIES: LiteralString = f"""(
    with recursive up (leaf, slug, place, parent_id, name, height) as (
        select c.id, {translated("c", "slug")}, g.position, c.parent_id, {translated("c", "name")}, 0
          from product_categories g join categories c on c.tenant_id = g.tenant_id and c.id = g.category_id
         where g.tenant_id = %(tenant)s and g.product_id = p.id and c.is_visible
        union all
        select up.leaf, up.slug, up.place, c.parent_id, {translated("c", "name")}, up.height + 1
          from up join categories c on c.id = up.parent_id
         where c.tenant_id = %(tenant)s and up.height < 20)
    select coalesce(json_agg(json_build_object('slug', w.slug, 'name', w.path[cardinality(w.path)], 'path',
        w.path)
                             order by w.place, w.slug), '[]')
      from (select up.slug, min(up.place) as place, array_agg(up.name order by up.height desc) as path
              from up group by up.leaf, up.slug) w)"""

_ATTRIBUTES: LiteralString = f"""(
    select coalesce(json_agg(json_build_object(
               'code', a.code, 'name', {translated("a", "name")}, 'kind', a.kind,
               'value', case when a.kind = 'measure' then p.attributes #> array[a.code, 'value']
                             when a.kind = 'choice' then to_jsonb(said(a.translations, {LANGUAGES},
                                  array['choices', p.attributes ->> a.code], p.attributes ->> a.code))
                             when a.kind = 'text' then to_jsonb(said(p.translations, {LANGUAGES},
                                  array['attributes', a.code], p.attributes ->> a.code))
                             else p.attributes -> a.code end,
               'unit', coalesce(p.attributes -> a.code ->> 'unit', a.unit))
               order by m.position, a.code), '[]')
      from attributes a
      left join attribute_set_members m on m.tenant_id = a.tenant_id and m.attribute_id = a.id
                                       and m.attribute_set_id = p.attribute_set_id
     where a.tenant_id = %(tenant)s and a.is_public and p.attributes ? a.code)"""

_PRODUCT: LiteralString = squeezed(f"""
with {SHOP}
select (select json_build_object(
    'id', 'prod_' || replace(p.id::text, '-', ''), 'slug', {translated("p", "slug")}, 'title', {translated("p", "title")},
    'description', {translated("p", "description")}, 'vendor', p.vendor, 'kind', p.kind, 'tags', p.tags,
    'currency', shop.currency, 'prices_include_tax', shop.prices_include_tax, 'was_is_lowest', shop.shows_prior,
    'pricing_mode', p.pricing_mode,
    'unit', p.unit, 'scale', p.scale, 'step', p.step, 'minimum', p.minimum, 'maximum', p.maximum, 'average',
    p.average,
    'options', {_OPTIONS}, 'variants', coalesce(o.variants, '[]'),
    'images', coalesce((select json_agg({IMAGE_CARD}::json order by i.position, i.id) from product_images i
        where i.tenant_id = %(tenant)s and i.product_id = p.id and i.card is not null), '[]'),
    'categories', {_CATEGORIES}, 'attributes', {_ATTRIBUTES},
    'is_available', coalesce(o.ok, false), 'price_minor', coalesce(o.lowest[1], 0),
    'price_max_minor', coalesce(o.highest, 0), 'was_minor', nullif(o.lowest[2], -1),
    'seo_title', {translated("p", "seo_title")}, 'seo_description', {translated("p", "seo_description")},
    'slugs', {slugs("p")},
    'version', p.version, 'updated_at', to_char(p.updated_at at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
  from products p cross join shop cross join lateral (
      select json_agg(json_build_object(
                 'id', 'var_' || replace(v.id::text, '-', ''), 'sku', v.sku, 'barcode', v.barcode, 'title',
                 v.title,
                 'option_values', v.option_values, 'price_minor', v.price, 'was_minor', v.was,
                 'is_available', v.ok,
                 'available', v.free, 'locations', v.places, 'weight_grams', v.weight_grams,
                 'image_id', 'img_' || replace(v.image_id::text, '-', '')) order by v.position, v.id)
                 as variants,
             bool_or(v.ok) as ok, min(array[v.price, coalesce(v.was, -1)]) as lowest, max(v.price) as highest
        from (select q.*, {was("q.price", "q.base")} as was,
                     not q.tracks_stock or q.sells_without_stock or q.free >= p.minimum as ok
                from (select v.id, v.sku, v.barcode, {_VARIANT_TITLE} as title, v.option_values, v.position,
                    v.weight_grams,
                             v.image_id, v.tracks_stock, v.sells_without_stock, {PRICE} as price, {BASE} as base,
                             case when v.tracks_stock then coalesce({FREE}, 0) end as free, {_LOCATIONS}
                                 as places
                        from {OFFERED} offset 0) q) v) o
 where p.tenant_id = %(tenant)s and (p.slug = %(slug)s or p.id = %(id)s or p.id = (
       select y.id from slugs g join products y on y.tenant_id = g.tenant_id and y.id = g.target_id
        where g.tenant_id = %(tenant)s and y.tenant_id = %(tenant)s and g.kind = 'product' and g.slug = %(slug)s
          and {named("y")}))
   and (p.status = 'draft' and %(preview)s or p.status = 'active' and o.highest is not null
        and (%(preview)s or exists (select from store_products sp where sp.tenant_id = %(tenant)s
             and sp.store_id = %(store)s and sp.product_id = p.id and sp.is_visible)))
 limit 1)::text as product,
 (select {translated("p", "slug")} from slugs s join products p on p.tenant_id = s.tenant_id and p.id = s.target_id
   where s.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s and s.kind = 'product' and s.slug = %(slug)s
     and p.slug <> s.slug and p.status = 'active'
     and exists (select from store_products sp where sp.tenant_id = %(tenant)s and sp.store_id = %(store)s
                 and sp.product_id = p.id and sp.is_visible and sp.price_minor is not null)) as moved_to
""")


def product(ctx: Context, store_id: UUID, slug_or_id: str | UUID) -> bytes:
    """A `types.Product`, found by its slug or its public id (`prod_…`).

    Shoppers see what is active, visible in this store and priced there; who may write products sees drafts as
    well. Refuses ProductNotFound, and ProductMoved (with the `slug` of today) for a slug of the past.
    """
    ctx.require("products:read")
    row = ctx.db.one(
        _PRODUCT,
        store=store_id,
        **seen(ctx),
        locale=clean(ctx.locale),
        slug=clean(slug_or_id) if isinstance(slug_or_id, str) else "",
        id=slug_or_id if isinstance(slug_or_id, UUID) else _id_in(slug_or_id),
        preview=ctx.may("products:write"),
    )
    if row is None or row.product is None:
        if row is not None and row.moved_to:
            raise ProductMoved(slug=row.moved_to)
        raise ProductNotFound()
    return str(row.product).encode()


def _id_in(text: str) -> UUID | None:
    if not text.startswith("prod_"):
        return None
    try:
        return ids.parse("prod", text)
    except MalformedId:
        return None
