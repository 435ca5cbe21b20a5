from datetime import timedelta

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, cart_id, order_id, place, ready
from tests.conftest import Clock

from duka.carts import queries as cart_queries
from duka.carts.errors import PaymentMethodUnavailable
from duka.checkout import service as checkout
from duka.checkout.types import Finalized
from duka.inventory import queries as stock
from duka.inventory import service as inventory
from duka.kernel.errors import Forbidden
from duka.kernel.work import Caller
from duka.orders import queries
from duka.orders.types import Order


def finalize(bazaar: Bazaar, order: Order) -> Finalized:
    return bazaar.perform(lambda ctx: checkout.finalize(ctx, order_id(order)))


def give_up(bazaar: Bazaar, order: Order) -> None:
    bazaar.perform(lambda ctx: checkout.give_up(ctx, order_id(order), "not paid in time"))


def look(bazaar: Bazaar, order: Order) -> Order:
    return bazaar.staff(lambda ctx: queries.order(ctx, order_id(order)))


def expire(bazaar: Bazaar, clock: Clock, minutes: int = 16) -> None:
    clock.now = clock() + timedelta(minutes=minutes)
    assert bazaar.perform(inventory.expire) == 1


def test_a_paid_order_is_placed_once(bazaar: Bazaar) -> None:
    shirt = bazaar.product()
    order = buy(bazaar, (shirt, 1), method="sandbox")
    assert [finalize(bazaar, order), finalize(bazaar, order)] == [Finalized.PLACED, Finalized.ALREADY_PLACED]
    seen = look(bazaar, order)
    assert seen.placed_at is not None
    assert [(a.status, a.quantity) for a in seen.allocations or []] == [("committed", 1)]
    assert bazaar.events("order.placed") == ["order.placed"]
    give_up(bazaar, order)
    assert look(bazaar, order).status == "open"


def test_what_was_given_back_meanwhile_is_taken_anew(bazaar: Bazaar, clock: Clock) -> None:
    shirt = bazaar.product(stock=1)
    order = buy(bazaar, (shirt, 1), method="sandbox")
    expire(bazaar, clock)
    assert bazaar.level(shirt) == (1, 0)
    assert finalize(bazaar, order) is Finalized.PLACED
    assert bazaar.level(shirt) == (1, 1)
    assert bazaar.staff(stock.verify) == []


def test_it_is_taken_from_elsewhere_if_need_be(bazaar: Bazaar, clock: Clock) -> None:
    shirt = bazaar.product(stock=1)
    order = buy(bazaar, (shirt, 1), method="sandbox")
    expire(bazaar, clock)
    buy(bazaar, (shirt, 1))
    bazaar.stock(bazaar.item_of(shirt), bazaar.thies, 1)
    assert finalize(bazaar, order) is Finalized.PLACED
    assert finalize(bazaar, order) is Finalized.ALREADY_PLACED
    assert (bazaar.level(shirt), bazaar.level(shirt, bazaar.thies)) == ((1, 1), (1, 1))
    assert bazaar.staff(stock.verify) == []


def test_a_pickup_is_not_taken_from_elsewhere(bazaar: Bazaar, clock: Clock) -> None:
    shirt = bazaar.product(stock=9)
    bazaar.stock(bazaar.item_of(shirt), bazaar.thies, 1)
    order = buy(bazaar, (shirt, 1), method="sandbox", shipping_rate_id=bazaar.pickup)
    expire(bazaar, clock)
    bazaar.stock(bazaar.item_of(shirt), bazaar.thies, 0)
    assert finalize(bazaar, order) is Finalized.OUT_OF_STOCK


def test_money_that_comes_when_all_is_sold_must_go_back(bazaar: Bazaar, clock: Clock) -> None:
    shirt = bazaar.product(stock=1)
    cart = ready(bazaar, (shirt, 1), method="sandbox")
    order = place(bazaar, cart)
    expire(bazaar, clock)
    buy(bazaar, (shirt, 1))
    assert [finalize(bazaar, order), finalize(bazaar, order)] == [Finalized.OUT_OF_STOCK] * 2
    assert look(bazaar, order).status == "cancelled"
    assert bazaar.level(shirt) == (1, 1)
    assert bazaar.shop(lambda ctx: cart_queries.cart(ctx, cart_id(cart), cart.token)).status == "open"


def test_giving_up_loses_nothing_that_was_typed(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=2)
    cart = ready(bazaar, (shirt, 2), method="sandbox", note="ring twice")
    order = place(bazaar, cart)
    give_up(bazaar, order)
    give_up(bazaar, order)
    assert bazaar.level(shirt) == (2, 0)
    assert (
        bazaar.value("select count(*) from stock_ledger where tenant_id = %(tenant)s and reason = 'release'")
        == 1
    )
    seen = bazaar.shop(lambda ctx: cart_queries.cart(ctx, cart_id(cart), cart.token))
    assert (seen.status, seen.note, seen.email, seen.lines[0].quantity) == (
        "open",
        "ring twice",
        "awa@example.com",
        2,
    )
    cancelled = look(bazaar, order)
    assert (cancelled.status, cancelled.payment_status, cancelled.cancel_reason) == (
        "cancelled", "expired", "not paid in time"
    )  # fmt: skip
    assert bazaar.events() == ["stock.sold_out", "order.created", "order.cancelled"]
    again = place(bazaar, cart)
    assert again.id != order.id
    assert finalize(bazaar, order) is Finalized.OUT_OF_STOCK, "the buyer has ordered the same once more"
    assert place(bazaar, cart).id == again.id


def test_another_way_of_paying_may_place_it(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(), 1), method="sandbox")
    with pytest.raises(PaymentMethodUnavailable):
        bazaar.shop(lambda ctx: checkout.check_method(ctx, order_id(order), "gold"))
    bazaar.shop(lambda ctx: checkout.check_method(ctx, order_id(order), "cash_on_delivery"))
    seen = look(bazaar, order)
    assert (seen.payment_method, seen.placed_at is not None) == ("cash_on_delivery", True)


def test_a_stranger_may_not_finalize(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(), 1), method="sandbox")
    with pytest.raises(Forbidden):
        bazaar.work.perform(
            Caller(bazaar.tenant, bazaar.caller("shopper").actor),
            lambda ctx: checkout.finalize(ctx, order_id(order)),
        )
