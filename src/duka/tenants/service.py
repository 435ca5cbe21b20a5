"""Verbs of the platform on tenants. They run as the platform's role, for operators, set-up and demos."""

import re
from uuid import UUID

from duka.kernel import ids
from duka.kernel.work import Work
from duka.tenants.errors import (
    TenantNameInvalid,
    TenantNotFound,
    TenantSlugInvalid,
    TenantSlugTaken,
    UnknownTenantStatus,
)

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
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
    return tenant


def set_status(work: Work, tenant: UUID, status: str) -> None:
    """Opens, suspends or closes a tenant; seen everywhere within `cache_seconds`. Refuses
    `TenantNotFound`."""
    if status not in STATUSES:
        raise UnknownTenantStatus(status=status)
    with work.database.platform() as db:
        if not db.run("update tenants set status = %(status)s where id = %(id)s", id=tenant, status=status):
            raise TenantNotFound()
