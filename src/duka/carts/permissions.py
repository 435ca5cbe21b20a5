"""The permissions of carts."""

from uuid import UUID

from duka.kernel.context import PEOPLE, Context

NAMES = {
    "carts:read": "See carts",
    "carts:write": "Change carts",
}


def is_trusted(ctx: Context) -> bool:
    """Staff, secret keys and the system open carts and orders without their token."""
    return ctx.actor.kind == "system" or (ctx.actor.kind in (*PEOPLE, "key") and ctx.may("orders:read"))


def customer_of(ctx: Context) -> UUID | None:
    """The signed-in customer, who opens their own carts and orders without a token."""
    return ctx.actor.id if ctx.actor.kind == "customer" else None
