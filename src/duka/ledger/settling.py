"""What a gateway's statement tells, posted many entries at a time: the fees of payments, payouts, fees that stand alone.

The same entries, under the same facts and sources, as `service.fee` and `service.settled` post one by one.
"""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids
from duka.kernel.context import Context
from duka.ledger import rules
from duka.ledger.types import NewEntry

AT_ONCE = 5_000
_POST: LiteralString = """
with given as materialized (
    select g.* from jsonb_to_recordset(%(entries)s::jsonb) as g (id uuid, fact text, source text, currency text,
         store_id uuid, order_id uuid, payment_id uuid, memo text, at timestamptz, accounts text[], amounts bigint[])
),
entry as (
    insert into ledger_entries (tenant_id, id, fact, source, currency, store_id, order_id, payment_id, memo, actor, at,
                                posted_at)
    select %(tenant)s, g.id, g.fact, g.source, g.currency, g.store_id, g.order_id, g.payment_id, g.memo, %(actor)s, g.at,
           %(now)s
    from given g
    on conflict (tenant_id, fact, source) do nothing
    returning id
)
insert into ledger_lines (tenant_id, entry_id, position, account, currency, order_id, amount_minor, at)
select %(tenant)s, g.id, l.position, l.account, g.currency, g.order_id, l.amount_minor, g.at
from entry e
join given g on g.id = e.id
cross join lateral unnest(g.accounts, g.amounts) with ordinality as l (account, amount_minor, position)"""


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """The gateway took `amount_minor` more for a payment, `total_minor` so far."""

    order_id: UUID
    payment_id: UUID
    store_id: UUID | None
    provider: str
    currency: str
    amount_minor: int
    total_minor: int


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """`kind` is payout or fee; `source` names the line of the statement."""

    store_id: UUID | None
    provider: str
    currency: str
    kind: str
    amount_minor: int
    source: str
    at: datetime | None
    memo: str


def fees(ctx: Context, costs: list[Cost]) -> None:
    """As `service.fee` for each. One statement for five thousand."""
    entries = [
        NewEntry(
            fact="fee",
            source=f"{cost.payment_id.hex}:{cost.total_minor}",
            currency=cost.currency,
            lines=rules.fee(cost.provider, cost.amount_minor),
            store_id=cost.store_id,
            order_id=cost.order_id,
            payment_id=cost.payment_id,
        )
        for cost in costs
    ]
    _post(ctx, entries)


def settled(ctx: Context, settlements: list[Settlement]) -> None:
    """As `service.settled` for each. One statement for five thousand."""
    entries = [
        NewEntry(
            fact="payout" if told.kind == "payout" else "statement_fee",
            source=f"{told.provider}:{told.source}",
            currency=told.currency,
            lines=rules.settlement(told.provider, told.kind, told.amount_minor),
            store_id=told.store_id,
            memo=told.memo[:500],
            at=told.at,
        )
        for told in settlements
    ]
    _post(ctx, entries)


def _post(ctx: Context, entries: list[NewEntry]) -> None:
    rows = [
        {
            "id": ids.new_id(),
            "fact": entry.fact,
            "source": entry.source,
            "currency": entry.currency,
            "store_id": entry.store_id,
            "order_id": entry.order_id,
            "payment_id": entry.payment_id,
            "memo": entry.memo,
            "at": entry.at or ctx.now,
            "accounts": [line.account for line in entry.lines],
            "amounts": [line.amount_minor for line in entry.lines],
        }
        for entry in entries
        if entry.lines
    ]
    for begin in range(0, len(rows), AT_ONCE):
        ctx.db.run(
            _POST,
            entries=msgspec.json.encode(rows[begin : begin + AT_ONCE]).decode(),
            actor=ctx.actor.label,
            now=ctx.now,
        )
