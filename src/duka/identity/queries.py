"""Whose bearer this is; who works here; which keys there are."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from duka.identity.roles import CUSTOMER, ROLES
from duka.identity.types import ApiKey, Credential, StaffMember
from duka.kernel import ids
from duka.kernel.context import Actor, Context
from duka.kernel.work import Caller, Work

KINDS = {"st": "staff", "ct": "customer", "pk": "publishable", "sk": "secret"}
LONGEST = 200
TOUCH = timedelta(minutes=1)


def authenticate(work: Work, bearer: str, now: datetime | None = None) -> Credential | None:
    """Who shows `bearer`; None when it is malformed, unknown, ended or revoked.

    The tenant is the one inside the bearer, and the secret is looked up there by its hash, in the table of
    its own audience alone. Remembered for `cache_seconds`.
    """
    prefix, _, rest = bearer.partition("_")
    tenant_text, _, secret = rest.partition("_")
    if (
        prefix not in KINDS
        or len(tenant_text) != 32
        or not secret
        or len(bearer) > LONGEST
        or not bearer.isascii()
    ):
        return None
    try:
        tenant = UUID(hex=tenant_text)
    except ValueError:
        return None
    if tenant.int == 0 or tenant.hex != tenant_text:
        return None
    now = now or work.clock()
    digest = ids.token_hash(bearer)
    known = cast("Credential | None", work.cache.find((tenant, "credential", digest)))
    if known is None:
        known = _look_up(work, tenant, KINDS[prefix], digest, now)
        if known is None:
            return None
        work.cache.keep((tenant, "credential", digest), known)
    return known if known.expires_at is None or known.expires_at > now else None


def _look_up(work: Work, tenant: UUID, kind: str, digest: bytes, now: datetime) -> Credential | None:
    find = {"staff": _staff, "customer": _customer}.get(kind)
    if find is not None:
        return work.perform(Caller(tenant), lambda ctx: find(ctx, digest))
    return work.perform(Caller(tenant), lambda ctx: _key(ctx, kind, digest, now))


def _staff(ctx: Context, digest: bytes) -> Credential | None:
    row = ctx.db.one(
        """select s.id, s.name, s.role, e.expires_at from sessions e
           join staff s on s.tenant_id = e.tenant_id and s.id = e.subject_id
           where e.tenant_id = %(tenant)s and s.tenant_id = %(tenant)s and e.token_hash = %(hash)s
             and e.audience = 'staff' and s.is_active""",
        hash=digest,
    )
    if row is None:
        return None
    actor = Actor("staff", row.id, row.name)
    return Credential(ctx.tenant, actor, ROLES.get(row.role, frozenset()), None, "staff", row.expires_at)


def _customer(ctx: Context, digest: bytes) -> Credential | None:
    row = ctx.db.one(
        """select subject_id, expires_at from sessions
           where tenant_id = %(tenant)s and token_hash = %(hash)s and audience = 'customer'""",
        hash=digest,
    )
    if row is None:
        return None
    return Credential(
        ctx.tenant, Actor("customer", row.subject_id), CUSTOMER, None, "customer", row.expires_at
    )


def _key(ctx: Context, kind: str, digest: bytes, now: datetime) -> Credential | None:
    row = ctx.db.one(
        """select id, name, scopes, store_id, expires_at, last_used_at from api_keys
           where tenant_id = %(tenant)s and secret_hash = %(hash)s and kind = %(kind)s and revoked_at is
           null""",
        hash=digest,
        kind=kind,
    )
    if row is None:
        return None
    if row.last_used_at is None or row.last_used_at < now - TOUCH:
        # once a minute and key; whoever comes while another writes it does not wait
        ctx.db.run(
            """update api_keys set last_used_at = %(now)s where tenant_id = %(tenant)s and id in (
                 select id from api_keys where tenant_id = %(tenant)s and id = %(id)s for update skip
                 locked)""",
            id=row.id,
            now=now,
        )
    actor = Actor("shopper" if kind == "publishable" else "key", row.id, row.name)
    return Credential(ctx.tenant, actor, frozenset(row.scopes), row.store_id, kind, row.expires_at)


def list_staff(ctx: Context) -> list[StaffMember]:
    """Everybody who works or worked here, by name."""
    ctx.require("staff:read")
    rows = ctx.db.all(
        """select 'staff_' || replace(id::text, '-', ''), email, name, role, is_active from staff
           where tenant_id = %(tenant)s order by name, id"""
    )
    return [StaffMember(*row) for row in rows]


def list_api_keys(ctx: Context) -> list[ApiKey]:
    """The tenant's keys, newest first, those revoked as well; never their secrets."""
    ctx.require("keys:read")
    rows = ctx.db.all(
        """select 'key_' || replace(id::text, '-', '') as key, kind, name, last_four, scopes,
                  'store_' || replace(store_id::text, '-', '') as store, created_at, expires_at, revoked_at,
                  last_used_at
           from api_keys where tenant_id = %(tenant)s order by created_at desc, id desc"""
    )
    return [ApiKey(*row) for row in rows]
