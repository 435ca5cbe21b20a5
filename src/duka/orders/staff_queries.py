"""One order as staff work on it: everything that happened, and what can be done."""

from collections.abc import Iterator, Sequence
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.orders import holds, possible, queries, reach
from duka.orders.errors import OrderNotFound
from duka.orders.fulfillment import tasks
from duka.orders.fulfillment.queries import MOVED, OF_ORDER
from duka.orders.fulfillment.types import Fulfillment, LineProgress, ToPrepare
from duka.orders.possible import Facts, PaymentFacts
from duka.orders.staff_types import InternalNote, OrderCustomer, OrderDetail, OrderRefund, OrderStore
from duka.orders.types import Order, TimelineEntry
from duka.payments.types import RefundAsked

_MORE: LiteralString = f"""
select json_build_object(
    'need', o.need, 'store_key', o.store_id,
    'store', (select json_build_object('id', 'store_' || replace(s.id::text, '-', ''), 'name', s.name, 'slug', s.slug,
                                       'timezone', s.timezone, 'country', s.country)
              from stores s where s.tenant_id = %(tenant)s and s.id = o.store_id),
    'customer', (select json_build_object(
            'id', 'cus_' || replace(c.id::text, '-', ''), 'name', c.name, 'email', c.email, 'phone', c.phone,
            'is_registered', c.claimed_at is not null, 'created_at', c.created_at,
            'orders_count', (select count(*) from (
                select from orders x where x.tenant_id = %(tenant)s and x.customer_id = c.id limit 1000) y))
        from customers c where c.tenant_id = %(tenant)s and c.id = o.customer_id),
    'tags', array(select t.tag from order_tags t where t.tenant_id = %(tenant)s and t.order_id = o.id order by t.tag),
    'notes', (select coalesce(json_agg(json_build_object(
            'id', 'note_' || replace(n.id::text, '-', ''), 'author_name', n.author_name,
            'is_own', n.author = %(author)s, 'body', n.body, 'is_pinned', n.is_pinned, 'created_at', n.created_at,
            'updated_at', n.updated_at) order by n.is_pinned desc, n.created_at desc), '[]'::json)
        from order_notes n where n.tenant_id = %(tenant)s and n.order_id = o.id),
    'hold', {holds.HOLD_OF},
    'refunds', (select coalesce(json_agg(json_build_object(
            'id', 'ref_' || replace(r.id::text, '-', ''), 'payment_id', 'pay_' || replace(p.id::text, '-', ''),
            'amount_minor', r.amount_minor, 'shipping_minor', r.shipping_minor, 'lines', r.lines,
            'reason', r.reason, 'status', r.status, 'by', r.actor_name, 'created_at', r.created_at)
            order by r.created_at), '[]'::json)
        from payments p join refunds r on r.tenant_id = p.tenant_id and r.payment_id = p.id
        where p.tenant_id = %(tenant)s and r.tenant_id = %(tenant)s and p.order_id = o.id),
    'capturing', array(select 'pay_' || replace(c.payment_id::text, '-', '') from payments p
        join captures c on c.tenant_id = p.tenant_id and c.payment_id = p.id
        where p.tenant_id = %(tenant)s and c.tenant_id = %(tenant)s and p.order_id = o.id and c.status = 'pending'),
    'fulfillments', {OF_ORDER},
    'progress', (select coalesce(json_agg(json_build_object('line_id', l.id, 'stock_item_id', l.stock_item_id,
            'stock_per_unit', l.stock_per_unit, 'sku', l.sku, 'title', l.title, 'variant_title', l.variant_title,
            'unit', l.unit, 'scale', l.scale, 'ordered', l.quantity, 'prepared', coalesce(moved.prepared, 0),
            'shipped', coalesce(moved.shipped, 0), 'delivered', coalesce(moved.delivered, 0), 'returned', l.returned)
            order by l.position), '[]'::json)
        from order_lines l {MOVED} where l.tenant_id = %(tenant)s and l.order_id = o.id),
    'promised', (select coalesce(json_agg(json_build_object('location_id', r.location_id, 'location', c.name,
            'item_id', r.item_id, 'quantity', r.quantity - r.consumed) order by r.location_id, r.item_id), '[]'::json)
        from reservations r
        join locations c on c.tenant_id = %(tenant)s and c.id = r.location_id
        where r.tenant_id = %(tenant)s and r.order_id = o.id and r.status in ('held', 'committed')
          and r.quantity > r.consumed),
    'locations', array(select distinct r.location_id from reservations r
                       where r.tenant_id = %(tenant)s and r.order_id = o.id),
    'missing', array(select i.sku from reservations r
        join stock_levels l on l.tenant_id = r.tenant_id and l.item_id = r.item_id and l.location_id = r.location_id
        join stock_items i on i.tenant_id = r.tenant_id and i.id = r.item_id
        where r.tenant_id = %(tenant)s and r.order_id = o.id and r.status in ('held', 'committed')
          and l.on_hand < r.quantity - r.consumed order by i.sku),
    'timeline', (select coalesce(json_agg(json_build_object(
            'at', e.at, 'type', e.type, 'actor', e.actor, 'actor_name', e.actor_name, 'details', e.details,
            'before', e.before, 'after', e.after) order by e.at, e.id), '[]'::json)
        from (
            (select a.id, a.at, a.action as type, a.actor, a.actor_name, a.details - 'aggregate_id' as details,
                   a.before, a.after
            from audit_log a
            where a.tenant_id = %(tenant)s and a.object = replace(o.id::text, '-', '')
              and not (a.action = 'order.noted' and a.details ->> 'change' = 'added')
            order by a.at desc limit 300)
            union all
            select n.id, n.created_at, 'note', n.author, n.author_name,
                   jsonb_build_object('note_id', 'note_' || replace(n.id::text, '-', ''), 'body', n.body,
                                      'is_pinned', n.is_pinned), null, null
            from order_notes n where n.tenant_id = %(tenant)s and n.order_id = o.id
            union all
            select r.id, r.updated_at, 'refund.' || r.status, r.actor, r.actor_name,
                   jsonb_build_object('amount_minor', r.amount_minor, 'reason', r.reason), null, null
            from payments p join refunds r on r.tenant_id = p.tenant_id and r.payment_id = p.id
            where p.tenant_id = %(tenant)s and r.tenant_id = %(tenant)s and p.order_id = o.id
              and r.status in ('pending', 'refused')) e))::text
from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s"""  # noqa: S608 - our own text


