"""Orders that are held for review: which, what is refused meanwhile, who lets them go."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from tests.checkout.bazaar import DAKAR, Bazaar
from tests.checkout.steps import buy, order_id, place, ready
from tests.control.acting import operator
from tests.policies.deciding import decide

from duka.access.roles import ROLES
from duka.control import risk
from duka.customers.types import Address
from duka.kernel.context import Actor
from duka.kernel.errors import Forbidden
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.orders import holds, staff_list, staff_queries
from duka.orders import service as orders
from duka.orders.errors import HoldIsThePlatforms, OrderNotFound, OrderNotHeld, OrderOnHold
from duka.orders.fulfillment import tasks
from duka.orders.staff_types import OrderSearch
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


def rules(bazaar: Bazaar, **values: Any) -> None:
    decide(bazaar.work, bazaar.tenant, "risk_holds", **values)


def reasons(bazaar: Bazaar, order: Any) -> list[str]:
    detail = bazaar.staff(lambda ctx: staff_queries.detail(ctx, order_id(order)))
    return [reason.rule for reason in detail.hold.reasons] if detail.hold else []


def test_without_rules_nothing_is_held(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(), 1))
    assert reasons(bazaar, order) == [] and bazaar.events("order.held") == []


def test_an_order_above_the_amount_is_held(bazaar: Bazaar) -> None:
    rules(bazaar, above={"XOF": 10_000, "EUR": 1})
    goods = bazaar.product()
    assert reasons(bazaar, buy(bazaar, (goods, 1))) == []
    assert reasons(bazaar, buy(bazaar, (goods, 2))) == ["above"]
    assert bazaar.events("order.held") == ["order.held"]


def test_a_new_customer_has_a_limit_of_their_own(bazaar: Bazaar) -> None:
    goods = bazaar.product()
    buy(bazaar, (goods, 1))
    rules(bazaar, new_customer_above={"XOF": 6_000})
    assert reasons(bazaar, buy(bazaar, (goods, 1))) == []
    assert reasons(bazaar, buy(bazaar, (goods, 1), email="new@example.com")) == ["new_customer_above"]
    cheap = bazaar.product(price=100)
    assert reasons(bazaar, buy(bazaar, (cheap, 1), email="other@example.com")) == []


def test_addresses_in_two_countries(bazaar: Bazaar) -> None:
    rules(bazaar, mismatching_countries=True)
    goods = bazaar.product()
    paris = Address(name="Awa", line1="1 rue de Rivoli", city="Paris", postal_code="75001", country="FR")
    assert reasons(bazaar, buy(bazaar, (goods, 1))) == []
    assert reasons(bazaar, buy(bazaar, (goods, 1), billing_address=paris)) == ["mismatching_countries"]


def test_too_many_of_one_buyer_in_an_hour(bazaar: Bazaar) -> None:
    rules(bazaar, orders_per_hour=2)
    goods = bazaar.product()
    held = [reasons(bazaar, buy(bazaar, (goods, 1))) for _ in range(3)]
    assert held == [[], [], ["orders_per_hour"]]
    elsewhere = {**DAKAR, "line1": "5 avenue Lamine Guèye", "phone": "+221770000000"}
    other = buy(bazaar, (goods, 1), email="moussa@example.com", shipping_address=Address(**elsewhere))
    assert reasons(bazaar, other) == []
    same_house = buy(bazaar, (goods, 1), email="third@example.com")
    assert reasons(bazaar, same_house) == ["orders_per_hour"]


def test_judging_takes_one_statement_and_none_when_no_rule_could_find_anything(bazaar: Bazaar) -> None:
    goods = bazaar.product()

    def spent() -> int:
        place(bazaar, ready(bazaar, (goods, 1)))
        return bazaar.work.last_statements

    without = spent()
    rules(bazaar, above={"XOF": 1_000_000}, mismatching_countries=True)
    assert spent() == without
    rules(bazaar, above={"XOF": 1}, orders_per_hour=50)
    assert spent() == without + 1


def test_nothing_is_prepared_before_somebody_looked(bazaar: Bazaar) -> None:
    rules(bazaar, above={"XOF": 1})
    order = buy(bazaar, (bazaar.product(), 1))
    key = order_id(order)
    with pytest.raises(OrderOnHold):
        bazaar.staff(lambda ctx: orders.prepare(ctx, key))
    waiting = bazaar.staff(lambda ctx: tasks.list_tasks(ctx, "to_prepare"))
    assert waiting.items == [] and waiting.counts == {
        "to_prepare": 0,
        "to_ship": 0,
        "to_collect": 0,
        "on_the_way": 0,
    }
    detail = bazaar.staff(lambda ctx: staff_queries.detail(ctx, key))
    prepare = next(action for action in detail.actions if action.action == "prepare")
    assert (prepare.is_allowed, prepare.code) == (False, "OrderOnHold")
    listed = bazaar.staff(lambda ctx: staff_list.list_for_staff(ctx, OrderSearch(need="held")))
    assert [(row.number, row.is_held) for row in listed.items] == [(order.number, True)]
    bazaar.staff(lambda ctx: holds.release(ctx, key, "We know her"))
    assert bazaar.staff(lambda ctx: staff_list.list_for_staff(ctx, OrderSearch(need="held"))).items == []
    bazaar.staff(lambda ctx: orders.prepare(ctx, key))
    after = bazaar.staff(lambda ctx: staff_queries.detail(ctx, key))
    assert after.hold is not None and (after.hold.outcome, after.hold.reason) == ("released", "We know her")
    assert bazaar.events("order.released") == ["order.released"]
    with pytest.raises(OrderNotHeld):
        bazaar.staff(lambda ctx: holds.release(ctx, key, "again"))


def test_a_packed_order_that_is_held_stays(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(), 1))
    key = order_id(order)
    bazaar.staff(lambda ctx: orders.prepare(ctx, key))
    bazaar.staff(lambda ctx: holds.put_on_hold(ctx, key, "The buyer rang"))
    with pytest.raises(OrderOnHold):
        bazaar.staff(lambda ctx: orders.ship(ctx, key, "DHL", "1"))
    with pytest.raises(OrderOnHold):
        bazaar.staff(lambda ctx: holds.put_on_hold(ctx, key, "twice"))
    assert bazaar.staff(lambda ctx: tasks.list_tasks(ctx, "to_ship")).items == []
    bazaar.staff(lambda ctx: holds.release(ctx, key, "fine"))
    bazaar.staff(lambda ctx: orders.ship(ctx, key, "DHL", "1"))


def test_refusing_cancels_and_ends_the_hold(bazaar: Bazaar) -> None:
    rules(bazaar, above={"XOF": 1})
    variant = bazaar.product(stock=3)
    order = buy(bazaar, (variant, 1))
    bazaar.staff(lambda ctx: holds.refuse(ctx, order_id(order), "Not genuine"))
    detail = bazaar.staff(lambda ctx: staff_queries.detail(ctx, order_id(order)))
    assert detail.status == "cancelled" and detail.hold is not None and detail.hold.outcome == "cancelled"
    assert bazaar.level(variant) == (3, 0)


def test_the_platform_may_keep_releasing_to_itself(bazaar: Bazaar) -> None:
    rules(bazaar, above={"XOF": 1}, merchants_release=False)
    key = order_id(buy(bazaar, (bazaar.product(), 1)))
    acts: list[Callable[..., None]] = [holds.release, holds.refuse]
    for act in acts:
        with pytest.raises(HoldIsThePlatforms):
            bazaar.staff(lambda ctx, act=act: act(ctx, key, "please"))
        visitor = Caller(bazaar.tenant, Actor("operator", new_id(), "Olive"), ROLES["manager"])
        with pytest.raises(HoldIsThePlatforms):
            bazaar.work.perform(visitor, partial(act, order_id=key, reason="please"))
    olive = operator("risk")
    queue = risk.list_held(bazaar.work, olive, bazaar.tenant)
    assert [item.order_id for item in queue.items] == [f"ord_{key.hex}"]
    assert queue.items[0].buyer == "a…@example.com" and queue.items[0].reasons[0].rule == "above"
    risk.release(bazaar.work, olive, bazaar.tenant, key, "Looked at")
    assert risk.list_held(bazaar.work, olive, bazaar.tenant).items == []
    detail = bazaar.staff(lambda ctx: staff_queries.detail(ctx, key))
    assert detail.hold is not None and detail.hold.ended_by == "Olive"
    told = [entry for entry in detail.timeline or [] if entry.type == "order.released"]
    assert told[0].actor.startswith("operator:")


def test_operators_hold_and_refuse(bazaar: Bazaar) -> None:
    olive = operator("risk")
    key = order_id(buy(bazaar, (bazaar.product(), 1)))
    with pytest.raises(Forbidden):
        risk.hold(bazaar.work, operator("finance"), bazaar.tenant, key, "why")
    with pytest.raises(TenantNotFound):
        risk.hold(bazaar.work, olive, PLATFORM, key, "why")
    risk.hold(bazaar.work, olive, bazaar.tenant, key, "A stolen card")
    risk.refuse(bazaar.work, olive, bazaar.tenant, key, "It was")
    assert bazaar.staff(lambda ctx: staff_queries.detail(ctx, key)).status == "cancelled"


def test_strangers_find_nothing(bazaar: Bazaar, work: Work) -> None:
    other = Bazaar(work).build()
    key = order_id(buy(other, (other.product(), 1)))
    for act in (holds.put_on_hold, holds.release, holds.refuse):
        with pytest.raises(OrderNotFound):
            bazaar.staff(lambda ctx, act=act: act(ctx, key, "why"))
    with pytest.raises(Forbidden):
        other.shop(lambda ctx: holds.release(ctx, key, "mine"))


def test_an_order_that_waits_for_its_payment_is_held_when_it_comes(bazaar: Bazaar) -> None:
    rules(bazaar, above={"XOF": 1})
    cart = ready(bazaar, (bazaar.product(), 1), method="bank_transfer")
    order = place(bazaar, cart)
    assert reasons(bazaar, order) == ["above"]
