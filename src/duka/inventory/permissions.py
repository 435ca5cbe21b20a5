"""The permissions of stock."""

from uuid import UUID

from duka.kernel.context import PEOPLE, Context

NAMES = {
    "inventory:read": "See what is in stock",
    "inventory:write": "Count, correct and move stock",
}

_ORDER_STEPS = (
    "orders:create",
    "orders:write",
    "orders:cancel",
    "orders:edit",
    "payments:create",
    "payments:write",
    "returns:write",
    "returns:settle",
)


def require_staff(ctx: Context) -> None:
    """`inventory:read` is the crowd's as well, and shelves are not for the crowd: who is not staff needs the right to
    write."""
    ctx.require("inventory:read" if ctx.actor.kind in PEOPLE else "inventory:write")


def places_seen(ctx: Context) -> list[UUID] | None:
    """The locations whose shelves the caller sees; None means all."""
    return ctx.locations_with("inventory:read" if ctx.may("inventory:read") else "inventory:write")


def require_order_step(ctx: Context) -> None:
    """The steps of an order's stock follow from its checkout, its payment or its staff: any of their
    permissions do."""
    if not any(ctx.may(name) for name in _ORDER_STEPS):
        ctx.require("orders:write")
