"""What waits for whoever packs and sends, and how long it took."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id
from tests.orders.desk import limited, somebody
from tests.orders.parcels import act, prepare, seen

from duka.kernel.cache import Cache
from duka.kernel.errors import Forbidden, InvalidInput
from duka.kernel.work import Caller, Work
from duka.orders.fulfillment import lead_times, service, tasks
from duka.orders.fulfillment.types import Carriage, FulfillmentTasks
from duka.orders.types import Order


def listed(bazaar: Bazaar, step: str, caller: Caller | None = None, **wanted: Any) -> FulfillmentTasks:
    found = bazaar.work.perform(caller or somebody(bazaar), lambda ctx: tasks.list_tasks(ctx, step, **wanted))
    assert bazaar.work.last_statements <= 3
    return found


def told(found: FulfillmentTasks) -> list[tuple[str, str, list[tuple[str, int]]]]:
    return [(t.number, t.location, [(n.sku, n.quantity) for n in t.lines]) for t in found.items]


@pytest.fixture
def both(bazaar: Bazaar) -> Order:
    """One of each of two goods that lie at two locations."""
    return buy(bazaar, (bazaar.product(stock=9), 2), (bazaar.product(stock=9, at=bazaar.thies), 1))


def test_work_goes_from_list_to_list(bazaar: Bazaar, both: Order) -> None:
    found = listed(bazaar, "to_prepare")
    assert sorted(told(found)) == [
        (both.number, "plateau", [("SKU-1", 2)]),
        (both.number, "thies", [("SKU-2", 1)]),
    ]
    assert found.counts == {"to_prepare": 1, "to_ship": 0, "to_collect": 0, "on_the_way": 0}
    (first,) = prepare(bazaar, both, (0, 1))
    assert sorted(told(listed(bazaar, "to_prepare"))) == [
        (both.number, "plateau", [("SKU-1", 1)]),
        (both.number, "thies", [("SKU-2", 1)]),
    ]
    (task,) = listed(bazaar, "to_ship").items
    assert (task.number, task.fulfillment_id is not None, task.version) == (
        f"{both.number}-1",
        True,
        seen(bazaar, both).version,
    )
    act(bazaar, "ship", first, Carriage(carrier="UPS", tracking_number="1Z"))
    (task,) = listed(bazaar, "on_the_way").items
    assert (task.carrier, task.tracking_number, task.name) == ("UPS", "1Z", "Awa Ndiaye")
    act(bazaar, "deliver", first)
    assert listed(bazaar, "on_the_way").items == []


def test_what_is_fetched_waits_to_be_handed_over(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(stock=5, at=bazaar.thies), 1), shipping_rate_id=bazaar.pickup)
    prepare(bazaar, order)
    assert listed(bazaar, "to_ship").items == []
    found = listed(bazaar, "to_collect", location=bazaar.thies)
    assert [t.is_pickup for t in found.items] == [True]
    assert found.counts == {"to_prepare": 0, "to_ship": 0, "to_collect": 1, "on_the_way": 0}


def test_each_location_sees_its_own(bazaar: Bazaar, both: Order) -> None:
    at_thies = [(both.number, "thies", [("SKU-2", 1)])]
    assert told(listed(bazaar, "to_prepare", location=bazaar.thies)) == at_thies
    bob = limited(bazaar, locations={bazaar.thies})
    assert told(listed(bazaar, "to_prepare", bob)) == at_thies
    prepare(bazaar, both)
    assert [t.location for t in listed(bazaar, "to_ship", bob).items] == ["thies"]
    counts = listed(bazaar, "to_ship", bob).counts
    assert counts is not None and counts["to_ship"] == 1
    with pytest.raises(Forbidden):
        listed(bazaar, "to_ship", bob, location=bazaar.plateau)
    nobody = limited(bazaar, stores={bazaar.plateau})
    assert listed(bazaar, "to_ship", nobody).items == []


def test_pages_follow_each_other(bazaar: Bazaar) -> None:
    variant = bazaar.product(stock=50)
    orders = [buy(bazaar, (variant, 1)) for _ in range(5)]
    for step in ("to_prepare", "to_ship"):
        numbers, cursor = [], None
        while True:
            page = listed(bazaar, step, cursor=cursor, limit=2)
            assert (page.counts is None) == (cursor is not None)
            numbers += [t.number.partition("-")[0] for t in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert numbers == [order.number for order in orders]  # the longest waiting first
        for order in orders:
            if step == "to_prepare":
                prepare(bazaar, order)
    with pytest.raises(InvalidInput):
        listed(bazaar, "lost")


def test_others_see_nothing_of_it(bazaar: Bazaar, both: Order) -> None:
    assert listed(Bazaar(bazaar.work).build(), "to_prepare").items == []
    with pytest.raises(Forbidden):
        bazaar.shop(lambda ctx: tasks.list_tasks(ctx, "to_prepare"))
    with pytest.raises(Forbidden):
        bazaar.shop(lambda ctx: lead_times.lead_times(ctx))


def test_what_is_fixed_in_no_place_is_packed_anywhere(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(stock=None), 3))
    (task,) = listed(bazaar, "to_prepare").items
    assert (task.number, task.location_id, task.lines[0].quantity) == (order.number, None, 3)


def test_lead_times_are_medians_of_a_location(bazaar: Bazaar) -> None:
    variant = bazaar.product(stock=50)
    start = bazaar.work.clock()

    def at(hours: int, verb: str, *args: object) -> Any:
        later = Work(bazaar.work.database, Cache(0), lambda: start + timedelta(hours=hours))
        return later.perform(somebody(bazaar), lambda ctx: getattr(service, verb)(ctx, *args))

    for hours in (1, 2, 9):
        order = buy(bazaar, (variant, 1))
        (packed,) = at(hours, "prepare", order_id(order))
        at(hours + 10, "ship", packed)
        if hours == 2:
            at(hours + 10 + 24, "deliver", packed)
    (row,) = bazaar.work.perform(somebody(bazaar), lambda ctx: lead_times.lead_times(ctx))
    assert bazaar.work.last_statements == 2
    assert (row.location, row.fulfillments) == ("plateau", 3)
    assert row.seconds_to_prepare is not None and abs(row.seconds_to_prepare - 7200) < 120
    assert (row.seconds_to_ship, row.seconds_to_deliver) == (36_000, 86_400)
    elsewhere = limited(bazaar, locations={bazaar.thies})
    assert bazaar.work.perform(elsewhere, lambda ctx: lead_times.lead_times(ctx)) == []
    order_seen = seen(bazaar, order)
    told_of = order_seen.fulfillments[0]
    assert told_of.seconds_to_ship == 36_000 and told_of.seconds_to_deliver is None


def test_the_page_of_a_packed_order_takes_no_more_statements(bazaar: Bazaar, both: Order) -> None:
    prepare(bazaar, both)
    assert seen(bazaar, both).fulfillments
    assert bazaar.work.last_statements <= 4


def test_an_order_in_many_parcels_is_one_task_each(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(stock=9), 3))
    made: list[UUID] = [each for _ in range(3) for each in prepare(bazaar, order, (0, 1))]
    assert len(made) == 3
    assert [t.number for t in listed(bazaar, "to_ship").items] == [f"{order.number}-{n}" for n in (1, 2, 3)]
