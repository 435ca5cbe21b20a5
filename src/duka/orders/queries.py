"""Orders as their buyers and staff see them."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.carts.permissions import customer_of, is_trusted
from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.ids import secret_token, token_hash
from duka.orders import rules
from duka.orders.errors import OrderNotFound
from duka.orders.fulfillment.queries import MOVED, OF_BUYER
from duka.orders.types import Order, OrderFilter, OrderSummary

TOKEN_DAYS = 30
_NOBODY = UUID(int=0)
_ORDER = msgspec.json.Decoder(Order)

_READ: LiteralString = f"""
select json_build_object(
    'id', 'ord_' || replace(o.id::text, '-', ''), 'number', o.number,
    'store_id', 'store_' || replace(o.store_id::text, '-', ''), 'type', o.type, 'sales_channel',
        o.sales_channel,
    'status', o.status, 'payment_status', o.payment_status, 'fulfillment_status', o.fulfillment_status,
    'tenant_status', '', 'ecommerce_status', '', 'currency', o.currency, 'market', o.market, 'locale', o.locale,
    'prices_include_tax', o.prices_include_tax, 'is_estimated', o.is_estimated, 'tax', o.tax,
    'lines', (select coalesce(json_agg(json_build_object(
            'id', 'line_' || replace(l.id::text, '-', ''),
            'product_id', 'prod_' || replace(l.product_id::text, '-', ''),
            'variant_id', 'var_' || replace(l.variant_id::text, '-', ''), 'sku', l.sku, 'title', l.title,
            'variant_title', l.variant_title, 'slug', l.slug, 'image', l.image, 'quantity', l.quantity,
                'unit', l.unit,
            'scale', l.scale, 'pricing_mode', l.pricing_mode, 'unit_price_minor', l.unit_price_minor,
            'subtotal_minor', l.subtotal_minor, 'discount_minor', l.discount_minor, 'net_minor', l.net_minor,
            'tax_minor', l.tax_minor, 'total_minor', l.total_minor, 'taxes', l.taxes,
            'prepared', coalesce(moved.prepared, 0), 'shipped', coalesce(moved.shipped, 0),
            'delivered', coalesce(moved.delivered, 0), 'returned', l.returned,
            'discounts', (select coalesce(json_agg(json_build_object('title', d.title, 'code', d.code,
                                                                     'amount_minor', d.amount_minor) order by d.position), '[]')
                          from order_discounts d
                          where d.tenant_id = %(tenant)s and d.order_id = o.id and d.line_id = l.id))
            order by l.position), '[]'::json)
        from order_lines l {MOVED} where l.tenant_id = %(tenant)s and l.order_id = o.id),
    'fulfillments', {OF_BUYER},
    'discounts', (select coalesce(json_agg(json_build_object('title', x.title, 'code', x.code, 'amount_minor', x.minor)
                                           order by x.place), '[]')
                  from (select d.title, d.code, sum(d.amount_minor)::bigint as minor, min(d.position) as place
                        from order_discounts d where d.tenant_id = %(tenant)s and d.order_id = o.id
                        group by d.promotion_id, d.title, d.code) x),
    'subtotal_minor', o.subtotal_minor, 'discount_minor', o.discount_minor, 'shipping_minor',
        o.shipping_minor,
    'tax_minor', o.tax_minor, 'total_minor', o.total_minor,
    'taxes', (select coalesce(json_agg(json_build_object('code', t.code, 'name', t.name, 'rate_ppm',
        t.rate_ppm, 'amount_minor', t.amount_minor)
                                       order by t.code, t.rate_ppm), '[]'::json)
              from order_taxes t where t.tenant_id = %(tenant)s and t.order_id = o.id),
    'email', o.email, 'phone', o.phone, 'customer_id', 'cus_' || replace(o.customer_id::text, '-', ''),
    'shipping_address', o.shipping_address, 'billing_address', o.billing_address,
    'shipping_method', o.shipping_method, 'payment_method', o.payment_method,
    'payments', (select coalesce(json_agg(json_build_object(
            'id', 'pay_' || replace(p.id::text, '-', ''), 'provider', p.provider, 'attempt', p.attempt,
            'status', p.status, 'amount_minor', p.amount_minor, 'captured_minor', p.captured_minor,
            'refunded_minor', p.refunded_minor, 'action_url', p.action_url, 'reason', p.reason,
            'created_at', p.created_at) order by p.attempt), '[]'::json)
        from payments p where p.tenant_id = %(tenant)s and p.order_id = o.id),
    'note', o.note, 'cancel_reason', o.cancel_reason, 'placed_at', o.placed_at, 'cancelled_at',
        o.cancelled_at,
    'created_at', o.created_at, 'version', o.version, 'is_prepared', o.is_prepared,
    'allocations', case when %(trusted)s then (
        select coalesce(json_agg(json_build_object(
            'location_id', 'loc_' || replace(r.location_id::text, '-', ''), 'location', c.name, 'sku', i.sku,
            'quantity', r.quantity, 'consumed', r.consumed, 'status', r.status) order by c.name, i.sku), '[]'::json)
        from reservations r
        join stock_items i on i.tenant_id = r.tenant_id and i.id = r.item_id
        join locations c on c.tenant_id = r.tenant_id and c.id = r.location_id
        where r.tenant_id = %(tenant)s and r.order_id = o.id) end,
    'timeline', case when %(trusted)s then (
        select coalesce(json_agg(json_build_object('at', e.occurred_at, 'type', e.type, 'actor', e.actor,
                                                   'details', e.payload - 'aggregate_id')
                                 order by e.occurred_at, e.id), '[]'::json)
        from events e where e.tenant_id = %(tenant)s and e.aggregate_id = o.id) end)::text
