"""Parts of a promise: packed and unpacked, more and fewer, at another location, back from a buyer."""

import random
from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar

from duka.inventory import queries
from duka.inventory import service as inventory
from duka.inventory.errors import NotPromised, SoldOut, StockMissing
from duka.kernel.ids import new_id


def order_of(bazaar: Bazaar, variant: UUID, quantity: int) -> tuple[UUID, UUID]:
    order, item = new_id(), bazaar.item_of(variant)
    bazaar.shop(lambda ctx: inventory.reserve(ctx, order, {bazaar.plateau: {item: quantity}}, None))
    return order, item


def test_a_part_leaves_the_shelf_and_the_rest_stays_promised(bazaar: Bazaar) -> None:
    variant = bazaar.product(stock=10)
    order, item = order_of(bazaar, variant, 5)
    bazaar.staff(lambda ctx: inventory.consume(ctx, order, {bazaar.plateau: {item: 2}}))
    assert bazaar.level(variant) == (8, 3)
    assert bazaar.staff(lambda ctx: inventory.promised(ctx, order)) == {bazaar.plateau: {item: 3}}
    with pytest.raises(NotPromised):
        bazaar.staff(lambda ctx: inventory.consume(ctx, order, {bazaar.plateau: {item: 4}}))
    assert bazaar.level(variant) == (8, 3)
    bazaar.staff(lambda ctx: inventory.release(ctx, order))
    assert bazaar.level(variant) == (8, 0)
    assert bazaar.staff(lambda ctx: inventory.packed(ctx, order)) == {bazaar.plateau: {item: 2}}
    bazaar.staff(lambda ctx: inventory.unpack(ctx, order, {bazaar.plateau: {item: 2}}))
    assert bazaar.level(variant) == (10, 2)
    assert bazaar.staff(queries.verify) == []


def test_more_and_fewer_are_promised(bazaar: Bazaar) -> None:
    variant = bazaar.product(stock=6)
    order, item = order_of(bazaar, variant, 2)
    here = {bazaar.plateau: {item: 3}}
    bazaar.staff(lambda ctx: inventory.promise_more(ctx, order, here))
    assert bazaar.level(variant) == (6, 5)
    with pytest.raises(SoldOut):
        bazaar.staff(lambda ctx: inventory.promise_more(ctx, order, {bazaar.plateau: {item: 2}}))
    bazaar.staff(lambda ctx: inventory.consume(ctx, order, {bazaar.plateau: {item: 1}}))
    with pytest.raises(NotPromised):
        bazaar.staff(lambda ctx: inventory.promise_less(ctx, order, {bazaar.plateau: {item: 5}}))
    bazaar.staff(lambda ctx: inventory.promise_less(ctx, order, {bazaar.plateau: {item: 4}}))
    assert bazaar.level(variant) == (5, 0)
    bazaar.staff(lambda ctx: inventory.promise_more(ctx, order, {bazaar.plateau: {item: 1}}))
    assert bazaar.level(variant) == (5, 1)
    assert bazaar.staff(queries.verify) == []


def test_what_is_missing_on_the_shelf_is_not_packed(bazaar: Bazaar) -> None:
    variant = bazaar.product(stock=5)
    order, item = order_of(bazaar, variant, 4)
    bazaar.staff(lambda ctx: inventory.set_stock(ctx, item, bazaar.plateau, 2))
    bazaar.staff(lambda ctx: inventory.consume(ctx, order, {bazaar.plateau: {item: 2}}))
    with pytest.raises(StockMissing):
        bazaar.staff(lambda ctx: inventory.consume(ctx, order, {bazaar.plateau: {item: 1}}))
    assert bazaar.level(variant) == (0, 2)


def test_a_promise_goes_to_another_location_or_stays(bazaar: Bazaar) -> None:
    variant = bazaar.product(stock=5)
    order, item = order_of(bazaar, variant, 3)
    with pytest.raises(SoldOut):
        bazaar.staff(lambda ctx: inventory.reassign(ctx, order, bazaar.plateau, bazaar.thies, {item: 2}))
    assert bazaar.level(variant) == (5, 3)
    bazaar.staff(lambda ctx: inventory.set_stock(ctx, item, bazaar.thies, 2))
    bazaar.staff(lambda ctx: inventory.reassign(ctx, order, bazaar.plateau, bazaar.thies, {item: 2}))
    promised = bazaar.staff(lambda ctx: inventory.promised(ctx, order))
    assert promised == {bazaar.plateau: {item: 1}, bazaar.thies: {item: 2}}
    assert bazaar.staff(queries.verify) == []


def test_what_comes_back_lies_on_the_shelf_where_it_came(bazaar: Bazaar) -> None:
    variant = bazaar.product(stock=5)
    order, item = order_of(bazaar, variant, 3)
    bazaar.staff(lambda ctx: inventory.consume(ctx, order))
    bazaar.staff(
        lambda ctx: inventory.put_back(ctx, order, {bazaar.thies: {item: 1}, bazaar.plateau: {item: 1}})
    )
    assert bazaar.level(variant) == (3, 0)
    at_thies = bazaar.value(
        "select on_hand from stock_levels where tenant_id = %(tenant)s and item_id = %(item)s and location_id = %(place)s",
        item=item,
        place=bazaar.thies,
    )
    assert at_thies == 1
    assert bazaar.staff(queries.verify) == []


def test_any_sequence_of_parts_keeps_the_levels_right(bazaar: Bazaar) -> None:
    chance = random.Random(5)
    variant = bazaar.product(stock=40)
    order, item = order_of(bazaar, variant, 10)
    on_hand, promised, packed = 40, 10, 0
    for _ in range(120):
        act, n = chance.choice(["consume", "unpack", "promise_more", "promise_less"]), chance.randrange(1, 5)
        goods = {bazaar.plateau: {item: n}}
        fits = {
            "consume": n <= promised,
            "unpack": n <= packed,
            "promise_more": n <= on_hand - promised,
            "promise_less": n <= promised,
        }[act]
        if fits:
            bazaar.staff(lambda ctx, a=act, g=goods: getattr(inventory, a)(ctx, order, g))
            on_hand += {"consume": -n, "unpack": n}.get(act, 0)
            promised += {"consume": -n, "unpack": n, "promise_more": n, "promise_less": -n}[act]
            packed += {"consume": n, "unpack": -n}.get(act, 0)
        else:
            with pytest.raises((NotPromised, SoldOut)):
                bazaar.staff(lambda ctx, a=act, g=goods: getattr(inventory, a)(ctx, order, g))
        assert bazaar.level(variant) == (on_hand, promised)
    assert bazaar.staff(queries.verify) == []
