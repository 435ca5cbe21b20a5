"""Built-in roles of operators: who works for the company that runs this installation.

The names belong to `duka.control.permissions`; what operators do with their own company (staff, audit) are the permissions
that a merchant's people have for theirs.
"""

from collections.abc import Mapping
from uuid import UUID

from duka.access.roles import ROLES
from duka.tenants.types import PLATFORM

_READING = frozenset(
    {
        "audit:read",
        "control:enter",
        "flags:read",
        "health:read",
        "insights:read",
        "plans:read",
        "policies:read",
        "risk:read",
        "staff:read",
        "tenants:read",
    }
)
_SUPPORT = _READING | {"flags:write", "health:write", "tenants:act_as", "tenants:write"}
_FINANCE = _READING | {"plans:write", "tenants:export"}
_RISK = _READING | {"policies:write", "risk:write", "tenants:write"}
_OWNER = (
    _SUPPORT | _FINANCE | _RISK | {"account:manage", "staff:write", "tenants:act_as_owner", "tenants:delete"}
)

OPERATOR_ROLES: dict[str, frozenset[str]] = {
    "owner": _OWNER,
    "support": _SUPPORT,
    "finance": _FINANCE,
    "risk": _RISK,
    "read-only": _READING,
}


OPERATORS = OPERATOR_ROLES["owner"]
"""Everything that an operator may hold."""


def builtin_roles(tenant: UUID) -> Mapping[str, frozenset[str]]:
    """The built-in roles of this company, by name."""
    return OPERATOR_ROLES if tenant == PLATFORM else ROLES
