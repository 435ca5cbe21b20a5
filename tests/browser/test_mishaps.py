"""What people and machines do that nobody planned: two tabs, the back button, impatience, a server that dies."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser import journey
from tests.browser.journey import BOUTIQUE, FARM, place_button

from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller

pytestmark = pytest.mark.browser


def orders_of(installation, shop):
    """How many orders the shop has, placed or not."""
    counted = installation.services.work.perform(
        Caller(shop.tenant, SYSTEM),
        lambda ctx: ctx.db.value("select count(*) from orders where tenant_id = %(tenant)s"),
    )
    return int(counted)


def test_a_cart_that_changed_in_another_tab_is_shown_before_it_is_ordered(arrive, installation, boutique):
    visitor = arrive(boutique)
    visitor.expects(409)
    journey.put_in_cart(visitor, BOUTIQUE)
    journey.to_the_last_step(visitor, BOUTIQUE)
    before = orders_of(installation, boutique)
    other = visitor.open_tab()
    other.goto(f"{boutique.url}/cart")
    total = other.locator(".side .sum dd").inner_text()
    other.locator(".lines [data-more]").click()
    expect(other.locator(".side .sum dd")).not_to_have_text(total)

    journey.place(visitor)

    errors = visitor.page.locator("#errors")
    expect(errors).to_be_visible()
    expect(errors).to_contain_text(other.locator(".side .sum dd").inner_text())
    expect(place_button(visitor)).to_contain_text(other.locator(".side .sum dd").inner_text())
    assert orders_of(installation, boutique) == before
    visitor.look("total-changed")
    journey.place(visitor)
    visitor.pay_at_the_gateway("Pay")
    journey.expect_thanks(visitor)


def test_an_order_placed_in_one_tab_is_found_by_the_other(arrive, installation, farm):
    visitor = arrive(farm)
    visitor.expects(409)
    journey.put_in_cart(visitor, FARM)
    journey.to_the_last_step(visitor, FARM)
    before = orders_of(installation, farm)
    other = visitor.open_tab()
    other.goto(f"{farm.url}/checkout")
    journey.place(visitor, "cash_on_delivery")
    journey.expect_thanks(visitor)

    other.locator("form[action$='/checkout/place'] button.button").click()

    expect(other.get_by_role("alert")).to_contain_text("in another window")
    assert orders_of(installation, farm) == before + 1


def test_going_back_after_placing_makes_no_second_order(arrive, installation, boutique):
    visitor = arrive(boutique)
    journey.put_in_cart(visitor, BOUTIQUE)
    journey.to_the_last_step(visitor, BOUTIQUE)
    before = orders_of(installation, boutique)
    journey.place(visitor)
    expect(visitor.page).to_have_url(re.compile("/sandbox/"))

    visitor.page.go_back()
    expect(place_button(visitor).or_(visitor.heading("Waiting for your payment"))).to_be_visible()
    if place_button(visitor).is_visible():
        place_button(visitor).click()
    else:
        visitor.link("Go to the payment page").click()
    visitor.pay_at_the_gateway("Pay")
    number = journey.expect_thanks(visitor)
    visitor.page.go_back()
    visitor.page.go_forward()

    assert number == journey.expect_thanks(visitor)
    assert orders_of(installation, boutique) == before + 1


def test_two_clicks_place_one_order(arrive, installation, farm):
    visitor = arrive(farm)
    journey.put_in_cart(visitor, FARM)
    journey.to_the_last_step(visitor, FARM)
    before = orders_of(installation, farm)
    visitor.page.locator("#method input[value=cash_on_delivery]").check()

    place_button(visitor).dblclick(delay=5)

    journey.expect_thanks(visitor)
    assert orders_of(installation, farm) == before + 1


def test_two_impatient_clicks_without_a_script_place_one_order(arrive, installation, farm):
    visitor = arrive(farm, java_script_enabled=False)
    visitor.go(f"/p/{FARM.slug}")
    visitor.page.locator("[data-submit]").click()
    journey.to_the_last_step(visitor, FARM)
    before = orders_of(installation, farm)
    visitor.page.locator("#method input[value=cash_on_delivery]").check()

    place_button(visitor).dblclick(delay=5)

    journey.expect_thanks(visitor)
    assert orders_of(installation, farm) == before + 1


def test_a_web_process_that_is_killed_is_not_noticed_at_the_next_click(arrive, installation, boutique):
    visitor = arrive(boutique)
    journey.put_in_cart(visitor, BOUTIQUE)
    visitor.go("/checkout")
    journey.fill_contact(visitor, BOUTIQUE)
    victims = installation.web_workers()
    assert victims
    for victim in victims:
        victim.kill()
    installation.wait_until_served()

    journey.fill_address(visitor, BOUTIQUE)
    journey.choose_delivery(visitor)
    journey.place(visitor)
    visitor.pay_at_the_gateway("Pay")
    journey.expect_thanks(visitor)
