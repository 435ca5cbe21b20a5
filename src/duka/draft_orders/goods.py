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
                  case when w.is_plain then n.minor else coalesce((
                      select x.price_minor from price_list_prices x
                       where x.tenant_id = %(tenant)s and x.variant_id = v.id and x.list_id = any(w.lists)
                         and x.min_quantity <= p.minimum
                       order by array_position(w.lists, x.list_id), x.min_quantity desc limit 1),
                      in_currency(n.minor, w.num, w.den, w.step, w.less)) end as price_minor,
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
           cross join lateral prices_seen(%(tenant)s, %(store)s, %(market)s, %(customer)s::uuid, 'storefront', '{}'::uuid[],
                                          %(now)s) w
           cross join lateral (
               select price_in_force(q.base_minor, q.special_minor, q.special_from, q.special_until, q.sale_minor,
                                     q.sale_from, q.sale_until, %(now)s) as minor) n
           left join lateral (
               select """
    + image_json("m", "i.alt")
    + """ as image
               from product_images i join media m on m.tenant_id = %(tenant)s and m.id = i.media_id
               where i.tenant_id = %(tenant)s and i.product_id = v.product_id
               order by (i.id = v.image_id) is true desc, i.position limit 1) pic on true
           order by v.sku = any(%(skus)s) desc, f.rank, p.title, v.sku limit %(most)s) x"""
)


def find(
    ctx: Context, store_id: UUID, text: str, *, market: str = "", customer_id: UUID | None = None
) -> list[Goods]:
    """What the store sells now, by words, SKU or barcode, as a market and a customer see its prices: at most 20. One
    statement."""
    ctx.require("drafts:read", store=store_id)
    params = staff_search.params(text.replace("\x00", "").strip())
    found = ctx.db.value(
        _FOUND, store=store_id, market=market, customer=customer_id, now=ctx.now, most=MOST, **params
    )
    return _GOODS.decode(found)
