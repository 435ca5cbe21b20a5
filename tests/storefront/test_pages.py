"""Every page, in both languages and all presets, from the samples."""

import re

import pytest
from tests.storefront import looks
from tests.storefront.samples import THEMES
from tests.storefront.wellformed import Page

from duka.storefront import assets

WHOLE = sorted(set(looks.PAGES))
PRODUCT_LIMIT = 60 * 1024


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("preset", sorted(THEMES))
def test_is_well_formed_and_holds_nothing_inline(name: str, locale: str, preset: str) -> None:
    html = looks.PAGES[name](preset, locale)
    page = Page(html)
    assert page.mistakes == []
    assert page.inline == []
    assert len(page.ids) == len(set(page.ids)), sorted(i for i in page.ids if page.ids.count(i) > 1)
    assert all({"alt", "width", "height"} <= set(picture) for picture in page.pictures)
    assert html.count("<h1") == 1
    assert f'<html lang="{locale}"' in html
    assert '<a class="skip"' in html
    assert "&amp;amp;" not in html


@pytest.mark.parametrize("name", WHOLE)
def test_french_pages_hold_no_english_message(name: str) -> None:
    english = re.sub(r"<[^>]+>", " ", looks.PAGES[name]("boutique", "en"))
    french = re.sub(r"<[^>]+>", " ", looks.PAGES[name]("boutique", "fr"))
    assert "Skip to the content" in english
    assert "Aller au contenu" in french
    for words in ("Add to cart", "Track an order", "Subtotal", "Place the order", "Clear all", "Your cart"):
        assert words not in french


def test_weights() -> None:
    sizes = {
        name: len(found.body)
        for name in ("shop.css", "home.css", "sale.css", "shop.js", "seen.js")
        if (found := assets.asset(name))
    }
    assert sizes["shop.css"] <= 26 * 1024
    assert sizes["shop.js"] <= 13 * 1024
    for preset in THEMES:
        page = len(looks.product(preset, "fr").encode())
        assert page + sizes["shop.css"] + sizes["shop.js"] + sizes["seen.js"] <= PRODUCT_LIMIT


def test_what_was_typed_stays_and_is_escaped() -> None:
    html = looks.PAGES["checkout-errors"]("boutique", "en")
    assert 'value="Awa &lt;b&gt;"' in html
    assert 'href="#line1"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="line1-says"' in html


def test_the_first_picture_is_eager_and_the_others_wait() -> None:
    pictures = Page(looks.product("boutique", "en")).pictures
    assert pictures[0].get("fetchpriority") == "high"
    assert all(picture.get("loading") == "lazy" for picture in pictures[1:])


def test_an_asset_is_only_what_lies_in_the_folder() -> None:
    assert assets.asset("../theme.py") is None
    assert assets.asset("nothing.css") is None
    assert assets.asset("passwd.ttf") is None
    assert assets.address("shop.css") == f"/assets/{assets.asset('shop.css').version}/shop.css"  # type: ignore[union-attr]
