"""Many orders of the past at once, as `past.record_past` writes down one: history, which moves no stock and no money.

Their buyers are found by an address (`customers.keep_guests` makes those who are not there yet); an order may have none. One
statement for all of them, so a year of a shop is written in a minute.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.kernel import events
from duka.kernel.context import Context
from duka.kernel.ids import new_id
from duka.orders.errors import PastOrderInvalid
from duka.orders.events import PastOrderRecorded
from duka.orders.service.past import CARRIAGE, CHANNEL, LONGEST
from duka.orders.service.recording import FIRST_NUMBER


class PastSaleLine(msgspec.Struct, frozen=True):
    """`quantity` in whole units. `subtotal_minor` is what the line came to, exactly: the unit price may have been finer
    than a minor unit."""

    sku: str
    title: str
    quantity: int
    unit_price_minor: int
    subtotal_minor: int


class PastSale(msgspec.Struct, frozen=True):
    """`email` and `name` empty: nobody knows who bought it."""

    number: str
    placed_at: datetime
    email: str
    name: str
    country: str
    shipping_minor: int
    lines: list[PastSaleLine]


_GOODS: LiteralString = """
select v.sku, v.id as variant_id, v.product_id, v.stock_item_id, v.title as variant_title, p.title, p.slug, p.unit, p.scale,
       p.pricing_mode, p.tax_class
from variants v join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
where v.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s and v.sku = any(%(skus)s)"""

_WRITE: LiteralString = """
with bought as materialized (
    select * from jsonb_to_recordset(%(orders)s::jsonb) as b (id uuid, number text, placed_at timestamptz, email text, name text,
        address jsonb, subtotal_minor bigint, shipping_minor bigint, tracking text, fulfillment_id uuid)),
known as materialized (
    select c.email, case when c.claimed_at is null then c.id end as id from customers c
    where c.tenant_id = %(tenant)s and c.email in (select b.email from bought b where b.email <> '')),
written as (
    insert into orders (tenant_id, id, store_id, number, customer_id, type, sales_channel, status, payment_status,
           fulfillment_status, placed_at, currency, locale, prices_include_tax, is_estimated, subtotal_minor, shipping_minor,
           tax_minor, total_minor, email, shipping_address, billing_address, shipping_method, payment_method, tracking_hash,
           created_at, updated_at, is_prepared)
    select %(tenant)s, b.id, %(store)s, b.number, k.id, 'ecommerce', %(channel)s, 'completed', 'captured', 'delivered',
           b.placed_at, %(currency)s, %(locale)s, %(includes)s, false, b.subtotal_minor, b.shipping_minor, 0,
           b.subtotal_minor + b.shipping_minor, b.email, b.address, b.address, %(method)s::jsonb, 'imported',
           decode(b.tracking, 'hex'), b.placed_at, %(now)s, true
    from bought b left join known k on k.email = b.email
    on conflict (tenant_id, number) do nothing returning id, number),
sold as materialized (
    select l.*, g.variant_id, g.product_id, g.stock_item_id, g.slug, g.unit, g.scale, g.pricing_mode, g.tax_class,
           coalesce(nullif(l.title, ''), g.title) as called, l.quantity * (10 ^ g.scale)::bigint as steps
    from jsonb_to_recordset(%(lines)s::jsonb) as l (id uuid, order_id uuid, position int, sku text, title text, quantity bigint,
         unit_price_minor bigint, subtotal_minor bigint)
    join jsonb_to_recordset(%(goods)s::jsonb) as g (sku text, variant_id uuid, product_id uuid, stock_item_id uuid, title text,
         slug text, unit text, scale int, pricing_mode text, tax_class text) on g.sku = l.sku
    where l.order_id in (select w.id from written w)),
lines as (
    insert into order_lines (tenant_id, id, order_id, position, product_id, variant_id, stock_item_id, sku, title, slug,
           quantity, unit, scale, pricing_mode, unit_price_minor, subtotal_minor, net_minor, tax_minor, total_minor, tax_class)
    select %(tenant)s, s.id, s.order_id, s.position, s.product_id, s.variant_id, s.stock_item_id, s.sku, s.called, s.slug,
           s.steps, s.unit, s.scale, s.pricing_mode, s.unit_price_minor, s.subtotal_minor, s.subtotal_minor, 0,
           s.subtotal_minor, s.tax_class
    from sold s),
