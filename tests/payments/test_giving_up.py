"""Orders that nobody pays in time, and money that comes all the same."""

import pytest
from tests.payments.till import GIVEN_UP, PLACED, WAITING, Till, unsteady

from duka.checkout import sweeper
from duka.checkout.errors import OrderNotPayable
from duka.payments.errors import ProviderUnreachable


def test_an_order_that_was_given_up_is_not_paid(till: Till) -> None:
    order = till.order()
    till.abandon(order)
    with pytest.raises(OrderNotPayable):
        till.pay(order)


def test_nothing_is_given_up_while_money_may_have_been_taken(till: Till) -> None:
    line = unsteady(till, "create answered")
    order = till.order()
    till.pay(order)
    till.later(minutes=16)
    till.sweep()
    with pytest.raises(ProviderUnreachable):
        till.abandon(order)
    assert till.state(order)[0] == "open"
    line.cut.clear()
    till.later(minutes=3)
    till.sweep()
    assert till.state(order) == GIVEN_UP
    assert till.charges() == [("cancelled", 0)]
    till.agree()


def test_an_order_that_cannot_be_given_up_holds_up_no_other(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.later(minutes=16)
    till.sweep()  # what other tests left, many at a time
    monkeypatch.setattr(sweeper, "AT_MOST", 1)
    line = unsteady(till, "create answered")
    stuck = till.order()
    till.pay(stuck)
    line.cut.clear()
    till.later(seconds=1)
    other = till.order()
    till.later(minutes=16)
    line.cut.add("create asked")
    till.sweep()
    assert till.state(stuck)[0] == "open"
    assert till.state(other) == GIVEN_UP


def test_an_order_nobody_is_asked_for_is_given_up(till: Till) -> None:
    order = till.order()
    till.bazaar.perform(lambda ctx: ctx.db.run("delete from payments where tenant_id = %(tenant)s"))
    till.abandon(order)
    assert till.look(order).status == "cancelled"


def test_giving_up_frees_the_stock_once_and_the_cart(till: Till) -> None:
    order = till.order(quantity=3)
    payment = till.pay(order)
    assert till.reserved() == 3
    till.later(minutes=14)
    till.sweep()
    assert till.reserved() == 3
    till.later(minutes=2)
    till.sweep()
    till.sweep()
    till.abandon(order)
    assert till.state(order) == GIVEN_UP
    assert till.payment(payment).status == "expired"
    assert (till.reserved(), till.charges()) == (0, [("cancelled", 0)])
    assert (
        till.bazaar.value(
            "select count(*) from stock_ledger where tenant_id = %(tenant)s and reason = 'release'"
        )
        == 1
    )
    assert till.bazaar.value("select status from carts where tenant_id = %(tenant)s") == "open"
    assert till.choose(payment, "pay").status == "cancelled"
    till.agree()


def test_money_of_the_last_moment_wins(till: Till) -> None:
    order, _ = till.paid("never")
    till.abandon(order)
    assert till.state(order) == PLACED
    till.agree()


def test_money_that_comes_after_giving_up_heals_the_order(till: Till) -> None:
    order = till.order()
    payment = till.pay(order)
    till.abandon(order)
    assert (till.state(order), till.reserved()) == (("cancelled", "expired", False), 0)
    till.force(payment, "paid")
    till.settle(payment)
    till.settle(payment)
    till.run()
    assert till.state(order) == PLACED
    assert till.charges() == [("paid", 0)]
    assert till.reserved() == 1
    assert till.bazaar.events("order.taken_up") == ["order.taken_up"]
    till.agree()


def test_a_second_payment_of_the_same_order_goes_back(till: Till) -> None:
    order, first = till.paid("decline")
    till.run()
    till.choose(till.pay(order), "pay")
    till.run()
    till.force(first, "paid")
    for _ in range(3):
        till.settle(first)
    till.run()
    assert till.charges() == [("refunded", order.total_minor), ("paid", 0)]
    assert till.state(order) == PLACED
    till.agree()


@pytest.mark.parametrize("wrong", ["amount_minor = amount_minor - 1", "currency = 'EUR'"])
def test_money_of_another_amount_or_currency_places_nothing(till: Till, wrong: str) -> None:
    order, payment = till.paid("never")
    till.bazaar.perform(
        lambda ctx: ctx.db.run(f"update sandbox_charges set {wrong} where tenant_id = %(tenant)s")
    )
    till.settle(payment)
    till.later(minutes=16)
    till.sweep()
    till.settle(payment)
    assert till.state(order) == WAITING
    assert till.bazaar.events("payment.mismatched") == ["payment.mismatched"]
