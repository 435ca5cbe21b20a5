"""Orders of the past, written down as they were: history, which moves no stock and no money, and has no entry in the
ledger: its money moved in other books."""

from typing import Any
from uuid import UUID

import msgspec

from duka.carts.types import ShippingOption
from duka.kernel import events
from duka.kernel.context import Context
from duka.kernel.ids import new_id, secret_token, token_hash
from duka.kernel.money import round_half_up
from duka.orders.errors import PastOrderInvalid
from duka.orders.events import PastOrderRecorded
from duka.orders.inputs import PastOrder
from duka.orders.service.recording import FIRST_NUMBER

CHANNEL = "import"
LONGEST = 40
CARRIAGE = ShippingOption(
    id="",
    code="imported",
    name="",
    description="",
    kind="none",
    price_minor=0,
    free_over_minor=None,
    min_days=None,
    max_days=None,
)
"""How it went out: nobody knows any more."""


def record_past(ctx: Context, order: PastOrder) -> UUID | None:
    """The order's id; None when its number is here already. The tenant's counter goes on above it, so that no order of
    tomorrow has its number.

    Refuses `PastOrderInvalid`, and Forbidden to who may not change orders of this store.
    """
    ctx.require("orders:write", store=order.store_id)
    store = ctx.db.one(
        """select s.currency, s.default_locale, s.prices_include_tax from stores s
           where s.tenant_id = %(tenant)s and s.id = %(id)s""",
        id=order.store_id,
    )
    if store is None or not order.lines or not 0 < len(order.number) <= LONGEST or order.placed_at > ctx.now:
        raise PastOrderInvalid(why="it needs a store, a number, a day that has been, and a line")
    lines = _lines(ctx, order)
    subtotal = sum(line["subtotal_minor"] for line in lines)
    total = subtotal - order.discount_minor + order.shipping_minor
    total += 0 if store.prices_include_tax else order.tax_minor
    if total < 0:
        raise PastOrderInvalid(why="its discount is larger than the rest")
    id = new_id()
    address = {"name": order.name, "phone": order.phone, **order.address}
    written = ctx.db.value(
        """with guest as (
             insert into customers as c (tenant_id, id, email, name, phone, locale, created_at)
             values (%(tenant)s, %(guest)s, lower(%(email)s), %(name)s, %(phone)s, %(locale)s, %(now)s)
             on conflict (tenant_id, email) do update set email = excluded.email
             returning case when c.claimed_at is null then c.id end as id),
           written as (
             insert into orders (tenant_id, id, store_id, number, customer_id, type, sales_channel, status, payment_status,
                    fulfillment_status, placed_at, currency, locale, prices_include_tax, is_estimated, subtotal_minor,
                    discount_minor, shipping_minor, tax_minor, total_minor, email, phone, shipping_address,
                    billing_address, shipping_method, payment_method, note, tracking_hash, created_at, updated_at, is_prepared)
             select %(tenant)s, %(id)s, %(store)s, %(number)s, g.id, 'ecommerce', %(channel)s, %(status)s, %(paid)s,
                    %(fulfilled)s, %(placed)s, %(currency)s, %(locale)s, %(includes)s, false, %(subtotal)s,
                    %(discount)s, %(shipping)s, %(tax)s, %(total)s, lower(%(email)s), %(phone)s, %(address)s::jsonb,
                    %(address)s::jsonb, %(method)s::jsonb, %(payment)s, %(note)s, %(tracking)s, %(placed)s, %(now)s,
                    %(fulfilled)s <> 'unfulfilled'
             from guest g
             on conflict (tenant_id, number) do nothing returning id),
           lines as (
             insert into order_lines (tenant_id, id, order_id, position, product_id, variant_id, stock_item_id, sku,
                    title, variant_title, slug, quantity, unit, scale, pricing_mode, unit_price_minor, subtotal_minor,
                    net_minor, tax_minor, total_minor, tax_class, weight_grams, returned)
             select %(tenant)s, l.id, w.id, l.position, l.product_id, l.variant_id, l.stock_item_id, l.sku, l.title,
                    l.variant_title, l.slug, l.quantity, l.unit, l.scale, l.pricing_mode, l.unit_price_minor,
                    l.subtotal_minor, l.subtotal_minor, 0, l.subtotal_minor, l.tax_class, 0,
                    case when %(fulfilled)s = 'returned' then l.quantity else 0 end
             from written w, jsonb_populate_recordset(null::order_lines, %(lines)s::jsonb) l),
           packed as (
             insert into fulfillments (tenant_id, id, order_id, location_id, position, status, is_pickup, prepared_at, shipped_at,
                    delivered_at, updated_at)
             select %(tenant)s, %(fulfillment)s, w.id, c.id, 1,
                    case %(fulfilled)s when 'returned' then 'delivered' else %(fulfilled)s end, false, %(placed)s,
                    case when %(fulfilled)s <> 'prepared' then %(placed)s::timestamptz end,
                    case when %(fulfilled)s in ('delivered', 'returned') then %(placed)s::timestamptz end, %(now)s
             from written w, (
                 select c.id from locations c where c.tenant_id = %(tenant)s
                 order by exists (select from store_locations s where s.tenant_id = %(tenant)s and s.store_id = %(store)s
                                  and s.location_id = c.id) desc, c.code limit 1) c
             where %(fulfilled)s <> 'unfulfilled' returning id),
           contents as (
             insert into fulfillment_lines (tenant_id, fulfillment_id, position, order_line_id, stock_item_id, sku, title,
                    variant_title, quantity, unit, scale)
             select %(tenant)s, p.id, l.position, l.id, l.stock_item_id, l.sku, l.title, l.variant_title, l.quantity, l.unit,
                    l.scale
             from packed p, jsonb_populate_recordset(null::order_lines, %(lines)s::jsonb) l),
           taxes as (
             insert into order_taxes (tenant_id, order_id, code, name, rate_ppm, amount_minor)
             select %(tenant)s, w.id, 'imported', 'Taxes', 0, %(tax)s from written w where %(tax)s > 0),
           counted as (
             insert into counters as n (tenant_id, name, value)
             select %(tenant)s, 'orders', greatest(%(first)s - 1, %(drawn)s) from written
             where %(drawn)s::bigint is not null
             on conflict (tenant_id, name) do update set value = greatest(n.value, excluded.value))
           select id from written""",
        guest=new_id(),
        id=id,
        fulfillment=new_id(),
        store=order.store_id,
        number=order.number,
        channel=CHANNEL,
        status=order.status,
        paid=order.payment_status,
        fulfilled=order.fulfillment_status,
        placed=order.placed_at,
        currency=store.currency,
        locale=store.default_locale,
        includes=store.prices_include_tax,
        subtotal=subtotal,
        discount=order.discount_minor,
        shipping=order.shipping_minor,
        tax=order.tax_minor,
        total=total,
        email=order.email,
        name=order.name,
        phone=order.phone,
        address=_json(address),
        method=_json(CARRIAGE),
        payment=order.payment_method[:60],
        note=order.note,
        tracking=token_hash(secret_token()),
        lines=_json(lines),
        first=FIRST_NUMBER,
        drawn=int(order.number)
        if order.number.isascii() and order.number.isdecimal() and len(order.number) < 16
        else None,
        now=ctx.now,
    )
    if written is None:
        return None
    events.emit(ctx, PastOrderRecorded(aggregate_id=id, number=order.number, store_id=order.store_id))
    return id


def _lines(ctx: Context, order: PastOrder) -> list[dict[str, Any]]:
    rows = ctx.db.all(
        """select v.sku, v.id as variant_id, v.product_id, v.stock_item_id, v.title as variant_title, p.title, p.slug,
                  p.unit, p.scale, p.pricing_mode, p.tax_class
           from variants v join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
           where v.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s and v.sku = any(%(skus)s)""",
        skus=[line.sku for line in order.lines],
    )
    known = {row.sku: row._asdict() for row in rows}
    found = []
    for position, line in enumerate(order.lines):
        if line.sku not in known:
            raise PastOrderInvalid(why=f"there is no article {line.sku} here")
        goods = known[line.sku]
        found.append(
            {
                **goods,
                "id": new_id(),
                "position": position,
                "title": line.title or goods["title"],
                "variant_title": "" if line.title else goods["variant_title"],
                "quantity": line.quantity,
                "unit_price_minor": line.unit_price_minor,
                "subtotal_minor": round_half_up(line.unit_price_minor * line.quantity, 10 ** goods["scale"]),
            }
        )
    return found


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
