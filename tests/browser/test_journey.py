"""From the home page to the order's tracking page, at the sizes that people have."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser import journey
from tests.browser.journey import EMAIL, ERRANDS

pytestmark = pytest.mark.browser
PHONE, TABLET, DESKTOP = (390, 844), (820, 1180), (1440, 900)


@pytest.mark.parametrize(
    ("name", "size"),
    [("boutique", PHONE), ("farm", PHONE), ("boutique", DESKTOP), ("farm", DESKTOP), ("farm", TABLET)],
    ids=["boutique-phone", "farm-phone", "boutique-desktop", "farm-desktop", "farm-tablet"],
)
def test_somebody_finds_pays_for_and_follows_an_order(arrive, shops, name, size):
    errand = ERRANDS[name]
    visitor = arrive(shops[name], *size, reduced_motion="reduce")

    _find(visitor, errand)
    _choose(visitor, errand)
    _change_the_cart(visitor)
    _check_out_with_mistakes(visitor, errand)
    _pay_at_the_second_try(visitor)
    _follow(visitor)


def _find(visitor, errand):
    page = visitor.page
    visitor.go("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    visitor.look("home")
    if page.locator("header .menu > summary").is_visible():
        page.locator("header .menu > summary").click()
        visitor.look("menu")
        page.keyboard.press("Escape")
    journey.open_category(visitor, errand.category)
    visitor.look("category")
    journey.narrow(visitor)
    visitor.look("narrowed")
    journey.search(visitor, errand.mistyped)
    found = page.get_by_role("main").get_by_role("link", name=errand.title)
    expect(found).to_be_visible()
    visitor.look("search")
    found.click()
    expect(page.get_by_role("heading", level=1, name=errand.title)).to_be_visible()


def _choose(visitor, errand):
    page = visitor.page
    visitor.look("product")
    journey.choose_last(visitor)
    if errand.slug == "panier-marche":
        shown = page.locator("[data-stage]").evaluate("(e) => e.scrollLeft")
        assert shown > 0, "the picture of the colour is shown"
        expect(page).to_have_url(re.compile("o0="))
    else:
        total = page.locator("[data-total]")
        before = journey.amount(total.inner_text())
        expect(total).to_have_text(re.compile("about", re.IGNORECASE))
        page.locator("[data-buy] [data-more]").click()
        expect(page.locator("#quantity")).to_have_value("0.2")
        assert journey.amount(total.inner_text()) > before
    visitor.look("chosen", whole=False)  # a picture of all of it would wind the gallery back
    assert visitor.shift() < 0.05, page.evaluate("window.shifts")
    drawer = journey.add_to_cart(visitor)
    expect(page.locator("[data-count]")).to_have_text("1")
    visitor.look("drawer")
    drawer.get_by_role("link", name=visitor.say("See the cart")).click()


def _change_the_cart(visitor):
    page = visitor.page
    expect(visitor.heading("Your cart")).to_be_visible()
    total = page.locator(".side .sum dd")
    before = journey.amount(total.inner_text())
    page.locator(".lines [data-more]").click()
    expect(total).not_to_have_text(re.compile(re.escape(f"{before}")))
    expect(page.locator("[data-swap-root]")).not_to_have_attribute("aria-busy", "true")
    assert journey.amount(total.inner_text()) > before
    if visitor.shop.locale == "en":
        expect(page.locator(".side .sum")).to_contain_text("about")
    visitor.look("cart")
    page.get_by_role("link", name=visitor.say("Check out")).click()


def _check_out_with_mistakes(visitor, errand):
    page = visitor.page
    visitor.expects(422)
    visitor.look("contact")
    page.locator("#phone").fill(errand.phone)
    page.locator("#email").fill("awa at home")
    visitor.button("Go on to delivery").click()
    expect(page.locator("#email-says.error")).to_be_visible()
    expect(page.locator("#email")).to_have_value("awa at home")
    expect(page.locator("#phone")).to_have_value(errand.phone)
    expect(page.locator("#errors")).to_be_focused()
    visitor.look("contact-mistake")
    journey.fill_contact(visitor, errand)
    visitor.look("address")

    journey.fill_address(visitor, errand, but=errand.forgotten)
    field = page.locator(f"#{errand.forgotten}")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#name")).to_have_value(errand.address["name"])
    visitor.look("address-mistake")
    page.locator("#errors a").first.click()
    expect(field).to_be_focused()
    journey.fill_address(visitor, errand)
    visitor.look("delivery")
    journey.choose_delivery(visitor)
    visitor.look("payment")


def _pay_at_the_second_try(visitor):
    page = visitor.page
    journey.place(visitor)
    expect(page).to_have_url(re.compile("/sandbox/"))
    visitor.look("gateway")
    visitor.pay_at_the_gateway("Decline")
    expect(visitor.heading("The payment did not go through")).to_be_visible()
    visitor.look("declined")
    page.get_by_role("main").get_by_role("button").click()
    visitor.pay_at_the_gateway("Ask for a code")
    page.get_by_label("The code that your bank sent you").fill("9999")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert")).to_be_visible()
    visitor.look("gateway-code")
    page.get_by_label("The code that your bank sent you").fill("1234")
    page.get_by_role("button", name="Confirm").click()


def _follow(visitor):
    page = visitor.page
    number = journey.expect_thanks(visitor)
    expect(page.locator("[data-count]")).to_have_text("")
    visitor.look("thanks")
    link = page.get_by_role("main").get_by_role("link", name=visitor.say("Follow this order"))
    link.click()
    expect(page).to_have_url(re.compile("/shop/track/."))
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    visitor.look("tracking")

    visitor.expects(404)
    visitor.go("/shop/track")
    page.locator("#number").fill(number)
    page.locator("#email").fill("somebody@else.example")
    visitor.button("Find my order").click()
    expect(page.locator("#number-says.error")).to_be_visible()
    expect(page.locator("#number")).to_have_value(number)
    visitor.look("track-mistake")
    page.locator("#email").fill(EMAIL.upper())
    visitor.button("Find my order").click()
    expect(page).to_have_url(re.compile("/shop/track/."))
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
