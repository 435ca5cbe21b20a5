"""What a file may name, and what is there already: the questions of imports and exports."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from duka.catalog.permissions import require_staff
from duka.imports.errors import StoreUnknown
from duka.imports.types import AttributePlace, Held, Places, StorePlace
from duka.kernel.context import Context


def places(ctx: Context, store: str = "") -> Places:
    """`store` is the slug of the one that the file is for; without it, the tenant's only one, if there is one
    only. Refuses `StoreUnknown`."""
    require_staff(ctx, "products:read")
    rows = ctx.db.all(
        """select s.id, s.slug, s.currency, coalesce((
                    select min(l.code) from locations l
                    where l.tenant_id = %(tenant)s and l.is_active and (s.stock_mode = 'shared' or exists (
                        select from store_locations sl where sl.tenant_id = %(tenant)s and sl.store_id = s.id
                        and sl.location_id = l.id))), '') as first_location
           from stores s where s.tenant_id = %(tenant)s order by s.slug"""
    )
    stores = {row.slug: StorePlace(row.id, row.slug, row.currency, row.first_location) for row in rows}
    if store and store not in stores:
        raise StoreUnknown(name=store, hint=f"There are {', '.join(stores) or 'none'}.")
    locations = ctx.db.all(
        "select l.code, l.id from locations l where l.tenant_id = %(tenant)s order by l.code"
    )
    attributes = ctx.db.all(
        """select a.code, a.kind, a.choices, a.unit from attributes a
           where a.tenant_id = %(tenant)s order by a.code"""
    )
    chosen = stores[store] if store else next(iter(stores.values())) if len(stores) == 1 else None
    return Places(
        stores=stores,
        locations={row.code: row.id for row in locations},
        attributes={row.code: AttributePlace(*row) for row in attributes},
        store=chosen,
    )


def owners(
    ctx: Context, slugs: Iterable[str], skus: Iterable[str]
) -> tuple[dict[str, UUID], dict[str, UUID]]:
    """Which product has a slug, or had it before it was renamed, and which has a variant of an SKU."""
    require_staff(ctx, "products:read")
    rows = ctx.db.all(
        """select 'old' as found_by, s.slug as key, s.target_id as id from slugs s
           join products p on p.tenant_id = s.tenant_id and p.id = s.target_id and p.status <> 'archived'
           where s.tenant_id = %(tenant)s and s.kind = 'product' and s.slug = any(%(slugs)s)
           union all
           select 'slug', p.slug, p.id from products p
           where p.tenant_id = %(tenant)s and p.slug = any(%(slugs)s)
           union all
           select 'sku', v.sku, v.product_id from variants v
           where v.tenant_id = %(tenant)s and v.sku = any(%(skus)s)""",
        slugs=list(slugs),
        skus=list(skus),
    )
    by_slug = {row.key: row.id for row in rows if row.found_by == "old"}
    by_slug |= {row.key: row.id for row in rows if row.found_by == "slug"}
    return by_slug, {row.key: row.id for row in rows if row.found_by == "sku"}


def held(ctx: Context, product_ids: Sequence[UUID]) -> dict[UUID, Held]:
    """These products as they are now. Variants that are no combination of the product's options any more,
    kept for the orders that hold them, are left out."""
    require_staff(ctx, "products:read")
    rows = ctx.db.all(
        """select p.id, p.slug, p.status, p.version, p.title, p.description, p.vendor, p.kind, p.tags,
          p.tax_class, p.pricing_mode, p.unit, p.scale, p.step, p.minimum, p.maximum, p.average,
          p.requires_shipping, coalesce((select s.code from attribute_sets s
                    where s.tenant_id = %(tenant)s and s.id = p.attribute_set_id), '') as attribute_set,
          p.attributes, p.options, p.seo_title, p.seo_description, p.translations, p.source,
          coalesce((select jsonb_agg(jsonb_build_object(
              'id', v.id, 'sku', v.sku, 'option_values', v.option_values, 'barcode', v.barcode,
              'weight_grams', v.weight_grams, 'item_id', i.id, 'stock_sku', i.sku, 'stock_scale', i.scale,
              'stock_per_unit', v.stock_per_unit, 'tracks_stock', v.tracks_stock,
              'sells_without_stock', v.sells_without_stock, 'is_active', v.is_active, 'image_id', v.image_id,
              'version', v.version,
              'prices', coalesce((select jsonb_object_agg(s.slug, jsonb_build_object(
                  'base_minor', r.base_minor, 'special_minor', r.special_minor,
                  'special_from', r.special_from, 'special_until', r.special_until))
                from prices r join stores s on s.tenant_id = r.tenant_id and s.id = r.store_id
                where r.tenant_id = %(tenant)s and r.variant_id = v.id), '{}'),
              'stock', coalesce((select jsonb_object_agg(l.code, jsonb_build_object(
                  'on_hand', k.on_hand, 'safety', k.safety, 'low_at', k.low_at))
                from stock_levels k join locations l on l.tenant_id = k.tenant_id and l.id = k.location_id
                where k.tenant_id = %(tenant)s and k.item_id = i.id), '{}'))
              order by v.position, v.id)
            from variants v join stock_items i on i.tenant_id = v.tenant_id and i.id = v.stock_item_id
            where v.tenant_id = %(tenant)s and v.product_id = p.id), '[]') as variants,
          coalesce((select jsonb_agg(jsonb_build_object(
              'id', i.id, 'media_id', i.media_id, 'widest', coalesce(m.widths[cardinality(m.widths)], 0),
              'folder', replace(i.tenant_id::text || '/' || coalesce(m.id::text, ''), '-', ''),
              'checksum', coalesce(encode(m.checksum, 'hex'), ''), 'source_url', i.source_url, 'alt', i.alt)
              order by i.position, i.id)
            from product_images i left join media m on m.tenant_id = i.tenant_id and m.id = i.media_id
            where i.tenant_id = %(tenant)s and i.product_id = p.id), '[]') as images,
          array(select c.slug from product_categories pc
                join categories c on c.tenant_id = pc.tenant_id and c.id = pc.category_id
                where pc.tenant_id = %(tenant)s and pc.product_id = p.id order by c.slug) as categories,
          coalesce((select jsonb_object_agg(s.slug, sp.is_visible) from store_products sp
                    join stores s on s.tenant_id = sp.tenant_id and s.id = sp.store_id
                    where sp.tenant_id = %(tenant)s and sp.product_id = p.id), '{}') as stores
           from products p where p.tenant_id = %(tenant)s and p.id = any(%(ids)s) order by p.id""",
        ids=list(product_ids),
    )
    return {row.id: _sound(msgspec.convert(row._asdict(), Held)) for row in rows}


def _sound(product: Held) -> Held:
    values = [option["values"] for option in product.options]
    kept = [
        variant
        for variant in product.variants
        if len(variant.option_values) == len(values)
        and all(value in known for value, known in zip(variant.option_values, values, strict=True))
    ]
    return msgspec.structs.replace(product, variants=kept)


def product_ids(ctx: Context, store_id: UUID | None, after: UUID | None, limit: int) -> list[UUID]:
    """The next products in the order they were made; of one store, or of all."""
    require_staff(ctx, "products:read")
    rows = ctx.db.all(
        """select p.id from products p
           where p.tenant_id = %(tenant)s and (%(after)s::uuid is null or p.id > %(after)s)
             and (%(store)s::uuid is null or exists (select from store_products sp
                  where sp.tenant_id = %(tenant)s and sp.product_id = p.id and sp.store_id = %(store)s))
           order by p.id limit %(limit)s""",
        store=store_id,
        after=after,
        limit=limit,
    )
    return [row.id for row in rows]


def locales(ctx: Context) -> list[str]:
    """The languages that products of the tenant are translated into."""
    require_staff(ctx, "products:read")
    rows = ctx.db.all(
        """select distinct x.locale from (
             select jsonb_object_keys(p.translations) as locale from products p where p.tenant_id = %(tenant)s
             union
             select jsonb_object_keys(coalesce(o -> 'translations', '{}'))
             from products p, jsonb_array_elements(p.options) o where p.tenant_id = %(tenant)s
           ) x order by 1"""
    )
    return [row.locale for row in rows]


def category_ids(ctx: Context) -> dict[str, UUID]:
    require_staff(ctx, "categories:read")
    rows = ctx.db.all("select c.slug, c.id from categories c where c.tenant_id = %(tenant)s")
    return {row.slug: row.id for row in rows}


def child_category(ctx: Context, parent_id: UUID | None, name: str) -> UUID | None:
    """The category of that name, whatever its case, below another or at the top."""
    require_staff(ctx, "categories:read")
    found: UUID | None = ctx.db.value(
        """select c.id from categories c
           where c.tenant_id = %(tenant)s and c.parent_id is not distinct from %(parent)s::uuid
             and lower(c.name) = lower(%(name)s) order by c.id limit 1""",
        parent=parent_id,
        name=name,
    )
    return found


def media_by_checksum(ctx: Context, checksums: Iterable[str]) -> dict[str, UUID]:
    """Pictures that are here already, by the hexadecimal SHA-256 of what was uploaded."""
    ctx.require("media:read")
    rows = ctx.db.all(
        """select encode(m.checksum, 'hex') as checksum, m.id from media m
           where m.tenant_id = %(tenant)s and m.checksum = any(%(checksums)s)""",
        checksums=[bytes.fromhex(text) for text in checksums],
    )
    return {row.checksum: row.id for row in rows}
