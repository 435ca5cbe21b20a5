"""A cart as the tables hold it, read with everything that pricing it needs in one statement."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.carts.errors import CartNotFound
from duka.carts.offers import Offers
from duka.carts.permissions import customer_of, is_trusted
from duka.catalog.queries.fragments import squeezed
from duka.customers.types import Address
from duka.flags import queries as flags
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.ids import token_hash
from duka.media.queries import image_json
from duka.media.types import Image
from duka.promotions import active as promotions
from duka.promotions.active import Active
from duka.stores.seen import Seen
from duka.tax import facts
from duka.tax.types import NOBODY, Buyer


class LineRow(msgspec.Struct, frozen=True):
    """`is_sold`: the store shows the product and the variant has a price. `levels`: what each location can
    promise of the stock item. `places`: public ids of its categories (with those above them) and collections, read where an
    offer asks."""

    variant_id: str
    product_id: str
    stock_item_id: str
    stock_per_unit: int
    tracks_stock: bool
    sells_without_stock: bool
    is_sold: bool
    slug: str
    title: str
    variant_title: str
    sku: str
    image: Image | None
    quantity: int
    unit: str
    scale: int
    step: int
    minimum: int
    maximum: int | None
    pricing_mode: str
    tax_class: str
    requires_shipping: bool
    weight_grams: int
    price_minor: int
    was_minor: int | None
    levels: dict[str, int]
    places: list[str] | None = None


class CartRow(msgspec.Struct, frozen=True):
    """`variants` are those of experiments that its shopper was shown when it was opened."""

    id: UUID
    store_id: UUID
    customer_id: UUID | None
    seen: Seen
    variants: list[UUID]
    status: str
    locale: str
    email: str
    phone: str
    shipping_address: Address | None
    billing_address: Address | None
    shipping_rate_id: UUID | None
    payment_method: str
    note: str
    version: int
    expires_at: datetime
    lines: list[LineRow]
    offers: Offers
    codes: list[str] = []
    buyer: Buyer = NOBODY


_LINES = msgspec.json.Decoder(list[LineRow])
_ADDRESS = msgspec.json.Decoder(Address)


_TAKEN: LiteralString = """with taken as (
    update carts t set status = 'ordered', updated_at = %(now)s
    where t.tenant_id = %(tenant)s and t.id = %(cart)s and t.status = 'open'
      and (t.token_hash = %(hash)s and t.customer_id is null or t.customer_id = %(customer)s or %(trusted)s)
    returning t.version
) select (select version from taken) as taken_version, """
_BUYS: LiteralString = """coalesce(c.customer_id, (
    select d.customer_id from draft_orders d where d.tenant_id = %(tenant)s and d.id = c.id))"""
_LOOKED: LiteralString = "select null::int as taken_version, "
_CART: LiteralString = (
    """c.id, c.store_id, c.customer_id, c.status, c.locale, c.email, c.phone,
              c.shipping_address::text as shipping_address, c.billing_address::text as billing_address,
              c.shipping_rate_id, c.payment_method, c.note, c.version, c.expires_at, c.variants, c.codes,
              case when c.codes <> '{}' or %(asks)s::jsonb is not null
                   then promotion_facts(%(tenant)s, c.id, %(asks)s)::text end as known,
              case when %(unknown)s then promotions_active(%(tenant)s, %(now)s, %(has_promotions)s) end as active,
              case when w.market_id is null then '' else c.market end as market, w.currency,
              w.rate_num, w.rate_den, w.rate_step, w.rate_less,
              (select coalesce(json_agg(x), '[]'::json)::text from (
                  select l.variant_id, v.product_id, v.stock_item_id, v.stock_per_unit, v.tracks_stock,
                         v.sells_without_stock,
                         p.status = 'active' and v.is_active and coalesce(sp.is_visible, false)
                             and pr.base_minor is not null as is_sold,
                         said(p.translations, k.languages, '{slug}', p.slug) as slug,
                         said(p.translations, k.languages, '{title}', p.title) as title,
                         variant_said(p.options, v.option_values, k.languages, v.title) as variant_title,
                         v.sku, pic.image, l.quantity, p.unit, p.scale, p.step,
                         p.minimum, p.maximum, p.pricing_mode, p.tax_class, p.requires_shipping,
                             v.weight_grams,
                         coalesce(pr.price_minor, 0) as price_minor,
                         case when pr.price_minor < pr.base_minor then pr.base_minor end as was_minor,
                         coalesce((select json_object_agg(s.location_id,
                                                          greatest(s.on_hand - s.reserved - s.safety, 0))
                                   from stock_levels s
                                   where s.tenant_id = %(tenant)s and s.item_id = v.stock_item_id
                                     and v.tracks_stock), '{}'::json) as levels,
                         case when %(asks_places)s then product_places(%(tenant)s, v.product_id) end as places
                  from cart_lines l
                  join variants v on v.tenant_id = l.tenant_id and v.id = l.variant_id
                  join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
                  left join store_products sp on sp.tenant_id = l.tenant_id and sp.store_id = c.store_id
                                             and sp.product_id = v.product_id
                  left join lateral (
                      select e.base_minor, coalesce(case when w.lists is not null then (
                                 select x.price_minor from price_list_prices x
                                 where x.tenant_id = %(tenant)s and x.variant_id = v.id and x.list_id = any(w.lists)
                                   and x.min_quantity <= l.quantity
                                 order by array_position(w.lists, x.list_id), x.min_quantity desc limit 1) end,
                             e.price_minor) as price_minor
                      from (
                          select case when w.is_plain then o.base_minor
                                      else in_currency(o.base_minor, w.num, w.den, w.step, w.less) end as base_minor,
                                 case when w.is_plain then o.price_minor
                                      else in_currency(o.price_minor, w.num, w.den, w.step, w.less) end as price_minor
                          from (
                              select case when w.shows_prior then least(q.base_minor, q.prior_minor)
                                          else q.base_minor end as base_minor,
                                     price_in_force(q.base_minor, q.special_minor, q.special_from, q.special_until,
                                         q.sale_minor, q.sale_from, q.sale_until, %(now)s) as price_minor
                              from prices q
                              where q.tenant_id = %(tenant)s and q.store_id = c.store_id and q.variant_id = v.id) o
                      ) e
                  ) pr on true
                  left join lateral (
                      select """  # noqa: S608 - our own text
    + image_json("m", "said(i.translations, k.languages, '{alt}', i.alt)")
    + """ as image
                      from product_images i
                      join media m on m.tenant_id = i.tenant_id and m.id = i.media_id
                      where i.tenant_id = %(tenant)s and i.product_id = v.product_id
                      order by (i.id = v.image_id) is true desc, i.position limit 1
                  ) pic on true
                  where l.tenant_id = %(tenant)s and l.cart_id = c.id
                  order by l.added_at, l.variant_id) x) as lines, """
    + facts.of_cart(_BUYS)
    + """ as buyer
       from carts c
       cross join lateral (select language_chain(%(locale)s, s.default_locale, s.source_locale) as languages
                             from stores s where s.tenant_id = %(tenant)s and s.id = c.store_id) k
       cross join lateral prices_seen(%(tenant)s, c.store_id, c.market, coalesce(c.customer_id, case when %(trusted)s then (
                select d.customer_id from draft_orders d where d.tenant_id = %(tenant)s and d.id = c.id) end),
            'storefront', c.variants, %(now)s) w
       where c.tenant_id = %(tenant)s and c.id = %(cart)s
         and (c.token_hash = %(hash)s and c.customer_id is null or c.customer_id = %(customer)s or %(trusted)s)"""
)

_LOAD: LiteralString = squeezed(_LOOKED + _CART)
_TAKE: LiteralString = squeezed(_TAKEN + _CART)


def load(ctx: Context, cart_id: UUID, token: str | None, active: Active | None = None) -> CartRow:
    """With `active` it is to be judged by those promotions.

    Refuses `CartNotFound` unless the token is the cart's, its customer asks, or staff do."""
    return _cart(ctx, *_read(ctx, _LOAD, cart_id, token, active or promotions.remembered(ctx)))


