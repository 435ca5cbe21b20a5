"""Many people at once who bought without an account: the customers of another system's orders."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.ids import new_id


class Guest(msgspec.Struct, frozen=True):
    """`since`: when they were first seen. `country` is a code, or empty."""

    email: str
    name: str
    country: str
    since: datetime


def keep_guests(ctx: Context, guests: Sequence[Guest]) -> int:
    """How many were made: those whose address is not here yet; the others are left as they are. One statement.

    Refuses Forbidden.
    """
    ctx.require("customers:write")
    found: dict[str, Guest] = {}
    for guest in sorted(guests, key=lambda guest: (guest.email.lower(), guest.since)):
        found.setdefault(guest.email.lower(), guest)
    if not found:
        return 0
    rows = [
        {"id": new_id(), "email": email, "name": guest.name, "country": guest.country, "since": guest.since}
        for email, guest in found.items()
    ]
    made = ctx.db.all(
        """insert into customers as c (tenant_id, id, email, name, locale, country, created_at)
           select %(tenant)s, g.id, g.email, g.name, '', g.country, g.since
           from jsonb_to_recordset(%(rows)s::jsonb) as g (id uuid, email text, name text, country text, since timestamptz)
           order by g.email
           on conflict (tenant_id, email) do nothing returning id, name""",
        rows=msgspec.json.encode(rows).decode(),
    )
    for row in made:
        trail.note(ctx, "customer.imported", "customer", row.id, after={"name": row.name})
    return len(made)
