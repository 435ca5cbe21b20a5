"""Somebody without JavaScript who makes an account, comes in, orders, orders again, wishes and leaves. And what is refused."""

import re
from typing import Any
from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar
from tests.customers.letters import code, letters, newest_token
from tests.people import PASSWORD
from tests.storefront.test_shopping import fill_checkout, put_into_cart, send
from tests.storefront.wellformed import Page

from duka.customers import service
from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller, Work
from duka.orders import claiming

Client = Any
SAM = "awa@example.com"
ORIGIN = {"origin": "http://testserver.local"}


@pytest.fixture
def sam(work: Work, bazaar: Bazaar) -> UUID:
    return service.admit(work, Caller(bazaar.tenant, SYSTEM), SAM, PASSWORD, "Awa Ndiaye").customer_id


def log_in(client: Client, root: str, password: str = PASSWORD, email: str = SAM) -> Any:
    return send(client, f"{root}/account/log-in", f"{root}/account/log-in", email=email, password=password)


def order(client: Client, root: str) -> str:
    """Places an order; its number."""
    fill_checkout(client, root)
    placed = send(client, f"{root}/checkout", f"{root}/checkout/place", method="cash_on_delivery")
    assert placed.status_code == 303, placed.text
    found = re.search(r"(?:Order|Commande) (\w+)", client.get(placed.headers["location"]).text)
    assert found
    return found[1]


def lines(work: Work, bazaar: Bazaar, customer: UUID) -> dict[str, int]:
    """What lies in the open cart of the customer."""
    rows = work.perform(
        Caller(bazaar.tenant),
        lambda ctx: ctx.db.all(
            """select v.sku, l.quantity from carts c
               join cart_lines l on l.tenant_id = %(tenant)s and l.cart_id = c.id
               join variants v on v.tenant_id = %(tenant)s and v.id = l.variant_id
               where c.tenant_id = %(tenant)s and c.customer_id = %(customer)s and c.status = 'open'""",
            customer=customer,
        ),
    )
    return {row.sku: row.quantity for row in rows}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_page_of_an_account_shows(
    client: Client, bazaar: Bazaar, root: str, sam: UUID, lang: str
) -> None:
    bazaar.product()
    headers = {"accept-language": lang}

    def show(path: str) -> None:
        answer = client.get(f"{root}{path}", headers=headers)
        assert answer.status_code in (200, 410), f"{path}: {answer.text[-900:]}"
        page = Page(answer.text)
        assert (page.mistakes, page.inline) == ([], []), path
        assert answer.headers["cache-control"] == "no-store"
        assert f'<html lang="{lang}"' in answer.text

    for path in ("log-in", "register", "reset", "reset/cl_x", "verify/cl_x"):
        show(f"/account/{path}")
    log_in(client, root)
    paths = ("", "/orders", "/addresses", "/addresses/new", "/wish-list", "/profile", "/settings", "/data")
    for path in paths:
        show(f"/account{path}")


def test_the_account_asks_strangers_to_log_in(client: Client, root: str) -> None:
    for path in (
        "",
        "/orders",
        "/orders/ord_x",
        "/addresses",
        "/addresses/new",
        "/wish-list",
        "/profile",
        "/settings",
    ):
        answer = client.get(f"{root}/account{path}")
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith(f"{root}/account/log-in?next=/account")
        assert client.get(answer.headers["location"]).status_code == 200


def test_from_asking_to_being_in(client: Client, work: Work, bazaar: Bazaar, root: str) -> None:
    answer = send(
        client,
        f"{root}/account/register",
        f"{root}/account/register",
        email=SAM,
        password=PASSWORD,
        name="Awa",
    )
    assert answer.status_code == 200 and SAM in answer.text
    link = f"{root}/account/verify/{newest_token(work, bazaar.tenant, SAM)}"
    for _ in range(2):
        assert 'type="password"' not in client.get(link).text, (
            "opening it does nothing, and it is this browser"
        )
    confirmed = send(client, link, link)
    assert confirmed.headers["location"] == f"{root}/account?done=joined"
    assert "Awa" in client.get(confirmed.headers["location"]).text
    client.cookies.clear()
    assert client.get(link).status_code == 410


