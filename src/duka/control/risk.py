"""Orders of all merchants that wait for somebody to look at them, and what operators do with one.

A step runs in the merchant's own transaction, with the operator as who did it: the merchant's trail and their systems hear
of it as of any step. The platform's trail gets its entry right afterwards.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec

from duka.control import deeds
from duka.kernel import ids, paging, trail
from duka.kernel.context import Actor, Context
from duka.kernel.paging import Page
from duka.kernel.work import Caller, Work
from duka.orders import holds
from duka.orders.hold_types import HoldReason, reasons_of
from duka.tenants import queries as tenants
from duka.tenants import states
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM

READ, WRITE = "risk:read", holds.PLATFORM_REVIEW
_HELD = frozenset({"orders:read", "orders:review", "orders:cancel", WRITE})


class HeldOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order that waits. `is_placed`: it counts; otherwise its buyer is still to pay. `buyer` is their e-mail address without
    the most of its name; `earlier_orders` of theirs counted, up to 100."""

    tenant_id: str
    tenant: str
    tenant_slug: str
    order_id: str
    number: str
    store: str
    currency: str
    total_minor: int
    payment_status: str
    payment_method: str
    is_placed: bool
    buyer: str
    billed_to: str
    delivered_to: str
    earlier_orders: int
    reasons: list[HoldReason]
    held_at: datetime
    held_by: str


def list_held(
    work: Work, caller: Caller, tenant: UUID | None = None, cursor: str | None = None, limit: int = 20
) -> Page[HeldOrder]:
    """Those of every merchant, or of one, the longest waiting first. One statement. Refuses `TenantNotFound`."""
    deeds.require(caller, READ)
    size = paging.bounded(limit)
    at, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    with work.database.platform() as tx:
        if tenant is not None:
            states.require(tx, tenant)
        rows = tx.all(
            """select h.id, h.held_at, h.held_by, h.reasons, t.id as tenant_key, t.slug, t.name, o.id as order_key, o.number,
                      s.name as store, o.currency, o.total_minor, o.payment_status, o.payment_method,
                      o.placed_at is not null as is_placed,
                      left(o.email, 1) || '…' || coalesce(substring(o.email from '@.*$'), '') as buyer,
                      coalesce(o.billing_address ->> 'country', '') as billed_to,
                      coalesce(o.shipping_address ->> 'country', '') as delivered_to,
                      (select count(*) from (select from orders e where e.tenant_id = h.tenant_id and e.email = o.email
                          and e.id <> o.id and e.placed_at is not null limit 100) x) as earlier
               from order_holds h
               join tenants t on t.id = h.tenant_id
               join orders o on o.tenant_id = h.tenant_id and o.id = h.order_id
               join stores s on s.tenant_id = h.tenant_id and s.id = h.store_id
               where h.ended_at is null and o.status = 'open' and (%(only)s::uuid is null or h.tenant_id = %(only)s)
                 and (%(at)s::timestamptz is null or (h.held_at, h.id) > (%(at)s, %(last)s::uuid))
               order by h.held_at, h.id limit %(size)s + 1""",
            only=tenant,
            at=at,
            last=last,
            size=size,
        )
    items = [
        HeldOrder(
            tenant_id=ids.public("ten", row.tenant_key),
            tenant=row.name,
            tenant_slug=row.slug,
            order_id=ids.public("ord", row.order_key),
            number=row.number,
            store=row.store,
            currency=row.currency,
            total_minor=row.total_minor,
            payment_status=row.payment_status,
            payment_method=row.payment_method,
            is_placed=row.is_placed,
            buyer=row.buyer,
            billed_to=row.billed_to,
            delivered_to=row.delivered_to,
            earlier_orders=row.earlier,
            reasons=reasons_of(row.reasons),
            held_at=row.held_at,
            held_by=row.held_by,
        )
        for row in rows[:size]
    ]
    last_row = rows[size - 1] if len(rows) > size else None
    return Page(items, paging.encode(last_row.held_at, last_row.id) if last_row else None)


def hold(work: Work, caller: Caller, tenant: UUID, order: UUID, reason: str) -> None:
    """Refuses `TenantNotFound` and what `holds.put_on_hold` refuses."""
    _step(work, caller, tenant, order, "risk.held", reason, holds.put_on_hold)


def release(work: Work, caller: Caller, tenant: UUID, order: UUID, reason: str) -> None:
    """Refuses `TenantNotFound` and what `holds.release` refuses."""
    _step(work, caller, tenant, order, "risk.released", reason, holds.release)


def refuse(work: Work, caller: Caller, tenant: UUID, order: UUID, reason: str) -> None:
    """The order is cancelled. Refuses `TenantNotFound` and what `holds.refuse` refuses."""
    _step(work, caller, tenant, order, "risk.refused", reason, holds.refuse)


def _step(
    work: Work,
    caller: Caller,
    tenant: UUID,
    order: UUID,
    action: str,
    reason: str,
    act: Callable[[Context, UUID, str], None],
) -> None:
    deeds.require(caller, WRITE)
    found = tenants.find_by_id(work, tenant)
    if found is None or found.id == PLATFORM:
        raise TenantNotFound()
    operator = Actor("operator", caller.actor.id, caller.actor.name)
    there = Caller(tenant, operator, _HELD, request_id=caller.request_id, origin=caller.origin)
    work.perform(there, lambda ctx: act(ctx, order, reason))

    def told(ctx: Context) -> None:
        trail.note(ctx, action, "order", order, why=reason, tenant=ids.public("ten", tenant))

    work.perform(caller, told)
