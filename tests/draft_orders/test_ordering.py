"""A draft becomes one order: by staff or by the customer who holds its link, with what was agreed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from tests.checkout.bazaar import DAKAR, Bazaar
from tests.conftest import Clock
from tests.draft_orders.drafting import TENTH, build, change, draft_id, issue, line, look, place

from duka.carts.errors import PaymentMethodUnavailable
from duka.carts.types import CartChange
from duka.checkout import paying
from duka.checkout import service as checkout
from duka.checkout.errors import CheckoutIncomplete, PriceChanged
from duka.customers.types import Address
from duka.draft_orders import ordering, sending
from duka.draft_orders.errors import DraftIncomplete, DraftLinkClosed, DraftLinkNotFound, NobodyToSendTo
from duka.draft_orders.ordering import Opened
from duka.inventory import queries as stock
from duka.inventory.errors import SoldOut
from duka.kernel import ids
from duka.kernel.errors import InvalidInput
from duka.kernel.ids import token_hash
from duka.orders import queries as orders
from duka.orders import staff_queries
from duka.orders.types import Order
from duka.payments.gateways import Gateways
from duka.payments.service import Way
from duka.sandbox import gateway


def opened(bazaar: Bazaar, token: str) -> Opened:
    return ordering.look(bazaar.work, bazaar.caller(), token)


def accept(
    bazaar: Bazaar, token: str, method: str = "sandbox", expected: int | None = None, **typed: Any
) -> Order:
    return ordering.accept(bazaar.work, bazaar.caller(), token, method, CartChange(**typed), expected)


def order_id(order: Order) -> Any:
    return ids.parse("ord", order.id)


def test_placed_by_staff_it_counts_at_once_and_only_once(bazaar: Bazaar) -> None:
    shirt = bazaar.product(5000)
    draft = build(bazaar, line(shirt, 2, 4500), discount=TENTH, tags=["Phone"], internal_note="Knows Awa")
    order = place(bazaar, draft, expected=draft.cart.total_minor)
    assert (order.total_minor, order.discount_minor, order.sales_channel) == (
        draft.cart.total_minor, 900, "phone",
    )  # fmt: skip
    assert order.placed_at is not None
    assert bazaar.level(shirt) == (10, 2)
    again = place(bazaar, draft)
    assert again.id == order.id
    assert bazaar.value("select count(*) from orders where tenant_id = %(tenant)s") == 1
    after = look(bazaar, draft)
    assert (after.state, after.order_number) == ("ordered", order.number)
    detail = bazaar.staff(lambda ctx: staff_queries.detail(ctx, order_id(order)))
    assert (detail.tags, [note.body for note in detail.notes]) == (["phone"], ["Knows Awa"])
    assert bazaar.events("draft_order.ordered") == ["draft_order.ordered"]
    kept = bazaar.row(
        """select o.discount ->> 'reason' as reason, l.price_reason, l.shared_discount_minor
           from orders o join order_lines l on l.order_id = o.id where o.tenant_id = %(tenant)s"""
    )
    assert tuple(kept) == ("Regular", "As agreed", 900)
    assert bazaar.staff(stock.verify) == []


def test_two_who_press_at_once_place_one(bazaar: Bazaar) -> None:
    draft = build(bazaar, line(bazaar.product()))
    token = issue(bazaar, draft)
    acts = [lambda: place(bazaar, draft), lambda: place(bazaar, draft), lambda: accept(bazaar, token)]
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda act: act().id, acts))
    assert len(set(made)) == 1
    assert bazaar.value("select count(*) from orders where tenant_id = %(tenant)s") == 1


def test_the_customer_of_a_draft_is_the_orders(bazaar: Bazaar) -> None:
    place(bazaar, build(bazaar, line(bazaar.product())))
    customer = bazaar.value("select customer_id from orders where tenant_id = %(tenant)s")
    order = place(
        bazaar, build(bazaar, line(bazaar.product()), customer_id=customer, email="work@example.com")
    )
    assert order.customer_id == ids.public("cus", customer)


def test_kept_stock_becomes_the_orders(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=2)
    draft = build(bazaar, line(shirt, 2), hold_until=bazaar.work.clock() + timedelta(days=1))
    place(bazaar, draft)
    assert bazaar.level(shirt) == (2, 2)
    assert look(bazaar, draft).holds is False
    assert bazaar.staff(stock.verify) == []


def test_what_is_sold_meanwhile_is_not_sold_twice(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=1)
    first, second = build(bazaar, line(shirt)), build(bazaar, line(shirt))
    place(bazaar, first)
    with pytest.raises(SoldOut):
        place(bazaar, second)
    assert look(bazaar, second).state == "open"


def test_nothing_changes_when_it_is_refused(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=3)
    draft = build(bazaar, line(shirt), hold_until=bazaar.work.clock() + timedelta(days=1))
    with pytest.raises(PriceChanged):
        place(bazaar, draft, expected=1)
    with pytest.raises(PaymentMethodUnavailable):
        place(bazaar, draft, "stripe")
    blank = build(bazaar, line(shirt), email="")
    with pytest.raises(CheckoutIncomplete):
        place(bazaar, blank)
    assert (look(bazaar, draft).version, bazaar.level(shirt)) == (draft.version, (3, 1))
    assert bazaar.value("select count(*) from orders where tenant_id = %(tenant)s") == 0


def test_the_store_price_of_now_holds_and_the_agreed_one_stays(bazaar: Bazaar) -> None:
    shirt, hat = bazaar.product(5000), bazaar.product(3000)
    draft = build(bazaar, line(shirt), line(hat, 1, 2500))
    bazaar.perform(
        lambda ctx: ctx.db.run("update prices set base_minor = base_minor + 100 where tenant_id = %(tenant)s")
    )
    order = place(bazaar, draft)
    assert order.subtotal_minor == 5100 + 2500


def test_a_link_shows_what_was_composed_and_sells_it(bazaar: Bazaar, gateways: Gateways) -> None:
    shirt = bazaar.product(5000)
    draft = build(bazaar, line(shirt, 2, 4500), discount=TENTH)
    token = issue(bazaar, draft)
    seen = opened(bazaar, token)
    assert (seen.state, seen.asks_for, seen.cart.total_minor) == ("open", [], draft.cart.total_minor)
    assert look(bazaar, draft).state == "sent"
    order = accept(bazaar, token, expected=seen.cart.total_minor, email="thief@example.com")
    assert (order.email, order.total_minor, order.placed_at) == (
        "awa@example.com",
        seen.cart.total_minor,
        None,
    )
    assert bazaar.level(shirt) == (10, 2)
    assert opened(bazaar, token).state == "ordered"
    mine = bazaar.shop(lambda ctx: orders.by_tracking(ctx, token))
    assert mine.id == order.id
    payment = paying.pay(
        bazaar.work, bazaar.caller(), gateways, order_id(order), token, Way("http://testserver.local/r/x")
    )
    gateway.at(
        bazaar.work, bazaar.tenant, lambda ctx: gateway.decide(ctx, payment.provider_reference or "", "pay")
    )
    paying.settle(bazaar.work, bazaar.tenant, gateways, payment.id)
    assert bazaar.staff(lambda ctx: orders.order(ctx, order_id(order))).placed_at is not None
    assert bazaar.staff(stock.verify) == []


def test_the_customer_fills_in_only_what_is_missing(bazaar: Bazaar) -> None:
    draft = build(bazaar, line(bazaar.product()), email="", shipping_address=None)
    token = issue(bazaar, draft)
    assert opened(bazaar, token).asks_for == ["email", "phone", "shipping_address"]
    with pytest.raises(CheckoutIncomplete):
        accept(bazaar, token, "cash_on_delivery", email="awa@example.com")
    order = accept(
        bazaar, token, "cash_on_delivery", email="Awa@example.com", phone="+221771234567",
        shipping_address=Address(**DAKAR), note="Put something else into it",
    )  # fmt: skip
    assert (order.email, order.phone, order.shipping_address.city) == (
        "awa@example.com", "+221771234567", "Dakar",
    )  # fmt: skip
    assert order.note == ""


def test_when_its_payment_fails_it_is_an_offer_again(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=1)
    token = issue(bazaar, build(bazaar, line(shirt, 1, 4000)))
    first = accept(bazaar, token)
    bazaar.perform(lambda ctx: checkout.give_up(ctx, order_id(first), "not paid in time"))
    seen = opened(bazaar, token)
    assert (seen.state, seen.cart.subtotal_minor, bazaar.level(shirt)) == ("open", 4000, (1, 0))
    second = accept(bazaar, token, "cash_on_delivery")
    assert second.id != first.id
    assert bazaar.shop(lambda ctx: orders.by_tracking(ctx, token)).id == second.id


def test_links_end(bazaar: Bazaar, clock: Clock) -> None:
    draft = build(bazaar, line(bazaar.product()))
    first = issue(bazaar, draft, 3)
    second = issue(bazaar, draft, 3)
    with pytest.raises(DraftLinkNotFound):
        opened(bazaar, first)
    kept = bazaar.value("select token_hash from draft_orders where tenant_id = %(tenant)s")
    assert kept == token_hash(second)
    clock.now = clock() + timedelta(days=3, minutes=1)
    assert opened(bazaar, second).state == "over"
    with pytest.raises(DraftLinkClosed):
        accept(bazaar, second)
    with pytest.raises(InvalidInput):
        issue(bazaar, draft, 61)


def test_another_store_knows_no_such_link(bazaar: Bazaar) -> None:
    token = issue(bazaar, build(bazaar, line(bazaar.product())))
    other = Bazaar(bazaar.work).build()
    for act in (
        lambda: opened(other, token),
        lambda: accept(other, token),
        lambda: opened(bazaar, token + "x"),
    ):
        with pytest.raises(DraftLinkNotFound):
            act()


def test_what_lacks_more_than_the_customer_can_fill_in_is_not_sent(bazaar: Bazaar) -> None:
    draft = build(bazaar, shipping_rate_id=None)
    with pytest.raises(DraftIncomplete) as refused:
        issue(bazaar, draft)
    assert set(refused.value.fields["missing"]) == {"lines"}  # type: ignore[call-overload]
    shirt = bazaar.product(stock=1)
    half = change(bazaar, draft, lines=[line(shirt, 2)])
    with pytest.raises(DraftIncomplete) as refused:
        issue(bazaar, half)
    assert set(refused.value.fields["missing"]) == {"shipping_rate_id", "lines.SKU-1"}  # type: ignore[call-overload]


@pytest.mark.parametrize(("to", "channel"), [("", "email"), ("77 123 45 67", "sms")])
def test_the_message_holds_the_link_and_nothing_else_does(bazaar: Bazaar, to: str, channel: str) -> None:
    draft = build(bazaar, line(bazaar.product(), 2))
    seen = bazaar.staff(lambda ctx: sending.send(ctx, draft_id(draft), to=to, message="As we said"))
    assert seen.state == "sent"
    letter = bazaar.row(
        """select channel, recipient, locale, data::text as data, secrets from mails
           where tenant_id = %(tenant)s and kind = 'draft_order'"""
    )
    assert (letter.channel, letter.locale) == (channel, "fr")
    token = letter.secrets["link"].removeprefix("/draft/")
    assert opened(bazaar, token).state == "open"
    told = bazaar.row(
        "select payload::text as text from events where tenant_id = %(tenant)s and type = 'draft_order.sent'"
    )
    assert token not in letter.data + told.text


def test_nobody_to_send_to(bazaar: Bazaar) -> None:
    draft = build(bazaar, line(bazaar.product()), email="")
    with pytest.raises(NobodyToSendTo):
        bazaar.staff(lambda ctx: sending.send(ctx, draft_id(draft)))
    assert look(bazaar, draft).state == "open"
    assert bazaar.events("draft_order.sent") == []


def test_the_books_hold(bazaar: Bazaar) -> None:
    place(bazaar, build(bazaar, line(bazaar.product(), 3, 1999), discount=TENTH))
    due = bazaar.value(
        """select sum(amount_minor)::bigint from ledger_lines
           where tenant_id = %(tenant)s and account = 'customer_receivable'"""
    )
    assert due == bazaar.value("select total_minor from orders where tenant_id = %(tenant)s")
