"""Whom a message could be for."""

from uuid import UUID

from duka.access.roles import OWNER, ROLES
from duka.kernel.context import Context, Grant


def holders(
    ctx: Context, permission: str, *, store: UUID | None = None, location: UUID | None = None
) -> list[UUID]:
    """Everybody at work here who holds `permission` in this store and at this location. 1 statement."""
    rows = ctx.db.all(
        """select s.id, g.role, r.permissions, g.stores, g.locations
           from staff s join grants g on g.tenant_id = s.tenant_id and g.staff_id = s.id
           left join roles r on r.tenant_id = g.tenant_id and r.id = g.role_id
           where s.tenant_id = %(tenant)s and s.is_active order by s.id"""
    )
    found: dict[UUID, None] = {}
    for row in rows:
        held = ROLES.get(row.role, frozenset()) if row.role else frozenset(row.permissions) & OWNER
        grant = Grant(held, _places(row.stores), _places(row.locations))
        if grant.covers(permission, store, location):
            found[row.id] = None
    return list(found)


def _places(places: list[UUID] | None) -> frozenset[UUID] | None:
    return None if places is None else frozenset(places)
