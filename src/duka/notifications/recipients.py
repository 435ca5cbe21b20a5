"""Whom a message could be for."""

from uuid import UUID

from duka.access.operator_roles import OPERATORS, builtin_roles
from duka.access.roles import OWNER
from duka.kernel.context import Context, Grant
from duka.kernel.db import Row
from duka.notifications.types import Kind
from duka.tenants.types import PLATFORM


def holders(
    ctx: Context, permission: str, *, store: UUID | None = None, location: UUID | None = None
) -> list[UUID]:
    """Everybody at work here who holds `permission` in this store and at this location. Who may what is remembered for
    `cache_seconds`: 1 statement when it is not."""
    held: list[tuple[UUID, Grant]] = ctx.cache.get((ctx.tenant, "recipients"), lambda: _held(ctx))
    return list(dict.fromkeys(person for person, grant in held if grant.covers(permission, store, location)))


def _held(ctx: Context) -> list[tuple[UUID, Grant]]:
    """The grants of everybody at work here."""
    rows = ctx.db.all(
        """select s.id, g.role, r.permissions, g.stores, g.locations
           from staff s join grants g on g.tenant_id = s.tenant_id and g.staff_id = s.id
           left join roles r on r.tenant_id = g.tenant_id and r.id = g.role_id
           where s.tenant_id = %(tenant)s and s.is_active order by s.id"""
    )
    built_in, most = builtin_roles(ctx.tenant), OPERATORS if ctx.tenant == PLATFORM else OWNER
    found = []
    for row in rows:
        held = built_in.get(row.role, frozenset()) if row.role else frozenset(row.permissions) & most
        found.append((row.id, Grant(held, _places(row.stores), _places(row.locations))))
    return found


def letters(ctx: Context, kind: Kind) -> list[Row]:
    """E-mail address and language of those who may hear of it and want letters. Two statements."""
    people = holders(ctx, kind.permission)
    return ctx.db.all(
        """select s.email, s.locale from staff s
           left join notification_preferences p on p.tenant_id = %(tenant)s and p.staff_id = s.id and p.kind = %(kind)s
           where s.tenant_id = %(tenant)s and s.id = any(%(people)s) and s.is_active and coalesce(p.is_on, true)
             and coalesce(p.by_email, true) order by s.id""",
        kind=kind.name,
        people=people,
    )


def _places(places: list[UUID] | None) -> frozenset[UUID] | None:
    return None if places is None else frozenset(places)
