"""Staff as bare rows, for tests that need somebody with a role and not the way in which they came."""

from uuid import UUID

from tests.people import Shop

from duka.kernel.context import Actor, Grant
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work


def hire(
    work: Work,
    shop: Shop,
    role: str = "read-only",
    permissions: frozenset[str] = frozenset({"account:manage"}),
    *,
    stores: list[UUID] | None = None,
    locations: list[UUID] | None = None,
    grants: tuple[Grant, ...] = (),
) -> Caller:
    """A new member of staff who has `role`, perhaps in some places only; as a caller who holds `permissions`."""
    person = new_id()

    def write(ctx: object) -> None:
        db, now = ctx.db, ctx.now  # type: ignore[attr-defined]
        db.run(
            """insert into staff (tenant_id, id, email, name, password_hash, created_at)
               values (%(tenant)s, %(id)s, %(email)s, 'Bob', 'x', %(now)s)""",
            id=person,
            email=f"{person.hex}@acorn.example",
            now=now,
        )
        db.run(
            """insert into grants (tenant_id, id, staff_id, role, stores, locations, granted_at)
               values (%(tenant)s, %(id)s, %(staff)s, %(role)s, %(stores)s, %(locations)s, %(now)s)""",
            id=new_id(),
            staff=person,
            role=role,
            stores=stores,
            locations=locations,
            now=now,
        )

    work.perform(Caller(shop.tenant.id), write)
    return Caller(shop.tenant.id, Actor("staff", person, "Bob"), permissions, grants=grants)
