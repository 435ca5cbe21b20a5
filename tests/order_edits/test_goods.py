"""Lines added, removed, replaced, in another quantity; what was sold keeps its price."""

from typing import Any

import pytest
from tests.checkout.steps import order_id
from tests.order_edits.desk import TENTH, adds_up, cancel, edit, line, more, pack, preview, send, sold
from tests.payments.till import Till

from duka.inventory.errors import SoldOut
from duka.kernel.errors import InvalidInput, Refusal, VersionConflict
from duka.kernel.ids import new_id
from duka.order_edits import offers
from duka.order_edits.errors import (
    GoodsNotFound,
    LinePrepared,
    LineShipped,
    NothingToEdit,
    OrderLeftEmpty,
    OrderLeftFree,
    OrderLineNotFound,
    PriceNeeded,
)
from duka.order_edits.types import LineChange, ShippingChange
from duka.orders.errors import OrderClosed, OrderNotPlaced
from duka.orders.revisions import Discount


def test_a_quantity_is_raised_at_the_price_that_was_sold(till: Till) -> None:
    order = sold(till)  # 2 shirts at 5000, carriage 1500
    _price(till, 9000)

    applied = edit(till, order, line(order, 3), version=till.look(order).version)

    after = till.look(order)
    assert (applied.edit, applied.difference_minor, applied.total_minor) == (1, 5000, 16_500)
    assert [(each.quantity, each.unit_price_minor, each.total_minor) for each in after.lines] == [
        (3, 5000, 15_000)
    ]
    assert till.reserved() == 3
    assert after.payments[0].amount_minor == 16_500  # cash at the door
    assert "order.edited" in till.bazaar.events()
    adds_up(till, order)


def test_a_product_is_added_at_its_price_of_today_and_one_is_removed(till: Till) -> None:
    hat = till.bazaar.product(price=2000, stock=5)
    order = sold(till)

    edit(till, order, line(order, 0), added=(more(hat, 2),))

    after = till.look(order)
    assert [(each.sku, each.quantity) for each in after.lines] == [("SKU-2", 2)]
    assert (after.total_minor, till.reserved(), till.bazaar.level(hat)[1]) == (5500, 0, 2)
    adds_up(till, order)


def test_goods_are_replaced_by_others(till: Till) -> None:
    hat = till.bazaar.product(price=2000, stock=5)
    order = sold(till)

    edit(till, order, line(order, variant_id=hat))

    after = till.look(order)
    assert [(each.sku, each.quantity, each.total_minor) for each in after.lines] == [("SKU-2", 2, 4000)]
    assert (till.reserved(), till.bazaar.level(hat)[1]) == (0, 2)
    adds_up(till, order)


def test_a_price_that_staff_give_needs_a_reason(till: Till) -> None:
    hat = till.bazaar.product(price=2000, stock=5)
    order = sold(till)
    with pytest.raises(InvalidInput):
        edit(till, order, added=(more(hat, unit_price_minor=500),))

    edit(till, order, added=(more(hat, unit_price_minor=500, price_reason="scratched"),))

    assert till.look(order).lines[1].unit_price_minor == 500
    adds_up(till, order)


def test_what_has_no_price_here_needs_one(till: Till) -> None:
    hat = till.bazaar.product(price=2000, stock=5)
    till.bazaar.perform(
        lambda ctx: ctx.db.run(
            "delete from prices where tenant_id = %(tenant)s and variant_id = %(v)s", v=hat
        )
    )
    order = sold(till)
    with pytest.raises(PriceNeeded):
        edit(till, order, added=(more(hat),))


def test_discounts_on_a_line_and_on_the_order(till: Till) -> None:
    hat = till.bazaar.product(price=2001, stock=9)
    order = sold(till, (till.shirt, 1), (hat, 3))

    edit(till, order, line(order, discount=Discount("amount", 300, "late")), discount=TENTH)

    after = till.look(order)
    # 4700 + 6003 = 10703, a tenth of it off
    assert after.discount_minor == 300 + 1070
    adds_up(till, order)
    edit(till, order, line(order, 1, n=1), discount=None)
    again = till.look(order)
    assert again.discount_minor == 300
    assert [each.total_minor for each in again.lines] == [4700, 2001]
    adds_up(till, order)


def test_a_percentage_off_a_line_follows_its_quantity(till: Till) -> None:
    order = sold(till)
    edit(till, order, line(order, discount=TENTH))
    edit(till, order, line(order, 5))
    assert till.look(order).lines[0].discount_minor == 2500
    adds_up(till, order)


