"""Verbs: invitations. Somebody who is invited has their rights already and cannot log in; accepting makes them active.

An invitation is as good as whoever sent it is when it is accepted: an inviter who was dismissed, or who lost what they
handed on, can let nobody in any more.
"""

from datetime import timedelta
from uuid import UUID

from duka.access import rights, words
from duka.access.queries import held_by
from duka.access.rights import Rights
from duka.access.types import HeldGrant
from duka.identity import keys, one_time
from duka.identity.bearers import tenant_of
from duka.identity.emails import normal_email
from duka.identity.errors import PasswordTooShort
from duka.identity.names import checked_name
from duka.identity.passwords import LEAST, check_strength, hash_password
from duka.identity.sections import SECURITY, Security
from duka.identity.sessions import audience
from duka.kernel import events, ids, trail
from duka.kernel.context import PEOPLE, Actor, Context
from duka.kernel.db import Row
from duka.kernel.work import Caller, Work
from duka.mail import service as mail
from duka.plans import limits
from duka.settings import queries as settings
from duka.staff import granting
from duka.staff.errors import (
    AlreadyInvited,
    EmailDomainRefused,
    InvitationOver,
    NotInvited,
    StaffEmailTaken,
)
from duka.staff.events import InvitationWithdrawn, StaffInvited, StaffJoined
from duka.staff.inputs import NewInvitation
from duka.staff.service import WRITE, person
from duka.staff.types import Invitation, Welcome

PURPOSE = "invitation"


def invite(ctx: Context, new: NewInvitation, base_url: str) -> UUID:
    """As `invite_with_link`, whose link nobody but the letter's reader needs to know."""
    return invite_with_link(ctx, new, base_url)[0]


def invite_with_link(ctx: Context, new: NewInvitation, base_url: str) -> tuple[UUID, str]:
    """Sends a letter with a link that works once. Somebody who worked here before is invited as the one they were.
    Refuses `StaffEmailTaken`, `AlreadyInvited`, `EmailInvalid`, `EmailDomainRefused`, `UnknownRole`, `PlaceUnknown`,
    `OwnersOnly`, `NobodyGrantsMore`, `NobodyGrantsElsewhere`."""
    ctx.require(WRITE)
    held = rights.lock(ctx)
    wanted = granting.read(ctx, new.grants)
    granting.refuse(held, wanted)
    address = normal_email(new.email)
    name = checked_name(new.name) if new.name.strip() else address.partition("@")[0][:200]
    _refuse_domain(settings.section(ctx, SECURITY), address)
    row = ctx.db.one(
        "select id, is_active, dismissed_at from staff where tenant_id = %(tenant)s and email = %(email)s",
        email=address,
    )
    if row is not None and row.is_active:
        raise StaffEmailTaken()
    if row is not None and row.dismissed_at is None:
        raise AlreadyInvited()
    limits.require_room(ctx, limits.STAFF)
    staff_id: UUID = row.id if row is not None else ids.new_id()
    ctx.db.run(
        """insert into staff (tenant_id, id, email, name, password_hash, locale, is_active, created_at)
           values (%(tenant)s, %(id)s, %(email)s, %(name)s, '', %(locale)s, false, %(now)s)
           on conflict (tenant_id, id) do update set dismissed_at = null, password_hash = '', locale = excluded.locale,
             version = staff.version + 1""",
        id=staff_id,
        email=address,
        name=name,
        locale=words.language(new.locale or ctx.locale),
        now=ctx.now,
    )
    granting.write(ctx, staff_id, wanted)
    trail.note(ctx, StaffInvited.TYPE, "staff", staff_id, email=address, grants=granting.told(wanted))
    events.emit(ctx, StaffInvited(aggregate_id=staff_id, email=address, roles=[g.name for g in wanted]))
    return staff_id, _write_letter(ctx, person(ctx, staff_id), wanted, base_url)


def resend(ctx: Context, staff_id: UUID, base_url: str) -> None:
    """A new letter; the link in the earlier one is dead. Refuses `StaffNotFound`, `NotInvited`, and as `invite`."""
    ctx.require(WRITE)
    held = rights.lock(ctx)
    row = _invited(ctx, staff_id)
    wanted = granting.touch(ctx, held, staff_id)
    trail.note(ctx, "staff.invitation_resent", "staff", staff_id, email=row.email)
    _write_letter(ctx, row, wanted, base_url)


def withdraw(ctx: Context, staff_id: UUID) -> None:
    """The link is dead, and the person is gone from the list unless they worked here before. Refuses `StaffNotFound`,
    `NotInvited`, and as `staff.service.dismiss`."""
    ctx.require(WRITE)
    held = rights.lock(ctx)
    row = _invited(ctx, staff_id)
    granting.touch(ctx, held, staff_id)
    one_time.forget(ctx, staff_id, PURPOSE)
    granting.write(ctx, staff_id, [])
    if row.joined_at is None:
        ctx.db.run("delete from staff where tenant_id = %(tenant)s and id = %(id)s", id=staff_id)
    else:
        ctx.db.run(
            """update staff set dismissed_at = %(now)s, invited_at = null, invited_until = null, version = version + 1
               where tenant_id = %(tenant)s and id = %(id)s""",
            id=staff_id,
            now=ctx.now,
        )
    events.emit(ctx, InvitationWithdrawn(aggregate_id=staff_id, email=row.email))


def look(work: Work, token: str, locale: str = "") -> Invitation:
    """What the holder of a letter is invited to, in words of `locale` or else of the letter; the company is the one inside
    the token. Refuses `InvitationOver`."""
    return work.perform(_company(token), lambda ctx: _look(ctx, token, locale))


