"""Markets as shoppers meet them: chosen by a form, a link or a country; and nobody is shown another's prices."""

import re
from typing import Any
from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar
from tests.markets.abroad import Abroad
from tests.storefront.test_shopping import fill_checkout, form_of, put_into_cart, send
from tests.storefront.wellformed import Page

from duka.storefront.market_guess import choose, region
from duka.stores.types import StoreMarket

Client = Any
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def abroad(bazaar: Bazaar) -> Abroad:
    return Abroad(bazaar).opened()


@pytest.fixture
def variant(abroad: Abroad) -> UUID:
    return abroad.bazaar.product(price=6560)


def _price(client: Client, root: str, page: str = "/p/p1", **headers: str) -> str:
    html = client.get(f"{root}{page}", headers={**ENGLISH, **headers}).text
    found = re.search(r'property="product:price:currency" content="(\w+)"|"priceCurrency":"(\w+)"', html)
    assert found, html[:2000]
    return found[1] or found[2]


def _choose(client: Client, root: str, market: str, page: str = "/p/p1") -> Any:
    html = client.get(f"{root}{page}").text
    fields = form_of(html, f"{root}/market")
    return client.post(
        f"{root}/market", data={**fields, "market": market}, headers={"origin": "http://testserver.local"}
    )


def test_a_shopper_changes_markets_without_a_script(client: Client, root: str, variant: UUID) -> None:
    assert _price(client, root) == "XOF"
    answer = _choose(client, root, "france")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{root}/p/p1?market=france")
    html = client.get(answer.headers["location"]).text
    assert "€" in html
    page = Page(html)
    assert (page.mistakes, page.inline) == ([], [])
    assert _price(client, root) == "EUR"  # remembered
    _choose(client, root, "")
    assert _price(client, root) == "XOF"


def test_a_shop_without_markets_offers_no_choice(client: Client, bazaar: Bazaar, root: str) -> None:
    bazaar.product()
    html = client.get(f"{root}/p/p1", headers={"accept-language": "fr-FR"}).text
    assert f'action="{root}/market"' not in html
    assert "Prices for" not in html


def test_a_link_names_a_market(client: Client, root: str, variant: UUID) -> None:
    html = client.get(f"{root}/p/p1?market=france", headers=ENGLISH).text
    assert 'role="status">You see prices in EUR.' in html
    assert _price(client, root) == "EUR"
    assert client.get(f"{root}/p/p1?market=nowhere").status_code == 200
    assert "You see prices in XOF." in client.get(f"{root}/p/p1?market=own", headers=ENGLISH).text


def test_a_country_is_guessed_and_a_choice_holds(client: Client, root: str, variant: UUID) -> None:
    french = {"accept-language": "fr-FR,fr;q=0.9"}
    assert _price(client, root, **french) == "EUR"
    assert _price(client, root, **{"accept-language": "fr-SN"}) == "XOF"
    _choose(client, root, "")
    assert _price(client, root, **french) == "XOF"


def test_the_cart_goes_along_and_says_so(client: Client, root: str, variant: UUID) -> None:
    put_into_cart(client, root, "2")
    answer = _choose(client, root, "france", "/cart")
    html = client.get(answer.headers["location"], headers=ENGLISH).text
    assert "Your cart was priced anew." in html
    assert "€20.00" in html
    client.get(f"{root}/?market=own")
    assert "13,120" in client.get(f"{root}/cart", headers=ENGLISH).text.replace("\u202f", ",").replace(
        "\u00a0", ","
    )


def test_it_is_bought_in_euros_and_the_order_stays_so(
    client: Client, root: str, abroad: Abroad, variant: UUID
) -> None:
    client.get(f"{root}/?market=france")
    put_into_cart(client, root, "2")
    fill_checkout(client, root)
    html = client.get(f"{root}/checkout", headers=ENGLISH).text
    assert "€22.29" in html
    answer = send(
        client, f"{root}/checkout", f"{root}/checkout/place", method="cash_on_delivery", expected_total="2229"
    )
    assert answer.status_code == 303, answer.text
    done = answer.headers["location"].removeprefix("http://testserver.local")
    assert "€22.29" in client.get(done, headers=ENGLISH).text
    token = done.rsplit("/", 1)[-1]
    client.get(f"{root}/?market=own")
    assert "€22.29" in client.get(f"{root}/shop/track/{token}", headers=ENGLISH).text
    order = abroad.bazaar.row(
        "select o.currency, o.market, o.total_minor from orders o where o.tenant_id = %(tenant)s"
    )
    assert tuple(order) == ("EUR", "france", 2229)


def test_nobody_is_led_out_of_the_shop(client: Client, root: str, variant: UUID) -> None:
    html = client.get(f"{root}/p/p1").text
    for back in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        fields = {**form_of(html, f"{root}/market"), "market": "france", "back": back}
        answer = client.post(f"{root}/market", data=fields, headers={"origin": "http://testserver.local"})
        assert answer.headers["location"] == f"{root}/?market=france"
    answer = client.post(f"{root}/market", data={"market": "france", "csrf": "x"})
    assert answer.status_code == 403


MARKETS = [
    StoreMarket("", "Bazaar", ["SN"], "XOF", "fr"),
    StoreMarket("france", "France", ["FR", "MC"], "EUR", "fr"),
    StoreMarket("kenya", "Kenya", ["KE"], "KES", "en"),
]


@pytest.mark.parametrize(
    ("asked", "remembered", "country", "accepted", "market"),
    [
        (None, None, "", None, ""),
        (None, None, "", "fr-FR", "france"),
        (None, None, "", "fr, en-KE;q=0.5", "kenya"),
        (None, None, "KE", "fr-FR", "kenya"),
        (None, None, "US", "fr-FR", ""),
        (None, None, "SN", "fr-FR", ""),
        (None, "kenya", "FR", "fr-FR", "kenya"),
        (None, "own", "FR", "fr-FR", ""),
        (None, "gone", "FR", None, "france"),
        ("france", "kenya", "KE", None, "france"),
        ("own", "kenya", "KE", None, ""),
        ("nowhere", "kenya", "FR", None, "kenya"),
        (None, None, "", "zh-Hant-HK", ""),
        (None, None, "", "*;q=1, \x00", ""),
    ],
)
def test_who_shops_where(
    asked: str | None, remembered: str | None, country: str, accepted: str | None, market: str
) -> None:
    assert choose(MARKETS, "SN", asked, remembered, country, accepted) == market
    assert choose([], "SN", asked, remembered, country, accepted) == ""


def test_a_language_may_name_a_country() -> None:
    assert [region(h) for h in ("fr-CA", "sr-Latn-RS", "fr", "en;q=0.1,fr-BE")] == ["CA", "RS", "", "BE"]
