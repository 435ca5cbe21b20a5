"""Goods that come back in the demo: a few returns at each of their stages."""

from uuid import UUID

from duka.demo.planting import Planted
from duka.kernel.context import SYSTEM, Context
from duka.kernel.errors import Refusal
from duka.kernel.work import Caller
from duka.returns import queries, service
from duka.returns.types import (
    LineAsked,
    LineReceived,
    ReturnApproval,
    ReturnAsked,
    ReturnCarriage,
    ReturnSettling,
)
from duka.wiring import Services

PLANS = (
    ("requested", "does_not_fit", "refund", "It is a size too small."),
    ("requested", "damaged", "refund", "It came with a crack."),
    ("approved", "changed_mind", "credit", ""),
    ("in_transit", "not_as_described", "refund", "The colour is not the one of the picture."),
    ("received", "wrong_item", "refund", "This is not what I ordered."),
    ("completed", "changed_mind", "refund", ""),
    ("completed", "damaged", "credit", "The handle was broken."),
)
"""How far each goes, why, what for, and what is said."""


def send_back(services: Services, planted: Planted) -> int:
    """How many returns there are."""
    work, system = services.work, Caller(planted.tenant, SYSTEM, frozenset(), planted.store)
    orders = work.perform(system, lambda ctx: _arrived(ctx, len(PLANS)))
    made = 0
    for (stage, reason, outcome, note), order_id in zip(PLANS, orders, strict=False):
        made += _one(services, system, order_id, stage, reason, outcome, note)
    return made


def _arrived(ctx: Context, most: int) -> list[UUID]:
    """The newest orders that arrived and are paid, of customers we know."""
    rows = ctx.db.all(
        """select o.id from orders o
           where o.tenant_id = %(tenant)s and o.fulfillment_status = 'delivered' and o.payment_status = 'captured'
             and o.customer_id is not null and o.status <> 'cancelled'
           order by o.created_at desc limit %(most)s""",
        most=most,
    )
    return [row.id for row in rows]


def _one(
    services: Services, system: Caller, order_id: UUID, stage: str, reason: str, outcome: str, note: str
) -> int:
    work = services.work

    def ask(ctx: Context) -> UUID:
        open_lines = [
            line for line in queries.of_order_for_staff(ctx, order_id).lines if line.open and not line.scale
        ]
        first = open_lines[0]
        line = LineAsked(line_id=first.line_id, quantity=1, reason=reason, note=note)
        asked = ReturnAsked(lines=[line], outcome="credit" if outcome == "credit" else "refund", note=note)
        return service.request(ctx, order_id, asked)

    try:
        back = work.perform(system, ask)
    except (IndexError, Refusal):
        return 0
    if stage == "requested":
        return 1
    work.perform(system, lambda ctx: service.approve(ctx, back, ReturnApproval()))
    if stage == "in_transit":
        work.perform(
            system,
            lambda ctx: service.ship(
                ctx, back, ReturnCarriage(carrier="la_poste", tracking_number="6A12345678901")
            ),
        )
    if stage in ("received", "completed"):
        work.perform(system, lambda ctx: _receive(ctx, back))
    if stage == "completed":
        service.settle(work, system, services.gateways, back, ReturnSettling())
    return 1


def _receive(ctx: Context, back: UUID) -> None:
    lines = [LineReceived(line_id=n.line_id, sellable=n.quantity) for n in queries.get(ctx, back).lines]
    place = ctx.db.value(
        "select id from locations where tenant_id = %(tenant)s and is_active order by code limit 1"
    )
    service.receive(ctx, back, lines, place)
