"""A shop written in English, browsed in French from the category to the cart: addresses, alternates and the switch."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from duka.kernel import ids
from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller
from duka.languages import writing
from duka.languages.types import NewText

pytestmark = pytest.mark.browser
SLUG = "fromage-de-nos-chevres"


@pytest.fixture
def goods(installation, farm):
    """A product with its category, both with an address of their own in French: (product, category) by language."""
    work, system = installation.services.work, Caller(farm.tenant, SYSTEM)

    def choose(ctx):
        return ctx.db.one(
            """select p.id, p.slug, p.title, p.translations #>> '{fr,title}' as french, c.id as category, c.slug as category_slug
                 from products p join product_categories g on g.tenant_id = p.tenant_id and g.product_id = p.id
                 join categories c on c.tenant_id = g.tenant_id and c.id = g.category_id
                where p.tenant_id = %(tenant)s and g.tenant_id = %(tenant)s and c.tenant_id = %(tenant)s and p.options = '[]'
                  and p.status = 'active' and p.pricing_mode = 'fixed' order by p.slug limit 1"""
        )

    row = work.perform(system, choose)
    for kind, name, slug in (
        ("product", ids.public("prod", row.id), SLUG),
        ("category", ids.public("cat", row.category), "rayon-francais"),
    ):
        said = {"slug": NewText(slug)}
        work.perform(system, partial(writing.write, locale="fr", kind_name=kind, thing=name, texts=said))
    return row


def alternates(page) -> dict[str, str]:
    links = page.locator("link[rel=alternate][hreflang]").evaluate_all(
        "all => all.map(a => [a.hreflang, a.href])"
    )
    return dict(links)


def test_french_catalogue(arrive, farm, goods):
    visitor = arrive(farm)
    page = visitor.page
    visitor.go(f"/c/{goods.category_slug}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator('.langs a[hreflang="fr"]').first.click()
    expect(page).to_have_url(re.compile(r"/c/rayon-francais\?lang=fr$"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    found = alternates(page)
    assert found["fr"] == page.url == page.locator("link[rel=canonical]").get_attribute("href")
    assert found["en"] == found["x-default"] == f"{farm.url}/c/{goods.category_slug}"
    visitor.look("french-category")

    page.locator(f'a[href$="/p/{SLUG}"]').first.click()
    expect(page).to_have_url(re.compile(rf"/p/{SLUG}$"))
    expect(page.locator("h1")).to_have_text(goods.french)
    found = alternates(page)
    assert found["fr"] == f"{farm.url}/p/{SLUG}?lang=fr" and found["en"] == f"{farm.url}/p/{goods.slug}"
    visitor.look("french-product")

    page.locator('.langs a[hreflang="en"]').first.click()
    expect(page).to_have_url(re.compile(rf"/p/{re.escape(goods.slug)}\?lang=en$"))
    expect(page.locator("h1")).to_have_text(goods.title)
    page.go_back()
    visitor.go(f"/p/{goods.slug}?lang=fr")
    expect(page).to_have_url(re.compile(rf"/p/{SLUG}\?lang=fr$"))

    page.get_by_role("button", name="Ajouter au panier").first.click()
    expect(page.locator("[data-count]").first).to_have_text("1")
    visitor.go("/cart")
    expect(page.locator("main")).to_contain_text(goods.french)
    expect(page.locator(f'main a[href$="/p/{SLUG}"]').first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    visitor.look("french-cart")
    assert visitor.complaints == []
