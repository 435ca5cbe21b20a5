"""Parts of an order: packed, sent, unpacked, taken from elsewhere; each refusal, and nothing moved."""

from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id
from tests.orders.desk import detail, limited
from tests.orders.parcels import act, line, parcel, parcels, prepare, seen

from duka.inventory import queries as stock
from duka.inventory.errors import SoldOut, StockMissing
from duka.kernel.errors import Forbidden, VersionConflict
from duka.kernel.ids import new_id, parse
from duka.orders import queries
from duka.orders import service as orders
from duka.orders.errors import FulfillmentRefused, OrderClosed, OrderNotFound, OrderNotPlaced
from duka.orders.fulfillment import queries as fulfillments
from duka.orders.fulfillment import service
from duka.orders.fulfillment.errors import (
    CantComeFromThere,
    CarriageFixed,
    FulfillmentNotFound,
    FulfillmentStepRefused,
    MoreThanOrdered,
    NothingToPrepare,
    NotPromisedThere,
    TrackingLinkInvalid,
)
from duka.orders.fulfillment.types import Carriage, Picked
from duka.orders.types import Order


@pytest.fixture
def order(bazaar: Bazaar) -> Order:
    """Three of one and two of another, all at the plateau."""
    return buy(bazaar, (bazaar.product(stock=10), 3), (bazaar.product(stock=10), 2))


def status(bazaar: Bazaar, order: Order) -> tuple[str, bool]:
    row = bazaar.row(
        "select fulfillment_status, is_prepared from orders where tenant_id = %(tenant)s and id = %(id)s",
        id=order_id(order),
    )
    return row.fulfillment_status, row.is_prepared


def right(bazaar: Bazaar) -> None:
    assert bazaar.staff(stock.verify) == []


def test_an_order_leaves_in_parts(bazaar: Bazaar, order: Order) -> None:
    (first,) = prepare(bazaar, order, (0, 2))
    assert status(bazaar, order) == ("partially_prepared", False)
    act(bazaar, "ship", first)
    assert status(bazaar, order) == ("partially_shipped", False)
    (second,) = prepare(bazaar, order)
    assert status(bazaar, order) == ("partially_shipped", True)
    assert parcels(bazaar, order) == [
        ("-1", "shipped", [("SKU-1", 2)]),
        ("-2", "prepared", [("SKU-1", 1), ("SKU-2", 2)]),
    ]
    for _ in range(2):  # twice is once
        act(bazaar, "ship", second)
        assert status(bazaar, order) == ("shipped", True)
    act(bazaar, "deliver", first)
    assert status(bazaar, order) == ("shipped", True)
    for _ in range(2):
        act(bazaar, "deliver", second)
        assert status(bazaar, order) == ("delivered", True)
    right(bazaar)
    assert bazaar.events()[2:] == [
        "fulfillment.prepared", "fulfillment.shipped", "fulfillment.prepared", "fulfillment.shipped",
        "order.shipped", "fulfillment.delivered", "fulfillment.delivered", "order.delivered",
    ]  # fmt: skip
    lines = seen(bazaar, order).lines
    assert [(n.prepared, n.shipped, n.delivered, n.returned) for n in lines] == [(3, 3, 3, 0), (2, 2, 2, 0)]


def test_unpacking_is_as_if_nothing_had_been_packed(bazaar: Bazaar, order: Order) -> None:
    before = bazaar.row(
        "select sum(on_hand) as there, sum(reserved) as held from stock_levels where tenant_id = %(tenant)s"
    )
    (packed,) = prepare(bazaar, order)
    for _ in range(2):
        act(bazaar, "cancel", packed, "Torn paper")
        assert status(bazaar, order) == ("unfulfilled", False)
        after = bazaar.row(
            "select sum(on_hand) as there, sum(reserved) as held from stock_levels where tenant_id = %(tenant)s"
        )
        assert after == before
    right(bazaar)
    assert bazaar.events("fulfillment.cancelled") == ["fulfillment.cancelled"]
    assert prepare(bazaar, order)  # and again
    assert [p[:2] for p in parcels(bazaar, order)] == [("-1", "cancelled"), ("-2", "prepared")]


def test_what_was_not_packed_yet_is_free_when_the_order_is_cancelled(bazaar: Bazaar, order: Order) -> None:
    prepare(bazaar, order, (0, 1))
    bazaar.staff(lambda ctx: orders.cancel(ctx, order_id(order), "Not wanted"))
    row = bazaar.row(
        "select sum(on_hand) as there, sum(reserved) as held from stock_levels where tenant_id = %(tenant)s"
    )
    assert (row.there, row.held) == (20, 0)
    assert [p[1] for p in parcels(bazaar, order)] == ["cancelled"]
    right(bazaar)


