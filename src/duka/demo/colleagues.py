"""Who works at the demo shops beside their owners: one for each kind of work, a role of the company's own, and somebody who
was invited and has not come yet."""

from typing import NamedTuple
from uuid import UUID

from duka.access import service as roles
from duka.access.inputs import GrantInput, NewRole
from duka.demo.catalogue.types import DemoCatalogue
from duka.demo.planting import Planted
from duka.identity import accounts
from duka.kernel import ids
from duka.kernel.context import SYSTEM, Actor, Context
from duka.kernel.work import Caller
from duka.staff import inviting
from duka.staff import service as staff
from duka.staff.inputs import NewInvitation
from duka.wiring import Services


class _Colleague(NamedTuple):
    """`at_first` limits them to the shop's first location."""

    role: str
    name: str
    at_first: bool = False


PEOPLE: dict[str, tuple[_Colleague, ...]] = {
    "teranga": (
        _Colleague("manager", "Awa Ndiaye"),
        _Colleague("catalogue", "Ibrahima Fall"),
        _Colleague("fulfilment", "Moussa Diouf", at_first=True),
        _Colleague("support", "Fatou Sarr"),
        _Colleague("finance", "Cheikh Mbaye"),
        _Colleague("cashier", "Mariama Ba"),
    ),
    "linden-hill": (
        _Colleague("manager", "Orla Byrne"),
        _Colleague("catalogue", "Declan Walsh"),
        _Colleague("fulfilment", "Niamh Kelly", at_first=True),
        _Colleague("support", "Sean Doyle"),
        _Colleague("finance", "Ciara Nolan"),
        _Colleague("cashier", "Tom Brennan"),
    ),
}
OWN_ROLE = {
    "teranga": ("Préparateur de vitrines", "Photos et textes des produits, sans les prix ni le stock."),
    "linden-hill": ("Market stall", "Sells at the market and looks up what is in stock."),
}
OWN_PERMISSIONS = {
    "teranga": [
        "categories:read",
        "media:read",
        "media:write",
        "products:read",
        "stores:read",
        "inventory:read",
    ],
    "linden-hill": [
        "carts:read",
        "carts:write",
        "inventory:read",
        "orders:create",
        "orders:read",
        "products:read",
    ],
}


def hire(
    services: Services, demo: DemoCatalogue, planted: Planted, owner: UUID, password: str
) -> list[dict[str, str]]:
    """Their log-ins, for `demo.json`: role, name, e-mail, password."""
    shop, work = demo.store, services.work
    system = Caller(planted.tenant, SYSTEM, locale=shop.locales[0])
    first = ids.public("loc", next(iter(planted.locations.values())))

    def act(ctx: Context) -> list[dict[str, str]]:
        told = []
        for role, name, at_first in PEOPLE[shop.code]:
            email = f"{role}@{shop.code}.example"
            grant = GrantInput(role, None, [first] if at_first else None)
            person = staff.create_staff(ctx, email, name, password, grants=[grant])
            accounts.mark_verified(ctx, person)
            told.append({"role": role, "name": name, "email": email, "password": password})
        name, description = OWN_ROLE[shop.code]
        roles.create_role(ctx, NewRole(name, OWN_PERMISSIONS[shop.code], description))
        return told

    told = work.perform(system, act)
    inviter = Caller(
        planted.tenant, Actor("staff", owner, f"Owner of {shop.name}"), frozenset({"staff:write"})
    )
    new = NewInvitation(
        f"newcomer@{shop.code}.example", [GrantInput("support")], "Noor Haddad", shop.locales[0]
    )
    work.perform(inviter, lambda ctx: inviting.invite(ctx, new, services.config.base_url))
    return told
