"""An operator makes a merchant, suspends and reopens them; the shop and its people see each state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.console.operating import OperatorAtWork
from tests.browser.installation import FurnishedShop, Installation

from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.staff import inviting
from duka.tenants import queries as tenants

pytestmark = pytest.mark.browser
PASSWORD = "market-day-basket"


def letter_to(installation: Installation, slug: str) -> Any:
    found = tenants.find(installation.services.work, slug)
    assert found is not None
    return installation.services.work.perform(
        Caller(found.id),
        lambda ctx: ctx.db.one(
            "select * from mails where tenant_id = %(tenant)s and kind = 'invitation' order by created_at desc"
        ),
    )


def test_from_the_first_day_to_a_suspension_and_back(
    chromium: Browser, installation: Installation, farm: FurnishedShop, artefacts: Path
) -> None:
    olive = OperatorAtWork(chromium, installation, farm, artefacts / "tenants")
    page, slug = olive.page, f"kiosque-{new_id().hex[-8:]}"
    olive.go("/tenants/new")
    expect(page.get_by_role("heading", level=1, name="New merchant")).to_be_visible(timeout=30_000)
    page.get_by_label("Company").fill("Kiosque Awa")
    page.get_by_label("Short name").fill(slug)
    page.get_by_role("combobox", name="Country").fill("Senegal")
    page.get_by_role("option", name="Senegal").click()
    page.get_by_label("E-mail address").fill(f"awa@{slug}.example")
    page.get_by_label("Days of trial").fill("14")
    olive.look("new")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="Kiosque Awa")).to_be_visible()
    expect(page.get_by_text("On trial").first).to_be_visible()
    olive.look("made")

    token = letter_to(installation, slug).secrets["link"].partition("token=")[2]
    inviting.accept(installation.services.work, token, "Awa Ndiaye", PASSWORD)
    shop = f"{installation.base_url}/s/{slug}/kiosque-awa/"
    shopper = chromium.new_context(locale="en-GB").new_page()
    answer = shopper.goto(shop)
    assert answer is not None and answer.status == 200

    page.get_by_role("button", name="Suspend").click()
    page.get_by_label("In your words").fill("Bill 17 is unpaid.")
    olive.look("suspending")
    page.get_by_role("dialog").get_by_role("button", name="Suspend").click()
    expect(page.get_by_role("alert").get_by_text("Bill 17 is unpaid.")).to_be_visible()
    page.get_by_role("tab", name="History").click()
    expect(page.get_by_text("Company suspended")).to_be_visible()
    olive.look("suspended")

    answer = shopper.goto(shop)
    assert answer is not None and answer.status == 503
    expect(shopper.get_by_role("heading", name="Closed for now")).to_be_visible()
    shopper.screenshot(path=str(artefacts / "tenants-shop-closed.png"))

    awa = chromium.new_context(locale="en-GB").new_page()
    awa.goto(f"{installation.base_url}/console/account/log-in")
    awa.locator("input[name=email]").fill(f"awa@{slug}.example")
    awa.locator("input[name=password]").fill(PASSWORD)
    awa.locator("input[name=password]").press("Enter")
    expect(awa.get_by_text("Bill 17 is unpaid.")).to_be_visible()
    expect(awa.get_by_role("link", name="Produits")).to_be_visible()
    awa.screenshot(path=str(artefacts / "tenants-console-suspended.png"), full_page=True)

    page.get_by_role("button", name="Open again").click()
    page.get_by_role("dialog").get_by_role("button", name="Open again").click()
    expect(page.get_by_role("button", name="Suspend")).to_be_visible()
    answer = shopper.goto(shop)
    assert answer is not None and answer.status == 200
    complaints = olive.complaints
    for one in (olive.context, shopper.context, awa.context):
        one.close()
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("width", [1440, 820, 390])
def test_every_screen_of_merchants(
    chromium: Browser, installation: Installation, farm: FurnishedShop, artefacts: Path, width: int
) -> None:
    olive = OperatorAtWork(chromium, installation, farm, artefacts / "tenants", width=width)
    found = tenants.find_by_id(installation.services.work, farm.tenant)
    assert found is not None
    for name, path, heading in (
        ("home", "/", "Center Control"),
        ("list", "/tenants", "Merchants"),
        ("new", "/tenants/new", "New merchant"),
        ("one", f"/tenants/{found.public_id}", found.name),
        ("stores", f"/tenants/{found.public_id}?tab=stores", found.name),
        ("history", f"/tenants/{found.public_id}?tab=history", found.name),
    ):
        olive.go(path)
        expect(olive.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        olive.look(f"{name}-{width}")
    complaints = olive.complaints
    olive.context.close()
    assert not complaints, "\n".join(complaints)
