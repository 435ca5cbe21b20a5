"""What support does when an order changed: the figures of its person are computed anew, and the names on it remembered.

Computed anew from the person's orders each time, rather than added up: an event that comes twice, late or out of order
does no harm, and figures that were wrong for any reason are right after the next one.
"""

from typing import LiteralString
from uuid import UUID

from duka.customers import service as customers
from duka.customers.service.figures import StoreFigures
from duka.kernel.context import Context
from duka.kernel.events import Delivery

_PERSON: LiteralString = """
select c.id, c.email, o.shipping_address ->> 'name' as ship_to, o.billing_address ->> 'name' as bill_to
from orders o
join customers c on c.tenant_id = %(tenant)s
                and (c.id = o.customer_id or o.customer_id is null and c.email = o.email)
where o.tenant_id = %(tenant)s and o.id = %(order)s"""
_FIGURES: LiteralString = """
select s.store_id, s.currency, count(*)::integer as orders_count, max(s.placed_at) as last_order_at,
       sum(s.total_minor - coalesce((select sum(p.refunded_minor) from payments p
           where p.tenant_id = %(tenant)s and p.order_id = s.id), 0)
           - coalesce((select sum(b.amount_minor) from past_refund_parts b
           where b.tenant_id = %(tenant)s and b.order_id = s.id), 0))::bigint as spent_minor,
       (array_agg(s.shipping_address ->> 'country' order by s.placed_at desc))[1] as country
from orders s
where s.tenant_id = %(tenant)s and s.placed_at is not null and s.status <> 'cancelled'
  and s.id in (
    select o.id from orders o where o.tenant_id = %(tenant)s and o.customer_id = %(customer)s
    union all
    select o.id from orders o
     where o.tenant_id = %(tenant)s and o.customer_id is null and o.email = %(email)s)
group by s.store_id, s.currency order by last_order_at desc"""


def follow_order(ctx: Context, delivery: Delivery) -> None:
    """On whatever changes who an order is of, or what it is worth; the event is the order's."""
    row = ctx.db.one(_PERSON, order=delivery.aggregate_id)
    if row is None:
        return
    refresh_figures(ctx, row.id, row.email)
    if delivery.type in ("order.placed", "order.address_changed"):
        customers.remember_names(ctx, row.id, [name for name in (row.ship_to, row.bill_to) if name])


def refresh_figures(ctx: Context, customer_id: UUID, email: str) -> None:
    """The customer's figures from all of their orders. Needs customers:write."""
    rows = ctx.db.all(_FIGURES, customer=customer_id, email=email)
    figures = [
        StoreFigures(r.store_id, r.currency, r.orders_count, max(0, r.spent_minor), r.last_order_at)
        for r in rows
    ]
    country = next((r.country for r in rows if r.country), "")
    customers.keep_figures(ctx, customer_id, figures, country)
