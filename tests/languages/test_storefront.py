"""What a shopper and a search engine see of languages: addresses, alternates, directions, the switch."""

import re
from typing import Any
from xml.etree import ElementTree

from litestar.testing import TestClient
from tests.languages.conftest import Bilingual

from duka.catalog import service as catalog
from duka.catalog.inputs import CategoryChange, ProductChange
from duka.kernel import ids
from duka.stores.pages import service as pages
from duka.stores.pages.types import NewPage, PageChange, PageTexts

Browser = TestClient[Any]
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')


def alternates(html: str) -> dict[str, str]:
    return {tag: address.replace("http://testserver.local", "") for tag, address in ALTERNATE.findall(html)}


def canonical(html: str) -> str:
    found = re.search(r'<link rel="canonical" href="http://testserver.local([^"]+)">', html)
    assert found
    return found[1]


def in_french(b: Bilingual) -> None:
    b.say("product", b.product, title="Robe en wax", slug="robe-en-wax", **{"options/Size/Small": "Petite"})
    b.say("category", ids.public("cat", b.category), name="Vêtements", slug="vetements")


def test_a_page_names_itself_in_every_language(bilingual: Bilingual, browser: Browser) -> None:
    in_french(bilingual)
    root = bilingual.root
    every = {
        "en": f"{root}/p/wax-dress",
        "fr": f"{root}/p/robe-en-wax?lang=fr",
        "ar": f"{root}/p/wax-dress?lang=ar",
        "x-default": f"{root}/p/wax-dress",
    }
    english = browser.get(f"{root}/p/wax-dress")
    assert english.status_code == 200
    assert alternates(english.text) == every
    assert canonical(english.text) == f"{root}/p/wax-dress"
    french = browser.get(f"{root}/p/robe-en-wax?lang=fr")
    assert french.status_code == 200
    assert alternates(french.text) == every
    assert canonical(french.text) == f"{root}/p/robe-en-wax?lang=fr"
    assert '<html lang="fr"' in french.text and "Robe en wax" in french.text and "Petite" in french.text


def test_every_alternate_is_there_and_says_the_same_of_itself(bilingual: Bilingual, browser: Browser) -> None:
    in_french(bilingual)
    for path in ("/", "/products", "/c/clothes", "/p/wax-dress", "/pages/terms", "/contact"):
        first = alternates(browser.get(f"{bilingual.root}{path}?lang=en").text)
        assert set(first) == {"en", "fr", "ar", "x-default"}
        for tag, address in first.items():
            browser.cookies.clear()
            answer = browser.get(address, headers={"accept-language": "en"})
            assert answer.status_code == 200, (path, tag, address)
            assert alternates(answer.text) == first
            assert canonical(answer.text) == address


def test_another_languages_address_leads_to_the_one_of_this(bilingual: Bilingual, browser: Browser) -> None:
    in_french(bilingual)
    root = bilingual.root
    for asked, wanted in {
        "/p/wax-dress?lang=fr": "/p/robe-en-wax?lang=fr",
        "/p/robe-en-wax?lang=en&o0=Small": "/p/wax-dress?lang=en&o0=Small",
        "/p/robe-en-wax?lang=ar": "/p/wax-dress?lang=ar",
        "/c/clothes?lang=fr&page=1": "/c/vetements?lang=fr&page=1",
        "/c/vetements?lang=en": "/c/clothes?lang=en",
    }.items():
        browser.cookies.clear()
        answer = browser.get(root + asked)
        assert (answer.status_code, answer.headers["location"]) == (301, root + wanted)
        assert answer.headers["cache-control"] == "no-store"
        assert browser.get(answer.headers["location"]).status_code == 200


def test_an_address_of_the_past_leads_to_todays(bilingual: Bilingual, browser: Browser) -> None:
    in_french(bilingual)
    bilingual.say("product", bilingual.product, slug="robe-longue")
    root = bilingual.root
    answer = browser.get(f"{root}/p/robe-en-wax?lang=fr")
    assert (answer.status_code, answer.headers["location"]) == (301, f"{root}/p/robe-longue?lang=fr")
    version = bilingual.do(
        lambda ctx: ctx.db.value("select version from products where tenant_id = %(tenant)s")
    )
    bilingual.do(
        lambda ctx: catalog.update_product(ctx, bilingual.dress, ProductChange(slug="wax-gown"), version)
    )
    answer = browser.get(f"{root}/p/wax-dress?lang=fr")
    assert (answer.status_code, answer.headers["location"]) == (301, f"{root}/p/robe-longue?lang=fr")
    assert browser.get(f"{root}/p/never-was").status_code == 404


def test_the_switch_stays_at_the_thing(bilingual: Bilingual, browser: Browser) -> None:
    in_french(bilingual)
    root = bilingual.root
    french = browser.get(f"{root}/c/vetements?lang=fr&sort=price").text
    assert f'href="{root}/c/clothes?sort=price&amp;lang=en" lang="en"' in french
    assert f'href="{root}/c/vetements?sort=price&amp;lang=fr" lang="fr"' in french


def test_a_listing_links_to_addresses_of_its_language(bilingual: Bilingual, browser: Browser) -> None:
    in_french(bilingual)
    html = browser.get(f"{bilingual.root}/c/vetements?lang=fr").text
    assert f'href="{bilingual.root}/p/robe-en-wax"' in html
    assert (
        "Robe en wax" in html and "Vêtements" in html and f'<a href="{bilingual.root}/c/clothes"' not in html
    )