def take(ctx: Context, cart_id: UUID, token: str | None) -> CartRow | None:
    """Marks an open cart as ordered, holds its row, and reads it as it then is; None when it is not open.

    Refuses what `load` refuses. The lines are read as of the statement's start: when the wait for the row let
    another change through, its version tells, and they are read again.
    """
    row, active = _read(ctx, _TAKE, cart_id, token, promotions.remembered(ctx))
    if row.taken_version is None:
        return None
    return _cart(ctx, row, active) if row.taken_version == row.version else load(ctx, cart_id, token)


def _read(
    ctx: Context, statement: LiteralString, cart_id: UUID, token: str | None, known: Active | None
) -> tuple[Row, Active]:
    """With the promotions that it is to be judged by: those that are `known`, or those that it brings along."""
    active = known or promotions.NONE
    row = ctx.db.one(
        statement,
        cart=cart_id,
        hash=token_hash(token or ""),
        customer=customer_of(ctx),
        trusted=is_trusted(ctx),
        locale=ctx.locale,
        now=ctx.now,
        unknown=known is None,
        has_promotions=known is None and flags.is_on(ctx, promotions.FEATURE),
        asks=active.asks,
        asks_places=active.asks_places,
        **facts.params(ctx),
    )
    if row is None:
        raise CartNotFound()
    if row.active is None:
        return row, active
    found = promotions.remember(ctx, row.active)
    if found.asks is None and not found.asks_places:
        return row, found
    again, _ = _read(ctx, _LOAD, cart_id, token, found)
    return again._replace(taken_version=row.taken_version), found


def _cart(ctx: Context, row: Row, active: Active) -> CartRow:
    return CartRow(
        id=row.id,
        store_id=row.store_id,
        customer_id=row.customer_id,
        seen=Seen(row.currency, row.market, row.rate_num, row.rate_den, row.rate_step, row.rate_less),
        variants=list(row.variants),
        status=row.status,
        locale=row.locale,
        email=row.email,
        phone=row.phone,
        shipping_address=_ADDRESS.decode(row.shipping_address) if row.shipping_address else None,
        billing_address=_ADDRESS.decode(row.billing_address) if row.billing_address else None,
        shipping_rate_id=row.shipping_rate_id,
        payment_method=row.payment_method,
        note=row.note,
        version=row.version,
        expires_at=row.expires_at,
        lines=_LINES.decode(row.lines),
        buyer=facts.read(row.buyer),
        offers=Offers(active, promotions.known(row.known), ctx.now),
        codes=list(row.codes),
    )
