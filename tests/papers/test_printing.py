"""What is printed of orders: what is in each parcel, what is not yet, and for whom it may be printed."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from tests import make
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id
from tests.orders.desk import limited, somebody

from duka.kernel import ids
from duka.kernel.errors import Forbidden
from duka.kernel.work import Caller, Work
from duka.orders import parcels, printing, queries
from duka.orders.errors import OrderNotFound
from duka.orders.fulfillment import service as packing
from duka.orders.fulfillment.errors import FulfillmentNotFound
from duka.orders.fulfillment.types import Picked
from duka.orders.types import Order
from duka.papers.types import PackingSlip, PickList

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


@pytest.fixture
def order(bazaar: Bazaar) -> Order:
    """Three of one thing and two of another."""
    return buy(bazaar, (bazaar.product(stock=10), 3), (bazaar.product(stock=10), 2))


def prepare(bazaar: Bazaar, order: Order, *quantities: int) -> UUID:
    """So many of each line, or all that is left."""
    told = bazaar.staff(lambda ctx: queries.order(ctx, order_id(order)))
    picked = [
        Picked(ids.parse("line", line.id), n) for line, n in zip(told.lines, quantities, strict=False) if n
    ]
    [made] = bazaar.staff(lambda ctx: packing.prepare(ctx, order_id(order), picked or None))
    assert isinstance(made, UUID)
    return made


def slips(bazaar: Bazaar, *orders: Order, caller: Caller | None = None) -> list[PackingSlip]:
    wanted = [order_id(order) for order in orders]
    return bazaar.work.perform(caller or somebody(bazaar), lambda ctx: printing.packing_slips(ctx, wanted))


def picks(bazaar: Bazaar, *orders: Order, caller: Caller | None = None) -> list[PickList]:
    wanted = [order_id(order) for order in orders]
    return bazaar.work.perform(
        caller or somebody(bazaar), lambda ctx: printing.pick_list(ctx, wanted, NOON, "fr")
    )


def test_an_order_of_which_nothing_is_packed_has_one_slip(bazaar: Bazaar, order: Order) -> None:
    [slip] = slips(bazaar, order)
    assert (slip.number, slip.parcel, slip.parcels, slip.waiting) == (order.number, 0, 0, ())
    assert [(line.sku, line.quantity) for line in slip.lines] == [("SKU-1", "3"), ("SKU-2", "2")]
    assert (slip.recipient.name, slip.store.name, slip.method) == ("Awa Ndiaye", "Bazaar", "Coursier")
    assert slip.due != ""  # to be paid at the door


def test_each_parcel_says_what_is_in_it_and_what_is_not_yet(bazaar: Bazaar, order: Order) -> None:
    prepare(bazaar, order, 1, 2)
    [first] = slips(bazaar, order)
    assert first.number == f"{order.number}-1"
    assert [(line.sku, line.quantity) for line in first.lines] == [("SKU-1", "1"), ("SKU-2", "2")]
    assert [(line.sku, line.quantity) for line in first.waiting] == [("SKU-1", "2")]
    second = prepare(bazaar, order)
    told = slips(bazaar, order)
    assert [(s.number, s.parcel, s.parcels, s.waiting) for s in told] == [
        (f"{order.number}-1", 1, 2, ()),
        (f"{order.number}-2", 2, 2, ()),
    ]
    alone = bazaar.staff(lambda ctx: printing.packing_slip(ctx, second))
    assert alone == told[1]
    bazaar.staff(lambda ctx: packing.cancel(ctx, second))
    assert len(slips(bazaar, order)) == 1
    with pytest.raises(FulfillmentNotFound):
        bazaar.staff(lambda ctx: printing.packing_slip(ctx, second))


def test_one_parcel_of_a_whole_order_has_the_orders_number(bazaar: Bazaar, order: Order) -> None:
    prepare(bazaar, order)
    [slip] = slips(bazaar, order)
    assert (slip.number, slip.waiting) == (order.number, ())


def test_a_pickup_tag(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(stock=10, at=bazaar.thies), 1), shipping_rate_id=bazaar.pickup)
    fulfillment = prepare(bazaar, order)
    tag = bazaar.staff(lambda ctx: printing.pickup_tag(ctx, fulfillment))
    assert (tag.number, tag.store, tag.location, tag.count) == (f"{order.number}-1", "Bazaar", "thies", 1)
    [slip] = slips(bazaar, order)
    assert slip.is_pickup


def test_a_pick_list_is_for_many_orders_and_shrinks_as_they_are_packed(bazaar: Bazaar) -> None:
    basket, honey = bazaar.product(stock=10), bazaar.product(stock=10)
    first, second = buy(bazaar, (basket, 3)), buy(bazaar, (basket, 1), (honey, 2))
    [told] = picks(bazaar, first, second)
    assert (told.location, told.orders, told.made_at[:16]) == ("plateau", 2, "21 novembre 2026")
    assert [(line.sku, line.quantity, [s.number for s in line.orders]) for line in told.lines] == [
        ("SKU-1", "4", [first.number, second.number]),
        ("SKU-2", "2", [second.number]),
    ]
    prepare(bazaar, first)
    prepare(bazaar, second, 1)
    [told] = picks(bazaar, first, second)
    assert [(line.sku, line.quantity) for line in told.lines] == [("SKU-2", "2")]
    prepare(bazaar, second)
    assert picks(bazaar, first, second) == []


def test_a_pick_list_is_two_statements(bazaar: Bazaar, order: Order) -> None:
    def count(ctx) -> int:
        before = ctx.db.statements
        printing.pick_list(ctx, [order_id(order)] * 3, NOON, "en")
        return ctx.db.statements - before

    assert bazaar.staff(count) == 2


def test_a_carrier_is_told_what_is_in_the_parcel(bazaar: Bazaar, order: Order) -> None:
    fulfillment = prepare(bazaar, order, 1, 2)
    told = bazaar.staff(lambda ctx: parcels.consignment(ctx, fulfillment, parcels.Measures()))
    parcel = told.parcel
    assert told.order_id == order_id(order)
    assert (parcel.weight_grams, parcel.reference, parcel.currency) == (750, f"{order.number}-1", "XOF")
    # before tax, as customs want it
    assert [(c.description, c.quantity, c.value_minor) for c in parcel.contents] == [
        ("Produit 1", 1, 4237),
        ("Produit 2", 2, 4237),
    ]
    assert (parcel.sender.name, parcel.sender.country, parcel.recipient.city) == ("Bazaar", "SN", "Dakar")
    weighed = bazaar.staff(
        lambda ctx: parcels.consignment(ctx, fulfillment, parcels.Measures(weight_grams=900, length_mm=300))
    )
    assert (weighed.parcel.weight_grams, weighed.parcel.length_mm) == (900, 300)
    label = bazaar.staff(lambda ctx: parcels.address_label(ctx, fulfillment))
    assert (label.number, label.recipient.name, label.sender.name) == (
        f"{order.number}-1",
        "Awa Ndiaye",
        "Bazaar",
    )


def test_who_may(bazaar: Bazaar, order: Order) -> None:
    fulfillment = prepare(bazaar, order, 1)
    elsewhere = limited(bazaar, locations={bazaar.thies})
    with pytest.raises(Forbidden):
        slips(bazaar, order, caller=elsewhere)
    with pytest.raises(Forbidden):
        picks(bazaar, order, caller=limited(bazaar, stores={ids.new_id()}))
    with pytest.raises(Forbidden):
        bazaar.work.perform(elsewhere, lambda ctx: printing.pickup_tag(ctx, fulfillment))
    assert len(slips(bazaar, order, caller=limited(bazaar, locations={bazaar.plateau}))) == 1


def test_a_stranger_finds_nothing(bazaar: Bazaar, order: Order) -> None:
    fulfillment = prepare(bazaar, order)
    birch = make.shop(bazaar.work, "birch").caller
    with pytest.raises(OrderNotFound):
        slips(bazaar, order, caller=birch)
    with pytest.raises(FulfillmentNotFound):
        bazaar.work.perform(birch, lambda ctx: printing.packing_slip(ctx, fulfillment))
    with pytest.raises(OrderNotFound):
        picks(bazaar, order, caller=birch)
