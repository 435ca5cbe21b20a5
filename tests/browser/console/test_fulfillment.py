"""An order leaves in parts: packed and sent from its page and from the list of those who pack; its buyer follows each parcel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import journey
from tests.browser.conftest import Arrive
from tests.browser.console.signing_in import Colleague
from tests.browser.installation import FurnishedShop, Installation

PREPARE, SHIP = re.compile("Préparer ceci|Prepare this"), re.compile("Expédier ce colis|Ship this parcel")


@pytest.fixture
def moussa(
    chromium: Browser, installation: Installation, boutique: FurnishedShop, artefacts: Path
) -> Iterator[Colleague]:
    made = Colleague(chromium, installation, boutique, "Moussa Fall", artefacts / "fulfillment")
    yield made
    complaints = made.complaints
    made.context.close()
    assert not complaints, "\n".join(complaints)


def open_order(who: Colleague, number: str) -> Page:
    who.go(f"/orders?q={number}")
    who.page.get_by_role("link", name=number, exact=True).click()
    expect(who.page.get_by_role("heading", level=1)).to_contain_text(number)
    return who.page


def test_an_order_leaves_in_two_parcels(moussa: Colleague, arrive: Arrive, boutique: FurnishedShop) -> None:
    awa = arrive(boutique)
    for _ in range(2):
        journey.put_in_cart(awa, journey.BOUTIQUE)
    journey.to_the_last_step(awa, journey.BOUTIQUE)
    journey.place(awa, "cash_on_delivery")
    number = journey.expect_thanks(awa).lstrip("#").strip(".")

    page = open_order(moussa, number)
    page.get_by_role("button", name=re.compile("Choisir les quantités|Choose quantities")).click()
    field = page.get_by_role("textbox", name=re.compile("Quantité de Panier|How much of Panier"))
    expect(field).to_have_value("2")
    field.fill("1")
    page.get_by_role("button", name=PREPARE).click()
    first = page.get_by_role("article", name=f"{number}-1")
    expect(first).to_contain_text(re.compile("Préparé|Prepared"))
    expect(page.get_by_role("button", name=PREPARE)).to_be_visible()  # one is left
    moussa.look("half-packed")

    first.get_by_role("button", name=SHIP).click()
    dialog = page.get_by_role("dialog")
    number_field = dialog.get_by_role("textbox", name=re.compile("Numéro de suivi|Tracking number"))
    expect(number_field).to_be_focused()
    number_field.fill("1Z999AA10123456784")
    number_field.press("Enter")  # as a scanner does
    expect(first).to_contain_text("UPS")
    link = first.get_by_role("link", name=re.compile("Suivre le colis|Follow the parcel"))
    expect(link).to_have_attribute("href", re.compile(r"^https://www\.ups\.com/.*1Z999AA10123456784"))

    page.get_by_role("button", name=PREPARE).click()
    second = page.get_by_role("article", name=f"{number}-2")
    second.get_by_role("button", name=f"{number}-2").click()
    page.get_by_role("menuitem", name=re.compile("Déballer|Unpack")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Déballer|Unpack")).click()
    expect(second).to_contain_text(re.compile("Déballé|Unpacked"))
    moussa.look("unpacked")

    moussa.go("/fulfillment")
    task = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=re.compile(number)))
    task.get_by_role("button", name=PREPARE).click()
    expect(task).to_have_count(0)
    page.get_by_role("tab", name=re.compile("À expédier|To ship")).click()
    expect(task.get_by_role("button", name=SHIP)).to_be_visible()
    moussa.look("to-ship")

    awa.page.get_by_role("link", name=awa.say("Follow this order")).click()
    parcels = awa.page.locator(".parcels > ul > li")
    expect(parcels).to_have_count(2)
    expect(parcels.first).to_contain_text(f"{number}-1")
    expect(parcels.first.get_by_role("link", name=awa.say("Follow this parcel"))).to_be_visible()
    expect(awa.page.locator(".way .part")).to_contain_text(awa.say("Partly shipped"))
    awa.look("parcels")
