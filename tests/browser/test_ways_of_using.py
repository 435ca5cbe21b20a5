"""Keyboard alone, narrow windows, large letters, no motion."""

import pytest
from playwright.sync_api import expect
from tests.browser import journey
from tests.browser.journey import BOUTIQUE, FARM

pytestmark = pytest.mark.browser
FOCUS = """
() => {
  const at = document.activeElement
  if (!at || at === document.body) return null
  const drawn = at.closest(".option, .pick, .tick, .stepper, .seek, .card") || at
  const marks = [at, drawn, at.nextElementSibling].filter(Boolean).map((e) => getComputedStyle(e))
  const box = at.getBoundingClientRect()
  return { what: at.outerHTML.slice(0, 120),
           marked: marks.some((s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none"),
           inside: box.bottom > 0 && box.top < innerHeight }
}
"""
FARTHEST = 70
"""Presses of Tab within which everything that matters is reached."""


def tab_to(visitor, selector):
    """Tab until the focus is on `selector`; every stop on the way shows where it is."""
    for _ in range(FARTHEST):
        visitor.page.keyboard.press("Tab")
        at = visitor.page.evaluate(FOCUS)
        if at is not None:
            assert at["marked"], f"no visible focus on {at['what']}"
            assert at["inside"], f"focus out of sight on {at['what']}"
        if visitor.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_somebody_buys_with_the_keyboard_alone(arrive, boutique):
    visitor = arrive(boutique, reduced_motion="reduce")
    keys = visitor.page.keyboard
    visitor.go(f"/p/{BOUTIQUE.slug}")
    keys.press("Tab")
    expect(visitor.page.locator(".skip")).to_be_focused()
    keys.press("Enter")
    tab_to(visitor, "[data-option] input")
    price = visitor.page.locator("[data-price]").inner_text()
    tab_to(visitor, "[name=o1]")
    keys.press("ArrowDown")
    expect(visitor.page.locator("[data-price]")).not_to_have_text(price)
    tab_to(visitor, "[data-submit]")
    keys.press("Enter")
    expect(visitor.page.locator("dialog[open]")).to_be_visible()
    keys.press("Escape")
    expect(visitor.page.locator("dialog[open]")).to_have_count(0)
    expect(visitor.page.locator("[data-submit]")).to_be_focused()
    keys.press("Enter")
    expect(visitor.page.locator("dialog[open]")).to_be_visible()
    tab_to(visitor, "dialog a[href$='/checkout']")
    keys.press("Enter")

    expect(visitor.page.locator("#email")).to_be_visible()
    tab_to(visitor, "#email")
    keys.type(journey.EMAIL)
    tab_to(visitor, "#phone")
    keys.type(BOUTIQUE.phone)
    keys.press("Enter")
    expect(visitor.page.locator("#country")).to_be_focused()
    for name in ("name", "line1", "city"):
        tab_to(visitor, f"#{name}")
        keys.type(BOUTIQUE.address[name])
    keys.press("Enter")
    expect(visitor.page.locator("#rate input:checked")).to_be_focused()
    keys.press("Enter")
    expect(visitor.page.locator("#method input:checked")).to_be_focused()
    tab_to(visitor, "form[action$='/checkout/place'] button.button")
    keys.press("Enter")
    visitor.pay_at_the_gateway("Pay")
    journey.expect_thanks(visitor)


PAGES = (
    "/",
    "/products",
    "/search?q=panier",
    "/cart",
    "/checkout",
    "/shop/track",
    "/contact",
    "/pages/returns",
)


@pytest.mark.parametrize(("name", "errand"), [("boutique", BOUTIQUE), ("farm", FARM)])
@pytest.mark.parametrize("width", [320, 640], ids=["320-wide", "zoomed-200"])
def test_nothing_sticks_out(arrive, shops, name, errand, width):
    """200 % zoom of a window of 1280 is a window of 640 with two dots a pixel."""
    visitor = arrive(shops[name], width, 640, device_scale_factor=2 if width == 640 else 1)
    journey.put_in_cart(visitor, errand)
    visitor.picture("narrow-drawer")
    visitor.check_width("drawer")
    for path in (*PAGES, f"/p/{errand.slug}"):
        visitor.go(path)
        visitor.check_width(f"{path} at {width}")
    visitor.picture("narrow-product")


def test_nothing_moves_for_somebody_who_asked_for_that(arrive, boutique):
    visitor = arrive(boutique, reduced_motion="reduce")

    journey.put_in_cart(visitor, BOUTIQUE)

    moving = visitor.page.evaluate(
        """[...document.querySelectorAll("*")].map((e) => getComputedStyle(e))
           .flatMap((s) => [...s.transitionDuration.split(","), ...s.animationDuration.split(",")])
           .filter((d) => parseFloat(d) > 0.02)"""
    )
    assert moving == []
    assert visitor.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
