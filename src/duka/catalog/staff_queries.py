"""What staff ask of the catalogue: drafts and archived goods included, all languages, all stores.

Each asks for `products:read` of staff and, since that is the crowd's permission as well, for `products:write`
of anybody else (a secret key).
"""

from uuid import UUID

import msgspec

from duka.catalog import references
from duka.catalog.errors import CategoryNotFound, ProductNotFound, VariantNotFound
from duka.catalog.permissions import require_staff
from duka.catalog.staff_types import (
    SlugCheck,
    StaffAttribute,
    StaffAttributeSet,
    StaffCategory,
    StaffProduct,
)
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.text import SLUG_LENGTH, slugify
from duka.media.queries import image_json


def product_for_staff(ctx: Context, product_id: UUID) -> StaffProduct:
    """Everything of a product, with prices and stock in the stores and at the locations of which the caller may know.
    Refuses ProductNotFound. One statement."""
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
                           from prices r where r.tenant_id = v.tenant_id and r.variant_id = v.id
                             and (%(stores)s::uuid[] is null or r.store_id = any(%(stores)s))),
                       'stock', (select coalesce(json_agg(json_build_object(
                               'location_id', 'loc_' || replace(l.location_id::text, '-', ''), 'location', o.name,
                               'on_hand', l.on_hand, 'reserved', l.reserved, 'safety', l.safety,
                               'low_at', l.low_at, 'available', l.on_hand - l.reserved - l.safety)
                               order by o.name), '[]')
                           from stock_levels l
                           join locations o on o.tenant_id = l.tenant_id and o.id = l.location_id
                           where l.tenant_id = v.tenant_id and l.item_id = v.stock_item_id and %(sees_stock)s
                             and (%(locations)s::uuid[] is null or l.location_id = any(%(locations)s))))
                       order by v.is_active desc, v.position, v.id), '[]')
                   from variants v join stock_items i on i.tenant_id = v.tenant_id and i.id = v.stock_item_id
                   where v.tenant_id = p.tenant_id and v.product_id = p.id),
               'images', (select coalesce(json_agg(json_build_object(
                       'id', 'img_' || replace(i.id::text, '-', ''),
                       'media_id', 'med_' || replace(i.media_id::text, '-', ''), 'source_url', i.source_url,
                       'alt', i.alt, 'media', """
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
                   where sp.tenant_id = p.tenant_id and sp.product_id = p.id
                     and (%(stores)s::uuid[] is null or sp.store_id = any(%(stores)s))),
               'version', p.version, 'created_at', p.created_at, 'updated_at', p.updated_at)::text
           from products p
           left join attribute_sets t on t.tenant_id = p.tenant_id and t.id = p.attribute_set_id
           where p.tenant_id = %(tenant)s and p.id = %(id)s""",
        id=product_id,
        stores=ctx.stores_with("products:read"),
        locations=ctx.locations_with("inventory:read"),
        sees_stock=ctx.may("inventory:read"),
    )
    if text is None:
        raise ProductNotFound()
    return msgspec.json.decode(text, type=StaffProduct)


def check_slug(ctx: Context, slug: str, product_id: UUID | None = None) -> SlugCheck:
    """Whether a product may have this address; `product_id` is the one that wants it. Refuses ProductNotFound. Two
    statements at most."""
    require_staff(ctx, "products:read")
    if product_id is not None and not ctx.db.value(
        """select exists (select from product_figures f
                          where f.tenant_id = %(tenant)s and f.product_id = %(id)s)""",
        id=product_id,
    ):
        raise ProductNotFound()
    made = slugify(slug.replace("\0", " "))
    found = references.look_up(ctx, slugs=references.numbered(made, SLUG_LENGTH)).slugs
    taken = [o for o in found if o.owner != product_id]
    blocked = [o for o in taken if o.is_current or not o.is_archived]
    return SlugCheck(
        slug=made,
        is_free=all(o.slug != made for o in blocked),
        was_its_own=any(o.slug == made and o.owner == product_id for o in found),
        proposal=references.first_free(made, SLUG_LENGTH, (o.slug for o in taken), product_id or UUID(int=0)),
    )


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
               'image', """
        + image_json("m")
        + """, 'products', (select count(*) from product_categories pc
                            where pc.tenant_id = c.tenant_id and pc.category_id = c.id),
               'version', c.version) order by t.place, t.line), '[]')::text
           from tree t join categories c on c.tenant_id = %(tenant)s and c.id = t.id
           left join media m on m.tenant_id = %(tenant)s and m.id = c.image_id"""
    )
    return msgspec.json.decode(text, type=list[StaffCategory])


def list_attributes(ctx: Context) -> list[StaffAttribute]:
    require_staff(ctx, "products:read")
    text = ctx.db.value(
        """select coalesce(json_agg(json_build_object(
                  'id', 'attr_' || replace(a.id::text, '-', ''), 'code', a.code, 'name', a.name, 'kind', a.kind,
                  'choices', a.choices, 'unit', a.unit, 'is_filter', a.is_filter, 'is_public', a.is_public,
                  'translations', a.translations)
                  order by a.code), '[]')::text
           from attributes a where a.tenant_id = %(tenant)s"""
    )
    return msgspec.json.decode(text, type=list[StaffAttribute])


def list_attribute_sets(ctx: Context) -> list[StaffAttributeSet]:
    require_staff(ctx, "products:read")
    text = ctx.db.value(
        """select coalesce(json_agg(json_build_object(
                  'id', 'set_' || replace(s.id::text, '-', ''), 'code', s.code, 'name', s.name,
                  'members', (select coalesce(json_agg(json_build_object('attribute', a.code, 'name', a.name,
                                     'kind', a.kind, 'is_required', m.is_required) order by m.position), '[]')
                              from attribute_set_members m
                              join attributes a on a.tenant_id = m.tenant_id and a.id = m.attribute_id
                              where m.tenant_id = s.tenant_id and m.attribute_set_id = s.id),
                  'products', (select count(*) from product_figures f
                               where f.tenant_id = s.tenant_id and f.attribute_set_id = s.id))
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
