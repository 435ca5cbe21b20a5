"""Whose a request is. `tenants` has no border, so these need no context: they run before there is one."""

from typing import cast
from uuid import UUID

from duka.kernel import ids
from duka.kernel.errors import MalformedId
from duka.kernel.work import Work
from duka.tenants.errors import TenantNotFound
from duka.tenants.service import SLUG
from duka.tenants.types import Tenant


def find(work: Work, text: str) -> Tenant | None:
    """The tenant with this slug or public id (`ten_…`), whatever its status; None if there is none."""
    if "_" in text:
        try:
            return find_by_id(work, ids.parse("ten", text))
        except MalformedId:
            return None
    if not SLUG.fullmatch(text):
        return None
    known = work.cache.find(("tenant", text))
    if known is None:
        with work.database.open() as db:
            row = db.one("select id, slug, name, status, kind from tenants where slug = %(slug)s", slug=text)
        if row is None:
            return None
        known = Tenant(*row)
        work.cache.keep(("tenant", text), known)
    return cast("Tenant", known)


def find_by_id(work: Work, tenant: UUID) -> Tenant | None:
    """The tenant with this id, whatever its status; None if there is none."""
    known = work.cache.find((tenant, "tenant"))
    if known is None:
        with work.database.open() as db:
            row = db.one("select id, slug, name, status, kind from tenants where id = %(id)s", id=tenant)
        if row is None:
            return None
        known = Tenant(*row)
        work.cache.keep((tenant, "tenant"), known)
    return cast("Tenant", known)


def get(work: Work, text: str) -> Tenant:
    """As `find`. Refuses `TenantNotFound`."""
    tenant = find(work, text)
    if tenant is None:
        raise TenantNotFound()
    return tenant


def list_all(work: Work) -> list[Tenant]:
    """Every tenant, by slug: for operators' commands."""
    with work.database.open() as db:
        return [
            Tenant(*row) for row in db.all("select id, slug, name, status, kind from tenants order by slug")
        ]
