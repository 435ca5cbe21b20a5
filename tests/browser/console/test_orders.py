"""An order that was placed in the shop is handled in the console, from the shelf to the last tick."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pypdf import PdfReader
from tests.browser import journey
from tests.browser.conftest import Arrive
from tests.browser.console.signing_in import Colleague
from tests.browser.installation import FurnishedShop, Installation

SIZES = {"laptop": (1440, 900), "tablet": (820, 1180), "phone": (390, 844)}


@pytest.fixture
def packers(
    chromium: Browser, installation: Installation, boutique: FurnishedShop, artefacts: Path
) -> Iterator[dict[str, Colleague]]:
    """Moussa works on a laptop, Fatou on a tablet, Omar on his phone; Omar may only look."""
    roles = {
        "laptop": ("Moussa Fall", "owner"),
        "tablet": ("Fatou Sarr", "support"),
        "phone": ("Omar Ba", "read-only"),
    }
    made = {
        screen: Colleague(
            chromium, installation, boutique, name, artefacts / "orders", role=role,
            width=SIZES[screen][0], height=SIZES[screen][1],
        )
        for screen, (name, role) in roles.items()
    }  # fmt: skip
    yield made
    complaints = [line for who in made.values() for line in who.complaints]
    for who in made.values():
        who.context.close()
    assert not complaints, "\n".join(complaints)


def bought(arrive: Arrive, shop: FurnishedShop) -> str:
    """Awa buys a basket and pays at the door; the number of her order."""
    awa = arrive(shop)
    journey.put_in_cart(awa, journey.BOUTIQUE)
    journey.to_the_last_step(awa, journey.BOUTIQUE)
    journey.place(awa, "cash_on_delivery")
    return journey.expect_thanks(awa).lstrip("#").strip(".")


def act(page: Page, name: str) -> None:
    """The next step: the one filled button of the page."""
    page.get_by_role("button", name=re.compile(name)).first.click()


def from_menu(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile("^(Plus|More)$")).click()
    page.get_by_role("menuitem", name=re.compile(name)).click()


def test_an_order_is_handled_to_its_end(
    packers: dict[str, Colleague], arrive: Arrive, boutique: FurnishedShop
) -> None:
    moussa = packers["laptop"]
    page = moussa.page
    number = bought(arrive, boutique)

    moussa.go("/orders?need=to_prepare")
    row = page.get_by_role("link", name=number, exact=True)
    expect(row).to_be_visible()
    moussa.look("list")
    row.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    expect(page.get_by_text("Awa Ndiaye").first).to_be_visible()
    expect(page.get_by_text("Panier de marché Kermel").first).to_be_visible()
    moussa.look("new")

    page.get_by_role("textbox", name=re.compile("Ajouter une note|Add a note")).fill(
        "Appeler avant de passer"
    )
    act(page, "Enregistrer la note|Save the note")
    expect(page.get_by_text("Appeler avant de passer").first).to_be_visible()

    with page.context.expect_event("request", lambda asked: "/packing-slips.pdf?order=" in asked.url) as slip:
        act(page, "Imprimer le bon|Print packing slip")
    pdf = page.request.get(slip.value.url).body()
    paper = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages)
    assert number in paper
    assert "Awa Ndiaye" in paper

    act(page, "^(Préparer|Prepare)$")
    expect(page.get_by_text(re.compile("sortis du stock|left the shelf")).first).to_be_visible()
    act(page, "^(Expédier|Ship)$")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name=re.compile("Transporteur|Carrier")).fill("Tex Courier")
    dialog.get_by_role("textbox", name=re.compile("Numéro de suivi|Tracking number")).fill("TX-4711")
    dialog.get_by_role("button", name=re.compile("^(Expédier|Ship)$")).click()
    expect(page.get_by_text("Tex Courier · TX-4711").first).to_be_visible()
    page.get_by_role("button", name=re.compile("^(Plus|More)$")).click()
    cancel = page.get_by_role("menuitem", name=re.compile("Annuler|Cancel"))
    expect(cancel).to_be_disabled()  # it has left, and the menu says so
    expect(cancel).to_contain_text(re.compile("Elle est partie|It has left"))
    page.keyboard.press("Escape")
    act(page, "Marquer comme livrée|Mark as delivered")
    expect(page.get_by_role("button", name=re.compile("Marquer comme payée|Mark as paid"))).to_be_visible()
    act(page, "Marquer comme payée|Mark as paid")
    dialog.get_by_role("button", name=re.compile("Marquer comme payée|Mark as paid")).click()
    act(page, "^(Terminer|Complete)$")
    expect(page.get_by_text(re.compile("Il ne reste rien à faire|Nothing is left to do"))).to_be_visible()
    moussa.look("done")

    omar = packers["phone"]
    omar.go(f"/orders?q={number}")
    expect(omar.page.get_by_text("Awa Ndiaye").first).to_be_visible()
    omar.look("list")
    omar.page.get_by_role("link", name=re.compile(number)).first.click()
    expect(omar.page.get_by_text("Appeler avant de passer").first).to_be_visible()
    expect(omar.page.get_by_role("textbox", name=re.compile("note"))).to_have_count(0)
    omar.page.mouse.move(2, 2)  # a tooltip under the pointer is no part of the page
    omar.look("order")


def test_two_at_once_and_a_cancelled_order(
    packers: dict[str, Colleague], arrive: Arrive, boutique: FurnishedShop
) -> None:
    moussa, fatou = packers["laptop"], packers["tablet"]
    number = bought(arrive, boutique)
    for who in (moussa, fatou):
        who.go(f"/orders?q={number}")
        who.page.get_by_role("link", name=re.compile(number)).first.click()
        expect(who.page.get_by_role("button", name=re.compile("^(Préparer|Prepare)$"))).to_be_visible()
    fatou.look("order")
    fatou.expects(412)
    is_deaf = True  # Fatou's window hears nothing of the others until it has asked to cancel

    def read(route: Route) -> None:
        if is_deaf:
            route.abort("aborted")
        else:
            route.continue_()

    def cancel(route: Route) -> None:
        nonlocal is_deaf
        is_deaf = False
        route.continue_()

    fatou.page.route("**/admin/orders/ord_*", read)
    fatou.page.route("**/admin/orders/ord_*/cancel", cancel)
    act(moussa.page, "^(Préparer|Prepare)$")
    expect(moussa.page.get_by_role("button", name=re.compile("^(Expédier|Ship)$"))).to_be_visible()
    from_menu(fatou.page, "Annuler|Cancel")
    fatou.page.get_by_role("dialog").get_by_role(
        "button", name=re.compile("Annuler la commande|Cancel order")
    ).click()
    expect(
        fatou.page.get_by_text(re.compile("Quelqu'un d'autre a modifié|Somebody else changed"))
    ).to_be_visible()
    expect(fatou.page.get_by_role("button", name=re.compile("^(Expédier|Ship)$"))).to_be_visible()

    from_menu(fatou.page, "Annuler|Cancel")
    fatou.page.get_by_role("dialog").get_by_role(
        "button", name=re.compile("Annuler la commande|Cancel order")
    ).click()
    expect(fatou.page.get_by_text(re.compile("Annulée : |Cancelled: ")).first).to_be_visible()
