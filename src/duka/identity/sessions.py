"""Sessions of staff: of browsers (a cookie) and of programs (access tokens and one refresh token at a time)."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from duka.identity import access_tokens
from duka.identity.bearers import new_bearer, tenant_of
from duka.identity.errors import RefreshTokenReused, SessionEnded, SessionNotFound
from duka.identity.people import me
from duka.identity.permissions import OWN_ACCOUNT
from duka.identity.sealing import Keyring
from duka.identity.sections import SECURITY
from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.settings import queries as settings
from duka.tenants.types import PLATFORM

API_IDLE, API_LASTS = timedelta(days=7), timedelta(days=30)
RECENT = timedelta(minutes=15)
"""For so long after a password or another factor was shown, sensitive things can be changed."""


class ApiTokens(msgspec.Struct, frozen=True):
    """What a program holds. `expires_in`: seconds of the access token."""

    access_token: str
    refresh_token: str
    expires_in: int


class OwnSession(msgspec.Struct, frozen=True):
    """`device` is what the browser or program says of itself."""

    id: str
    kind: str
    device: str
    address: str
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime
    is_current: bool


def audience(tenant: UUID) -> str:
    """Who the people of this company are: operators of the platform, or staff of a merchant."""
    return "operator" if tenant == PLATFORM else "staff"


def open_web(ctx: Context, staff_id: UUID, replaced: str = "", *, factor: bool = False) -> str:
    """What a browser's cookie is to hold, for as long as the company's settings say. A session that the browser brought along
    ends: its name may be known to others. `factor`: a second factor was shown, not only the password."""
    if replaced:
        ctx.db.run(
            "delete from sessions where tenant_id = %(tenant)s and token_hash = %(hash)s and kind = 'web'",
            hash=ids.token_hash(replaced),
        )
    rules = settings.section(ctx, SECURITY)
    idle, lasts = timedelta(minutes=rules.idle_minutes), timedelta(hours=rules.session_hours)
    return _open(ctx, "web", staff_id, idle, lasts, factor)[0]


def open_api(ctx: Context, keys: Keyring, staff_id: UUID, *, factor: bool = False) -> ApiTokens:
    """A new family of refresh tokens with its first access token."""
    _, session = _open(ctx, "api", staff_id, API_IDLE, API_LASTS, factor)
    return _tokens(ctx, keys, staff_id, session)


def refresh(work: Work, keys: Keyring, text: str, caller: Caller) -> ApiTokens:
    """New tokens for a refresh token, which is used up. Refuses `SessionEnded`; and `RefreshTokenReused` when it was used
    before: then a thief has it or had it, and the whole family ends."""
    if tenant_of(text, "refresh") != caller.tenant:
        raise SessionEnded()
    found = work.perform(caller, lambda ctx: _rotate(ctx, keys, text))
    if found is None:
        raise RefreshTokenReused()
    return found


def rotate_web(ctx: Context, session: UUID, *, factor: bool = False) -> str:
    """The same session under a new name, after its holder proved who they are."""
    token = new_bearer("web", ctx.tenant)
    if not ctx.db.run(
        """update sessions set token_hash = %(hash)s, authenticated_at = %(now)s,
             factor_at = case when %(factor)s then %(now)s else factor_at end
           where tenant_id = %(tenant)s and id = %(id)s and kind = 'web'""",
        hash=ids.token_hash(token),
        factor=factor,
        id=session,
        now=ctx.now,
    ):
        raise SessionEnded()
    return token


def vouch(ctx: Context, session: UUID, *, factor: bool = False) -> None:
    """The holder of a session that is no browser's proved who they are."""
    ctx.db.run(
        """update sessions set authenticated_at = %(now)s,
             factor_at = case when %(factor)s then %(now)s else factor_at end
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=session,
        factor=factor,
        now=ctx.now,
    )


def factor_shown(ctx: Context, session: UUID) -> None:
    """A second factor was set up, and so shown, in this session."""
    ctx.db.run(
        "update sessions set factor_at = %(now)s where tenant_id = %(tenant)s and id = %(id)s",
        id=session,
        now=ctx.now,
    )


def list_own(ctx: Context, current: UUID | None) -> list[OwnSession]:
    """The caller's own sessions that live, the last used first."""
    ctx.require(OWN_ACCOUNT)
    rows = ctx.db.all(
        """select 'ses_' || replace(id::text, '-', ''), kind, device, address, created_at,
                  coalesce(last_used_at, created_at) as used_at, expires_at,
                  id is not distinct from %(current)s as is_current
           from sessions where tenant_id = %(tenant)s and subject_id = %(me)s and audience = %(audience)s
             and expires_at > %(now)s and (idle_seconds is null
               or coalesce(last_used_at, created_at) + make_interval(secs => idle_seconds) > %(now)s)
           order by coalesce(last_used_at, created_at) desc, id limit 100""",
        me=me(ctx),
        audience=audience(ctx.tenant),
        current=current,
        now=ctx.now,
    )
    return [OwnSession(*row) for row in rows]


def end_own(ctx: Context, session: UUID) -> None:
    """Refuses `SessionNotFound`."""
    ctx.require(OWN_ACCOUNT)
    person = me(ctx)
    if not ctx.db.run(
        """delete from sessions where tenant_id = %(tenant)s and id = %(id)s and subject_id = %(me)s
           and audience = %(audience)s""",
        id=session,
        audience=audience(ctx.tenant),
        me=person,
    ):
        raise SessionNotFound()
    trail.note(ctx, "staff.session_ended", "staff", person, session=ids.public("ses", session))


def end_others(ctx: Context, current: UUID | None) -> int:
    """Ends all of the caller's sessions but the current one; how many those were."""
    ctx.require(OWN_ACCOUNT)
    person = me(ctx)
    ended = close_all(ctx, person, but=current)
    trail.note(ctx, "staff.sessions_ended", "staff", person, count=ended)
    return ended


def log_out(ctx: Context, session: UUID) -> None:
    """Ends the caller's session. Ending it twice is no mistake."""
    ctx.db.run("delete from sessions where tenant_id = %(tenant)s and id = %(id)s", id=session)
    trail.note(ctx, "staff.logged_out", "staff", me(ctx))


def close_all(ctx: Context, staff_id: UUID, but: UUID | None = None) -> int:
    """Logs somebody out everywhere, except in the session `but`."""
    return ctx.db.run(
        """delete from sessions where tenant_id = %(tenant)s and subject_id = %(id)s and audience = %(audience)s
           and id is distinct from %(but)s""",
        id=staff_id,
        audience=audience(ctx.tenant),
        but=but,
    )


def _open(
    ctx: Context, kind: str, staff_id: UUID, idle: timedelta, lasts: timedelta, factor: bool
) -> tuple[str, UUID]:
    token, session = new_bearer("web", ctx.tenant), ids.new_id()
    address, _, device = ctx.origin.partition(" ")
    ctx.db.run(
        """insert into sessions (tenant_id, token_hash, audience, subject_id, created_at, expires_at, id, kind,
                                 authenticated_at, last_used_at, idle_seconds, device, address,
                                 factor_at)
           values (%(tenant)s, %(hash)s, %(audience)s, %(subject)s, %(now)s, %(until)s, %(id)s, %(kind)s, %(now)s, %(now)s,
                   %(idle)s, %(device)s, %(address)s, %(factor)s)""",
        hash=ids.token_hash(token),
        audience=audience(ctx.tenant),
        subject=staff_id,
        now=ctx.now,
        until=ctx.now + lasts,
        id=session,
        kind=kind,
        idle=int(idle.total_seconds()),
        device=device[:200],
        address=address[:60],
        factor=ctx.now if factor else None,
    )
    return token, session


def _tokens(ctx: Context, keys: Keyring, staff_id: UUID, session: UUID) -> ApiTokens:
    token = new_bearer("refresh", ctx.tenant)
    ctx.db.run(
        """insert into refresh_tokens (tenant_id, token_hash, session_id, created_at, expires_at)
           values (%(tenant)s, %(hash)s, %(session)s, %(now)s, %(until)s)""",
        hash=ids.token_hash(token),
        session=session,
        now=ctx.now,
        until=ctx.now + API_IDLE,
    )
    access = access_tokens.issue(keys, audience(ctx.tenant), ctx.tenant, staff_id, session, ctx.now)
    return ApiTokens(access, token, int(access_tokens.LASTS.total_seconds()))


def _rotate(ctx: Context, keys: Keyring, text: str) -> ApiTokens | None:
    """None when the token was used before; the family is over then."""
    row = ctx.db.one(
        """select r.session_id, r.used_at, r.expires_at, e.expires_at as over_at, e.subject_id, s.is_active, s.name
           from refresh_tokens r
           join sessions e on e.tenant_id = r.tenant_id and e.id = r.session_id
           join staff s on s.tenant_id = e.tenant_id and s.id = e.subject_id
           where r.tenant_id = %(tenant)s and e.tenant_id = %(tenant)s and s.tenant_id = %(tenant)s
             and r.token_hash = %(hash)s for update of r""",
        hash=ids.token_hash(text),
    )
    if row is None or not row.is_active or min(row.expires_at, row.over_at) <= ctx.now:
        raise SessionEnded()
    if row.used_at is not None:
        ctx.db.run("delete from sessions where tenant_id = %(tenant)s and id = %(id)s", id=row.session_id)
        trail.note(ctx, "staff.refresh_token_reused", "staff", row.subject_id)
        return None
    ctx.db.run(
        "update refresh_tokens set used_at = %(now)s where tenant_id = %(tenant)s and token_hash = %(hash)s",
        hash=ids.token_hash(text),
        now=ctx.now,
    )
    ctx.db.run(
        "update sessions set last_used_at = %(now)s where tenant_id = %(tenant)s and id = %(id)s",
        id=row.session_id,
        now=ctx.now,
    )
    return _tokens(ctx, keys, row.subject_id, row.session_id)
