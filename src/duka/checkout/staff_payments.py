"""A payment as staff work on it: its story, and what can be done with it by the judgement of the verbs in `staff_paying`."""

from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.orders import reach
from duka.orders.errors import OrderClosed
from duka.payments import possible, staff_queries
from duka.payments.staff_types import PaymentDetail


def detail(ctx: Context, payment_id: UUID) -> PaymentDetail:
    """Refuses `PaymentNotFound`. Two statements at most."""
    looked = staff_queries.detail(ctx, payment_id)
    order = looked.payment.order
    is_held = reach.may(ctx, possible.PERMISSION, looked.store_id, looked.locations)
    closed = OrderClosed(status=order.status) if order.status == "cancelled" else None
    actions = possible.possibilities(looked.facts, is_held=is_held, others={"mark_paid": closed})
    return msgspec.structs.replace(looked.payment, actions=actions)
