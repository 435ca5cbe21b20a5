"""Who holds what, and which roles there are."""

from uuid import UUID

from duka.access import words
from duka.access.operator_roles import builtin_roles
from duka.access.roles import GRANTABLE
from duka.access.rules import OWNER_ROLE, lacking
from duka.access.types import HeldGrant, Role
from duka.kernel import ids
from duka.kernel.context import PEOPLE, Context, Grant


def held_by(ctx: Context, staff_id: UUID) -> list[HeldGrant]:
    """The grants of somebody, whether or not they may log in. What a company's role names and the program does not know
    any more is left out. Asks for no permission: it is how permissions are found."""
    rows = ctx.db.all(
        """select g.role, g.role_id, coalesce(r.name, g.role) as name, r.permissions, g.stores, g.locations
           from grants g left join roles r on r.tenant_id = g.tenant_id and r.id = g.role_id
           where g.tenant_id = %(tenant)s and (r.tenant_id = %(tenant)s or r.tenant_id is null)
             and g.staff_id = %(staff)s order by g.position""",
        staff=staff_id,
    )
    builtin = builtin_roles(ctx.tenant)
    return [
        HeldGrant(
            row.role,
            row.role_id,
            row.name,
            Grant(
                builtin.get(row.role, frozenset())
                if row.role_id is None
                else frozenset(row.permissions) & GRANTABLE,
                None if row.stores is None else frozenset(row.stores),
                None if row.locations is None else frozenset(row.locations),
            ),
        )
        for row in rows
    ]


def grants_of(ctx: Context, staff_id: UUID) -> tuple[Grant, ...]:
    """What somebody may do, and where. As `held_by`."""
    return tuple(held.grant for held in held_by(ctx, staff_id))


def holders(
    ctx: Context, permission: str, *, store: UUID | None = None, location: UUID | None = None
) -> list[UUID]:
    """Everybody at work here who holds `permission` in this store and at this location. One statement."""
    rows = ctx.db.all(
        """select distinct s.id from staff s
           join grants g on g.tenant_id = s.tenant_id and g.staff_id = s.id
           left join roles r on r.tenant_id = g.tenant_id and r.id = g.role_id
           where s.tenant_id = %(tenant)s and g.tenant_id = %(tenant)s and (r.tenant_id = %(tenant)s or r.tenant_id is null)
             and s.is_active and (g.role = any(%(builtin)s) or %(permission)s = any(r.permissions))
             and (%(store)s::uuid is null or g.stores is null or %(store)s = any(g.stores))
             and (%(location)s::uuid is null or g.locations is null or %(location)s = any(g.locations))
           order by s.id""",
        builtin=[name for name, held in builtin_roles(ctx.tenant).items() if permission in held],
        permission=permission,
        store=store,
        location=location,
    )
    return [row.id for row in rows]


def _holds(held: tuple[Grant, ...], permissions: frozenset[str]) -> bool:
    """Whether somebody with these grants holds all of it in the places of one of them."""
    return any(not lacking(held, Grant(permissions, grant.stores, grant.locations)) for grant in held)


def is_owner(ctx: Context) -> bool:
    """Whether the caller is somebody of this company whose role is owner, everywhere."""
    sql = "select 1 from grants where tenant_id = %(tenant)s and staff_id = %(me)s and role = 'owner'"
    return ctx.actor.kind in PEOPLE and ctx.db.value(sql, me=ctx.actor.id) is not None


def list_roles(ctx: Context) -> list[Role]:
    """The built-in roles and the company's own, by name, with how many people have each. `may_grant` looks at what
    the asker holds, in some place at least. Three statements."""
    ctx.require("staff:read")
    rows = ctx.db.all(
        """select r.id, null as builtin, r.name, r.description, r.permissions, r.version,
             (select count(distinct g.staff_id) from grants g
              where g.tenant_id = %(tenant)s and g.role_id = r.id) as people
           from roles r where r.tenant_id = %(tenant)s
           union all
           select null, g.role, g.role, '', '{}', 0, count(distinct g.staff_id) from grants g
           where g.tenant_id = %(tenant)s and g.role is not null group by g.role
           order by 3"""
    )
    people = {row.builtin: row.people for row in rows if row.builtin}
    held = ctx.grants or (Grant(ctx.permissions),)
    is_all = ctx.actor.kind == "system"
    owns = is_all or is_owner(ctx)
    builtin = [
        Role(
            name,
            words.role_name(name, ctx.locale, ctx.tenant),
            words.role_description(name, ctx.locale, ctx.tenant),
            sorted(permissions),
            True,
            0,
            people.get(name, 0),
            owns if name == OWNER_ROLE else is_all or _holds(held, permissions),
        )
        for name, permissions in builtin_roles(ctx.tenant).items()
    ]
    own = [
        Role(
            ids.public("role", row.id),
            row.name,
            row.description,
            sorted(frozenset(row.permissions) & GRANTABLE),
            False,
            row.version,
            row.people,
            is_all or _holds(held, frozenset(row.permissions) & GRANTABLE),
        )
        for row in rows
        if not row.builtin
    ]
    return builtin + own
