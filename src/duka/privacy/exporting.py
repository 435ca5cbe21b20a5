"""Handing a person everything that is kept of them, as JSON that a machine can read (GDPR, articles 15 and 20)."""

from typing import Any
from uuid import UUID

import msgspec

from duka.kernel import events
from duka.kernel.context import Context
from duka.privacy import data_map, subject
from duka.privacy.events import CustomerDataExported


class PersonalData(msgspec.Struct, frozen=True):
    """`kept`: table → rows, each with the columns that are about the person. Amounts are minor units, times UTC."""

    customer_id: str
    exported_at: str
    kept: dict[str, list[dict[str, Any]]]


def export(ctx: Context, customer_id: UUID) -> PersonalData:
    """For the customer themself, and for staff with customers:export. Refuses `CustomerNotFound`."""
    subject.require(ctx, "customers:export", customer_id)
    person = subject.of(ctx, customer_id)
    kept: dict[str, list[dict[str, Any]]] = {}
    for rule in data_map.RULES:
        if not rule.export or rule.table in kept:
            continue
        text = ctx.db.value(
            f"""select coalesce(json_agg(to_json(x)), '[]'::json)::text
                from (select {rule.export} from {rule.table} where tenant_id = %(tenant)s and {rule.where}) x""",
            **person.params(),
        )
        rows = msgspec.json.decode(text)
        if rows:
            kept[rule.table] = rows
    count = sum(len(rows) for rows in kept.values())
    events.emit(ctx, CustomerDataExported(aggregate_id=customer_id, rows=count))
    return PersonalData(f"cus_{customer_id.hex}", ctx.now.isoformat(), kept)
