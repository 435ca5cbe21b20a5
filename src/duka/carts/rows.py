"""A cart as the tables hold it, read with everything that pricing it needs in one statement."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.carts.errors import CartNotFound
from duka.carts.permissions import customer_of, is_trusted
from duka.customers.types import Address
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.ids import token_hash
from duka.media.queries import image_json
from duka.media.types import Image


class LineRow(msgspec.Struct, frozen=True):
    """`is_sold`: the store shows the product and the variant has a price. `levels`: what each location can
    promise of the stock item."""

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


class CartRow(msgspec.Struct, frozen=True):
    id: UUID
    store_id: UUID
    customer_id: UUID | None
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


_LINES = msgspec.json.Decoder(list[LineRow])
_ADDRESS = msgspec.json.Decoder(Address)


_TAKEN: LiteralString = """with taken as (
    update carts t set status = 'ordered', updated_at = %(now)s
    where t.tenant_id = %(tenant)s and t.id = %(cart)s and t.status = 'open'
      and (t.token_hash = %(hash)s and t.customer_id is null or t.customer_id = %(customer)s or %(trusted)s)
    returning t.version
) select (select version from taken) as taken_version, """
_LOOKED: LiteralString = "select null::int as taken_version, "
_CART: LiteralString = (
    """c.id, c.store_id, c.customer_id, c.status, c.locale, c.email, c.phone,
              c.shipping_address::text as shipping_address, c.billing_address::text as billing_address,
              c.shipping_rate_id, c.payment_method, c.note, c.version, c.expires_at,
              (select coalesce(json_agg(x), '[]'::json)::text from (
                  select l.variant_id, v.product_id, v.stock_item_id, v.stock_per_unit, v.tracks_stock,
                         v.sells_without_stock,
                         p.status = 'active' and v.is_active and coalesce(sp.is_visible, false)
                             and pr.base_minor is not null as is_sold,
                         p.slug, coalesce(p.translations #>> array[%(locale)s, 'title'], p.title) as title,
                         v.title as variant_title, v.sku, pic.image, l.quantity, p.unit, p.scale, p.step,
                         p.minimum, p.maximum, p.pricing_mode, p.tax_class, p.requires_shipping,
                             v.weight_grams,
                         case when pr.is_special then pr.special_minor else coalesce(pr.base_minor, 0) end
                             as price_minor,
                         case when pr.is_special then pr.base_minor end as was_minor,
                         coalesce((select json_object_agg(s.location_id,
                                                          greatest(s.on_hand - s.reserved - s.safety, 0))
                                   from stock_levels s
                                   where s.tenant_id = %(tenant)s and s.item_id = v.stock_item_id
                                     and v.tracks_stock), '{}'::json) as levels
                  from cart_lines l
                  join variants v on v.tenant_id = l.tenant_id and v.id = l.variant_id
                  join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
                  left join store_products sp on sp.tenant_id = l.tenant_id and sp.store_id = c.store_id
                                             and sp.product_id = v.product_id
                  left join lateral (
                      select q.base_minor, q.special_minor,
                             coalesce(q.special_minor < q.base_minor
                                      and (q.special_from is null or q.special_from <= %(now)s)
                                      and (q.special_until is null or q.special_until > %(now)s),
                                          false) as is_special
                      from prices q
                      where q.tenant_id = %(tenant)s and q.store_id = c.store_id and q.variant_id = v.id
                  ) pr on true
                  left join lateral (
                      select """  # noqa: S608 - our own text
    + image_json("m", "i.alt")
    + """ as image
                      from product_images i
                      join media m on m.tenant_id = i.tenant_id and m.id = i.media_id
                      where i.tenant_id = %(tenant)s and i.product_id = v.product_id
                      order by (i.id = v.image_id) is true desc, i.position limit 1
                  ) pic on true
                  where l.tenant_id = %(tenant)s and l.cart_id = c.id
                  order by l.added_at, l.variant_id) x) as lines
       from carts c
       where c.tenant_id = %(tenant)s and c.id = %(cart)s
         and (c.token_hash = %(hash)s and c.customer_id is null or c.customer_id = %(customer)s or %(trusted)s)"""
)


def load(ctx: Context, cart_id: UUID, token: str | None) -> CartRow:
    """Refuses `CartNotFound` unless the token is the cart's, its customer asks, or staff do."""
    return _cart(_read(ctx, _LOOKED + _CART, cart_id, token))


def take(ctx: Context, cart_id: UUID, token: str | None) -> CartRow | None:
    """Marks an open cart as ordered, holds its row, and reads it as it then is; None when it is not open.

    Refuses what `load` refuses. The lines are read as of the statement's start: when the wait for the row let
    another change through, its version tells, and they are read again.
    """
    row = _read(ctx, _TAKEN + _CART, cart_id, token)
    if row.taken_version is None:
        return None
    return _cart(row) if row.taken_version == row.version else load(ctx, cart_id, token)


def _read(ctx: Context, statement: LiteralString, cart_id: UUID, token: str | None) -> Row:
    row = ctx.db.one(
        statement,
        cart=cart_id,
        hash=token_hash(token or ""),
        customer=customer_of(ctx),
        trusted=is_trusted(ctx),
        locale=ctx.locale,
        now=ctx.now,
    )
    if row is None:
        raise CartNotFound()
    return row


def _cart(row: Row) -> CartRow:
    return CartRow(
        id=row.id,
        store_id=row.store_id,
        customer_id=row.customer_id,
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
    )
