"""API keys: what a merchant's programs show.

A key belongs to the company and not to whoever made it: it goes on working, with what it holds, when its maker leaves or
may do less, and is listed with their name; whoever dismisses somebody chooses whether their keys go too. It never holds
more than its maker did. A key of a store holds its scopes in that store alone.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from duka.access import rights
from duka.access.roles import GRANTABLE, SHOPPER
from duka.access.rules import lacking
from duka.identity.bearers import new_bearer
from duka.identity.errors import (
    KeyExpiryInvalid,
    KeyIsOver,
    KeyKindInvalid,
    KeyNeedsStore,
    KeyNotFound,
    KeyOverlapInvalid,
    ScopeNotAllowed,
)
from duka.identity.key_events import KeyCreated, KeyRevoked, KeyRotated
from duka.identity.names import checked_name
from duka.identity.types import ApiKey, Credential, NewKey
from duka.kernel import events, ids
from duka.kernel.context import Actor, Context, Grant
from duka.kernel.db import Row
from duka.kernel.errors import NotFound
from duka.plans import limits

WRITE = "keys:write"
TOUCH = timedelta(minutes=1)
MOST_OVERLAP_HOURS = 30 * 24


def create_api_key(
    ctx: Context,
    kind: str,
    name: str,
    scopes: Iterable[str] | None = None,
    store_id: UUID | None = None,
    expires_at: datetime | None = None,
) -> str:
    """The text of a new key. As `create_key`."""
    return create_key(ctx, kind, name, scopes, store_id, expires_at).key


def create_key(
    ctx: Context,
    kind: str,
    name: str,
    scopes: Iterable[str] | None = None,
    store_id: UUID | None = None,
    expires_at: datetime | None = None,
) -> NewKey:
    """A new key, whose text is shown this once. Without `scopes` it holds what its kind can, and its maker does there.

    A publishable key belongs to a store and holds at most what a shopper does. Refuses `KeyKindInvalid`,
    `KeyNeedsStore`, `KeyExpiryInvalid`, `ScopeNotAllowed`, `NobodyGrantsMore`, `NobodyGrantsElsewhere`, NotFound for a
    store that is not the tenant's.
    """
    ctx.require(WRITE, store=store_id)
    held = rights.lock(ctx)
    if kind not in ("publishable", "secret"):
        raise KeyKindInvalid()
    if kind == "publishable" and store_id is None:
        raise KeyNeedsStore()
    stores = None if store_id is None else frozenset({store_id})
    allowed = SHOPPER if kind == "publishable" else GRANTABLE
    held_here = allowed if held.is_system else allowed - lacking(held.grants, Grant(allowed, stores))
    wanted = frozenset(scopes) if scopes is not None else held_here
    if not wanted or wanted - allowed:
        raise ScopeNotAllowed(scopes=", ".join(sorted(wanted - allowed))[:200] or "nothing at all")
    held.refuse_granting([Grant(wanted, stores)], WRITE)
    if expires_at is not None and expires_at <= ctx.now:
        raise KeyExpiryInvalid()
    if store_id is not None:
        sql = "select 1 from stores where tenant_id = %(tenant)s and id = %(id)s"
        if ctx.db.value(sql, id=store_id) is None:
            raise NotFound()
    limits.require_room(ctx, limits.INTEGRATIONS)
    key_id, key, named = ids.new_id(), new_bearer(kind, ctx.tenant), checked_name(name)
    ctx.db.run(
        """insert into api_keys (tenant_id, id, kind, name, secret_hash, last_four, scopes, store_id, created_at,
                                 expires_at, created_by, created_by_name)
           values (%(tenant)s, %(id)s, %(kind)s, %(name)s, %(hash)s, %(last)s, %(scopes)s, %(store)s, %(now)s,
                   %(until)s, %(by)s, %(by_name)s)""",
        id=key_id,
        kind=kind,
        name=named,
        hash=ids.token_hash(key),
        last=key[-4:],
        scopes=sorted(wanted),
        store=store_id,
        now=ctx.now,
        until=expires_at,
        by=ctx.actor.id if ctx.actor.kind == "staff" else None,
        by_name=ctx.actor.name,
    )
    store = None if store_id is None else ids.public("store", store_id)
    events.emit(
        ctx, KeyCreated(aggregate_id=key_id, name=named, kind=kind, scopes=sorted(wanted), store_id=store)
    )
    return NewKey(ids.public("key", key_id), key)


def rotate_key(ctx: Context, key_id: UUID, overlap_hours: int) -> NewKey:
    """A new secret for the key, shown this once; the present one goes on working for `overlap_hours` (0 to 720), so that
    programs can be changed one after the other. One that was already being replaced stops at once. Refuses
    `KeyNotFound`, `KeyIsOver`, `KeyOverlapInvalid`, and `NobodyGrantsMore` to who does not hold what the key does: they
    would learn its secret."""
    ctx.require(WRITE)
    held = rights.lock(ctx)
    row = _key(ctx, key_id)
    if row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= ctx.now):
        raise KeyIsOver()
    if not 0 <= overlap_hours <= MOST_OVERLAP_HOURS:
        raise KeyOverlapInvalid(most=MOST_OVERLAP_HOURS)
    held.refuse_granting([_grant_of(row)], WRITE)
    key = new_bearer(row.kind, ctx.tenant)
    ctx.db.run(
        """update api_keys set previous_hash = case when %(until)s > %(now)s then secret_hash end,
             previous_last_four = case when %(until)s > %(now)s then last_four end,
             previous_until = case when %(until)s > %(now)s then %(until)s::timestamptz end,
             secret_hash = %(hash)s, last_four = %(last)s, rotated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=key_id,
        hash=ids.token_hash(key),
        last=key[-4:],
        now=ctx.now,
        until=ctx.now + timedelta(hours=overlap_hours),
    )
    events.emit(ctx, KeyRotated(aggregate_id=key_id, name=row.name, overlap_hours=overlap_hours))
    return NewKey(ids.public("key", key_id), key)


