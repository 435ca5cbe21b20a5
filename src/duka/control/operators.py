"""Operators as whoever sits at the machine knows them: the first one is invited here, and nobody else can be the first."""

from datetime import datetime
from uuid import UUID

import msgspec

from duka.access.inputs import GrantInput
from duka.identity import recovery
from duka.identity.emails import normal_email
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.staff import inviting
from duka.staff.errors import StaffNotFound
from duka.staff.inputs import NewInvitation
from duka.tenants.types import PLATFORM

SYSTEM = Caller(PLATFORM)


class Operator(msgspec.Struct, frozen=True):
    """`status`: active, invited or dismissed."""

    email: str
    name: str
    roles: list[str]
    status: str
    has_factor: bool
    last_seen_at: datetime | None


def invite(work: Work, email: str, role: str, base_url: str, locale: str = "en") -> str:
    """Sends a letter; the link in it, for whoever has no mail yet. Refuses `StaffEmailTaken`, `AlreadyInvited`,
    `EmailInvalid`, `UnknownRole`."""
    new = NewInvitation(email, [GrantInput(role)], locale=locale)
    return work.perform(SYSTEM, lambda ctx: inviting.invite_with_link(ctx, new, base_url))[1]


def forget_factors(work: Work, email: str) -> None:
    """For an operator who lost phone, passkeys and recovery codes. Refuses `StaffNotFound`."""
    address = normal_email(email)

    def act(ctx: Context) -> None:
        sql = "select id from staff where tenant_id = %(tenant)s and email = %(email)s and is_active"
        found: UUID | None = ctx.db.value(sql, email=address)
        if found is None:
            raise StaffNotFound()
        recovery.forget_factors(ctx, found)

    work.perform(SYSTEM, act)


def list_operators(work: Work) -> list[Operator]:
    """By name, those who left last."""

    def ask(ctx: Context) -> list[Operator]:
        rows = ctx.db.all(
            """select s.email, s.name,
                 coalesce((select array_agg(g.role order by g.position) from grants g
                           where g.tenant_id = %(tenant)s and g.staff_id = s.id), '{}') as roles,
                 case when s.is_active then 'active' when s.dismissed_at is null then 'invited' else 'dismissed' end as status,
                 exists (select from totp_factors f where f.tenant_id = %(tenant)s and f.staff_id = s.id
                         and f.confirmed_at is not null)
                   or exists (select from passkeys p where p.tenant_id = %(tenant)s and p.staff_id = s.id) as has_factor,
                 (select max(coalesce(e.last_used_at, e.created_at)) from sessions e
                  where e.tenant_id = %(tenant)s and e.subject_id = s.id) as last_seen_at
               from staff s where s.tenant_id = %(tenant)s
               order by s.dismissed_at is not null, lower(s.name), s.id"""
        )
        return [Operator(*row) for row in rows]

    return work.perform(SYSTEM, ask)
