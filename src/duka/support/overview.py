"""Everything about one person, for whoever speaks with them: three statements beside the one that sets the tenant.

The person is found by their customer or by one of their orders; orders placed with their address without being signed
in are theirs for staff (see the module). What may be done with each order, `orders.possible` says.
"""

from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.customers.errors import CustomerNotFound
from duka.customers.staff_queries import NOTES, PROFILE, figure_params
from duka.customers.staff_types import CustomerFigures, CustomerNote, StaffCustomer
from duka.customers.types import Address
from duka.kernel.context import Context
from duka.orders import possible, reach, rules
from duka.orders.errors import OrderNotFound
from duka.orders.possible import Facts, PaymentFacts
from duka.support import history
from duka.support.types import Overview, PersonIssue, PersonOrder, PersonOrderItem, PersonOrderNote

SHOWN, ENTRIES = 20, 60
LATE = timedelta(days=3)
"""After this, an order that is paid and still here is an issue."""

_CUSTOMER: LiteralString = f"""
select c.id, c.email, c.name, c.phone, {PROFILE}::text as profile, {NOTES}::text as notes
from customers c where c.tenant_id = %(tenant)s and c.id = %(id)s"""
_OF_ORDER: LiteralString = f"""
select c.id, coalesce(c.email, o.email) as email,
       coalesce(nullif(c.name, ''), nullif(o.shipping_address ->> 'name', ''), o.billing_address ->> 'name', '') as name,
       coalesce(nullif(c.phone, ''), nullif(o.phone, ''), o.shipping_address ->> 'phone', '') as phone,
       case when c.id is not null then {PROFILE} end::text as profile,
       case when c.id is not null then {NOTES} end::text as notes
from orders o
left join customers c on c.tenant_id = %(tenant)s
                     and (c.id = o.customer_id or o.customer_id is null and c.email = o.email)
where o.tenant_id = %(tenant)s and o.id = %(id)s"""
_ORDERS: LiteralString = """
select json_build_object(
    'figures', (select json_build_object('orders', coalesce(sum(f.orders), 0), 'last_order_at', max(f.last),
                    'spent', coalesce(json_object_agg(f.currency, f.spent) filter (where f.currency is not null), '{}'))
                from (select s.currency, count(*) as orders, max(s.placed_at) as last,
                             sum(s.total_minor - coalesce((select sum(p.refunded_minor) from payments p
                                 where p.tenant_id = %(tenant)s and p.order_id = s.id), 0)) as spent
                      from seen s where s.placed_at is not null and s.status <> 'cancelled' group by s.currency) f),
    'more_orders', (select count(*) from seen) > %(shown)s,
    'issues', (select coalesce(json_agg(json_build_object('kind', i.kind, 'order_id', 'ord_' || replace(i.id::text, '-', ''),
                       'order_number', i.number, 'since', i.since, 'amount_minor', i.amount, 'currency', i.currency)
                       order by i.since desc), '[]')
               from (select s.id, s.number, s.currency, s.need as kind, s.updated_at as since, s.total_minor as amount
                     from seen s where s.need in ('payment_problem', 'unpaid')
                     union all
                     select s.id, s.number, s.currency, 'late', s.placed_at, s.total_minor
                     from seen s where s.need in ('to_prepare', 'to_ship') and s.placed_at < %(late)s
                     union all
                     select s.id, s.number, s.currency, 'refund_' || r.status, r.created_at, r.amount_minor
                     from seen s
                     join payments p on p.tenant_id = %(tenant)s and p.order_id = s.id
                     join refunds r on r.tenant_id = %(tenant)s and r.payment_id = p.id
                     where r.status in ('pending', 'refused')
                     union all
                     select s.id, s.number, s.currency, 'payment_mismatched', a.at, s.total_minor
                     from seen s
                     join audit_log a on a.tenant_id = %(tenant)s and a.object = replace(s.id::text, '-', '')
                     where a.action = 'payment.mismatched'
                     limit 50) i),
    'orders', (select coalesce(json_agg(json_build_object(
        'key', o.id, 'store_key', o.store_id, 'number', o.number, 'status', o.status,
        'payment_status', o.payment_status, 'fulfillment_status', o.fulfillment_status, 'need', o.need,
        'store', (select s.name from stores s where s.tenant_id = %(tenant)s and s.id = o.store_id),
        'currency', o.currency, 'total_minor', o.total_minor, 'is_guest', o.customer_id is null,
        'email', o.email, 'phone', coalesce(nullif(o.phone, ''), o.shipping_address ->> 'phone', ''),
        'shipping_address', o.shipping_address, 'shipping_method', coalesce(o.shipping_method ->> 'name', ''),
        'payment_method', o.payment_method, 'created_at', o.created_at, 'placed_at', o.placed_at,
        'cancel_reason', o.cancel_reason, 'version', o.version, 'is_prepared', o.is_prepared,
        'has_packed', exists (select from fulfillments f where f.tenant_id = %(tenant)s and f.order_id = o.id
                              and f.status = 'prepared'),
        'has_sent', exists (select from fulfillments f where f.tenant_id = %(tenant)s and f.order_id = o.id
                            and f.status = 'shipped'),
        'shipped', coalesce((select json_build_object('carrier', f.carrier, 'tracking_number', f.tracking_number)
            from fulfillments f where f.tenant_id = %(tenant)s and f.order_id = o.id and f.shipped_at is not null
            order by f.shipped_at desc, f.position desc limit 1), '{}'),
        'items', (select coalesce(json_agg(json_build_object('title', l.title, 'variant_title', l.variant_title,
                'quantity', l.quantity, 'unit', l.unit, 'scale', l.scale, 'total_minor', l.total_minor)
                order by l.position), '[]')
            from order_lines l where l.tenant_id = %(tenant)s and l.order_id = o.id),
        'notes', (select coalesce(json_agg(json_build_object('id', 'note_' || replace(n.id::text, '-', ''),
                'body', n.body, 'author', n.author_name, 'is_own', n.author = %(reader)s, 'is_pinned', n.is_pinned,
                'created_at', n.created_at) order by n.is_pinned desc, n.created_at desc), '[]')
            from order_notes n where n.tenant_id = %(tenant)s and n.order_id = o.id),
        'payments', (select coalesce(json_agg(json_build_object('id', 'pay_' || replace(p.id::text, '-', ''),
                'provider', p.provider, 'status', p.status, 'captured_minor', p.captured_minor,
                'refunded_minor', p.refunded_minor) order by p.attempt), '[]')
            from payments p where p.tenant_id = %(tenant)s and p.order_id = o.id),
        'locations', array(select distinct r.location_id from reservations r
            where r.tenant_id = %(tenant)s and r.order_id = o.id),
        'missing', array(select i.sku from reservations r
            join stock_levels l on l.tenant_id = r.tenant_id and l.item_id = r.item_id
                               and l.location_id = r.location_id
            join stock_items i on i.tenant_id = r.tenant_id and i.id = r.item_id
            where r.tenant_id = %(tenant)s and r.order_id = o.id and r.status in ('held', 'committed')
              and l.on_hand < r.quantity - r.consumed order by i.sku)) order by o.created_at desc, o.id desc), '[]')
        from (select x.* from seen x order by x.created_at desc, x.id desc limit %(shown)s) o))::text"""


