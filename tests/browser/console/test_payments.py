"""Money that a bank holds is taken, less than was held, and some of it goes back: by hand in the console, as the provider's own
books have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.card_till import CardTill
from tests.browser.console.asking import ask
from tests.browser.console.signing_in import Colleague
from tests.browser.installation import FurnishedShop, Installation

SIZES = {"laptop": (1440, 900), "phone": (390, 844)}


@pytest.fixture
def till(installation: Installation, boutique: FurnishedShop) -> CardTill:
    return CardTill(installation, boutique)


@pytest.fixture
def team(
    chromium: Browser, installation: Installation, boutique: FurnishedShop, artefacts: Path
) -> Iterator[dict[str, Colleague]]:
    """Awa, who owns the shop, on a laptop; Rokhaya, who may only look, on her phone."""
    roles = {"laptop": ("Awa Sarr", "owner"), "phone": ("Rokhaya Diop", "read-only")}
    made = {
        screen: Colleague(
            chromium, installation, boutique, name, artefacts / "payments", role=role,
            width=SIZES[screen][0], height=SIZES[screen][1],
        )
        for screen, (name, role) in roles.items()
    }  # fmt: skip
    yield made
    complaints = [line for who in made.values() for line in who.complaints]
    for who in made.values():
        who.context.close()
    assert not complaints, "\n".join(complaints)


def figure(page: Page, name: str) -> str:
    """A part of the money bar, its digits alone."""
    told = page.locator("dl > div", has=page.get_by_text(re.compile(f"^({name})$"))).locator("dd").first
    return re.sub(r"\D", "", told.inner_text())


def from_menu(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile("^(Plus|More)$")).click()
    page.get_by_role("menuitem", name=re.compile(name)).click()


def test_less_than_was_held_is_taken_and_some_goes_back(team: dict[str, Colleague], till: CardTill) -> None:
    awa = team["laptop"]
    page = awa.page
    held = till.held()
    awa.go("/payments?need=to_capture")
    page.get_by_role("link", name=held.number, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(held.number)
    assert figure(page, "Réservé|Held") == str(held.amount_minor)
    awa.look("held")

    page.get_by_role("button", name=re.compile("^(Encaisser|Take the money)$")).click()
    dialog = page.get_by_role("dialog")
    amount = dialog.get_by_label(re.compile("^(Encaisser|Take)"))
    amount.fill(str(held.amount_minor + 1))
    expect(dialog.get_by_text(re.compile("^(Au plus|At most)"))).to_be_visible()
    taken = held.amount_minor - 500
    amount.fill(str(taken))
    expect(dialog.get_by_text(re.compile("500.*(libérés|is let go)"))).to_be_visible()
    awa.look("capture")
    dialog.get_by_role("button", name=re.compile("^(Encaisser|Take) ")).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text(re.compile("^(Payé|Paid)$")).first).to_be_visible()
    assert figure(page, "Encaissé|Taken") == str(taken)
    assert figure(page, "Libéré|Let go") == "500"
    assert till.moved(held) == (taken, 0)

    from_menu(page, "^(Rembourser|Give money back)$")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("^(Un autre montant|Another amount)")).fill("200")
    dialog.get_by_label(re.compile("^(Motif|Why)")).fill("Un bouton manquait")
    dialog.get_by_role("button", name=re.compile("^(Rembourser|Give back) 200")).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Un bouton manquait").first).to_be_visible()
    assert figure(page, "Remboursé|Given back") == "200"
    assert till.moved(held) == (taken, 200)

    page.get_by_text(re.compile("^(Encaissement|Took the money)$")).click()
    expect(page.get_by_text("amount_to_capture").first).to_be_visible()
    expect(page.get_by_text(till.simulator.secret_key)).to_have_count(0)
    awa.look("conversation")
    page.get_by_role("link", name=f"#{held.number}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(held.number)
    page.get_by_role("link", name=re.compile("(Ouvrir le paiement|Open the payment)")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("Paiement|Payment"))

    awa.go("/payments/health")
    expect(page.get_by_role("heading", name=re.compile("Stripe"))).to_be_visible()
    awa.look("health")


def test_who_may_only_look_is_told_why_nothing_can_be_done(
    team: dict[str, Colleague], till: CardTill
) -> None:
    rokhaya = team["phone"]
    page = rokhaya.page
    held = till.held()
    rokhaya.go(f"/payments/{held.payment}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(held.number)
    expect(page.get_by_role("button", name=re.compile("^(Encaisser|Take the money)$"))).to_have_count(0)
    page.get_by_role("button", name=re.compile("^(Plus|More)$")).click()
    item = page.get_by_role("menuitem", name=re.compile("^(Encaisser|Take the money)"))
    expect(item).to_contain_text(re.compile("rôle|role"))
    page.keyboard.press("Escape")
    rokhaya.look("looking")
    rokhaya.expects(403)
    refused = ask(page, rokhaya.company, "POST", f"/payments/{held.payment}/cancel", {"reason": "no"})
    assert (refused.status, refused.body["code"]) == (403, "Forbidden")
