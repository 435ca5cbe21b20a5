"""Money on its way back: never more than was taken, never twice, and never lost half-way."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.checkout.steps import order_id
from tests.payments.till import PLACED, Till, Unsteady, unsteady

from duka.checkout import staff_paying
from duka.kernel.errors import Forbidden
from duka.orders import service as orders
from duka.orders.errors import OrderClosed
from duka.orders.types import Order
from duka.payments import service
from duka.payments.errors import ProviderUnreachable, RefundRefused, RefundTooLarge
from duka.payments.types import Payment, RefundAsked, RefundOutcome


def captured(till: Till) -> tuple[Order, Payment]:
    order, payment = till.paid()
    till.settle(payment)
    till.run()
    return order, till.payment(payment)


def refund(till: Till, payment: Payment, amount: int | None = None, kind: str = "staff") -> Payment:
    caller = till.bazaar.caller(kind)
    return service.refund(
        till.work, caller, till.gateways, payment.id, RefundAsked(amount_minor=amount, reason="as agreed")
    )


def cancel(till: Till, order: Order) -> None:
    till.bazaar.staff(lambda ctx: orders.cancel(ctx, order_id(order), "changed my mind"))


def again(till: Till) -> None:
    """Every event comes a second time, to listeners that forgot the first."""
    with till.work.database.platform() as tx:
        mine = {"mine": till.bazaar.tenant}
        tx.run("delete from event_receipts where tenant_id = %(mine)s", **mine)
        tx.run(
            "update events set status = 'pending', available_at = now() where tenant_id = %(mine)s", **mine
        )
    till.run()


def test_all_of_it(till: Till) -> None:
    order, payment = captured(till)
    assert refund(till, payment).status == "refunded"
    till.run()
    assert till.state(order) == ("open", "refunded", True)
    assert till.charges() == [("refunded", order.total_minor)]
    assert till.bazaar.events("payment.refunded") == ["payment.refunded"]
    with pytest.raises(RefundTooLarge):
        refund(till, payment)


def test_in_parts_and_no_more_than_was_taken(till: Till) -> None:
    order, payment = captured(till)
    total = order.total_minor
    assert refund(till, payment, 1000).status == "partially_refunded"
    till.run()
    assert till.state(order) == ("open", "partially_refunded", True)
    for amount in (total, total - 999, 0, -1):
        with pytest.raises(RefundTooLarge):
            refund(till, payment, amount)
    assert refund(till, payment, total - 1000).status == "refunded"
    till.run()
    assert till.state(order)[1] == "refunded"
    assert till.charges() == [("refunded", total)]


def test_many_at_once_never_exceed_what_was_taken(till: Till) -> None:
    order, payment = captured(till)
    part = order.total_minor // 4
    barrier = threading.Barrier(8)

    def one(n: int) -> str:
        barrier.wait(10)
        try:
            refund(till, payment, part)
        except RefundTooLarge:
            return "refused"
        return "given"

    with ThreadPoolExecutor(8) as pool:
        outcomes = Counter(pool.map(one, range(8)))
    assert outcomes == {"given": 4, "refused": 4}
    after = till.payment(payment)
    assert (after.refunded_minor, till.charges()[0][1]) == (4 * part, 4 * part)
    assert till.bazaar.value("select sum(amount_minor) from refunds where tenant_id = %(tenant)s") == 4 * part


def test_only_who_may(till: Till) -> None:
    _, payment = captured(till)
    with pytest.raises(Forbidden):
        refund(till, payment, kind="shopper")


def test_the_provider_may_refuse(till: Till) -> None:
    order, payment = captured(till)
    till.force(payment, "cancelled")
    for _ in range(2):
        with pytest.raises(RefundRefused):
            refund(till, payment)
    assert till.payment(payment).refunded_minor == 0
    assert till.state(order) == PLACED


@pytest.mark.parametrize("cut", ["refund asked", "refund answered"])
def test_an_answer_that_was_lost_is_asked_for_again(till: Till, cut: str) -> None:
    order, payment = captured(till)
    line = unsteady(till, cut)
    with pytest.raises(ProviderUnreachable):
        refund(till, payment, 1000)
    with pytest.raises(RefundTooLarge):
        refund(till, payment, order.total_minor)
    till.later(seconds=11)
    till.sweep()
    line.cut.clear()
    till.later(seconds=11)
    till.sweep()
    till.sweep()
    assert till.charges() == [("paid", 1000)]
    assert (till.payment(payment).status, till.payment(payment).refunded_minor) == (
        "partially_refunded",
        1000,
    )
    assert refund(till, payment).status == "refunded"
    assert till.charges() == [("refunded", order.total_minor)]


class Killed(Exception):
    """The process ends here."""


class DiesAfterRefund(Unsteady):
    def refund(self, *arguments: Any) -> RefundOutcome:
        self.inner.refund(*arguments)
        raise Killed


def test_what_was_cut_off_half_way_is_finished_once(till: Till) -> None:
    order, payment = captured(till)
    whole = till.gateways
    till.gateways = whole.replaced("sandbox", DiesAfterRefund(whole["sandbox"]))
    with pytest.raises(Killed):
        refund(till, payment)
    assert till.payment(payment).status == "captured"
    till.gateways = whole
    till.later(seconds=11)
    till.sweep()
    assert till.payment(payment).status == "refunded"
    assert till.charges() == [("refunded", order.total_minor)]
    assert till.bazaar.events("payment.refunded") == ["payment.refunded"]


def test_cancelling_a_paid_order_gives_the_money_back_once(till: Till) -> None:
    order, _ = captured(till)
    cancel(till, order)
    cancel(till, order)
    assert till.charges() == [("paid", 0)]
    till.run()
    assert till.state(order) == ("cancelled", "refunded", True)
    for _ in range(2):
        again(till)
    assert till.charges() == [("refunded", order.total_minor)]
    assert till.bazaar.events("payment.refunded") == ["payment.refunded"]
    assert till.reserved() == 0
    till.agree()


def test_cancelling_an_order_closes_the_way_to_pay_it(till: Till) -> None:
    order = till.order()
    payment = till.pay(order)
    cancel(till, order)
    till.run()
    assert till.charges() == [("cancelled", 0)]
    assert till.choose(payment, "pay").status == "cancelled"
    assert till.payment(payment).status == "expired"
    till.agree()


def test_cash_for_a_cancelled_order_is_not_taken(till: Till) -> None:
    order = till.order("bank_transfer")
    (payment,) = till.payments(order)
    cancel(till, order)
    till.run()
    with pytest.raises(OrderClosed):
        till.bazaar.staff(lambda ctx: staff_paying.mark_paid(ctx, payment.id, "came late"))
    assert till.payment(payment).captured_minor == 0


def test_two_captures_and_two_cancels_at_once_agree(till: Till) -> None:
    for _ in range(4):
        order, payment = till.paid("never")
        barrier = threading.Barrier(3)

        def at_once(act: Any, barrier: threading.Barrier = barrier) -> None:
            barrier.wait(10)
            act()

        acts = [
            lambda p=payment: till.settle(p),
            lambda p=payment: till.settle(p),
            lambda o=order: cancel(till, o),
        ]
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(at_once, acts))
        till.run()
        till.run()
        assert till.state(order)[:2] == ("cancelled", "refunded")
    till.agree()