class _Order(msgspec.Struct, frozen=True):
    key: UUID
    store_key: UUID
    number: str
    status: str
    payment_status: str
    fulfillment_status: str
    need: str
    store: str
    currency: str
    total_minor: int
    is_guest: bool
    email: str
    phone: str
    shipping_address: Address
    shipping_method: str
    payment_method: str
    created_at: str
    placed_at: str | None
    cancel_reason: str
    version: int
    is_prepared: bool
    has_packed: bool
    has_sent: bool
    shipped: dict[str, Any]
    items: list[PersonOrderItem]
    notes: list[PersonOrderNote]
    payments: list[PaymentFacts]
    locations: list[UUID]
    missing: list[str]


class _Orders(msgspec.Struct, frozen=True):
    figures: CustomerFigures
    more_orders: bool
    issues: list[PersonIssue]
    orders: list[_Order]


def of_customer(ctx: Context, customer_id: UUID) -> Overview:
    """Refuses `CustomerNotFound`."""
    ctx.require("customers:read")
    row = ctx.db.one(_CUSTOMER, id=customer_id, reader=ctx.actor.label, **figure_params(ctx))
    if row is None:
        raise CustomerNotFound()
    return _overview(ctx, row)


def of_order(ctx: Context, order_id: UUID) -> Overview:
    """The person who placed the order, also when its address is nobody's any more. Refuses `OrderNotFound`, and
    `Forbidden` for an order out of reach."""
    ctx.require("customers:read")
    reach.require(ctx, "orders:read", order_id)
    row = ctx.db.one(_OF_ORDER, id=order_id, reader=ctx.actor.label, **figure_params(ctx))
    if row is None:
        raise OrderNotFound()
    return _overview(ctx, row)


