"""The demo shops' regular customers: groups, tags, and what the staff told each other about them."""

from uuid import UUID

from duka.customers import service as customers
from duka.customers.inputs import CustomerGroupInput, CustomerNoteInput
from duka.demo.catalogue.types import DemoCatalogue
from duka.demo.planting import Planted
from duka.kernel.context import SYSTEM, Actor, Context
from duka.kernel.work import Caller
from duka.wiring import Services

GROUPS = (
    ("Restaurants", "Who cook with what they buy; they order early in the week.", 2),
    ("Friends of the house", "Family, staff and whoever helped at the beginning.", 1),
)
TAGS: tuple[list[str], ...] = (["vip", "often"], ["often"], ["vip"], ["new"], ["pays in cash"], [])
NOTES = (
    ("Prefers a call before the courier comes; the bell does not work.", True),
    ("Asked for a gift wrapping last time and was very happy with it.", False),
    ("Two parcels were left with the neighbour (door on the left). Please write it on the parcel.", True),
    ("Wants invoices with the name of the company.", False),
)


def remember(services: Services, demo: DemoCatalogue, planted: Planted) -> None:
    """Once, after the past orders: the people are those who placed them."""
    work = services.work
    system = Caller(planted.tenant, SYSTEM)
    who, names = work.perform(system, _known)
    team = Caller(
        planted.tenant, Actor("staff", who, f"Owner of {demo.store.name}"), frozenset({"customers:write"})
    )

    def act(ctx: Context) -> None:
        start = 0
        for name, description, size in GROUPS:
            group = customers.create_group(ctx, CustomerGroupInput(name=name, description=description))
            customers.set_members(ctx, group, names[start : start + size], [])
            start += size
        for person, tags in zip(names, TAGS, strict=False):
            if tags:
                customers.tag_many(ctx, [person], tags, [])
        for person, (body, is_pinned) in zip(names, NOTES, strict=False):
            customers.add_note(ctx, person, CustomerNoteInput(body=body, is_pinned=is_pinned))

    work.perform(team, act)


def _known(ctx: Context) -> tuple[UUID | None, list[UUID]]:
    """Somebody of the staff, and those who ordered, by name."""
    staff = ctx.db.value("select id from staff where tenant_id = %(tenant)s order by created_at limit 1")
    rows = ctx.db.all(
        """select c.id from customers c
           where c.tenant_id = %(tenant)s and exists (
               select from orders o where o.tenant_id = %(tenant)s and o.customer_id = c.id)
           order by c.name limit 6"""
    )
    return staff, [row.id for row in rows]
