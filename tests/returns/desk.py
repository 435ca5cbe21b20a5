"""A desk for returns: orders that were delivered, and what customers and staff do with them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id
from tests.payments.till import Till

from duka.checkout import staff_paying
from duka.inventory import queries as stock
from duka.kernel import ids
from duka.kernel.ids import new_id
from duka.ledger import verifying
from duka.orders import service as orders
from duka.orders.types import Order
from duka.returns import queries, service, staff_list
from duka.returns.types import (
    LineAsked,
    LineReceived,
    Return,
    ReturnApproval,
    ReturnAsked,
    ReturnDetail,
    ReturnProposal,
    ReturnSettling,
)
from duka.settings import service as settings
from duka.stores.sections import RETURNS


@dataclass
class Desk:
    till: Till

    def __post_init__(self) -> None:
        self.shirt = self.bazaar.product(price=5_000, stock=20)
        self.mug = self.bazaar.product(price=3_333, stock=20)

    @property
    def bazaar(self) -> Bazaar:
        return self.till.bazaar

    def policy(self, **values: Any) -> None:
        """The store's terms, over the platform's."""
        self.bazaar.staff(
            lambda ctx: settings.save(
                ctx, RETURNS, self.bazaar.store, values, settings_version(ctx, self.bazaar.store)
            )
        )

    def delivered(self, *lines: tuple[UUID, int], is_paid: bool = True, **values: Any) -> Order:
        """Paid in cash at the door."""
        order = buy(self.bazaar, *(lines or ((self.shirt, 3), (self.mug, 2))), **values)
        self.deliver(order, is_paid=is_paid)
        return order

    def deliver(self, order: Order, *, is_paid: bool = True) -> None:
        number = order_id(order)
        for step in (
            lambda ctx: orders.prepare(ctx, number),
            lambda ctx: orders.ship(ctx, number, "", ""),
            lambda ctx: orders.deliver(ctx, number),
        ):
            self.bazaar.staff(step)
        if is_paid:
            payment = self.till.payments(order)[-1]
            self.bazaar.staff(lambda ctx: staff_paying.mark_paid(ctx, payment.id, "cash"))

    def ask(
        self,
        order: Order,
        *quantities: int,
        reason: str = "changed_mind",
        outcome: str = "refund",
        as_staff: bool = False,
        **more: Any,
    ) -> UUID:
        """So much of each line in their order; 0 leaves one out."""
        asked = ReturnAsked(
            lines=[
                LineAsked(line_id=line.id, quantity=quantity, reason=reason)
                for line, quantity in zip(order.lines, quantities, strict=False)
                if quantity
            ],
            outcome=outcome,  # type: ignore[arg-type]
            **more,
        )
        kind = "staff" if as_staff else "shopper"
        token = None if as_staff else order.tracking_token
        return self.bazaar.perform(lambda ctx: service.request(ctx, order_id(order), asked, token), kind)

    def approve(self, back: UUID, **given: Any) -> None:
        self.bazaar.staff(lambda ctx: service.approve(ctx, back, ReturnApproval(**given)))

    def receive(self, back: UUID, *counts: tuple[int, int, int], location: UUID | None = None) -> None:
        """(sellable, damaged, missing) of each line; without counts all of it can be sold again."""
        lines = self.look(back).lines
        given = counts or tuple((line.quantity, 0, 0) for line in lines)
        received = [
            LineReceived(line_id=line.line_id, sellable=s, damaged=d, missing=m)
            for line, (s, d, m) in zip(lines, given, strict=True)
        ]
        place = location or self.bazaar.plateau
        self.bazaar.staff(lambda ctx: service.receive(ctx, back, received, place))

    def propose(self, back: UUID) -> ReturnProposal:
        return self.bazaar.staff(lambda ctx: service.propose(ctx, back))

    def settle(self, back: UUID, **given: Any) -> None:
        service.settle(
            self.till.work, self.bazaar.caller("staff"), self.till.gateways, back, ReturnSettling(**given)
        )

    def through(self, back: UUID, **given: Any) -> None:
        """Approved, received whole, settled."""
        self.approve(back)
        self.receive(back)
        self.settle(back, **given)

    def look(self, back: UUID) -> Return:
        return self.bazaar.perform(lambda ctx: queries.get(ctx, back))

    def detail(self, back: UUID) -> ReturnDetail:
        return self.bazaar.staff(lambda ctx: staff_list.detail(ctx, back))

    def given(self, order: Order) -> int:
        """What went back of an order's money, as money or as credit."""
        return sum(p.refunded_minor for p in self.till.payments(order))

    def returned(self, order: Order) -> list[int]:
        rows = self.bazaar.perform(
            lambda ctx: ctx.db.all(
                """select returned from order_lines where tenant_id = %(tenant)s and order_id = %(order)s
                   order by position""",
                order=order_id(order),
            )
        )
        return [row.returned for row in rows]

    def announced(self, back: UUID) -> list[str]:
        rows = self.bazaar.perform(
            lambda ctx: ctx.db.all(
                """select type from events where tenant_id = %(tenant)s and aggregate_id = %(id)s
                   order by occurred_at, id""",
                id=back,
            )
        )
        return [row.type for row in rows]

    def agree(self) -> None:
        """Stock and books are right."""
        assert self.bazaar.staff(stock.verify) == []
        assert self.bazaar.perform(verifying.verify).findings == []


def settings_version(ctx: Any, store: UUID) -> int:
    from_settings = ctx.db.value(
        """select coalesce(max(version), 0) from setting_versions
           where tenant_id = %(tenant)s and section = 'returns' and store_id = %(store)s""",
        store=store,
    )
    return int(from_settings)


__all__ = ["Desk", "ids", "new_id"]
