"""An order after it was placed, as a state machine: edited, packed in parts, shipped, captured, refunded, returned, cancelled, in
any order. What is refused changes nothing; after every step the figures of the order, the shelves and the books agree."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.checkout.steps import buy, order_id
from tests.payments.faults.market import Market

from duka.checkout import paying, staff_paying
from duka.inventory import queries as stock
from duka.kernel import ids
from duka.kernel.errors import Refusal
from duka.ledger import verifying
from duka.order_edits import service as order_edits
from duka.order_edits.types import Changes, LineChange, NewLine
from duka.orders import queries as orders
from duka.orders import service as steps
from duka.orders.fulfillment import queries as fulfillments
from duka.orders.fulfillment import rules as fulfillment_rules
from duka.orders.fulfillment import service as fulfillment
from duka.orders.fulfillment.types import LineProgress, Picked
from duka.orders.types import Order
from duka.payments import owing, queries
from duka.payments.service import CaptureAsked
from duka.payments.types import Payment, RefundAsked
from duka.returns import service as returns
from duka.returns.types import LineAsked, LineReceived, ReturnApproval, ReturnAsked, ReturnSettling

WAYS = ("card", "cash_on_delivery")


class AfterTheSale(RuleBasedStateMachine):
    """`build` makes a shop with a provider whose books judge ours. `done` and `refused` count what was tried."""

    build: Callable[[], Market]
    done: ClassVar[dict[str, int]] = {}
    refused: ClassVar[dict[str, int]] = {}

    @initialize()
    def open_shop(self) -> None:
        self.market = type(self).build()
        bazaar = self.bazaar = self.market.bazaar
        self.goods = [bazaar.product(price=price, stock=40) for price in (2000, 3500, 990)]
        self.orders: list[Order] = []
        self.returns: list[UUID] = []
        self.number = 0

    # trying

    def _try(self, what: str, act: Callable[[], Any]) -> Any:
        cls = type(self)
        try:
            result = act()
        except Refusal as refusal:
            cls.refused[f"{what}:{refusal.code}"] = cls.refused.get(f"{what}:{refusal.code}", 0) + 1
            return None
        cls.done[what] = cls.done.get(what, 0) + 1
        return result

    def _one(self, n: int) -> UUID:
        return order_id(self.orders[n % len(self.orders)])

    def _lines(self, order: UUID) -> list[LineProgress]:
        return self.bazaar.staff(lambda ctx: fulfillments.progress(ctx, order))

    def _payments(self, order: UUID) -> list[Payment]:
        return self.bazaar.perform(lambda ctx: queries.of_order(ctx, order))

    def _request(self) -> bytes:
        self.number += 1
        return b"request %d" % self.number

    # selling

    @rule(way=st.sampled_from(WAYS), first=st.integers(1, 5), second=st.integers(0, 3))
    def sell(self, way: str, first: int, second: int) -> None:
        lines = [(self.goods[0], first)] + ([(self.goods[1], second)] if second else [])
        method = self.market.provider if way == "card" else way
        order = self._try("sell", lambda: buy(self.bazaar, *lines, method=method))
        if order is None:
            return
        self.orders.append(order)
        if way == "card":
            self.market.till.pay(order)
            self.market._press(order, "approve")
            for payment in self._payments(order_id(order)):
                paying.settle(self.market.work, self.bazaar.tenant, self.market.till.gateways, payment.id)

    # changing

    @precondition(lambda self: self.orders)
    @rule(n=st.integers(0, 50), line=st.integers(0, 3), quantity=st.integers(0, 6), gives_back=st.booleans())
    def change_quantity(self, n: int, line: int, quantity: int, gives_back: bool) -> None:
        order = self._one(n)
        lines = self._lines(order)
        if not lines:
            return
        change = LineChange(line_id=lines[line % len(lines)].line_id, quantity=quantity)
        self._edit(order, Changes(lines=(change,)), gives_back=gives_back)

    @precondition(lambda self: self.orders)
    @rule(n=st.integers(0, 50), goods=st.integers(0, 2), quantity=st.integers(1, 3))
    def add_goods(self, n: int, goods: int, quantity: int) -> None:
        added = NewLine(variant_id=self.goods[goods], quantity=quantity)
        self._edit(self._one(n), Changes(added=(added,)), gives_back=False)

    def _edit(self, order: UUID, changes: Changes, *, gives_back: bool) -> None:
        asked = order_edits.EditAsked(
            changes=changes, reason="as agreed", request=self._request(), gives_back=gives_back
        )
        caller = self.bazaar.caller("staff")
        gateways = self.market.till.gateways
        for _ in range(2):  # asking twice edits once
            self._try(
                "edit",
                lambda: order_edits.apply(self.market.work, caller, gateways, order, asked, None),
            )

    # goods

    @precondition(lambda self: self.orders)
    @rule(n=st.integers(0, 50), line=st.integers(0, 3), quantity=st.integers(1, 3))
    def prepare_part(self, n: int, line: int, quantity: int) -> None:
        order = self._one(n)
        lines = self._lines(order)
        if lines:
            picked = [Picked(lines[line % len(lines)].line_id, quantity)]
            self._try(
                "prepare", lambda: self.bazaar.staff(lambda ctx: fulfillment.prepare(ctx, order, picked))
            )

    @precondition(lambda self: self.orders)
    @rule(n=st.integers(0, 50), step=st.sampled_from(("prepare", "ship", "deliver")))
    def step_on(self, n: int, step: str) -> None:
        order = self._one(n)
        rest = ("Poste", "1") if step == "ship" else ()
        self._try(step, lambda: self.bazaar.staff(lambda ctx: getattr(steps, step)(ctx, order, *rest)))

    @precondition(lambda self: self.orders)
    @rule(n=st.integers(0, 50))
    def bring_it(self, n: int) -> None:
        for step in ("prepare", "ship", "deliver"):
            self.step_on(n, step)

    @precondition(lambda self: self.orders)
    @rule(n=st.integers(0, 50), which=st.integers(0, 3), step=st.sampled_from(("ship", "deliver", "cancel")))
    def one_parcel(self, n: int, which: int, step: str) -> None:
        order = self._one(n)
        parcels = self.bazaar.staff(
            lambda ctx: ctx.db.all(
                "select id from fulfillments where tenant_id = %(tenant)s and order_id = %(order)s order by position",
                order=order,
            )
        )
        if parcels:
            parcel = parcels[which % len(parcels)].id
            self._try(
                f"parcel:{step}",
                lambda: self.bazaar.staff(lambda ctx: getattr(fulfillment, step)(ctx, parcel)),
            )

    @precondition(lambda self: self.orders)
    @rule(n=st.integers(0, 50), keeps=st.booleans())
    def cancel(self, n: int, keeps: bool) -> None:
        order = self._one(n)
        if n % 5 == 0:  # or nothing else would ever be tried
            self._try(
                "cancel",
                lambda: self.bazaar.staff(
                    lambda ctx: steps.cancel(ctx, order, "no more", is_refunded=not keeps)
                ),
            )

    # goods that come back

    @precondition(lambda self: self.orders)
    @rule(
        n=st.integers(0, 50),
        line=st.integers(0, 3),
        quantity=st.integers(1, 3),
        reason=st.sampled_from(("changed_mind", "damaged")),
        outcome=st.sampled_from(("refund", "credit")),
    )
    def ask_return(self, n: int, line: int, quantity: int, reason: str, outcome: Any) -> None:
        order = self._one(n)
        lines = self._lines(order)
        if not lines:
            return
        line_id = ids.public("line", lines[line % len(lines)].line_id)
        asked = ReturnAsked(
            lines=[LineAsked(line_id=line_id, quantity=quantity, reason=reason)], outcome=outcome
        )
        made = self._try("return", lambda: self.bazaar.staff(lambda ctx: returns.request(ctx, order, asked)))
        if made is not None:
            self.returns.append(made)

    @precondition(lambda self: self.returns)
    @rule(n=st.integers(0, 50), needs_goods=st.booleans())
    def approve_return(self, n: int, needs_goods: bool) -> None:
        which = self.returns[n % len(self.returns)]
        given = ReturnApproval(needs_goods=needs_goods)
        self._try("approve", lambda: self.bazaar.staff(lambda ctx: returns.approve(ctx, which, given)))

    @precondition(lambda self: self.returns)
    @rule(n=st.integers(0, 50), which=st.sampled_from(("sellable", "damaged", "missing")))
    def receive_return(self, n: int, which: str) -> None:
        returned = self.returns[n % len(self.returns)]
        rows = self.bazaar.staff(
            lambda ctx: ctx.db.all(
                "select order_line_id, quantity from return_lines where tenant_id = %(tenant)s and return_id = %(id)s",
                id=returned,
            )
        )
        counts = [
            LineReceived(line_id=ids.public("line", row.order_line_id), **{which: row.quantity})
            for row in rows
        ]
        place = self.bazaar.plateau
        self._try(
            "receive", lambda: self.bazaar.staff(lambda ctx: returns.receive(ctx, returned, counts, place))
        )

    @precondition(lambda self: self.returns)
    @rule(n=st.integers(0, 50))
    def settle_return(self, n: int) -> None:
        which, market = self.returns[n % len(self.returns)], self.market
        for _ in range(2):  # asking twice settles once
            self._try(
                "settle",
                lambda: returns.settle(
                    market.work, self.bazaar.caller("staff"), market.till.gateways, which, ReturnSettling()
                ),
            )

    @precondition(lambda self: self.returns)
    @rule(n=st.integers(0, 50))
    def cancel_return(self, n: int) -> None:
        which = self.returns[n % len(self.returns)]
        if n % 3 == 0:
            self._try("cancel return", lambda: self.bazaar.staff(lambda ctx: returns.cancel(ctx, which)))

    # money

    @precondition(lambda self: self.orders)
    @rule(n=st.integers(0, 50), percent=st.sampled_from((None, 40, 80, 100)), is_final=st.booleans())
    def capture(self, n: int, percent: int | None, is_final: bool) -> None:
        for payment in self._payments(self._one(n)):
            if payment.status in ("authorized", "partially_captured"):
                amount = percent and max(1, (payment.amount_minor - payment.captured_minor) * percent // 100)
                asked = CaptureAsked(amount_minor=amount, is_final=is_final, request=self._request())
                self._try("capture", lambda p=payment, a=asked: self._money("capture", p, a))  # type: ignore[misc]

    @precondition(lambda self: self.orders)
    @rule(n=st.integers(0, 50), percent=st.sampled_from((10, 50, 100)))
    def refund(self, n: int, percent: int) -> None:
        for payment in self._payments(self._one(n)):
            left = payment.captured_minor - payment.refunded_minor
            if left > 0:
                asked = RefundAsked(
                    amount_minor=max(1, left * percent // 100), reason="as agreed", request=self._request()
                )
                for _ in range(2):  # asking twice gives back once
                    self._try("refund", lambda p=payment, a=asked: self._money("refund", p, a))  # type: ignore[misc]

    @precondition(lambda self: self.orders)
    @rule(n=st.integers(0, 50))
    def pay_at_the_door(self, n: int) -> None:
        for payment in self._payments(self._one(n)):
            if payment.status == "pending" and payment.provider == "cash_on_delivery":
                self._try(
                    "mark_paid",
                    lambda p=payment: self.bazaar.staff(
                        lambda ctx: staff_paying.mark_paid(ctx, p.id, "cash")
                    ),  # type: ignore[misc]
                )

    def _money(self, verb: str, payment: Payment, asked: Any) -> Any:
        market = self.market
        act = getattr(staff_paying, verb)
        return act(market.work, self.bazaar.caller("staff"), market.till.gateways, payment.id, asked)

    @rule()
    def work(self) -> None:
        """The worker does what waits."""
        self.market.till.run()

    # the judges

    @invariant()
    def shelves_and_books_agree(self) -> None:
        if not hasattr(self, "market"):
            return
        assert self.bazaar.staff(stock.verify) == []
        report = self.bazaar.staff(verifying.verify)
        assert report.is_sound, report.findings

    @invariant()
    def orders_add_up(self) -> None:
        for each in getattr(self, "orders", []):
            key = order_id(each)
            order = self.bazaar.staff(lambda ctx, k=key: orders.order(ctx, k))
            lines = sum(line.total_minor for line in order.lines)
            assert lines + order.shipping_minor == order.total_minor
            assert sum(line.tax_minor for line in order.lines) <= order.tax_minor
            progress = self._lines(key)
            for line in progress:
                assert 0 <= line.delivered <= line.shipped <= line.prepared <= line.ordered
                assert line.returned <= line.shipped
            if order.status != "cancelled" and progress:
                assert fulfillment_rules.summary(progress)[0] == order.fulfillment_status

    @invariant()
    def money_is_where_the_provider_says(self) -> None:
        if not hasattr(self, "market"):
            return
        for each in self.orders:
            for payment in self._payments(order_id(each)):
                assert payment.refunded_minor <= payment.captured_minor <= payment.amount_minor
                for entry in self.market._entries(payment.id):
                    assert entry.captured == payment.captured_minor
                    assert entry.refunded <= payment.captured_minor
            key = order_id(each)
            left = self.bazaar.perform(lambda ctx, k=key: owing.of(ctx, k))
            assert left.due_minor == 0 or left.surplus_minor == 0
