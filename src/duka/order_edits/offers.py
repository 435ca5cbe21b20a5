"""What a store sells now, by variant."""

from collections.abc import Collection
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.catalog.queries import staff_search
from duka.kernel.context import Context
from duka.media.queries import image_json
from duka.order_edits.types import Goods, Offer
from duka.orders import reach
from duka.orders.errors import OrderNotFound

_GOODS = msgspec.json.Decoder(list[Goods])
_OFFERS = msgspec.json.Decoder(list[Offer])
_PICTURE: LiteralString = (
    """left join lateral (
               select """  # noqa: S608 - our own text
    + image_json("m", "i.alt")
    + """ as image
               from product_images i join media m on m.tenant_id = %(tenant)s and m.id = i.media_id
               where i.tenant_id = %(tenant)s and i.product_id = v.product_id
               order by (i.id = v.image_id) is true desc, i.position limit 1) pic on true"""
)
_PRICE: LiteralString = """case when q.special_minor < q.base_minor
                       and (q.special_from is null or q.special_from <= %(now)s)
                       and (q.special_until is null or q.special_until > %(now)s) then q.special_minor
                  else q.base_minor end as price_minor"""
_READ: LiteralString = (
    """select coalesce(json_agg(x), '[]'::json)::text from (
           select v.id as variant_id, v.product_id, v.stock_item_id, v.stock_per_unit, v.tracks_stock, v.sells_without_stock,
                  p.slug, coalesce(p.translations #>> array[%(locale)s, 'title'], p.title) as title, v.title as variant_title,
                  v.sku, pic.image, p.unit, p.scale, p.pricing_mode, p.tax_class, v.weight_grams,
"""  # noqa: S608 - our own text
    + _PRICE
    + """
           from variants v
           join products p on p.tenant_id = %(tenant)s and p.id = v.product_id
           left join prices q on q.tenant_id = %(tenant)s and q.store_id = %(store)s and q.variant_id = v.id
           """
    + _PICTURE
    + """
           where v.tenant_id = %(tenant)s and v.id = any(%(variants)s) and v.is_active and p.status = 'active') x"""
)


def of(ctx: Context, store_id: UUID, variants: Collection[UUID], locale: str) -> dict[UUID, Offer]:
    """By variant; those that nobody may be sold any more are not in it. For steps. One statement, none for no variants."""
    if not variants:
        return {}
    text = ctx.db.value(_READ, store=store_id, variants=list(variants), locale=locale, now=ctx.now)
    return {UUID(offer.variant_id): offer for offer in _OFFERS.decode(text)}


MOST = 20
_FOUND: LiteralString = (
    "with recursive "  # noqa: S608 - our own text
    + staff_search.FOUND
    + """
       select coalesce(json_agg(x), '[]'::json)::text from (
           select 'var_' || replace(v.id::text, '-', '') as variant_id,
                  'prod_' || replace(v.product_id::text, '-', '') as product_id, v.sku, p.title, v.title as variant_title,
                  pic.image, p.unit, p.scale, """
    + _PRICE
    + """,
                  case when v.tracks_stock and not v.sells_without_stock then coalesce((
                      select sum(greatest(l.on_hand - l.reserved - l.safety, 0)) from stock_levels l
                      where l.tenant_id = %(tenant)s and l.item_id = v.stock_item_id), 0)::bigint / v.stock_per_unit
                  end as available
           from found f
           join products p on p.tenant_id = %(tenant)s and p.id = f.product_id and p.status = 'active'
           join variants v on v.tenant_id = %(tenant)s and v.product_id = p.id and v.is_active
           join orders o on o.tenant_id = %(tenant)s and o.id = %(order)s
           left join prices q on q.tenant_id = %(tenant)s and q.store_id = o.store_id and q.variant_id = v.id
           """
    + _PICTURE
    + """
           order by v.sku = any(%(skus)s) desc, f.rank, p.title, v.sku limit %(most)s) x"""
)


def find(ctx: Context, order_id: UUID, text: str) -> list[Goods]:
    """What could be put into an order, by words, SKU or barcode: at most 20. Two statements, and another for those who see some
    orders only. Refuses `OrderNotFound`."""
    reach.require(ctx, "orders:edit", order_id)
    require_order(ctx, order_id)
    params = staff_search.params(text.replace("\x00", "").strip())
    found = ctx.db.value(_FOUND, order=order_id, now=ctx.now, most=MOST, **params)
    return _GOODS.decode(found)


def require_order(ctx: Context, order_id: UUID) -> None:
    """Refuses `OrderNotFound`. For questions about an order whose answer may be empty; their callers asked for the permission."""
    if not ctx.db.value(
        "select exists (select from orders where tenant_id = %(tenant)s and id = %(order)s)", order=order_id
    ):
        raise OrderNotFound()
