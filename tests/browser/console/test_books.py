"""A store is connected to a provider; what is sold stands in the books; and what a gateway's statement says otherwise is
named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.card_till import CardTill, Held
from tests.browser.console.asking import ask
from tests.browser.console.signing_in import Colleague
from tests.browser.console.test_service import buy
from tests.browser.installation import FurnishedShop, Installation

from duka.kernel.ids import new_id
from duka.payments import queries as payments


@pytest.fixture
def aminata(
    chromium: Browser, installation: Installation, boutique: FurnishedShop, artefacts: Path
) -> Iterator[Colleague]:
    """Owns the boutique and keeps its books."""
    aminata = Colleague(chromium, installation, boutique, "Aminata Diop", artefacts / "books")
    yield aminata
    complaints = aminata.complaints
    aminata.context.close()
    assert not complaints, "\n".join(complaints)


def card(page: Page, name: str) -> Locator:
    """The card of a provider among the connections."""
    heading = page.get_by_role("heading", level=3, name=name, exact=True)
    return page.locator("#connections .mantine-Card-root", has=heading).last


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("La connexion est enregistrée").last).to_be_visible()


def test_a_store_is_connected_and_the_connection_tested(
    aminata: Colleague, installation: Installation
) -> None:
    page, mtn = aminata.page, installation.tills.mtn
    access = mtn.access["collection"]
    aminata.go("/settings/payments")
    expect(card(page, "MTN MoMo")).to_contain_text("Non connecté")
    page.get_by_role("button", name="MTN MoMo", exact=True).click()
    expect(
        page.get_by_text("Pas encore proposé : cette boutique n’est pas connectée à MTN MoMo")
    ).to_be_visible()
    page.get_by_role(
        "button", name=re.compile("^(Annuler les modifications|Annuler|Abandonner)")
    ).first.click()
    aminata.look("before")

    page.get_by_role("link", name="Connecter MTN MoMo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("MTN MoMo")
    page.get_by_role("combobox", name="Pays").click()
    page.get_by_role("option", name="Bac à sable").click()
    page.get_by_label("Utilisateur API", exact=True).fill(access.user)
    page.get_by_label("Clé API", exact=True).fill("wrong")
    save_button = page.get_by_role("button", name="Enregistrer", exact=True)
    save_button.click()
    expect(page.get_by_text("Ceci est nécessaire").first).to_be_visible()
    page.get_by_label("Clé d’abonnement Collections", exact=True).fill(access.subscription)
    save(page)

    page.get_by_role("button", name="Tester la connexion").click()
    expect(page.get_by_text("MTN MoMo a refusé")).to_be_visible()
    aminata.look("refused")

    key = page.get_by_label("Clé API", exact=True)
    expect(key).to_have_value("")
    expect(key).to_have_attribute("placeholder", re.compile("laissez vide"))
    key.fill(access.key)
    save(page)
    page.get_by_role("button", name="Tester la connexion").click()
    expect(page.get_by_text("MTN MoMo a répondu")).to_be_visible()
    expect(page.get_by_text(f"{installation.base_url}/callbacks/").first).to_be_visible()
    aminata.look("connected")
    assert access.key not in page.content()

    aminata.go("/settings/payments")
    expect(card(page, "MTN MoMo")).to_contain_text("Connecté · Mode test")
    told = ask(page, aminata.company, "GET", "/stores").body[0]["id"]
    answer = ask(page, aminata.company, "GET", f"/stores/{told}/payment-accounts")
    assert answer.status == 200 and access.key not in str(answer.body)

    card(page, "MTN MoMo").get_by_role("link").click()
    page.get_by_role("button", name="Déconnecter").click()
    page.get_by_role("dialog").get_by_role("button", name="Déconnecter").click()
    expect(card(page, "MTN MoMo")).to_contain_text("Non connecté")


def test_the_books_balance_after_a_sale(
    aminata: Colleague, installation: Installation, boutique: FurnishedShop
) -> None:
    page = aminata.page
    number = buy(installation, boutique)
    aminata.go("/books")
    expect(page.get_by_text("Les comptes sont justes")).to_be_visible()
    expect(page.get_by_role("link", name="Créances clients")).to_be_visible()
    aminata.look("books")

    page.get_by_role("link", name="Écritures").last.click()
    page.get_by_role("link", name=f"Commande {number}").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    page.go_back()
    page.get_by_role("link", name="Vente", exact=True).first.click()
    expect(page.get_by_role("heading", level=1, name="Vente")).to_be_visible()
    expect(page.get_by_text("Cette écriture découle d’une commande")).to_be_visible()
    aminata.look("entry")

    aminata.go("/books/entries/new")
    page.get_by_label("Objet").fill("Loyer du marché")
    _choose(page, 1, "Autres produits")
    page.get_by_label("Débit de la ligne 1").fill("5000")
    _choose(page, 2, "Espèces")
    page.get_by_label("Crédit de la ligne 2").fill("4000")
    expect(page.get_by_text("Pas encore égal")).to_be_visible()
    page.get_by_role("button", name="Passer l’écriture").click()
    expect(page.get_by_text("Les débits et les crédits doivent être égaux.")).to_be_visible()
    page.get_by_label("Crédit de la ligne 2").fill("5000")
    expect(page.get_by_text("Égal", exact=True)).to_be_visible()
    aminata.look("new entry")
    page.get_by_role("button", name="Passer l’écriture").click()
    expect(page.get_by_role("heading", level=1, name="À la main")).to_be_visible()
    expect(page.get_by_text("Loyer du marché").first).to_be_visible()

    page.get_by_role("button", name="Contre-passer").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Contre-passer").click()
    expect(dialog.get_by_text("Dites pourquoi")).to_be_visible()
    dialog.get_by_label("Motif").fill("Saisie deux fois")
    dialog.get_by_role("button", name="Contre-passer").click()
    expect(page.get_by_role("heading", level=1, name="Contre-passation")).to_be_visible()
    page.get_by_role("link", name="Voir laquelle").click()
    expect(page.get_by_text("Cette écriture a été contre-passée.")).to_be_visible()
    expect(page.get_by_role("button", name="Contre-passer")).to_have_count(0)
    aminata.look("reversed")
    aminata.go("/books")
    expect(page.get_by_text("Les comptes sont justes")).to_be_visible()


def _choose(page: Page, line: int, account: str) -> None:
    page.get_by_role("combobox", name=f"Compte de la ligne {line}").click()
    page.get_by_role("option", name=account, exact=True).click()


def test_a_statement_with_a_line_missing(
    aminata: Colleague, installation: Installation, boutique: FurnishedShop, tmp_path: Path
) -> None:
    page, till = aminata.page, CardTill(installation, boutique)
    named, forgotten = taken(aminata, till), taken(aminata, till)
    mark = new_id().hex[-10:]
    file = statement(till, named, mark, tmp_path)
    aminata.go("/books/statements")
    expect(page.get_by_role("heading", level=1, name="Rapprochement")).to_be_visible()
    expect(page.locator("input[type=file]")).to_have_count(1)
    aminata.look("statements")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("heading", level=1, name=file.name)).to_be_visible()

    page.get_by_role("button", name=re.compile("Absent là-bas")).click()
    expect(page.get_by_role("link", name=f"Commande {forgotten.number}")).to_be_visible()
    expect(page.get_by_role("link", name=f"Commande {named.number}")).to_have_count(0)
    page.get_by_role("button", name=re.compile("Absent ici")).click()
    expect(page.get_by_text(f"txn_{mark}_unknown")).to_be_visible()
    expect(page.get_by_text("Aucun de nos paiements n’a cette référence")).to_be_visible()
    aminata.look("missing here")

    page.get_by_role("button", name=f"Expliquer txn_{mark}_unknown").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Explication").fill("Encaissé au salon, hors de Duka")
    dialog.get_by_role("button", name="Expliquer").click()
    expect(page.get_by_text("Encaissé au salon, hors de Duka")).to_be_visible()
    page.get_by_role("button", name=re.compile("Concordant")).click()
    expect(page.get_by_role("link", name=f"Commande {named.number}")).to_be_visible()
    page.get_by_role("link", name="Voir le paiement").first.click()
    expect(page).to_have_url(re.compile(r"/payments/pay_"))

    aminata.go("/books/statements")
    expect(page.get_by_role("link", name=file.name)).to_be_visible()
    expect(page.get_by_text("Pas encore expliqué")).to_be_visible()


def taken(who: Colleague, till: CardTill) -> Held:
    """Somebody paid by card, and the shop took the money."""
    held = till.held()
    answer = ask(who.page, who.company, "POST", f"/payments/{held.payment}/capture", {"reason": "Emballée"})
    assert answer.status == 200, answer
    return held


def statement(till: CardTill, named: Held, mark: str, folder: Path) -> Path:
    """Of Stripe: it names one of our payments, and one that we know nothing of."""
    services = till.installation.services
    paid = services.work.perform(till.caller, lambda ctx: payments.get(ctx, named.payment_id))
    now, fee = datetime.now(UTC), paid.fee_minor
    rows = [
        ("txn_" + mark, now - timedelta(hours=1), paid.captured_minor, fee, paid.provider_reference),
        (f"txn_{mark}_unknown", now + timedelta(hours=1), 7000, 0, f"pi_{mark}_unknown"),
    ]
    lines = ["balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,payment_intent_id"]
    lines += [
        f"{name},{at:%Y-%m-%d %H:%M:%S},{paid.currency.lower()},{gross},{cost},{gross - cost},charge,{intent}"
        for name, at, gross, cost, intent in rows
    ]
    file = folder / f"balance-{mark}.csv"
    file.write_text("\n".join(lines) + "\n")
    return file
