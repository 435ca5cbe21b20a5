"""The permissions of stock."""

from duka.kernel.context import Context

NAMES = {
    "inventory:read": "See what is in stock",
    "inventory:write": "Count, correct and move stock",
}

_ORDER_STEPS = ("orders:create", "orders:write", "payments:create", "payments:write")


def require_order_step(ctx: Context) -> None:
    """The steps of an order's stock follow from its checkout, its payment or its staff: any of their
    permissions do."""
    if not any(ctx.may(name) for name in _ORDER_STEPS):
        ctx.require("orders:write")
