"""A company signs itself up, sells, and lets somebody in who may do only their part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import journey
from tests.browser.conftest import Arrive
from tests.browser.console.asking import ask
from tests.browser.console.product_editor import cell, give_option, paste
from tests.browser.installation import FurnishedShop, Installation
from tests.browser.visitor import Visitor
from tests.media.pictures import drawn, saved

from duka.kernel.ids import new_id

pytestmark = pytest.mark.browser
PASSWORD = "baobab under the rain"
OTHER_PASSWORD = "paper boxes and string"


class Newcomer(Visitor):
    """Somebody who is not of the staff yet."""

    def __init__(
        self, browser: Browser, installation: Installation, shop: FurnishedShop, name: str, folder: Path
    ) -> None:
        super().__init__(browser, shop, 1440, 900, folder)
        self.name = name
        self.console = f"{installation.base_url}/console"
        self.email = f"{name.split()[0].lower()}-{new_id().hex[-8:]}@company.example"
        self.company = ""
        self.expects(401)  # nobody is logged in yet: the console asks who it is

    def go(self, path: str = "/") -> None:
        """`path` begins after the company."""
        self.page.goto(f"{self.console}/{self.company}{path if path != '/' else ''}")

    def is_in(self) -> None:
        """Waits until the browser shows a company, and remembers which."""
        self.page.wait_for_url(re.compile(r"/console/(?!account(?:/|$))[a-z0-9-]+"))
        self.company = self.page.url.removeprefix(f"{self.console}/").partition("/")[0]

    def lines(self) -> list[str]:
        """What the navigation offers."""
        return self.page.get_by_role("navigation", name="Principale").get_by_role("link").all_inner_texts()


@pytest.fixture
def people(
    chromium: Browser, installation: Installation, boutique: FurnishedShop, artefacts: Path
) -> Iterator[dict[str, Newcomer]]:
    """Ramatoulaye founds a company; Pape packs for her later."""
    folder = artefacts / "company"
    made = {
        "owner": Newcomer(chromium, installation, boutique, "Ramatoulaye Faye", folder),
        "packer": Newcomer(chromium, installation, boutique, "Pape Gueye", folder / "packer"),
    }
    yield made
    complaints = [line for who in made.values() for line in who.complaints]
    for who in made.values():
        who.context.close()
    assert not complaints, "\n".join(complaints)


def link_of_letter(installation: Installation, to: str, page: str) -> str:
    """The address in the newest letter to somebody that leads to this page of the console."""
    with installation.services.work.database.platform() as db:
        texts = db.all(
            """select text from mails where recipient = %(to)s and tenant_id is not null
               order by created_at desc limit 5""",
            to=to,
        )
    found = re.search(rf"http\S+/console/account/{page}#token=[\w.~-]+", "\n".join(row.text for row in texts))
    assert found, f"no letter to {to} leads to {page}: {texts}"
    return found[0]


def sign_up(owner: Newcomer, installation: Installation, company: str) -> None:
    page = owner.page
    page.goto(f"{owner.console}/account/sign-up")
    page.get_by_label("Entreprise").fill(company)
    country = page.get_by_role("combobox", name="Pays")
    country.fill("Séné")
    page.get_by_role("option", name="Sénégal").click()
    expect(page.get_by_text("XOF")).to_be_visible()
    page.get_by_label("Votre nom").fill(owner.name)
    page.get_by_label("E-mail").fill(owner.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    owner.look("sign-up")
    page.get_by_role("button", name="Ouvrir l’entreprise").click()
    owner.is_in()
    banner = page.get_by_text("Confirmez votre adresse e-mail")
    expect(banner).to_be_visible()
    owner.look("first-day")

    page.goto(link_of_letter(installation, owner.email, "verify"))
    expect(page.get_by_role("heading", level=1, name="Votre adresse est confirmée")).to_be_visible()
    page.get_by_role("link", name="Aller à la console").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(banner).to_have_count(0)


def rename_store(owner: Newcomer, name: str) -> None:
    page = owner.page
    owner.go("/settings")
    page.get_by_role("link", name=re.compile("^Informations de la boutique")).click()
    page.get_by_role("textbox", name="Nom", exact=True).fill(name)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Modifications non enregistrées")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("textbox", name="Nom", exact=True)).to_have_value(name)


def add_product(owner: Newcomer, title: str, folder: Path) -> str:
    """Three sizes in four colours, each priced and in stock, with two pictures; the path of its page in the shop."""
    page = owner.page
    files = []
    for number, colour in enumerate(("#b4412f", "#2f6fb4")):
        files.append(folder / f"boubou-{number}.png")
        files[-1].write_bytes(saved(drawn(640, 640, color=colour)))
    owner.go("/products/new")
    page.get_by_label("Titre", exact=True).fill(title)
    page.locator("input[type=file]").set_input_files(files)
    give_option(page, 0, "Taille", ("S", "M", "L"))
    give_option(page, 1, "Couleur", ("rouge", "bleu", "vert", "noir"))
    expect(page.get_by_role("grid").get_by_role("row")).to_have_count(13)
    code = new_id().hex[-6:].upper()
    paste(page, 2, 2, [(f"B{code}-{n}", 18_000 + n * 500, 10 + n) for n in range(12)])
    expect(cell(page, 13, 2)).to_have_text(f"B{code}-11")
    expect(page.get_by_role("list", name="Images").get_by_role("listitem")).to_have_count(2)
    owner.look("product")
    page.get_by_role("button", name="Publier").click()
    page.wait_for_url("**/products/prod_*")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.get_by_text("En vente", exact=True).first).to_be_visible()
    link = page.get_by_role("link", name="Voir en boutique").get_attribute("href")
    assert link is not None
    return link


def open_order(page: Page, number: str) -> None:
    page.get_by_role("link", name=number, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)


def invite(owner: Newcomer, packer: Newcomer) -> None:
    page = owner.page
    owner.go("/staff")
    page.get_by_role("button", name="Inviter quelqu’un").or_(
        page.get_by_role("link", name="Inviter quelqu’un")
    ).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill(packer.email)
    dialog.get_by_label("Nom, si vous le connaissez").fill(packer.name)
    dialog.get_by_role("combobox", name="Rôle").click()
    page.get_by_role("option", name="Préparation").click()
    page.wait_for_timeout(300)  # the list of roles fades
    owner.look("invite")
    dialog.get_by_role("button", name="Envoyer l’invitation").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text(packer.email).first).to_be_visible()


def join(packer: Newcomer, link: str, company: str) -> None:
    page = packer.page
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text(company)
    expect(page.get_by_text("Préparation")).to_be_visible()
    page.get_by_label("Mot de passe").fill(OTHER_PASSWORD)
    packer.look("join")
    page.get_by_role("button", name="Accepter et entrer").click()
    packer.is_in()


def test_a_company_opens_sells_and_lets_somebody_in(
    people: dict[str, Newcomer],
    installation: Installation,
    boutique: FurnishedShop,
    arrive: Arrive,
    tmp_path: Path,
) -> None:
    owner, packer = people["owner"], people["packer"]
    mark = new_id().hex[-6:]
    company, store, title = f"Tissus Faye {mark}", f"Chez Rama {mark}", f"Boubou brodé {mark}"

    sign_up(owner, installation, company)
    rename_store(owner, store)
    link = add_product(owner, title, tmp_path)

    home, _, slug = link.rpartition("/p/")
    shop = msgspec.structs.replace(boutique, url=f"{installation.base_url}{home}", name=store)
    awa = arrive(shop)
    awa.go()
    expect(awa.page).to_have_title(re.compile(store))
    awa.go(f"/p/{slug}")
    expect(awa.page.get_by_role("heading", name=title)).to_be_visible()
    errand = msgspec.structs.replace(journey.BOUTIQUE, slug=slug, title=title)
    journey.add_to_cart(awa)
    journey.to_the_last_step(awa, errand)
    journey.place(awa, "cash_on_delivery")
    number = journey.expect_thanks(awa).lstrip("#").strip(".")

    owner.go("/orders")
    open_order(owner.page, number)
    expect(owner.page.get_by_text(title).first).to_be_visible()

    invite(owner, packer)
    join(packer, link_of_letter(installation, packer.email, "join"), company)
    page = packer.page
    expect(page.get_by_role("navigation", name="Principale")).to_be_visible()
    lines = packer.lines()
    assert {"Commandes", "Stock", "Clients"} <= set(lines), lines
    assert not {"Équipe", "Réglages", "Clés d’API", "Journal d’audit"} & set(lines), lines
    packer.look("home")

    packer.go("/orders")
    open_order(page, number)
    page.get_by_role("button", name="Préparer", exact=True).first.click()
    expect(page.get_by_role("button", name="Expédier", exact=True).first).to_be_visible()
    packer.go("/inventory")
    expect(page.get_by_text(re.compile(title)).first).to_be_visible()

    packer.go("/products")
    expect(page.locator("tbody a").first).to_be_visible()
    expect(page.get_by_role("link", name="Nouveau produit")).to_have_count(0)
    page.locator("tbody a").first.click()
    expect(page.get_by_label("Titre", exact=True)).to_have_attribute("readonly", "")
    for path, permission in (
        ("/staff", "staff:read"),
        ("/settings", "settings:read"),
        ("/keys", "keys:read"),
        ("/audit", "audit:read"),
        ("/products/new", "products:write"),
    ):
        packer.go(path)
        expect(page.get_by_text("Votre rôle ne comprend pas ceci")).to_be_visible()
        expect(page.locator("main code")).to_contain_text(permission)
    packer.look("not-mine")

    packer.expects(403)
    for method, path, body in (
        ("GET", "/staff", None),
        ("GET", "/audit", None),
        ("GET", "/api-keys", None),
        ("POST", "/products", {"title": "Rien"}),
        ("POST", "/staff", {"email": "friend@company.example", "grants": [{"role": "owner"}]}),
    ):
        answer = ask(page, packer.company, method, path, body)
        assert (answer.status, answer.body["code"]) == (403, "Forbidden"), f"{method} {path}"

    owner.go("/orders")
    open_order(owner.page, number)
    expect(owner.page.get_by_role("button", name="Expédier", exact=True).first).to_be_visible()
    owner.look("prepared")
