"""Payment links: what is due of an order, paid by whoever holds one."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.checkout import steps
from tests.checkout.bazaar import Bazaar
from tests.conftest import Clock

from duka.carts.errors import PaymentMethodUnavailable
from duka.checkout import links, paying
from duka.checkout.errors import (
    OrderNotPayable,
    PaymentLinkClosed,
    PaymentLinkNotFound,
    RecipientMissing,
)
from duka.checkout.links import Opened
from duka.kernel.config import Config
from duka.kernel.context import Actor, Grant
from duka.kernel.errors import Forbidden, InvalidInput
from duka.kernel.events import Delivery
from duka.kernel.ids import new_id, token_hash
from duka.kernel.work import Caller, Work
from duka.orders import service as orders
from duka.orders.errors import OrderNotFound
from duka.orders.types import Order
from duka.payments.errors import OrderAlreadyPaid
from duka.payments.gateways import Gateways
from duka.payments.providers import registry
from duka.payments.service import Way
from duka.payments.types import Payment
from duka.sandbox import gateway
from duka.texting.errors import NotAPhoneNumber

SECRET = re.compile(r"[\w-]{43}")


@pytest.fixture
def gateways(work: Work, tmp_path: Path) -> Gateways:
    return registry.build(work, Config(data=tmp_path, base_url="http://testserver.local", secret="a secret"))


def make(bazaar: Bazaar, order: Order, **values: Any) -> str:
    token: str = bazaar.staff(lambda ctx: links.create(ctx, steps.order_id(order), **values))
    return token


def opened(bazaar: Bazaar, token: str) -> Opened:
    return links.look(bazaar.work, bazaar.caller(), token)


def pay(
    bazaar: Bazaar, gateways: Gateways, token: str, method: str = "sandbox", attempt: int | None = None
) -> Payment:
    seen = opened(bazaar, token).attempt
    return links.pay(
        bazaar.work,
        bazaar.caller(),
        gateways,
        token,
        Way("http://testserver.local/pay/back"),
        method=method,
        attempt=attempt if attempt is not None else seen.payment.attempt if seen else 0,
    )


def press_pay(bazaar: Bazaar, gateways: Gateways, payment: Payment, act: str = "pay") -> None:
    reference = payment.provider_reference or ""
    gateway.at(bazaar.work, bazaar.tenant, lambda ctx: gateway.decide(ctx, reference, act))
    paying.settle(bazaar.work, bazaar.tenant, gateways, payment.id)


def rows(bazaar: Bazaar) -> list[tuple[str, str, int]]:
    found = bazaar.perform(
        lambda ctx: ctx.db.all(
            """select provider, status, captured_minor from payments where tenant_id = %(tenant)s
               order by attempt"""
        )
    )
    return [tuple(row) for row in found]


def test_an_order_that_waits_is_paid_and_placed(bazaar: Bazaar, gateways: Gateways) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 1), method="sandbox")
    token = make(bazaar, order)
    seen = opened(bazaar, token)
    assert (seen.state, seen.due_minor, seen.paid_minor) == ("open", order.total_minor, 0)
    payment = pay(bazaar, gateways, token)
    assert payment.status == "requires_action"
    press_pay(bazaar, gateways, payment)
    after = opened(bazaar, token)
    assert (after.state, after.due_minor, after.attempt) == ("paid", 0, None)
    assert after.order.placed_at is not None
    with pytest.raises(PaymentLinkClosed):
        pay(bazaar, gateways, token)


def test_cash_that_waits_at_the_door_is_given_up_for_money_now(bazaar: Bazaar, gateways: Gateways) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 1))
    token = make(bazaar, order)
    payment = pay(bazaar, gateways, token)
    press_pay(bazaar, gateways, payment)
    assert rows(bazaar) == [("cash_on_delivery", "cancelled", 0), ("sandbox", "captured", order.total_minor)]
    assert opened(bazaar, token).state == "paid"


def test_choosing_what_waits_already_changes_nothing(bazaar: Bazaar, gateways: Gateways) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 1))
    assert pay(bazaar, gateways, make(bazaar, order), "cash_on_delivery").attempt == 1
    assert rows(bazaar) == [("cash_on_delivery", "pending", 0)]


def test_two_tabs_pay_once(bazaar: Bazaar, gateways: Gateways) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 1))
    token = make(bazaar, order)
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: pay(bazaar, gateways, token, attempt=1), range(2)))
    assert len({payment.id for payment in both}) == 1
    press_pay(bazaar, gateways, both[0])
    press_pay(bazaar, gateways, both[1])
    assert [row for row in rows(bazaar) if row[2]] == [("sandbox", "captured", order.total_minor)]


def test_after_a_failure_there_is_another_try(bazaar: Bazaar, gateways: Gateways) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 1), method="sandbox")
    token = make(bazaar, order)
    press_pay(bazaar, gateways, pay(bazaar, gateways, token), "decline")
    seen = opened(bazaar, token)
    assert seen.attempt is not None
    assert (seen.state, seen.attempt.payment.status) == ("open", "failed")
    press_pay(bazaar, gateways, pay(bazaar, gateways, token))
    assert [row[1] for row in rows(bazaar)] == ["failed", "captured"]


def test_only_a_part_is_due(bazaar: Bazaar, gateways: Gateways) -> None:
    """A cheaper payment than the order costs covers a part of it, as after an edit."""
    order = steps.buy(bazaar, (bazaar.product(5000), 2), method="sandbox")
    bazaar.perform(
        lambda ctx: ctx.db.run(
            "update payments set amount_minor = amount_minor - 5000 where tenant_id = %(tenant)s"
        )
    )
    token = make(bazaar, order)
    press_pay(bazaar, gateways, pay(bazaar, gateways, token))
    bazaar.perform(lambda ctx: orders.place(ctx, orders.hold(ctx, steps.order_id(order))))
    seen = opened(bazaar, token)
    assert (seen.state, seen.due_minor, seen.paid_minor) == ("open", 5000, order.total_minor - 5000)
    payment = pay(bazaar, gateways, token)
    assert payment.amount_minor == 5000
    press_pay(bazaar, gateways, payment)
    assert opened(bazaar, token).state == "paid"


def test_a_way_that_the_shop_does_not_offer_is_refused(bazaar: Bazaar, gateways: Gateways) -> None:
    token = make(bazaar, steps.buy(bazaar, (bazaar.product(), 1)))
    with pytest.raises(PaymentMethodUnavailable):
        pay(bazaar, gateways, token, "stripe")


def test_only_a_hash_is_kept_and_one_is_valid_at_a_time(bazaar: Bazaar, clock: Clock) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 1))
    first = make(bazaar, order)
    clock.now = clock() + timedelta(seconds=1)
    second = make(bazaar, order)
    assert SECRET.fullmatch(first)
    kept = bazaar.perform(
        lambda ctx: ctx.db.all(
            "select token_hash from payment_links where tenant_id = %(tenant)s order by created_at"
        )
    )
    assert [row.token_hash for row in kept] == [token_hash(first), token_hash(second)]
    assert (opened(bazaar, first).state, opened(bazaar, second).state) == ("over", "open")


def test_it_ends_with_its_time(bazaar: Bazaar, clock: Clock, gateways: Gateways) -> None:
    token = make(bazaar, steps.buy(bazaar, (bazaar.product(), 1)), days=2)
    clock.now = clock() + timedelta(days=2, seconds=1)
    assert opened(bazaar, token).state == "over"
    with pytest.raises(PaymentLinkClosed):
        pay(bazaar, gateways, token, attempt=1)
    assert rows(bazaar) == [("cash_on_delivery", "pending", 0)]


def test_it_ends_with_the_order(bazaar: Bazaar, gateways: Gateways) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 1))
    token = make(bazaar, order)
    bazaar.staff(lambda ctx: orders.cancel(ctx, steps.order_id(order), "sold elsewhere"))
    assert opened(bazaar, token).state == "cancelled"
    with pytest.raises(PaymentLinkClosed):
        pay(bazaar, gateways, token, attempt=1)
    with pytest.raises(OrderNotPayable):
        make(bazaar, order)


def told(bazaar: Bazaar, type: str, order: Order, **payload: Any) -> Delivery:
    return Delivery(
        bazaar.tenant, new_id(), type, 1, steps.order_id(order), payload, "system", "", bazaar.work.clock()
    )


def test_listeners_close_what_has_done_its_work(bazaar: Bazaar, gateways: Gateways) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 1), method="sandbox")
    token = make(bazaar, order)
    state = lambda: bazaar.staff(lambda ctx: links.newest(ctx, steps.order_id(order))).state  # noqa: E731
    still = told(bazaar, "payment.changed", order, status="captured")
    bazaar.perform(lambda ctx: links.close_paid(ctx, still))
    assert state() == "open"  # the money is not here
    press_pay(bazaar, gateways, pay(bazaar, gateways, token))
    bazaar.perform(lambda ctx: links.close_paid(ctx, still))
    assert state() == "closed"

    other = steps.buy(bazaar, (bazaar.product(), 1))
    make(bazaar, other)
    bazaar.perform(lambda ctx: links.close_cancelled(ctx, told(bazaar, "order.cancelled", other)))
    assert bazaar.staff(lambda ctx: links.newest(ctx, steps.order_id(other))).state == "closed"


def test_staff_close_it_twice(bazaar: Bazaar) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 1))
    token = make(bazaar, order)
    for _ in range(2):
        bazaar.staff(lambda ctx: links.close(ctx, steps.order_id(order)))
    assert opened(bazaar, token).state == "over"
    noted = bazaar.perform(
        lambda ctx: ctx.db.all(
            """select action from audit_log where tenant_id = %(tenant)s and action like 'payment_link.%%'
               order by at, id"""
        )
    )
    assert [row.action for row in noted] == ["payment_link.created", "payment_link.closed"]


def test_what_is_paid_gets_no_link(bazaar: Bazaar, gateways: Gateways) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 1), method="sandbox")
    press_pay(bazaar, gateways, pay(bazaar, gateways, make(bazaar, order)))
    with pytest.raises(OrderAlreadyPaid):
        make(bazaar, order)


@pytest.mark.parametrize("days", [0, 91])
def test_a_link_is_valid_for_a_day_to_ninety(bazaar: Bazaar, days: int) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 1))
    with pytest.raises(InvalidInput):
        make(bazaar, order, days=days)


def test_strangers_and_other_stores_see_nothing(bazaar: Bazaar, work: Work) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 1))
    token = make(bazaar, order)
    other = Bazaar(work).build()
    with pytest.raises(PaymentLinkNotFound):
        opened(other, token)
    here = bazaar.caller()
    elsewhere = Caller(here.tenant, here.actor, here.permissions, new_id(), "fr")
    with pytest.raises(PaymentLinkNotFound):
        links.look(work, elsewhere, token)
    with pytest.raises(PaymentLinkNotFound):
        opened(bazaar, token[:-1] + ("A" if token[-1] != "A" else "B"))
    with pytest.raises(OrderNotFound):
        make(other, order)


def test_who_may_not_ask_for_money_makes_no_link(bazaar: Bazaar, work: Work) -> None:
    order_id = steps.order_id(steps.buy(bazaar, (bazaar.product(), 1)))
    reader = Caller(bazaar.tenant, Actor("staff", new_id()), frozenset({"orders:read"}))
    there = Grant(frozenset({"payments:request", "orders:read"}), frozenset({new_id()}))
    elsewhere = Caller(bazaar.tenant, Actor("staff", new_id()), there.permissions, grants=(there,))
    for caller in (reader, elsewhere):
        acts: list[Any] = [links.create, links.send, links.close]
        for act in acts:
            with pytest.raises(Forbidden):
                work.perform(caller, partial(_on, act, order_id))
    assert bazaar.staff(lambda ctx: links.newest(ctx, order_id)) is None


def _on(act: Any, order_id: Any, ctx: Any) -> Any:
    return act(ctx, order_id)


def test_a_letter_with_the_link_leaves_and_the_event_keeps_no_secret(bazaar: Bazaar) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 2))
    bazaar.staff(lambda ctx: links.send(ctx, steps.order_id(order), message="As agreed on the phone"))
    letter = bazaar.row(
        """select channel, recipient, kind, locale, subject, text, data::text as data, secrets
           from mails where tenant_id = %(tenant)s and kind = 'payment_link'"""
    )
    assert (letter.channel, letter.recipient, letter.locale) == ("email", "awa@example.com", "fr")
    token = letter.secrets["link"].removeprefix("/pay/")
    assert opened(bazaar, token).state == "open"
    assert token not in letter.data
    assert "As agreed on the phone" in letter.text
    told = bazaar.row(
        "select payload::text as text from events where tenant_id = %(tenant)s and type = 'payment_link.sent'"
    )
    assert token not in told.text
    assert f'"amount_minor": {order.total_minor}' in told.text
    assert bazaar.staff(lambda ctx: links.newest(ctx, steps.order_id(order))).sent_to == "awa@example.com"


def test_a_number_gets_it_by_sms(bazaar: Bazaar) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 2))
    bazaar.staff(lambda ctx: links.send(ctx, steps.order_id(order), to="77 123 45 67"))
    text = bazaar.row("select channel, recipient from mails where tenant_id = %(tenant)s and channel = 'sms'")
    assert tuple(text) == ("sms", "+221771234567")


def test_nobody_is_written_to_who_cannot_be_reached(bazaar: Bazaar) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 1))
    with pytest.raises(NotAPhoneNumber):
        bazaar.staff(lambda ctx: links.send(ctx, steps.order_id(order), to="nobody"))
    bazaar.perform(
        lambda ctx: ctx.db.run("update orders set email = '', phone = '' where tenant_id = %(tenant)s")
    )
    with pytest.raises(RecipientMissing):
        bazaar.staff(lambda ctx: links.send(ctx, steps.order_id(order)))
    assert bazaar.events("payment_link.sent") == []
    assert bazaar.staff(lambda ctx: links.newest(ctx, steps.order_id(order))) is None
