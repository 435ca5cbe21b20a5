from uuid import UUID

import msgspec
import pytest
from tests.checkout.bazaar import Bazaar

from duka.inventory import queries
from duka.inventory import service as inventory
from duka.inventory.errors import BadQuantity, SameLocation, StockBelowZero, StockItemNotFound, UnknownReason
from duka.inventory.types import SkuStock
from duka.kernel.errors import Forbidden
from duka.kernel.ids import new_id


@pytest.fixture
def item(bazaar: Bazaar) -> UUID:
    return bazaar.item_of(bazaar.product(stock=10))


def test_a_count_books_the_difference(bazaar: Bazaar, item: UUID) -> None:
    bazaar.staff(lambda ctx: inventory.set_stock(ctx, item, bazaar.plateau, 7, "count"))
    bazaar.staff(lambda ctx: inventory.set_stock(ctx, item, bazaar.plateau, 7, "count"))
    page = bazaar.staff(lambda ctx: queries.ledger(ctx, item_id=item))
    assert [(e.on_hand_delta, e.reason) for e in page.items] == [(-3, "count"), (10, "initial")]
    assert bazaar.staff(queries.verify) == []


def test_an_adjustment_cannot_go_below_zero_and_moves_nothing(bazaar: Bazaar, item: UUID) -> None:
    with pytest.raises(StockBelowZero):
        bazaar.staff(lambda ctx: inventory.adjust(ctx, item, bazaar.plateau, -11))
    bazaar.staff(lambda ctx: inventory.adjust(ctx, item, bazaar.plateau, -4, note="broken"))
    assert bazaar.staff(lambda ctx: queries.levels(ctx, [item]))[0].on_hand == 6


def test_a_transfer_is_two_rows_with_one_reference(bazaar: Bazaar, item: UUID) -> None:
    bazaar.staff(lambda ctx: inventory.transfer(ctx, item, bazaar.plateau, bazaar.thies, 4))
    assert {v.location: v.on_hand for v in bazaar.staff(lambda ctx: queries.levels(ctx, [item]))} == {
        "plateau": 6,
        "thies": 4,
    }
    moves = bazaar.staff(lambda ctx: queries.ledger(ctx, item_id=item)).items[:2]
    assert sum(m.on_hand_delta for m in moves) == 0
    assert moves[0].reference_id == moves[1].reference_id is not None
    with pytest.raises(StockBelowZero):
        bazaar.staff(lambda ctx: inventory.transfer(ctx, item, bazaar.plateau, bazaar.thies, 7))
    with pytest.raises(SameLocation):
        bazaar.staff(lambda ctx: inventory.transfer(ctx, item, bazaar.plateau, bazaar.plateau, 1))


def test_what_staff_may_not_do(bazaar: Bazaar, item: UUID) -> None:
    with pytest.raises(Forbidden):
        bazaar.shop(lambda ctx: inventory.set_stock(ctx, item, bazaar.plateau, 1))
    with pytest.raises(BadQuantity):
        bazaar.staff(lambda ctx: inventory.set_stock(ctx, item, bazaar.plateau, -1))
    with pytest.raises(UnknownReason):
        bazaar.staff(lambda ctx: inventory.set_stock(ctx, item, bazaar.plateau, 1, "reserve"))
    with pytest.raises(StockItemNotFound):
        bazaar.staff(lambda ctx: inventory.set_stock(ctx, new_id(), bazaar.plateau, 1))


def test_another_tenants_item_is_unknown(bazaar: Bazaar, item: UUID) -> None:
    other = Bazaar(bazaar.work).build()
    with pytest.raises(StockItemNotFound):
        other.staff(lambda ctx: inventory.set_stock(ctx, item, other.plateau, 1))


def test_warnings_are_given_once_a_crossing(bazaar: Bazaar, item: UUID) -> None:
    bazaar.staff(lambda ctx: inventory.set_levels(ctx, item, bazaar.plateau, safety=1, low_at=4))
    for delta in (-4, -1, -1, 5, -5):  # available: 5, 4 (low), 3, 8, 3 (low)
        bazaar.staff(lambda ctx, d=delta: inventory.adjust(ctx, item, bazaar.plateau, d))
    assert bazaar.events() == ["stock.low", "stock.low"]
    bazaar.staff(lambda ctx: inventory.adjust(ctx, item, bazaar.plateau, -4))
    assert bazaar.events("stock.sold_out") == ["stock.sold_out"]


def test_the_ledger_is_paged(bazaar: Bazaar, item: UUID) -> None:
    for _ in range(4):
        bazaar.staff(lambda ctx: inventory.adjust(ctx, item, bazaar.plateau, 1))
    first = bazaar.staff(lambda ctx: queries.ledger(ctx, item_id=item, limit=3))
    rest = bazaar.staff(lambda ctx: queries.ledger(ctx, item_id=item, limit=3, cursor=first.next))
    assert len({e.id for e in first.items + rest.items}) == 5
    assert rest.next is None


def test_a_shopper_sees_what_can_be_promised_of_a_sku(bazaar: Bazaar) -> None:
    variant = bazaar.product(stock=9, per_unit=2)
    bazaar.stock(bazaar.item_of(variant), bazaar.thies, 3)
    sku = f"SKU-{bazaar.count}"
    stock = msgspec.json.decode(
        bazaar.shop(lambda ctx: queries.by_sku(ctx, bazaar.store, sku)), type=SkuStock
    )
    assert (stock.available, stock.is_available) == (6, True)
    assert [(a.name, a.available, a.level) for a in stock.locations] == [
        ("plateau", 4, "in"),
        ("thies", 1, "in"),
    ]
    with pytest.raises(StockItemNotFound):
        bazaar.shop(lambda ctx: queries.by_sku(ctx, bazaar.store, "NOPE"))


def test_dedicated_stock_counts_the_stores_own_locations(bazaar: Bazaar) -> None:
    variant = bazaar.product(stock=9)
    bazaar.stock(bazaar.item_of(variant), bazaar.thies, 3)

    def dedicate(ctx):
        ctx.db.run("update stores set stock_mode = 'dedicated' where tenant_id = %(tenant)s")
        ctx.db.run(
            "insert into store_locations values (%(tenant)s, %(s)s, %(l)s)",
            s=bazaar.store,
            l=bazaar.thies,
        )

    bazaar.perform(dedicate)
    text = bazaar.shop(lambda ctx: queries.by_sku(ctx, bazaar.store, f"SKU-{bazaar.count}"))
    assert msgspec.json.decode(text, type=SkuStock).available == 3