def accept(work: Work, token: str, name: str, password: str, origin: str = "") -> Welcome:
    """Makes whoever holds the letter one of the staff, with a password of their own for this company. Refuses
    `InvitationOver`, `NameInvalid`, weak passwords."""
    company = _company(token)
    shown = look(work, token)
    checked = checked_name(name)
    if len(password) < shown.password_length:
        raise PasswordTooShort(least=shown.password_length)
    check_strength(password, (checked, shown.email, shown.company))
    hashed = hash_password(password)
    invited: UUID = work.perform(company, lambda ctx: _holder(ctx, token).id)

    def act(ctx: Context) -> Welcome:
        rights.lock(ctx)
        row = _holder(ctx, token)
        if one_time.spend(ctx, token, PURPOSE) is None:
            raise InvitationOver()
        ctx.db.run(
            """update staff set is_active = true, name = %(name)s, password_hash = %(hash)s, joined_at = %(now)s,
                 email_verified_at = %(now)s, password_changed_at = %(now)s, invited_at = null, invited_until = null,
                 version = version + 1 where tenant_id = %(tenant)s and id = %(id)s""",
            id=row.id,
            name=checked,
            hash=hashed,
            now=ctx.now,
        )
        roles = [one.name for one in held_by(ctx, row.id)]
        events.emit(ctx, StaffJoined(aggregate_id=row.id, email=row.email, name=checked, roles=roles))
        return Welcome(row.slug, row.email)

    return work.perform(
        Caller(company.tenant, Actor(audience(company.tenant), invited, checked), origin=origin), act
    )


def _company(token: str) -> Caller:
    tenant = tenant_of(token, "letter")
    if tenant is None:
        raise InvitationOver()
    return Caller(tenant)


def _look(ctx: Context, token: str, locale: str) -> Invitation:
    row = _holder(ctx, token)
    return Invitation(
        company=row.company,
        email=row.email,
        name="" if row.email.startswith(row.name + "@") else row.name,
        inviter=row.invited_by_name,
        roles=[words.role_name(one.name, locale or row.locale, ctx.tenant) for one in held_by(ctx, row.id)],
        expires_at=row.invited_until,
        password_length=max(settings.section(ctx, SECURITY).password_length, LEAST),
    )


def _holder(ctx: Context, token: str) -> Row:
    """Whose invitation it is. Refuses `InvitationOver` unless it is open and its sender could still send it."""
    row = ctx.db.one(
        """select s.id, s.email, s.name, s.locale, s.invited_by, s.invited_by_name, s.invited_until,
                  t.name as company, t.slug
           from one_time_tokens o
           join staff s on s.tenant_id = o.tenant_id and s.id = o.subject_id
           join tenants t on t.id = s.tenant_id
           where o.tenant_id = %(tenant)s and s.tenant_id = %(tenant)s and o.token_hash = %(hash)s
             and o.purpose = %(purpose)s and o.expires_at > %(now)s and not s.is_active and s.dismissed_at is null
             and t.status = 'active'""",
        hash=ids.token_hash(token),
        purpose=PURPOSE,
        now=ctx.now,
    )
    if row is None or not _may_still(ctx, row.invited_by, held_by(ctx, row.id)):
        raise InvitationOver()
    return row


def _may_still(ctx: Context, inviter: str, grants: list[HeldGrant]) -> bool:
    """Whether whoever sent the invitation could send it now."""
    kind, _, hexed = inviter.partition(":")
    if kind == "system":
        return True
    held = Rights()
    if kind in PEOPLE:
        sql = "select 1 from staff where tenant_id = %(tenant)s and id = %(id)s and is_active"
        if ctx.db.value(sql, id=UUID(hex=hexed)) is not None:
            given = held_by(ctx, UUID(hex=hexed))
            held = Rights(tuple(one.grant for one in given), any(one.role == "owner" for one in given))
    elif kind == "key":
        held = Rights(keys.grants_of_key(ctx, UUID(hex=hexed)))
    return granting.may_give(held, grants)


def _invited(ctx: Context, staff_id: UUID) -> Row:
    row = person(ctx, staff_id)
    if row.is_active or row.dismissed_at is not None:
        raise NotInvited()
    return row


def _write_letter(ctx: Context, row: Row, grants: list[HeldGrant], base_url: str) -> str:
    """The link in it."""
    lasts = timedelta(days=settings.section(ctx, SECURITY).invitation_days)
    one_time.forget(ctx, row.id, PURPOSE)
    token = one_time.issue(ctx, "letter", PURPOSE, row.id, lasts)
    link = f"{base_url}/console/account/join#token={token}"
    company = ctx.db.value("select name from tenants where id = %(tenant)s")
    inviter = ctx.actor.name or str(company)
    ctx.db.run(
        """update staff set invited_at = %(now)s, invited_until = %(until)s, invited_by = %(by)s,
             invited_by_name = %(by_name)s where tenant_id = %(tenant)s and id = %(id)s""",
        id=row.id,
        now=ctx.now,
        until=ctx.now + lasts,
        by=ctx.actor.label,
        by_name=inviter,
    )
    mail.send(
        ctx,
        row.email,
        PURPOSE,
        row.locale,
        inviter=inviter,
        company=company,
        role=", ".join(words.role_name(one.name, row.locale, ctx.tenant) for one in grants),
        link=link,
        until=words.day(ctx.now + lasts, row.locale),
    )
    return link


def _refuse_domain(security: Security, address: str) -> None:
    domains = security.invitation_domains
    if domains and address.partition("@")[2] not in domains:
        raise EmailDomainRefused(domains=", ".join(domains))
