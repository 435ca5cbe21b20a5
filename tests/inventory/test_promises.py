from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar

from duka.inventory import queries
from duka.inventory import service as inventory
from duka.inventory.errors import SoldOut, StockMissing
from duka.kernel.ids import new_id


def reserve(bazaar: Bazaar, order: UUID, variant: UUID, quantity: int, minutes: int | None = 15) -> None:
    item = bazaar.item_of(variant)
    bazaar.shop(
        lambda ctx: inventory.reserve(
            ctx,
            order,
            {bazaar.plateau: {item: quantity}},
            ctx.now + timedelta(minutes=minutes) if minutes else None,
        )
    )


def test_reserve_takes_all_or_nothing(bazaar: Bazaar) -> None:
    plenty, few = bazaar.product(stock=10), bazaar.product(stock=1)
    wants = {bazaar.plateau: {bazaar.item_of(plenty): 2, bazaar.item_of(few): 2}}
    with pytest.raises(SoldOut) as refused:
        bazaar.shop(lambda ctx: inventory.reserve(ctx, new_id(), wants, None))
    assert refused.value.fields["items"] == [{"sku": "SKU-2", "available": 1}]
    assert bazaar.level(plenty) == (10, 0)


def test_each_step_twice_moves_once(bazaar: Bazaar) -> None:
    variant, order = bazaar.product(stock=10), new_id()
    wants = {bazaar.plateau: {bazaar.item_of(variant): 3}}
    for step, expected in (
        (lambda ctx: inventory.reserve(ctx, order, wants, None), (10, 3)),
        (lambda ctx: inventory.commit(ctx, order), (10, 3)),
        (lambda ctx: inventory.consume(ctx, order), (7, 0)),
        (lambda ctx: inventory.release(ctx, order), (7, 0)),
        (lambda ctx: inventory.unpack(ctx, order), (10, 3)),
        (lambda ctx: inventory.release(ctx, order), (10, 0)),
    ):
        bazaar.shop(step)
        bazaar.shop(step)
        assert bazaar.level(variant) == expected
    assert bazaar.staff(queries.verify) == []
    assert bazaar.value("select count(*) from stock_ledger where tenant_id = %(tenant)s") == 5


def test_a_hold_expires_once_and_can_be_taken_anew(bazaar: Bazaar) -> None:
    variant, order = bazaar.product(stock=3), new_id()
    reserve(bazaar, order, variant, 3, minutes=-1)
    kept = new_id()
    with pytest.raises(SoldOut):
        reserve(bazaar, kept, variant, 1)
    assert bazaar.perform(inventory.expire) == 1
    assert bazaar.perform(inventory.expire) == 0
    assert bazaar.level(variant) == (3, 0)
    assert bazaar.shop(lambda ctx: inventory.commit(ctx, order)) is False
    reserve(bazaar, order, variant, 3, minutes=None)
    assert bazaar.shop(lambda ctx: inventory.commit(ctx, order)) is True
    assert bazaar.level(variant) == (3, 3)


def test_safety_stock_is_never_promised(bazaar: Bazaar) -> None:
    variant = bazaar.product(stock=5)
    item = bazaar.item_of(variant)
    bazaar.staff(lambda ctx: inventory.set_levels(ctx, item, bazaar.plateau, safety=3, low_at=0))
    with pytest.raises(SoldOut):
        reserve(bazaar, new_id(), variant, 3)
    reserve(bazaar, new_id(), variant, 2)
    assert bazaar.events("stock.sold_out") == ["stock.sold_out"]


def test_what_is_not_on_the_shelf_cannot_be_prepared(bazaar: Bazaar) -> None:
    variant, order = bazaar.product(stock=5), new_id()
    reserve(bazaar, order, variant, 4, minutes=None)
    item = bazaar.item_of(variant)
    bazaar.staff(lambda ctx: inventory.set_stock(ctx, item, bazaar.plateau, 2))
    with pytest.raises(StockMissing):
        bazaar.staff(lambda ctx: inventory.consume(ctx, order))
    assert bazaar.level(variant) == (2, 4)


def test_opposite_orders_of_items_never_deadlock(bazaar: Bazaar) -> None:
    variants = [bazaar.product(stock=1000) for _ in range(6)]
    items = [bazaar.item_of(v) for v in variants]

    def buy(n: int) -> None:
        own = items if n % 2 else items[::-1]
        order = new_id()
        bazaar.shop(lambda ctx: inventory.reserve(ctx, order, {bazaar.plateau: dict.fromkeys(own, 1)}, None))
        bazaar.shop(lambda ctx: inventory.release(ctx, order) if n % 3 else inventory.consume(ctx, order))

    before = deadlocks(bazaar)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(buy, range(80)))
    assert deadlocks(bazaar) == before
    assert bazaar.staff(queries.verify) == []


def test_fifty_pieces_are_promised_fifty_times(bazaar: Bazaar) -> None:
    variant = bazaar.product(stock=50)

    def buy(_: int) -> bool:
        try:
            reserve(bazaar, new_id(), variant, 1)
        except SoldOut:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(buy, range(90))) == 50
    assert bazaar.level(variant) == (50, 50)
    assert bazaar.staff(queries.verify) == []


def deadlocks(bazaar: Bazaar) -> int:
    def read(ctx):
        ctx.db.value("select pg_stat_clear_snapshot()")
        return ctx.db.value("select deadlocks from pg_stat_database where datname = current_database()")

    return bazaar.perform(read)