from orders o
where o.tenant_id = %(tenant)s and """  # noqa: S608 - our own text


def order(ctx: Context, order_id: UUID, token: str | None = None) -> Order:
    """The order for whoever may see it: its token (or its cart's, or one from `track`), its customer, or
    staff.

    Refuses `OrderNotFound` for all others.
    """
    _require(ctx)
    text = ctx.db.value(
        _READ  # noqa: S608 - our own text
        + """o.id = %(order)s
             and (%(trusted)s or o.tracking_hash = %(hash)s or o.customer_id = %(customer)s
                  or exists (select from carts c
                             where c.tenant_id = %(tenant)s and c.id = o.cart_id and c.token_hash = %(hash)s
                               and c.customer_id is null)
                  or exists (select from order_tokens k
                             where k.tenant_id = %(tenant)s and k.order_id = o.id and k.token_hash = %(hash)s
                               and k.expires_at > %(now)s))""",
        order=order_id,
        hash=token_hash(token or ""),
        customer=customer_of(ctx),
        trusted=is_trusted(ctx),
        now=ctx.now,
    )
    return _decoded(text)


def by_tracking(ctx: Context, token: str) -> Order:
    """The order that a tracking link opens. Refuses `OrderNotFound`."""
    _require(ctx)
    text = ctx.db.value(
        _READ  # noqa: S608 - our own text
        + """o.id = (select coalesce(
                  (select x.id from orders x where x.tenant_id = %(tenant)s and x.tracking_hash = %(hash)s),
                  (select k.order_id from order_tokens k
                   where k.tenant_id = %(tenant)s and k.token_hash = %(hash)s
                       and k.expires_at > %(now)s)))""",
        hash=token_hash(token),
        trusted=is_trusted(ctx),
        now=ctx.now,
    )
    return _decoded(text)


def track(ctx: Context, number: str, email: str) -> Order:
    """The order with that number and e-mail address, with a fresh token that opens it for 30 days (the token
    is kept as a hash, so this writes a row).

    Refuses `OrderNotFound`, after the same work, when either is another: a guesser learns nothing. The
    surface limits how often it is tried.
    """
    _require(ctx)
    token = secret_token()
    found = ctx.db.value(
        """with found as (
               select o.id from orders o
               where o.tenant_id = %(tenant)s and o.number = %(number)s and o.email = %(email)s
           ), kept as (
               insert into order_tokens (tenant_id, token_hash, order_id, created_at, expires_at)
               select %(tenant)s, %(hash)s, f.id, %(now)s, %(now)s + make_interval(days => %(days)s)
                   from found f
           )
           select id from found""",
        number=number.strip().lstrip("#").replace("\x00", ""),
        email=email.strip().lower().replace("\x00", ""),
        hash=token_hash(token),
        days=TOKEN_DAYS,
        now=ctx.now,
    )
    text = ctx.db.value(_READ + "o.id = %(order)s", order=found or _NOBODY, trusted=is_trusted(ctx))
    return msgspec.structs.replace(_decoded(text), tracking_token=token)


def of_cart(ctx: Context, cart_id: UUID) -> UUID | None:
    """The order that the cart's present version became, if it became one."""
    _require(ctx)
    found: UUID | None = ctx.db.value(
        """select o.id from orders o
           join carts c on c.tenant_id = o.tenant_id and c.id = o.cart_id and c.version = o.cart_version
           where o.tenant_id = %(tenant)s and o.cart_id = %(cart)s""",
        cart=cart_id,
    )
    return found


def is_pickup(ctx: Context, order_id: UUID) -> bool:
    """Its buyer fetches it, so it can't come from elsewhere."""
    _require(ctx)
    return bool(
        ctx.db.value(
            """select o.shipping_method ->> 'kind' = 'pickup' from orders o
               where o.tenant_id = %(tenant)s and o.id = %(order)s""",
            order=order_id,
        )
    )


def list_orders(
    ctx: Context, wanted: OrderFilter | None = None, *, cursor: str | None = None, limit: int | None = None
) -> paging.Page[OrderSummary]:
    """The tenant's orders, newest first."""
    ctx.require("orders:read")
    return _page(ctx, wanted or OrderFilter(), None, cursor, limit)


def own_orders(
    ctx: Context, *, cursor: str | None = None, limit: int | None = None
) -> paging.Page[OrderSummary]:
    """The orders of the signed-in customer, newest first; none for anybody else."""
    ctx.require("orders:track")
    return _page(ctx, OrderFilter(store_id=ctx.store), customer_of(ctx) or _NOBODY, cursor, limit)


def of_customer(
    ctx: Context, customer_id: UUID, *, cursor: str | None = None, limit: int | None = None
) -> paging.Page[OrderSummary]:
    """The orders of one customer, newest first: for themself, or for staff with orders:read."""
    if customer_of(ctx) == customer_id:
        return own_orders(ctx, cursor=cursor, limit=limit)
    ctx.require("orders:read")
    return _page(ctx, OrderFilter(store_id=ctx.store), customer_id, cursor, limit)


def _page(
    ctx: Context, wanted: OrderFilter, customer: UUID | None, cursor: str | None, limit: int | None
) -> paging.Page[OrderSummary]:
    size = paging.bounded(limit)
    at, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    text = wanted.text.strip().lstrip("#").lower().replace("\x00", "")
    rows = ctx.db.all(
        """select o.id, o.number, o.store_id, o.status, o.payment_status, o.fulfillment_status, o.currency,
                  o.total_minor, o.email, o.payment_method, o.created_at, o.placed_at,
                  coalesce(nullif(o.shipping_address ->> 'name', ''), o.billing_address ->> 'name',
                      '') as name,
                  (select coalesce(sum(case when l.scale = 0 then l.quantity else 1 end), 0)::bigint
                   from order_lines l where l.tenant_id = %(tenant)s and l.order_id = o.id) as pieces
           from orders o
           where o.tenant_id = %(tenant)s
             and (%(store)s::uuid is null or o.store_id = %(store)s)
             and (%(customer)s::uuid is null or o.customer_id = %(customer)s)
             and (%(status)s = '' or o.status = %(status)s)
             and (%(payment)s = '' or o.payment_status = %(payment)s)
             and (%(fulfillment)s = '' or o.fulfillment_status = %(fulfillment)s)
             and (%(text)s = '' or o.number = %(text)s or starts_with(o.email, %(text)s))
             and (%(from)s::timestamptz is null or o.created_at >= %(from)s)
             and (%(until)s::timestamptz is null or o.created_at < %(until)s)
             and (%(unplaced)s or o.placed_at is not null)
             and (%(at)s::timestamptz is null or (o.created_at, o.id) < (%(at)s, %(last)s::uuid))
           order by o.created_at desc, o.id desc limit %(limit)s""",
        store=wanted.store_id,
        customer=customer,
        status=wanted.status,
        payment=wanted.payment_status,
        fulfillment=wanted.fulfillment_status,
        text=text,
        until=wanted.created_until,
        unplaced=wanted.with_unplaced,
        at=at,
        last=last,
        limit=size + 1,
        **{"from": wanted.created_from},
    )
    more = paging.encode(rows[size - 1].created_at, rows[size - 1].id) if len(rows) > size else None
    return paging.Page(
        [
            OrderSummary(
                id=f"ord_{r.id.hex}",
                number=r.number,
                store_id=f"store_{r.store_id.hex}",
                status=r.status,
                payment_status=r.payment_status,
                fulfillment_status=r.fulfillment_status,
                tenant_status=rules.tenant_status(r.status, r.payment_status, r.fulfillment_status),
                ecommerce_status=rules.ecommerce_status(r.fulfillment_status),
                currency=r.currency,
                total_minor=r.total_minor,
                count=r.pieces,
                email=r.email,
                name=r.name,
                payment_method=r.payment_method,
                created_at=r.created_at.isoformat(),
                placed_at=r.placed_at.isoformat() if r.placed_at else None,
            )
            for r in rows[:size]
        ],
        more,
    )


def _require(ctx: Context) -> None:
    """Buyers hold orders:track (or orders:create, when they have just bought), staff orders:read."""
    if not (ctx.may("orders:read") or ctx.may("orders:create")):
        ctx.require("orders:track")


def _decoded(text: str | None) -> Order:
    if text is None:
        raise OrderNotFound()
    read = _ORDER.decode(text)
    return msgspec.structs.replace(
        read,
        tenant_status=rules.tenant_status(read.status, read.payment_status, read.fulfillment_status),
        ecommerce_status=rules.ecommerce_status(read.fulfillment_status),
    )
