"""Transfers, count sheets and the list of stock."""

from typing import Any
from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar

from duka.inventory import queries, staff_queries
from duka.inventory import service as inventory
from duka.inventory.documents import (
    Counted,
    CountedLine,
    NewCountSheet,
    NewTransfer,
    Receipt,
    ReceivedLine,
    TransferLineInput,
)
from duka.inventory.errors import (
    DocumentNotFound,
    DocumentStatus,
    MoreThanSent,
    NothingToCount,
    NotOnShelf,
    SameLocation,
    UnknownSkus,
)
from duka.inventory.service import sheets, transfers
from duka.kernel.context import Actor, Grant
from duka.kernel.errors import Forbidden, VersionConflict
from duka.kernel.ids import new_id, parse, public
from duka.kernel.work import Caller

BOTH = frozenset({"inventory:read", "inventory:write"})


@pytest.fixture
def item(bazaar: Bazaar) -> UUID:
    return bazaar.item_of(bazaar.product(stock=10))


def sku_of(bazaar: Bazaar, item: UUID) -> str:
    sku: str = bazaar.staff(
        lambda ctx: ctx.db.value(
            "select i.sku from stock_items i where i.tenant_id = %(tenant)s and i.id = %(id)s", id=item
        )
    )
    return sku


def on_hand(bazaar: Bazaar, item: UUID) -> dict[str, int]:
    return {level.location: level.on_hand for level in bazaar.staff(lambda ctx: queries.levels(ctx, [item]))}


def moved(bazaar: Bazaar, item: UUID, quantity: int, *, is_sent: bool = False) -> UUID:
    new = NewTransfer(
        public("loc", bazaar.plateau),
        public("loc", bazaar.thies),
        [TransferLineInput(sku_of(bazaar, item), quantity)],
        is_sent=is_sent,
    )
    return bazaar.staff(lambda ctx: transfers.create_transfer(ctx, new))


def limited(bazaar: Bazaar, place: UUID, act: Any) -> Any:
    """As somebody who holds stock at one location only."""
    grant = Grant(BOTH, locations=frozenset({place}))
    return bazaar.work.perform(Caller(bazaar.tenant, Actor("staff"), BOTH, grants=(grant,)), act)


def test_goods_on_their_way_are_nowhere(bazaar: Bazaar, item: UUID) -> None:
    id = moved(bazaar, item, 4)
    assert on_hand(bazaar, item) == {"plateau": 10}
    bazaar.staff(lambda ctx: transfers.send_transfer(ctx, id, 1))
    assert on_hand(bazaar, item) == {"plateau": 6}
    bazaar.staff(lambda ctx: transfers.receive_transfer(ctx, id, Receipt(), 2))
    assert on_hand(bazaar, item) == {"plateau": 6, "thies": 4}
    assert bazaar.staff(queries.verify) == []
    found = bazaar.staff(lambda ctx: staff_queries.transfer(ctx, id))
    assert (found.transfer.status, [line.received for line in found.lines]) == ("received", [4])


def test_what_did_not_arrive_is_lost(bazaar: Bazaar, item: UUID) -> None:
    id, sku = moved(bazaar, item, 4, is_sent=True), sku_of(bazaar, item)
    with pytest.raises(MoreThanSent):
        bazaar.staff(lambda ctx: transfers.receive_transfer(ctx, id, Receipt([ReceivedLine(sku, 5)]), 2))
    with pytest.raises(UnknownSkus):
        bazaar.staff(lambda ctx: transfers.receive_transfer(ctx, id, Receipt([ReceivedLine("?", 1)]), 2))
    bazaar.staff(lambda ctx: transfers.receive_transfer(ctx, id, Receipt([ReceivedLine(sku, 3)]), 2))
    assert on_hand(bazaar, item) == {"plateau": 6, "thies": 3}
    assert bazaar.staff(queries.verify) == []


def test_what_was_sent_comes_back_when_it_is_cancelled(bazaar: Bazaar, item: UUID) -> None:
    id = moved(bazaar, item, 4, is_sent=True)
    bazaar.staff(lambda ctx: transfers.cancel_transfer(ctx, id, 2))
    assert on_hand(bazaar, item) == {"plateau": 10}
    for act in (transfers.cancel_transfer, transfers.send_transfer):
        with pytest.raises(DocumentStatus):
            bazaar.staff(lambda ctx, act=act: act(ctx, id, 3))


def test_what_a_transfer_refuses(bazaar: Bazaar, item: UUID) -> None:
    with pytest.raises(NotOnShelf):
        moved(bazaar, item, 11, is_sent=True)
    assert on_hand(bazaar, item) == {"plateau": 10}
    here = public("loc", bazaar.plateau)
    with pytest.raises(SameLocation):
        bazaar.staff(
            lambda ctx: transfers.create_transfer(ctx, NewTransfer(here, here, [TransferLineInput("x", 1)]))
        )
    id = moved(bazaar, item, 1)
    with pytest.raises(VersionConflict):
        bazaar.staff(lambda ctx: transfers.send_transfer(ctx, id, 7))
    with pytest.raises(DocumentNotFound):
        bazaar.staff(lambda ctx: transfers.send_transfer(ctx, new_id(), 1))


