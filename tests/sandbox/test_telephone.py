"""The pretend telephone: a prompt is confirmed, rejected or left, over HTTP, and the adapter of mobile money on it."""

import httpx2
import pytest
from tests.checkout.steps import order_id
from tests.payments.till import Till

from duka.checkout import paying
from duka.kernel.ids import new_id
from duka.orders.types import Order
from duka.payments.errors import PhoneNeeded
from duka.payments.service import Way
from duka.payments.types import Payment
from duka.sandbox import telephone

NUMBER = "+221771234567"


@pytest.fixture
def prompted(till: Till) -> tuple[Order, Payment]:
    till.bazaar.perform(
        lambda ctx: ctx.db.run(
            """insert into payment_methods (tenant_id, id, store_id, provider, name)
               values (%(tenant)s, %(id)s, %(store)s, 'sandbox_mobile', 'Mobile money')""",
            id=new_id(),
            store=till.bazaar.store,
        )
    )
    order = till.order("sandbox_mobile")
    return order, till.pay(order, phone=NUMBER)


def press(payment: Payment, act: str) -> httpx2.Response:
    return httpx2.post(payment.action_url, data={"act": act, "reference": payment.provider_reference or ""})


def test_the_screen_shows_what_waits_there_and_nowhere_else(
    till: Till, prompted: tuple[Order, Payment]
) -> None:
    _, payment = prompted
    assert (payment.status, payment.payer_phone) == ("requires_action", NUMBER)
    screen = httpx2.get(payment.action_url)
    assert (screen.status_code, screen.headers["cache-control"]) == (200, "no-store")
    assert NUMBER in screen.text
    assert [act for act in telephone.ACTS if f'value="{act}"' not in screen.text] == []
    other = httpx2.get(payment.action_url[:-1] + "8")
    assert "Nothing waits on this telephone" in other.text
    refused = httpx2.post(
        payment.action_url[:-1] + "8", data={"act": "pay", "reference": payment.provider_reference or ""}
    )
    assert refused.status_code == 404
    assert till.charges() == [("open", 0)]


def test_confirmed(till: Till, prompted: tuple[Order, Payment]) -> None:
    order, payment = prompted
    answer = press(payment, "pay")
    assert (answer.status_code, answer.headers["location"] in payment.action_url) == (303, True)
    till.run()
    assert till.state(order) == ("open", "captured", True)
    assert "Nothing waits" in httpx2.get(payment.action_url).text
    press(payment, "decline")
    assert till.charges() == [("paid", 0)]


def test_rejected(till: Till, prompted: tuple[Order, Payment]) -> None:
    order, payment = prompted
    press(payment, "decline")
    till.run()
    assert till.state(order) == ("open", "failed", False)
    assert till.payment(payment).reason == "The payment was rejected on the telephone."


def test_ignored_and_over(till: Till, prompted: tuple[Order, Payment]) -> None:
    order, payment = prompted
    press(payment, "ignore")
    assert "Nothing waits" in httpx2.get(payment.action_url).text
    assert till.settle(payment).status == "requires_action"
    till.bazaar.perform(
        lambda ctx: ctx.db.run(
            "update sandbox_charges set created_at = %(then)s where tenant_id = %(tenant)s",
            then=ctx.now - telephone.PROMPT,
        )
    )
    assert till.settle(payment).status == "expired"
    assert till.state(order) == ("open", "expired", False)


@pytest.mark.parametrize("act", ["", "challenge", "steal"])
def test_what_is_no_key_does_nothing(till: Till, prompted: tuple[Order, Payment], act: str) -> None:
    assert press(prompted[1], act).status_code == 422
    assert till.charges() == [("open", 0)]


def test_a_number_is_needed(till: Till, prompted: tuple[Order, Payment]) -> None:
    order = till.order("sandbox_mobile")
    with pytest.raises(PhoneNeeded):
        till.pay(order)
    assert till.pay(order, phone=NUMBER).status == "requires_action"


def test_of_two_that_start_over_one_is_given_up(till: Till, prompted: tuple[Order, Payment]) -> None:
    """The second names the attempt that the first gave up, and finds what came of it."""
    order, payment = prompted

    def again() -> Payment:
        return paying.pay(
            till.work,
            till.bazaar.caller("shopper"),
            till.gateways,
            order_id(order),
            order.tracking_token,
            Way(return_url=till.front.url, payer_phone=NUMBER),
            starts_over=True,
            attempt=payment.attempt,
        )

    assert [again().attempt, again().attempt] == [2, 2]
    assert [p.status for p in till.payments(order)] == ["cancelled", "requires_action"]
