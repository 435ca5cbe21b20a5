"""The cart of a customer: it follows them, takes up what they filled before, and opens to nobody else."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import cart_id, fill
from tests.people import PASSWORD

from duka.access.roles import CUSTOMER
from duka.carts import belonging, queries
from duka.carts import service as carts
from duka.carts.errors import CartNotFound
from duka.carts.types import Cart, NewLine
from duka.customers import service as customers
from duka.customers.errors import NotLoggedIn
from duka.kernel.context import SYSTEM, Actor
from duka.kernel.ids import new_id
from duka.kernel.work import Caller


def customer(bazaar: Bazaar) -> Caller:
    """Somebody with an account, in the store."""
    email = f"c{new_id().hex}@shopper.example"
    who = customers.admit(bazaar.work, Caller(bazaar.tenant, SYSTEM), email, PASSWORD)
    return Caller(bazaar.tenant, Actor("customer", who.customer_id), CUSTOMER, bazaar.store)


def take(bazaar: Bazaar, who: Caller, cart: Cart | None = None) -> UUID | None:
    key = cart_id(cart) if cart else None
    token = cart.token if cart else None
    return bazaar.work.perform(who, lambda ctx: carts.take_over(ctx, bazaar.store, key, token))


def held(bazaar: Bazaar, who: Caller, cart: UUID | None) -> dict[str, int]:
    assert cart is not None
    found = bazaar.work.perform(who, lambda ctx: queries.cart(ctx, cart, None))
    return {line.sku: line.quantity for line in found.lines}


def test_a_guests_cart_becomes_the_customers_and_its_token_is_none(bazaar: Bazaar) -> None:
    cart, who = fill(bazaar, (bazaar.product(), 2)), customer(bazaar)
    for _ in range(2):
        assert take(bazaar, who, cart) == cart_id(cart)
    assert held(bazaar, who, cart_id(cart)) == {"SKU-1": 2}
    with pytest.raises(CartNotFound):
        bazaar.shop(lambda ctx: queries.cart(ctx, cart_id(cart), cart.token))
    other = customer(bazaar)
    with pytest.raises(CartNotFound):
        bazaar.work.perform(other, lambda ctx: queries.cart(ctx, cart_id(cart), cart.token))
    assert take(bazaar, other, cart) is None
    with pytest.raises(CartNotFound):
        bazaar.shop(lambda ctx: carts.add(ctx, cart_id(cart), cart.token, new_id(), 1))


def test_lines_are_added_once_within_stock_and_rule(bazaar: Bazaar) -> None:
    shirt, hat = bazaar.product(stock=5), bazaar.product(stock=9, maximum=4)
    who = customer(bazaar)
    mine = bazaar.work.perform(who, lambda ctx: carts.have_own(ctx, bazaar.store))
    bazaar.work.perform(who, lambda ctx: carts.add(ctx, mine, None, shirt, 3))
    bazaar.work.perform(who, lambda ctx: carts.add(ctx, mine, None, hat, 3))
    before = fill(bazaar, (shirt, 1), (hat, 3))
    for _ in range(3):
        assert take(bazaar, who, before) == mine
        assert held(bazaar, who, mine) == {"SKU-1": 4, "SKU-2": 4}
    more = fill(bazaar, (shirt, 4))
    take(bazaar, who, more)
    assert held(bazaar, who, mine)["SKU-1"] == 5


def test_a_cart_that_its_token_does_not_open_is_left_alone(bazaar: Bazaar) -> None:
    cart, who = fill(bazaar, (bazaar.product(), 2)), customer(bazaar)
    wrong = bazaar.work.perform(who, lambda ctx: carts.take_over(ctx, bazaar.store, cart_id(cart), "wrong"))
    assert wrong is None
    assert bazaar.shop(lambda ctx: queries.cart(ctx, cart_id(cart), cart.token)).count == 2
    with pytest.raises(NotLoggedIn):
        bazaar.shop(lambda ctx: carts.take_over(ctx, bazaar.store, cart_id(cart), cart.token))


def test_two_devices_at_once_get_one_cart(bazaar: Bazaar) -> None:
    who = customer(bazaar)
    with ThreadPoolExecutor(4) as pool:
        got = set(
            pool.map(
                lambda _: bazaar.work.perform(who, lambda ctx: carts.have_own(ctx, bazaar.store)), range(8)
            )
        )
    assert len(got) == 1
    assert who.actor.id is not None
    own = bazaar.work.perform(who, lambda ctx: belonging.own(ctx, who.actor.id, bazaar.store))  # type: ignore[arg-type]
    assert own is not None and own.id in got


def test_what_cannot_be_bought_again_is_said(bazaar: Bazaar) -> None:
    gone, few, there = bazaar.product(stock=0), bazaar.product(stock=2), bazaar.product(stock=9)
    who = customer(bazaar)
    mine = bazaar.work.perform(who, lambda ctx: carts.have_own(ctx, bazaar.store))
    wanted = [NewLine(gone, 1), NewLine(few, 3), NewLine(there, 2), NewLine(new_id(), 1)]
    for _ in range(2):
        cart, left = bazaar.work.perform(who, lambda ctx: carts.put(ctx, mine, None, wanted))
        assert {line.sku: line.quantity for line in cart.lines} == {"SKU-2": 2, "SKU-3": 2}
        assert [(one.reason, one.quantity) for one in left] == [
            ("sold_out", 0),
            ("unavailable", 0),
            ("fewer", 2),
        ]


QUANTITIES = st.lists(st.integers(0, 9), min_size=3, max_size=3)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=QUANTITIES, second=QUANTITIES, again=st.integers(1, 3))
def test_merging_adds_up_once_whatever_is_in_the_carts(
    bazaar: Bazaar, first: list[int], second: list[int], again: int
) -> None:
    """Stock is 8, 5 and none is counted of the third, of which at most 12 may be ordered."""
    if bazaar.count == 0:
        goods = [bazaar.product(stock=8), bazaar.product(stock=5), bazaar.product(stock=None, maximum=12)]
        bazaar.__dict__["goods"] = goods
    goods = bazaar.__dict__["goods"]
    one, other = (
        fill(bazaar, *((goods[n], quantity) for n, quantity in enumerate(quantities) if quantity))
        for quantities in (first, second)
    )
    for _ in range(again):
        merged = bazaar.shop(
            lambda ctx: carts.merge(ctx, cart_id(one), one.token, cart_id(other), other.token)
        )
        same = bazaar.shop(
            lambda ctx: carts.merge(ctx, cart_id(other), other.token, cart_id(other), other.token)
        )
        assert same.lines == merged.lines
    most = (8, 5, 12)
    expected = {}
    for n in range(3):
        if first[n]:
            expected[f"SKU-{n + 1}"] = min(first[n] + second[n], most[n])
        elif second[n]:
            expected[f"SKU-{n + 1}"] = second[n]
    assert {line.sku: line.quantity for line in merged.lines} == expected
