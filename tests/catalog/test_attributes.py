from typing import Any

import pytest
from tests.catalog.merchant import Merchant

from duka.catalog import service as catalog
from duka.catalog import staff_queries
from duka.catalog.errors import AttributeInUse, AttributeNotFound, AttributeSetInUse, CodeTaken
from duka.catalog.inputs import (
    AttributeChange,
    AttributeTexts,
    NewAttribute,
    NewAttributeSet,
    ProductChange,
    SetMember,
)
from duka.kernel.errors import InvalidInput

FABRIC = NewAttribute(
    "fabric",
    "Fabric",
    "choice",
    ["wax", "silk"],
    is_filter=True,
    translations={"fr": AttributeTexts("Tissu", {"silk": "soie"})},
)


def build(merchant: Merchant) -> None:
    for new in (
        FABRIC,
        NewAttribute("care", "Care", "text"),
        NewAttribute("length", "Length", "measure", unit="CMT"),
        NewAttribute("lined", "Lined", "boolean"),
        NewAttribute("pockets", "Pockets", "number"),
    ):
        merchant.do(lambda ctx, new=new: catalog.create_attribute(ctx, new))  # type: ignore[misc]
    members = [
        SetMember("length", is_required=True),
        SetMember("fabric"),
        SetMember("lined"),
        SetMember("pockets"),
    ]
    merchant.do(lambda ctx: catalog.create_attribute_set(ctx, NewAttributeSet("dress", "Dress", members)))


def test_values_are_typed_by_their_set(acorn: Merchant) -> None:
    build(acorn)
    given = {"fabric": "SILK", "length": "1.2 m", "lined": True, "pockets": 2.0}
    id = acorn.make(attribute_set="dress", attributes=given)
    product = acorn.product(id)
    assert product.attributes == {
        "fabric": "silk",
        "length": {"value": "120", "unit": "CMT"},
        "lined": True,
        "pockets": "2",
    }
    assert "silk soie" in product.search_text
    full = acorn.do(lambda ctx: staff_queries.product_for_staff(ctx, id))
    assert [a.code for a in full.described] == ["length", "fabric", "lined", "pockets"]
    assert full.attribute_set == "dress"


@pytest.mark.parametrize(
    ("attributes", "field"),
    [
        ({"fabric": "jute"}, "fabric"),
        ({"care": "cold"}, "care"),
        ({"length": "2 kg"}, "length"),
        ({"lined": "perhaps"}, "lined"),
        ({"pockets": "many"}, "pockets"),
        ({"fabric": "\x00"}, "fabric"),
        ({"fabric": "\ud800"}, "fabric"),
    ],
)
def test_bad_values_are_refused(acorn: Merchant, attributes: dict[str, Any], field: str) -> None:
    build(acorn)
    before = acorn.everything()
    with pytest.raises(InvalidInput) as refusal:
        acorn.make(attribute_set="dress", attributes=attributes)
    assert list(refusal.value.fields["errors"]) == [f"attributes.{field}"]  # type: ignore[call-overload]
    assert acorn.everything() == before


def test_a_product_changes_its_set(acorn: Merchant) -> None:
    build(acorn)
    id = acorn.make(attributes={"care": "Cold"})
    with pytest.raises(InvalidInput, match="not in the attribute set"):
        acorn.do(lambda ctx: catalog.update_product(ctx, id, ProductChange(attribute_set="dress"), 1))
    change = ProductChange(attribute_set="dress", attributes={"fabric": "wax"})
    acorn.do(lambda ctx: catalog.update_product(ctx, id, change, 1))
    assert acorn.product(id).attributes == {"fabric": "wax"}


def test_what_is_used_stays(acorn: Merchant, birch: Merchant) -> None:
    build(acorn)
    acorn.make(attribute_set="dress", attributes={"fabric": "silk"})
    ids = {
        row.code: row.id for row in acorn.rows("select code, id from attributes where tenant_id = %(tenant)s")
    }
    set_id = acorn.one("select id from attribute_sets where tenant_id = %(tenant)s").id
    for refusal, act in (
        (
            AttributeInUse,
            lambda ctx: catalog.update_attribute(ctx, ids["fabric"], AttributeChange(choices=["wax"])),
        ),
        (AttributeInUse, lambda ctx: catalog.delete_attribute(ctx, ids["fabric"])),
        (AttributeSetInUse, lambda ctx: catalog.delete_attribute_set(ctx, set_id)),
        (CodeTaken, lambda ctx: catalog.create_attribute(ctx, FABRIC)),
        (CodeTaken, lambda ctx: catalog.create_attribute_set(ctx, NewAttributeSet("dress", "x"))),
        (
            AttributeNotFound,
            lambda ctx: catalog.update_attribute_set(ctx, set_id, "x", [SetMember("unknown")]),
        ),
        (InvalidInput, lambda ctx: catalog.create_attribute(ctx, NewAttribute("x", "x", "choice"))),
        (InvalidInput, lambda ctx: catalog.create_attribute(ctx, NewAttribute("x", "x", "text", unit="KGM"))),
        (InvalidInput, lambda ctx: catalog.create_attribute(ctx, NewAttribute("No!", "x", "text"))),
    ):
        with pytest.raises(refusal):
            acorn.do(act)
    for act in (
        lambda ctx: catalog.update_attribute(ctx, ids["care"], AttributeChange()),
        lambda ctx: catalog.delete_attribute(ctx, ids["care"]),
        lambda ctx: catalog.update_attribute_set(ctx, set_id, "x", []),
        lambda ctx: catalog.delete_attribute_set(ctx, set_id),
    ):
        with pytest.raises(AttributeNotFound):
            birch.do(act)
    (kept,) = acorn.do(staff_queries.list_attribute_sets)
    assert kept.name == "Dress" and kept.members[0].attribute == "length" and kept.members[0].is_required
    change = AttributeChange(
        name="Cloth", choices=["silk", "wax", "linen"], translations={"fr": AttributeTexts("Étoffe")}
    )
    acorn.do(lambda ctx: catalog.update_attribute(ctx, ids["fabric"], change))
    acorn.do(lambda ctx: catalog.delete_attribute(ctx, ids["care"]))
    listed = {a.code: a for a in acorn.do(staff_queries.list_attributes)}
    assert listed["fabric"].choices == ["silk", "wax", "linen"] and "care" not in listed
    text = acorn.one("select search_text from products where tenant_id = %(tenant)s").search_text
    assert "silk" in text and "soie" not in text
