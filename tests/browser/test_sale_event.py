"""A sale event begins while somebody looks at what is in it, and ends while it lies in their cart."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from tests.browser.journey import amount

from duka.kernel.context import SYSTEM
from duka.kernel.ids import public
from duka.kernel.work import Caller
from duka.pricing.sales import service as sales
from duka.pricing.sales.types import NewSale, SaleTarget

pytestmark = pytest.mark.browser
SLUG = "apple-juice"


def plan(installation, shop, begins_in: float):
    """20 % off the apple juice, scheduled."""
    caller = Caller(shop.tenant, SYSTEM)

    def act(ctx):
        store = ctx.db.value("select id from stores where tenant_id = %(tenant)s")
        product = ctx.db.value(
            "select id from products where tenant_id = %(tenant)s and slug = %(slug)s", slug=SLUG
        )
        new = NewSale(
            store_id=public("store", store),
            name="Harvest sale",
            starts_at=datetime.now(UTC) + timedelta(seconds=begins_in),
            ends_at=datetime.now(UTC) + timedelta(hours=1),
            percent_ppm=200_000,
            targets=[SaleTarget("product", public("prod", product))],
        )
        sale = sales.create(ctx, new)
        sales.schedule(ctx, sale)
        return sale

    return installation.services.work.perform(caller, act)


def test_a_sale_begins_while_the_page_is_open(arrive, installation, farm):
    sale = plan(installation, farm, 20)
    try:
        visitor = arrive(farm)
        visitor.go(f"/p/{SLUG}")
        price = visitor.page.locator("[data-price]").first
        expect(price.locator("s")).to_have_count(0)
        before = amount(price.inner_text())
        expect(visitor.page.locator(".note.sale")).to_have_count(0)

        expect(price.locator("s")).to_be_visible(timeout=30_000)

        assert amount(price.locator("s").inner_text()) == before
        assert amount(price.locator(".now").inner_text()) == before * 8 // 10
        expect(visitor.page.locator(".note.sale")).to_contain_text("Harvest sale")
        visitor.look("sale-began")
        visitor.page.locator("[data-submit]").click()
        expect(visitor.page.locator("[data-count]")).to_have_text("1")
        visitor.go("/cart")
        line = visitor.page.locator(".lines > *").first
        expect(line).to_contain_text(price_text(before * 8 // 10))
    finally:
        installation.services.work.perform(Caller(farm.tenant, SYSTEM), lambda ctx: sales.cancel(ctx, sale))
    visitor.page.reload()
    expect(visitor.page.locator(".lines > *").first).to_contain_text(price_text(before))


def price_text(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
