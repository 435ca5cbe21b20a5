from typing import Any

import pytest
from tests.catalog.merchant import Merchant

from duka.catalog import service as catalog
from duka.catalog.errors import AttributeNotFound, CategoryNotFound, SkuTaken, SlugTaken, StoreNotFound
from duka.catalog.inputs import NewProduct, NewVariant, OptionInput, OptionTexts, ProductTexts
from duka.kernel.errors import Forbidden, InvalidInput
from duka.kernel.ids import new_id, public

SIZES = OptionInput("Size", ["S", "M", "L"], {"fr": OptionTexts("Taille")})
COLORS = OptionInput(
    "Color", ["Red", "Blue"], {"fr": OptionTexts("Couleur", {"Red": "Rouge", "Blue": "Bleu"})}
)


def test_a_product_has_always_one_variant_with_its_own_stock(acorn: Merchant) -> None:
    id = acorn.make("Robe d’été à fleurs", sku="ROBE-1", weight_grams=350)
    product = acorn.product(id)
    assert (product.slug, product.status, product.version) == ("robe-dete-a-fleurs", "draft", 1)
    (variant,) = acorn.variants(id)
    assert (variant.sku, variant.title, variant.option_values, variant.weight_grams) == (
        "ROBE-1",
        "",
        [],
        350,
    )
    item = acorn.one("select * from stock_items where tenant_id = %(tenant)s")
    assert (item.id, item.sku, item.unit, item.scale) == (variant.stock_item_id, "ROBE-1", "C62", 0)
    assert [(e.aggregate_id, e.payload["slug"]) for e in acorn.heard("product.created")] == [
        (id, product.slug)
    ]


def test_options_make_every_combination_in_order(acorn: Merchant) -> None:
    variants = acorn.variants(acorn.make(options=[SIZES, COLORS]))
    assert [v.title for v in variants] == [
        "S / Red",
        "S / Blue",
        "M / Red",
        "M / Blue",
        "L / Red",
        "L / Blue",
    ]
    assert [v.position for v in variants] == list(range(6))
    assert len({v.sku for v in variants}) == 6 and variants[0].sku == "WAX-DRESS-S-RED"


def test_250_variants_take_at_most_8_statements(acorn: Merchant) -> None:
    options = [
        OptionInput(name, [f"{name}{n}" for n in range(count)])
        for name, count in (("a", 5), ("b", 5), ("c", 10))
    ]
    new = NewProduct("Big", options=options, stores=[public("store", acorn.store)], status="active")
    id = acorn.do(lambda ctx: catalog.create_product(ctx, new))
    assert acorn.work.last_statements <= 8
    assert len(acorn.variants(id)) == 250
    one_more = NewProduct("Bigger", options=[*options[:2], OptionInput("c", [str(n) for n in range(11)])])
    with pytest.raises(InvalidInput, match="275 variants"):
        acorn.do(lambda ctx: catalog.create_product(ctx, one_more))


def test_given_variants_are_kept_as_given(acorn: Merchant) -> None:
    id = acorn.make(
        options=[SIZES],
        variants=[
            NewVariant("D-M", option_values=["m"], barcode="4006381333931", sells_without_stock=True),
            NewVariant("D-S", option_values=["S"], tracks_stock=False, is_active=False),
        ],
    )
    first, second = acorn.variants(id)
    assert (first.sku, first.option_values, first.barcode, first.sells_without_stock) == (
        "D-M",
        ["M"],
        "4006381333931",
        True,
    )
    assert (second.sku, second.tracks_stock, second.is_active) == ("D-S", False, False)


def test_a_gift_box_draws_on_the_stock_of_the_loose_piece(acorn: Merchant) -> None:
    soap = acorn.variants(acorn.make("Soap", sku="SOAP"))[0]
    box = acorn.variants(
        acorn.make("Box of six", variants=[NewVariant("SOAP-6", stock_sku="SOAP", stock_per_unit=6)])
    )[0]
    assert (box.stock_item_id, box.stock_per_unit) == (soap.stock_item_id, 6)
    with pytest.raises(InvalidInput, match="no stock under this SKU"):
        acorn.make("Box", variants=[NewVariant("X", stock_sku="NOTHING")])


def test_goods_by_weight(acorn: Merchant) -> None:
    id = acorn.make("Tomatoes", pricing_mode="weight", scale=2, step=10, minimum=25, maximum=1000, average=15)
    product = acorn.product(id)
    assert (product.unit, product.scale, product.step, product.minimum, product.average) == (
        "KGM",
        2,
        10,
        25,
        15,
    )
    item = acorn.one("select unit, scale from stock_items where tenant_id = %(tenant)s")
    assert (item.unit, item.scale) == ("KGM", 2)


def test_descriptions_are_cleaned_and_search_text_is_folded(acorn: Merchant) -> None:
    product = acorn.product(
        acorn.make(
            "Robe Été",
            description="<p onclick='x()'>Fine<script>alert(1)</script></p>",
            vendor="Maison Ndèye",
            kind="Dress",
            tags=["Été", "été", " New  in "],
            options=[COLORS],
            translations={"fr": ProductTexts("Robe de Fête", "<b>Belle</b><iframe></iframe>")},
        )
    )
    assert product.description == "<p>Fine</p>"
    assert product.tags == ["Été", "New in"]
    assert product.translations == {"fr": {"title": "Robe de Fête", "description": "<b>Belle</b>"}}
    for word in ("robe ete", "robe de fete", "maison ndeye", "dress", "new in", "robe-ete-red", "rouge"):
        assert word in product.search_text