def test_no_more_than_there_is(till: Till) -> None:
    order = sold(till)
    before = till.look(order)

    seen = preview(till, order, line(order, 11))
    assert [(each.sku, each.wanted, each.available) for each in seen.shortages] == [("SKU-1", 9, 8)]
    with pytest.raises(SoldOut) as refused:
        edit(till, order, line(order, 11))

    assert refused.value.fields["items"] == [{"sku": "SKU-1", "available": 8}]
    assert till.look(order) == before
    adds_up(till, order)


def test_what_is_packed_or_has_left_is_not_taken_off(till: Till) -> None:
    order = sold(till, (till.shirt, 4))
    (parcel,) = pack(till, order, (0, 1))
    send(till, parcel)
    pack(till, order, (0, 1))
    with pytest.raises(LineShipped):
        edit(till, order, line(order, 0))
    with pytest.raises(LinePrepared):
        edit(till, order, line(order, 1))
    with pytest.raises(LineShipped):
        edit(till, order, line(order, variant_id=till.bazaar.product(stock=9), quantity=4))

    edit(till, order, line(order, 2))

    after = till.look(order)
    assert (after.lines[0].quantity, after.is_prepared, till.reserved()) == (2, True, 0)
    adds_up(till, order)


def test_something_added_to_a_packed_order_waits_to_be_packed(till: Till) -> None:
    order = sold(till)
    pack(till, order)
    edit(till, order, line(order, 3))
    assert till.look(order).fulfillment_status == "partially_prepared"
    adds_up(till, order)


def test_what_makes_no_sense_is_refused_and_nothing_moves(till: Till) -> None:
    order = sold(till)
    before = till.look(order)
    tries: list[tuple[type[Refusal], tuple[LineChange, ...], dict[str, Any]]] = [
        (NothingToEdit, (), {}),
        (NothingToEdit, (line(order, 2),), {}),
        (OrderLeftEmpty, (line(order, 0),), {}),
        (OrderLineNotFound, (LineChange(line_id=new_id(), quantity=1),), {}),
        (GoodsNotFound, (), {"added": (more(new_id()),)}),
        (InvalidInput, (line(order, 1), line(order, 3)), {}),
        (InvalidInput, (line(order, -1),), {}),
        (InvalidInput, (line(order, 3, unit_price_minor=1),), {}),
        (InvalidInput, (), {"discount": Discount("percent", 1_000_001, "x")}),
        (InvalidInput, (), {"discount": Discount("amount", 1, " ")}),
        (
            OrderLeftFree,
            (),
            {"discount": Discount("percent", 1_000_000, "x"), "shipping": ShippingChange(price_minor=0)},
        ),
        (VersionConflict, (line(order, 3),), {"version": before.version - 1}),
    ]
    for refusal, lines, changes in tries:
        with pytest.raises(refusal):
            edit(till, order, *lines, **changes)
    assert till.look(order) == before


def test_an_order_that_is_over_or_unpaid_is_not_edited(till: Till) -> None:
    unpaid = sold(till, method="sandbox")
    with pytest.raises(OrderNotPlaced):
        edit(till, unpaid, line(unpaid, 3))
    gone = sold(till)
    cancel(till, gone)
    with pytest.raises(OrderClosed):
        preview(till, gone, line(gone, 3))


def test_the_same_request_edits_once(till: Till) -> None:
    order = sold(till)
    request = new_id().bytes
    first = edit(till, order, line(order, 3), request=request)
    second = edit(till, order, line(order, 3), request=request)
    assert second == first
    assert (till.look(order).lines[0].quantity, till.reserved()) == (3, 3)
    assert (
        till.bazaar.value(
            "select edits from orders where tenant_id = %(tenant)s and id = %(id)s", id=order_id(order)
        )
        == 1
    )


def _price(till: Till, minor: int) -> None:
    till.bazaar.perform(
        lambda ctx: ctx.db.run(
            "update prices set base_minor = %(minor)s where tenant_id = %(tenant)s and variant_id = %(v)s",
            minor=minor,
            v=till.shirt,
        )
    )


def test_goods_are_found_by_words_with_price_and_what_there_is(till: Till) -> None:
    hat = till.bazaar.product(price=2000, stock=5, title="Chapeau de paille")
    order = sold(till)
    till.bazaar.perform(
        lambda ctx: ctx.db.run(
            "update products set search_text = 'chapeau de paille' where tenant_id = %(tenant)s and title like 'Chapeau%%'"
        )
    )
    found = till.bazaar.staff(lambda ctx: offers.find(ctx, order_id(order), "paille"))
    assert [(each.sku, each.price_minor, each.available) for each in found] == [("SKU-2", 2000, 5)]
    assert found[0].variant_id == f"var_{hat.hex}"
    assert till.bazaar.staff(lambda ctx: offers.find(ctx, order_id(order), "")) == []
