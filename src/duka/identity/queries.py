"""Whose bearer this is."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from duka.access.queries import grants_of
from duka.access.roles import CUSTOMER
from duka.access.rules import union
from duka.identity import access_tokens, accounts, sessions, visiting
from duka.identity import keys as api_keys
from duka.identity.bearers import tenant_of
from duka.identity.permissions import OWN_ACCOUNT
from duka.identity.sealing import Keyring
from duka.identity.sections import SECURITY
from duka.identity.types import Credential, SeenSession
from duka.kernel import ids
from duka.kernel.context import Actor, Context, Grant
from duka.kernel.work import Caller, Work
from duka.settings import queries as settings
from duka.tenants.types import PLATFORM

AUDIENCES = ("staff", "operator", "customer", "publishable", "secret")
TOUCH = timedelta(minutes=1)


def authenticate(
    work: Work, bearer: str, now: datetime | None = None, keys: Keyring | None = None, origin: str = ""
) -> Credential | None:
    """Who shows `bearer`; None when it is malformed, unknown, ended or revoked.

    The tenant is the one inside the bearer, and the secret is looked up there by its hash, in the table of
    its own audience alone. Access tokens (JWT) are known only with the installation's `keys`. `origin` is noted of API
    keys, as where they were last used from. Remembered for `cache_seconds`.
    """
    now = now or work.clock()
    if keys is not None and access_tokens.looks_like_one(bearer):
        claims = access_tokens.read(keys, bearer, now)
        if claims is None:
            return None
        caller = Caller(claims.tenant)
        found = _remembered(
            work,
            (claims.tenant, "credential", claims.session),
            lambda: work.perform(caller, lambda ctx: _staff(ctx, "api", session=claims.session)),
            now,
        )
        return found if found is not None and found.actor.id == claims.subject else None
    for kind in AUDIENCES:
        tenant = tenant_of(bearer, kind)
        if tenant is not None and (kind == "operator" if tenant == PLATFORM else kind != "operator"):
            return _by_secret(work, tenant, kind, bearer, now, origin)
    return None


def authenticate_cookie(work: Work, cookie: str, now: datetime | None = None) -> Credential | None:
    """Whose browser shows `cookie`; None as in `authenticate`. What a cookie holds is no bearer, and the other way round."""
    tenant = tenant_of(cookie, "web")
    now = now or work.clock()
    return _by_secret(work, tenant, "web", cookie, now) if tenant else None


def _by_secret(
    work: Work, tenant: UUID, kind: str, text: str, now: datetime, origin: str = ""
) -> Credential | None:
    digest = ids.token_hash(text)
    finders: dict[str, Callable[[Context], Credential | None]] = {
        "staff": lambda ctx: _staff(ctx, "bearer", digest),
        "operator": lambda ctx: _staff(ctx, "bearer", digest),
        "web": lambda ctx: _staff(ctx, "web", digest),
        "customer": lambda ctx: _customer(ctx, digest),
    }
    find = finders.get(kind, lambda ctx: api_keys.recognise(ctx, kind, digest, now))

    def load() -> Credential | None:
        found = work.perform(Caller(tenant, origin=origin), find)
        return visiting.recognise(work, tenant, digest, now) if found is None and kind == "web" else found

    return _remembered(work, (tenant, "credential", digest), load, now)


def _remembered(
    work: Work, key: Hashable, load: Callable[[], Credential | None], now: datetime
) -> Credential | None:
    known = cast("Credential | None", work.cache.find(key))
    if known is None:
        known = load()
        if known is None:
            return None
        work.cache.keep(key, known)
    return known if known.expires_at is None or known.expires_at > now else None


def _staff(
    ctx: Context, kind: str, digest: bytes | None = None, session: UUID | None = None
) -> Credential | None:
    """Whose session of this kind it is: found by its token's hash, or (of access tokens) by its id."""
    row = ctx.db.one(
        """select s.id, s.name, e.id as session_id, e.expires_at, e.authenticated_at, e.last_used_at, e.factor_at
           from sessions e
           join staff s on s.tenant_id = e.tenant_id and s.id = e.subject_id
           where e.tenant_id = %(tenant)s and s.tenant_id = %(tenant)s and e.kind = %(kind)s
             and (e.token_hash = %(hash)s or e.id = %(session)s) and e.audience = %(audience)s and s.is_active
             and (e.idle_seconds is null
                  or coalesce(e.last_used_at, e.created_at) + make_interval(secs => e.idle_seconds) > %(now)s)""",
        kind=kind,
        hash=digest,
        session=session,
        audience=sessions.audience(ctx.tenant),
        now=ctx.now,
    )
    if row is None:
        return None
    if kind != "bearer" and (row.last_used_at is None or row.last_used_at < ctx.now - TOUCH):
        ctx.db.run(
            """update sessions set last_used_at = %(now)s where tenant_id = %(tenant)s and id in (
                 select id from sessions where tenant_id = %(tenant)s and id = %(id)s for update skip locked)""",
            id=row.session_id,
            now=ctx.now,
        )
    kind_of_person = sessions.audience(ctx.tenant)
    actor = Actor(kind_of_person, row.id, row.name)
    grants = () if _owes_factor(ctx, row.id, row.factor_at) else grants_of(ctx, row.id)
    limited = (*grants, Grant(frozenset({OWN_ACCOUNT}))) if any(g.is_limited for g in grants) else ()
    seen = SeenSession(row.session_id, kind, row.authenticated_at, row.factor_at)
    held = union(grants) | {OWN_ACCOUNT}
    return Credential(ctx.tenant, actor, held, None, kind_of_person, row.expires_at, limited, seen)


def _owes_factor(ctx: Context, staff_id: UUID, shown_at: datetime | None) -> bool:
    """The company wants a second factor of everybody, and they have none: until they do, only their own account is theirs.
    Operators must have one, and have shown it in this very session."""
    if ctx.tenant == PLATFORM and shown_at is None:
        return True
    is_wanted = ctx.tenant == PLATFORM or settings.section(ctx, SECURITY).two_factor_required
    return is_wanted and not accounts.has_factor(ctx, staff_id)


def _customer(ctx: Context, digest: bytes) -> Credential | None:
    row = ctx.db.one(
        """select id, subject_id, expires_at, authenticated_at from sessions
           where tenant_id = %(tenant)s and token_hash = %(hash)s and audience = 'customer' and kind = 'bearer'""",
        hash=digest,
    )
    if row is None:
        return None
    actor, seen = Actor("customer", row.subject_id), SeenSession(row.id, "bearer", row.authenticated_at)
    return Credential(ctx.tenant, actor, CUSTOMER, None, "customer", row.expires_at, session=seen)
