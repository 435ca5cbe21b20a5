"""Giving back an amount of an order, over its payments."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from duka.checkout import staff_paying
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.orders import reach
from duka.orders import service as orders
from duka.payments import queries as payment_queries
from duka.payments.errors import RefundTooLarge
from duka.payments.gateways import Gateways
from duka.payments.types import Payment, RefundAsked


def plan(attempts: Sequence[Payment], amount_minor: int) -> list[tuple[UUID, int]]:
    """What each payment gives back of `amount_minor`, the newest first. Refuses `RefundTooLarge`."""
    available = sum(p.captured_minor - p.refunded_minor for p in attempts)
    if not 0 < amount_minor <= available:
        raise RefundTooLarge(available_minor=available)
    rest, parts = amount_minor, []
    for payment in sorted(attempts, key=lambda p: -p.attempt):
        part = min(rest, payment.captured_minor - payment.refunded_minor)
        if part > 0:
            parts.append((payment.id, part))
            rest -= part
    return parts


def give_back(
    work: Work,
    caller: Caller,
    gateways: Gateways,
    order_id: UUID,
    amount_minor: int,
    reason: str,
    request: str,
) -> int:
    """The amount that was asked for at providers; asked for by the same `request` again, nothing more goes back. What a
    provider refuses or does not answer is raised, and asked for anew by the next call or by the sweeper. Refuses
    `RefundTooLarge`."""

    def look(ctx: Context) -> list[tuple[UUID, int]]:
        reach.require(ctx, "payments:write", order_id)
        orders.lock(ctx, order_id)
        key = _key(request)
        done = ctx.db.all(
            """select r.payment_id, r.amount_minor from refunds r
               join payments p on p.tenant_id = %(tenant)s and p.id = r.payment_id
               where r.tenant_id = %(tenant)s and p.order_id = %(order)s and r.request = %(request)s
                 and r.status <> 'refused'""",
            order=order_id,
            request=key,
        )
        attempts = payment_queries.of_order(ctx, order_id)
        rest = amount_minor - sum(row.amount_minor for row in done)
        asked = [(row.payment_id, row.amount_minor) for row in done]
        return asked + (plan([p for p in attempts if p.id not in dict(asked)], rest) if rest > 0 else [])

    parts = work.perform(caller, look)
    for payment_id, part in parts:
        asked = RefundAsked(amount_minor=part, reason=reason, request=_key(request))
        staff_paying.refund(work, caller, gateways, payment_id, asked)
    return sum(part for _, part in parts)


def _key(request: str) -> bytes:
    return hashlib.sha256(request.encode()).digest()
