"""What a store sells now, by variant."""

from collections.abc import Mapping
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.catalog.queries import staff_search
from duka.kernel.context import Context
from duka.markets import queries as markets
from duka.media.queries import image_json
from duka.order_edits.types import Goods, Offer
from duka.orders import reach
from duka.orders.errors import OrderNotFound
from duka.orders.types import OrderState
from duka.stores.seen import Seen

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
_OWN: LiteralString = """price_in_force(q.base_minor, q.special_minor, q.special_from, q.special_until,
                                           q.sale_minor, q.sale_from, q.sale_until, %(now)s)"""
_PRICE: LiteralString = f"""case when w.currency <> o.currency
                       then in_currency({_OWN}, %(num)s::numeric, %(den)s::numeric, %(step)s::bigint, %(less)s::bigint)
                       when w.is_plain then {_OWN}
                       else coalesce((
                           select x.price_minor from price_list_prices x
                            where x.tenant_id = %(tenant)s and x.variant_id = v.id and x.list_id = any(w.lists)
                              and x.min_quantity <= coalesce((%(quantities)s::jsonb ->> v.id::text)::bigint, p.minimum)
                            order by array_position(w.lists, x.list_id), x.min_quantity desc limit 1),
                            in_currency({_OWN}, w.num, w.den, w.step, w.less)) end as price_minor"""  # noqa: S608 - our own text
_SEEN: LiteralString = """join orders o on o.tenant_id = %(tenant)s and o.id = %(order)s
           cross join lateral prices_seen(%(tenant)s, o.store_id, o.market, o.customer_id, 'storefront', o.variants,
                                          %(now)s) w
           left join prices q on q.tenant_id = %(tenant)s and q.store_id = o.store_id and q.variant_id = v.id
           """
"""What the buyer of order `o` sees now; where its market is not open any more, its currency at the rate of now."""
_READ: LiteralString = (
    """select coalesce(json_agg(x), '[]'::json)::text from (
           select v.id as variant_id, v.product_id, v.stock_item_id, v.stock_per_unit, v.tracks_stock, v.sells_without_stock,
                  p.slug, said(p.translations, k.languages, '{title}', p.title) as title,
                  variant_said(p.options, v.option_values, k.languages, v.title) as variant_title,
                  v.sku, pic.image, p.unit, p.scale, p.pricing_mode, p.tax_class, v.weight_grams,
                  product_places(%(tenant)s, v.product_id) as places, coalesce("""  # noqa: S608 - our own text
    + _OWN
    + """ < case when w.shows_prior then least(q.base_minor, q.prior_minor) else q.base_minor end, false) as is_reduced,
"""
    + _PRICE
    + """
           from variants v
           join products p on p.tenant_id = %(tenant)s and p.id = v.product_id
           cross join (select language_chain(%(locale)s, s.default_locale, s.source_locale) as languages
                         from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s) k
           """
    + _SEEN
    + _PICTURE
    + """
           where v.tenant_id = %(tenant)s and v.id = any(%(variants)s) and v.is_active and p.status = 'active') x"""
)


def of(
    ctx: Context, order: OrderState, seen: Seen, wanted: Mapping[UUID, int], locale: str
) -> dict[UUID, Offer]:
    """By variant, for the wanted quantity of it, in the order's currency; those that nobody may be sold any more are not in it.
    For steps. One statement, none for no variants."""
    if not wanted:
        return {}
    text = ctx.db.value(
        _READ,
        order=order.id,
        store=order.store_id,
        variants=list(wanted),
        quantities=msgspec.json.encode(
            {str(variant): quantity for variant, quantity in wanted.items()}
        ).decode(),
        locale=locale,
        now=ctx.now,
        **_rate(seen),
    )
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
           """
    + _SEEN
    + _PICTURE
    + """
           order by v.sku = any(%(skus)s) desc, f.rank, p.title, v.sku limit %(most)s) x"""
)


def find(ctx: Context, order_id: UUID, text: str) -> list[Goods]:
    """What could be put into an order, by words, SKU or barcode: at most 20. Two statements, and another for those who see some
    orders only. Refuses `OrderNotFound`."""
    reach.require(ctx, "orders:edit", order_id)
    order = ctx.db.one(
        "select o.store_id, o.currency from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s",
        order=order_id,
    )
    if order is None:
        raise OrderNotFound()
    seen = markets.of_order(ctx, order.store_id, order_id, order.currency)
    params = staff_search.params(text.replace("\x00", "").strip())
    found = ctx.db.value(
        _FOUND, order=order_id, now=ctx.now, most=MOST, quantities="{}", **_rate(seen), **params
    )
    return _GOODS.decode(found)


def _rate(seen: Seen) -> dict[str, int]:
    is_own = seen.is_own
    return {
        "num": seen.num,
        "den": seen.den,
        "step": 1 if is_own else seen.step,
        "less": 0 if is_own else seen.less,
    }


def require_order(ctx: Context, order_id: UUID) -> None:
    """Refuses `OrderNotFound`. For questions about an order whose answer may be empty; their callers asked for the permission."""
    if not ctx.db.value(
        "select exists (select from orders where tenant_id = %(tenant)s and id = %(order)s)", order=order_id
    ):
        raise OrderNotFound()
