"""The frame of the back office: getting in and back to where one wanted to be, the keyboard, languages, light, phones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.console.signing_in import PASSWORD, Colleague
from tests.browser.installation import FurnishedShop, Installation

Hire = Callable[..., Colleague]


@pytest.fixture
def hire(
    chromium: Browser, installation: Installation, farm: FurnishedShop, artefacts: Path
) -> Iterator[Hire]:
    """`hire("Awa", role="support", width=390)`; what their browsers complained of fails the test."""
    hired: list[Colleague] = []

    def hire(name: str = "Awa Diop", **how: object) -> Colleague:
        who = Colleague(chromium, installation, farm, name, artefacts / "shell", **how)  # type: ignore[arg-type]
        hired.append(who)
        return who

    yield hire
    complaints = [line for who in hired for line in who.complaints]
    for who in hired:
        who.context.close()
    assert not complaints, "\n".join(complaints)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (820, 1180), (390, 844)])
def test_the_start_page_fits_and_shuts_nobody_out(hire: Hire, width: int, height: int) -> None:
    awa = hire(width=width, height=height)
    expect(awa.page.get_by_role("heading", level=1)).to_have_text("Hello, Awa")
    expect(awa.page.get_by_role("heading", name="Waiting for you")).to_be_visible()
    awa.page.emulate_media(reduced_motion="reduce")
    awa.look(f"home-{width}")
    awa.check_width("home")
    awa.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    awa.look(f"home-{width}-dark")


@pytest.mark.browser
def test_a_deep_link_survives_the_log_in(hire: Hire) -> None:
    awa = hire()
    awa.go("/orders?need=to_ship")
    expect(awa.page).to_have_url(re.compile(r"/orders\?need=to_ship$"))
    awa.context.clear_cookies()
    awa.page.reload()
    expect(awa.page).to_have_url(re.compile(r"/account/log-in\?"))
    awa.page.locator("input[name=email]").fill(awa.email)
    awa.page.locator("input[name=password]").fill(PASSWORD)
    awa.page.keyboard.press("Enter")
    expect(awa.page).to_have_url(re.compile(rf"/console/{awa.company}/orders\?need=to_ship$"))


@pytest.mark.browser
def test_everything_is_a_few_keys_away(hire: Hire) -> None:
    awa = hire()
    page = awa.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Awa")
    page.keyboard.press("Control+k")
    search = page.get_by_placeholder("Search or jump to…")
    search.fill("produ")
    expect(
        page.get_by_role("dialog", name="Commands and search").get_by_role("button", name="Products").first
    ).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/products$"))
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Awa")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Awa")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.browser
def test_it_speaks_french_and_goes_dark_when_told(hire: Hire) -> None:
    awa = hire()
    page = awa.page
    page.get_by_role("button", name="Your account").click()
    page.get_by_text("Français").click()
    expect(page.get_by_role("heading", name="Ce qui vous attend")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_text("Sombre").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Awa")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")


@pytest.mark.browser
def test_who_may_less_sees_less_and_is_told_why(hire: Hire) -> None:
    binta = hire("Binta Sow", role="fulfilment")
    page = binta.page
    expect(page.get_by_role("heading", name="Waiting for you")).to_be_visible()
    expect(page.get_by_role("heading", name="Sales of the last 30 days")).to_have_count(0)
    navigation = page.get_by_role("navigation", name="Main")
    expect(navigation.get_by_role("link", name="Orders", exact=True)).to_be_visible()
    expect(navigation.get_by_role("link", name="Audit log")).to_have_count(0)
    binta.go("/audit")
    expect(page.get_by_role("heading", name="Your role does not include this")).to_be_visible()


@pytest.mark.browser
def test_on_a_phone_the_navigation_is_a_drawer(hire: Hire) -> None:
    awa = hire(width=390, height=844)
    page = awa.page
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    page.get_by_role("button", name="Open the menu").click()
    page.get_by_role("dialog").get_by_role("link", name="Orders", exact=True).click()
    expect(page).to_have_url(re.compile(r"/orders$"))
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.browser
def test_an_address_that_is_none_says_so(hire: Hire) -> None:
    awa = hire()
    awa.go("/nowhere/at/all")
    expect(awa.page.get_by_role("heading", name="This page does not exist")).to_be_visible()
    awa.page.get_by_role("link", name="Go to the start page").click()
    expect(awa.page.get_by_role("heading", level=1)).to_have_text("Hello, Awa")