def test_one_that_is_split_over_locations_is_two_parcels(bazaar: Bazaar) -> None:
    near, far = bazaar.product(stock=5), bazaar.product(stock=5, at=bazaar.thies)
    order = buy(bazaar, (near, 1), (far, 1))
    found = seen(bazaar, order).to_prepare
    assert sorted((p.location, [n.sku for n in p.lines]) for p in found) == [
        ("plateau", ["SKU-1"]),
        ("thies", ["SKU-2"]),
    ]
    with pytest.raises(NotPromisedThere):
        prepare(bazaar, order, (1, 1), at=bazaar.plateau)
    prepare(bazaar, order, at=bazaar.plateau)  # all that is there
    assert status(bazaar, order) == ("partially_prepared", False)
    prepare(bazaar, order)
    assert sorted(f.location for f in seen(bazaar, order).fulfillments) == ["plateau", "thies"]
    assert bazaar.events("order.prepared") == ["order.prepared"]
    right(bazaar)


def test_more_than_was_ordered_is_refused(bazaar: Bazaar, order: Order) -> None:
    prepare(bazaar, order, (0, 2))
    for picked in (((0, 2),), ((0, 1), (0, 1)), ((0, 0),)):
        with pytest.raises(MoreThanOrdered):
            prepare(bazaar, order, *picked)
    with pytest.raises(MoreThanOrdered):
        act(bazaar, "prepare", order_id(order), [Picked(new_id(), 1)])
    prepare(bazaar, order)
    with pytest.raises(NothingToPrepare):
        prepare(bazaar, order)
    assert len(parcels(bazaar, order)) == 2
    right(bazaar)


def test_what_does_not_lie_there_is_not_packed(bazaar: Bazaar, order: Order) -> None:
    item = bazaar.value("select id from stock_items where tenant_id = %(tenant)s and sku = 'SKU-1'")
    bazaar.stock(item, bazaar.plateau, 1)
    with pytest.raises(StockMissing):
        prepare(bazaar, order, (0, 2), (1, 1))
    assert parcels(bazaar, order) == [] and status(bazaar, order) == ("unfulfilled", False)
    assert seen(bazaar, order).missing == ["SKU-1"]
    prepare(bazaar, order, (1, 2))  # the rest can go
    assert status(bazaar, order) == ("partially_prepared", False)


def test_steps_that_may_not_follow_are_refused(bazaar: Bazaar, order: Order) -> None:
    (packed,) = prepare(bazaar, order, (0, 1))
    act(bazaar, "deliver", packed)
    for verb in ("ship", "cancel"):
        with pytest.raises(FulfillmentStepRefused):
            act(bazaar, verb, packed)
    with pytest.raises(FulfillmentRefused):  # nothing is packed
        bazaar.staff(lambda ctx: orders.ship(ctx, order_id(order), "", ""))
    with pytest.raises(FulfillmentNotFound):
        act(bazaar, "ship", new_id())
    unpaid = buy(bazaar, (bazaar.product(stock=5), 1), method="sandbox")
    with pytest.raises(OrderNotPlaced):
        prepare(bazaar, unpaid)
    other = buy(bazaar, (bazaar.product(stock=5), 1))
    (left,) = prepare(bazaar, other)
    bazaar.staff(lambda ctx: orders.cancel(ctx, order_id(other), "Not wanted"))
    with pytest.raises(OrderClosed):
        act(bazaar, "ship", left)


def test_of_two_who_saw_the_same_one_is_told(bazaar: Bazaar, order: Order) -> None:
    version = seen(bazaar, order).version
    act(bazaar, "prepare", order_id(order), [Picked(line(order), 1)], None, version)
    with pytest.raises(VersionConflict):
        act(bazaar, "prepare", order_id(order), [Picked(line(order), 1)], None, version)
    (packed,) = (parse("ful", f.id) for f in seen(bazaar, order).fulfillments)
    for verb in ("ship", "deliver", "cancel"):
        with pytest.raises(VersionConflict):
            act(bazaar, verb, packed, expected=version)
    assert [p[1] for p in parcels(bazaar, order)] == ["prepared"]


