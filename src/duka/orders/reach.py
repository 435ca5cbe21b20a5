"""Whose orders somebody may see and change: those of their stores, and of the locations that the goods come from.

A grant that is limited to locations reaches an order when some of its goods come from one of them.
"""

from collections.abc import Collection
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.kernel.errors import Forbidden
from duka.orders.errors import OrderNotFound

WITHIN: LiteralString = """exists (
    select from jsonb_to_recordset(%(grants)s::jsonb) as g (stores uuid[], locations uuid[])
    where (g.stores is null or o.store_id = any(g.stores))
      and (g.locations is null or exists (
          select from reservations x where x.tenant_id = %(tenant)s and x.order_id = o.id
             and x.location_id = any(g.locations))))"""
"""Of an order `o`: some grant reaches it, for statements that are written once. `limits` gives its parameter; `within` is
quicker where a statement is put together."""

HELD: LiteralString = """exists (select from order_holds h where h.tenant_id = %(tenant)s and h.order_id = o.id
    and h.ended_at is null)"""
"""An order `o` waits for somebody to look at it."""

_COMES_FROM: LiteralString = """exists (
    select from reservations x where x.tenant_id = %(tenant)s and x.order_id = o.id and x.location_id = any(PLACES)
    offset 0)"""


def is_everywhere(ctx: Context, permission: str) -> bool:
    """The caller holds `permission` for every order of the company."""
    return (
        ctx.actor.kind == "system"
        or not ctx.grants
        or any(permission in g.permissions and not g.is_limited for g in ctx.grants)
    )


def limits(ctx: Context, permission: str) -> dict[str, Any]:
    """The parameter of `WITHIN`."""
    grants = [
        {
            "stores": g.stores and sorted(map(str, g.stores)),
            "locations": g.locations and sorted(map(str, g.locations)),
        }
        for g in ctx.grants
        if permission in g.permissions
    ]
    return {"grants": msgspec.json.encode(grants).decode()}


def within(ctx: Context, permission: str) -> tuple[LiteralString, dict[str, Any]]:
    """Of an order `o`: some grant reaches it. The condition and its parameters; for those who are not `is_everywhere`."""
    conditions: list[LiteralString] = ["false"]
    params: dict[str, Any] = {}
    for n, grant in enumerate(g for g in ctx.grants if permission in g.permissions):
        parts: list[LiteralString] = ["true"]
        if grant.stores is not None:
            parts.append(f"o.store_id = any(%(stores_{n})s)")
            params[f"stores_{n}"] = sorted(grant.stores)
        if grant.locations is not None:
            parts.append(_COMES_FROM.replace("PLACES", f"%(places_{n})s"))
            params[f"places_{n}"] = sorted(grant.locations)
        conditions.append(" and ".join(parts))
    return f"coalesce({' or '.join(conditions)}, false)", params


def may(ctx: Context, permission: str, store: UUID, locations: Collection[UUID]) -> bool:
    """Of an order of that store whose goods come from there."""
    if not ctx.may(permission):
        return False
    return is_everywhere(ctx, permission) or any(
        permission in g.permissions
        and (g.stores is None or store in g.stores)
        and (g.locations is None or not g.locations.isdisjoint(locations))
        for g in ctx.grants
    )


def held(
    ctx: Context, permissions: Collection[str], store: UUID, locations: Collection[UUID]
) -> frozenset[str]:
    """Those of `permissions` that the caller holds for such an order."""
    return frozenset(p for p in permissions if may(ctx, p, store, locations))


def require_there(ctx: Context, permission: str, order_id: UUID) -> None:
    """As `require`, for read shapes that are empty of an order that is not there too. Refuses `OrderNotFound`."""
    require(ctx, permission, order_id)
    there = "select 1 from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s"
    if ctx.db.value(there, order=order_id) is None:
        raise OrderNotFound()


def require(ctx: Context, permission: str, order_id: UUID) -> None:
    """Refuses `Forbidden` to those who hold `permission` elsewhere only. An order that is not there passes: whoever
    reads it says so."""
    ctx.require(permission)
    if is_everywhere(ctx, permission):
        return
    condition, params = within(ctx, permission)
    is_out_of_reach = ctx.db.one(
        f"select from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s and not {condition}",
        order=order_id,
        **params,
    )
    if is_out_of_reach is not None:
        raise Forbidden(permission=permission)
