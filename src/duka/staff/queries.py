"""Who works here. Somebody whose right to see staff is limited to some stores or locations sees those who work there, or
everywhere."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from duka.access import rights, words
from duka.access.queries import held_by
from duka.access.rules import union
from duka.access.types import GrantedRole
from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.paging import Page
from duka.staff import granting
from duka.staff.errors import StaffNotFound
from duka.staff.types import InvitationState, MadeKey, Person, StaffMember


class _Line(msgspec.Struct, frozen=True):
    role: str
    name: str
    stores: list[UUID] | None
    locations: list[UUID] | None


def list_staff(
    ctx: Context,
    *,
    status: str | None = None,
    role: str | None = None,
    text: str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[StaffMember]:
    """Who works or worked here and who is invited, by name. `status` and `role` as in `StaffMember`; `text` is part
    of a name or address. One statement."""
    ctx.require("staff:read")
    size = paging.bounded(limit, 50)
    after_name, after_id = paging.decode(cursor, str, UUID) if cursor else (None, None)
    rows = ctx.db.all(
        """with people as (
             select t.*, lower(t.name) as sorted,
               case when t.is_active then 'active' when t.dismissed_at is null then 'invited' else 'dismissed' end as status
             from staff t where t.tenant_id = %(tenant)s)
           select s.id, s.email, s.name, s.created_at, s.version, s.sorted, s.status,
             (select coalesce(json_agg(json_build_object(
                 'role', coalesce('role_' || replace(g.role_id::text, '-', ''), g.role), 'name', coalesce(r.name, g.role),
                 'stores', g.stores, 'locations', g.locations) order by g.position), '[]')
              from grants g left join roles r on r.tenant_id = %(tenant)s and r.id = g.role_id
              where g.tenant_id = %(tenant)s and g.staff_id = s.id) as grants,
             (select max(coalesce(e.last_used_at, e.created_at)) from sessions e
              where e.tenant_id = %(tenant)s and e.subject_id = s.id and e.audience in ('staff', 'operator')) as last_seen_at
           from people s
           where (%(after)s::text is null or (s.sorted, s.id) > (%(after)s, %(after_id)s))
             and (%(words)s::text is null or position(lower(%(words)s) in s.sorted) > 0
                  or position(lower(%(words)s) in s.email) > 0)
             and (%(status)s::text is null or s.status = %(status)s)
             and (%(role)s::text is null or exists (
                  select from grants x where x.tenant_id = %(tenant)s and x.staff_id = s.id
                    and %(role)s = coalesce('role_' || replace(x.role_id::text, '-', ''), x.role)))
             and (%(stores)s::uuid[] is null or exists (
                  select from grants x where x.tenant_id = %(tenant)s and x.staff_id = s.id
                    and (x.stores is null or x.stores && %(stores)s)))
             and (%(locations)s::uuid[] is null or exists (
                  select from grants x where x.tenant_id = %(tenant)s and x.staff_id = s.id
                    and (x.locations is null or x.locations && %(locations)s)))
           order by s.sorted, s.id limit %(limit)s + 1""",
        after=after_name,
        after_id=after_id,
        words=text,
        status=status,
        role=role,
        stores=ctx.stores_with("staff:read"),
        locations=ctx.locations_with("staff:read"),
        limit=size,
    )
    items = [
        StaffMember(
            ids.public("staff", row.id),
            row.email,
            row.name,
            row.status,
            _granted(ctx, msgspec.convert(row.grants, list[_Line])),
            row.last_seen_at,
            row.created_at,
            row.version,
        )
        for row in rows[:size]
    ]
    last = rows[size - 1] if len(rows) > size else None
    return Page(items, paging.encode(last.sorted, last.id) if last else None)


def get_person(ctx: Context, staff_id: UUID) -> Person:
    """Somebody with all that they may do. Refuses `StaffNotFound`, also to who works where they do not."""
    ctx.require("staff:read")
    row = ctx.db.one(
        """select s.id, s.email, s.name, s.joined_at, s.dismissed_at, s.created_at, s.version,
             s.invited_at, s.invited_until, s.invited_by_name,
             case when s.is_active then 'active' when s.dismissed_at is null then 'invited' else 'dismissed' end as status,
             (select max(coalesce(e.last_used_at, e.created_at)) from sessions e
              where e.tenant_id = %(tenant)s and e.subject_id = s.id and e.audience in ('staff', 'operator')) as last_seen_at,
             (select count(*) from sessions e where e.tenant_id = %(tenant)s and e.subject_id = s.id
                and e.audience in ('staff', 'operator') and e.expires_at > %(now)s) as sessions,
             (select coalesce(json_agg(json_build_object('id', 'key_' || replace(k.id::text, '-', ''), 'name', k.name,
                'kind', k.kind, 'last_four', k.last_four) order by k.created_at), '[]') from api_keys k
              where k.tenant_id = %(tenant)s and k.created_by = s.id and k.revoked_at is null
                and (k.expires_at is null or k.expires_at > %(now)s)) as keys
           from staff s where s.tenant_id = %(tenant)s and s.id = %(id)s
             and (%(stores)s::uuid[] is null or exists (
                  select from grants x where x.tenant_id = %(tenant)s and x.staff_id = s.id
                    and (x.stores is null or x.stores && %(stores)s)))
             and (%(locations)s::uuid[] is null or exists (
                  select from grants x where x.tenant_id = %(tenant)s and x.staff_id = s.id
                    and (x.locations is null or x.locations && %(locations)s)))""",
        id=staff_id,
        now=ctx.now,
        stores=ctx.stores_with("staff:read"),
        locations=ctx.locations_with("staff:read"),
    )
    if row is None:
        raise StaffNotFound()
    held = held_by(ctx, staff_id)
    shown = [granting.shown(one) for one in held]
    return Person(
        id=ids.public("staff", row.id),
        email=row.email,
        name=row.name,
        status=row.status,
        grants=[
            msgspec.structs.replace(one, role_name=words.role_name(one.role_name, ctx.locale, ctx.tenant))
            for one in shown
        ],
        permissions=sorted(union(one.grant for one in held)),
        last_seen_at=row.last_seen_at,
        sessions=row.sessions,
        keys=msgspec.convert(row.keys, list[MadeKey]) if ctx.may("keys:read") else [],
        invitation=_invitation(row, ctx.now),
        joined_at=row.joined_at,
        dismissed_at=row.dismissed_at,
        created_at=row.created_at,
        version=row.version,
        barrier=granting.barrier(ctx, rights.current(ctx), staff_id, held),
    )


def _invitation(row: Row, now: datetime) -> InvitationState | None:
    if row.status != "invited" or row.invited_at is None:
        return None
    return InvitationState(row.invited_at, row.invited_until, row.invited_until <= now, row.invited_by_name)


def _granted(ctx: Context, lines: Iterable[_Line]) -> list[GrantedRole]:
    return [
        GrantedRole(
            line.role,
            words.role_name(line.name, ctx.locale, ctx.tenant),
            None if line.stores is None else [ids.public("store", place) for place in line.stores],
            None if line.locations is None else [ids.public("loc", place) for place in line.locations],
        )
        for line in lines
    ]
