"""Verbs: a company's own roles."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from msgspec import UNSET

from duka.access import rights
from duka.access.errors import (
    OwnRoleStays,
    RoleEmpty,
    RoleInUse,
    RoleNameInvalid,
    RoleNameTaken,
    RoleNotFound,
    UnknownPermission,
)
from duka.access.events import RoleCreated, RoleDeleted, RoleUpdated
from duka.access.inputs import NewRole, RoleChange
from duka.access.roles import GRANTABLE
from duka.kernel import events, ids, trail
from duka.kernel.context import PEOPLE, Context, Grant
from duka.kernel.db import Row
from duka.kernel.errors import VersionConflict

WRITE = "roles:write"


def create_role(ctx: Context, new: NewRole) -> UUID:
    """A role that nobody has yet. Refuses `RoleNameInvalid`, `RoleNameTaken`, `RoleEmpty`, `UnknownPermission`,
    `NobodyGrantsMore`."""
    ctx.require_everywhere(WRITE)
    held = rights.lock(ctx)
    name, permissions = _name(new.name), _known(new.permissions)
    held.refuse_granting([Grant(permissions)], WRITE)
    _refuse_taken(ctx, name, None)
    role_id = ids.new_id()
    ctx.db.run(
        """insert into roles (tenant_id, id, name, description, permissions, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(name)s, %(description)s, %(permissions)s, %(now)s, %(now)s)""",
        id=role_id,
        name=name,
        description=new.description.strip(),
        permissions=sorted(permissions),
        now=ctx.now,
    )
    events.emit(ctx, RoleCreated(aggregate_id=role_id, name=name, permissions=sorted(permissions)))
    return role_id


def update_role(ctx: Context, role_id: UUID, change: RoleChange, version: int) -> None:
    """Changes what `change` names, for everybody who has the role: it counts as granting it to each of them, where they
    have it. Refuses `RoleNotFound`, `VersionConflict`, `OwnRoleStays`, and as `create_role`."""
    ctx.require_everywhere(WRITE)
    held = rights.lock(ctx)
    row = _role(ctx, role_id)
    before = {"name": row.name, "description": row.description, "permissions": sorted(row.permissions)}
    after: dict[str, Any] = dict(before)
    if change.name is not UNSET:
        after["name"] = _name(change.name)
    if change.description is not UNSET:
        after["description"] = change.description.strip()
    if change.permissions is not UNSET:
        after["permissions"] = sorted(_known(change.permissions))
    _refuse_own(ctx, held, role_id)
    # what goes and what comes: nobody takes from somebody what they could not give them
    touched = (frozenset(row.permissions) & GRANTABLE) | frozenset(after["permissions"]) & GRANTABLE
    held.refuse_granting([Grant(touched)], WRITE)
    if row.version != version:
        raise VersionConflict()
    fields = [key for key in after if after[key] != before[key]]
    if not fields:
        return
    _refuse_taken(ctx, after["name"], role_id)
    ctx.db.run(
        """update roles set name = %(name)s, description = %(description)s, permissions = %(permissions)s,
             version = version + 1, updated_at = %(now)s where tenant_id = %(tenant)s and id = %(id)s""",
        id=role_id,
        now=ctx.now,
        **after,
    )
    trail.note(ctx, RoleUpdated.TYPE, "role", role_id, before=before, after=after)
    events.emit(ctx, RoleUpdated(aggregate_id=role_id, name=after["name"], fields=fields))


def delete_role(ctx: Context, role_id: UUID) -> None:
    """Refuses `RoleNotFound`, `NobodyGrantsMore`, and `RoleInUse` with the names of those who have it."""
    ctx.require_everywhere(WRITE)
    held = rights.lock(ctx)
    row = _role(ctx, role_id)
    held.refuse_granting([Grant(frozenset(row.permissions) & GRANTABLE)], WRITE)
    people = ctx.db.all(
        """select s.name from grants g join staff s on s.tenant_id = g.tenant_id and s.id = g.staff_id
           where g.tenant_id = %(tenant)s and s.tenant_id = %(tenant)s and g.role_id = %(id)s
           group by s.id, s.name order by s.name limit 11""",
        id=role_id,
    )
    if people:
        names = ", ".join(person.name for person in people[:10])
        raise RoleInUse(people=names + (", …" if len(people) > 10 else ""))
    ctx.db.run("delete from roles where tenant_id = %(tenant)s and id = %(id)s", id=role_id)
    trail.note(
        ctx,
        RoleDeleted.TYPE,
        "role",
        role_id,
        before={"name": row.name, "permissions": sorted(row.permissions)},
        after={},
    )
    events.emit(ctx, RoleDeleted(aggregate_id=role_id, name=row.name))


def _role(ctx: Context, role_id: UUID) -> Row:
    row = ctx.db.one(
        "select name, description, permissions, version from roles where tenant_id = %(tenant)s and id = %(id)s",
        id=role_id,
    )
    if row is None:
        raise RoleNotFound()
    return row


def _refuse_own(ctx: Context, held: rights.Rights, role_id: UUID) -> None:
    """An owner holds everything already, so there is nothing that they could give themselves."""
    if held.is_owner or ctx.actor.kind not in PEOPLE:
        return
    sql = "select 1 from grants where tenant_id = %(tenant)s and staff_id = %(me)s and role_id = %(role)s"
    if ctx.db.value(sql, me=ctx.actor.id, role=role_id) is not None:
        raise OwnRoleStays()


def _refuse_taken(ctx: Context, name: str, role_id: UUID | None) -> None:
    sql = """select 1 from roles where tenant_id = %(tenant)s and lower(name) = lower(%(name)s)
             and id is distinct from %(id)s"""
    if ctx.db.value(sql, name=name, id=role_id) is not None:
        raise RoleNameTaken(name=name)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 1 <= len(name) <= 60 or not name.isprintable():
        raise RoleNameInvalid()
    return name


def _known(permissions: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(permissions)
    if not wanted:
        raise RoleEmpty()
    if unknown := wanted - GRANTABLE:
        raise UnknownPermission(permissions=", ".join(sorted(unknown))[:200])
    return wanted
