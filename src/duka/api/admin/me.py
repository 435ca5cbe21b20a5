"""The person who is logged in: what they may do here, and their own account."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, delete, get, patch, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.access import queries as access
from duka.access import words
from duka.api import cookies
from duka.api.accounts.shapes import CODE, EMAIL, PASSKEY_ANSWER, PASSWORD, CompanyName
from duka.api.asking import asker
from duka.api.call import Call, uuid
from duka.flags import queries as flags
from duka.identity import accounts, logging_in, passkeys, recovery, sessions, totp
from duka.identity.errors import PeopleOnly
from duka.identity.sealing import keyring
from duka.identity.sections import SECURITY
from duka.identity.sessions import OwnSession
from duka.identity.types import SeenSession, SeenVisit
from duka.kernel import ids
from duka.kernel.context import Context
from duka.settings import queries as settings
from duka.stores.mine import StoreOfMine, list_mine
from duka.tenants import queries as tenants
from duka.tenants.types import PLATFORM, Tenant

TAGS = ["Admin: my account"]
PERMISSION = "account:manage"


class Myself(msgspec.Struct, frozen=True):
    """`locale` is empty until it was chosen."""

    id: str
    name: str
    email: str
    locale: str


class MyCompany(CompanyName, frozen=True):
    """`kind`: merchant, sandbox, or platform for the company that runs the installation."""

    status: str
    kind: str = "merchant"


class MyGrant(msgspec.Struct, frozen=True):
    """A role that is held in some stores, at some locations; without lists everywhere."""

    role: str
    role_name: str
    permissions: list[str]
    stores: list[str] | None
    locations: list[str] | None


class MySecurity(msgspec.Struct, frozen=True):
    """`must_add_factor`: the company wants a second factor, and there is none yet. `must_show_factor`: there is one, and it has
    to be shown in this session before anything but one's own account is open. `confirmed_recently`: sensitive things can be
    changed without showing the password again."""

    two_factor: bool
    passkeys: int
    recovery_codes: int
    email_verified: bool
    must_add_factor: bool
    confirmed_recently: bool
    must_show_factor: bool = False


class MyVisit(msgspec.Struct, frozen=True):
    """Whoever asks is an operator of the platform, who acts here with this merchant's role, for a while."""

    id: str
    role: str
    role_name: str
    reason: str
    began_at: datetime
    until_at: datetime


class Me(msgspec.Struct, frozen=True):
    """Who is asking, and what they may do where. `features_off` are switched off for this company. `visit`: they are here from
    the platform."""

    staff: Myself
    company: MyCompany
    role: str
    roles: list[str]
    permissions: list[str]
    grants: list[MyGrant]
    stores: list[StoreOfMine]
    security: MySecurity
    features_off: list[str]
    visit: MyVisit | None = None


class MyChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)] | None = None
    locale: Annotated[str, msgspec.Meta(pattern="^[a-z]{2,3}(-[A-Z]{2})?$")] | None = None


