"""A product saved as the editor shows it: in one go, all or nothing."""

from typing import Any

import pytest
from tests.catalog.merchant import STAFF, Merchant
from tests.catalog.test_staff_queries import STOCK, make_location

from duka.catalog import staff_queries
from duka.catalog.errors import ProductHasNoPrice
from duka.catalog.inputs import ImageInput, OptionInput, ProductChange, StoreAssignment
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.kernel.ids import public
from duka.merchandising import whole
from duka.merchandising.inputs import PriceCell, SheetRow, StockCell, VariantSheet, WholeProduct

HELD = STAFF | STOCK


def given(merchant: Merchant, place: Any, **changed: Any) -> WholeProduct:
    store = public("store", merchant.store)
    rows = [
        SheetRow(
            option_values=[s, c], prices=[PriceCell(store, 900)], stock=[StockCell(public("loc", place), 5)]
        )
        for s in ("S", "M", "L", "XL")
        for c in ("red", "blue", "green")
    ]
    fields: dict[str, Any] = {
        "product": ProductChange(title="Robe", tags=["wax"]),
        "options": [
            OptionInput("Size", ["S", "M", "L", "XL"]),
            OptionInput("Colour", ["red", "blue", "green"]),
        ],
        "images": [ImageInput(source_url="https://example.com/a.jpg", alt="Front")],
        "stores": [StoreAssignment(store)],
        "sheet": VariantSheet(rows, "First delivery"),
        "status": "active",
    }
    return WholeProduct(**{**fields, **changed})


def test_twelve_variants_prices_stock_and_pictures_in_one_go(acorn: Merchant) -> None:
    place = make_location(acorn)
    id = acorn.do(lambda ctx: whole.create(ctx, given(acorn, place)), HELD)
    product = acorn.do(lambda ctx: staff_queries.product_for_staff(ctx, id), HELD)
    assert (product.status, len(product.variants), len(product.images)) == ("active", 12, 1)
    assert {p.base_minor for v in product.variants for p in v.prices} == {900}
    assert {s.on_hand for v in product.variants for s in v.stock} == {5}
    (store,) = product.stores
    assert store.price_minor == 900
    change = WholeProduct(
        product=ProductChange(title="Renamed"),
        sheet=VariantSheet(
            [SheetRow(product.variants[0].id, prices=[PriceCell(public("store", acorn.store), 700)])]
        ),
        status="draft",
    )
    acorn.do(lambda ctx: whole.save(ctx, id, change, product.version), HELD)
    after = acorn.do(lambda ctx: staff_queries.product_for_staff(ctx, id), HELD)
    assert (after.title, after.status, after.stores[0].price_minor) == ("Renamed", "draft", 700)
    assert len(after.variants) == 12, "what was left out stays"


def test_nothing_is_saved_when_a_part_is_refused(acorn: Merchant) -> None:
    place = make_location(acorn)
    before = acorn.everything()
    with pytest.raises(InvalidInput, match=r"variants\.0\.prices\.0\.base_minor"):
        wrong = VariantSheet(
            [SheetRow(option_values=["S", "red"], prices=[PriceCell(public("store", acorn.store), -1)])]
        )
        acorn.do(lambda ctx: whole.create(ctx, given(acorn, place, sheet=wrong)), HELD)
    with pytest.raises(ProductHasNoPrice):
        acorn.do(lambda ctx: whole.create(ctx, given(acorn, place, sheet=VariantSheet([]))), HELD)
    with pytest.raises(InvalidInput, match="title"):
        acorn.do(lambda ctx: whole.create(ctx, given(acorn, place, product=ProductChange())), HELD)
    assert acorn.everything() == before
    id = acorn.make("Mine")
    before = acorn.everything()
    with pytest.raises(VersionConflict):
        acorn.do(lambda ctx: whole.save(ctx, id, given(acorn, place), 7), HELD)
    assert acorn.everything() == before
