"""What the address of a listing asks for, and the addresses that change it."""

import pytest
from tests.storefront import samples

from duka.catalog.types import Facet, FacetValue, ProductPage
from duka.storefront import listing_view

FIGURES = samples.visit("market", "en").figures


def test_an_address_becomes_a_query() -> None:
    given = [
        ("f.option:Size", "M"),
        ("f.option:Size", "L"),
        ("min", "1,50"),
        ("max", "20"),
        ("stock", "1"),
        ("sort", "price"),
        ("page", "3"),
    ]
    state = listing_view.read("/c/x", given, FIGURES, "x")
    assert state.query.filters == {"option:Size": ["M", "L"]}
    assert (state.query.price_from_minor, state.query.price_to_minor) == (150, 2000)
    assert state.query.available_only
    assert (state.query.sort, state.query.offset, state.query.category) == ("price", 48, "x")


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "²", ""])
def test_a_mistyped_page_shows_the_first(page: str) -> None:
    assert (
        listing_view.read(
            "/x", [("page", page), ("min", "abc"), ("sort", "'; --"), ("z", "1")], FIGURES
        ).query.offset
        == 0
    )


def test_taking_a_filter_away_keeps_the_others_and_goes_to_the_first_page() -> None:
    given = [("f.tag", "hand"), ("f.option:Size", "M"), ("sort", "price"), ("page", "2")]
    state = listing_view.with_chosen(listing_view.read("/c/x", given, FIGURES), samples.page(), FIGURES, str)
    assert state.chosen[0] == ("By hand", "/c/x?f.option%3ASize=M&sort=price")
    assert state.cleared == "/c/x?sort=price"
    assert state.is_narrowed


def test_page_numbers_leave_gaps() -> None:
    state = listing_view.read("/c/x", [("page", "5")], FIGURES)
    assert [number for number, _ in listing_view.pages(state, 24 * 9 + 1)] == [1, 0, 4, 5, 6, 0, 10]
    assert listing_view.pages(listing_view.read("/c/x", [], FIGURES), 0) == [(1, "/c/x")]


def test_a_facet_with_one_value_is_no_choice() -> None:
    page = samples.page()
    one = ProductPage("XOF", [], facets=list(page.facets or ())[:1])
    assert [f.code for f in listing_view.facets(one, FIGURES, str)] == ["option:Size"]


def test_only_what_is_reduced() -> None:
    state = listing_view.read("/products", [("sale", "1"), ("page", "2")], FIGURES)
    assert state.query.on_sale
    assert state.is_filtered
    shown = listing_view.with_chosen(state, samples.page("market"), FIGURES, str)
    assert shown.chosen == [("On sale", "/products")]


def test_a_price_by_the_gram_is_told_for_a_hundred() -> None:
    assert FIGURES.per(9, "GRM") == ("€9.00", "100\u00a0g")
    assert FIGURES.per(290, "KGM") == ("€2.90", "kg")


def test_a_tax_says_its_rate_once() -> None:
    assert FIGURES.tax("TVA 18 %", 180_000) == "TVA 18 %"
    assert FIGURES.tax("VAT", 180_000) == "VAT 18\u00a0%"


def test_ranges_of_prices_are_said_in_words_and_checked() -> None:
    ranges = [FacetValue(value, value, 2) for value in ("-1999", "2000-3999", "4000-")]
    page = ProductPage("EUR", [], facets=[Facet("price", "Price", ranges)])
    (shown,) = listing_view.facets(page, FIGURES, str)
    assert shown.label == "Price"
    assert [getattr(value, "label", "") for value in shown.values] == [
        f"up to {FIGURES.money(1999)}",
        f"{FIGURES.money(2000)} – {FIGURES.money(3999)}",
        f"from {FIGURES.money(4000)}",
    ]
    given = [("f.price", "2000-3999"), ("f.price", "'; --"), ("f.price", "٢-٣")]
    state = listing_view.with_chosen(listing_view.read("/c/x", given, FIGURES), page, FIGURES, str)
    assert state.query.filters == {"price": ["2000-3999"]}
    assert state.chosen == [(f"{FIGURES.money(2000)} – {FIGURES.money(3999)}", "/c/x")]
