"""One box: people, orders and goods by whatever somebody knows of them.

`customers.finding` says how people are found. Orders are found by the beginning of their number, by e-mail address and
by the end of a telephone number; people also by the number on one of their orders. Two statements: people and orders
come of one, goods of another.
"""

from typing import LiteralString

import msgspec

from duka.catalog.queries import staff_search
from duka.customers import finding
from duka.kernel.context import Context
from duka.media.queries import image_json
from duka.orders import rules
from duka.support import history
from duka.support.types import OrderHit, PersonHit, ProductHit, SearchResult

FEWEST = 2
EACH = 8

_LAST: LiteralString = "chr(1114111)"
_ORDERS: LiteralString = f"""
numbered as materialized (
    select h.id, min(h.rank) as rank from (
        select o.id, 0 as rank from orders o
         where o.tenant_id = %(tenant)s and %(number)s <> '' and o.number = %(number)s
        union all
        (select o.id, 500 from orders o
          where o.tenant_id = %(tenant)s and %(number)s <> '' and o.number collate "C" > %(number)s
            and o.number collate "C" < %(number)s || {_LAST} order by o.number collate "C" desc limit 20)
        union all
        (select o.id, 20 from orders o
          where o.tenant_id = %(tenant)s and %(address)s <> '' and o.email collate "C" = %(address)s
          order by o.created_at desc limit 20)
        union all
        (select o.id, 600 from orders o
          where o.tenant_id = %(tenant)s and %(address)s <> '' and o.email collate "C" > %(address)s
            and o.email collate "C" < %(address)s || {_LAST} limit 20)
        union all
        (select o.id, case when starts_with(o.phone_tail, left(%(tail)s, 9)) and length(%(tail)s) >= 7 then 30
                           else 550 end from orders o
          where o.tenant_id = %(tenant)s and %(start)s <> '' and o.phone_tail <> '' and o.phone_tail >= %(start)s
            and o.phone_tail < %(start)s || ':' limit 100)) h
     group by h.id),
hits as materialized (
    select o.*, n.rank from numbered n
      join orders o on o.tenant_id = %(tenant)s and o.id = n.id"""
_NO_ORDERS: LiteralString = (
    "hits as materialized (select o.*, 0 as rank from orders o where false and o.tenant_id = %(tenant)s)"
)
_FOUND_ORDERS: LiteralString = """(select coalesce(json_agg(json_build_object(
        'id', 'ord_' || replace(h.id::text, '-', ''), 'number', h.number,
        'store_id', 'store_' || replace(h.store_id::text, '-', ''),
        'customer_id', 'cus_' || replace(h.customer_id::text, '-', ''),
        'name', coalesce(nullif(h.shipping_address ->> 'name', ''), h.billing_address ->> 'name', ''),
        'email', h.email, 'phone', coalesce(nullif(h.phone, ''), h.shipping_address ->> 'phone', ''),
        'status', h.status, 'payment_status', h.payment_status, 'fulfillment_status', h.fulfillment_status,
        'need', h.need, 'currency', h.currency, 'total_minor', h.total_minor, 'created_at', h.created_at,
        'placed_at', h.placed_at, 'rank', h.rank) order by h.rank, h.created_at desc, h.id), '[]')
    from (select x.* from hits x order by x.rank, x.created_at desc, x.id limit %(each)s) h)"""
_PEOPLE: LiteralString = """
known as materialized (
    select p.customer_id, min(p.rank) as rank from (
        select x.customer_id, x.rank from people x
        union all
        select coalesce(h.customer_id, c.id), case when h.rank = 30 then 50 else 320 end
          from hits h
          left join customers c on c.tenant_id = %(tenant)s and h.customer_id is null and c.email = h.email
         where h.rank in (30, 550)) p
     where p.customer_id is not null
     group by p.customer_id order by min(p.rank), p.customer_id desc limit 100),
best as materialized (
    select c.*, k.rank from known k
      join customers c on c.tenant_id = %(tenant)s and c.id = k.customer_id
     order by k.rank, c.last_order_at desc nulls last, c.id desc limit %(each)s)"""
_FOUND_PEOPLE: LiteralString = """(select coalesce(json_agg(json_build_object(
        'id', 'cus_' || replace(b.id::text, '-', ''), 'name', b.name, 'email', b.email, 'phone', b.phone,
        'is_registered', b.claimed_at is not null, 'is_active', b.deactivated_at is null,
        'matched', case when b.rank in (0, 900, 1900) then 'email' when b.rank < 900 then 'phone'
                        when b.rank < 2000 then 'name' else 'spelling' end,
        'is_exact', b.rank < 100,
        'orders', case when %(figures)s then b.orders_count end,
        'last_order_at', case when %(figures)s then b.last_order_at end)
        order by b.rank, b.last_order_at desc nulls last, b.id desc), '[]') from best b)"""
