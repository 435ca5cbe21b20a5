from functools import partial
from typing import Any
from uuid import UUID

import pytest
from tests.catalog.merchant import Merchant

from duka.catalog import service as catalog
from duka.catalog.errors import AttributeNotFound, ProductArchived, ProductNotFound, SlugTaken, UnitIsFixed
from duka.catalog.inputs import ProductChange, ProductTexts
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict


def update(merchant: Merchant, id: UUID, version: int | None = None, **fields: Any) -> None:
    at = merchant.product(id).version if version is None else version
    merchant.do(lambda ctx: catalog.update_product(ctx, id, ProductChange(**fields), at))


def slugs(merchant: Merchant, id: UUID) -> set[str]:
    statement = (
        "select slug from slugs where tenant_id = %(tenant)s and kind = 'product' and target_id = %(id)s"
    )
    return {row.slug for row in merchant.rows(statement, id=id)}


def test_what_is_given_changes_and_the_rest_stays(acorn: Merchant) -> None:
    id = acorn.make("Old", sku="A", vendor="Ndèye", tags=["a"])
    update(
        acorn, id, title="Nouveau", translations={"en": ProductTexts("New")}, description="<i onload=x>x</i>"
    )
    product = acorn.product(id)
    assert (product.title, product.vendor, product.tags, product.version) == ("Nouveau", "Ndèye", ["a"], 2)
    assert product.description == "<i>x</i>"
    assert "nouveau ndeye a new" in product.search_text and "old" not in product.search_text.split()
    (event,) = acorn.heard("product.updated")
    assert event.aggregate_id == id and event.payload["changed"] == ["description", "title", "translations"]


def test_the_same_again_changes_nothing(acorn: Merchant) -> None:
    id = acorn.make("Same")
    before = acorn.everything()
    update(acorn, id, title="Same", tags=[], slug="same", minimum=1)
    assert acorn.everything() == before


def test_a_stale_version_is_refused(acorn: Merchant) -> None:
    id = acorn.make("Old")
    update(acorn, id, title="New")
    before = acorn.everything()
    with pytest.raises(VersionConflict):
        update(acorn, id, 1, title="Other")
    assert acorn.everything() == before


def test_old_slugs_stay_with_the_product(acorn: Merchant) -> None:
    id = acorn.make(slug="first")
    update(acorn, id, slug="second")
    assert acorn.product(id).slug == "second" and slugs(acorn, id) == {"first", "second"}
    update(acorn, id, slug="first")
    assert acorn.product(id).slug == "first" and slugs(acorn, id) == {"first", "second"}
    update(acorn, id, slug="", title="By its title")
    assert acorn.product(id).slug == "by-its-title" and len(slugs(acorn, id)) == 3


def test_another_products_slug_old_or_new_is_refused_until_it_is_archived(acorn: Merchant) -> None:
    first, second = acorn.make(slug="first"), acorn.make(slug="second")
    update(acorn, first, slug="moved")
    for taken in ("first", "moved"):
        before = acorn.everything()
        with pytest.raises(SlugTaken):
            update(acorn, second, slug=taken)
        with pytest.raises(SlugTaken):
            acorn.make(slug=taken)
        assert acorn.everything() == before
    assert acorn.product(acorn.make("First")).slug == "first-2"
    acorn.do(lambda ctx: catalog.archive_product(ctx, first))
    update(acorn, second, slug="first")
    assert slugs(acorn, second) == {"first", "second"} and slugs(acorn, first) == {"moved"}
    with pytest.raises(SlugTaken):
        update(acorn, second, slug="moved")


def test_the_unit_may_change_while_nothing_was_counted(acorn: Merchant) -> None:
    id = acorn.make("Tomatoes")
    update(acorn, id, pricing_mode="weight", scale=2, step=5, minimum=5)
    item = acorn.one("select unit, scale from stock_items where tenant_id = %(tenant)s")
    assert (acorn.product(id).unit, item.unit, item.scale) == ("KGM", "KGM", 2)
    acorn.do(lambda ctx: ctx.db.run("update products set status = 'active' where tenant_id = %(tenant)s"))
    update(acorn, id, minimum=10)
    before = acorn.everything()
    with pytest.raises(UnitIsFixed):
        update(acorn, id, scale=3)
    with pytest.raises(InvalidInput, match="maximum"):
        update(acorn, id, maximum=5)
    assert acorn.everything() == before


def test_refusals_move_nothing(acorn: Merchant, birch: Merchant) -> None:
    id = acorn.make("Mine")
    archived = acorn.make("Gone", status="archived")
    before = acorn.everything()
    with pytest.raises(InvalidInput):
        update(acorn, id, title=" ")
    with pytest.raises(AttributeNotFound):
        update(acorn, id, attribute_set="unknown")
    with pytest.raises(ProductArchived):
        update(acorn, archived, title="x")
    with pytest.raises(Forbidden):
        acorn.do(lambda ctx: catalog.update_product(ctx, id, ProductChange(title="x"), 1), frozenset())
    for verb in (
        partial(catalog.update_product, product_id=id, change=ProductChange(title="x"), version=1),
        partial(catalog.activate_product, product_id=id),
        partial(catalog.archive_product, product_id=id),
        partial(catalog.deactivate_product, product_id=id),
        partial(catalog.delete_draft, product_id=id),
        partial(catalog.set_options, product_id=id, options=[]),
        partial(catalog.set_images, product_id=id, images=[]),
        partial(catalog.assign_categories, product_id=id, category_ids=[]),
        partial(catalog.assign_stores, product_id=id, assignments=[]),
    ):
        with pytest.raises(ProductNotFound):
            birch.do(verb)
    assert acorn.everything() == before
