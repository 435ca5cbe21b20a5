import pytest
from tests.catalog.merchant import Merchant

from duka.catalog import service as catalog
from duka.catalog.errors import ProductHasNoPrice, ProductHasNoVariant, ProductNotDraft, ProductNotFound
from duka.catalog.inputs import NewAttribute, NewAttributeSet, NewVariant, SetMember
from duka.kernel.errors import InvalidInput
from duka.kernel.ids import new_id
from duka.pricing import service as pricing


def test_a_priced_product_goes_on_sale_and_off_again(acorn: Merchant) -> None:
    id = acorn.make(sold=True)
    (variant,) = acorn.variants(id)
    acorn.do(lambda ctx: pricing.set_price(ctx, acorn.store, variant.id, 100))
    for verb, status in (
        (catalog.activate_product, "active"),
        (catalog.deactivate_product, "draft"),
        (catalog.archive_product, "archived"),
        (catalog.activate_product, "active"),
    ):
        for _ in range(2):
            acorn.do(lambda ctx, verb=verb: verb(ctx, id))  # type: ignore[misc]
        assert acorn.product(id).status == status
    assert acorn.product(id).version == 5
    assert [e.payload["changed"] for e in acorn.heard("product.updated")] == [["status"]] * 3
    assert len(acorn.heard("product.archived")) == 1


def test_without_a_price_in_a_store_it_stays_a_draft(acorn: Merchant) -> None:
    id = acorn.make()
    (variant,) = acorn.variants(id)
    acorn.do(lambda ctx: pricing.set_price(ctx, acorn.store, variant.id, 100))
    before = acorn.everything()
    with pytest.raises(ProductHasNoPrice):
        acorn.do(lambda ctx: catalog.activate_product(ctx, id))
    assert acorn.everything() == before


def test_without_an_active_variant_it_stays_a_draft(acorn: Merchant) -> None:
    id = acorn.make(sold=True, variants=[NewVariant("A", is_active=False)])
    with pytest.raises(ProductHasNoVariant):
        acorn.do(lambda ctx: catalog.activate_product(ctx, id))
    assert acorn.product(id).status == "draft"


def test_required_attributes_are_asked_for_when_it_goes_on_sale(acorn: Merchant) -> None:
    acorn.do(lambda ctx: catalog.create_attribute(ctx, NewAttribute("material", "Material", "text")))
    members = [SetMember("material", is_required=True)]
    acorn.do(lambda ctx: catalog.create_attribute_set(ctx, NewAttributeSet("cloth", "Cloth", members)))
    id = acorn.make(sold=True, attribute_set="cloth")
    (variant,) = acorn.variants(id)
    acorn.do(lambda ctx: pricing.set_price(ctx, acorn.store, variant.id, 100))
    with pytest.raises(InvalidInput, match="material"):
        acorn.do(lambda ctx: catalog.activate_product(ctx, id))
    with pytest.raises(InvalidInput, match="material"):
        acorn.make("At once", attribute_set="cloth", status="active")


def test_a_draft_is_deleted_and_its_names_are_free_again(acorn: Merchant) -> None:
    id = acorn.make(slug="dress", sku="D1", sold=True)
    acorn.do(lambda ctx: catalog.delete_draft(ctx, id))
    assert acorn.rows("select 1 from stock_items where tenant_id = %(tenant)s") == []
    assert [e.aggregate_id for e in acorn.heard("product.deleted")] == [id]
    with pytest.raises(ProductNotFound):
        acorn.do(lambda ctx: catalog.delete_draft(ctx, id))
    acorn.make(slug="dress", sku="D1")


def test_counted_stock_outlives_a_draft_and_is_taken_up_by_its_sku(acorn: Merchant) -> None:
    id = acorn.make(sku="D1")
    (variant,) = acorn.variants(id)
    location = new_id()
    acorn.do(
        lambda ctx: ctx.db.run(
            """with place as (insert into locations (tenant_id, id, code, name)
                              values (%(tenant)s, %(place)s, 'a', 'A'))
               insert into stock_levels (tenant_id, item_id, location_id, on_hand)
               values (%(tenant)s, %(item)s, %(place)s, 7)""",
            place=location,
            item=variant.stock_item_id,
        )
    )
    acorn.do(lambda ctx: catalog.delete_draft(ctx, id))
    (again,) = acorn.variants(acorn.make("Again", sku="D1"))
    assert again.stock_item_id == variant.stock_item_id


def test_only_drafts_are_deleted(acorn: Merchant) -> None:
    id = acorn.make(status="active")
    before = acorn.everything()
    with pytest.raises(ProductNotDraft):
        acorn.do(lambda ctx: catalog.delete_draft(ctx, id))
    assert acorn.everything() == before
