"""The sheet of variants: saved whole, or not at all with every wrong cell named."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from tests.catalog.merchant import STAFF, Merchant
from tests.catalog.test_staff_queries import STOCK, make_location

from duka.catalog import service as catalog
from duka.catalog.errors import ProductHasNoVariant, ProductNotFound
from duka.catalog.inputs import OptionInput
from duka.kernel.context import Actor, Grant
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import public
from duka.kernel.work import Caller
from duka.merchandising import sheet
from duka.merchandising.inputs import PriceCell, SheetRow, StockCell, VariantSheet

HELD = STAFF | STOCK


def dress(merchant: Merchant) -> UUID:
    return merchant.make(
        "Dress",
        sold=True,
        options=[OptionInput("Size", ["S", "M"]), OptionInput("Colour", ["red", "blue"])],
    )


def save(merchant: Merchant, id: UUID, *rows: SheetRow, version: int | None = None, note: str = "") -> None:
    seen = merchant.product(id).version if version is None else version
    merchant.do(lambda ctx: sheet.save(ctx, id, VariantSheet(list(rows), note), seen), HELD)


def row_of(variant: Any, **fields: Any) -> SheetRow:
    return SheetRow(public("var", variant.id), **fields)


def test_everything_of_a_sheet_is_saved_together(acorn: Merchant) -> None:
    id, place = dress(acorn), make_location(acorn)
    first, *_ = acorn.variants(id)
    store, second = public("store", acorn.store), public("store", acorn.second)
    until = datetime(2030, 1, 1, tzinfo=UTC)
    save(
        acorn,
        id,
        row_of(
            first,
            sku="D-1",
            barcode="12345670",
            weight_grams=300,
            prices=[PriceCell(store, 9000, 8000, None, until), PriceCell(second, 1500)],
            stock=[StockCell(public("loc", place), 12)],
        ),
        SheetRow(option_values=["M", "blue"], is_active=False, prices=[PriceCell(store, 9500)]),
        note="First delivery",
    )
    after = {tuple(v.option_values): v for v in acorn.variants(id)}
    saved = after["S", "red"]
    assert (saved.sku, saved.barcode, saved.weight_grams) == ("D-1", "12345670", 300)
    assert not after["M", "blue"].is_active
    prices = acorn.rows(
        "select base_minor, special_minor from prices where tenant_id = %(tenant)s order by base_minor"
    )
    assert [(p.base_minor, p.special_minor) for p in prices] == [(1500, None), (9000, 8000), (9500, None)]
    entry = acorn.one("select on_hand_delta, note from stock_ledger where tenant_id = %(tenant)s")
    assert (entry.on_hand_delta, entry.note) == (12, "First delivery")
    item = acorn.one(
        "select sku from stock_items where tenant_id = %(tenant)s and id = %(i)s", i=saved.stock_item_id
    )
    assert item.sku == "D-1", "the stock is renamed with its variant"
    told = acorn.rows(
        """select action, before, after from audit_log where tenant_id = %(tenant)s
           and object = %(id)s and action in ('product.updated', 'price.changed') order by id""",
        id=id.hex,
    )
    assert {t.action for t in told} == {"product.updated", "price.changed"}
    change = next(t for t in told if t.action == "product.updated")
    assert change.after[first.sku]["sku"] == "D-1" and change.before[first.sku]["sku"] == first.sku


def test_skus_may_be_swapped(acorn: Merchant) -> None:
    id = dress(acorn)
    one, two, *_ = acorn.variants(id)
    save(acorn, id, row_of(one, sku=two.sku), row_of(two, sku=one.sku))
    after = {v.id: v for v in acorn.variants(id)}
    assert (after[one.id].sku, after[two.id].sku) == (two.sku, one.sku)
    items = {r.id: r.sku for r in acorn.rows("select id, sku from stock_items where tenant_id = %(tenant)s")}
    assert items[one.stock_item_id] == two.sku


def test_each_wrong_cell_is_named_and_nothing_is_saved(acorn: Merchant, birch: Merchant) -> None:
    id = dress(acorn)
    acorn.make("Other", sku="TAKEN")
    place = make_location(acorn)
    one, two, three, four = acorn.variants(id)
    store = public("store", acorn.store)
    before = acorn.everything()
    wrong = [
        (row_of(one, sku="TAKEN"), "variants.0.sku"),
        (row_of(one, sku=""), "variants.0.sku"),
        (row_of(one, sku=two.sku), "variants.0.sku"),
        (row_of(one, weight_grams=-1), "variants.0.weight_grams"),
        (row_of(one, barcode="1" * 65), "variants.0.barcode"),
        (row_of(one, prices=[PriceCell(store, -5)]), "variants.0.prices.0.base_minor"),
        (row_of(one, prices=[PriceCell(store, 5, 6)]), "variants.0.prices.0.special_minor"),
        (row_of(one, prices=[PriceCell("nonsense", 5)]), "variants.0.prices.0.store_id"),
        (row_of(one, stock=[StockCell(public("loc", place), -3)]), "variants.0.stock.0.delta"),
        (row_of(one, stock=[StockCell("nonsense", 3)]), "variants.0.stock.0.delta"),
        (SheetRow(option_values=["XL", "red"]), "variants.0.id"),
    ]
    for row, path in wrong:
        with pytest.raises(InvalidInput) as refused:
            save(acorn, id, row, row_of(three, barcode="1"), row_of(four, sku="FINE"))
        assert list(refused.value.fields["errors"]) == [path]  # type: ignore[call-overload]
    with pytest.raises(InvalidInput):
        save(acorn, id, row_of(one, barcode="1"), row_of(one, barcode="2"))
    with pytest.raises(ProductNotFound):
        birch.do(lambda ctx: sheet.save(ctx, id, VariantSheet([]), 1), HELD)
    assert acorn.everything() == before


def test_the_second_of_two_editors_is_told(acorn: Merchant) -> None:
    id = dress(acorn)
    one, *_ = acorn.variants(id)
    seen = acorn.product(id).version
    save(acorn, id, row_of(one, prices=[PriceCell(public("store", acorn.store), 100)]), version=seen)
    with pytest.raises(VersionConflict) as refused:
        save(acorn, id, row_of(one, barcode="1"), version=seen)
    assert refused.value.fields == {"current_version": acorn.product(id).version}


def test_a_product_on_sale_keeps_a_variant(acorn: Merchant) -> None:
    id = acorn.make("Plain", sold=True)
    (one,) = acorn.variants(id)
    save(acorn, id, row_of(one, prices=[PriceCell(public("store", acorn.store), 100)]))
    acorn.do(lambda ctx: catalog.activate_product(ctx, id))
    with pytest.raises(ProductHasNoVariant):
        save(acorn, id, row_of(one, is_active=False))


def test_other_stores_and_other_shelves_stay_closed(acorn: Merchant) -> None:
    id = dress(acorn)
    one, *_ = acorn.variants(id)
    near, far = make_location(acorn), make_location(acorn)
    grant = Grant(HELD, frozenset({acorn.store}), frozenset({near}))
    caller = Caller(acorn.tenant, Actor("staff"), HELD, grants=(grant,))
    version = acorn.product(id).version
    for cells in (
        {"prices": [PriceCell(public("store", acorn.second), 100)]},
        {"prices": [PriceCell(public("store", acorn.second), None)]},
        {"stock": [StockCell(public("loc", far), 1)]},
    ):
        with pytest.raises(Forbidden):
            acorn.work.perform(
                caller,
                lambda ctx, c=cells: sheet.save(ctx, id, VariantSheet([row_of(one, **c)]), version),  # type: ignore[misc]
            )
    mine = row_of(
        one, prices=[PriceCell(public("store", acorn.store), 100)], stock=[StockCell(public("loc", near), 1)]
    )
    acorn.work.perform(caller, lambda ctx: sheet.save(ctx, id, VariantSheet([mine]), version))
