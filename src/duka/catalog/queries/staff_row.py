"""A line of the list of products, as JSON that PostgreSQL makes: `ROW` is SQL for a `StaffRow` of the product `p`."""

from typing import LiteralString

from duka.media.queries import image_json

ROW: LiteralString = (
    """json_build_object(
   'id', 'prod_' || replace(p.id::text, '-', ''), 'slug', p.slug, 'title', p.title, 'status', p.status,
   'vendor', p.vendor, 'kind', p.kind, 'tags', p.tags, 'pricing_mode', p.pricing_mode, 'unit', p.unit, 'scale', p.scale,
   'version', p.version, 'created_at', p.created_at, 'updated_at', p.updated_at,
   'image', (select """
    + image_json("m", "i.alt")
    + """ from product_images i join media m on m.tenant_id = i.tenant_id and m.id = i.media_id
           where i.tenant_id = %(tenant)s and i.product_id = p.id order by i.position limit 1),
   'variants', (select count(*) from variants v where v.tenant_id = %(tenant)s and v.product_id = p.id and v.is_active),
   'only_variant', (select case when count(*) = 1 then 'var_' || replace(min(v.id::text), '-', '') end from variants v
                     where v.tenant_id = %(tenant)s and v.product_id = p.id and v.is_active),
   'sku', (select v.sku from variants v where v.tenant_id = %(tenant)s and v.product_id = p.id
            order by v.is_active desc, v.position, v.id limit 1),
   'stores', (select coalesce(json_agg(json_build_object(
                  'store_id', 'store_' || replace(x.store_id::text, '-', ''), 'currency', s.currency,
                  'is_visible', x.is_visible, 'price_minor', x.price_minor, 'price_max_minor', r.most,
                  'base_minor', r.base) order by s.slug), '[]')
              from store_products x join stores s on s.tenant_id = x.tenant_id and s.id = x.store_id
              cross join lateral (
                  select max(price_in_force(r.base_minor, r.special_minor, r.special_from, r.special_until,
                                           r.sale_minor, r.sale_from, r.sale_until, now())) as most, min(r.base_minor) as base
                    from variants v join prices r on r.tenant_id = v.tenant_id and r.variant_id = v.id
                   where v.tenant_id = %(tenant)s and v.product_id = p.id and v.is_active
                     and r.store_id = x.store_id) r
             where x.tenant_id = %(tenant)s and x.product_id = p.id
               and (%(stores)s::uuid[] is null or x.store_id = any(%(stores)s))),
   'stock', (select case when %(sees_stock)s and bool_or(u.tracks_stock) then json_build_object(
                 'on_hand', coalesce(sum(l.on_hand), 0), 'available', coalesce(sum(l.on_hand - l.reserved - l.safety), 0),
                 'is_low', coalesce(bool_or(l.low_at > 0 and l.on_hand - l.reserved - l.safety <= l.low_at), false)) end
               from (select distinct v.stock_item_id, v.tracks_stock from variants v
                      where v.tenant_id = %(tenant)s and v.product_id = p.id and v.is_active) u
               left join stock_levels l on l.tenant_id = %(tenant)s and l.item_id = u.stock_item_id and u.tracks_stock
                    and (%(locations)s::uuid[] is null or l.location_id = any(%(locations)s))))::text"""
)
