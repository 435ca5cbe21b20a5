"""Orders of a month: exact under many buyers at once, silent about plans to shoppers, and free far below the limit."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, cart_id, order_id, place, ready
from tests.plans.subscribing import leave, on_plan

from duka.checkout import service as checkout
from duka.checkout.errors import ShopTakesNoOrders
from duka.kernel.cache import Cache
from duka.kernel.context import Context
from duka.kernel.work import Work
from duka.plans import limits
from duka.plans.errors import PlanLimitReached


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


def used(bazaar: Bazaar) -> int:
    def ask(ctx: Context) -> int:
        statement = "select plan_meter(%(tenant)s, 'orders_per_month', %(month)s)"
        return int(ctx.db.value(statement, month=limits.month_of(ctx.now)))

    return bazaar.staff(ask)


def test_thirty_buyers_at_once_for_ten_orders(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=100)
    carts = [
        ready(bazaar, (shirt, 1), method="cash_on_delivery", email=f"b{n}@example.com") for n in range(30)
    ]
    on_plan(bazaar.work, bazaar.tenant, {"orders_per_month": 10})

    def one(n: int) -> str:
        try:
            place(bazaar, carts[n])
        except ShopTakesNoOrders as refused:
            return type(refused).__name__
        return "sold"

    with ThreadPoolExecutor(10) as pool:
        outcomes = Counter(pool.map(one, range(30)))
    assert outcomes == {"sold": 10, "ShopTakesNoOrders": 20}
    assert used(bazaar) == 10
    assert bazaar.level(shirt) == (100, 10), "no stock was promised to whoever was refused"


def test_a_shopper_hears_nothing_of_plans_and_keeps_the_cart(bazaar: Bazaar) -> None:
    cart = ready(bazaar, (bazaar.product(), 1))
    on_plan(bazaar.work, bazaar.tenant, {"orders_per_month": 0})
    with pytest.raises(ShopTakesNoOrders) as refused:
        place(bazaar, cart)
    assert refused.value.fields == {}
    assert "plan" not in refused.value.message.lower()
    leave(bazaar.work, bazaar.tenant)
    assert place(bazaar, cart).number, "the very same cart, once there is room"


def test_staff_hear_which_plan_has_room(bazaar: Bazaar) -> None:
    cart = ready(bazaar, (bazaar.product(), 1))
    on_plan(bazaar.work, bazaar.tenant, {"orders_per_month": 0})
    with pytest.raises(PlanLimitReached) as refused:
        bazaar.staff(lambda ctx: checkout.place(ctx, cart_id(cart), cart.token))
    assert refused.value.fields["limit"] == "orders_per_month"


def test_an_order_that_was_given_up_makes_room(bazaar: Bazaar) -> None:
    shirt = bazaar.product()
    on_plan(bazaar.work, bazaar.tenant, {"orders_per_month": 1})
    first = order_id(place(bazaar, ready(bazaar, (shirt, 1), method="sandbox")))
    with pytest.raises(ShopTakesNoOrders):
        place(bazaar, ready(bazaar, (shirt, 1)))
    bazaar.staff(lambda ctx: checkout.give_up(ctx, first, "not paid"))
    assert used(bazaar) == 0
    place(bazaar, ready(bazaar, (shirt, 1)))


def test_orders_of_last_month_do_not_count(bazaar: Bazaar) -> None:
    shirt = bazaar.product()
    buy(bazaar, (shirt, 1))
    with bazaar.work.database.platform() as tx:
        tx.run(
            "update orders set created_at = %(before)s where tenant_id = %(whose)s",
            before=limits.month_of(bazaar.work.clock()) - timedelta(seconds=1),
            whose=bazaar.tenant,
        )
    on_plan(bazaar.work, bazaar.tenant, {"orders_per_month": 1})
    assert used(bazaar) == 0
    place(bazaar, ready(bazaar, (shirt, 1)))


def test_a_limited_shop_pays_no_statement_far_from_its_limit_and_one_near_it(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=100)
    bazaar.work = Work(bazaar.work.database, Cache(60), bazaar.work.clock)

    def statements() -> int:
        place(bazaar, ready(bazaar, (shirt, 1)))  # what is remembered is remembered now
        cart = ready(bazaar, (shirt, 1))
        bazaar.shop(lambda ctx: checkout.place(ctx, cart_id(cart), cart.token))
        return bazaar.work.last_statements

    without = statements()
    on_plan(bazaar.work, bazaar.tenant, {"orders_per_month": 100_000})
    bazaar.work = Work(bazaar.work.database, Cache(60), bazaar.work.clock)
    assert statements() == without
    on_plan(bazaar.work, bazaar.tenant, {"orders_per_month": 100})
    bazaar.work = Work(bazaar.work.database, Cache(60), bazaar.work.clock)
    assert statements() == without + 1