_GOODS: LiteralString = f"""with recursive {staff_search.FOUND},
best as materialized (
    select p.id, p.title, p.status, f.rank from found f
      join products p on p.tenant_id = %(tenant)s and p.id = f.product_id
     order by p.status = 'archived', f.rank, p.id desc limit %(each)s)
select (select coalesce(json_agg(json_build_object(
    'id', 'prod_' || replace(b.id::text, '-', ''), 'title', b.title, 'status', b.status,
    'sku', coalesce((select v.sku from variants v where v.tenant_id = %(tenant)s and v.product_id = b.id
                     order by v.sku = any(%(skus)s) desc, v.position limit 1), ''),
    'image', (select {image_json("m", "i.alt")} from product_images i
              join media m on m.tenant_id = i.tenant_id and m.id = i.media_id
              where i.tenant_id = %(tenant)s and i.product_id = b.id order by i.position limit 1),
    'matched', case when b.rank < 0 then 'sku' when b.rank < 400 then 'name' else 'spelling' end,
    'is_exact', b.rank < 0) order by b.status = 'archived', b.rank, b.id desc), '[]') from best b)::text"""


class _OrderRow(msgspec.Struct, frozen=True):
    id: str
    number: str
    store_id: str
    customer_id: str | None
    name: str
    email: str
    phone: str
    status: str
    payment_status: str
    fulfillment_status: str
    need: str
    currency: str
    total_minor: int
    created_at: str
    placed_at: str | None
    rank: int


class _Read(msgspec.Struct, frozen=True):
    customers: list[PersonHit] | None
    orders: list[_OrderRow] | None


def search(ctx: Context, typed: str) -> SearchResult:
    """At most eight of each kind; nothing for fewer than two characters."""
    ctx.require("search:use")
    sees = {kind: ctx.may(f"{kind}:read") for kind in ("customers", "orders", "products")}
    asked = finding.asked(typed)
    if len(asked.text) < FEWEST:
        return SearchResult(*([] if may else None for may in sees.values()))
    people, orders = _people_and_orders(ctx, asked, sees["customers"], sees["orders"])
    return SearchResult(people, orders, _goods(ctx, asked.text) if sees["products"] else None)


def _people_and_orders(
    ctx: Context, asked: finding.Asked, sees_people: bool, sees_orders: bool
) -> tuple[list[PersonHit] | None, list[OrderHit] | None]:
    if not (sees_people or sees_orders):
        return None, None
    within, limits = history.reachable(ctx)
    statement: LiteralString = (
        "with "
        + (finding.PEOPLE + "," if sees_people else "")
        + (f"{_ORDERS} where {within})" if sees_orders else _NO_ORDERS)
        + ("," + _PEOPLE if sees_people else "")
        + " select json_build_object('customers', "
        + (_FOUND_PEOPLE if sees_people else "null")
        + ", 'orders', "
        + (_FOUND_ORDERS if sees_orders else "null")
        + ")::text"
    )
    text = ctx.db.value(
        statement,
        **asked.params(most=400, widest=8000),
        **limits,
        each=EACH,
        figures=sees_orders and within == "true",
    )
    read = msgspec.json.decode(text, type=_Read)
    return read.customers, None if read.orders is None else [_order(row) for row in read.orders]


def _order(row: _OrderRow) -> OrderHit:
    by = "number" if row.rank in (0, 500) else "email" if row.rank in (20, 600) else "phone"
    states = (row.status, row.payment_status, row.fulfillment_status)
    shown = {f: getattr(row, f) for f in OrderHit.__struct_fields__ if f in _OrderRow.__struct_fields__}
    return msgspec.convert(
        {
            **shown,
            "tenant_status": rules.tenant_status(*states),
            "ecommerce_status": rules.ecommerce_status(row.fulfillment_status),
            "matched": by,
            "is_exact": row.rank < 100,
        },
        OrderHit,
    )


def _goods(ctx: Context, text: str) -> list[ProductHit]:
    params = staff_search.params(text)
    if not params["words"]:
        return []
    found = ctx.db.value(_GOODS, **params, each=EACH)
    return msgspec.json.decode(found, type=list[ProductHit])
