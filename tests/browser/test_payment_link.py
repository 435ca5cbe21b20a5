"""An order on the telephone: staff build it in the console, the customer opens the link on a phone and pays by mobile money, and
staff see it paid."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.console.signing_in import Colleague
from tests.browser.journey import FARM
from tests.browser.test_paying import PHONE, own_number, the_prompt

pytestmark = pytest.mark.browser


@pytest.fixture
def seller(chromium: Any, installation: Any, farm: Any, artefacts: Any) -> Any:
    """Somebody of the farm who answers the telephone."""
    colleague = Colleague(chromium, installation, farm, "Niamh Byrne", artefacts / "drafts")
    yield colleague
    colleague.context.close()


def build(seller: Colleague) -> None:
    """A draft with one cheese, for somebody in Wicklow."""
    page = seller.page
    seller.go("/drafts/new")
    page.get_by_label("Add goods").fill(FARM.title)
    page.get_by_role("option").filter(has_text=FARM.title).first.click()
    expect(page.get_by_role("button", name=re.compile(f"^Remove {FARM.title}"))).to_be_visible()
    page.get_by_label("E-mail").fill("niamh@example.com")
    page.get_by_role("button", name="Give an address").click()
    dialog = page.get_by_role("dialog")
    for label, field in (
        ("Name", "name"), ("Street and number", "line1"), ("City", "city"), ("Postal code", "postal_code"), ("Region", "region"),
    ):  # fmt: skip
        dialog.get_by_label(label, exact=True).fill(FARM.address[field])
    dialog.get_by_label("Telephone").fill("+353851234567")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("4 Mill Lane")).to_be_visible()
    page.get_by_role("combobox", name="How it travels").click()
    page.get_by_role("option").first.click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    expect(page.get_by_text("Still missing")).to_have_count(0)


def pay_on_a_phone(arrive: Any, farm: Any, tills: Any, url: str, button: str) -> Any:
    """The customer opens the link and confirms on their telephone."""
    visitor, number = arrive(farm, *PHONE), own_number()
    page = visitor.page
    page.goto(url)
    expect(page.get_by_role("main")).to_contain_text(FARM.title)
    visitor.look("link")
    page.locator("#method input[value=mtn_momo]").check()
    page.locator("#payer-mtn_momo").fill(number)
    page.get_by_role("button", name=re.compile(button)).click()
    expect(visitor.heading("Confirm on your telephone")).to_be_visible()
    tills.mtn.approve(the_prompt(tills, number))
    tills.mtn.deliver()
    return visitor


def test_staff_build_it_and_the_customer_pays_by_the_link(
    arrive: Any, seller: Colleague, farm: Any, tills: Any
) -> None:
    build(seller)
    page = seller.page
    seller.look("draft")
    page.get_by_role("button", name="Send to pay").click()
    page.get_by_role("button", name="Link to pass on").click()
    expect(page.get_by_alt_text("QR code of the link")).to_be_visible()
    url = page.get_by_label("Link", exact=True).input_value()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Sent", exact=True).first).to_be_visible()

    visitor = pay_on_a_phone(arrive, farm, tills, url, "Order and pay")
    expect(visitor.heading("Thank you, your order is in.")).to_be_visible()

    page.reload()
    page.get_by_role("link", name=re.compile("^Open order")).click()
    expect(page.get_by_role("main")).to_contain_text("Paid")


def test_an_order_that_is_there_is_paid_by_a_link(
    arrive: Any, seller: Colleague, farm: Any, tills: Any
) -> None:
    build(seller)
    page = seller.page
    page.get_by_role("button", name="Place the order").click()
    page.get_by_role("button", name=re.compile("^Place for")).click()
    page.get_by_role("button", name="Payment link").click()
    page.get_by_role("button", name="Link to pass on").click()
    url = page.get_by_label("Link", exact=True).input_value()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    visitor = pay_on_a_phone(arrive, farm, tills, url, "^Pay ")
    expect(visitor.heading("Thank you, it is paid.")).to_be_visible()
    visitor.look("paid")

    page.reload()
    expect(page.get_by_role("button", name="Payment link")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("MTN")
