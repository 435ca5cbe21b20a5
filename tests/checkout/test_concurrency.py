"""Many buyers at once, on the real database."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, cart_id, order_id, place, ready

from duka.carts import service as carts
from duka.carts.types import Cart
from duka.checkout import service as checkout
from duka.checkout.types import Finalized
from duka.inventory import queries as stock
from duka.inventory.errors import SoldOut

BUYERS = 120
THREADS = 10  # as many as the pool lends: nobody waits for a connection, all for the rows


def rush(count: int, act: Callable[[int], Any], threads: int = THREADS) -> Counter[str]:
    """How often each outcome came: `sold`, or the name of what was raised."""

    def one(n: int) -> str:
        try:
            act(n)
        except Exception as refused:
            return type(refused).__name__
        return "sold"

    with ThreadPoolExecutor(threads) as pool:
        return Counter(pool.map(one, range(count)))


def settled(bazaar: Bazaar) -> None:
    """The books are right, and numbers have no gap."""
    assert bazaar.staff(stock.verify) == []
    row = bazaar.row(
        """select count(*) as orders, count(distinct number) as numbers, max(number::int) as last,
                  (select count(*) from payments where tenant_id = %(tenant)s) as payments
           from orders where tenant_id = %(tenant)s"""
    )
    assert row.orders == row.numbers == row.payments == row.last - 1000


@pytest.mark.parametrize("method", ["cash_on_delivery", "sandbox"])
def test_fifty_pieces_make_fifty_orders(bazaar: Bazaar, method: str) -> None:
    shirt = bazaar.product(stock=50)
    ready_carts = [ready(bazaar, (shirt, 1), method=method, email=f"b{n}@example.com") for n in range(BUYERS)]
    assert rush(BUYERS, lambda n: place(bazaar, ready_carts[n])) == {"sold": 50, "SoldOut": BUYERS - 50}
    assert bazaar.level(shirt) == (50, 50)
    settled(bazaar)


def test_two_lines_that_share_an_item(bazaar: Bazaar) -> None:
    loose = bazaar.product(stock=50)
    box = bazaar.product(item=bazaar.item_of(loose), per_unit=4)
    ready_carts = [ready(bazaar, (loose, 1), (box, 1)) for _ in range(30)]
    assert rush(30, lambda n: place(bazaar, ready_carts[n])) == {"sold": 10, "SoldOut": 20}
    assert bazaar.level(loose) == (50, 50)
    settled(bazaar)


def test_weights(bazaar: Bazaar) -> None:
    carrots = bazaar.product(
        price=1250, stock=10_000, pricing_mode="weight", unit="KGM", scale=3, step=50, minimum=50
    )
    ready_carts = [ready(bazaar, (carrots, 750)) for _ in range(30)]
    assert rush(30, lambda n: place(bazaar, ready_carts[n])) == {"sold": 13, "SoldOut": 17}
    assert bazaar.level(carrots) == (10_000, 9_750)
    settled(bazaar)


def test_two_locations_sell_all_they_have(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=20)
    bazaar.stock(bazaar.item_of(shirt), bazaar.thies, 15)
    ready_carts = [ready(bazaar, (shirt, 1)) for _ in range(60)]
    assert rush(60, lambda n: place(bazaar, ready_carts[n])) == {"sold": 35, "SoldOut": 25}
    assert (bazaar.level(shirt), bazaar.level(shirt, bazaar.thies)) == ((20, 20), (15, 15))
    settled(bazaar)


def test_opposite_orders_of_lines_never_deadlock(bazaar: Bazaar) -> None:
    variants = [bazaar.product(stock=1000) for _ in range(6)]
    for variant in variants[::2]:
        bazaar.stock(bazaar.item_of(variant), bazaar.thies, 1000)
    ready_carts = [
        ready(bazaar, *((v, 1) for v in (variants if n % 2 else variants[::-1]))) for n in range(48)
    ]

    def deadlocks() -> int:
        return bazaar.value("select deadlocks from pg_stat_database where datname = current_database()")

    before = deadlocks()
    assert rush(48, lambda n: place(bazaar, ready_carts[n])) == {"sold": 48}
    assert deadlocks() == before
    settled(bazaar)


def test_one_cart_placed_by_eight_at_once_is_one_order(bazaar: Bazaar) -> None:
    cart = ready(bazaar, (bazaar.product(), 1))
    ids: list[str] = []
    assert rush(8, lambda n: ids.append(place(bazaar, cart).id), 8) == {"sold": 8}
    assert len(set(ids)) == 1
    settled(bazaar)


def test_one_order_finalized_by_eight_at_once_is_placed_once(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(), 1), method="sandbox")
    outcomes: list[Finalized] = []
    rush(8, lambda n: outcomes.append(bazaar.perform(lambda ctx: checkout.finalize(ctx, order_id(order)))), 8)
    assert Counter(outcomes) == {Finalized.PLACED: 1, Finalized.ALREADY_PLACED: 7}
    assert bazaar.events("order.placed") == ["order.placed"]


def test_paid_and_given_up_at_once_is_one_or_the_other(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=100)
    for _ in range(8):
        order = order_id(buy(bazaar, (shirt, 1), method="sandbox"))
        acts = (
            lambda ctx, o=order: checkout.finalize(ctx, o),
            lambda ctx, o=order: checkout.give_up(ctx, o, "not paid in time"),
        )
        rush(2, lambda n, a=acts: bazaar.perform(a[n]), 2)  # type: ignore[misc]
    row = bazaar.row(
        """select count(*) filter (where placed_at is not null) as placed,
                  count(*) filter (where status = 'cancelled') as cancelled from orders
                      where tenant_id = %(tenant)s"""
    )
    assert row.placed + row.cancelled == 8
    assert bazaar.level(shirt) == (100, row.placed)
    settled(bazaar)


def test_a_line_added_while_the_order_is_placed_is_in_it_or_refused(bazaar: Bazaar) -> None:
    shirt, hat = bazaar.product(stock=100), bazaar.product(stock=100)
    for _ in range(12):
        cart = ready(bazaar, (shirt, 1))

        def add(c: Cart) -> object:
            return bazaar.shop(lambda ctx: carts.add(ctx, cart_id(c), c.token, hat, 1))

        acts = (lambda c=cart: place(bazaar, c), lambda c=cart: add(c))
        outcome = rush(2, lambda n, a=acts: a[n](), 2)  # type: ignore[misc]
        order = place(bazaar, cart)
        assert len(order.lines) == (2 if outcome == {"sold": 2} else 1)
    row = bazaar.row(
        """select count(*) as orders,
                  count(*) filter (where o.cart_version = c.version) as same_version,
                  count(*) filter (where (select sum(quantity) from order_lines l
                                          where l.tenant_id = %(tenant)s and l.order_id = o.id)
                                       = (select sum(quantity) from cart_lines x
                                          where x.tenant_id = %(tenant)s and x.cart_id = c.id)) as same_lines
           from orders o join carts c on c.tenant_id = o.tenant_id and c.id = o.cart_id
           where o.tenant_id = %(tenant)s"""
    )
    assert row == (12, 12, 12)


def test_the_refusal_of_a_race_is_sold_out(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=1)
    first, second = ready(bazaar, (shirt, 1)), ready(bazaar, (shirt, 1))
    place(bazaar, first)
    with pytest.raises(SoldOut):
        place(bazaar, second)
