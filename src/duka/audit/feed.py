"""What changed, in the order of the chain: where the live updates come from.

The chain gives every committed change of a company a number without gaps, so whoever knows the last number they saw
misses nothing, whatever commits late. Here are only kinds, ids and places: no names, no amounts, no people.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from duka.audit import sealing, things
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller, Work

MOST = 500


class Change(msgspec.Struct, frozen=True):
    """`sequence` is its number in the company's order, `type` what was done (`order.placed`), `id` the public id of the thing.
    `store` and `location` are those that it is known to concern."""

    sequence: int
    type: str
    kind: str
    id: str
    at: datetime
    store: UUID | None
    location: UUID | None

    @property
    def permission(self) -> str:
        """What one must hold to hear of it."""
        return things.permission(self.kind)


def heads(work: Work, tenants: Collection[UUID]) -> dict[UUID, int]:
    """The number of the last change of each company, after sealing what waited. Two statements when nothing did."""
    with work.database.platform() as tx:
        due = tx.all(
            "select distinct tenant_id from audit_unsealed where tenant_id = any(%(tenants)s)",
            tenants=list(tenants),
        )
    for row in due:
        try:
            sealing.seal(work, row.tenant_id)
        except sealing.BrokenChain:
            continue
    with work.database.platform() as tx:
        rows = tx.all(
            "select tenant_id, sequence from audit_heads where tenant_id = any(%(tenants)s)",
            tenants=list(tenants),
        )
    return dict.fromkeys(tenants, 0) | {row.tenant_id: row.sequence for row in rows}


def since(work: Work, tenant: UUID, after: int, most: int = MOST) -> list[Change]:
    """Up to `most` changes with higher numbers than `after`, in order."""

    def ask(ctx: Context) -> list[Any]:
        return ctx.db.all(
            """select c.sequence, a.action, a.kind, a.object, a.at,
                      coalesce(a.details ->> 'store_id', o.store_id::text) as store, a.details ->> 'location_id' as location
               from audit_chain c
               join audit_log a on a.tenant_id = c.tenant_id and a.id = c.entry_id
               left join orders o on o.tenant_id = c.tenant_id and a.kind in ('order', 'payment')
                 and o.id = case when a.kind in ('order', 'payment') then a.object::uuid end
               where c.tenant_id = %(tenant)s and c.sequence > %(after)s order by c.sequence limit %(most)s""",
            after=after,
            most=most,
        )

    return [
        Change(
            sequence=row.sequence,
            type=row.action,
            kind=row.kind,
            id=things.public_id(row.kind, row.object),
            at=row.at,
            store=_place(row.store),
            location=_place(row.location),
        )
        for row in work.perform(Caller(tenant, SYSTEM), ask)
    ]


def _place(text: str | None) -> UUID | None:
    """A place as details hold it: a UUID, or a public id."""
    if not text:
        return None
    try:
        return UUID(text.rpartition("_")[2])
    except ValueError:
        return None
