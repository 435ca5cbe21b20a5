"""What happened to a person and their orders, newest first, from the trail that every change leaves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.customers.errors import CustomerNotFound
from duka.customers.staff_types import CustomerActivity
from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.orders import reach

MINE: LiteralString = """
mine as materialized (
    select o.id from orders o where o.tenant_id = %(tenant)s and o.customer_id = %(customer)s
    union all
    select o.id from orders o
     where o.tenant_id = %(tenant)s and o.customer_id is null and o.email = %(email)s)"""
"""The ids of a person's orders: those of the customer, and those placed with their address without being signed in."""

_ENTRIES: LiteralString = """
select a.id, a.at, json_build_object('id', a.id, 'at', a.at, 'type', a.action,
           'actor', coalesce(nullif(a.actor_name, ''), split_part(a.actor, ':', 1)),
           'details', a.details - 'aggregate_id' || jsonb_strip_nulls(jsonb_build_object(
               'before', a.before, 'after', a.after)),
           'order_id', 'ord_' || replace(o.id::text, '-', ''), 'order_number', coalesce(o.number, ''))::text as entry
from audit_log a
left join orders o on o.tenant_id = %(tenant)s and a.kind <> 'customer' and replace(o.id::text, '-', '') = a.object
                  and o.id = any(%(orders)s::uuid[])
where a.tenant_id = %(tenant)s and a.object = any(%(objects)s::text[])
  and (%(at)s::timestamptz is null or (a.at, a.id) < (%(at)s::timestamptz, %(last)s::uuid))
order by a.at desc, a.id desc limit %(limit)s"""


def reachable(ctx: Context) -> tuple[LiteralString, dict[str, Any]]:
    """The condition of an order `o` that the reader may see, and its parameters."""
    if reach.is_everywhere(ctx, "orders:read"):
        return "true", {}
    return reach.within(ctx, "orders:read")


def entries(
    ctx: Context,
    customer_id: UUID | None,
    order_ids: Sequence[UUID],
    *,
    limit: int,
    after: tuple[datetime, UUID] | None = None,
) -> Page[CustomerActivity]:
    """Of the customer and these orders, which the caller knows to be within reach. One statement."""
    at, last = after or (None, None)
    found = [*([customer_id] if customer_id else []), *order_ids]
    rows = ctx.db.all(
        _ENTRIES,
        objects=[key.hex for key in found],
        orders=list(order_ids),
        at=at,
        last=last,
        limit=limit + 1,
    )
    more = paging.encode(rows[limit - 1].at, rows[limit - 1].id) if len(rows) > limit else None
    return Page([msgspec.json.decode(row.entry, type=CustomerActivity) for row in rows[:limit]], more)


def activity(
    ctx: Context, customer_id: UUID, *, cursor: str | None = None, limit: int | None = None
) -> Page[CustomerActivity]:
    """Everything that happened, a page at a time. Orders are left out for those who may not see them. Refuses
    `CustomerNotFound`. Two statements."""
    ctx.require("customers:read")
    after = paging.decode(cursor, datetime, UUID) if cursor else None
    sees_orders = ctx.may("orders:read")
    within, limits = reachable(ctx)
    row = ctx.db.one(
        f"""with who as (select c.id, c.email from customers c where c.tenant_id = %(tenant)s and c.id = %(customer)s)
            select w.id, array(
                select o.id from orders o
                where o.tenant_id = %(tenant)s and %(sees_orders)s
                  and (o.customer_id = w.id or o.customer_id is null and o.email = w.email)
                  and {within}
                order by o.created_at desc limit 500) as orders
            from who w""",
        customer=customer_id,
        sees_orders=sees_orders,
        **limits,
    )
    if row is None:
        raise CustomerNotFound()
    return entries(ctx, customer_id, row.orders, limit=paging.bounded(limit), after=after)
