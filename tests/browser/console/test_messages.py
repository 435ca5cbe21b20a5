"""Somebody words a message, sees what it makes, has it sent to themselves, and finds it in the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.console.signing_in import Colleague
from tests.browser.installation import FurnishedShop, Installation

from duka.kernel.ids import new_id

pytestmark = pytest.mark.browser


@pytest.fixture
def khady(
    chromium: Browser, installation: Installation, boutique: FurnishedShop, artefacts: Path
) -> Iterator[Colleague]:
    colleague = Colleague(chromium, installation, boutique, "Khady Ndao", artefacts / "messages")
    yield colleague
    complaints = colleague.complaints
    colleague.context.close()
    assert not complaints, "\n".join(complaints)


def test_a_wording_from_the_first_word_to_the_log(khady: Colleague) -> None:
    page, to = khady.page, f"essai-{new_id().hex[-8:]}@staff.example"
    khady.go("/messages/templates")
    page.get_by_role("link", name="En route, Français").first.click()
    subject, words = page.get_by_label("Objet"), page.get_by_label("Texte", exact=True)
    expect(subject).to_have_value("Votre commande {{ number }} est en route")

    khady.expects(422)  # the preview says which line cannot be said
    words.fill("Bonjour {{ name }},\n\n{{ nonsense }}")
    expect(page.get_by_text("there is no nonsense").first).to_be_visible()

    subject.fill("C’est parti : {{ number }}")
    words.fill("Bonjour {{ name }} !\n\nVotre colis est parti.\n\n[goods]\n\n=> Voir: {{ link }}")
    letter = page.frame_locator("iframe").first
    expect(letter.get_by_role("heading", name="C’est parti : 1042")).to_be_visible()
    expect(letter.get_by_role("link", name="Voir")).to_be_visible()
    khady.look("wording")
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(page.get_by_text("Rédigé pour").first).to_be_visible()

    page.get_by_label("À cette adresse").fill(to)
    page.get_by_role("button", name="Envoyer un essai").click()
    expect(page.get_by_text("L’essai est parti.")).to_be_visible()

    khady.go(f"/messages?q={to}")
    page.get_by_role("link", name="En route").first.click()
    expect(page.get_by_text("C’est parti : 1042").first).to_be_visible()
    khady.look("message")


def test_an_address_is_suppressed_and_released(khady: Colleague) -> None:
    page, address = khady.page, f"dur-{new_id().hex[-8:]}@people.example"
    khady.go("/messages/suppressed")
    page.get_by_label("Adresse", exact=True).fill(address)
    page.get_by_role("button", name="Bloquer une adresse").click()
    expect(page.get_by_role("cell", name=address, exact=True)).to_be_visible()
    khady.look("suppressed")
    page.get_by_role("button", name=f"Débloquer {address}").click()
    page.get_by_role("dialog").get_by_role("button", name="Débloquer").click()
    expect(page.get_by_role("cell", name=address, exact=True)).to_have_count(0)


def test_what_goes_by_sms_is_chosen(khady: Colleague) -> None:
    page = khady.page
    khady.go("/settings/messages")
    page.get_by_label("Envoyer des SMS aux clients qui ont donné un numéro").check(force=True)
    page.get_by_label("Commande confirmée par SMS").check()
    page.get_by_label("Calme de").fill("20:30")
    khady.look("channels")
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(page.get_by_text("Enregistré").first).to_be_visible()
    page.reload()
    expect(page.get_by_label("Commande confirmée par SMS")).to_be_checked()
    expect(page.get_by_label("Calme de")).to_have_value("20:30")
