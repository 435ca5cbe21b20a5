from typing import Any
from uuid import UUID

import pytest
from tests.catalog.merchant import Merchant

from duka.catalog import service as catalog
from duka.catalog.errors import ProductHasNoVariant, SkuTaken, VariantNotFound
from duka.catalog.inputs import NewVariant, OptionInput, VariantChange
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import new_id

SIZE = OptionInput("Size", ["S", "M"])


def update(merchant: Merchant, id: UUID, version: int = 1, **fields: Any) -> None:
    merchant.do(lambda ctx: catalog.update_variant(ctx, id, VariantChange(**fields), version))


def test_a_variant_changes_and_its_product_with_it(acorn: Merchant) -> None:
    id = acorn.make(sku="OLD")
    (variant,) = acorn.variants(id)
    update(acorn, variant.id, sku="NEW", barcode=" 4006381333931 ", weight_grams=5, sells_without_stock=True)
    (changed,) = acorn.variants(id)
    assert (changed.sku, changed.barcode, changed.weight_grams, changed.version) == (
        "NEW",
        "4006381333931",
        5,
        2,
    )
    item = acorn.one("select * from stock_items where tenant_id = %(tenant)s")
    assert (item.id, item.sku) == (variant.stock_item_id, "NEW")
    product = acorn.product(id)
    assert product.version == 2 and "new" in product.search_text and "4006381333931" in product.search_text
    assert [e.aggregate_id for e in acorn.heard("product.updated")] == [id]
    update(acorn, variant.id, 2, sku="NEW")
    assert acorn.product(id).version == 2


def test_stock_is_shared_and_taken_apart_again(acorn: Merchant) -> None:
    loose = acorn.variants(acorn.make("Soap", sku="SOAP"))[0]
    box = acorn.variants(acorn.make("Box", sku="BOX"))[0]
    update(acorn, box.id, stock_sku="SOAP", stock_per_unit=6)
    shared = acorn.one("select * from variants where tenant_id = %(tenant)s and id = %(id)s", id=box.id)
    assert (shared.stock_item_id, shared.stock_per_unit) == (loose.stock_item_id, 6)
    update(acorn, box.id, 2, stock_sku="BOX", stock_per_unit=1)
    apart = acorn.one("select * from variants where tenant_id = %(tenant)s and id = %(id)s", id=box.id)
    assert apart.stock_item_id == box.stock_item_id
    with pytest.raises(InvalidInput, match="stock_sku"):
        update(acorn, box.id, 3, stock_sku="NOTHING")


def test_a_variant_is_added(acorn: Merchant) -> None:
    id = acorn.make("Dress", options=[SIZE], variants=[NewVariant("A", option_values=["S"])])
    added = acorn.do(lambda ctx: catalog.add_variant(ctx, id, NewVariant(option_values=["m"])))
    assert [(v.title, v.sku, v.position) for v in acorn.variants(id)] == [("S", "A", 0), ("M", "DRESS-M", 1)]
    assert acorn.variants(id)[1].id == added
    before = acorn.everything()
    for bad in (NewVariant("B", option_values=["S"]), NewVariant("B"), NewVariant("B", option_values=["XL"])):
        with pytest.raises(InvalidInput):
            acorn.do(lambda ctx, bad=bad: catalog.add_variant(ctx, id, bad))  # type: ignore[misc]
    assert acorn.everything() == before


def test_refusals_move_nothing(acorn: Merchant, birch: Merchant) -> None:
    id = acorn.make("Dress", options=[SIZE], status="active")
    first, second = acorn.variants(id)
    update(acorn, second.id, is_active=False)
    before = acorn.everything()
    with pytest.raises(ProductHasNoVariant):
        update(acorn, first.id, is_active=False)
    with pytest.raises(SkuTaken):
        update(acorn, first.id, sku=second.sku)
    with pytest.raises(VersionConflict):
        update(acorn, second.id, barcode="1")
    for fields in (
        {"sku": ""},
        {"sku": "\x00"},
        {"stock_per_unit": 0},
        {"weight_grams": -1},
        {"position": -1},
    ):
        with pytest.raises(InvalidInput):
            update(acorn, first.id, **fields)
    for merchant, unknown in ((birch, first.id), (acorn, new_id())):
        with pytest.raises(VariantNotFound):
            update(merchant, unknown, barcode="1")
    with pytest.raises(Forbidden):
        acorn.do(lambda ctx: catalog.update_variant(ctx, first.id, VariantChange(), 1), frozenset())
    assert acorn.everything() == before
