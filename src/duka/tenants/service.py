"""Verbs of the platform on tenants. They run as the platform's role, for operators, set-up and demos."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from duka.kernel import ids, trail
from duka.kernel.db import Tx
from duka.kernel.work import Work
from duka.tenants.errors import (
    TenantNameInvalid,
    TenantNotFound,
    TenantSlugInvalid,
    TenantSlugTaken,
    UnknownTenantStatus,
)
from duka.tenants.states import STATUSES

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
RESERVED = frozenset(
    {
        "account",
        "admin",
        "api",
        "assets",
        "console",
        "control",
        "duka",
        "healthz",
        "mailbox",
        "metrics",
        "new",
        "readyz",
    }
    | {"static", "www"}
)
"""Names that addresses of the platform's own begin with."""
SAME_SIGN_UP = timedelta(minutes=10)
"""For so long a form that is sent again is the same sign-up."""


def create(work: Work, slug: str, name: str) -> UUID:
    """A new active tenant. Refuses `TenantSlugTaken`, `TenantSlugInvalid`, `TenantNameInvalid`."""
    name = checked_name(name)
    if not SLUG.fullmatch(slug):
        raise TenantSlugInvalid()
    tenant = ids.new_id()
    with work.database.platform() as db:
        if not _insert(db, tenant, slug, name, work.clock()):
            raise TenantSlugTaken(slug=slug)
        made = {"slug": slug, "name": name}
        trail.note_from_above(db, tenant, work.clock(), "tenant.created", tenant, after=made)
    return tenant


def register(
    work: Work, key: bytes, slug: str, name: str, settle: Callable[[Tx, UUID], None] | None = None
) -> UUID:
    """The tenant of a sign-up: a new one with a slug of its own that begins like `slug`, or the one that `key` made
    just before. Two at once make one. `settle` does what belongs to a new one, in the same transaction. Refuses
    `TenantNameInvalid`."""
    with work.database.platform() as db:
        known = known_sign_up(db, key, work.clock())
        if known is not None:
            return known
        tenant = enrol(db, key, work.clock(), name=name, wanted=slug)
        if settle is not None:
            settle(db, tenant)
    return tenant


def known_sign_up(db: Tx, key: bytes, now: datetime) -> UUID | None:
    """What `key` made just before. Whoever comes with the same key waits until this transaction ends."""
    db.one("select pg_advisory_xact_lock(hashtextextended(encode(%(key)s, 'hex'), 0))", key=key)
    found = db.value(
        "select tenant_id from registrations where key = %(key)s and created_at > %(since)s",
        key=key,
        since=now - SAME_SIGN_UP,
    )
    return UUID(str(found)) if found is not None else None


def enrol(
    db: Tx,
    key: bytes,
    now: datetime,
    *,
    name: str,
    wanted: str,
    exactly: str = "",
    kind: str = "merchant",
    sandbox_of: UUID | None = None,
) -> UUID:
    """A new tenant, remembered under `key`: with the slug `exactly`, or with one of its own that begins like `wanted`.
    Refuses `TenantNameInvalid`, `TenantSlugInvalid`, `TenantSlugTaken`."""
    name = checked_name(name)
    if exactly and not SLUG.fullmatch(exactly):
        raise TenantSlugInvalid()
    if exactly in RESERVED:
        raise TenantSlugTaken(slug=exactly)
    tenant = ids.new_id()
    for candidate in [exactly] if exactly else _slugs(wanted, tenant):
        if _insert(db, tenant, candidate, name, now, kind, sandbox_of):
            break
    else:
        raise TenantSlugTaken(slug=exactly or wanted)
    db.run(
        """insert into registrations (key, tenant_id, created_at) values (%(key)s, %(tenant)s, %(now)s)
           on conflict (key) do update set tenant_id = excluded.tenant_id, created_at = excluded.created_at""",
        key=key,
        tenant=tenant,
        now=now,
    )
    return tenant


def checked_name(name: str) -> str:
    """Trimmed. Refuses `TenantNameInvalid`."""
    name = name.strip()
    if not 1 <= len(name) <= 200 or not name.isprintable():
        raise TenantNameInvalid()
    return name


def _insert(
    db: Tx,
    tenant: UUID,
    slug: str,
    name: str,
    now: datetime,
    kind: str = "merchant",
    sandbox_of: UUID | None = None,
) -> bool:
    return bool(
        db.run(
            """insert into tenants (id, slug, name, kind, sandbox_of, created_at, status_at)
               values (%(id)s, %(slug)s, %(name)s, %(kind)s, %(sandbox_of)s, %(now)s, %(now)s)
               on conflict (slug) do nothing""",
            id=tenant,
            slug=slug,
            name=name,
            kind=kind,
            sandbox_of=sandbox_of,
            now=now,
        )
    )


def _slugs(wanted: str, tenant: UUID) -> Iterator[str]:
    """`wanted`, then with numbers behind it, then with something that nobody has."""
    stem = wanted[:50].strip("-")
    if wanted == stem and stem not in RESERVED:
        yield stem
    for number in range(2, 10):
        yield f"{stem}-{number}"
    yield f"{stem}-{tenant.hex[-12:]}"


def set_status(work: Work, tenant: UUID, status: str) -> None:
    """Opens, suspends or closes a tenant without a word to it; seen everywhere within `cache_seconds`. Refuses
    `TenantNotFound`."""
    if status not in STATUSES:
        raise UnknownTenantStatus(status=status)
    with work.database.platform() as db:
        before = db.value("select status from tenants where id = %(id)s for update", id=tenant)
        if before is None:
            raise TenantNotFound()
        if before == status:
            return
        db.run(
            """update tenants set status = %(status)s, status_at = %(now)s, version = version + 1,
                 reason = case when %(status)s = 'active' then '' else 'other' end, status_why = '' where id = %(id)s""",
            id=tenant,
            status=status,
            now=work.clock(),
        )
        trail.note_from_above(
            db,
            tenant,
            work.clock(),
            "tenant.status_changed",
            tenant,
            before={"status": before},
            after={"status": status},
        )
