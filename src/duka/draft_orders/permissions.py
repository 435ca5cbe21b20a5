"""The permissions of draft orders."""

from uuid import UUID

import msgspec

from duka.kernel.context import Context

NAMES = {
    "drafts:read": "See draft orders",
    "drafts:write": "Build draft orders, send them and place them",
}
_WITHIN = frozenset(
    {"carts:read", "carts:write", "orders:read", "orders:create", "orders:write", "stores:read"}
)


def within(ctx: Context, permission: str, store: UUID, locale: str = "") -> Context:
    """The context in which the steps below a draft run: who may work on drafts of this store may do to this one what carts
    and checkout ask for. Refuses `Forbidden`."""
    ctx.require(permission, store=store)
    held = frozenset(name for name in ctx.permissions if ctx.may(name, store=store))
    return msgspec.structs.replace(ctx, permissions=held | _WITHIN, grants=(), locale=locale or ctx.locale)