def test_another_browser_shows_the_password(client: Client, work: Work, bazaar: Bazaar, root: str) -> None:
    send(client, f"{root}/account/register", f"{root}/account/register", email=SAM, password=PASSWORD)
    client.cookies.clear()
    link = f"{root}/account/verify/{newest_token(work, bazaar.tenant, SAM)}"
    assert 'type="password"' in client.get(link).text
    assert send(client, link, link, password="wrong").status_code == 422
    assert send(client, link, link, password=PASSWORD).status_code == 303


def test_known_and_unknown_addresses_get_the_same_pages(client: Client, root: str, sam: UUID) -> None:
    def said(path: str, action: str, email: str, **fields: str) -> tuple[int, str]:
        answer = send(client, f"{root}/account/{path}", f"{root}/account/{action}", email=email, **fields)
        text = re.sub(r'value="[^"]*"', "", answer.text).replace(email, "")
        client.cookies.clear()
        return answer.status_code, text

    for path, action, fields in (
        ("register", "register", {"password": PASSWORD}),
        ("log-in", "log-in", {"password": "wrong wrong wrong"}),
        ("reset", "reset", {}),
    ):
        assert said(path, action, SAM, **fields) == said(path, action, "who@example.com", **fields), path
    token = re.search(r'name="csrf" value="(\w+)"', client.get(f"{root}/account/log-in").text)
    assert token
    codes = []
    for email in (SAM, "who@example.com"):
        form = {"csrf": token[1], "email": email}
        answer = client.post(f"{root}/account/code", data=form, headers=ORIGIN)
        codes.append((answer.status_code, re.sub(r'value="[^"]*"', "", answer.text).replace(email, "")))
    assert codes[0] == codes[1]


def test_a_code_opens_the_account_and_brings_later_orders(
    client: Client, work: Work, bazaar: Bazaar, root: str, sam: UUID
) -> None:
    bazaar.product()
    put_into_cart(client, root)
    number = order(client, root)  # nobody is logged in, but the address has an account
    log_in(client, root)
    assert number not in client.get(f"{root}/account/orders").text
    send(client, f"{root}/account/profile", f"{root}/account/log-out")
    html = client.get(f"{root}/account/log-in").text
    token = re.search(r'name="csrf" value="(\w+)"', html)
    assert token
    asked = client.post(f"{root}/account/code", data={"csrf": token[1], "email": SAM}, headers=ORIGIN)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', asked.text))
    right = code(letters(work, bazaar.tenant, SAM)[-1][1])
    wrong = client.post(f"{root}/account/code/check", data={**hidden, "code": "-"}, headers=ORIGIN)
    assert wrong.status_code == 422
    inside = client.post(f"{root}/account/code/check", data={**hidden, "code": right}, headers=ORIGIN)
    assert inside.headers["location"] == f"{root}/account"
    work.perform(Caller(bazaar.tenant), lambda ctx: claiming.claim(ctx, sam))  # what the listener does
    assert number in client.get(f"{root}/account/orders").text


def test_a_guests_orders_are_the_accounts_once_the_address_is_proved(
    client: Client, work: Work, bazaar: Bazaar, root: str
) -> None:
    bazaar.product()
    put_into_cart(client, root)
    fill_checkout(client, root)
    placed = send(client, f"{root}/checkout", f"{root}/checkout/place", method="cash_on_delivery")
    thanks = placed.headers["location"]
    sent = send(client, thanks, f"{root}/account/from-order", password=PASSWORD)
    assert sent.status_code == 200 and SAM in sent.text
    link = f"{root}/account/verify/{newest_token(work, bazaar.tenant, SAM)}"
    assert send(client, link, link).status_code == 303
    page = client.get(f"{root}/account/orders").text
    path = re.search(rf'href="({root}/account/orders/ord_\w+)"', page)
    assert path and "Awa Ndiaye" in client.get(path[1]).text


def test_the_cart_follows_and_is_counted_once(
    client: Client, work: Work, bazaar: Bazaar, root: str, sam: UUID
) -> None:
    bazaar.product(stock=4)
    log_in(client, root)
    put_into_cart(client, root, "1")
    client.cookies.clear()
    put_into_cart(client, root, "2")  # a guest on another device
    old = client.cookies.get("cart")
    log_in(client, root)
    assert lines(work, bazaar, sam) == {"SKU-1": 3}
    client.get(f"{root}/cart")
    assert lines(work, bazaar, sam) == {"SKU-1": 3}
    client.cookies.clear()
    client.cookies.set("cart", old, domain="testserver.local", path=root)
    log_in(client, root)
    assert lines(work, bazaar, sam) == {"SKU-1": 3}, "the old key merges nothing twice"
    put_into_cart(client, root, "1")
    assert lines(work, bazaar, sam) == {"SKU-1": 4}


