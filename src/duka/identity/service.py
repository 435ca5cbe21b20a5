"""Verbs: who works here, who is logged in, which keys there are."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from duka.identity.emails import normal_email
from duka.identity.errors import (
    KeyKindInvalid,
    KeyNeedsStore,
    KeyNotFound,
    LastOwner,
    NameInvalid,
    NobodyGrantsMore,
    ScopeNotAllowed,
    StaffEmailTaken,
    StaffNotFound,
    UnknownRole,
    WrongLogin,
)
from duka.identity.passwords import check_strength, hash_password, is_outdated, verify_password
from duka.identity.roles import OWNER, ROLES, SHOPPER
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Invalid, NotFound
from duka.kernel.work import Caller, Work

STAFF_HOURS = 12
CUSTOMER_DAYS = 30
PREFIXES = {"staff": "st", "customer": "ct", "publishable": "pk", "secret": "sk"}


def create_staff(ctx: Context, email: str, name: str, password: str, role: str = "owner") -> UUID:
    """Somebody who may log in. Refuses `StaffEmailTaken`, `UnknownRole`, `NobodyGrantsMore`, weak
    passwords."""
    ctx.require("staff:write")
    _may_grant(ctx, _permissions_of(role))
    address, name = normal_email(email), _name(name)
    check_strength(password)
    staff_id = ids.new_id()
    fresh = ctx.db.run(
        """insert into staff (tenant_id, id, email, name, password_hash, role, created_at)
           values (%(tenant)s, %(id)s, %(email)s, %(name)s, %(hash)s, %(role)s, %(now)s)
           on conflict (tenant_id, email) do nothing""",
        id=staff_id,
        email=address,
        name=name,
        hash=hash_password(password),
        role=role,
        now=ctx.now,
    )
    if not fresh:
        raise StaffEmailTaken()
    return staff_id


def set_role(ctx: Context, staff_id: UUID, role: str) -> None:
    """Refuses `StaffNotFound`, `UnknownRole`, `LastOwner`, `NobodyGrantsMore`."""
    ctx.require("staff:write")
    wanted = _permissions_of(role)
    _may_grant(ctx, wanted | _permissions_of(_others_may_replace(ctx, staff_id, stays_owner=role == "owner")))
    ctx.db.run(
        "update staff set role = %(role)s where tenant_id = %(tenant)s and id = %(id)s",
        role=role,
        id=staff_id,
    )


def dismiss(ctx: Context, staff_id: UUID) -> None:
    """They can no longer log in, and are logged out everywhere. Refuses `StaffNotFound`, `LastOwner`,
    `NobodyGrantsMore`."""
    ctx.require("staff:write")
    _may_grant(ctx, _permissions_of(_others_may_replace(ctx, staff_id, stays_owner=False)))
    ctx.db.run("update staff set is_active = false where tenant_id = %(tenant)s and id = %(id)s", id=staff_id)
    close_sessions(ctx, "staff", staff_id)


def log_in_staff(work: Work, tenant: UUID, email: str, password: str) -> str:
    """A bearer for 12 hours. Refuses `WrongLogin`, after the same time whether or not anybody has this
    e-mail."""
    caller = Caller(tenant)
    address = email.strip().lower().replace("\x00", "")
    row = work.perform(
        caller,
        lambda ctx: ctx.db.one(
            """select id, password_hash from staff
               where tenant_id = %(tenant)s and email = %(email)s and is_active""",
            email=address,
        ),
    )
    if not verify_password(password, row.password_hash if row else None) or row is None:
        raise WrongLogin()
    renewed = hash_password(password) if is_outdated(row.password_hash) else None

    def begin(ctx: Context) -> str:
        if renewed:
            ctx.db.run(
                "update staff set password_hash = %(hash)s where tenant_id = %(tenant)s and id = %(id)s",
                hash=renewed,
                id=row.id,
            )
        return open_session(ctx, "staff", row.id)

    return work.perform(caller, begin)


def open_session(ctx: Context, audience: str, subject: UUID) -> str:
    """A new bearer for `subject`, whose password the caller has just verified: staff for 12 hours, a customer
    for 30 days. `audience` is staff or customer."""
    token = _bearer(audience, ctx.tenant)
    lasts = timedelta(hours=STAFF_HOURS) if audience == "staff" else timedelta(days=CUSTOMER_DAYS)
    ctx.db.run(
        """insert into sessions (tenant_id, token_hash, audience, subject_id, created_at, expires_at)
           values (%(tenant)s, %(hash)s, %(audience)s, %(subject)s, %(now)s, %(until)s)""",
        hash=ids.token_hash(token),
        audience=audience,
        subject=subject,
        now=ctx.now,
        until=ctx.now + lasts,
    )
    return token


def log_out(ctx: Context, bearer: str) -> None:
    """Ends the session of this bearer. Ending it twice is no mistake."""
    ctx.db.run(
        "delete from sessions where tenant_id = %(tenant)s and token_hash = %(hash)s",
        hash=ids.token_hash(bearer),
    )


def close_sessions(ctx: Context, audience: str, subject: UUID) -> None:
    """Logs `subject` out everywhere."""
    ctx.db.run(
        """delete from sessions where tenant_id = %(tenant)s and subject_id = %(subject)s
           and audience = %(audience)s""",
        subject=subject,
        audience=audience,
    )


def create_api_key(
    ctx: Context,
    kind: str,
    name: str,
    scopes: Iterable[str] | None = None,
    store_id: UUID | None = None,
    expires_at: datetime | None = None,
) -> str:
    """The text of a new key, which is shown this once. Without `scopes` it holds what its kind can, and its
    maker does.

    A publishable key belongs to a store and holds at most what a shopper does. Refuses `KeyKindInvalid`,
    `KeyNeedsStore`, `ScopeNotAllowed`, `NobodyGrantsMore`, NotFound for a store that is not the tenant's.
    """
    ctx.require("keys:write")
    if kind not in ("publishable", "secret"):
        raise KeyKindInvalid()
    if kind == "publishable" and store_id is None:
        raise KeyNeedsStore()
    allowed = SHOPPER if kind == "publishable" else OWNER
    held = allowed if ctx.actor.kind == "system" else allowed & ctx.permissions
    wanted = frozenset(scopes) if scopes is not None else held
    if not wanted or wanted - allowed:
        raise ScopeNotAllowed(scopes=", ".join(sorted(wanted - allowed))[:200] or "nothing at all")
    _may_grant(ctx, wanted)
    if expires_at is not None and expires_at <= ctx.now:
        raise Invalid()
    if store_id is not None:
        sql = "select 1 from stores where tenant_id = %(tenant)s and id = %(id)s"
        if ctx.db.value(sql, id=store_id) is None:
            raise NotFound()
    key = _bearer(kind, ctx.tenant)
    ctx.db.run(
        """insert into api_keys (tenant_id, id, kind, name, secret_hash, last_four, scopes, store_id,
           created_at,
                                 expires_at)
           values (%(tenant)s, %(id)s, %(kind)s, %(name)s, %(hash)s, %(last)s, %(scopes)s, %(store)s, %(now)s,
                   %(until)s)""",
        id=ids.new_id(),
        kind=kind,
        name=_name(name),
        hash=ids.token_hash(key),
        last=key[-4:],
        scopes=sorted(wanted),
        store=store_id,
        now=ctx.now,
        until=expires_at,
    )
    return key


def revoke_api_key(ctx: Context, key_id: UUID) -> None:
    """The key is refused within `cache_seconds`. Revoking it twice is no mistake. Refuses `KeyNotFound`."""
    ctx.require("keys:write")
    if not ctx.db.run(
        """update api_keys set revoked_at = coalesce(revoked_at, %(now)s)
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=key_id,
        now=ctx.now,
    ):
        raise KeyNotFound()


