"""What payments do when others announce something."""

from duka.kernel import jobs
from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.payments import queries


def refund_cancelled(ctx: Context, delivery: Delivery) -> None:
    """A cancelled order's money goes back, unless it is to stay or the order was taken up again meanwhile, by a job, since
    the provider is asked outside any transaction."""
    if not delivery.payload.get("is_refunded", True):
        return
    if not queries.is_order_cancelled(ctx, delivery.aggregate_id):
        return
    for payment in queries.of_order(ctx, delivery.aggregate_id):
        if payment.captured_minor > payment.refunded_minor:
            jobs.defer(ctx, "payments.refund", payment_id=payment.id.hex, reason="the order was cancelled")
