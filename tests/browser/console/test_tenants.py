"""The life of a merchant, as operators make it and as the shop and its people see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.console.operating import OperatorAtWork
from tests.browser.installation import FurnishedShop, Installation
from tests.plans.subscribing import a_plan

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


def settle_in(installation: Installation, slug: str) -> None:
    """The owner follows the link of their letter."""
    token = letter_to(installation, slug).secrets["link"].partition("token=")[2]
    inviting.accept(installation.services.work, token, "Awa Ndiaye", PASSWORD)


def add_place(page: Page, console: str, name: str) -> None:
    page.goto(f"{console}/settings/locations/new")
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    page.get_by_role("button", name="Save").click()


@pytest.fixture
def offer(installation: Installation) -> Iterator[tuple[str, str]]:
    """Names of two plans: of one location, and of more."""
    work, mark = installation.services.work, new_id().hex[-6:]
    small, large = f"Kiosk {mark}", f"Market hall {mark}"
    made = [a_plan(work, {"locations": 1}, name=small), a_plan(work, {"locations": 5}, name=large)]
    yield small, large
    with work.database.platform() as tx:
        tx.run("update plans set archived_at = now() where id = any(%(made)s)", made=made)
        tx.run("delete from flag_rules where name = 'experiments'")


def test_the_life_of_a_merchant(
    chromium: Browser,
    installation: Installation,
    farm: FurnishedShop,
    artefacts: Path,
    offer: tuple[str, str],
) -> None:
    """Made on a plan, taking part in a pilot, at a limit, on a larger plan, suspended, and back."""
    small, large = offer
    olive = OperatorAtWork(chromium, installation, farm, artefacts / "tenants")
    page, slug = olive.page, f"kiosque-{new_id().hex[-8:]}"
    olive.go("/tenants/new")
    expect(page.get_by_role("heading", level=1, name="New merchant")).to_be_visible(timeout=30_000)
    page.get_by_label("Company").fill("Kiosque Awa")
    page.get_by_label("Short name").fill(slug)
    page.get_by_role("combobox", name="Country").fill("Senegal")
    page.get_by_role("option", name="Senegal").click()
    page.get_by_label("E-mail address").fill(f"awa@{slug}.example")
    page.get_by_role("combobox", name="Language").click()
    page.get_by_role("option", name="English").click()
    page.get_by_role("combobox", name="Plan").click()
    page.get_by_role("option", name=small).click()
    page.get_by_label("Days of trial").fill("14")
    olive.look("new")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="Kiosque Awa")).to_be_visible()
    expect(page.get_by_text("On trial").first).to_be_visible()
    expect(page.get_by_text(small).first).to_be_visible()
    olive.look("made")
    merchant = page.url

    settle_in(installation, slug)
    shop = f"{installation.base_url}/s/{slug}/kiosque-awa/"
    shopper = chromium.new_context(locale="en-GB").new_page()
    answer = shopper.goto(shop)
    assert answer is not None and answer.status == 200
    awa = chromium.new_context(locale="en-GB").new_page()
    console = f"{installation.base_url}/console/{slug}"
    awa.goto(f"{installation.base_url}/console/account/log-in")
    awa.locator("input[name=email]").fill(f"awa@{slug}.example")
    awa.locator("input[name=password]").fill(PASSWORD)
    awa.locator("input[name=password]").press("Enter")
    awa.wait_for_url(f"{console}**")

    olive.go("/flags/experiments")
    page.get_by_label("Pilot: only for companies with a switch of their own").check()
    page.get_by_label("Why (the history shows it)").fill("Tried with a kiosk")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Tried with a kiosk").first).to_be_visible()
    awa.goto(f"{console}/experiments")
    expect(awa.get_by_role("heading", level=1, name="“Experiments” is not on here")).to_be_visible()
    page.get_by_role("combobox", name="Find a company").fill(slug)
    page.get_by_role("option", name="Kiosque Awa").click()
    page.get_by_role("button", name="Switch on").click()
    asked = page.get_by_role("dialog")
    asked.get_by_label("Why (the history shows it)").fill("They asked")
    asked.get_by_role("button", name="Switch on").click()
    expect(page.get_by_text("They asked").first).to_be_visible()
    awa.goto(f"{console}/experiments")
    expect(awa.get_by_role("heading", level=1, name="Experiments", exact=True)).to_be_visible()

    add_place(awa, console, "The second kiosk")
    expect(awa.get_by_role("status").get_by_text(f"Your plan “{small}” is full")).to_be_visible()
    awa.screenshot(path=str(artefacts / "tenants-full.png"))
    awa.get_by_role("button", name="Plan and usage").click()
    awa.get_by_role("button", name="Leave", exact=True).click()
    awa.get_by_role("button", name=f"Ask for this plan: {large}").click()
    awa.get_by_role("button", name="Send the request").click()
    expect(awa.get_by_text(f"You asked for “{large}”")).to_be_visible()
    olive.go("/plans")
    page.get_by_role("button", name="Approve: Kiosque Awa").click()
    expect(page.get_by_text("has the plan now")).to_be_visible()
    add_place(awa, console, "The second kiosk")
    expect(awa.get_by_role("heading", level=1, name="The second kiosk")).to_be_visible()

    page.goto(merchant)
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
    awa.goto(console)
    expect(awa.get_by_text("Bill 17 is unpaid.")).to_be_visible()
    expect(awa.get_by_role("link", name="Products")).to_be_visible()
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
