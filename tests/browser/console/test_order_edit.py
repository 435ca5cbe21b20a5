"""Staff edit an order up, so that a link asks for what is due, and down, so that money goes back; the buyer's page says both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import journey
from tests.browser.conftest import Arrive
from tests.browser.console.asking import ask
from tests.browser.console.signing_in import Colleague
from tests.browser.installation import FurnishedShop, Installation

pytestmark = pytest.mark.browser


@pytest.fixture
def colleagues(
    chromium: Browser, installation: Installation, boutique: FurnishedShop, artefacts: Path
) -> Iterator[tuple[Colleague, Colleague]]:
    """Moussa, an owner on a laptop, and Fatou of the support on a phone."""
    folder = artefacts / "order-edit"
    moussa = Colleague(chromium, installation, boutique, "Moussa Fall", folder)
    fatou = Colleague(
        chromium, installation, boutique, "Fatou Sarr", folder, role="support", width=390, height=844
    )
    yield moussa, fatou
    complaints = [line for who in (moussa, fatou) for line in who.complaints]
    for who in (moussa, fatou):
        who.context.close()
    assert not complaints, "\n".join(complaints)


def _preview(page: Page, text: str) -> None:
    expect(page.get_by_text(re.compile(text)).first).to_be_visible()


def _apply(page: Page, reason: str) -> None:
    page.get_by_role("textbox", name=re.compile("Pourquoi la commande|Why the order")).fill(reason)
    apply = page.get_by_role("button", name=re.compile("Appliquer|Apply the changes"))
    expect(apply).to_be_enabled()
    apply.click()
    expect(page.get_by_role("link", name=re.compile("^(Modifier|Edit)$"))).to_be_visible()


def test_an_order_is_edited_up_and_down(
    colleagues: tuple[Colleague, Colleague], arrive: Arrive, boutique: FurnishedShop
) -> None:
    moussa, fatou = colleagues
    awa = arrive(boutique)
    journey.put_in_cart(awa, journey.BOUTIQUE)
    journey.to_the_last_step(awa, journey.BOUTIQUE)
    journey.place(awa, "cash_on_delivery")
    number = journey.expect_thanks(awa).lstrip("#").strip(".")
    follow = awa.page.locator("header.title a.link").first.get_attribute("href")
    page = moussa.page
    moussa.go(f"/orders?q={number}")
    page.get_by_role("link", name=re.compile(number)).first.click()
    page.get_by_role("button", name=re.compile("^(Plus|More)$")).click()
    page.get_by_role("menuitem", name=re.compile("Marquer comme payée|Mark as paid")).click()
    page.get_by_role("dialog").get_by_role(
        "button", name=re.compile("Marquer comme payée|Mark as paid")
    ).click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("link", name=re.compile("^(Modifier|Edit)$")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    moussa.look("as it was")
    page.get_by_role("button", name=re.compile("^(Plus de|More of) ")).first.click()
    _preview(page, "restent à payer|more is due")
    expect(page.get_by_role("checkbox", name=re.compile("lien de paiement|payment link"))).to_be_checked()
    moussa.look("up")
    _apply(page, "Awa wants one more")
    expect(page.get_by_text(re.compile("Commande modifiée|Order edited")).first).to_be_visible()
    expect(page.get_by_text("Awa wants one more").first).to_be_visible()
    moussa.look("edited")

    order = page.url.rsplit("/", 1)[-1]
    told = ask(page, moussa.company, "GET", f"/orders/{order}").body
    assert told["payment_status"] == "partially_captured"
    versions = ask(page, moussa.company, "GET", f"/orders/{order}/versions").body["items"]
    assert [version["number"] for version in versions] == [1]

    fatou.go(f"/orders/{order}/edit")
    expect(fatou.page.get_by_role("button", name=re.compile("^(Retirer|Take) ")).first).to_be_visible()
    expect(fatou.page.get_by_role("button", name=re.compile("Remise|Discount"))).to_have_count(0)
    fatou.look("on a phone")

    page.get_by_role("link", name=re.compile("^(Modifier|Edit)$")).click()
    page.get_by_role("button", name=re.compile("^(Moins de|Less of) ")).first.click()
    page.get_by_role("textbox", name=re.compile("Son prix|Price of it")).fill("0")
    _preview(page, "de moins| less")
    back = page.get_by_role("checkbox", name=re.compile("^(Rendre|Give) "))
    expect(back).to_be_checked()
    moussa.look("down")
    _apply(page, "Two after all, and she fetches it")
    told = ask(page, moussa.company, "GET", f"/orders/{order}").body
    assert told["payment_status"] == "partially_refunded"
    assert sum(payment["refunded_minor"] for payment in told["payments"]) > 0

    assert follow is not None
    awa.page.goto(urljoin(awa.page.url, follow))
    expect(
        awa.page.get_by_role("heading", name=re.compile("Votre commande a été modifiée|was changed"))
    ).to_be_visible()
    expect(awa.page.locator(".edits li").first).to_be_visible()
    awa.look("changed order")
