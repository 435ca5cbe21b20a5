"""Codes in the cart and at the checkout of a shop."""

from typing import Any

import pytest
from tests.checkout.bazaar import Bazaar
from tests.promotions.offering import promote
from tests.storefront.test_shopping import put_into_cart, send
from tests.storefront.wellformed import Page

from duka.promotions.types import FreeShipping, Percent, Total

Client = Any


@pytest.fixture
def shop(bazaar: Bazaar, client: Client) -> Bazaar:
    """Visited by somebody who reads English."""
    client.headers["accept-language"] = "en"
    bazaar.product(price=4000)
    return bazaar


def test_a_coupon_with_a_minimum_before_and_after_it_is_reached(
    client: Client, shop: Bazaar, root: str
) -> None:
    put_into_cart(client, root)
    assert "Do you have a code?" not in client.get(f"{root}/cart").text
    promote(
        shop,
        Percent(ppm=100_000),
        FreeShipping(),
        conditions=[Total(at_least={"XOF": 5000})],
        codes=["WELCOME"],
        title="Welcome",
    )
    typed = send(client, f"{root}/cart", f"{root}/cart/code", code=" wel-come ")
    assert typed.status_code == 303
    waiting = client.get(f"{root}/cart").text
    assert "WELCOME" in waiting
    assert "It needs goods for" in waiting
    put_into_cart(client, root)
    reached = client.get(f"{root}/cart").text
    assert "It needs goods for" not in reached
    assert "−" in reached
    assert Page(reached).mistakes == []
    taken = send(client, f"{root}/cart", f"{root}/cart/code/remove", code="WELCOME")
    assert taken.status_code == 303
    assert "Welcome" not in client.get(f"{root}/cart").text.split("<main")[1].split("</aside>")[0]


def test_a_wrong_code_is_said_beside_the_field(client: Client, shop: Bazaar, root: str) -> None:
    promote(shop, codes=["RIGHT"])
    put_into_cart(client, root)
    for place in ("cart", "checkout"):
        wrong = send(client, f"{root}/{place}", f"{root}/cart/code", code="wrong", **{"from": place})
        assert wrong.status_code == 404
        assert "does not exist" in wrong.text
        assert 'id="code-says"' in wrong.text
        assert Page(wrong.text).mistakes == []
