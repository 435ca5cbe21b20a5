"""A shopper without JavaScript, on a real database: look, choose, pay, follow. And what is refused."""

import re
from html import unescape
from typing import Any

import pytest
from tests.checkout.bazaar import Bazaar
from tests.storefront.wellformed import Page

Client = Any
ADDRESS = {"country": "SN", "name": "Awa Ndiaye", "line1": "12 rue Félix Faure", "city": "Dakar"}


def form_of(html: str, action: str) -> dict[str, str]:
    """The hidden fields of the first form that goes to `action`."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', html, re.DOTALL)
    assert found, f"no form goes to {action}"
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found[0])
    return {name: unescape(value) for name, value in fields}


def send(client: Client, page: str, action: str, **fields: str) -> Any:
    """Sends the form of a page as a browser does, with what was typed into it."""
    html = client.get(page).text
    return client.post(
        action, data={**form_of(html, action), **fields}, headers={"origin": "http://testserver.local"}
    )


def put_into_cart(client: Client, root: str, quantity: str = "1") -> Any:
    return send(client, f"{root}/p/p1", f"{root}/cart/add", quantity=quantity)


def fill_checkout(client: Client, root: str) -> None:
    for step, fields in (
        ("contact", {"email": "Awa@Example.com", "phone": "+221 77 123 45 67"}),
        ("address", ADDRESS),
    ):
        answer = send(client, f"{root}/checkout", f"{root}/checkout/{step}", **fields)
        assert answer.status_code == 303, answer.text
    html = client.get(f"{root}/checkout").text
    rate = re.search(r'name="rate" value="(rate_\w+)"', html)
    assert rate
    answer = send(client, f"{root}/checkout", f"{root}/checkout/shipping", rate=rate[1])
    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_page_of_a_shop_shows(client: Client, bazaar: Bazaar, root: str, lang: str) -> None:
    bazaar.product()
    paths = ["/", "/products", "/search?q=produit", "/p/p1", "/cart", "/contact", "/shop/track"]
    paths += [f"/pages/{name}" for name in ("shipping", "returns", "privacy", "terms", "about")]
    for path in paths:
        answer = client.get(f"{root}{path}", headers={"accept-language": lang})
        assert answer.status_code == 200, f"{path}: {answer.text[-600:]}"
        page = Page(answer.text)
        assert (page.mistakes, page.inline) == ([], [])
        assert f'<html lang="{lang}"' in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "media_type", "holds"),
    [
        ("/sitemap.xml", "application/xml", "/p/p1</loc>"),
        ("/robots.txt", "text/plain", "/sitemap.xml"),
        ("/manifest.webmanifest", "application/manifest+json", '"start_url"'),
        ("/theme.css", "text/css", "--accent:"),
        ("/favicon.svg", "image/svg+xml", ">B</text>"),
    ],
)
def test_what_machines_ask_for(
    client: Client, bazaar: Bazaar, root: str, path: str, media_type: str, holds: str
) -> None:
    bazaar.product()
    answer = client.get(root + path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media_type)
    assert holds in answer.text


def test_a_purchase_on_delivery_and_its_tracking(client: Client, bazaar: Bazaar, root: str) -> None:
    bazaar.product(price=5000)
    added = put_into_cart(client, root, "2")
    assert added.status_code == 303
    assert added.headers["location"] == f"{root}/cart"
    assert "10" in client.get(f"{root}/cart").text
    fill_checkout(client, root)
    placed = send(client, f"{root}/checkout", f"{root}/checkout/place", method="cash_on_delivery")
    assert placed.status_code == 303, placed.text
    done = client.get(placed.headers["location"])
    assert done.status_code == 200
    assert "Awa Ndiaye" in done.text
    assert done.headers["cache-control"] == "no-store"
    number = re.search(r"(?:Order|Commande) (\w+)", done.text)
    assert number
    found = send(
        client, f"{root}/shop/track", f"{root}/shop/track", number=number[1], email="awa@example.com"
    )
    assert found.status_code == 303
    assert client.get(found.headers["location"]).status_code == 200
    assert "11" in client.get(found.headers["location"]).text
    wrong = send(
        client, f"{root}/shop/track", f"{root}/shop/track", number=number[1], email="eve@example.com"
    )
    assert wrong.status_code == 404
    assert 'value="eve@example.com"' in wrong.text


def test_a_purchase_at_the_gateway_waits_until_it_is_paid(client: Client, bazaar: Bazaar, root: str) -> None:
    bazaar.product()
    put_into_cart(client, root)
    fill_checkout(client, root)
    placed = send(client, f"{root}/checkout", f"{root}/checkout/place", method="sandbox")
    assert placed.status_code == 303, placed.text
    assert "/sandbox/" in placed.headers["location"]
    again = client.get(f"{root}/checkout")
    assert again.status_code == 303
    waiting = client.get(again.headers["location"])
    assert waiting.status_code == 200
    assert '<meta http-equiv="refresh"' in waiting.text
    assert Page(waiting.text).mistakes == []


def test_what_was_typed_stays_when_a_step_is_refused(client: Client, bazaar: Bazaar, root: str) -> None:
    bazaar.product()
    put_into_cart(client, root)
    answer = send(client, f"{root}/checkout", f"{root}/checkout/contact", email="awa@", phone="<script>")
    assert answer.status_code == 422
    assert 'value="awa@"' in answer.text
    assert 'value="&lt;script&gt;"' in answer.text
    assert 'href="#email"' in answer.text
    send(
        client, f"{root}/checkout", f"{root}/checkout/contact", email="awa@example.com", phone="+221771234567"
    )
    answer = send(
        client, f"{root}/checkout", f"{root}/checkout/address", country="SN", name="Awa", line1="", city=""
    )
    assert answer.status_code == 422
    assert 'value="Awa"' in answer.text
    reshaped = send(
        client, f"{root}/checkout", f"{root}/checkout/address", country="US", name="Awa", reshape="1"
    )
    assert reshaped.status_code == 200
    assert 'name="region"' in reshaped.text
    assert 'value="Awa"' in reshaped.text


@pytest.mark.parametrize("quantity", ["many", "-1", "1.5", "9" * 12, "½"])
def test_a_quantity_that_cannot_be_read_is_kept_and_explained(
    client: Client, bazaar: Bazaar, root: str, quantity: str
) -> None:
    bazaar.product()
    answer = put_into_cart(client, root, quantity)
    assert answer.status_code in (409, 422), answer.status_code
    assert f'value="{quantity}"' in answer.text
    assert 'id="errors"' in answer.text


def test_a_line_changes_and_goes(client: Client, bazaar: Bazaar, root: str) -> None:
    bazaar.product()
    put_into_cart(client, root)
    changed = send(client, f"{root}/cart", f"{root}/cart/set", quantity="3")
    assert changed.status_code == 303
    assert 'value="3"' in client.get(f"{root}/cart").text
    removed = send(client, f"{root}/cart", f"{root}/cart/remove")
    assert removed.status_code == 303
    assert f'action="{root}/cart/set"' not in client.get(f"{root}/cart").text


def test_the_drawer_is_a_part_of_a_page(client: Client, bazaar: Bazaar, root: str) -> None:
    bazaar.product()
    fields = form_of(client.get(f"{root}/p/p1").text, f"{root}/cart/add")
    answer = client.post(
        f"{root}/cart/add",
        data={**fields, "quantity": "1"},
        headers={"x-drawer": "1", "origin": "http://testserver.local"},
    )
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<dialog")
    again = form_of(answer.text, f"{root}/cart/remove")
    assert client.post(f"{root}/cart/remove", data=again).status_code == 303


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
def test_a_form_of_another_site_is_refused(
    client: Client, bazaar: Bazaar, root: str, headers: dict[str, str]
) -> None:
    bazaar.product()
    fields = form_of(client.get(f"{root}/p/p1").text, f"{root}/cart/add")
    assert (
        client.post(f"{root}/cart/add", data={**fields, "quantity": "1"}, headers=headers).status_code == 403
    )
    assert "cart" not in client.cookies


@pytest.mark.parametrize(
    "action",
    [
        "cart/add",
        "cart/set",
        "cart/remove",
        "checkout/contact",
        "checkout/address",
        "checkout/shipping",
        "checkout/place",
        "shop/track",
    ],
)
def test_a_form_without_its_token_is_refused(client: Client, bazaar: Bazaar, root: str, action: str) -> None:
    bazaar.product()
    put_into_cart(client, root)
    fields = {
        "variant": "var_" + "0" * 32,
        "rate": "rate_" + "0" * 32,
        "email": "a@b.example",
        "csrf": "wrong",
        **ADDRESS,
    }
    assert client.post(f"{root}/{action}", data=fields).status_code == 403


def test_cookies_are_for_this_shop_alone(client: Client, bazaar: Bazaar, root: str) -> None:
    bazaar.product()
    cookie = next(
        c for c in put_into_cart(client, root).headers.get_list("set-cookie") if c.startswith("cart=")
    )
    assert f"Path={root}" in cookie
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()


@pytest.mark.parametrize(
    "path", ["/nowhere", "/p/nothing", "/c/nothing", "/pages/nothing", "/checkout/done/ord_x/y"]
)
def test_what_is_not_there(client: Client, root: str, path: str) -> None:
    answer = client.get(root + path)
    assert answer.status_code == 404
    assert Page(answer.text).mistakes == []
    assert f'href="{root}/products"' in answer.text


def test_an_address_of_no_shop(client: Client) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/s/nobody/main/").status_code == 404
    assert client.get("/products").status_code == 404


def test_an_old_slug_leads_to_the_new_one(client: Client, bazaar: Bazaar, root: str) -> None:
    bazaar.product()
    bazaar.perform(
        lambda ctx: ctx.db.run(
            """insert into slugs (tenant_id, kind, slug, target_id) select %(tenant)s, 'product',
            'old-name', p.id from products p where p.tenant_id = %(tenant)s"""
        )
    )
    answer = client.get(f"{root}/p/old-name")
    assert answer.status_code == 301
    assert answer.headers["location"] == f"{root}/p/p1"


def test_a_chosen_language_is_remembered(client: Client, root: str) -> None:
    assert '<html lang="en"' in client.get(f"{root}/?lang=en", headers={"accept-language": "fr"}).text
    assert '<html lang="en"' in client.get(f"{root}/contact", headers={"accept-language": "fr"}).text


def test_hostile_text_stays_text(client: Client, bazaar: Bazaar, root: str) -> None:
    bazaar.product(title="<script>alert(1)</script>", slug="p1")
    for path in ("/p/p1", "/products", "/search?q=%3Cscript%3E%00%FF&min=%27&page=1e9&f.tag=%3Cb%3E"):
        answer = client.get(root + path)
        assert answer.status_code == 200, answer.text[-400:]
        assert "<script>alert" not in answer.text
        assert Page(answer.text).inline == []


def test_a_search_is_suggested_while_it_is_typed(client: Client, bazaar: Bazaar, root: str) -> None:
    bazaar.product(search_text="calabash bowl")
    found = client.get(f"{root}/search/suggest", params={"q": "calab"})
    assert found.status_code == 200
    assert f'href="{root}/p/p1"' in found.text
    assert "<html" not in found.text
    for text in ("", "zzqqxxw", "\x00", "<zzq>"):
        nothing = client.get(f"{root}/search/suggest", params={"q": text})
        assert nothing.status_code == 200
        assert "<li>" not in nothing.text


@pytest.mark.parametrize("path", ["/products", "/contact", "/cart", "/shop/track"])
def test_a_language_is_remembered_wherever_it_is_chosen(client: Client, root: str, path: str) -> None:
    client.get(f"{root}{path}?lang=fr")
    assert '<html lang="fr"' in client.get(f"{root}/", headers={"accept-language": "en"}).text
