"""Whole sales, through checkout and payments with the worker's part done: the books agree with what happened."""

from collections.abc import Iterator

import pytest
from tests import outbox
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import order_id
from tests.conftest import Clock
from tests.payments.front import Front
from tests.payments.till import Till

from duka.checkout import staff_paying
from duka.kernel.db import Database
from duka.kernel.work import Work
from duka.ledger import queries, verifying
from duka.orders import service as orders
from duka.orders.types import Order
from duka.payments.types import RefundAsked


@pytest.fixture(scope="module")
def front(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    front = Front(database, tmp_path_factory.mktemp("front"))
    yield front
    front.close()


@pytest.fixture
def till(work: Work, clock: Clock, front: Front) -> Till:
    outbox.empty(work)
    return Till(Bazaar(work).build(), front, clock)


def balances(till: Till) -> dict[str, int]:
    """Of every account; and the books are sound."""
    till.run()
    report = till.bazaar.perform(verifying.verify)
    assert report.is_sound, [finding.text for finding in report.findings]
    return {b.account: b.balance_minor for b in report.balances if b.balance_minor}


def parts(order: Order) -> dict[str, int]:
    """A sale as the books should have it."""
    net = sum(line.net_minor for line in order.lines)
    sold = {"revenue": -net, "tax_payable": -order.tax_minor}
    shipping = order.total_minor - net - order.tax_minor
    return {**sold, "shipping_revenue": -shipping} if shipping else sold


def test_a_sale_at_the_gateway(till: Till) -> None:
    order, payment = till.paid()
    till.settle(payment)
    assert balances(till) == {"gateway_clearing:sandbox": order.total_minor, **parts(order)}
    till.settle(payment)
    assert balances(till)["gateway_clearing:sandbox"] == order.total_minor


def test_an_order_that_is_placed_at_once_owes_until_the_cash_is_there(till: Till) -> None:
    order = till.order("cash_on_delivery")
    assert balances(till) == {"customer_receivable": order.total_minor, **parts(order)}
    (payment,) = till.payments(order)
    till.bazaar.staff(lambda ctx: staff_paying.mark_paid(ctx, payment.id, "cash"))
    assert balances(till) == {"cash": order.total_minor, **parts(order)}


def test_an_order_that_is_cancelled_gives_everything_back(till: Till) -> None:
    order, payment = till.paid()
    till.settle(payment)
    till.bazaar.staff(lambda ctx: orders.cancel(ctx, order_id(order), "changed their mind"))
    assert balances(till) == {}
    assert till.charges() == [("refunded", order.total_minor)]


def test_what_is_kept_of_a_cancelled_order_stays(till: Till) -> None:
    order, payment = till.paid()
    till.settle(payment)
    till.run()
    till.bazaar.staff(lambda ctx: orders.cancel(ctx, order_id(order), "too late", is_refunded=False))
    assert balances(till) == {
        "gateway_clearing:sandbox": order.total_minor,
        "other_income": -order.total_minor,
    }


def test_an_order_that_nobody_pays_leaves_no_trace(till: Till) -> None:
    order = till.order()
    till.pay(order)
    till.abandon(order)
    assert balances(till) == {}


def test_refunds_in_parts_return_all_tax(till: Till) -> None:
    order, payment = till.paid()
    till.settle(payment)
    for amount in (1, None):
        asked = RefundAsked(amount_minor=amount, reason="torn")
        staff_paying.refund(till.work, till.bazaar.caller("staff"), till.gateways, payment.id, asked)
    found = balances(till)
    assert "tax_payable" not in found
    assert found["refunds"] == order.total_minor - order.tax_minor
    assert till.bazaar.perform(lambda ctx: queries.books(ctx, order_id(order))).receivable_minor == 0
