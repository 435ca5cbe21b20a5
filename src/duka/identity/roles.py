"""Roles: named sets of permissions, and what those without a role hold.

The names belong to the modules (each `permissions.py`); a test holds this list against them.
"""

SHOPPER = frozenset(
    {
        "products:read",
        "categories:read",
        "inventory:read",
        "stores:read",
        "carts:read",
        "carts:write",
        "orders:create",
        "orders:track",
        "payments:create",
        "customers:create",
        "media:read",
    }
)
"""What anybody in a shop holds, and all that a publishable key may hold. A cart or order needs its own token
as well."""

CUSTOMER = SHOPPER
"""A signed-in customer sees themself because of who they are and not by a permission over customers."""

_READING = frozenset(
    {
        "products:read",
        "categories:read",
        "inventory:read",
        "stores:read",
        "carts:read",
        "orders:read",
        "payments:read",
        "customers:read",
        "media:read",
    }
)
_CATALOGUE = frozenset(
    {
        "products:read",
        "products:write",
        "categories:read",
        "categories:write",
        "inventory:read",
        "inventory:write",
        "stores:read",
        "media:read",
        "media:write",
        "imports:run",
    }
)
_FULFILMENT = frozenset(
    {
        "products:read",
        "categories:read",
        "inventory:read",
        "inventory:write",
        "stores:read",
        "orders:read",
        "orders:write",
        "payments:read",
        "customers:read",
        "media:read",
    }
)
_SUPPORT = _READING | {"orders:write", "customers:write", "carts:write", "orders:create", "customers:create"}

OWNER = (
    SHOPPER
    | _READING
    | _CATALOGUE
    | _FULFILMENT
    | _SUPPORT
    | {
        "stores:write",
        "payments:write",
        "staff:read",
        "staff:write",
        "keys:read",
        "keys:write",
        "audit:read",
    }
)

ROLES: dict[str, frozenset[str]] = {
    "owner": OWNER,
    "catalogue": _CATALOGUE,
    "fulfilment": _FULFILMENT,
    "support": _SUPPORT,
    "read-only": _READING,
}