def test_made_up_slugs_and_skus_are_numbered(acorn: Merchant) -> None:
    made = [acorn.product(acorn.make("Same name")).slug for _ in range(11)]
    assert made[:3] == ["same-name", "same-name-2", "same-name-3"] and len(set(made)) == 11
    skus = [
        row.sku for row in acorn.rows("select sku from variants where tenant_id = %(tenant)s order by id")
    ]
    assert skus[:2] == ["SAME-NAME", "SAME-NAME-2"] and len(set(skus)) == 11


def test_two_companies_may_use_the_same_words(acorn: Merchant, birch: Merchant) -> None:
    for merchant in (acorn, birch):
        assert merchant.product(merchant.make(slug="dress", sku="D1")).slug == "dress"


def refused(acorn: Merchant, refusal: type[Exception], match: str | None = None, **fields: Any) -> None:
    before = acorn.everything()
    with pytest.raises(refusal, match=match):
        acorn.make(**{"title": "Refused", **fields})
    assert acorn.everything() == before


def test_taken_names_are_refused(acorn: Merchant) -> None:
    acorn.make(slug="dress", sku="D1")
    refused(acorn, SlugTaken, "dress", slug="dress")
    refused(acorn, SkuTaken, "D1", sku="D1")
    refused(
        acorn,
        InvalidInput,
        "same SKU",
        options=[SIZES],
        variants=[NewVariant("A", option_values=[v]) for v in "SM"],
    )


def test_strangers_things_are_not_there(acorn: Merchant, birch: Merchant) -> None:
    birch.make(sku="THEIRS")
    refused(acorn, StoreNotFound, stores=[public("store", birch.store)])
    refused(acorn, CategoryNotFound, categories=[public("cat", new_id())])
    refused(acorn, AttributeNotFound, attribute_set="unknown")
    refused(acorn, InvalidInput, "no stock under this SKU", variants=[NewVariant(stock_sku="THEIRS")])


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("title", "", "title"),
        ("title", "x" * 201, "title"),
        ("title", "a\x00b", "title"),
        ("vendor", "\ud800", "vendor"),
        ("description", "x" * 50_001, "description"),
        ("slug", "Not A Slug", "slug"),
        ("tags", ["x"] * 51, "tags"),
        ("tags", ["x" * 61], "tags.0"),
        ("tax_class", "No Spaces", "tax_class"),
        ("unit", "FURLONG", "unit"),
        ("scale", 2, "scale"),
        ("step", 0, "step"),
        ("maximum", 0, "maximum"),
        ("average", 10**12, "average"),
        ("options", [OptionInput(str(n), ["x"]) for n in range(4)], "options"),
        ("options", [OptionInput("Size", ["S", "s"])], "options"),
        ("options", [OptionInput("Size", [])], "options"),
        (
            "options",
            [OptionInput("Size", ["S"], {"fr": OptionTexts(values={"M": "M"})})],
            "options.0.translations.fr.values",
        ),
        ("variants", [NewVariant(), NewVariant()], "variants.1.option_values"),
        ("variants", [NewVariant(option_values=["S"])], "variants.0.option_values"),
        ("variants", [NewVariant(weight_grams=-1)], "variants.0.weight_grams"),
        ("variants", [NewVariant(stock_per_unit=0)], "variants.0.stock_per_unit"),
        ("sku", "x" * 65, "sku"),
        ("translations", {"klingon!": ProductTexts("x")}, "translations"),
        ("translations", {"fr": ProductTexts("x" * 201)}, "translations.fr.title"),
        ("source", {"a": "\x00"}, "source"),
        ("source", {"a": "\ud800"}, "source"),
        ("source", {"a": "x" * 30_000}, "source"),
        ("attributes", {"unknown": 1}, "attributes.unknown"),
        ("attributes", {"a\x00": 1}, "attributes"),
        ("attributes", {"\ud800": 1}, "attributes"),
        ("attributes", {f"a{n}": 1 for n in range(101)}, "attributes"),
        ("attribute_set", "\x00", "attribute_set"),
        ("categories", ["cat_x"] * 101, "categories"),
        ("stores", ["prod_x"], "stores"),
    ],
)
def test_bad_fields_are_named(acorn: Merchant, field: str, value: object, path: str) -> None:
    before = acorn.everything()
    with pytest.raises(InvalidInput) as refusal:
        acorn.make(**{"title": "Fine", field: value})  # type: ignore[arg-type]
    errors = refusal.value.fields["errors"]
    assert isinstance(errors, dict) and path in errors
    assert acorn.everything() == before


def test_it_needs_the_permission(acorn: Merchant) -> None:
    with pytest.raises(Forbidden):
        acorn.do(lambda ctx: catalog.create_product(ctx, NewProduct("x")), frozenset({"products:read"}))