class Confirmation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of them: the password, a code of the app (or a recovery code), the answer of a passkey."""

    password: PASSWORD | None = None
    code: CODE | None = None
    passkey: PASSKEY_ANSWER | None = None


class Confirmed(msgspec.Struct, frozen=True):
    """For browsers: their session has a new name, so there is a new `csrf_token`."""

    csrf_token: str | None = None


class PasswordChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    present: PASSWORD
    wanted: PASSWORD


class EmailChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    email: EMAIL


class Ended(msgspec.Struct, frozen=True):
    """How many sessions were ended."""

    ended: int


@get("/me", permission=PERMISSION, when_suspended=True, sync_to_thread=False, tags=TAGS, is_for_visitors=True)
def admin_me(call: NamedDependency[Call]) -> Me:
    """Who I am here, what I may do, and in which stores."""
    return call.read(lambda ctx: _me(call, ctx) if call.visit is None else _visitor(call, ctx, call.visit))


@patch("/me", permission=PERMISSION, when_suspended=True, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_update_me(call: NamedDependency[Call], data: JSONBody[MyChange]) -> None:
    """Change my name or language."""
    call.write(lambda ctx: accounts.update_profile(ctx, data.name, data.locale))


@post(
    "/me/confirm", permission=PERMISSION, when_suspended=True, sync_to_thread=True, tags=TAGS, status_code=200
)
def admin_confirm_me(call: NamedDependency[Call], data: JSONBody[Confirmation]) -> Response[Confirmed]:
    """Show once more who I am. For fifteen minutes sensitive things can be changed."""
    session = _session(call)
    work, who, keys = call.services.work, asker(call.request), keyring(call.services.config)
    site = passkeys.site_of(call.services.config.base_url)
    if data.password is not None:
        accounts.check_own_password(work, call.caller, who, data.password)
        return _renamed(call, work.perform(call.caller, lambda ctx: accounts.vouch(ctx, session, "password")))

    def prove(ctx: Context, person: UUID) -> None:
        if data.passkey is not None:
            passkeys.check(ctx, keys, site, person, data.passkey)
        else:
            logging_in.show_code(ctx, keys, who.base_url, person, data.code or "")

    how = "code" if data.passkey is None else "passkey"
    return _renamed(call, accounts.confirm(work, call.caller, who, session, how, prove))


@post(
    "/me/password",
    permission=PERMISSION,
    when_suspended=True,
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_change_my_password(
    call: NamedDependency[Call], data: JSONBody[PasswordChange]
) -> Response[Confirmed]:
    """Choose another password. Every other session ends."""
    session = _session(call)
    work, who = call.services.work, asker(call.request)
    accounts.change_password(work, call.caller, who, session.id, data.present, data.wanted)
    return _renamed(call, work.perform(call.caller, lambda ctx: accounts.vouch(ctx, session, "password")))


@post(
    "/me/email", permission=PERMISSION, when_suspended=True, sync_to_thread=True, tags=TAGS, status_code=204
)
def admin_change_my_email(call: NamedDependency[Call], data: JSONBody[EmailChange]) -> None:
    """Ask for another e-mail address: it counts once the link in the letter to it was opened."""
    call.require_recent()
    base_url = call.services.config.base_url
    call.write(lambda ctx: accounts.change_email(ctx, data.email, base_url))


@post(
    "/me/email/verification",
    permission=PERMISSION,
    when_suspended=True,
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_send_my_verification(call: NamedDependency[Call]) -> None:
    """Send the letter that confirms my address again."""
    accounts.resend_verification(call.services.work, call.caller, asker(call.request))


@get("/me/sessions", permission=PERMISSION, when_suspended=True, sync_to_thread=False, tags=TAGS)
def admin_list_my_sessions(call: NamedDependency[Call]) -> list[OwnSession]:
    """Where I am logged in."""
    current = call.session.id if call.session else None
    return call.read(lambda ctx: sessions.list_own(ctx, current))


@delete(
    "/me/sessions",
    permission=PERMISSION,
    when_suspended=True,
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_end_my_other_sessions(call: NamedDependency[Call]) -> Ended:
    """Log out everywhere else."""
    current = _session(call).id
    return Ended(call.services.work.perform(call.caller, lambda ctx: sessions.end_others(ctx, current)))


@delete(
    "/me/sessions/{session:str}",
    permission=PERMISSION,
    when_suspended=True,
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_end_my_session(call: NamedDependency[Call], session: FromPath[str]) -> None:
    """Log out of one of my sessions."""
    call.write(lambda ctx: sessions.end_own(ctx, uuid("ses", session)))


def _me(call: Call, ctx: Context) -> Me:
    person = accounts.profile(ctx)
    company = tenants.find_by_id(call.services.work, ctx.tenant)
    assert company is not None
    held = access.held_by(ctx, person.id)
    grants = [
        MyGrant(
            each.role or ids.public("role", each.role_id or person.id),
            each.name,
            sorted(each.grant.permissions),
            _public("store", each.grant.stores),
            _public("loc", each.grant.locations),
        )
        for each in held
    ]
    has_totp, keys = totp.is_on(ctx, person.id), len(passkeys.list_own(ctx))
    wanted = ctx.tenant == PLATFORM or settings.section(ctx, SECURITY).two_factor_required
    shown_at = call.session.factor_at if call.session else None
    return Me(
        Myself(ids.public("staff", person.id), person.name, person.email, person.locale),
        _company(company),
        grants[0].role if grants else "",
        [grant.role for grant in grants],
        sorted(ctx.permissions),
        grants,
        list_mine(ctx),
        MySecurity(
            has_totp,
            keys,
            recovery.left(ctx, person.id),
            person.is_email_verified,
            wanted and not has_totp and not keys,
            accounts.is_recent(call.session, ctx.now),
            ctx.tenant == PLATFORM and (has_totp or keys > 0) and shown_at is None,
        ),
        flags.names_off(ctx),
    )


def _visitor(call: Call, ctx: Context, visit: SeenVisit) -> Me:
    company, person = tenants.find_by_id(call.services.work, ctx.tenant), ctx.actor.id
    assert company is not None and person is not None
    return Me(
        Myself(ids.public("staff", person), ctx.actor.name, "", ""),
        _company(company),
        visit.role,
        [visit.role],
        sorted(ctx.permissions),
        [],
        list_mine(ctx),
        MySecurity(True, 0, 0, True, False, True),
        flags.names_off(ctx),
        MyVisit(
            ids.public("visit", visit.id),
            visit.role,
            words.role_name(visit.role, ctx.locale),
            visit.reason,
            visit.began_at,
            visit.until_at,
        ),
    )


def _company(company: Tenant) -> MyCompany:
    return MyCompany(company.public_id, company.slug, company.name, company.status, company.kind)


def _public(prefix: str, places: frozenset[UUID] | None) -> list[str] | None:
    return None if places is None else sorted(ids.public(prefix, place) for place in places)


def _session(call: Call) -> SeenSession:
    """The session of the call. Refuses `PeopleOnly` for keys."""
    if call.session is None:
        raise PeopleOnly()
    return call.session


def _renamed(call: Call, token: str | None) -> Response[Confirmed]:
    """The answer to a browser whose session has a new name."""
    set_cookies: list[Cookie] = []
    told: dict[str, Any] = {}
    if token is not None:
        config = call.services.config
        set_cookies = [cookies.session_cookie(config, token)]
        told = {"csrf_token": cookies.csrf_token(config, token)}
    return Response(Confirmed(**told), cookies=set_cookies, headers={"Cache-Control": "no-store"})


HANDLERS = [
    admin_me,
    admin_update_me,
    admin_confirm_me,
    admin_change_my_password,
    admin_change_my_email,
    admin_send_my_verification,
    admin_list_my_sessions,
    admin_end_my_other_sessions,
    admin_end_my_session,
]