def test_a_number_tells_its_carrier_and_link(bazaar: Bazaar, order: Order) -> None:
    (packed,) = prepare(bazaar, order)
    act(
        bazaar,
        "ship",
        packed,
        Carriage(carrier="dhl_express", tracking_number=" JD014600003 ", service="Express"),
    )
    told = parcel(bazaar, order)
    assert (told.carrier, told.service, told.tracking_number) == ("DHL Express", "Express", "JD014600003")
    assert told.tracking_url.startswith("https://") and "JD014600003" in told.tracking_url
    version = seen(bazaar, order).version
    for _ in range(2):
        act(bazaar, "change_carriage", packed, Carriage(carrier="Modou’s van", tracking_number="7"))
    told = parcel(bazaar, order)
    assert (told.carrier, told.tracking_number, told.tracking_url) == ("Modou’s van", "7", "")
    assert seen(bazaar, order).version == version + 1
    assert bazaar.events("fulfillment.carriage_changed") == ["fulfillment.carriage_changed"]
    with pytest.raises(TrackingLinkInvalid):
        act(bazaar, "change_carriage", packed, Carriage(tracking_url="javascript:alert(1)"))
    act(bazaar, "deliver", packed)
    with pytest.raises(CarriageFixed):
        act(bazaar, "change_carriage", packed, Carriage(tracking_number="8"))


def test_goods_come_from_elsewhere(bazaar: Bazaar) -> None:
    variant = bazaar.product(stock=10)
    order = buy(bazaar, (variant, 3))
    places = bazaar.staff(lambda ctx: fulfillments.places(ctx, order_id(order), bazaar.plateau))
    assert [(p.location, p.is_enough, p.available) for p in places] == [("thies", False, {"SKU-1": 0})]
    with pytest.raises(SoldOut):
        act(bazaar, "reassign", order_id(order), bazaar.plateau, bazaar.thies)
    assert bazaar.level(variant) == (10, 3)
    bazaar.stock(bazaar.item_of(variant), bazaar.thies, 2)
    act(bazaar, "reassign", order_id(order), bazaar.plateau, bazaar.thies, [Picked(line(order), 2)])
    assert (bazaar.level(variant), bazaar.level(variant, bazaar.thies)) == ((10, 1), (2, 2))
    assert [(p.location, p.lines[0].quantity) for p in seen(bazaar, order).to_prepare] in (
        [("plateau", 1), ("thies", 2)],
        [("thies", 2), ("plateau", 1)],
    )
    with pytest.raises(NotPromisedThere):
        act(bazaar, "reassign", order_id(order), bazaar.plateau, bazaar.thies, [Picked(line(order), 2)])
    prepare(bazaar, order)
    assert status(bazaar, order) == ("prepared", True) and len(parcels(bazaar, order)) == 2
    right(bazaar)
    assert bazaar.events("fulfillment.reassigned") == ["fulfillment.reassigned"]


def test_all_of_it_elsewhere_twice_is_once(bazaar: Bazaar) -> None:
    variant = bazaar.product(stock=5)
    order = buy(bazaar, (variant, 3))
    bazaar.stock(bazaar.item_of(variant), bazaar.thies, 3)
    for _ in range(2):
        act(bazaar, "reassign", order_id(order), bazaar.plateau, bazaar.thies)
    assert (bazaar.level(variant), bazaar.level(variant, bazaar.thies)) == ((5, 0), (3, 3))
    (place,) = bazaar.staff(lambda ctx: fulfillments.places(ctx, order_id(order), bazaar.thies))
    assert place.is_enough and place.metres is not None and place.metres < 5000
    act(bazaar, "reassign", order_id(order), bazaar.thies, bazaar.plateau)
    assert (bazaar.level(variant), bazaar.level(variant, bazaar.thies)) == ((5, 3), (3, 0))
    right(bazaar)


def test_what_is_fetched_comes_from_where_it_is_fetched(bazaar: Bazaar) -> None:
    variant = bazaar.product(stock=5, at=bazaar.thies)
    order = buy(bazaar, (variant, 1), shipping_rate_id=bazaar.pickup)
    with pytest.raises(CantComeFromThere):
        act(bazaar, "reassign", order_id(order), bazaar.thies, bazaar.plateau)
    (packed,) = prepare(bazaar, order)
    told = bazaar.shop(lambda ctx: queries.order(ctx, order_id(order), order.tracking_token))
    assert [(f.status, f.is_pickup, f.location) for f in told.fulfillments] == [("prepared", True, "thies")]
    act(bazaar, "deliver", packed)
    assert status(bazaar, order) == ("delivered", True)


def test_a_location_of_somebody_elses_is_refused(bazaar: Bazaar, order: Order) -> None:
    other = Bazaar(bazaar.work).build()
    for place in (other.thies, new_id()):
        with pytest.raises(CantComeFromThere):
            act(bazaar, "reassign", order_id(order), bazaar.plateau, place)
        with pytest.raises(CantComeFromThere):
            act(bazaar, "prepare", order_id(order), None, place)