def revoke_api_key(ctx: Context, key_id: UUID) -> None:
    """The key is refused within `cache_seconds`. Revoking it twice is no mistake. Refuses `KeyNotFound`."""
    ctx.require(WRITE)
    row = _key(ctx, key_id)
    ctx.require(WRITE, store=row.store_id)
    if row.store_id is None:
        ctx.require_everywhere(WRITE)
    if row.revoked_at is None:
        _revoke(ctx, key_id, row.name)


def revoke_keys_of(ctx: Context, staff_id: UUID) -> int:
    """Revokes every key that somebody made; how many those were. Belongs to their dismissal and asks for nothing more."""
    rows = ctx.db.all(
        """select id, name from api_keys where tenant_id = %(tenant)s and created_by = %(by)s and revoked_at is null
           order by id""",
        by=staff_id,
    )
    for row in rows:
        _revoke(ctx, row.id, row.name)
    return len(rows)


def list_api_keys(ctx: Context) -> list[ApiKey]:
    """The tenant's keys, newest first, those that are over as well (500 at most); never their secrets. Who sees keys in
    some stores only sees those stores'."""
    ctx.require("keys:read")
    rows = ctx.db.all(
        """select 'key_' || replace(k.id::text, '-', '') as key, k.kind, k.name, k.last_four, k.scopes,
                  'store_' || replace(k.store_id::text, '-', '') as store, k.created_at, k.expires_at, k.revoked_at,
                  k.last_used_at, k.last_used_from, k.created_by_name, s.id is not null and not s.is_active as is_gone,
                  k.rotated_at, case when k.previous_until > %(now)s then k.previous_last_four end as previous_last_four,
                  case when k.previous_until > %(now)s then k.previous_until end as previous_until
           from api_keys k left join staff s on s.tenant_id = k.tenant_id and s.id = k.created_by
           where k.tenant_id = %(tenant)s and (s.tenant_id = %(tenant)s or s.tenant_id is null)
             and (%(stores)s::uuid[] is null or k.store_id = any(%(stores)s))
           order by k.revoked_at is not null, k.created_at desc, k.id desc limit 500""",
        now=ctx.now,
        stores=ctx.stores_with("keys:read"),
    )
    return [ApiKey(*row) for row in rows]


def recognise(ctx: Context, kind: str, digest: bytes, now: datetime) -> Credential | None:
    """Whose secret this is the hash of; None when it is unknown, revoked or replaced. Notes when it was used, and from
    which address."""
    row = ctx.db.one(
        """select id, name, kind, scopes, store_id, last_used_at,
             case when secret_hash = %(hash)s then expires_at else least(expires_at, previous_until) end as until
           from api_keys where tenant_id = %(tenant)s and kind = %(kind)s and revoked_at is null
             and (secret_hash = %(hash)s or (previous_hash = %(hash)s and previous_until > %(now)s))""",
        hash=digest,
        kind=kind,
        now=now,
    )
    if row is None or (row.until is not None and row.until <= now):
        return None
    if row.last_used_at is None or row.last_used_at < now - TOUCH:
        # once a minute and key; whoever comes while another writes it does not wait
        ctx.db.run(
            """update api_keys set last_used_at = %(now)s, last_used_from = %(address)s
               where tenant_id = %(tenant)s and id in (
                 select id from api_keys where tenant_id = %(tenant)s and id = %(id)s for update skip locked)""",
            id=row.id,
            now=now,
            address=ctx.origin.partition(" ")[0][:60],
        )
    actor = Actor("shopper" if kind == "publishable" else "key", row.id, row.name)
    limited = (_grant_of(row),) if kind == "secret" and row.store_id is not None else ()
    return Credential(ctx.tenant, actor, frozenset(row.scopes), row.store_id, kind, row.until, limited)


def grants_of_key(ctx: Context, key_id: UUID) -> tuple[Grant, ...]:
    """What a key holds now; nothing when it is over."""
    row = ctx.db.one(
        """select scopes, store_id from api_keys where tenant_id = %(tenant)s and id = %(id)s and revoked_at is null
             and (expires_at is null or expires_at > %(now)s)""",
        id=key_id,
        now=ctx.now,
    )
    return () if row is None else (_grant_of(row),)


def _grant_of(row: Row) -> Grant:
    return Grant(frozenset(row.scopes), None if row.store_id is None else frozenset({row.store_id}))


def _key(ctx: Context, key_id: UUID) -> Row:
    row = ctx.db.one(
        """select kind, name, scopes, store_id, expires_at, revoked_at from api_keys
           where tenant_id = %(tenant)s and id = %(id)s for update""",
        id=key_id,
    )
    if row is None:
        raise KeyNotFound()
    return row


def _revoke(ctx: Context, key_id: UUID, name: str) -> None:
    ctx.db.run(
        """update api_keys set revoked_at = %(now)s, previous_hash = null, previous_until = null
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=key_id,
        now=ctx.now,
    )
    events.emit(ctx, KeyRevoked(aggregate_id=key_id, name=name))