def test_after_logging_out_the_cart_is_not_readable(
    client: Client, bazaar: Bazaar, root: str, sam: UUID
) -> None:
    bazaar.product()
    put_into_cart(client, root, "3")
    old = client.cookies.get("cart")
    log_in(client, root)
    assert "Produit 1" in client.get(f"{root}/cart").text
    out = send(client, f"{root}/account", f"{root}/account/log-out")
    assert out.status_code == 303
    assert not {name for name, value in client.cookies.items() if name in ("cart", "account") and value}
    client.cookies.set("cart", old, domain="testserver.local", path=root)
    assert "Produit 1" not in client.get(f"{root}/cart").text
    assert client.get(f"{root}/account").status_code == 303


def test_an_order_of_the_account_and_the_same_again(
    client: Client, work: Work, bazaar: Bazaar, root: str, sam: UUID
) -> None:
    bazaar.product(stock=5)
    bazaar.product(stock=1)
    log_in(client, root)
    put_into_cart(client, root, "3")
    send(client, f"{root}/p/p2", f"{root}/cart/add", quantity="1")
    html = client.get(f"{root}/checkout").text
    assert f'value="{SAM}"' in html, "the address is known"
    number = order(client, root)
    page = client.get(f"{root}/account/orders").text
    path = re.search(rf'href="({root}/account/orders/ord_\w+)"', page)
    assert path and number in page
    shown = client.get(path[1])
    assert shown.status_code == 200 and Page(shown.text).mistakes == []
    again = send(client, path[1], f"{path[1]}/again")
    assert again.status_code == 200
    assert "Produit 2" in again.text and "SKU-2" not in lines(work, bazaar, sam)
    assert lines(work, bazaar, sam) == {"SKU-1": 2}, "as many as there are left"
    send(client, path[1], f"{path[1]}/again")
    assert lines(work, bazaar, sam) == {"SKU-1": 2}


def test_nobody_elses_order_is_shown(
    client: Client, work: Work, bazaar: Bazaar, root: str, sam: UUID
) -> None:
    bazaar.product()
    log_in(client, root)
    put_into_cart(client, root)
    order(client, root)
    page = client.get(f"{root}/account/orders").text
    path = re.search(rf'href="({root}/account/orders/ord_\w+)"', page)
    assert path
    client.cookies.clear()
    service.admit(work, Caller(bazaar.tenant, SYSTEM), "tom@example.com", PASSWORD)
    log_in(client, root, email="tom@example.com")
    assert client.get(path[1]).status_code == 404
    assert client.get(f"{root}/account/orders/nonsense").status_code == 404


def test_a_wish_of_a_guest_is_kept_until_they_are_in(
    client: Client, bazaar: Bazaar, root: str, sam: UUID, work: Work
) -> None:
    bazaar.product()
    html = client.get(f"{root}/p/p1").text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    asked = client.post(f"{root}/account/wish-list/add", data=hidden, headers=ORIGIN)
    assert asked.headers["location"].startswith(f"{root}/account/log-in")
    log_in(client, root)
    assert "Produit 1" in client.get(f"{root}/account/wish-list").text
    moved = send(
        client, f"{root}/account/wish-list", f"{root}/account/wish-list/move", variant=hidden["variant"]
    )
    assert moved.status_code == 303
    assert "Produit 1" not in client.get(f"{root}/account/wish-list").text
    assert lines(work, bazaar, sam) == {"SKU-1": 1}
    html = client.get(f"{root}/p/p1").text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    added = client.post(f"{root}/account/wish-list/add", data=hidden, headers=ORIGIN)
    assert added.headers["location"] == f"{root}/p/p1?wished=1"
    assert 'class="heart on"' in client.get(f"{root}/p/p1").text
    removed = send(
        client, f"{root}/account/wish-list", f"{root}/account/wish-list/remove", variant=hidden["variant"]
    )
    assert removed.status_code == 303


