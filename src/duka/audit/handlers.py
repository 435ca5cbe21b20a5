"""Hears everything."""

import msgspec

from duka.kernel.context import Context
from duka.kernel.events import Delivery


def keep(ctx: Context, delivery: Delivery) -> None:
    """One row an event; the event's id is the row's, so that twice is once."""
    ctx.db.run(
        """insert into audit_log (tenant_id, id, at, actor, action, object, details, request_id)
           values (%(tenant)s, %(id)s, %(at)s, %(actor)s, %(action)s, %(object)s, %(details)s::jsonb, %(request)s)
           on conflict do nothing""",
        id=delivery.id,
        at=delivery.occurred_at,
        actor=delivery.actor,
        action=delivery.type,
        object=delivery.aggregate_id.hex,
        details=msgspec.json.encode(delivery.payload).decode(),
        request=delivery.request_id,
    )
