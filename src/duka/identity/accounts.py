"""Verbs about one's own account: name and language, password, e-mail address, proving who one is once more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from duka.identity import one_time, sessions, throttling
from duka.identity.bearers import tenant_of
from duka.identity.directory import companies_of
from duka.identity.emails import normal_email
from duka.identity.errors import (
    EmailInvalid,
    EmailTaken,
    EmailVerified,
    FactorNotShown,
    LinkUsed,
    RecentLogInRequired,
    WrongPassword,
)
from duka.identity.logging_in import Asker
from duka.identity.names import checked_name
from duka.identity.notices import tell
from duka.identity.passwords import check_strength, hash_password, verify_password
from duka.identity.people import me, row_of
from duka.identity.permissions import OWN_ACCOUNT
from duka.identity.sections import SECURITY
from duka.identity.types import SeenSession
from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.work import Caller, Work
from duka.mail import service as mail
from duka.mail.rendering import language
from duka.settings import queries as settings
from duka.tenants.types import PLATFORM

VERIFY, CHANGE, RESET = "verify_email", "change_email", "reset_password"
VERIFY_LASTS, RESET_LASTS = timedelta(hours=48), timedelta(hours=1)


class Profile(msgspec.Struct, frozen=True):
    id: UUID
    email: str
    name: str
    locale: str
    is_email_verified: bool


def profile(ctx: Context) -> Profile:
    """The caller's own."""
    ctx.require(OWN_ACCOUNT)
    row = row_of(ctx, me(ctx))
    return Profile(row.id, row.email, row.name, row.locale, row.email_verified_at is not None)


def update_profile(ctx: Context, name: str | None = None, locale: str | None = None) -> None:
    """What is None stays as it is; an unknown language becomes English. Refuses `NameInvalid`."""
    ctx.require(OWN_ACCOUNT)
    before = row_of(ctx, me(ctx), locked=True)
    after = {
        "name": checked_name(name) if name is not None else before.name,
        "locale": language(locale) if locale is not None else before.locale,
    }
    ctx.db.run(
        """update staff set name = %(name)s, locale = %(locale)s where tenant_id = %(tenant)s and id = %(id)s""",
        id=before.id,
        **after,
    )
    told = {"name": before.name, "locale": before.locale}
    trail.note(ctx, "staff.profile_updated", "staff", before.id, before=told, after=after)


def require_recent(session: SeenSession | None, now: datetime) -> None:
    """For what a thief of a session must not do. Refuses `RecentLogInRequired` when the password or another factor was
    last shown more than 15 minutes ago. Keys and bearers of programs have nothing that they could show again."""
    if not is_recent(session, now):
        raise RecentLogInRequired()


def require_shown_factor(ctx: Context, session: SeenSession | None) -> None:
    """An operator who has a second factor changes it only where it was shown: whoever has just the password must not add one
    of their own. Refuses `FactorNotShown`."""
    if ctx.tenant == PLATFORM and (session is None or session.factor_at is None) and has_factor(ctx, me(ctx)):
        raise FactorNotShown()


def has_factor(ctx: Context, staff_id: UUID) -> bool:
    """Whether they have an authenticator app or a passkey."""
    return bool(
        ctx.db.value(
            """select exists (select from totp_factors t where t.tenant_id = %(tenant)s and t.staff_id = %(id)s
                                and t.confirmed_at is not null)
                   or exists (select from passkeys p where p.tenant_id = %(tenant)s and p.staff_id = %(id)s)""",
            id=staff_id,
        )
    )


def is_recent(session: SeenSession | None, now: datetime) -> bool:
    if session is None or session.kind == "bearer":
        return True
    return session.authenticated_at is not None and session.authenticated_at >= now - sessions.RECENT


def check_own_password(work: Work, caller: Caller, asker: Asker, password: str) -> None:
    """Refuses `WrongPassword`, `TooManyTries`."""
    person = work.perform(caller, lambda ctx: row_of(ctx, me(ctx)))
    tries = throttling.factor(person.id, asker.address) if asker.is_limited else []
    throttling.take(work, tries)
    if not verify_password(password, person.password_hash):
        raise WrongPassword()
    throttling.forgive(work, tries)


