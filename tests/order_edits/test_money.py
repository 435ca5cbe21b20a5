"""What an edit does to the money: holds, cash, captured money up and down."""

import pytest
from tests.checkout.steps import order_id
from tests.order_edits.desk import TENTH, adds_up, caller, edit, line, more, preview, sold, state
from tests.payments.card_shop import CardShop
from tests.payments.till import Till

from duka.access.roles import OWNER, ROLES
from duka.checkout import staff_paying
from duka.kernel.errors import Forbidden, IdempotencyKeyReused
from duka.kernel.ids import new_id
from duka.order_edits import service
from duka.order_edits.types import Changes
from duka.orders.revisions import Discount
from duka.orders.types import Order
from duka.payments.errors import PaymentUnderWay
from duka.payments.service import CaptureAsked
from duka.payments.types import Payment

TAKE = CaptureAsked(reason="packed")


def _take(cards: Till, payment: Payment) -> Payment:
    return staff_paying.capture(cards.work, caller(cards), cards.gateways, payment.id, TAKE)


def _collect(till: Till, order: Order) -> Payment:
    waiting = till.payments(order)[-1]
    return till.bazaar.staff(lambda ctx: staff_paying.mark_paid(ctx, waiting.id, "cash"))


def test_a_lower_sum_is_taken_of_a_hold_that_stays(cards: CardShop) -> None:
    order, payment = cards.held(3)  # 16500
    seen = preview(cards, order, line(order, 1))
    assert [(s.kind, s.amount_minor, s.before_minor) for s in seen.money] == [("hold_kept", 6500, 16_500)]

    edit(cards, order, line(order, 1))

    assert state(cards, order) == ("authorized", 6500, 0)
    taken = _take(cards, payment)
    assert (taken.status, taken.captured_minor) == ("captured", 6500)
    assert state(cards, order) == ("captured", 6500, 0)
    adds_up(cards, order)


def test_beyond_the_hold_the_rest_is_due_and_paid_apart(cards: CardShop) -> None:
    order, payment = cards.held(1)  # 6500
    seen = preview(cards, order, line(order, 3))
    assert [(s.kind, s.amount_minor) for s in seen.money] == [("hold_kept", 6500), ("due", 10_000)]

    applied = edit(cards, order, line(order, 3))

    assert applied.due_minor == 10_000
    assert _take(cards, payment).captured_minor == 6500
    assert state(cards, order) == ("partially_captured", 16_500, 10_000)
    adds_up(cards, order)
    rest = cards.pay(order)
    assert (rest.amount_minor, rest.attempt) == (10_000, 2)
    assert rest.provider_reference is not None
    cards.simulator.approve(rest.provider_reference)
    rest = cards.settle(rest)
    if rest.status == "authorized":
        _take(cards, rest)
    assert state(cards, order) == ("captured", 16_500, 0)
    adds_up(cards, order)


def test_up_on_a_captured_order_then_paid_by_cash(till: Till) -> None:
    order = sold(till)
    _collect(till, order)
    assert state(till, order)[0] == "captured"

    edit(till, order, line(order, 4))

    assert state(till, order) == ("partially_captured", 21_500, 10_000)
    assert [p.amount_minor for p in till.payments(order)] == [11_500, 10_000]
    adds_up(till, order)
    _collect(till, order)
    assert state(till, order) == ("captured", 21_500, 0)
    adds_up(till, order)


def test_up_and_down_before_the_cash_came(till: Till) -> None:
    order = sold(till)
    edit(till, order, line(order, 4))
    assert [p.amount_minor for p in till.payments(order)] == [21_500]
    edit(till, order, line(order, 1))
    assert [(p.amount_minor, p.status) for p in till.payments(order)] == [(6500, "pending")]
    assert state(till, order) == ("pending", 6500, 6500)
    _collect(till, order)
    adds_up(till, order)


def test_what_waited_is_not_needed_any_more(till: Till) -> None:
    order = sold(till)
    _collect(till, order)
    edit(till, order, line(order, 4))
    edit(till, order, line(order, 2))
    assert [p.status for p in till.payments(order)] == ["captured", "cancelled"]
    assert state(till, order) == ("captured", 11_500, 0)
    adds_up(till, order)


