"""What can be put into a draft, as staff look for it."""

from typing import LiteralString
from uuid import UUID

import msgspec

from duka.catalog.queries import staff_search
from duka.kernel.context import Context
from duka.media.queries import image_json
from duka.order_edits.types import Goods

MOST = 20
_GOODS = msgspec.json.Decoder(list[Goods])
_FOUND: LiteralString = (
    "with recursive "  # noqa: S608 - our own text
    + staff_search.FOUND
    + """
       select coalesce(json_agg(x), '[]'::json)::text from (
           select 'var_' || replace(v.id::text, '-', '') as variant_id,
                  'prod_' || replace(v.product_id::text, '-', '') as product_id, v.sku, p.title, v.title as variant_title,
                  pic.image, p.unit, p.scale,
                  case when q.special_minor < q.base_minor
                            and (q.special_from is null or q.special_from <= %(now)s)
                            and (q.special_until is null or q.special_until > %(now)s) then q.special_minor
                       else q.base_minor end as price_minor,
                  case when v.tracks_stock and not v.sells_without_stock then coalesce((
                      select sum(greatest(l.on_hand - l.reserved - l.safety, 0)) from stock_levels l
                      where l.tenant_id = %(tenant)s and l.item_id = v.stock_item_id), 0)::bigint / v.stock_per_unit
                  end as available
           from found f
           join products p on p.tenant_id = %(tenant)s and p.id = f.product_id and p.status = 'active'
           join store_products sp on sp.tenant_id = %(tenant)s and sp.store_id = %(store)s and sp.product_id = p.id
                and sp.is_visible
           join variants v on v.tenant_id = %(tenant)s and v.product_id = p.id and v.is_active
           join prices q on q.tenant_id = %(tenant)s and q.store_id = %(store)s and q.variant_id = v.id
                and q.base_minor is not null
           left join lateral (
               select """
    + image_json("m", "i.alt")
    + """ as image
               from product_images i join media m on m.tenant_id = %(tenant)s and m.id = i.media_id
               where i.tenant_id = %(tenant)s and i.product_id = v.product_id
               order by (i.id = v.image_id) is true desc, i.position limit 1) pic on true
           order by v.sku = any(%(skus)s) desc, f.rank, p.title, v.sku limit %(most)s) x"""
)


def find(ctx: Context, store_id: UUID, text: str) -> list[Goods]:
    """What the store sells now, by words, SKU or barcode: at most 20. One statement."""
    ctx.require("drafts:read", store=store_id)
    params = staff_search.params(text.replace("\x00", "").strip())
    return _GOODS.decode(ctx.db.value(_FOUND, store=store_id, now=ctx.now, most=MOST, **params))
