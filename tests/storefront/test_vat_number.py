"""A business gives its VAT number: at the checkout and in its account."""

import re
from typing import Any
from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar
from tests.storefront.test_account import log_in
from tests.storefront.test_shopping import put_into_cart, send
from tests.storefront.wellformed import Page
from tests.tax.europe import GERMAN, europe, is_known

from duka.customers import service
from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller, Work

Client = Any
BERLIN = {
    "country": "DE",
    "name": "Erika",
    "line1": "Torstr. 1",
    "postal_code": "10119",
    "city": "Berlin",
    "phone": "+49 30 1234567",
}


@pytest.fixture
def business(bazaar: Bazaar, client: Client) -> Bazaar:
    """Visited by somebody who reads English."""
    client.headers["accept-language"] = "en"
    europe(bazaar, reverse_charge=True, asks_vat_number=True)
    bazaar.product(price=11_900)
    return bazaar


def contact(client: Client, root: str, number: str) -> Any:
    fields = {"email": "erika@example.com", "phone": "+49 30 1234567", "vat_number": number}
    return send(client, f"{root}/checkout", f"{root}/checkout/contact", **fields)


def test_a_business_buys_without_tax_and_is_told_why(client: Client, business: Bazaar, root: str) -> None:
    is_known(business)
    put_into_cart(client, root)
    assert "vat_number" in client.get(f"{root}/checkout").text
    assert contact(client, root, "DE 136 695 976").status_code == 303
    assert send(client, f"{root}/checkout", f"{root}/checkout/address", **BERLIN).status_code == 303
    html = client.get(f"{root}/checkout").text
    assert GERMAN in html
    assert "Reverse charge" in html
    assert "100.00" in html
    rate = re.search(r'name="rate" value="(rate_\w+)"', html)
    assert rate
    assert send(client, f"{root}/checkout", f"{root}/checkout/shipping", rate=rate[1]).status_code == 303
    placed = send(client, f"{root}/checkout", f"{root}/checkout/place", method="cash_on_delivery")
    assert placed.status_code == 303, placed.text
    order = client.get(placed.headers["location"]).text
    assert "Reverse charge" in order
    assert Page(order).mistakes == []


@pytest.mark.parametrize(
    ("state", "said"), [("unchecked", "still being checked"), ("invalid", "not known to the register")]
)
def test_until_the_number_is_known_tax_is_charged_and_the_page_says_so(
    client: Client, business: Bazaar, root: str, state: str, said: str
) -> None:
    is_known(business, state=state)
    put_into_cart(client, root)
    contact(client, root, GERMAN)
    assert said in client.get(f"{root}/checkout").text


def test_a_wrong_number_is_said_beside_its_field(client: Client, business: Bazaar, root: str) -> None:
    put_into_cart(client, root)
    answer = contact(client, root, "DE136695977")
    assert answer.status_code == 422
    assert 'id="vat_number-says"' in answer.text
    assert "Is not a VAT number" in answer.text
    assert Page(answer.text).mistakes == []


def test_shops_that_do_not_ask_show_no_field(client: Client, bazaar: Bazaar, root: str) -> None:
    bazaar.product()
    put_into_cart(client, root)
    assert "vat_number" not in client.get(f"{root}/checkout").text


@pytest.fixture
def sam(work: Work, business: Bazaar) -> UUID:
    door = Caller(business.tenant, SYSTEM)
    return service.admit(work, door, "awa@example.com", "six geese a-laying", "Awa").customer_id


def test_an_account_keeps_its_number(client: Client, business: Bazaar, root: str, sam: UUID) -> None:
    log_in(client, root)
    profile, action = f"{root}/account/profile", f"{root}/account/profile/vat-number"
    assert send(client, profile, action, vat_number="DE 136.695.976").status_code == 303
    html = client.get(profile).text
    assert GERMAN in html
    assert "not checked yet" in html
    wrong = send(client, profile, action, vat_number="DE1")
    assert wrong.status_code == 422
    assert 'id="vat_number-says"' in wrong.text
    is_known(business)
    assert "confirmed" in client.get(profile).text
    assert Page(html).mistakes == []