def test_down_on_a_captured_order_gives_back(till: Till) -> None:
    order, payment = till.paid()  # one shirt: 6500
    till.settle(payment)
    hat = till.bazaar.product(price=2000, stock=5)
    request = new_id().bytes
    changes = {"added": (more(hat),), "gives_back": True, "request": request}

    seen = preview(till, order, line(order, 0), added=(more(hat),))
    assert [(s.kind, s.amount_minor) for s in seen.money] == [("surplus", 3000)]
    applied = edit(till, order, line(order, 0), **changes)  # type: ignore[arg-type]

    assert (applied.given_back_minor, applied.surplus_minor, applied.problem) == (3000, 0, "")
    again = edit(till, order, line(order, 0), **changes)  # type: ignore[arg-type]
    till.later(minutes=3)
    till.run()
    assert again.given_back_minor == 3000
    assert till.charges() == [("paid", 3000)] or till.charges()[0][1] == 3000
    assert [(p.status, p.refunded_minor) for p in till.payments(order)] == [("partially_refunded", 3000)]
    assert state(till, order) == ("partially_refunded", 3500, 0)
    adds_up(till, order)


def test_a_surplus_that_was_left_goes_back_with_the_next_edit(till: Till) -> None:
    order = sold(till, (till.shirt, 3))
    _collect(till, order)
    left = edit(till, order, line(order, 2))
    assert (left.surplus_minor, left.given_back_minor) == (5000, 0)
    assert till.payments(order)[0].refunded_minor == 0
    adds_up(till, order)
    edit(till, order, line(order, 1), gives_back=True)
    assert till.payments(order)[0].refunded_minor == 10_000
    adds_up(till, order)


def test_a_link_is_sent_for_what_is_due(cards: CardShop) -> None:
    order, payment = cards.held(1)
    _take(cards, payment)
    applied = edit(cards, order, line(order, 2), sends_link=True)
    assert (applied.link_sent, applied.due_minor) == (True, 5000)
    assert cards.count("payment_links") == 1
    assert "payment_link.sent" in cards.bazaar.events()


def test_an_edit_waits_for_a_payment_that_is_under_way(cards: CardShop) -> None:
    order, payment = cards.held(1)
    _take(cards, payment)
    edit(cards, order, line(order, 2))
    under_way = cards.pay(order)
    with pytest.raises(PaymentUnderWay):
        edit(cards, order, line(order, 3))
    staff_paying.cancel(cards.work, caller(cards), cards.gateways, under_way.id, "to edit")
    edit(cards, order, line(order, 3))
    assert state(cards, order)[1:] == (16_500, 10_000)
    adds_up(cards, order)


def test_an_order_that_cost_nothing_may_come_to_cost_something(till: Till) -> None:
    gift = till.bazaar.product(price=0, stock=5, at=till.bazaar.thies)
    order = sold(till, (gift, 1), shipping_rate_id=till.bazaar.pickup)
    assert (state(till, order), till.payments(order)) == (("captured", 0, 0), [])
    dear = till.bazaar.product(price=700, stock=5, at=till.bazaar.thies)

    edit(till, order, added=(more(dear),))

    assert state(till, order) == ("pending", 700, 700)
    _collect(till, order)
    assert state(till, order) == ("captured", 700, 0)
    adds_up(till, order)


def test_who_may(till: Till) -> None:
    order = sold(till, (till.shirt, 3))
    _collect(till, order)
    for role in ("fulfilment", "finance", "cashier", "read-only", "catalogue"):
        with pytest.raises(Forbidden):
            edit(till, order, line(order, 2), by=caller(till, ROLES[role]))
    support = caller(till, ROLES["support"])
    with pytest.raises(Forbidden):
        edit(till, order, discount=TENTH, by=support)
    with pytest.raises(Forbidden):
        edit(till, order, line(order, 2), by=support, gives_back=True)
    with pytest.raises(Forbidden):
        preview(till, order, line(order, discount=Discount("amount", 1, "x")), by=support)
    edit(till, order, line(order, 2), by=support)
    edit(till, order, discount=TENTH, by=caller(till, OWNER))
    adds_up(till, order)


def test_a_request_for_something_else_is_refused(till: Till) -> None:
    order = sold(till)
    request = new_id().bytes
    edit(till, order, line(order, 3), request=request)
    with pytest.raises(IdempotencyKeyReused):
        edit(till, order, line(order, 4), request=request)


def test_a_job_gives_back_what_was_cut_off(till: Till) -> None:
    order = sold(till, (till.shirt, 3))
    _collect(till, order)
    asked = service.EditAsked(
        changes=Changes(lines=(line(order, 1),)), reason="x", request=new_id().bytes, gives_back=True
    )
    till.work.perform(caller(till), lambda ctx: service._apply(ctx, order_id(order), asked, None))
    assert till.payments(order)[0].refunded_minor == 0
    till.later(minutes=3)
    till.run()
    assert till.payments(order)[0].refunded_minor == 10_000
    adds_up(till, order)
