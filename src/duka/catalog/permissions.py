"""The permissions of the catalogue."""

from duka.kernel.context import PEOPLE, Context

NAMES = {
    "products:read": "See products that are on sale",
    "products:write": "Create, change, publish and archive products, options, attributes and prices",
    "categories:read": "See categories",
    "categories:write": "Create, change, move and delete categories",
}


def require_staff(ctx: Context, permission: str) -> None:
    """`products:read` and `categories:read` are the crowd's as well, and drafts are not for the crowd: who is
    not staff needs the right to write."""
    ctx.require(permission if ctx.actor.kind in PEOPLE else permission.replace(":read", ":write"))