def test_what_is_not_said_falls_back(bilingual: Bilingual, browser: Browser) -> None:
    bilingual.say("product", bilingual.product, title="Robe en wax")
    html = browser.get(f"{bilingual.root}/p/wax-dress?lang=fr").text
    assert "Robe en wax" in html and "Long and light." in html
    arabic = browser.get(f"{bilingual.root}/p/wax-dress?lang=ar").text
    assert "Wax dress" in arabic


def test_right_to_left_turns_the_page(bilingual: Bilingual, browser: Browser) -> None:
    bilingual.say(
        "product", bilingual.product, "ar", title="فستان شمعي طويل", description="<p>طويل وخفيف</p>"
    )
    html = browser.get(f"{bilingual.root}/p/wax-dress?lang=ar").text
    assert '<html lang="ar" dir="rtl"' in html and "فستان شمعي طويل" in html
    assert 'dir="rtl"' not in browser.get(f"{bilingual.root}/?lang=fr").text.split(">", 2)[1]
    found = browser.get(f"{bilingual.root}/search", params={"q": "شمعي", "lang": "ar"})
    assert found.status_code == 200 and "فستان شمعي طويل" in found.text


def test_the_sitemap_has_each_thing_in_each_language(bilingual: Bilingual, browser: Browser) -> None:
    in_french(bilingual)
    bilingual.do(
        lambda ctx: pages.create(
            ctx,
            bilingual.shop.store,
            NewPage("Sizes", translations={"fr": PageTexts("Tailles", slug="tailles")}, is_visible=True),
        )
    )
    text = browser.get(f"{bilingual.root}/sitemap.xml").text
    tree = ElementTree.fromstring(text)
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    listed = {}
    for url in tree.findall("s:url", spaces):
        links = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", spaces)}
        listed[url.findtext("s:loc", "", spaces)] = links
    for path, french in {
        "/p/wax-dress": "/p/robe-en-wax",
        "/c/clothes": "/c/vetements",
        "/pages/sizes": "/pages/tailles",
        "/products": "/products",
    }.items():
        whole = "http://testserver.local" + bilingual.root
        links = listed[whole + path]
        assert links == listed[f"{whole}{french}?lang=fr"]
        assert (links["en"], links["fr"], links["x-default"]) == (
            whole + path,
            f"{whole}{french}?lang=fr",
            whole + path,
        )


def test_pages_are_shown_in_the_footer_in_each_language(bilingual: Bilingual, browser: Browser) -> None:
    texts = PageTexts("Guide des tailles", "# Mesurer\n\n* tour de **taille**", slug="tailles")
    page = NewPage("Size guide", "Measure <script>alert(1)</script> well.", translations={"fr": texts})
    id = bilingual.do(lambda ctx: pages.create(ctx, bilingual.shop.store, page))
    root = bilingual.root
    assert browser.get(f"{root}/pages/size-guide").status_code == 404
    assert "Size guide" not in browser.get(f"{root}/").text
    bilingual.do(lambda ctx: pages.update(ctx, id, PageChange(is_visible=True), 1))
    html = browser.get(f"{root}/pages/size-guide").text
    assert "<script>alert(1)" not in html and "well." in html
    french = browser.get(f"{root}/pages/size-guide?lang=fr")
    assert (french.status_code, french.headers["location"]) == (301, f"{root}/pages/tailles?lang=fr")
    html = browser.get(f"{root}/pages/tailles?lang=fr").text
    assert "<strong>taille</strong>" in html and f'href="{root}/pages/tailles"' in html
    assert alternates(html)["en"] == f"{root}/pages/size-guide"


def test_a_shopper_goes_from_the_french_category_to_the_cart(bilingual: Bilingual, browser: Browser) -> None:
    in_french(bilingual)
    root = bilingual.root
    browser.get(f"{root}/c/vetements?lang=fr")
    product = browser.get(f"{root}/p/robe-en-wax").text
    form = dict(re.findall(r'<input[^>]* name="(csrf|variant|variant_id)"[^>]* value="([^"]*)"', product))
    variant = bilingual.do(lambda ctx: ctx.db.value("select id from variants where tenant_id = %(tenant)s"))
    answer = browser.post(
        f"{root}/cart/add",
        data={**form, "product": "robe-en-wax", "variant": ids.public("var", variant), "quantity": "1"},
    )
    assert answer.status_code == 303, answer.text[:2000]
    cart = browser.get(f"{root}/cart").text
    assert "Robe en wax" in cart and "Petite" in cart and f"{root}/p/robe-en-wax" in cart


def test_a_category_that_moves_keeps_its_other_addresses(bilingual: Bilingual, browser: Browser) -> None:
    in_french(bilingual)
    version = bilingual.do(
        lambda ctx: ctx.db.value("select version from categories where tenant_id = %(tenant)s")
    )
    bilingual.do(
        lambda ctx: catalog.update_category(ctx, bilingual.category, CategoryChange(slug="wear"), version)
    )
    answer = browser.get(f"{bilingual.root}/c/clothes?lang=fr")
    assert (answer.status_code, answer.headers["location"]) == (301, f"{bilingual.root}/c/vetements?lang=fr")