class _Promised(msgspec.Struct, frozen=True):
    location_id: UUID
    location: str
    item_id: UUID
    quantity: int


class _More(msgspec.Struct, frozen=True):
    need: str
    store_key: UUID
    store: OrderStore
    customer: OrderCustomer | None
    tags: list[str]
    notes: list[InternalNote]
    hold: holds.KeptHold | None
    refunds: list[OrderRefund]
    capturing: list[str]
    fulfillments: tuple[Fulfillment, ...]
    progress: list[LineProgress]
    promised: list[_Promised]
    locations: list[UUID]
    missing: list[str]
    timeline: list[TimelineEntry]


def detail(ctx: Context, order_id: UUID) -> OrderDetail:
    """The order with its timeline (events, changes, notes and refunds, in order) and every action, allowed or not. Three
    statements, and a fourth for those who may see some orders only. Refuses `OrderNotFound`, and `Forbidden` for an order
    out of reach."""
    reach.require(ctx, "orders:read", order_id)
    order = queries.order(ctx, order_id)
    text = ctx.db.value(_MORE, order=order_id, author=ctx.actor.label)
    if text is None:
        raise OrderNotFound()
    more = msgspec.json.decode(text, type=_More)
    held = reach.held(ctx, set(possible.PERMISSIONS.values()), more.store_key, more.locations)
    is_held = more.hold is not None and not more.hold.outcome
    own = ("timeline", "fulfillments")
    known = {name: getattr(order, name) for name in order.__struct_fields__ if name not in own}
    return OrderDetail(
        **known,
        timeline=more.timeline,
        need=more.need,
        store=more.store,
        customer=more.customer,
        tags=more.tags,
        notes=more.notes,
        refunds=more.refunds,
        missing=more.missing,
        fulfillments=more.fulfillments,
        to_prepare=to_prepare(order, more.progress, more.promised),
        actions=possible.possibilities(facts(order, more.missing, more.capturing, is_held=is_held), held),
        hold=holds.of_row(ctx, more.hold),
    )