def _overview(ctx: Context, row: Any) -> Overview:
    found = _orders(ctx, row.id, row.email) if ctx.may("orders:read") else None
    shown = [order.key for order in found.orders] if found else []
    happened = history.entries(ctx, row.id, shown, limit=ENTRIES)
    profile = msgspec.json.decode(row.profile, type=StaffCustomer) if row.profile else None
    if profile is not None:
        profile = msgspec.structs.replace(profile, figures=found.figures if found else None)
    return Overview(
        email=row.email,
        name=row.name,
        phone=row.phone,
        customer=profile,
        notes=msgspec.json.decode(row.notes, type=list[CustomerNote]) if row.notes else [],
        figures=found.figures if found else None,
        orders=[_order(ctx, order) for order in found.orders] if found else None,
        more_orders=found.more_orders if found else False,
        issues=found.issues if found else None,
        activity=happened.items,
    )


def _orders(ctx: Context, customer_id: UUID | None, email: str) -> _Orders:
    within, limits = history.reachable(ctx)
    text = ctx.db.value(
        f"""with {history.MINE},
            seen as materialized (
                select o.* from mine m join orders o on o.tenant_id = %(tenant)s and o.id = m.id
                where {within})
            {_ORDERS}""",
        customer=customer_id,
        email=email,
        shown=SHOWN,
        late=ctx.now - LATE,
        reader=ctx.actor.label,
        **limits,
    )
    return msgspec.json.decode(text, type=_Orders)


def _order(ctx: Context, order: _Order) -> PersonOrder:
    held = reach.held(ctx, set(possible.PERMISSIONS.values()), order.store_key, order.locations)
    facts = Facts(
        status=order.status,
        payment_status=order.payment_status,
        fulfillment_status=order.fulfillment_status,
        is_placed=order.placed_at is not None,
        is_prepared=order.is_prepared,
        has_packed=order.has_packed,
        has_sent=order.has_sent,
        missing=tuple(order.missing),
        payments=tuple(order.payments),
    )
    return PersonOrder(
        id=f"ord_{order.key.hex}",
        number=order.number,
        store_id=f"store_{order.store_key.hex}",
        store=order.store,
        status=order.status,
        payment_status=order.payment_status,
        fulfillment_status=order.fulfillment_status,
        tenant_status=rules.tenant_status(order.status, order.payment_status, order.fulfillment_status),
        ecommerce_status=rules.ecommerce_status(order.fulfillment_status),
        need=order.need,
        currency=order.currency,
        total_minor=order.total_minor,
        is_guest=order.is_guest,
        email=order.email,
        phone=order.phone,
        shipping_address=order.shipping_address,
        shipping_method=order.shipping_method,
        payment_method=order.payment_method,
        carrier=str(order.shipped.get("carrier", "")),
        tracking_number=str(order.shipped.get("tracking_number", "")),
        items=order.items,
        notes=order.notes,
        actions=possible.possibilities(facts, held),
        created_at=order.created_at,
        placed_at=order.placed_at,
        cancel_reason=order.cancel_reason,
        version=order.version,
    )
