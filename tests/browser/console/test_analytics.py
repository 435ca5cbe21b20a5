"""A merchant compares two months."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.analytics import days
from tests.analytics.test_counting import sell
from tests.browser.console.signing_in import Colleague
from tests.browser.installation import FurnishedShop, Installation
from tests.people import Shop

from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller
from duka.tenants import queries as tenants

pytestmark = pytest.mark.browser
SEPTEMBER, OCTOBER = datetime(2025, 9, 9, 12, tzinfo=UTC), datetime(2025, 10, 9, 12, tzinfo=UTC)


@pytest.fixture
def sold(installation: Installation, farm: FurnishedShop) -> None:
    """One order in September of last year, two in October."""
    work, system = installation.services.work, Caller(farm.tenant, SYSTEM)
    found = tenants.find_by_id(work, farm.tenant)
    assert found is not None
    store = work.perform(
        system, lambda ctx: ctx.db.value("select s.id from stores s where s.tenant_id = %(tenant)s limit 1")
    )
    shop = Shop(found, store, system, system)
    sell(work, shop, "90901", SEPTEMBER, 20_00)
    sell(work, shop, "91001", OCTOBER, 25_00)
    sell(work, shop, "91002", OCTOBER, 35_00)
    days.count(work, system)


def test_two_months_beside_each_other(
    chromium: Browser, installation: Installation, farm: FurnishedShop, artefacts: Path, sold: None
) -> None:
    ada = Colleague(chromium, installation, farm, "Ada Byrne", artefacts / "analytics")
    page = ada.page
    ada.go("/analytics")
    page.get_by_label("Period").select_option("Other days")
    page.get_by_label("From", exact=True).fill("2025-10-01")
    page.get_by_label("To", exact=True).fill("2025-10-31")
    tiles = page.locator("dl > div")
    revenue = tiles.filter(has_text="Revenue").first
    expect(revenue).to_contain_text("€60.00")
    expect(revenue).to_contain_text("€20.00 before")
    expect(revenue).to_contain_text("+200")
    orders = tiles.filter(has=page.get_by_text("Orders", exact=True))
    expect(orders).to_contain_text("2")
    expect(orders).to_contain_text("1 before")
    revenue.get_by_role("button", name="What “Revenue” means").click()
    expect(page.get_by_text("Formula")).to_be_visible()
    drawn = page.locator("figure tbody tr")
    expect(drawn).to_have_count(31)
    expect(drawn.nth(8).locator("td")).to_have_text(["€60.00", "€20.00"])
    expect(drawn.nth(9).locator("td")).to_have_text(["€0.00", "€0.00"])
    expect(drawn.last.locator("td")).to_have_text(["€0.00", "–"])  # September has no 31st
    ada.look("months")
    page.keyboard.press("Escape")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Export").click()
        page.get_by_role("menuitem", name="CSV file").click()
    with saved.value.path().open(encoding="utf-8-sig", newline="") as file:
        assert any("6000" in "".join(row) or "60.00" in row for row in csv.reader(file))
    for item, name, head in (
        ("Products sold", "products-2025-10-01-2025-10-31.csv", "product_id"),
        ("Cohorts of customers", "cohorts.csv", "first_order"),
        ("What was sold out", "stockouts-2025-10-01-2025-10-31.csv", "sku"),
    ):
        with page.expect_download() as saved:
            page.get_by_role("button", name="Export").click()
            page.get_by_role("menuitem", name=item).click()
        assert saved.value.suggested_filename == name
        assert saved.value.path().read_text(encoding="utf-8-sig").startswith(f"{head},")
    page.get_by_label("Compare with").select_option("Nothing")
    expect(revenue).to_contain_text("nothing before")
    complaints = ada.complaints
    ada.context.close()
    assert not complaints, "\n".join(complaints)
