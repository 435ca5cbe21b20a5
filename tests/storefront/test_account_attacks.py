"""What somebody else may try at an account of a store."""

import re
from typing import Any
from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar
from tests.people import PASSWORD
from tests.storefront.test_account import ORIGIN, SAM, log_in
from tests.storefront.test_shopping import form_of, put_into_cart

from duka.customers import service
from duka.identity.bearers import PREFIXES
from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller, Work

Client = Any


@pytest.fixture
def sam(work: Work, bazaar: Bazaar) -> UUID:
    return service.admit(work, Caller(bazaar.tenant, SYSTEM), SAM, PASSWORD, "Awa Ndiaye").customer_id


def is_in(client: Client, root: str) -> bool:
    return bool(client.get(f"{root}/account").status_code == 200)


def test_the_cookie_is_of_this_store_alone(client: Client, root: str, sam: UUID) -> None:
    answer = log_in(client, root)
    header = next(h for h in answer.headers.get_list("set-cookie") if h.startswith("account="))
    assert f"Path={root}" in header and "HttpOnly" in header and "samesite=lax" in header.lower()
    assert "domain" not in header.lower()


def test_a_session_is_good_at_its_own_company_alone(client: Client, work: Work, root: str, sam: UUID) -> None:
    log_in(client, root)
    cookie = client.cookies.get("account")
    other = Bazaar(work).build()
    elsewhere = f"/s/t{other.tenant.hex}/main"
    client.cookies.clear()
    client.cookies.set("account", cookie, domain="testserver.local", path=elsewhere)
    assert not is_in(client, elsewhere)
    forged = cookie.replace(cookie.split("_")[1], other.tenant.hex)
    client.cookies.set("account", forged, domain="testserver.local", path=elsewhere)
    assert not is_in(client, elsewhere)


@pytest.mark.parametrize("kind", sorted(set(PREFIXES) - {"customer_web"}))
def test_no_other_secret_is_a_session(client: Client, root: str, sam: UUID, kind: str) -> None:
    log_in(client, root)
    secret = (client.cookies.get("account") or "").partition("_")[2]
    client.cookies.set("account", f"{PREFIXES[kind]}_{secret}", domain="testserver.local", path=root)
    client.cookies.delete("account", domain="testserver.local", path=root)
    client.cookies.set("account", f"{PREFIXES[kind]}_{secret}", domain="testserver.local", path=root)
    assert not is_in(client, root)


def test_a_planted_session_is_not_taken_over(
    client: Client, work: Work, bazaar: Bazaar, root: str, sam: UUID
) -> None:
    """Mallory puts her own session into Sam's browser: logging in makes a new one, and hers ends."""
    service.admit(work, Caller(bazaar.tenant, SYSTEM), "mallory@example.com", PASSWORD)
    log_in(client, root, email="mallory@example.com")
    hers = client.cookies.get("account")
    client.cookies.clear()
    client.cookies.set("account", hers, domain="testserver.local", path=root)
    page = client.get(f"{root}/account/reset").text
    form = {**form_of(page, f"{root}/account/reset"), "email": SAM, "password": PASSWORD}
    assert client.post(f"{root}/account/log-in", data=form, headers=ORIGIN).status_code == 303
    assert client.cookies.get("account") != hers
    client.cookies.clear()
    client.cookies.set("account", hers, domain="testserver.local", path=root)
    assert not is_in(client, root)


def test_a_planted_cart_is_not_read_by_whoever_planted_it(
    client: Client, bazaar: Bazaar, root: str, sam: UUID
) -> None:
    bazaar.product()
    put_into_cart(client, root)
    planted = client.cookies.get("cart")
    log_in(client, root)
    client.cookies.clear()
    client.cookies.set("cart", planted, domain="testserver.local", path=root)
    assert "Produit 1" not in client.get(f"{root}/cart").text


def test_forms_are_bound_to_the_session(client: Client, bazaar: Bazaar, root: str, sam: UUID) -> None:
    bazaar.product()
    before = form_of(client.get(f"{root}/p/p1").text, f"{root}/cart/add")
    log_in(client, root)
    assert client.post(f"{root}/cart/add", data=before, headers=ORIGIN).status_code == 403
    for path in (
        "profile",
        "settings",
        "addresses/new",
        "log-out",
        "sessions/end",
        "wish-list/add",
        "profile/email",
    ):
        assert client.post(f"{root}/account/{path}", data=before, headers=ORIGIN).status_code == 403, path
    own = form_of(client.get(f"{root}/account/profile").text, f"{root}/account/profile")
    foreign = {"origin": "https://evil.example"}
    assert client.post(f"{root}/account/profile", data=own, headers=foreign).status_code == 403
    first = client.cookies.get("account")
    log_out = form_of(client.get(f"{root}/account").text, f"{root}/account/log-out")
    assert client.post(f"{root}/account/log-out", data=log_out, headers=ORIGIN).status_code == 303
    log_in(client, root)
    assert client.cookies.get("account") != first
    assert client.post(f"{root}/account/profile", data=own, headers=ORIGIN).status_code == 403


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\nx", "x"],
)
def test_logging_in_leads_nowhere_else(client: Client, root: str, sam: UUID, wanted: str) -> None:
    page = client.get(f"{root}/account/log-in").text
    form = {**form_of(page, f"{root}/account/log-in"), "email": SAM, "password": PASSWORD, "next": wanted}
    answer = client.post(f"{root}/account/log-in", data=form, headers=ORIGIN)
    assert answer.headers["location"] == f"{root}/account"


def test_nobody_changes_somebody_elses_addresses(
    client: Client, work: Work, bazaar: Bazaar, root: str, sam: UUID
) -> None:
    from duka.customers.types import Address

    home = Address(country="SN", name="Awa", line1="12 rue Carnot", city="Dakar")
    work.perform(Caller(bazaar.tenant, SYSTEM), lambda ctx: service.add_address(ctx, sam, home))
    log_in(client, root)
    found = re.search(r"/account/addresses/(addr_\w+)", client.get(f"{root}/account/addresses").text)
    assert found
    client.cookies.clear()
    service.admit(work, Caller(bazaar.tenant, SYSTEM), "tom@example.com", PASSWORD)
    log_in(client, root, email="tom@example.com")
    page = client.get(f"{root}/account/addresses/new").text
    form = {**form_of(page, f"{root}/account/addresses/new"), "country": "SN", "name": "T", "line1": "x", "city": "Dakar",
            "phone": "771234567"}  # fmt: skip
    assert client.get(f"{root}/account/addresses/{found[1]}").status_code == 404
    for path in ("", "/delete", "/default"):
        answer = client.post(f"{root}/account/addresses/{found[1]}{path}", data=form, headers=ORIGIN)
        assert answer.status_code == 404, path
