"""From placing to the final state of the order, for everything that the gateway can do."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from typing import Any

import pytest
from tests.checkout.steps import order_id
from tests.payments.till import PLACED, RETURN, WAITING, Till, unsteady

from duka.checkout import staff_paying
from duka.payments import service
from duka.payments.errors import OrderAlreadyPaid, PaymentNotManual, UnknownProvider
from duka.sandbox.gateway import WrongCode


def together(*acts: Any) -> list[Any]:
    """All at the same instant."""
    barrier = threading.Barrier(len(acts))

    def one(act: Any) -> Any:
        barrier.wait(10)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


# every act of the gateway


@pytest.mark.parametrize(
    ("act", "callbacks"), [("pay", 1), ("twice", 1), ("late", 1), ("never", 0), ("timeout", 0)]
)
def test_money_that_was_taken_places_the_order(till: Till, act: str, callbacks: int) -> None:
    order, payment = till.paid(act)
    assert till.state(order) == WAITING
    till.run()
    if act not in {"pay", "twice"}:
        assert till.state(order) == WAITING
        till.later(seconds=21)
        till.run() if act == "late" else till.sweep()
    till.run()
    assert till.state(order) == PLACED
    assert till.charges() == [("paid", 0)]
    assert [(p.status, p.captured_minor) for p in till.payments(order)] == [("captured", order.total_minor)]
    assert till.count("payment_callbacks") == callbacks
    assert till.bazaar.events("order.placed") == ["order.placed"]
    assert till.settle(payment).status == "captured"
    assert till.bazaar.events("order.placed") == ["order.placed"]
    assert till.reserved() == 1
    till.agree()


def test_the_way_back_is_enough(till: Till) -> None:
    order, payment = till.paid("never")
    till.settle(payment)
    assert till.state(order) == PLACED


def test_a_challenge_wants_the_right_code(till: Till) -> None:
    order = till.order()
    payment = till.pay(order)
    assert till.choose(payment, "challenge").status == "challenged"
    assert till.settle(payment).status == "requires_action"
    with pytest.raises(WrongCode):
        till.choose(payment, "pay", "0000")
    assert till.state(order) == WAITING
    till.choose(payment, "pay", "1234")
    till.run()
    assert till.state(order) == PLACED


def test_a_challenge_may_be_declined(till: Till) -> None:
    order = till.order()
    payment = till.pay(order)
    till.choose(payment, "challenge")
    till.choose(payment, "decline")
    till.run()
    assert till.state(order) == ("open", "failed", False)
    assert till.payment(payment).reason == "The card was declined."


def test_a_declined_payment_is_tried_again(till: Till) -> None:
    order, first = till.paid("decline")
    till.run()
    assert till.state(order) == ("open", "failed", False)
    second = till.pay(order)
    assert (second.attempt, second.status) == (2, "requires_action")
    assert second.provider_reference != first.provider_reference
    till.choose(second, "pay")
    till.run()
    assert till.state(order) == PLACED
    assert till.charges() == [("declined", 0), ("paid", 0)]
    assert till.pay(order).id == second.id
    till.agree()


def test_after_a_decline_the_buyer_may_pay_on_delivery(till: Till) -> None:
    order, _ = till.paid("decline")
    till.run()
    second = till.pay(order, "cash_on_delivery")
    assert (second.provider, second.status) == ("cash_on_delivery", "pending")
    seen = till.look(order)
    assert (seen.payment_method, seen.payment_status, seen.placed_at is not None) == (
        "cash_on_delivery",
        "pending",
        True,
    )
    till.later(minutes=20)
    till.sweep()
    assert till.look(order).status == "open"
    assert till.reserved() == 1


def test_an_unknown_provider_is_refused(till: Till) -> None:
    with pytest.raises(UnknownProvider):
        service.find(till.gateways, "gold")


# the line to the gateway


@pytest.mark.parametrize("cut", ["create asked", "create answered"])
def test_no_answer_leaves_it_unknown_and_the_sweeper_finds_out(till: Till, cut: str) -> None:
    line = unsteady(till, cut)
    order = till.order()
    assert [till.pay(order).status, till.pay(order).status] == ["unknown", "unknown"]
    assert till.state(order) == ("open", "unknown", False)
    line.cut.clear()
    till.later(seconds=21)
    till.sweep()
    (payment,) = till.payments(order)
    assert (payment.status, till.charges()) == ("requires_action", [("open", 0)])
    assert till.pay(order).action_url == payment.action_url != ""
    assert till.choose(payment, "pay").return_url == till.front.url + RETURN
    till.run()
    assert till.state(order) == PLACED
    till.agree()


def test_no_answer_is_no_news_of_a_payment_that_is_known(till: Till) -> None:
    order = till.order()
    payment = till.pay(order)
    unsteady(till, "look_up asked")
    seen = till.settle(payment)
    assert (seen.status, seen.action_url) == ("requires_action", payment.action_url)


def test_nobody_is_asked_for_an_order_whose_buyer_did_not_pay_yet(till: Till) -> None:
    till.order()
    till.later(seconds=30)
    till.sweep()
    assert till.charges() == []


# everybody at once


def test_eight_clicks_are_one_charge_and_one_payment(till: Till) -> None:
    order = till.order()
    payments = together(*[lambda: till.pay(order)] * 8)
    assert {(p.id, p.status) for p in payments} == {(payments[0].id, "requires_action")}
    assert till.charges() == [("open", 0)]
    assert till.count("payments") == 1


def test_eight_clicks_after_a_decline_are_one_more_attempt(till: Till) -> None:
    order, _ = till.paid("decline")
    till.run()
    payments = together(*[lambda: till.pay(order)] * 8)
    assert {p.attempt for p in payments} == {2}
    assert till.charges() == [("declined", 0), ("open", 0)]


def test_callback_and_return_at_the_same_instant_place_once(till: Till) -> None:
    for _ in range(5):
        order, payment = till.paid()
        together(*[lambda p=payment: till.settle(p)] * 2, till.run)
        assert till.state(order) == PLACED
    assert len(till.bazaar.events("order.placed")) == 5
    assert till.reserved() == 5
    till.agree()


def test_paying_again_while_the_callback_comes_disturbs_nothing(till: Till) -> None:
    for _ in range(5):
        order, payment = till.paid()
        together(lambda o=order: till.pay(o), lambda p=payment: till.settle(p))
        assert till.state(order) == PLACED


WAYS = ("return", "callback", "sweep", "give up")


@pytest.mark.parametrize("order_of_news", list(permutations(WAYS)), ids="-".join)
def test_whoever_comes_first_the_end_is_the_same(till: Till, order_of_news: tuple[str, ...]) -> None:
    paid, paid_payment = till.paid()
    declined, declined_payment = till.paid("decline")
    till.later(minutes=16)
    for news in order_of_news:
        if news == "return":
            till.settle(paid_payment)
            till.settle(declined_payment)
        elif news == "callback":
            till.run()
        elif news == "sweep":
            till.sweep()
        else:
            till.abandon(paid)
            till.abandon(declined)
    till.run()
    assert till.state(paid) == PLACED
    assert till.state(declined) == ("cancelled", "failed", False)
    assert till.charges() == [("paid", 0), ("declined", 0)]
    assert till.reserved() == 1
    till.agree()


# by hand


@pytest.mark.parametrize("method", ["cash_on_delivery", "bank_transfer"])
def test_staff_mark_cash_and_transfers_as_paid(till: Till, method: str) -> None:
    order = till.order(method)
    (payment,) = till.payments(order)
    for _ in range(2):
        assert (
            till.bazaar.staff(lambda ctx: staff_paying.mark_paid(ctx, payment.id, "came")).status
            == "captured"
        )
    assert till.state(order) == PLACED
    assert till.bazaar.events("payment.changed") == ["payment.changed"]


def test_nobody_marks_an_online_payment_as_paid(till: Till) -> None:
    order = till.order()
    (payment,) = till.payments(order)
    with pytest.raises(PaymentNotManual):
        till.bazaar.staff(lambda ctx: staff_paying.mark_paid(ctx, payment.id, "came"))
    assert till.state(order) == ("open", "pending", False)


def test_only_a_failed_payment_is_followed_by_another(till: Till) -> None:
    order, _ = till.paid()
    till.run()
    with pytest.raises(OrderAlreadyPaid):
        till.bazaar.shop(lambda ctx: service.pay_rest(ctx, order_id(order), "sandbox"))
