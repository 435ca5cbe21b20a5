"""What providers send unasked."""

import msgspec

from duka.kernel.context import Context
from duka.payments import queries
from duka.payments.types import Callback, Payment


def keep_callback(ctx: Context, provider: str, callback: Callback) -> Payment | None:
    """Store a verified callback, once. The payment it is about, or None for a duplicate or an unknown reference."""
    payment = queries.by_reference(ctx, provider, callback.reference)
    fresh = ctx.db.run(
        """insert into payment_callbacks (tenant_id, provider, event_id, payment_id, payload, received_at, outcome)
           values (%(tenant)s, %(provider)s, %(event)s, %(payment)s, %(payload)s::jsonb, %(now)s, %(outcome)s)
           on conflict do nothing""",
        provider=provider,
        event=callback.event_id,
        payment=payment.id if payment else None,
        payload=msgspec.json.encode(callback.payload).decode(),
        outcome="" if payment else "unknown reference",
        now=ctx.now,
    )
    return payment if fresh else None