def test_a_person_of_one_location_moves_only_from_it_and_sees_only_it(bazaar: Bazaar, item: UUID) -> None:
    id = moved(bazaar, item, 2, is_sent=True)
    with pytest.raises(Forbidden):
        limited(bazaar, bazaar.thies, lambda ctx: transfers.cancel_transfer(ctx, id, 2))
    with pytest.raises(Forbidden):
        limited(bazaar, bazaar.plateau, lambda ctx: transfers.receive_transfer(ctx, id, Receipt(), 2))
    limited(bazaar, bazaar.thies, lambda ctx: transfers.receive_transfer(ctx, id, Receipt(), 2))
    (row,) = limited(bazaar, bazaar.thies, staff_queries.list_stock).items
    assert [(level.location, level.on_hand) for level in row.levels] == [("thies", 2)]
    with pytest.raises(Forbidden):
        limited(bazaar, bazaar.thies, lambda ctx: inventory.adjust(ctx, item, bazaar.plateau, 1))
    elsewhere = limited(bazaar, new_id(), lambda ctx: staff_queries.list_transfers(ctx))
    assert elsewhere.items == []


def sheet_of(bazaar: Bazaar, *, is_blind: bool = False) -> UUID:
    new = NewCountSheet(public("loc", bazaar.plateau), is_blind=is_blind)
    return bazaar.staff(lambda ctx: sheets.create_sheet(ctx, new))


def counted(bazaar: Bazaar, sheet: UUID, item: UUID, n: int | None) -> None:
    lines = Counted([CountedLine(sku_of(bazaar, item), n)])
    bazaar.staff(lambda ctx: sheets.enter_counts(ctx, sheet, lines))


def test_what_is_sold_while_counting_is_not_counted_away(bazaar: Bazaar, item: UUID) -> None:
    sheet = sheet_of(bazaar)
    counted(bazaar, sheet, item, 8)
    bazaar.staff(lambda ctx: inventory.adjust(ctx, item, bazaar.plateau, -3, "used"))
    assert bazaar.staff(lambda ctx: sheets.close_sheet(ctx, sheet, 1)) == 1
    assert on_hand(bazaar, item) == {"plateau": 5}
    assert bazaar.staff(queries.verify) == []


def test_a_blind_sheet_tells_nothing_until_it_is_closed(bazaar: Bazaar, item: UUID) -> None:
    sheet = sheet_of(bazaar, is_blind=True)
    counted(bazaar, sheet, item, 9)
    assert [line.on_hand for line in bazaar.staff(lambda ctx: staff_queries.sheet(ctx, sheet)).lines] == [
        None
    ]
    bazaar.staff(lambda ctx: sheets.close_sheet(ctx, sheet, 1))
    assert [line.on_hand for line in bazaar.staff(lambda ctx: staff_queries.sheet(ctx, sheet)).lines] == [10]


def test_a_count_can_be_taken_back_and_a_sheet_put_away(bazaar: Bazaar, item: UUID) -> None:
    sheet = sheet_of(bazaar)
    counted(bazaar, sheet, item, 2)
    counted(bazaar, sheet, item, None)
    row = bazaar.staff(lambda ctx: staff_queries.list_sheets(ctx)).items[0]
    assert (row.lines, row.counted, row.differing) == (1, 0, 0)
    bazaar.staff(lambda ctx: sheets.cancel_sheet(ctx, sheet, 1))
    with pytest.raises(DocumentStatus):
        counted(bazaar, sheet, item, 2)
    assert on_hand(bazaar, item) == {"plateau": 10}


def test_an_empty_sheet_is_refused(bazaar: Bazaar, item: UUID) -> None:
    for new in (
        NewCountSheet(public("loc", bazaar.thies)),
        NewCountSheet(public("loc", bazaar.plateau), scope="low"),
        NewCountSheet(public("loc", bazaar.plateau), scope="category", category_id=public("cat", new_id())),
    ):
        with pytest.raises(NothingToCount):
            bazaar.staff(lambda ctx, new=new: sheets.create_sheet(ctx, new))
    with pytest.raises(UnknownSkus):
        new = NewCountSheet(public("loc", bazaar.plateau), scope="skus", skus=["nothing"])
        bazaar.staff(lambda ctx: sheets.create_sheet(ctx, new))


def test_the_list_finds_by_words_and_by_state_in_one_statement(bazaar: Bazaar) -> None:
    first = bazaar.item_of(bazaar.product(stock=10))
    second = bazaar.item_of(bazaar.product(stock=0))
    bazaar.staff(lambda ctx: inventory.set_rules(ctx, [first], bazaar.plateau, safety=None, low_at=20))

    def found(**asked: Any) -> set[UUID]:
        page = bazaar.staff(lambda ctx: staff_queries.list_stock(ctx, **asked))
        return {parse("item", row.item_id) for row in page.items}

    assert found() == {first, second}
    assert found(state="low") == {first}
    assert found(state="out") == {second}
    assert found(state="in") == {first}
    assert found(state="promised") == set()
    assert found(text=sku_of(bazaar, second)) == {second}
    assert found(text="nothing like it") == set()

    def pages(limit: int) -> int:
        def ask(ctx: Any) -> int:
            page = staff_queries.list_stock(ctx, limit=limit)
            staff_queries.list_stock(ctx, limit=limit, cursor=page.next) if page.next else None
            return int(ctx.db.statements)

        return bazaar.staff(ask)

    assert (pages(100), pages(1)) == (2, 3)
