"""Logging in to the web app: by cookie, one for each company."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.datastructures import State
from litestar.params import JSONBody, Parameter

from duka.api import cookies
from duka.api.accounts.shapes import (
    CODE,
    EMAIL,
    PASSKEY_ANSWER,
    PASSWORD,
    TOKEN,
    CompanyName,
    LogInAnswer,
    StaffName,
    WebSession,
    WebSessions,
    answer,
)
from duka.api.asking import asker, unhurried
from duka.control import acting
from duka.identity import devices, logging_in, passkeys, sessions
from duka.identity import queries as identity
from duka.identity.errors import WrongLogin
from duka.identity.logging_in import Person
from duka.identity.sealing import keyring
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.work import Work
from duka.tenants import queries as tenants
from duka.tenants.types import PLATFORM
from duka.wiring import Services

TAGS = ["Accounts"]
Web = Request[Any, Any, State]


class WebLogIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`company`: the slug of one, for people who work in several."""

    email: EMAIL
    password: PASSWORD
    company: Annotated[str, msgspec.Meta(max_length=63)] | None = None


class SecondFactor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`code`: of the app, or a recovery code. Or the answer of a `passkey`."""

    step: TOKEN
    code: CODE | None = None
    passkey: PASSKEY_ANSWER | None = None


class PasskeyLogIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    passkey: PASSKEY_ANSWER


class PasskeyOptions(msgspec.Struct, frozen=True):
    """For `navigator.credentials.get`, as JSON."""

    options: dict[str, Any]


@get("/session", permission="public", sync_to_thread=False, tags=TAGS)
def list_web_sessions(request: Web) -> Response[WebSessions]:
    """The companies that this browser is logged in to, and the token for unsafe calls to each."""
    services: Services = request.app.state.services
    found = [told for cookie in cookies.sessions(request) if (told := _told(services, cookie)) is not None]
    return Response(WebSessions(found), headers={"Cache-Control": "no-store"})


@post("/session", permission="public", tags=TAGS, status_code=200)
async def log_in_web(request: Web, data: JSONBody[WebLogIn]) -> Response[LogInAnswer]:
    """Log in. Nothing tells whether an e-mail address is known here."""
    cookies.refuse_foreign(request)
    return await unhurried(lambda: _log_in(request, data))


@post("/session/second-factor", permission="public", tags=TAGS, status_code=200)
async def log_in_web_second_factor(request: Web, data: JSONBody[SecondFactor]) -> Response[LogInAnswer]:
    """The second step of a log-in. The step is good for ten minutes and five tries."""
    cookies.refuse_foreign(request)
    return await unhurried(lambda: _second_step(request, data))


@post("/session/passkey-options", permission="public", sync_to_thread=False, tags=TAGS, status_code=200)
def begin_passkey_log_in(request: Web) -> PasskeyOptions:
    """What a browser needs to ask for any passkey of this site."""
    services: Services = request.app.state.services
    site = passkeys.site_of(services.config.base_url)
    now = services.work.clock()
    return PasskeyOptions(passkeys.challenge_for_anybody(keyring(services.config), site, now))


@post("/session/passkey", permission="public", tags=TAGS, status_code=200)
async def log_in_web_passkey(request: Web, data: JSONBody[PasskeyLogIn]) -> Response[LogInAnswer]:
    """Log in with a passkey, which is both factors at once."""
    cookies.refuse_foreign(request)
    return await unhurried(lambda: _with_passkey(request, data))


@delete("/session", permission="public", sync_to_thread=True, tags=TAGS, status_code=204)
def log_out_web(
    request: Web, company: Annotated[str | None, Parameter(max_length=63, required=False)] = None
) -> Response[None]:
    """Log out: of one company, or of all that this browser is logged in to."""
    cookies.refuse_foreign(request)
    services: Services = request.app.state.services
    chosen = tenants.find(services.work, company) if company else None
    gone = []
    for cookie in cookies.sessions(request):
        found = identity.authenticate_cookie(services.work, cookie)
        tenant = UUID(hex=cookie.split("_")[1])
        if company and (chosen is None or chosen.id != tenant):
            continue
        gone.append(cookies.gone(services.config, tenant))
        if found is not None and found.visit is not None:
            visitor = asker(request).caller(PLATFORM, found.actor)
            acting.leave(services.work, visitor, tenant, found.visit.id)
        elif found is not None and found.session is not None:
            caller = asker(request).caller(tenant, found.actor)
            services.work.perform(caller, partial(sessions.log_out, session=found.session.id))
    return Response(None, status_code=204, cookies=gone)


def _log_in(request: Web, data: WebLogIn) -> Response[LogInAnswer]:
    services: Services = request.app.state.services
    work, keys, who = services.work, keyring(services.config), asker(request)
    chosen = None
    if data.company:
        chosen = tenants.find(work, data.company)
        if chosen is None:
            # as much work as for a company that exists
            logging_in.check_password(work, keys, who, data.email, data.password, ids.new_id())
            raise WrongLogin()
    people = logging_in.check_password(
        work, keys, who, data.email, data.password, chosen.id if chosen else None
    )
    if len(people) > 1:
        companies = sorted((_company(work, person.tenant) for person in people), key=lambda c: c.name)
        return answer(LogInAnswer("choose", companies=companies), [])
    (person,) = people
    if person.second_step:
        step = logging_in.begin_second_step(work, who, person)
        return answer(LogInAnswer("second_factor", step=step, methods=person.second_step), [])
    enter = _entering(request, person.tenant, factor=False)
    token = work.perform(person.caller(who), lambda ctx: enter(ctx, person.id))
    return entered(request, person, token)


def _second_step(request: Web, data: SecondFactor) -> Response[LogInAnswer]:
    services: Services = request.app.state.services
    keys, who = keyring(services.config), asker(request)
    site = passkeys.site_of(services.config.base_url)

    def show(ctx: Context, person: UUID) -> None:
        if data.passkey is not None:
            passkeys.check(ctx, keys, site, person, data.passkey)
        else:
            logging_in.show_code(ctx, keys, who.base_url, person, data.code or "")

    def enter(ctx: Context, person: UUID) -> str:
        return _entering(request, ctx.tenant, factor=True)(ctx, person)

    person, token = logging_in.second_step(services.work, who, data.step, show, enter)
    return entered(request, person, token)


def _with_passkey(request: Web, data: PasskeyLogIn) -> Response[LogInAnswer]:
    services: Services = request.app.state.services
    site = passkeys.site_of(services.config.base_url)

    def enter(ctx: Context, person: UUID) -> str:
        return _entering(request, ctx.tenant, factor=True)(ctx, person)

    keys, who = keyring(services.config), asker(request)
    person, token = logging_in.with_passkey(services.work, keys, who, site, data.passkey, enter)
    return entered(request, person, token)


def _entering(request: Web, tenant: UUID, *, factor: bool) -> Callable[[Context, UUID], str]:
    """Opens the session, in place of the one that the browser showed for this company."""

    def enter(ctx: Context, person: UUID) -> str:
        logging_in.note_entry(ctx, person, "web")
        return sessions.open_web(ctx, person, cookies.session(request, tenant) or "", factor=factor)

    return enter


def entered(request: Web, person: Person, token: str, status: int = 200) -> Response[LogInAnswer]:
    """The answer that lets somebody in: their session and this browser's cookies."""
    services: Services = request.app.state.services
    config = services.config
    session = WebSession(
        _company(services.work, person.tenant),
        StaffName(ids.public("staff", person.id), person.name, person.email),
        cookies.csrf_token(config, token),
    )
    known = devices.remember(keyring(config), cookies.device(request), person.email)
    return answer(
        LogInAnswer("in", session=session),
        [cookies.session_cookie(config, token), cookies.device_cookie(config, known)],
        status,
    )


def _told(services: Services, cookie: str) -> WebSession | None:
    found = identity.authenticate_cookie(services.work, cookie)
    if found is None or found.actor.id is None:
        return None
    email = services.work.perform(
        found.caller(),
        lambda ctx: ctx.db.value(
            "select email from staff where tenant_id = %(tenant)s and id = %(id)s", id=found.actor.id
        ),
    )
    staff = StaffName(ids.public("staff", found.actor.id), found.actor.name, email or "")
    return WebSession(
        _company(services.work, found.tenant),
        staff,
        cookies.csrf_token(services.config, cookie),
        found.visit is not None,
    )


def _company(work: Work, tenant: UUID) -> CompanyName:
    found = tenants.find_by_id(work, tenant)
    assert found is not None
    return CompanyName(found.public_id, found.slug, found.name)


HANDLERS = [
    list_web_sessions,
    log_in_web,
    log_in_web_second_factor,
    begin_passkey_log_in,
    log_in_web_passkey,
    log_out_web,
]
