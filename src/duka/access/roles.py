"""Built-in roles: named sets of permissions, and what those without a role hold.

The names belong to the modules (each `permissions.py`); a test holds these lists against them. Each role holds what its
work needs and no more; a company that wants another cut copies one into a role of its own.
"""

SHOPPER = frozenset(
    {
        "products:read",
        "categories:read",
        "inventory:read",
        "stores:read",
        "carts:read",
        "carts:write",
        "experiments:join",
        "orders:create",
        "orders:track",
        "payments:create",
        "customers:create",
        "media:read",
        "returns:request",
    }
)
"""What anybody in a shop holds, and all that a publishable key may hold. A cart or order needs its own token
as well."""

CUSTOMER = SHOPPER
"""A signed-in customer sees themself because of who they are and not by a permission over customers."""

_SHELF = frozenset(
    {"products:read", "categories:read", "inventory:read", "stores:read", "media:read", "search:use"}
)
"""What is sold, and where: nobody works here without seeing it."""

_READING = _SHELF | {
    "carts:read",
    "drafts:read",
    "orders:read",
    "payments:read",
    "customers:read",
    "settings:read",
    "experiments:read",
    "feeds:read",
    "figures:read",
    "ledger:read",
    "markets:read",
    "messages:read",
    "credits:read",
    "returns:read",
    "promotions:read",
}
_CATALOGUE = _SHELF | {
    "products:write",
    "categories:write",
    "inventory:write",
    "media:write",
    "feeds:read",
    "feeds:write",
    "imports:run",
    "exports:run",
    "markets:read",
}
_FULFILMENT = _SHELF | {
    "inventory:write",
    "orders:read",
    "orders:write",
    "payments:read",
    "customers:read",
    "returns:read",
    "returns:write",
}
_SUPPORT = _SHELF | {
    "carts:read",
    "carts:write",
    "customers:create",
    "customers:read",
    "customers:write",
    "drafts:read",
    "drafts:write",
    "orders:cancel",
    "orders:create",
    "orders:edit",
    "orders:read",
    "orders:write",
    "payments:create",
    "payments:read",
    "payments:request",
    "messages:read",
    "messages:write",
    "credits:read",
    "returns:read",
    "returns:settle",
    "returns:write",
    "promotions:read",
}
_FINANCE = _SHELF | {
    "audit:read",
    "customers:read",
    "exports:run",
    "figures:read",
    "ledger:read",
    "ledger:write",
    "orders:read",
    "payments:read",
    "payments:reconcile",
    "payments:request",
    "payments:write",
    "settings:read",
    "credits:read",
    "returns:read",
    "returns:settle",
}
_CASHIER = _SHELF | {
    "carts:read",
    "carts:write",
    "customers:create",
    "customers:read",
    "drafts:read",
    "drafts:write",
    "orders:create",
    "orders:read",
    "payments:create",
    "payments:read",
    "payments:request",
}
_MANAGER = (
    SHOPPER
    | _READING
    | _CATALOGUE
    | _FULFILMENT
    | _SUPPORT
    | _FINANCE
    | _CASHIER
    | {
        "credits:write",
        "customers:erase",
        "customers:export",
        "experiments:write",
        "keys:read",
        "markets:write",
        "orders:discount",
        "orders:review",
        "promotions:write",
        "returns:settle_early",
        "settings:write",
        "shipping:configure",
        "staff:read",
        "staff:write",
        "stores:write",
        "views:share",
        "webhooks:read",
        "webhooks:write",
    }
)

OWNER = _MANAGER | {
    "account:manage",
    "keys:write",
    "messages:configure",
    "payments:configure",
    "plan:write",
    "roles:write",
    "sandboxes:write",
}
"""Everything."""

GRANTABLE = OWNER - {"account:manage"}
"""What a company's own roles and secret keys may hold: not what is a person's own, whatever they do here."""

ROLES: dict[str, frozenset[str]] = {
    "owner": OWNER,
    "manager": _MANAGER,
    "catalogue": _CATALOGUE,
    "fulfilment": _FULFILMENT,
    "support": _SUPPORT,
    "finance": _FINANCE,
    "cashier": _CASHIER,
    "read-only": _READING,
}
