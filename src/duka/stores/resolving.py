"""Which store a host name or a path belongs to: before there is a tenant, so these need no context. Remembered for
`cache_seconds`."""

from typing import NamedTuple, cast
from uuid import UUID

from duka.kernel.work import Caller, Work
from duka.stores import rules
from duka.stores.queries import find_store
from duka.tenants import queries as tenants
from duka.tenants.types import Tenant


class Place(NamedTuple):
    """Where a request arrived; the tenant may be suspended. `primary`: the host that this one leads to, empty for none."""

    tenant: Tenant
    store: UUID
    primary: str = ""


_BY_HOST = """
select d.tenant_id, d.store_id, coalesce(p.host, '') as primary from domains d left join domains p on not d.is_primary
 and p.tenant_id = d.tenant_id and p.store_id = d.store_id and p.is_primary where d.host = %(host)s"""


def resolve_host(work: Work, host: str) -> Place | None:
    """The tenant and store that a host name (with or without port) belongs to; None for a stranger's."""
    name = rules.host(host)
    if name is None:
        return None
    known = cast("tuple[UUID, UUID, str] | None", work.cache.find(("host", name)))
    if known is None:
        with work.database.open() as db:
            row = db.one(_BY_HOST, host=name)
        if row is None:
            return None
        known = (row.tenant_id, row.store_id, row.primary)
        work.cache.keep(("host", name), known)
    tenant = tenants.find_by_id(work, known[0])
    return Place(tenant, known[1], known[2]) if tenant else None


def resolve_path(work: Work, tenant_slug: str, store_slug: str) -> Place | None:
    """The tenant and store behind `/{tenant}/{store}`, where there is no DNS; None if there is none."""
    tenant = tenants.find(work, tenant_slug)
    if tenant is None or not rules.SLUG.fullmatch(store_slug):
        return None
    known = cast("UUID | None", work.cache.find((tenant.id, "path", store_slug)))
    if known is None:
        known = work.perform(Caller(tenant.id), lambda ctx: find_store(ctx, store_slug))
        if known is None:
            return None
        work.cache.keep((tenant.id, "path", store_slug), known)
    return Place(tenant, known)
