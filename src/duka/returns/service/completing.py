"""The end of a return: settled, paid, and received where its goods come back."""

from uuid import UUID

from duka.kernel.context import Context
from duka.returns.events import ReturnCompleted
from duka.returns.holding import hold, set_status, tell


def complete_if_done(ctx: Context, return_id: UUID) -> bool:
    """Whether it is completed by now. For steps."""
    order, held = hold(ctx, return_id)
    if held.status == "completed":
        return True
    is_here = held.received_at is not None or not held.needs_goods
    if (
        held.settled_at is None
        or held.is_paying
        or not is_here
        or held.status not in ("approved", "received")
    ):
        return False
    set_status(ctx, held, "completed")
    event = ReturnCompleted(
        aggregate_id=return_id,
        order_id=order.id,
        order_number=order.number,
        number=held.number,
        outcome=held.outcome,
        amount_minor=held.amount_minor,
        currency=held.currency,
        exchange_order_id=held.exchange_order_id,
    )
    tell(ctx, event, held.status, "completed")
    return True