def test_staff_of_a_location_touch_only_what_leaves_it(bazaar: Bazaar) -> None:
    near, far = bazaar.product(stock=5), bazaar.product(stock=5, at=bazaar.thies)
    order = buy(bazaar, (near, 1), (far, 1))
    bob = limited(bazaar, locations={bazaar.thies})

    def as_bob(verb: str, *args: object) -> object:
        return bazaar.work.perform(bob, lambda ctx: getattr(service, verb)(ctx, *args))

    with pytest.raises(Forbidden):
        as_bob("prepare", order_id(order), None, bazaar.plateau)
    as_bob("prepare", order_id(order))  # what is at theirs
    assert [f.location for f in seen(bazaar, order).fulfillments] == ["thies"]
    (elsewhere,) = prepare(bazaar, order)
    for verb in ("ship", "deliver", "cancel"):
        with pytest.raises(Forbidden):
            as_bob(verb, elsewhere)
    with pytest.raises(Forbidden):
        as_bob("change_carriage", elsewhere, Carriage(carrier="Me"))
    with pytest.raises(Forbidden):
        as_bob("reassign", order_id(order), bazaar.thies, bazaar.plateau)
    bazaar.work.perform(bob, lambda ctx: orders.ship(ctx, order_id(order), "Bus", ""))  # theirs only
    assert {f.location: f.status for f in seen(bazaar, order).fulfillments} == {
        "thies": "shipped",
        "plateau": "prepared",
    }
    assert detail(bazaar, order_id(order), bob).fulfillments


@pytest.mark.parametrize("verb", ["prepare", "reassign"])
def test_strangers_may_not(bazaar: Bazaar, order: Order, verb: str) -> None:
    places: tuple[UUID, ...] = (bazaar.plateau, bazaar.thies) if verb == "reassign" else ()
    with pytest.raises(Forbidden):
        bazaar.shop(lambda ctx: getattr(service, verb)(ctx, order_id(order), *places))
    other = Bazaar(bazaar.work).build()
    theirs = (other.plateau, other.thies) if verb == "reassign" else ()
    with pytest.raises(OrderNotFound):
        act(other, verb, order_id(order), *theirs)


@pytest.mark.parametrize("verb", ["ship", "deliver", "cancel"])
def test_strangers_find_no_parcel(bazaar: Bazaar, order: Order, verb: str) -> None:
    (packed,) = prepare(bazaar, order)
    with pytest.raises(Forbidden):
        bazaar.shop(lambda ctx: getattr(service, verb)(ctx, packed))
    with pytest.raises(FulfillmentNotFound):
        act(Bazaar(bazaar.work).build(), verb, packed)


def test_goods_by_weight_are_packed_in_parts(bazaar: Bazaar) -> None:
    rice = bazaar.product(
        stock=10_000, pricing_mode="weight", unit="KGM", scale=2, step=1, minimum=1, per_unit=10
    )
    order = buy(bazaar, (rice, 125))
    prepare(bazaar, order, (0, 50))
    assert bazaar.level(rice) == (9_500, 750)
    (part,) = seen(bazaar, order).to_prepare
    assert [(n.quantity, n.unit, n.scale) for n in part.lines] == [(75, "KGM", 2)]
    prepare(bazaar, order)
    assert bazaar.level(rice) == (8_750, 0)
    right(bazaar)


def test_what_takes_nothing_from_stock_goes_along(bazaar: Bazaar) -> None:
    counted, card = bazaar.product(stock=5), bazaar.product(stock=None)
    order = buy(bazaar, (counted, 1), (card, 1))
    prepare(bazaar, order)
    assert parcels(bazaar, order) == [("-1", "prepared", [("SKU-1", 1), ("SKU-2", 1)])]
    only = buy(bazaar, (card, 2))
    (waiting,) = seen(bazaar, only).to_prepare
    assert waiting.location_id is None
    (packed,) = prepare(bazaar, only)
    act(bazaar, "cancel", packed)
    assert status(bazaar, only) == ("unfulfilled", False)
    right(bazaar)


def test_buyers_see_their_parcels_and_no_more(bazaar: Bazaar, order: Order) -> None:
    (first,) = prepare(bazaar, order, (0, 1))
    act(bazaar, "ship", first, Carriage(carrier="ups", tracking_number="1Z"))
    (second,) = prepare(bazaar, order, (0, 1))
    act(bazaar, "cancel", second)
    told = bazaar.shop(lambda ctx: queries.order(ctx, order_id(order), order.tracking_token))
    assert bazaar.work.last_statements == 2  # one beside that which sets the tenant
    assert [(f.number, f.status, f.location, f.carrier) for f in told.fulfillments] == [
        (f"{order.number}-1", "shipped", "", "UPS")
    ]
    assert not hasattr(told.fulfillments[0], "location_id")
    assert told.timeline is None and told.allocations is None
