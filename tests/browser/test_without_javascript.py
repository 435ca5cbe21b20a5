"""The same purchase in a browser that runs no script: forms and links alone."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser import journey
from tests.browser.journey import EMAIL, ERRANDS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("name", "size"),
    [("boutique", (390, 844)), ("farm", (1440, 900))],
    ids=["boutique-phone", "farm-desktop"],
)
def test_somebody_buys_without_javascript(arrive, shops, name, size):
    errand = ERRANDS[name]
    visitor = arrive(shops[name], *size, java_script_enabled=False)
    page = visitor.page
    visitor.go("/")
    journey.open_category(visitor, errand.category)
    _narrow(visitor)
    journey.search(visitor, errand.mistyped)
    page.get_by_role("main").get_by_role("link", name=errand.title).click()

    price = page.locator("[data-price]").inner_text()
    page.locator("[data-option]").last.locator(".option").last.click()
    visitor.button("Show price and stock of this choice").click()
    expect(page.locator("[data-price]")).not_to_have_text(price)
    page.locator("[data-submit]").click()
    expect(visitor.heading("Your cart")).to_be_visible()
    visitor.picture("plain-cart")
    page.locator(".lines input[name=quantity]").fill("3")
    visitor.button("Update").click()
    expect(page.locator(".lines input[name=quantity]")).to_have_value("3")
    page.get_by_role("main").get_by_role("link", name=visitor.say("Check out")).click()

    _check_out(visitor, errand)


def _narrow(visitor):
    filters = visitor.page.locator(".filters > summary")
    if filters.is_visible():
        filters.click()
    visitor.page.locator(".facet .tick input").first.check()
    visitor.page.locator(".filters .done button").click()
    expect(visitor.page).to_have_url(re.compile(r"[?&]f\."))
    expect(visitor.page.locator(".active a").first).to_be_visible()


def _check_out(visitor, errand):
    page = visitor.page
    visitor.expects(422)
    page.locator("#phone").fill(errand.phone)
    visitor.button("Go on to delivery").click()
    expect(page.locator("#email-says.error")).to_be_visible()
    expect(page.locator("#phone")).to_have_value(errand.phone)
    page.goto(page.url)
    expect(page.locator("#email")).to_be_visible()
    journey.fill_contact(visitor, errand)
    journey.fill_address(visitor, errand, but=errand.forgotten)
    expect(page.locator(f"#{errand.forgotten}")).to_have_attribute("aria-invalid", "true")
    visitor.picture("plain-mistake")
    journey.fill_address(visitor, errand)
    journey.choose_delivery(visitor)
    journey.place(visitor)
    visitor.pay_at_the_gateway("Decline")
    expect(visitor.heading("The payment did not go through")).to_be_visible()
    page.get_by_role("main").get_by_role("button").click()
    visitor.pay_at_the_gateway("Pay")
    number = journey.expect_thanks(visitor)
    visitor.go("/shop/track")
    page.locator("#number").fill(number)
    page.locator("#email").fill(EMAIL)
    visitor.button("Find my order").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