def confirm(
    work: Work,
    caller: Caller,
    asker: Asker,
    session: SeenSession,
    how: str,
    prove: Callable[[Context, UUID], None],
) -> str | None:
    """Like `vouch`, once `prove` did not refuse. Wrong answers are slowed down: refuses `TooManyTries`."""

    def act(ctx: Context) -> str | None:
        prove(ctx, me(ctx))
        return vouch(ctx, session, how)

    tries = throttling.factor(work.perform(caller, me), asker.address) if asker.is_limited else []
    throttling.take(work, tries)
    token = work.perform(caller, act)
    throttling.forgive(work, tries)
    return token


def vouch(ctx: Context, session: SeenSession, how: str) -> str | None:
    """Notes that the holder of the session has just proved who they are; a browser's session gets the new name that is
    returned."""
    ctx.require(OWN_ACCOUNT)
    trail.note(ctx, "staff.confirmed", "staff", me(ctx), how=how)
    if session.kind == "web":
        return sessions.rotate_web(ctx, session.id, factor=how != "password")
    sessions.vouch(ctx, session.id, factor=how != "password")
    return None


def change_password(
    work: Work, caller: Caller, asker: Asker, session: UUID | None, present: str, wanted: str
) -> None:
    """Ends every session but the one it is done in. Refuses `WrongPassword`, `TooManyTries`, weak passwords."""
    person = work.perform(caller, lambda ctx: row_of(ctx, me(ctx)))
    work.perform(caller, lambda ctx: check_wanted(ctx, person, wanted))
    check_own_password(work, caller, asker, present)
    hashed = hash_password(wanted)

    def act(ctx: Context) -> None:
        ctx.require(OWN_ACCOUNT)
        _set_password(ctx, person.id, hashed, asker.base_url, "staff.password_changed", but=session)

    work.perform(caller, act)


def check_wanted(ctx: Context, person: Row, wanted: str) -> None:
    """A new password of somebody who works here: as the company's settings want it, and not their own names."""
    least = settings.section(ctx, SECURITY).password_length
    check_strength(wanted, (person.name, person.email, person.company), least)


def ask_for_reset(work: Work, asker: Asker, email: str) -> None:
    """A letter with a link, from each company in which this address works; nothing when there is none, and nobody who asks
    can tell. Refuses `TooManyTries`."""
    address = _as_kept(email)
    if asker.is_limited:
        throttling.take(work, throttling.letter(address, asker.address))

    def act(ctx: Context) -> None:
        found = ctx.db.value(
            "select id from staff where tenant_id = %(tenant)s and email = %(email)s and is_active",
            email=address,
        )
        if found is None:
            return
        person = row_of(ctx, found)
        one_time.forget(ctx, found, RESET)
        token = one_time.issue(ctx, "letter", RESET, found, RESET_LASTS)
        link = f"{asker.base_url}/console/account/reset#token={token}"
        mail.send(ctx, address, RESET, person.locale, name=person.name, company=person.company, link=link)
        trail.note(ctx, "staff.reset_asked", "staff", found)

    for tenant in companies_of(work, address):
        work.perform(asker.caller(tenant), act)


def reset_password(work: Work, asker: Asker, token: str, wanted: str) -> str:
    """The new password of whoever got the letter; the slug of their company. Every session ends; the address counts as
    confirmed. Refuses `LinkUsed`, weak passwords (the link goes on being valid then)."""
    tenant = tenant_of(token, "letter")
    if tenant is None:
        raise LinkUsed()
    check_strength(wanted)
    hashed = hash_password(wanted)

    def act(ctx: Context) -> str:
        person = _addressee(ctx, one_time.spend(ctx, token, RESET))
        check_wanted(ctx, person, wanted)
        one_time.forget(ctx, person.id, RESET, CHANGE)
        _set_password(ctx, person.id, hashed, asker.base_url, "staff.password_reset")
        mark_verified(ctx, person.id)
        return str(person.slug)

    return work.perform(asker.caller(tenant), act)


def resend_verification(work: Work, caller: Caller, asker: Asker) -> None:
    """As `send_verification`, to the caller. Refuses `TooManyTries`."""
    email = work.perform(caller, profile).email
    if asker.is_limited:
        throttling.take(work, throttling.letter(email, asker.address))
    work.perform(caller, lambda ctx: send_verification(ctx, me(ctx), asker.base_url))


