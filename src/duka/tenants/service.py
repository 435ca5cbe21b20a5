"""Verbs of the platform on tenants. They run as the platform's role, for operators, set-up and demos."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from duka.kernel import ids, trail
from duka.kernel.work import Work
from duka.tenants.errors import (
    TenantNameInvalid,
    TenantNotFound,
    TenantSlugInvalid,
    TenantSlugTaken,
    UnknownTenantStatus,
)

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
STATUSES = ("active", "suspended", "closed")


def create(work: Work, slug: str, name: str) -> UUID:
    """A new active tenant. Refuses `TenantSlugTaken`, `TenantSlugInvalid`, `TenantNameInvalid`."""
    name = name.strip()
    if not SLUG.fullmatch(slug):
        raise TenantSlugInvalid()
    if not 1 <= len(name) <= 200 or not name.isprintable():
        raise TenantNameInvalid()
    tenant = ids.new_id()
    with work.database.platform() as db:
        fresh = db.run(
            """insert into tenants (id, slug, name, created_at) values (%(id)s, %(slug)s, %(name)s, %(now)s)
               on conflict (slug) do nothing""",
            id=tenant,
            slug=slug,
            name=name,
            now=work.clock(),
        )
        if not fresh:
            raise TenantSlugTaken(slug=slug)
        made = {"slug": slug, "name": name}
        trail.note_from_above(db, tenant, work.clock(), "tenant.created", tenant, after=made)
    return tenant


def register(work: Work, key: bytes, slug: str, name: str) -> UUID:
    """The tenant of a sign-up: a new one with a slug of its own that begins like `slug`, or the one that `key` made
    just before. Two at once make one. Refuses `TenantNameInvalid`."""
    if not 1 <= len(name) <= 200 or not name.isprintable():
        raise TenantNameInvalid()
    with work.database.platform() as db:
        db.one("select pg_advisory_xact_lock(hashtextextended(encode(%(key)s, 'hex'), 0))", key=key)
        known = db.value(
            "select tenant_id from registrations where key = %(key)s and created_at > %(since)s",
            key=key,
            since=work.clock() - SAME_SIGN_UP,
        )
        if known is not None:
            return UUID(str(known))
        tenant = ids.new_id()
        for candidate in _slugs(slug, tenant):
            fresh = db.run(
                """insert into tenants (id, slug, name, created_at) values (%(id)s, %(slug)s, %(name)s, %(now)s)
                   on conflict (slug) do nothing""",
                id=tenant,
                slug=candidate,
                name=name,
                now=work.clock(),
            )
            if fresh:
                break
        db.run(
            """insert into registrations (key, tenant_id, created_at) values (%(key)s, %(tenant)s, %(now)s)
               on conflict (key) do update set tenant_id = excluded.tenant_id, created_at = excluded.created_at""",
            key=key,
            tenant=tenant,
            now=work.clock(),
        )
    return tenant


def _slugs(wanted: str, tenant: UUID) -> Iterator[str]:
    """`wanted`, then with numbers behind it, then with something that nobody has."""
    stem = wanted[:50].strip("-")
    if wanted == stem and stem not in RESERVED:
        yield stem
    for number in range(2, 10):
        yield f"{stem}-{number}"
    yield f"{stem}-{tenant.hex[-12:]}"


def set_status(work: Work, tenant: UUID, status: str) -> None:
    """Opens, suspends or closes a tenant; seen everywhere within `cache_seconds`. Refuses
    `TenantNotFound`."""
    if status not in STATUSES:
        raise UnknownTenantStatus(status=status)
    with work.database.platform() as db:
        before = db.value("select status from tenants where id = %(id)s for update", id=tenant)
        if before is None:
            raise TenantNotFound()
        if before == status:
            return
        db.run("update tenants set status = %(status)s where id = %(id)s", id=tenant, status=status)
        trail.note_from_above(
            db,
            tenant,
            work.clock(),
            "tenant.status_changed",
            tenant,
            before={"status": before},
            after={"status": status},
        )
