"""A product with twelve variants and pictures is made in the console, and sells in the shop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Arrive
from tests.browser.console.product_editor import cell, give_option, paste
from tests.browser.console.signing_in import Colleague
from tests.browser.installation import FurnishedShop, Installation
from tests.media.pictures import drawn, saved

from duka.kernel.ids import new_id

pytestmark = pytest.mark.browser
SIZES = ("S", "M", "L", "XL")
COLOURS = ("rouge", "bleu", "vert")


@pytest.fixture
def hired(
    chromium: Browser, installation: Installation, boutique: FurnishedShop, artefacts: Path
) -> Iterator[list[Colleague]]:
    """Those who work here; what their browsers complained of fails the test."""
    people: list[Colleague] = []
    yield people
    complaints = [line for person in people for line in person.complaints]
    for person in people:
        person.context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def hire(
    chromium: Browser,
    installation: Installation,
    boutique: FurnishedShop,
    artefacts: Path,
    hired: list[Colleague],
) -> object:
    def hire(name: str, role: str = "catalogue", width: int = 1440, height: int = 1000) -> Colleague:
        person = Colleague(
            chromium,
            installation,
            boutique,
            name,
            artefacts / "products",
            role=role,
            width=width,
            height=height,
        )
        hired.append(person)
        return person

    return hire


def test_a_product_with_twelve_variants_and_pictures_sells(
    hire: object, arrive: Arrive, boutique: FurnishedShop, tmp_path: Path
) -> None:
    coumba = hire("Coumba Sy")  # type: ignore[operator]
    page: Page = coumba.page
    title = f"Robe soleil {new_id().hex[-6:]}"
    files = []
    for number, colour in enumerate(("#b4412f", "#2f6fb4", "#3c8a4e")):
        files.append(tmp_path / f"robe-{number}.png")
        files[-1].write_bytes(saved(drawn(640, 640, color=colour)))

    coumba.go("/products/new")
    page.get_by_label("Titre", exact=True).fill(title)
    page.locator("input[type=file]").set_input_files(files)
    give_option(page, 0, "Taille", SIZES)
    give_option(page, 1, "Couleur", COLOURS)
    sheet = page.get_by_role("grid")
    expect(sheet.get_by_role("row")).to_have_count(13)

    code = new_id().hex[-6:].upper()
    paste(page, 2, 2, [(f"R{code}-{n}", 12_000 + n * 100, n + 1) for n in range(12)])
    expect(cell(page, 13, 2)).to_have_text(f"R{code}-11")
    cell(page, 2, 3).click()
    page.keyboard.type("15000")
    page.keyboard.press("Enter")
    expect(cell(page, 2, 3)).to_have_text(re.compile(r"15\s?000"))
    cell(page, 2, 3).click()
    page.get_by_role("button", name="Recopier vers le bas").click()
    expect(cell(page, 13, 3)).to_have_text(re.compile(r"15\s?000"))
    expect(page.get_by_role("list", name="Images").get_by_role("listitem")).to_have_count(3)
    page.get_by_role("button", name="Publier").click()
    page.wait_for_url("**/products/prod_*")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.get_by_text("En vente", exact=True).first).to_be_visible()
    expect(page.get_by_role("grid").get_by_role("row")).to_have_count(13)

    link = page.get_by_role("link", name="Voir en boutique").get_attribute("href")
    assert link is not None
    awa = arrive(boutique)
    awa.page.goto(f"{coumba.console.removesuffix('/console')}{link}")
    expect(awa.page.get_by_role("heading", name=title)).to_be_visible()
    expect(awa.page.get_by_text(re.compile(r"15\s?000")).first).to_be_visible()


def test_a_wrong_cell_is_named_and_a_colleague_is_not_overwritten(hire: object) -> None:
    coumba, modou = hire("Coumba Sy"), hire("Modou Kane")  # type: ignore[operator]
    coumba.go("/products")
    coumba.page.locator("tbody a").first.click()
    coumba.page.wait_for_url("**/products/prod_*")
    address = coumba.page.url
    expect(coumba.page.get_by_role("grid")).to_be_visible()
    modou.page.goto(address)
    field = modou.page.get_by_label("Fournisseur", exact=True)
    vendor = f"Atelier {new_id().hex[-4:]}"
    field.fill(vendor)
    modou.page.keyboard.press("Control+s")
    expect(modou.page.get_by_text("est enregistré").first).to_be_visible()

    coumba.expects(412)
    coumba.page.get_by_label("Fournisseur", exact=True).fill("Maison Sy")
    coumba.page.keyboard.press("Control+s")
    dialog = coumba.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Maison Sy")
    expect(dialog).to_contain_text(vendor)
    dialog.get_by_role("button").last.click()
    expect(coumba.page.get_by_text("est enregistré").first).to_be_visible()

    cell(coumba.page, 2, 3).click()
    coumba.page.keyboard.type("douze")
    coumba.page.keyboard.press("Enter")
    coumba.page.keyboard.press("Control+s")
    expect(coumba.page.get_by_role("alert").first).to_contain_text("tableau")
    expect(cell(coumba.page, 2, 3)).to_have_text("douze")


def test_statuses_of_many_are_changed_and_given_back(hire: object) -> None:
    coumba = hire("Coumba Sy")  # type: ignore[operator]
    page: Page = coumba.page
    coumba.go("/products?status=active")
    boxes = page.locator("tbody input[type=checkbox]")
    expect(boxes.first).to_be_visible()
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Dépublier").click()
    message = page.get_by_text("2 produits modifiés")
    expect(message).to_be_visible()
    page.get_by_role("button", name="Annuler").last.click()
    expect(page.get_by_text("2 produits modifiés").first).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (820, 1180), (390, 844)])
def test_every_screen_of_products_on_every_width(hire: object, width: int, height: int) -> None:
    reader = hire("Omar Ba", "catalogue", width, height)  # type: ignore[operator]
    page: Page = reader.page
    for path, ready in (
        ("/products", "main a[href*='/products/prod_']"),
        ("/products/attributes", "table"),
        ("/products/new", "[role=grid]"),
    ):
        reader.go(path)
        expect(page.locator(ready).first).to_be_visible()
        reader.look(path.strip("/").replace("/", "-"))


def test_who_may_only_look_changes_nothing(hire: object) -> None:
    omar = hire("Omar Ba", "read-only")  # type: ignore[operator]
    omar.go("/products")
    expect(omar.page.locator("tbody a").first).to_be_visible()
    expect(omar.page.get_by_role("link", name="Nouveau produit")).to_have_count(0)
    omar.page.locator("tbody a").first.click()
    expect(omar.page.get_by_role("grid")).to_be_visible()
    expect(omar.page.get_by_label("Titre", exact=True)).to_have_attribute("readonly", "")
