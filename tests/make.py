"""Makers of what tests stand on. They go through the verbs, and each call makes something of its own."""

from itertools import count
from typing import Any
from uuid import UUID

from tests.people import PASSWORD, Shop

from duka.access import queries as access
from duka.access import service as roles
from duka.access.inputs import GrantInput, NewRole
from duka.access.roles import OWNER, SHOPPER
from duka.access.rules import union
from duka.control import rollouts
from duka.kernel import ids
from duka.kernel.context import Actor, Context
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.staff import service as hiring
from duka.stores import service as stores
from duka.stores.inputs import NewLocation, NewStore
from duka.tenants import queries as tenant_queries
from duka.tenants import service as tenants
from duka.tenants.types import PLATFORM, Tenant

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


def role(work: Work, tenant: Tenant, *permissions: str) -> str:
    """A role of the company's own; its public id."""
    new = NewRole(unique("role"), list(permissions))
    return ids.public("role", work.perform(Caller(tenant.id), lambda ctx: roles.create_role(ctx, new)))


def staff(work: Work, tenant: Tenant, *grants: GrantInput | str, name: str = "Bob") -> Caller:
    """Somebody who works there, with these roles: as the surfaces know them once they logged in."""
    given = [GrantInput(grant) if isinstance(grant, str) else grant for grant in grants]
    email = f"{unique('bob')}@acorn.example"

    def hire(ctx: Context) -> Caller:
        person = hiring.create_staff(ctx, email, name, PASSWORD, grants=given or [GrantInput("owner")])
        held = access.grants_of(ctx, person)
        limited = held if any(grant.is_limited for grant in held) else ()
        return Caller(tenant.id, Actor("staff", person, name), union(held), grants=limited)

    return work.perform(Caller(tenant.id), hire)


def switch(work: Work, tenant: UUID, feature: str, is_on: bool | None) -> None:
    """An operator switches a feature for one company."""
    rollouts.switch(work, Caller(PLATFORM), tenant, feature, is_on)


def shopper(tenant: Tenant, store: UUID | None = None, locale: str = "en") -> Caller:
    """An anonymous visitor."""
    return Caller(tenant.id, Actor("shopper"), SHOPPER, store, locale)


def shop(work: Work, name: str = "acorn", **settings: Any) -> Shop:
    owner = tenant(work, name)
    place = store(work, owner, **settings)
    return Shop(owner, place, caller(owner, place), shopper(owner, place))
