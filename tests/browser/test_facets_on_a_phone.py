"""Narrowing a listing on a phone: a drawer of facets, with counts that follow, by touch and by keys, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = (390, 844)


def count_of(row) -> int:
    return int(row.locator(".count").inner_text())


def shown(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_a_range_of_prices_is_chosen_in_the_drawer(arrive, boutique):
    visitor = arrive(boutique, *PHONE)
    page = visitor.page
    visitor.go("/products")
    page.locator(".filters > summary").click()
    row = page.locator('.tick:has(input[name="f.price"])').first
    expect(row).to_be_visible()
    wanted = count_of(row)
    row.locator("input").check()
    expect(page).to_have_url(re.compile(r"f\.price="))
    done = page.locator("[data-shut]")
    expect(done).to_be_in_viewport()
    assert shown(done.inner_text()) == wanted
    assert page.evaluate("document.activeElement.name") == "f.price"
    visitor.look("facets-drawer", whole=False)
    done.click()
    expect(page.locator(".filters > div")).to_be_hidden()
    expect(page.locator(".active a").first).to_be_visible()
    assert shown(page.locator(".tally").inner_text()) == wanted
    visitor.look("facets-narrowed", whole=False)
    page.locator(".active a").first.click()
    expect(page.locator(".active")).to_have_count(0)
    page.locator(".filters > summary").click()
    page.keyboard.press("Escape")
    expect(page.locator(".filters > div")).to_be_hidden()
    assert visitor.complaints == []


def test_the_drawer_works_without_javascript(arrive, boutique):
    visitor = arrive(boutique, *PHONE, java_script_enabled=False)
    page = visitor.page
    visitor.go("/products")
    page.locator(".filters > summary").click()
    row = page.locator('.tick:has(input[name="f.price"])').last
    wanted = count_of(row)
    row.locator("input").check()
    page.locator(".filters .done button").click()
    expect(page).to_have_url(re.compile(r"f\.price="))
    assert shown(page.locator(".tally").inner_text()) == wanted