def _bearer(kind: str, tenant: UUID) -> str:
    return f"{PREFIXES[kind]}_{tenant.hex}_{ids.secret_token()}"


def _permissions_of(role: str) -> frozenset[str]:
    try:
        return ROLES[role]
    except KeyError:
        raise UnknownRole(role=role[:40], known=", ".join(ROLES)) from None


def _may_grant(ctx: Context, wanted: frozenset[str]) -> None:
    lacking = frozenset[str]() if ctx.actor.kind == "system" else wanted - ctx.permissions
    if lacking:
        raise NobodyGrantsMore(permissions=", ".join(sorted(lacking)))


def _others_may_replace(ctx: Context, staff_id: UUID, *, stays_owner: bool) -> str:
    """The present role of somebody, once it is certain that an owner remains without them. The owners are
    locked, in one order, so that two cannot leave at once."""
    rows = ctx.db.all(
        """select id, role from staff where tenant_id = %(tenant)s and is_active
           and (role = 'owner' or id = %(id)s) order by id for update""",
        id=staff_id,
    )
    present = next((row.role for row in rows if row.id == staff_id), None)
    if present is None:
        raise StaffNotFound()
    if present == "owner" and not stays_owner and len(rows) == 1:
        raise LastOwner()
    return str(present)


def _name(text: str) -> str:
    name = text.strip()
    if not 1 <= len(name) <= 200 or not name.isprintable():
        raise NameInvalid()
    return name