packed as (
    insert into fulfillments (tenant_id, id, order_id, location_id, position, status, prepared_at, shipped_at, delivered_at,
           updated_at)
    select %(tenant)s, b.fulfillment_id, b.id, %(location)s, 1, 'delivered', b.placed_at, b.placed_at, b.placed_at, %(now)s
    from bought b where %(location)s::uuid is not null and b.id in (select w.id from written w) returning id, order_id),
contents as (
    insert into fulfillment_lines (tenant_id, fulfillment_id, position, order_line_id, stock_item_id, sku, title, quantity,
           unit, scale)
    select %(tenant)s, p.id, s.position, s.id, s.stock_item_id, s.sku, s.called, s.steps, s.unit, s.scale
    from packed p join sold s on s.order_id = p.order_id),
counted as (
    insert into counters as n (tenant_id, name, value)
    select %(tenant)s, 'orders', greatest(%(first)s - 1, max(w.number::bigint))
    from written w where w.number ~ '^[0-9]{1,15}$' having count(*) > 0
    on conflict (tenant_id, name) do update set value = greatest(n.value, excluded.value))
select id, number from written"""


def record_past_many(ctx: Context, store_id: UUID, orders: Sequence[PastSale]) -> set[str]:
    """The numbers that were written; one that is here already is left as it is. The tenant's counter goes on above them.

    Refuses `PastOrderInvalid` for all of them if one has no number, no line, a day to come or an article that is not here,
    and Forbidden. Three statements, however many orders.
    """
    ctx.require("orders:write", store=store_id)
    store = ctx.db.one(
        """select s.currency, s.default_locale, s.prices_include_tax, (
                    select c.id from locations c where c.tenant_id = %(tenant)s
                    order by exists (select from store_locations l where l.tenant_id = %(tenant)s and l.store_id = s.id
                                     and l.location_id = c.id) desc, c.code limit 1) as location
           from stores s where s.tenant_id = %(tenant)s and s.id = %(id)s""",
        id=store_id,
    )
    if store is None:
        raise PastOrderInvalid(why="it needs a store")
    for order in orders:
        if not order.lines or not 0 < len(order.number) <= LONGEST or order.placed_at > ctx.now:
            raise PastOrderInvalid(why="it needs a number, a day that has been, and a line")
    skus = sorted({line.sku for order in orders for line in order.lines})
    goods = [row._asdict() for row in ctx.db.all(_GOODS, skus=skus)]
    if missing := set(skus) - {row["sku"] for row in goods}:
        raise PastOrderInvalid(why=f"there is no article {min(missing)} here")
    rows = [_order(order) for order in orders]
    written = ctx.db.all(
        _WRITE,
        orders=_json([row for row, _ in rows]),
        lines=_json([line for _, lines in rows for line in lines]),
        goods=_json(goods),
        store=store_id,
        location=store.location,
        currency=store.currency,
        locale=store.default_locale,
        includes=store.prices_include_tax,
        channel=CHANNEL,
        method=_json(CARRIAGE),
        first=FIRST_NUMBER,
        now=ctx.now,
    )
    for row in written:
        events.emit(ctx, PastOrderRecorded(aggregate_id=row.id, number=row.number, store_id=store_id))
    return {row.number for row in written}


def _order(order: PastSale) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    id = new_id()
    row = {
        "id": id,
        "number": order.number,
        "placed_at": order.placed_at,
        "email": order.email.lower(),
        "name": order.name,
        "address": {"name": order.name, "country": order.country},
        "subtotal_minor": sum(line.subtotal_minor for line in order.lines),
        "shipping_minor": order.shipping_minor,
        # No token leads to it: nobody was ever given one.
        "tracking": secrets.token_hex(32),
        "fulfillment_id": new_id(),
    }
    lines = [
        {"id": new_id(), "order_id": id, "position": position, **msgspec.structs.asdict(line)}
        for position, line in enumerate(order.lines)
    ]
    return row, lines


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
