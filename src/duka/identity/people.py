"""Who is asking, when it is a person who works here."""

from uuid import UUID

from duka.identity.errors import PeopleOnly
from duka.kernel.context import PEOPLE, Context
from duka.kernel.db import Row


def me(ctx: Context) -> UUID:
    """The id of the person who acts. Refuses `PeopleOnly` for keys and jobs."""
    if ctx.actor.kind not in PEOPLE or ctx.actor.id is None:
        raise PeopleOnly()
    return ctx.actor.id


def row_of(ctx: Context, staff_id: UUID, *, locked: bool = False) -> Row:
    """Somebody who works here, with what letters to them need. Refuses `PeopleOnly` when they do not any more."""
    if locked:
        ctx.db.one(
            "select 1 from staff where tenant_id = %(tenant)s and id = %(id)s for no key update", id=staff_id
        )
    row = ctx.db.one(
        """select s.id, s.email, s.name, s.locale, s.password_hash, s.email_verified_at, t.name as company, t.slug
           from staff s join tenants t on t.id = s.tenant_id
           where s.tenant_id = %(tenant)s and s.id = %(id)s and s.is_active""",
        id=staff_id,
    )
    if row is None:
        raise PeopleOnly()
    return row
