"""The steps of a purchase, as somebody at a screen takes them. Each step ends on what it leads to."""

from __future__ import annotations

import re

import msgspec
from playwright.sync_api import Locator, expect
from tests.browser.visitor import Visitor

EMAIL = "awa@shopper.example"


class Errand(msgspec.Struct, frozen=True):
    """What is bought in a shop, and where it goes. `mistyped` finds `title` in spite of its typo."""

    category: str
    mistyped: str
    title: str
    slug: str
    phone: str
    address: dict[str, str]
    forgotten: str
    """The field of the address that is left empty at first."""
    town: str


BOUTIQUE = Errand(
    category="Maison",
    mistyped="panir de marché",
    title="Panier de marché Kermel",
    slug="panier-marche",
    phone="77 123 45 67",
    address={"name": "Awa Ndiaye", "line1": "12 rue Jules-Ferry", "city": "Dakar"},
    forgotten="line1",
    town="Dakar",
)
FARM = Errand(
    category="Dairy and eggs",
    mistyped="lindn gold",
    title="Linden Gold",
    slug="linden-gold",
    phone="085 123 4567",
    address={
        "name": "Niamh Byrne",
        "line1": "4 Mill Lane",
        "city": "Wicklow",
        "postal_code": "A67 X6R2",
        "region": "Co. Wicklow",
    },
    forgotten="city",
    town="Wicklow",
)
ERRANDS = {"boutique": BOUTIQUE, "farm": FARM}


def amount(text: str) -> int:
    """The first amount in a text, in minor units; groups and decimal signs of any language."""
    digits = re.search(r"\d[\d\s.,\u00a0\u202f]*", text)
    assert digits, text
    return int(re.sub(r"\D", "", digits[0]))


def open_category(visitor: Visitor, name: str) -> None:
    menu = visitor.page.locator("header .menu > summary")
    if menu.is_visible():
        menu.click()
        visitor.page.locator("header .menu").get_by_role("link", name=name, exact=True).click()
    else:
        visitor.page.locator("header nav:visible").get_by_role("link", name=name, exact=True).click()
    expect(visitor.page.get_by_role("heading", level=1, name=name)).to_be_visible()


def narrow(visitor: Visitor) -> None:
    """Tick the first facet's first value."""
    filters = visitor.page.locator(".filters")
    if filters.get_attribute("open") is None and filters.locator("> summary").is_visible():
        filters.locator("> summary").click()
    box = visitor.page.locator(".facet .tick input").first
    box.check()
    expect(visitor.page).to_have_url(re.compile(r"[?&]f\."))
    done = visitor.page.locator("[data-shut]")
    if done.is_visible():
        done.click()
    expect(visitor.page.locator(".active a").first).to_be_visible()


def search(visitor: Visitor, text: str) -> None:
    finder = visitor.page.locator("header .find > summary")
    if finder.is_visible():
        finder.click()
    field = visitor.page.locator("header input[name=q]:visible").first
    field.fill(text)
    field.press("Enter")
    expect(visitor.page).to_have_url(re.compile(r"/search\?q="))


def choose_last(visitor: Visitor) -> None:
    """The last value of every option; the price follows and nothing else moves."""
    title, button = visitor.page.locator("h1"), visitor.page.locator("[data-submit]")
    before = (title.bounding_box(), button.bounding_box())
    price = visitor.page.locator("[data-price]")
    first = price.inner_text()
    for group in visitor.page.locator("[data-option]").all():
        group.locator(".option").last.click()
    expect(price).not_to_have_text(first)
    assert (title.bounding_box(), button.bounding_box()) == before, "the page jumped"


def add_to_cart(visitor: Visitor) -> Locator:
    visitor.page.locator("[data-submit]").click()
    drawer = visitor.page.locator("dialog[open]")
    expect(drawer.get_by_role("heading", name=visitor.say("Your cart"))).to_be_visible()
    return drawer


def put_in_cart(visitor: Visitor, errand: Errand) -> None:
    visitor.go(f"/p/{errand.slug}")
    add_to_cart(visitor)


def fill_contact(visitor: Visitor, errand: Errand) -> None:
    visitor.page.locator("#email").fill(EMAIL)
    visitor.page.locator("#phone").fill(errand.phone)
    visitor.button("Go on to delivery").click()
    expect(visitor.page.locator("#line1")).to_be_visible()


def fill_address(visitor: Visitor, errand: Errand, but: str = "") -> None:
    for name, value in errand.address.items():
        field = visitor.page.locator(f"#address [name={name}]")
        if name == but:
            continue
        if field.evaluate("(e) => e.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    visitor.button("Go on to the delivery method").click()
    if not but:
        expect(visitor.page.locator("#rate")).to_be_visible()


def choose_delivery(visitor: Visitor) -> None:
    visitor.page.locator("#rate label").first.click()
    visitor.button("Go on to payment").click()
    expect(visitor.page.locator("#method")).to_be_visible()


def to_the_last_step(visitor: Visitor, errand: Errand) -> None:
    """From a cart with goods to the button that places the order."""
    visitor.go("/checkout")
    fill_contact(visitor, errand)
    fill_address(visitor, errand)
    choose_delivery(visitor)


def place(visitor: Visitor, method: str = "sandbox") -> None:
    visitor.page.locator(f"#method input[value={method}]").check()
    place_button(visitor).click()


def place_button(visitor: Visitor) -> Locator:
    return visitor.page.locator("form[action$='/checkout/place'] button.button")


def expect_thanks(visitor: Visitor) -> str:
    """The number of the order."""
    expect(visitor.heading("Thank you, your order is in.")).to_be_visible()
    words = visitor.page.locator("header.title p").first.inner_text()
    return words.split()[-1]
