"""Verbs: who works here, and as what."""

from uuid import UUID

from duka.access import rights
from duka.access.inputs import GrantInput
from duka.access.rules import OWNER_ROLE
from duka.access.types import HeldGrant
from duka.identity import keys, sessions
from duka.identity.emails import normal_email
from duka.identity.names import checked_name
from duka.identity.passwords import check_strength, hash_password
from duka.kernel import events, ids, trail
from duka.kernel.context import PEOPLE, Context
from duka.kernel.db import Row
from duka.kernel.errors import VersionConflict
from duka.plans import limits
from duka.staff import granting
from duka.staff.errors import NotActive, StaffEmailTaken, StaffNotFound
from duka.staff.events import StaffDismissed, StaffJoined, StaffRightsChanged

WRITE = granting.AUTHORITY


def create_staff(
    ctx: Context,
    email: str,
    name: str,
    password: str,
    role: str = OWNER_ROLE,
    grants: list[GrantInput] | None = None,
) -> UUID:
    """Somebody who may log in at once: the first owner of a company, or a company that was set up by hand. `grants` in
    place of a `role` everywhere. Refuses `StaffEmailTaken`, `UnknownRole`, `NobodyGrantsMore`, weak passwords."""
    ctx.require(WRITE)
    held = rights.lock(ctx)
    wanted = granting.read(ctx, grants if grants is not None else [GrantInput(role)])
    granting.refuse(held, wanted)
    address, name = normal_email(email), checked_name(name)
    check_strength(password, (name, address))
    limits.require_room(ctx, limits.STAFF)
    staff_id = ids.new_id()
    fresh = ctx.db.run(
        """insert into staff (tenant_id, id, email, name, password_hash, created_at, joined_at)
           values (%(tenant)s, %(id)s, %(email)s, %(name)s, %(hash)s, %(now)s, %(now)s)
           on conflict (tenant_id, email) do nothing""",
        id=staff_id,
        email=address,
        name=name,
        hash=hash_password(password),
        now=ctx.now,
    )
    if not fresh:
        raise StaffEmailTaken()
    granting.write(ctx, staff_id, wanted)
    events.emit(
        ctx, StaffJoined(aggregate_id=staff_id, email=address, name=name, roles=[g.name for g in wanted])
    )
    return staff_id


def set_grants(ctx: Context, staff_id: UUID, grants: list[GrantInput], version: int) -> None:
    """What somebody has from now on, everywhere within `cache_seconds`. Refuses `StaffNotFound`, `NotActive`,
    `VersionConflict`, `OwnRightsStay`, `OwnersOnly`, `LastOwner`, `UnknownRole`, `PlaceUnknown`, `NobodyGrantsMore`,
    `NobodyGrantsElsewhere`."""
    ctx.require(WRITE)
    held = rights.lock(ctx)
    row = person(ctx, staff_id)
    if row.dismissed_at is not None:
        raise NotActive()
    present = granting.touch(ctx, held, staff_id)
    wanted = granting.read(ctx, grants)
    granting.refuse(held, wanted)
    if row.version != version:
        raise VersionConflict()
    if row.is_active and _has_owner(present) and not _has_owner(wanted):
        granting.keep_an_owner(ctx, staff_id)
    before, after = {"grants": granting.told(present)}, {"grants": granting.told(wanted)}
    if before == after:
        return
    granting.write(ctx, staff_id, wanted)
    _bump(ctx, staff_id)
    trail.note(ctx, StaffRightsChanged.TYPE, "staff", staff_id, before=before, after=after)
    events.emit(ctx, StaffRightsChanged(aggregate_id=staff_id, roles=[g.name for g in wanted]))


def rename(ctx: Context, staff_id: UUID, name: str, version: int) -> None:
    """Refuses `StaffNotFound`, `VersionConflict`, `NameInvalid`, and as `set_grants` for other people than oneself."""
    ctx.require(WRITE)
    held = rights.lock(ctx)
    row = person(ctx, staff_id)
    if not (ctx.actor.kind in PEOPLE and ctx.actor.id == staff_id):
        granting.touch(ctx, held, staff_id)
    checked = checked_name(name)
    if row.version != version:
        raise VersionConflict()
    if checked == row.name:
        return
    ctx.db.run(
        "update staff set name = %(name)s where tenant_id = %(tenant)s and id = %(id)s",
        id=staff_id,
        name=checked,
    )
    _bump(ctx, staff_id)
    trail.note(ctx, "staff.renamed", "staff", staff_id, before={"name": row.name}, after={"name": checked})


def dismiss(ctx: Context, staff_id: UUID, *, revoke_keys: bool = False) -> None:
    """They can no longer log in, are logged out everywhere, and have no rights any more. Keys that they made belong to
    the company and go on working, unless `revoke_keys`. Dismissing somebody twice is no mistake. Refuses
    `StaffNotFound`, `OwnRightsStay`, `OwnersOnly`, `LastOwner`, `NobodyGrantsMore`, `NobodyGrantsElsewhere`."""
    ctx.require(WRITE)
    held = rights.lock(ctx)
    row = person(ctx, staff_id)
    present = granting.touch(ctx, held, staff_id)
    if row.is_active and _has_owner(present):
        granting.keep_an_owner(ctx, staff_id)
    if row.dismissed_at is None:
        ctx.db.run(
            """update staff set is_active = false, dismissed_at = %(now)s, invited_at = null, invited_until = null,
                 version = version + 1 where tenant_id = %(tenant)s and id = %(id)s""",
            id=staff_id,
            now=ctx.now,
        )
        granting.write(ctx, staff_id, [])
        sessions.close_all(ctx, staff_id)
        # links in letters to them, second steps, challenges
        ctx.db.run(
            "delete from one_time_tokens where tenant_id = %(tenant)s and subject_id = %(id)s", id=staff_id
        )
        trail.note(
            ctx,
            StaffDismissed.TYPE,
            "staff",
            staff_id,
            before={"grants": granting.told(present)},
            after={"grants": []},
            name=row.name,
        )
        events.emit(ctx, StaffDismissed(aggregate_id=staff_id, email=row.email, name=row.name))
    if revoke_keys:
        keys.revoke_keys_of(ctx, staff_id)


def end_sessions(ctx: Context, staff_id: UUID) -> None:
    """Logs somebody out everywhere. Refuses `StaffNotFound`, and as `set_grants` for other people than oneself."""
    ctx.require(WRITE)
    held = rights.lock(ctx)
    person(ctx, staff_id)
    if not (ctx.actor.kind in PEOPLE and ctx.actor.id == staff_id):
        granting.touch(ctx, held, staff_id)
    sessions.close_all(ctx, staff_id)
    trail.note(ctx, "staff.sessions_ended", "staff", staff_id)


def person(ctx: Context, staff_id: UUID) -> Row:
    """Refuses `StaffNotFound`."""
    row = ctx.db.one(
        """select id, email, name, locale, is_active, invited_at, joined_at, dismissed_at, version from staff
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=staff_id,
    )
    if row is None:
        raise StaffNotFound()
    return row


def _has_owner(grants: list[HeldGrant]) -> bool:
    return any(one.role == OWNER_ROLE for one in grants)


def _bump(ctx: Context, staff_id: UUID) -> None:
    ctx.db.run(
        "update staff set version = version + 1 where tenant_id = %(tenant)s and id = %(id)s", id=staff_id
    )
