"""The demo catalogues are whole: what they point at exists, prices and stock make sense, both languages are
there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from duka.demo.art.views import SUBJECTS
from duka.demo.catalogue import boutique, farm
from duka.demo.catalogue.types import DemoCatalogue, LocalText, Measure


@pytest.fixture(params=[boutique, farm], ids=["boutique", "farm"])
def catalogue(request: pytest.FixtureRequest) -> DemoCatalogue:
    made: DemoCatalogue = request.param()
    return made


def test_it_is_a_shop_of_a_real_size(catalogue: DemoCatalogue) -> None:
    assert len(catalogue.products) >= 60
    assert len(catalogue.categories) >= 15
    assert {path.count("/") for path in (category.path for category in catalogue.categories)} >= {0, 1}


def test_handles_skus_and_barcodes_are_unique(catalogue: DemoCatalogue) -> None:
    variants = [variant for product in catalogue.products for variant in product.variants]
    for names in (
        [product.handle for product in catalogue.products],
        [variant.sku for variant in variants],
        [variant.barcode for variant in variants],
        [category.path for category in catalogue.categories],
    ):
        assert len(names) == len(set(names))
    assert all(
        handle.replace("-", "").isalnum() and handle.isascii()
        for handle in (p.handle for p in catalogue.products)
    )


def test_barcodes_carry_a_valid_check_digit(catalogue: DemoCatalogue) -> None:
    for product in catalogue.products:
        for variant in product.variants:
            digits = [int(digit) for digit in variant.barcode]
            assert len(digits) == 13
            assert (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def test_every_category_exists_has_its_parent_and_is_used(catalogue: DemoCatalogue) -> None:
    paths = {category.path for category in catalogue.categories}
    assert {category.parent for category in catalogue.categories} - {None} <= paths
    used = {path for product in catalogue.products for path in product.categories}
    assert used <= paths
    leaves = paths - {category.parent for category in catalogue.categories}
    assert leaves <= used


def test_variants_are_the_product_of_the_options(catalogue: DemoCatalogue) -> None:
    for product in catalogue.products:
        assert len(product.options) <= 3
        assert len(product.variants) == math.prod(len(option.values) for option in product.options)
        combinations = {tuple(sorted(variant.options.items())) for variant in product.variants}
        assert len(combinations) == len(product.variants)


def test_prices_weights_and_stock_are_sensible(catalogue: DemoCatalogue) -> None:
    places = {location.code for location in catalogue.locations}
    assert sum(location.share for location in catalogue.locations) == 100
    for product in catalogue.products:
        for variant in product.variants:
            assert variant.price_minor > 0 and variant.weight_grams > 0, variant.sku
            assert variant.compare_at_minor is None or variant.compare_at_minor > variant.price_minor
            assert set(variant.stock) == places
            assert all(count >= 0 and count % product.selling.step == 0 for count in variant.stock.values())


def test_some_things_are_on_sale_and_some_have_run_out(catalogue: DemoCatalogue) -> None:
    variants = [variant for product in catalogue.products for variant in product.variants]
    assert any(variant.compare_at_minor for variant in variants)
    assert any(sum(variant.stock.values()) == 0 for variant in variants)
    assert sum(sum(variant.stock.values()) > 0 for variant in variants) > len(variants) * 0.7


def test_what_is_sold_by_weight_says_how() -> None:
    weighed = [product for product in farm().products if product.selling.mode == "weight"]
    assert len(weighed) >= 25
    assert {product.selling.unit for product in weighed} == {"KGM", "GRM", "LTR"}
    for product in weighed:
        assert product.selling.minimum % product.selling.step == 0
    chicken = next(product for product in weighed if product.handle == "whole-chicken")
    assert (chicken.selling.scale, chicken.selling.step, chicken.selling.average_weight_grams) == (2, 5, 1600)
    assert all(product.selling.mode == "fixed" for product in boutique().products)


def test_attributes_belong_to_their_set_and_type(catalogue: DemoCatalogue) -> None:
    kinds = {"text": dict, "number": int, "boolean": bool, "choice": tuple, "measure": Measure}
    known = {attribute.code: attribute for attribute in catalogue.attributes}
    sets = {each.code: each.attributes for each in catalogue.attribute_sets}
    assert all(set(codes) <= set(known) for codes in sets.values())
    for product in catalogue.products:
        assert set(product.attributes) <= set(sets[product.attribute_set]), product.handle
        for code, value in product.attributes.items():
            assert type(value) is kinds[known[code].kind], (product.handle, code)


def _texts(catalogue: DemoCatalogue) -> Iterator[tuple[str, LocalText]]:
    store = catalogue.store
    yield "about", store.about
    yield from store.policies.items()
    theme = store.theme
    yield from zip(
        ("tagline", "banner title", "banner text", "banner action"),
        (theme.tagline, theme.banner_title, theme.banner_text, theme.banner_action),
        strict=True,
    )
    for category in catalogue.categories:
        yield category.path, category.name
        yield category.path, category.description
    for attribute in catalogue.attributes:
        yield attribute.code, attribute.label
        yield from attribute.choices.items()
    for attribute_set in catalogue.attribute_sets:
        yield attribute_set.code, attribute_set.name
    for product in catalogue.products:
        for text in (product.title, product.description, product.seo_title, product.seo_description):
            yield product.handle, text
        for option in product.options:
            yield option.code, option.name
            yield from ((value.code, value.name) for value in option.values)


def test_every_text_is_there_in_both_languages(catalogue: DemoCatalogue) -> None:
    assert set(catalogue.store.locales) == {"fr", "en"}
    assert set(catalogue.store.policies) == {"shipping", "returns", "privacy", "terms"}
    for name, text in _texts(catalogue):
        assert set(text) == {"fr", "en"}, name
        assert all(part.strip() for part in text.values()), name


def test_search_descriptions_fit_a_result_page(catalogue: DemoCatalogue) -> None:
    for product in catalogue.products:
        assert all(40 <= len(text) <= 155 for text in product.seo_description.values()), product.handle


def test_every_product_has_three_views_and_every_colour_its_own(catalogue: DemoCatalogue) -> None:
    for product in catalogue.products:
        assert [picture.view for picture in product.pictures] == ["whole", "detail", "scene"]
        assert {picture.subject for picture in product.pictures} <= set(SUBJECTS)
        by_colour = {
            variant.options["color"]: variant.picture
            for variant in product.variants
            if "color" in variant.options
        }
        assert None not in by_colour.values()
        assert len(set(by_colour.values())) == len(by_colour)
