"""Somebody with a telephone makes an account, orders, orders again, wishes for something and leaves; in both shops, and in one
of them without any script."""

import re
import time

import pytest
from playwright.sync_api import expect
from tests.browser import journey
from tests.browser.journey import ERRANDS
from tests.customers.letters import letters, token

pytestmark = pytest.mark.browser
PASSWORD = "six geese a-laying"


@pytest.mark.parametrize(
    ("name", "script"), [("boutique", True), ("farm", False)], ids=["boutique", "farm-without-javascript"]
)
def test_an_account_on_a_telephone(arrive, shops, installation, name, script):
    errand, email = ERRANDS[name], f"sam.{name}@shopper.example"
    visitor = arrive(shops[name], 390, 844, java_script_enabled=script)
    look = visitor.look if script else visitor.picture
    page = visitor.page

    visitor.go(f"/p/{errand.slug}")
    page.locator("header .person").click()
    expect(visitor.heading("Log in")).to_be_visible()
    look("log-in")
    page.get_by_role("main").get_by_role("link", name=visitor.say("Make an account")).click()
    page.locator("#name").fill("Sam Diop")
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    look("register")
    page.get_by_role("main").get_by_role("button", name=visitor.say("Make an account")).click()
    expect(visitor.heading("We sent you a letter")).to_be_visible()
    link = _letter(installation, shops[name], email)
    page.goto(shops[name].url + f"/account/verify/{link}")
    visitor.button("Confirm").click()
    expect(page.get_by_role("status")).to_have_text(visitor.say("Your account is ready. Welcome!"))
    look("account")

    _order(visitor, errand, email, script)
    visitor.go("/account/orders")
    page.locator(".order").click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"\d+"))
    look("order")
    visitor.button("Order again").click()
    expect(visitor.heading("Your cart")).to_be_visible()
    expect(page.locator(".lines")).to_contain_text(errand.title)

    visitor.go(f"/p/{errand.slug}")
    page.locator(".heart").click()
    expect(page.locator(".heart.on")).to_be_visible()
    visitor.go("/account/wish-list")
    expect(page.locator(".lines")).to_contain_text(errand.title)
    look("wish-list")
    page.get_by_role("button", name=visitor.say("Move to the cart")).click()
    expect(page.get_by_role("status")).to_have_text(visitor.say("It is in your cart."))
    for path in ("addresses/new", "profile", "settings"):
        visitor.go(f"/account/{path}")
        look(path.replace("/", "-"))

    visitor.go("/account")
    visitor.button("Log out").click()
    expect(page.locator("header .person")).to_contain_text(visitor.say("Log in"))
    visitor.go("/cart")
    expect(page.locator(".lines")).to_have_count(0)
    visitor.go("/account")
    expect(visitor.heading("Log in")).to_be_visible()


def _letter(installation, shop, email):
    """The end of the link, once the letter is there."""
    for _ in range(50):
        found = letters(installation.services.work, shop.tenant, email)
        if found:
            return token(found[-1][1])
        time.sleep(0.1)
    raise AssertionError("no letter came")


def _order(visitor, errand, email, script):
    page = visitor.page
    visitor.go(f"/p/{errand.slug}")
    page.locator("[data-submit]").click()
    if script:
        expect(page.locator("dialog[open]")).to_be_visible()
    visitor.go("/checkout")
    expect(page.locator("#email")).to_have_value(email)
    page.locator("#phone").fill(errand.phone)
    visitor.button("Go on to delivery").click()
    journey.fill_address(visitor, errand)
    journey.choose_delivery(visitor)
    journey.place(visitor, "cash_on_delivery")
    journey.expect_thanks(visitor)