def to_prepare(order: Order, lines: Sequence[LineProgress], promised: Sequence[_Promised]) -> list[ToPrepare]:
    """What is still to be prepared, at each location that it comes from; nothing of an order that is closed."""
    if order.status != "open":
        return []
    names = {each.location_id: each.location for each in promised}
    return tasks.split(lines, [(p.location_id, p.item_id, p.quantity) for p in promised], names)


def facts(
    order: Order, missing: Sequence[str], capturing: Sequence[str] = (), *, is_held: bool = False
) -> Facts:
    """The order as `possible` judges it; `capturing` are its payments of which something is being taken."""
    return Facts(
        status=order.status,
        payment_status=order.payment_status,
        fulfillment_status=order.fulfillment_status,
        is_placed=order.placed_at is not None,
        is_prepared=order.is_prepared,
        has_packed=any(f.status == "prepared" for f in order.fulfillments),
        has_sent=any(f.status == "shipped" for f in order.fulfillments),
        is_held=is_held,
        is_past=order.sales_channel == "import",
        missing=tuple(missing),
        payments=tuple(
            PaymentFacts(p.id, p.provider, p.status, p.captured_minor, p.refunded_minor, p.id in capturing)
            for p in order.payments
        ),
    )


def country(ctx: Context, order_id: UUID) -> str:
    """Where it goes, by two letters. Refuses `OrderNotFound`."""
    ctx.require("orders:read")
    found = ctx.db.value(
        """select o.shipping_address ->> 'country' from orders o
           where o.tenant_id = %(tenant)s and o.id = %(order)s""",
        order=order_id,
    )
    if found is None:
        raise OrderNotFound()
    return str(found)


def many(ctx: Context, order_ids: Sequence[UUID]) -> list[Order]:
    """These orders in this order, for printing: two statements each (three for those who may see some only). Refuses
    `OrderNotFound` and `Forbidden` for any of them."""
    for order_id in order_ids:
        reach.require(ctx, "orders:read", order_id)
    return [queries.order(ctx, order_id) for order_id in order_ids]


def refundable(ctx: Context, order_id: UUID, asked: RefundAsked) -> Iterator[tuple[int, int]]:
    """(what is asked, what may still be given back) for each part of a refund: what it cost, less what was given back for
    it. A line that is not of this order has nothing to give."""
    row = ctx.db.one(
        """select o.shipping_minor + case when o.prices_include_tax then 0 else o.tax_minor - coalesce((
                      select sum(l.tax_minor) from order_lines l
                      where l.tenant_id = %(tenant)s and l.order_id = o.id), 0) end as shipping,
                  (select coalesce(jsonb_object_agg('line_' || replace(l.id::text, '-', ''), l.total_minor), '{}')
                   from order_lines l where l.tenant_id = %(tenant)s and l.order_id = o.id) as lines,
                  (select coalesce(jsonb_agg(jsonb_build_object('shipping', r.shipping_minor, 'lines', r.lines)), '[]')
                   from payments p join refunds r on r.tenant_id = p.tenant_id and r.payment_id = p.id
                   where p.tenant_id = %(tenant)s and r.tenant_id = %(tenant)s and p.order_id = o.id
                     and r.status <> 'refused'
                     and (r.request is null or r.request is distinct from %(request)s::bytea)) as given
           from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s""",
        order=order_id,
        request=asked.request,
    )
    if row is None:
        raise OrderNotFound()
    given: dict[str, int] = {}
    for refund in row.given:
        for part in refund["lines"]:
            given[part["line_id"]] = given.get(part["line_id"], 0) + part["amount_minor"]
    yield asked.shipping_minor, row.shipping - sum(refund["shipping"] for refund in row.given)
    for line in {part.line_id for part in asked.lines}:
        wanted = sum(part.amount_minor for part in asked.lines if part.line_id == line)
        yield wanted, row.lines.get(line, 0) - given.get(line, 0)