def send_verification(ctx: Context, staff_id: UUID, base_url: str) -> None:
    """A letter to the address that is kept. Refuses `EmailVerified`."""
    person = row_of(ctx, staff_id)
    if person.email_verified_at is not None:
        raise EmailVerified()
    _letter(ctx, person, VERIFY, person.email, base_url)
    trail.note(ctx, "staff.verification_sent", "staff", staff_id)


def change_email(ctx: Context, email: str, base_url: str) -> None:
    """A letter to the new address; it counts once its link was opened. Refuses `EmailInvalid`, `EmailTaken`."""
    ctx.require(OWN_ACCOUNT)
    person, address = row_of(ctx, me(ctx)), normal_email(email)
    if _is_taken(ctx, address, person.id):
        raise EmailTaken()
    one_time.forget(ctx, person.id, CHANGE)
    _letter(ctx, person, CHANGE, address, base_url)
    trail.note(ctx, "staff.email_change_asked", "staff", person.id, to=address)


def verify_email(work: Work, asker: Asker, token: str) -> str:
    """Confirms the address that got the letter, and makes it theirs when they asked to change it; the company's slug.
    Refuses `LinkUsed`, `EmailTaken`."""
    tenant = tenant_of(token, "letter")
    if tenant is None:
        raise LinkUsed()

    def act(ctx: Context) -> str:
        spent = one_time.spend(ctx, token, VERIFY)
        if spent is not None:
            person = _addressee(ctx, spent)
            if person.email != spent.data["email"]:
                raise LinkUsed()
        else:
            asked = one_time.spend(ctx, token, CHANGE)
            person = _addressee(ctx, asked)
            _move(ctx, person, asked.data["email"] if asked else "", asker.base_url)
        mark_verified(ctx, person.id)
        trail.note(ctx, "staff.email_verified", "staff", person.id)
        return str(person.slug)

    return work.perform(asker.caller(tenant), act)


def _move(ctx: Context, person: Row, address: str, base_url: str) -> None:
    if _is_taken(ctx, address, person.id):
        raise EmailTaken()
    tell(ctx, person.id, "email", base_url)
    ctx.db.run(
        "update staff set email = %(email)s where tenant_id = %(tenant)s and id = %(id)s",
        id=person.id,
        email=address,
    )
    trail.note(
        ctx,
        "staff.email_changed",
        "staff",
        person.id,
        before={"email": person.email},
        after={"email": address},
    )


def _letter(ctx: Context, person: Row, purpose: str, address: str, base_url: str) -> None:
    token = one_time.issue(ctx, "letter", purpose, person.id, VERIFY_LASTS, email=address)
    link = f"{base_url}/console/account/verify#token={token}"
    mail.send(ctx, address, purpose, person.locale, name=person.name, company=person.company, link=link)


def _addressee(ctx: Context, spent: Row | None) -> Row:
    if spent is None:
        raise LinkUsed()
    return row_of(ctx, spent.subject_id)


def mark_verified(ctx: Context, staff_id: UUID) -> None:
    """The address that is kept is theirs: they opened a link that was sent there, or the installation vouches for it."""
    ctx.db.run(
        """update staff set email_verified_at = coalesce(email_verified_at, %(now)s)
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=staff_id,
        now=ctx.now,
    )


def _is_taken(ctx: Context, address: str, by_other_than: UUID) -> bool:
    sql = "select 1 from staff where tenant_id = %(tenant)s and email = %(email)s and id <> %(id)s"
    return ctx.db.value(sql, email=address, id=by_other_than) is not None


def _set_password(
    ctx: Context, staff_id: UUID, hashed: str, base_url: str, action: str, but: UUID | None = None
) -> None:
    ctx.db.run(
        """update staff set password_hash = %(hash)s, password_changed_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=staff_id,
        hash=hashed,
        now=ctx.now,
    )
    sessions.close_all(ctx, staff_id, but=but)
    one_time.forget(ctx, staff_id, "second_step")
    trail.note(ctx, action, "staff", staff_id)
    tell(ctx, staff_id, "password", base_url)


def _as_kept(email: str) -> str:
    """An address as it would be kept; what is none cannot be known."""
    try:
        return normal_email(email)
    except EmailInvalid:
        return email.strip().lower().replace("\x00", "")[:254]