def test_the_address_book_is_checked_by_country_and_used_at_the_checkout(
    client: Client, bazaar: Bazaar, root: str, sam: UUID
) -> None:
    bazaar.product()
    log_in(client, root)
    new = f"{root}/account/addresses/new"
    incomplete = send(client, new, new, country="SN", name="Awa", line1="12 rue Félix Faure")
    assert incomplete.status_code == 422 and "12 rue F" in incomplete.text
    known = {
        "country": "SN",
        "name": "Awa Ndiaye",
        "line1": "12 rue Félix Faure",
        "city": "Dakar",
        "phone": "771234567",
    }
    assert send(client, new, new, **known).status_code == 303
    assert send(client, new, new, **{**known, "line1": "3 avenue Pompidou"}).status_code == 303
    book = client.get(f"{root}/account/addresses").text
    edit, other = re.findall(rf'href="({root}/account/addresses/addr_\w+)"', book)
    assert "12 rue F" in client.get(edit).text
    assert send(client, edit, edit, **{**known, "line1": "14 rue Carnot"}).status_code == 303
    assert send(client, f"{root}/account/addresses", f"{other}/default").status_code == 303
    put_into_cart(client, root)
    contact = {"email": SAM, "phone": "+221 77 123 45 67"}
    send(client, f"{root}/checkout", f"{root}/checkout/contact", **contact)
    html = client.get(f"{root}/checkout").text
    assert 'value="3 avenue Pompidou"' in html, "the one that is used first is filled in"
    saved = re.search(r'name="saved" value="(addr_\w+)"', html)
    assert saved and "14 rue Carnot" in html
    chosen = send(client, f"{root}/checkout", f"{root}/checkout/address", saved=saved[1])
    assert chosen.status_code == 303 and "14 rue Carnot" in client.get(f"{root}/checkout").text
    assert send(client, f"{root}/account/addresses", f"{edit}/delete").status_code == 303
    assert client.get(edit).status_code == 404


def test_profile_password_and_consents(
    client: Client, work: Work, bazaar: Bazaar, root: str, sam: UUID
) -> None:
    log_in(client, root)
    profile = f"{root}/account/profile"
    assert send(client, profile, profile, name="Awa N.", phone="+221 77 1", locale="en").status_code == 303
    assert "Awa N." in client.get(profile).text
    assert send(client, profile, profile, name="Awa", phone="call me", locale="en").status_code == 422
    new = "nine ladies dancing"
    assert send(client, profile, f"{profile}/password", present="no", wanted=new).status_code == 422
    assert send(client, profile, f"{profile}/password", present=PASSWORD, wanted=new).status_code == 303
    asked = send(client, profile, f"{profile}/email", email="new@example.com", email_password=new)
    assert (
        asked.status_code == 303
        and letters(work, bazaar.tenant, "new@example.com")[0][0] == "customer_verify"
    )
    settings = f"{root}/account/settings"
    assert send(client, settings, settings, email="1").status_code == 303
    assert send(client, settings, settings).status_code == 303
    rows = work.perform(
        Caller(bazaar.tenant),
        lambda ctx: ctx.db.all(
            """select channel, is_given, source, wording, origin from customer_consents
               where tenant_id = %(tenant)s and customer_id = %(sam)s order by id""",
            sam=sam,
        ),
    )
    assert [(r.channel, r.is_given, r.source) for r in rows] == [
        ("email", True, "settings"),
        ("email", False, "settings"),
    ]
    assert all(r.wording and "testclient" in r.origin for r in rows)
    ended = send(client, settings, f"{root}/account/sessions/end", here="1")
    assert ended.status_code == 303 and client.get(profile).status_code == 303


def test_a_reset_by_letter(client: Client, work: Work, bazaar: Bazaar, root: str, sam: UUID) -> None:
    send(client, f"{root}/account/reset", f"{root}/account/reset", email=SAM)
    link = f"{root}/account/reset/{newest_token(work, bazaar.tenant, SAM)}"
    assert send(client, link, link, password="short").status_code == 422
    assert send(client, link, link, password="nine ladies dancing").status_code == 303
    assert client.get(f"{root}/account").status_code == 200
    client.cookies.clear()
    assert send(client, link, link, password="ten lords a-leaping").status_code == 410


def test_a_letters_link_does_not_follow_the_host_of_the_request(
    client: Client, work: Work, bazaar: Bazaar, root: str, sam: UUID
) -> None:
    evil = {"host": "evil.example", "origin": "http://evil.example"}
    html = client.get(f"{root}/account/reset", headers={"host": "evil.example"}).text
    token = re.search(r'name="csrf" value="(\w+)"', html)
    assert token
    client.post(f"{root}/account/reset", data={"csrf": token[1], "email": SAM}, headers=evil)
    text = letters(work, bazaar.tenant, SAM)[-1][1]
    assert "http://testserver.local/s/" in text and "evil" not in text
