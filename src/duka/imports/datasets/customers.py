"""Customers: a row a person, known by the e-mail address."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.customers import service as customers
from duka.customers.inputs import CustomerChange, NewCustomer
from duka.imports import cells
from duka.imports.datasets.types import Batch, Column, Line, Result, needed
from duka.kernel.context import Context


class Customers:
    """Who buys. Empty cells leave things as they are. Passwords and consent are not part of a file."""

    name = "customers"
    key = ""
    columns = (
        Column("email", "whose row it is", is_needed=True, aliases=("e-mail", "email address")),
        Column("name", "the whole name", aliases=("full name",)),
        Column("first_name", "with last_name, instead of name", aliases=("first name", "prénom")),
        Column("last_name", "", aliases=("last name", "nom")),
        Column("phone", "with its country's prefix, like +221 77 123 45 67", aliases=("telephone",)),
        Column("locale", "like fr or en-GB", aliases=("language",)),
        Column("tags", "with bars or commas between them"),
        Column("orders", "for reading only"),
        Column("created_at", "for reading only"),
    )

    def apply(self, ctx: Context, lines: Sequence[Line]) -> tuple[str, Result]:
        (line,) = lines
        email = needed(line, "email")
        given = {name: line.cells[name] for name in ("phone", "locale") if line.cells.get(name)}
        parts = [line.cells.get("first_name", ""), line.cells.get("last_name", "")]
        if name := line.cells.get("name", "") or " ".join(filter(None, parts)):
            given["name"] = name
        tags = _tags(line.cells.get("tags", ""))
        row = ctx.db.one(
            """select c.id, c.version from customers c
               where c.tenant_id = %(tenant)s and c.email = lower(%(email)s)""",
            email=email,
        )
        if row is None:
            customers.create(ctx, msgspec.convert({"email": email, **given, "tags": tags}, NewCustomer))
            return email, "created"
        change = msgspec.convert({**given, **({"tags": tags} if tags else {})}, CustomerChange)
        if all(value is UNSET for value in msgspec.structs.asdict(change).values()):
            return email, "unchanged"
        version = customers.update(ctx, row.id, change, row.version)
        return email, "updated" if version != row.version else "unchanged"

    def rows(self, ctx: Context, after: UUID | str | None, count: int) -> Batch:
        ctx.require("customers:read")
        found = ctx.db.all(
            """select c.id, c.email, c.name, c.phone, c.locale, c.created_at,
                      array(select t.tag from customer_tags t where t.tenant_id = %(tenant)s and t.customer_id = c.id
                            order by t.tag) as tags,
                      (select count(*) from orders o where o.tenant_id = %(tenant)s and o.customer_id = c.id
                          and o.placed_at is not null
                          and (%(stores)s::uuid[] is null or o.store_id = any(%(stores)s))) as orders
                 from customers c where c.tenant_id = %(tenant)s and c.id > %(after)s
                order by c.id limit %(count)s""",
            after=after or UUID(int=0),
            count=count,
            stores=ctx.stores_with("orders:read"),
        )
        rows = [
            {
                "email": row.email,
                "name": row.name,
                "phone": row.phone,
                "locale": row.locale,
                "tags": cells.words_text(row.tags),
                "orders": str(row.orders) if ctx.may("orders:read") else "",
                "created_at": row.created_at.isoformat(),
            }
            for row in found
        ]
        return Batch(rows, found[-1].id if found else None)


def _tags(text: str) -> list[str]:
    return cells.words(text) if "|" in text else [tag for part in text.split(",") if (tag := part.strip())]
