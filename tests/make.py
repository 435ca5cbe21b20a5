"""Makers of what tests stand on. They go through the verbs, and each call makes something of its own."""

from itertools import count
from typing import Any
from uuid import UUID

from tests.people import Shop

from duka.identity.roles import OWNER, SHOPPER
from duka.kernel import ids
from duka.kernel.context import Actor
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.stores import service as stores
from duka.stores.inputs import NewLocation, NewStore
from duka.tenants import queries as tenant_queries
from duka.tenants import service as tenants
from duka.tenants.types import Tenant

_numbers = count(1)


def unique(name: str) -> str:
    """A slug that no other test of any process has."""
    return f"{name}-{next(_numbers)}-{new_id().hex[-8:]}"


def tenant(work: Work, name: str = "acorn") -> Tenant:
    found = tenant_queries.find_by_id(work, tenants.create(work, unique(name), name.title()))
    assert found is not None
    return found


def store(work: Work, tenant: Tenant, currency: str = "EUR", country: str = "FR", **settings: Any) -> UUID:
    """`settings`: any field of `stores.inputs.NewStore`."""
    settings = {"slug": unique("store"), "name": f"{tenant.name} store", "default_locale": "en", **settings}
    new = NewStore(currency=currency, country=country, **settings)
    return work.perform(caller(tenant), lambda ctx: stores.create(ctx, new))


def location(work: Work, tenant: Tenant, code: str = "", **settings: Any) -> UUID:
    new = NewLocation(code=code or unique("loc"), name=settings.pop("name", "Warehouse"), **settings)
    return work.perform(caller(tenant), lambda ctx: stores.add_location(ctx, new))


def caller(tenant: Tenant, store: UUID | None = None, *permissions: str, kind: str = "staff") -> Caller:
    """Somebody of the tenant with these permissions; an owner's when none are named."""
    held = frozenset(permissions) or OWNER
    return Caller(tenant.id, Actor(kind, ids.new_id(), "Alice"), held, store)


def shopper(tenant: Tenant, store: UUID | None = None, locale: str = "en") -> Caller:
    """An anonymous visitor."""
    return Caller(tenant.id, Actor("shopper"), SHOPPER, store, locale)


def shop(work: Work, name: str = "acorn", **settings: Any) -> Shop:
    owner = tenant(work, name)
    place = store(work, owner, **settings)
    return Shop(owner, place, caller(owner, place), shopper(owner, place))
