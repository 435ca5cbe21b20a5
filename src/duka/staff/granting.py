"""Grants of people: read from what was sent, checked against whoever gives them, written."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from duka.access.errors import OwnerIsEverywhere, PlaceUnknown, TooManyGrants, UnknownRole
from duka.access.inputs import GrantInput
from duka.access.operator_roles import builtin_roles
from duka.access.queries import held_by
from duka.access.rights import Rights
from duka.access.roles import GRANTABLE
from duka.access.rules import OWNER_ROLE
from duka.access.types import GrantedRole, HeldGrant
from duka.kernel import ids
from duka.kernel.context import PEOPLE, Context, Grant
from duka.kernel.errors import Forbidden, MalformedId
from duka.staff.errors import LastOwner, OwnRightsStay

AUTHORITY = "staff:write"
MOST = 20


def read(ctx: Context, given: Sequence[GrantInput]) -> list[HeldGrant]:
    """What was sent, with the permissions that it gives now. Refuses `UnknownRole`, `PlaceUnknown`, `TooManyGrants`,
    `OwnerIsEverywhere`."""
    if not 1 <= len(given) <= MOST:
        raise TooManyGrants()
    own = {
        row.id: row
        for row in ctx.db.all("select id, name, permissions from roles where tenant_id = %(tenant)s")
    }
    builtin = builtin_roles(ctx.tenant)
    read = [_read(one, own, builtin) for one in given]
    stores = frozenset().union(*(g.grant.stores or frozenset() for g in read))
    locations = frozenset().union(*(g.grant.locations or frozenset() for g in read))
    if stores or locations:
        known = ctx.db.value(
            """select (select count(*) from stores where tenant_id = %(tenant)s and id = any(%(stores)s))
                    + (select count(*) from locations where tenant_id = %(tenant)s and id = any(%(locations)s))""",
            stores=list(stores),
            locations=list(locations),
        )
        if known != len(stores) + len(locations):
            raise PlaceUnknown()
    return [one for index, one in enumerate(read) if one not in read[:index]]


def _read(given: GrantInput, own: Mapping[UUID, Any], builtin: Mapping[str, frozenset[str]]) -> HeldGrant:
    stores = None if given.stores is None else frozenset(ids.parse("store", text) for text in given.stores)
    locations = (
        None if given.locations is None else frozenset(ids.parse("loc", text) for text in given.locations)
    )
    if given.role in builtin:
        grant = Grant(builtin[given.role], stores, locations)
        if given.role == OWNER_ROLE and grant.is_limited:
            raise OwnerIsEverywhere()
        return HeldGrant(given.role, None, given.role, grant)
    try:
        row = own.get(ids.parse("role", given.role))
    except MalformedId:
        row = None
    if row is None:
        raise UnknownRole(
            role=given.role[:40], known=", ".join([*builtin, *(str(r.name) for r in own.values())])[:300]
        )
    return HeldGrant(None, row.id, row.name, Grant(frozenset(row.permissions) & GRANTABLE, stores, locations))


def refuse(held: Rights, wanted: Iterable[HeldGrant]) -> None:
    """Refuses `OwnersOnly`, `NobodyGrantsMore`, `NobodyGrantsElsewhere` unless the caller may give all that is `wanted`."""
    grants = list(wanted)
    if any(one.role == OWNER_ROLE for one in grants):
        held.require_owner()
    held.refuse_granting([one.grant for one in grants], AUTHORITY)


def touch(ctx: Context, held: Rights, staff_id: UUID) -> list[HeldGrant]:
    """What somebody has, once it is certain that the caller may take it from them: nobody touches their own rights, an
    owner's without being one, or what they could not give themselves."""
    if ctx.actor.kind in PEOPLE and ctx.actor.id == staff_id:
        raise OwnRightsStay()
    present = held_by(ctx, staff_id)
    refuse(held, present)
    return present


def may_give(held: Rights, wanted: Iterable[HeldGrant]) -> bool:
    """As `refuse`, as an answer."""
    try:
        refuse(held, wanted)
    except Forbidden:
        return False
    return True


def barrier(ctx: Context, held: Rights, staff_id: UUID, present: Sequence[HeldGrant]) -> str | None:
    """Why the caller may not touch somebody, in a word of `staff.types.Person`; None when they may."""
    if not ctx.may(AUTHORITY):
        return "permission"
    if ctx.actor.kind in PEOPLE and ctx.actor.id == staff_id:
        return "self"
    if any(one.role == OWNER_ROLE for one in present) and not (held.is_owner or held.is_system):
        return "owner"
    return None if may_give(held, present) else "more"


def keep_an_owner(ctx: Context, leaving: UUID) -> None:
    """Refuses `LastOwner` unless somebody else is an active owner. Needs the lock of `access.rights`."""
    others = ctx.db.value(
        """select count(*) from grants g join staff s on s.tenant_id = g.tenant_id and s.id = g.staff_id
           where g.tenant_id = %(tenant)s and s.tenant_id = %(tenant)s and g.role = 'owner' and s.is_active
             and s.id <> %(id)s""",
        id=leaving,
    )
    if not others:
        raise LastOwner()


def write(ctx: Context, staff_id: UUID, grants: Sequence[HeldGrant]) -> None:
    """Replaces what somebody has."""
    ctx.db.run("delete from grants where tenant_id = %(tenant)s and staff_id = %(staff)s", staff=staff_id)
    ctx.db.many(
        """insert into grants (tenant_id, id, staff_id, position, role, role_id, stores, locations, granted_at)
           values (%(tenant)s, %(id)s, %(staff)s, %(position)s, %(role)s, %(role_id)s, %(stores)s, %(locations)s,
                   %(now)s)""",
        [
            {
                "id": ids.new_id(),
                "staff": staff_id,
                "position": position,
                "role": one.role,
                "role_id": one.role_id,
                "stores": None if one.grant.stores is None else sorted(one.grant.stores),
                "locations": None if one.grant.locations is None else sorted(one.grant.locations),
                "now": ctx.now,
            }
            for position, one in enumerate(grants)
        ],
    )


def told(grants: Iterable[HeldGrant]) -> list[dict[str, Any]]:
    """For the audit trail."""
    return [msgspec.to_builtins(shown(one)) for one in grants]


def shown(one: HeldGrant) -> GrantedRole:
    return GrantedRole(
        one.role or ids.public("role", one.role_id or UUID(int=0)),
        one.name,
        None
        if one.grant.stores is None
        else [ids.public("store", place) for place in sorted(one.grant.stores)],
        None
        if one.grant.locations is None
        else [ids.public("loc", place) for place in sorted(one.grant.locations)],
    )
