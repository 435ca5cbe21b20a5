"""Logging in to the API: a short access token, and a refresh token for the next one."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, delete, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from duka.api import cookies
from duka.api.asking import asker, unhurried
from duka.api.call import Call
from duka.identity import logging_in, sessions
from duka.identity.errors import PeopleOnly, SecondFactorRequired
from duka.identity.sealing import keyring
from duka.identity.sessions import ApiTokens
from duka.kernel.context import Context

TAGS = ["Admin: session"]


class LogIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`code`: of the authenticator app, or a recovery code, for accounts that are protected by one."""

    email: Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
    code: Annotated[str, msgspec.Meta(min_length=6, max_length=40)] | None = None


class Refresh(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    refresh_token: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Session(msgspec.Struct, frozen=True):
    """Send `access_token` as `Authorization: Bearer …`; it is good for `expires_in` seconds. `token` is the same."""

    token: str
    access_token: str
    refresh_token: str
    expires_in: int
    token_type: str = "Bearer"  # noqa: S105 - a scheme, no secret


@post("/session", permission="public", tags=TAGS, status_code=201)
async def admin_log_in(call: NamedDependency[Call], data: JSONBody[LogIn]) -> Session:
    """Log in as staff. Nothing tells whether an e-mail address is known here."""
    return await unhurried(lambda: _log_in(call, data))


@post("/session/refresh", permission="public", sync_to_thread=True, tags=TAGS, status_code=200)
def admin_refresh_session(call: NamedDependency[Call], data: JSONBody[Refresh]) -> Session:
    """New tokens for a refresh token, which is good for one use: one that comes again ends the session."""
    caller = asker(call.request).caller(call.caller.tenant)
    return _told(
        sessions.refresh(call.services.work, keyring(call.services.config), data.refresh_token, caller)
    )


@delete(
    "/session",
    permission="account:manage",
    when_suspended=True,
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_log_out(call: NamedDependency[Call]) -> Response[None]:
    """End this session: its tokens, or its cookie."""
    session = call.session
    if session is None:
        raise PeopleOnly()
    call.services.work.perform(call.caller, lambda ctx: sessions.log_out(ctx, session.id))
    gone = [cookies.gone(call.services.config, call.caller.tenant)] if session.kind == "web" else []
    return Response(None, status_code=204, cookies=gone)


def _log_in(call: Call, data: LogIn) -> Session:
    work, keys, who = call.services.work, keyring(call.services.config), asker(call.request)
    tenant = call.caller.tenant
    (person,) = logging_in.check_password(work, keys, who, data.email, data.password, tenant)

    def enter(ctx: Context, staff_id: UUID) -> ApiTokens:
        logging_in.note_entry(ctx, staff_id, "api")
        return sessions.open_api(ctx, keys, staff_id, factor=bool(person.second_step))

    if not person.second_step:
        return _told(work.perform(person.caller(who), lambda ctx: enter(ctx, person.id)))
    if data.code is None:
        raise SecondFactorRequired()
    code = data.code
    step = logging_in.begin_second_step(work, who, person)
    _, tokens = logging_in.second_step(
        work,
        who,
        step,
        lambda ctx, staff_id: logging_in.show_code(ctx, keys, who.base_url, staff_id, code),
        enter,
    )
    return _told(tokens)


def _told(tokens: ApiTokens) -> Session:
    return Session(tokens.access_token, tokens.access_token, tokens.refresh_token, tokens.expires_in)


HANDLERS = [admin_log_in, admin_refresh_session, admin_log_out]
