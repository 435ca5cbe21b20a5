"""What staff ask of the catalogue: drafts and archived goods included, all languages, all stores.

Each asks for `products:read` of staff and, since that is the crowd's permission as well, for `products:write`
of anybody else (a secret key).
"""

from typing import Literal
from uuid import UUID

import msgspec

from duka.catalog.errors import CategoryNotFound, ProductNotFound, VariantNotFound
from duka.catalog.permissions import require_staff
from duka.catalog.staff_types import (
    StaffAttribute,
    StaffAttributeSet,
    StaffCategory,
    StaffProduct,
    StaffRow,
)
from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.kernel.text import fold
from duka.media.queries import image_json

MOST_WORDS = 10
Status = Literal["draft", "active", "archived"]


def list_products(
    ctx: Context,
    *,
    status: Status | None = None,
    text: str = "",
    category_id: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[StaffRow]:
    """Newest first. `text` finds products that hold every one of its words, in any part (title, SKU, tag …),
    accents and case aside; `category_id` those that lie in it or below. Refuses MalformedCursor. One
    statement."""
    require_staff(ctx, "products:read")
    size = paging.bounded(limit)
    after = paging.decode(cursor, UUID)[0] if cursor else None
    rows = ctx.db.all(
        """with recursive branch as (
             select c.id from categories c where c.tenant_id = %(tenant)s and c.id = %(category)s
             union
             select c.id from categories c join branch on c.parent_id = branch.id
             where c.tenant_id = %(tenant)s)
           select p.id, json_build_object(
               'id', 'prod_' || replace(p.id::text, '-', ''), 'slug', p.slug, 'title', p.title, 'status',
                 p.status,
               'vendor', p.vendor, 'kind', p.kind, 'version', p.version, 'updated_at', p.updated_at,
               'image', (select """  # noqa: S608 - our own text
        + image_json("m", "i.alt")
        + """ from product_images i
                         join media m on m.tenant_id = i.tenant_id and m.id = i.media_id
                         where i.tenant_id = p.tenant_id and i.product_id = p.id order by i.position limit 1),
               'variants', stock.variants,
               'prices', (select coalesce(json_object_agg('store_' || replace(sp.store_id::text, '-', ''),
                                                          sp.price_minor), '{}')
                          from store_products sp where sp.tenant_id = p.tenant_id and sp.product_id = p.id),
               'on_hand', stock.on_hand, 'available', stock.available)::text as item
           from products p
           cross join lateral (
               select (select count(*) from variants v where v.tenant_id = p.tenant_id and v.product_id = p.id
                       and v.is_active) as variants,
                      case when bool_or(v.tracks_stock) then coalesce(sum(l.on_hand), 0) end as on_hand,
                      case when bool_or(v.tracks_stock)
                           then coalesce(sum(l.on_hand - l.reserved - l.safety), 0) end as available
               from (select distinct x.stock_item_id, x.tracks_stock from variants x
                     where x.tenant_id = p.tenant_id and x.product_id = p.id and x.is_active) v
               left join stock_levels l on l.tenant_id = p.tenant_id and l.item_id = v.stock_item_id
                                       and v.tracks_stock) stock
           where p.tenant_id = %(tenant)s
             and (%(status)s::text is null or p.status = %(status)s)
             and (%(after)s::uuid is null or p.id < %(after)s)
             and (select coalesce(bool_and(strpos(p.search_text, w.word) > 0), true)
                  from unnest(%(words)s::text[]) as w (word))
             and (%(category)s::uuid is null
                  or exists (select from product_categories pc join branch on branch.id = pc.category_id
                             where pc.tenant_id = p.tenant_id and pc.product_id = p.id))
           order by p.id desc limit %(size)s + 1""",
        status=status,
        after=after,
        words=fold(text.replace("\x00", " ").encode("utf-8", "ignore").decode()).split()[:MOST_WORDS],
        category=category_id,
        size=size,
    )
    items = [msgspec.json.decode(row.item, type=StaffRow) for row in rows[:size]]
    return Page(items, paging.encode(rows[size - 1].id) if len(rows) > size else None)


def product_for_staff(ctx: Context, product_id: UUID) -> StaffProduct:
    """Everything of a product. Refuses ProductNotFound. One statement."""
    require_staff(ctx, "products:read")
    text = ctx.db.value(
        """select json_build_object(
               'id', 'prod_' || replace(p.id::text, '-', ''), 'slug', p.slug,
               'old_slugs', array(select s.slug from slugs s where s.tenant_id = p.tenant_id
                 and s.kind = 'product'
                                  and s.target_id = p.id and s.slug <> p.slug order by s.created_at, s.slug),
               'title', p.title, 'description', p.description, 'status', p.status, 'vendor', p.vendor,
                 'kind', p.kind,
               'tags', p.tags, 'tax_class', p.tax_class, 'pricing_mode', p.pricing_mode, 'unit', p.unit,
               'scale', p.scale, 'step', p.step, 'minimum', p.minimum, 'maximum', p.maximum, 'average',
                 p.average,
               'requires_shipping', p.requires_shipping, 'attribute_set', coalesce(t.code, ''),
               'attributes', p.attributes,
               'described', (select coalesce(json_agg(json_build_object('code', a.code, 'name', a.name,
                 'kind', a.kind,
                                    'value', p.attributes -> a.code, 'unit', a.unit)
                                    order by m.position nulls last, a.code), '[]')
                             from attributes a
                             left join attribute_set_members m on m.tenant_id = a.tenant_id
                                  and m.attribute_set_id = p.attribute_set_id and m.attribute_id = a.id
                             where a.tenant_id = p.tenant_id and p.attributes ? a.code),
               'options', p.options, 'seo_title', p.seo_title, 'seo_description', p.seo_description,
               'translations', p.translations, 'source', p.source,
               'variants', (select coalesce(json_agg(json_build_object(
                       'id', 'var_' || replace(v.id::text, '-', ''), 'sku', v.sku, 'barcode', v.barcode,
                       'title', v.title, 'option_values', v.option_values, 'position', v.position,
                       'weight_grams', v.weight_grams, 'stock_item_id', v.stock_item_id, 'stock_sku', i.sku,
                       'stock_per_unit', v.stock_per_unit, 'tracks_stock', v.tracks_stock,
                       'sells_without_stock', v.sells_without_stock, 'is_active', v.is_active,
                       'image_id', 'img_' || replace(v.image_id::text, '-', ''), 'version', v.version,
                       'prices', (select coalesce(json_agg(json_build_object(
                               'store_id', 'store_' || replace(r.store_id::text, '-', ''),
                               'base_minor', r.base_minor, 'special_minor', r.special_minor,
                               'special_from', r.special_from, 'special_until', r.special_until)
                               order by r.store_id), '[]')
                           from prices r where r.tenant_id = v.tenant_id and r.variant_id = v.id))
                       order by v.is_active desc, v.position, v.id), '[]')
                   from variants v join stock_items i on i.tenant_id = v.tenant_id and i.id = v.stock_item_id
                   where v.tenant_id = p.tenant_id and v.product_id = p.id),
               'images', (select coalesce(json_agg(json_build_object(
                       'id', 'img_' || replace(i.id::text, '-', ''),
                       'media_id', 'med_' || replace(i.media_id::text, '-', ''), 'source_url', i.source_url,
                       'alt', i.alt, 'media', """  # noqa: S608 - our own text
        + image_json("m", "i.alt")
        + """) order by i.position, i.id), '[]')
                   from product_images i left join media m on m.tenant_id = i.tenant_id and m.id = i.media_id
                   where i.tenant_id = p.tenant_id and i.product_id = p.id),
               'categories', array(select 'cat_' || replace(pc.category_id::text, '-', '')
                 from product_categories pc
                                   where pc.tenant_id = p.tenant_id and pc.product_id = p.id
                                     order by pc.category_id),
               'stores', (select coalesce(json_agg(json_build_object(
                       'store_id', 'store_' || replace(s.id::text, '-', ''), 'name', s.name, 'currency',
                         s.currency,
                       'is_visible', sp.is_visible, 'price_minor', sp.price_minor, 'sold', sp.sold)
                         order by s.slug), '[]')
                   from store_products sp join stores s on s.tenant_id = sp.tenant_id and s.id = sp.store_id
                   where sp.tenant_id = p.tenant_id and sp.product_id = p.id),
               'version', p.version, 'created_at', p.created_at, 'updated_at', p.updated_at)::text
           from products p
           left join attribute_sets t on t.tenant_id = p.tenant_id and t.id = p.attribute_set_id
           where p.tenant_id = %(tenant)s and p.id = %(id)s""",
        id=product_id,
    )
    if text is None:
        raise ProductNotFound()
    return msgspec.json.decode(text, type=StaffProduct)


def list_categories(ctx: Context) -> list[StaffCategory]:
    """The whole tree, hidden ones too, each parent before its children."""
    require_staff(ctx, "categories:read")
    text = ctx.db.value(
        """with recursive tree as (
             select c.id, array[c.name] as path, array[c.position] as place, array[c.id] as line
             from categories c where c.tenant_id = %(tenant)s and c.parent_id is null
             union all
             select c.id, t.path || c.name, t.place || c.position, t.line || c.id
             from categories c join tree t on t.id = c.parent_id where c.tenant_id = %(tenant)s)
           select coalesce(json_agg(json_build_object(
               'id', 'cat_' || replace(c.id::text, '-', ''), 'parent_id',
                 'cat_' || replace(c.parent_id::text, '-', ''),
               'slug', c.slug, 'name', c.name, 'path', t.path, 'description', c.description, 'seo_title',
                 c.seo_title,
               'seo_description', c.seo_description, 'translations', c.translations, 'position', c.position,
               'is_visible', c.is_visible, 'image_id', 'med_' || replace(c.image_id::text, '-', ''),
               'products', (select count(*) from product_categories pc
                            where pc.tenant_id = c.tenant_id and pc.category_id = c.id),
               'version', c.version) order by t.place, t.line), '[]')::text
           from tree t join categories c on c.tenant_id = %(tenant)s and c.id = t.id"""
    )
    return msgspec.json.decode(text, type=list[StaffCategory])


def list_attributes(ctx: Context) -> list[StaffAttribute]:
    require_staff(ctx, "products:read")
    text = ctx.db.value(
        """select coalesce(json_agg(json_build_object('id', a.id, 'code', a.code, 'name', a.name, 'kind',
          a.kind,
                  'choices', a.choices, 'unit', a.unit, 'is_filter', a.is_filter, 'translations',
                    a.translations)
                  order by a.code), '[]')::text
           from attributes a where a.tenant_id = %(tenant)s"""
    )
    return msgspec.json.decode(text, type=list[StaffAttribute])


def list_attribute_sets(ctx: Context) -> list[StaffAttributeSet]:
    require_staff(ctx, "products:read")
    text = ctx.db.value(
        """select coalesce(json_agg(json_build_object('id', s.id, 'code', s.code, 'name', s.name,
                  'members', (select coalesce(json_agg(json_build_object('attribute', a.code, 'name', a.name,
                                     'kind', a.kind, 'is_required', m.is_required) order by m.position), '[]')
                              from attribute_set_members m
                              join attributes a on a.tenant_id = m.tenant_id and a.id = m.attribute_id
                              where m.tenant_id = s.tenant_id and m.attribute_set_id = s.id))
                                order by s.code), '[]')::text
           from attribute_sets s where s.tenant_id = %(tenant)s"""
    )
    return msgspec.json.decode(text, type=list[StaffAttributeSet])


def product_of_variant(ctx: Context, variant_id: UUID) -> StaffProduct:
    """The product that a variant belongs to. Refuses VariantNotFound."""
    require_staff(ctx, "products:read")
    product_id = ctx.db.value(
        "select v.product_id from variants v where v.tenant_id = %(tenant)s and v.id = %(id)s", id=variant_id
    )
    if product_id is None:
        raise VariantNotFound()
    return product_for_staff(ctx, product_id)


def category_for_staff(ctx: Context, category_id: UUID) -> StaffCategory:
    """One category, as in the list. Refuses CategoryNotFound."""
    wanted = ids.public("cat", category_id)
    for category in list_categories(ctx):
        if category.id == wanted:
            return category
    raise CategoryNotFound()
