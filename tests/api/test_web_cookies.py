"""The cookies of the web app, under attack."""

from typing import Any

import pytest
from tests.api.account_samples import sign_up
from tests.api.browser import Browser
from tests.api.client import Client
from tests.api.conftest import services_on
from tests.api.sampled.session import PASSWORD, Somebody
from tests.api.world import World

from duka.kernel.db import Database
from duka.kernel.ids import new_id
from duka.main import application


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals are told at once, but where their time is what is tested."""
    monkeypatch.setattr("duka.identity.pace.SLOWEST", 0.0)


@pytest.fixture
def bob(acorn: World) -> Somebody:
    return Somebody(acorn)


@pytest.fixture
def browser(server: Client) -> Browser:
    return Browser(server)


def test_a_browser_logs_in_works_and_logs_out(acorn: World, bob: Somebody, browser: Browser) -> None:
    answer = browser.log_in(bob.email, PASSWORD)
    assert answer.status == 200 and answer.json["status"] == "in"
    assert answer.json["session"]["company"]["slug"] == acorn.tenant.slug
    lines = [line for name, line in answer.headers if name == "set-cookie"]
    assert len(lines) == 2 and all(
        "HttpOnly" in line and "SameSite=lax" in line and "Path=/" in line for line in lines
    )
    assert browser.session() not in answer.body.decode()
    me = browser.send("GET", f"{acorn.base}/admin/me")
    assert me.status == 200 and me.json["staff"]["email"] == bob.email and me.json["role"] == "read-only"
    assert {store["slug"] for store in me.json["stores"]} >= {"main", "second"}
    assert me.json["security"]["confirmed_recently"] and "account:manage" in me.json["permissions"]
    told = browser.send("GET", "/api/session").json["sessions"]
    assert [each["csrf_token"] for each in told] == [browser.csrf]
    assert browser.send("PATCH", f"{acorn.base}/admin/me", {"name": "Bo"}).status == 204
    kept = dict(browser.cookies)
    assert browser.send("DELETE", f"{acorn.base}/admin/session").status == 204
    assert "duka_device" in browser.cookies and len(browser.cookies) == 1
    browser.cookies = kept
    assert browser.send("GET", f"{acorn.base}/admin/me").status == 401
    assert browser.send("GET", "/api/session").json == {"sessions": []}


def test_with_tls_the_cookie_is_bound_to_the_host(
    database: Database, acorn: World, bob: Somebody, tmp_path: Any
) -> None:
    services = services_on(database, tmp_path, base_url="https://shop.example")
    client = Client(application(services))
    try:
        safe = Browser(client)
        answer = safe.send(
            "POST",
            "/api/session",
            {"email": bob.email, "password": PASSWORD},
            headers={"origin": "https://shop.example"},
        )
        lines = [line for name, line in answer.headers if name == "set-cookie" and "session" in line]
        assert len(lines) == 1 and lines[0].startswith("__Host-duka_session_")
        assert "Secure" in lines[0] and "Domain" not in lines[0]
        assert safe.send("GET", f"{acorn.base}/admin/me").status == 200
        plain = {f"duka_session_{acorn.tenant.id.hex}": safe.session()}
        safe.cookies = plain
        assert safe.send("GET", f"{acorn.base}/admin/me").status == 401
    finally:
        client.close()


def test_a_planted_session_is_not_the_one_that_is_logged_in(
    acorn: World, bob: Somebody, server: Client
) -> None:
    attacker, victim = Browser(server), Browser(server)
    mallory = Somebody(acorn)
    attacker.log_in(mallory.email, PASSWORD)
    victim.cookies = dict(attacker.cookies)
    victim.log_in(bob.email, PASSWORD)
    assert victim.session() != attacker.session()
    assert attacker.send("GET", f"{acorn.base}/admin/me").status == 401
    assert victim.send("GET", f"{acorn.base}/admin/me").json["staff"]["email"] == bob.email


def test_every_proof_gives_the_session_a_new_name(acorn: World, bob: Somebody, browser: Browser) -> None:
    browser.log_in(bob.email, PASSWORD)
    names = [browser.session()]
    old = Browser(browser.client, cookies=dict(browser.cookies), csrf=browser.csrf)
    assert browser.send("POST", f"{acorn.base}/admin/me/confirm", {"password": PASSWORD}).status == 200
    names.append(browser.session())
    body = {"present": PASSWORD, "wanted": "eight maids a-milking"}
    assert browser.send("POST", f"{acorn.base}/admin/me/password", body).status == 200
    names.append(browser.session())
    assert len(set(names)) == 3
    assert old.send("GET", f"{acorn.base}/admin/me").status == 401
    assert browser.send("PATCH", f"{acorn.base}/admin/me", {"name": "Bo"}).status == 204


def test_other_sites_can_do_nothing_with_it(acorn: World, bob: Somebody, browser: Browser) -> None:
    browser.log_in(bob.email, PASSWORD)
    other = Browser(browser.client)
    other.log_in(Somebody(acorn).email, PASSWORD)
    right = browser.csrf
    attacks: dict[str, tuple[dict[str, Any], str]] = {
        "no token": ({"x-csrf-token": None}, "CsrfTokenWrong"),
        "an empty token": ({"x-csrf-token": ""}, "CsrfTokenWrong"),
        "a wrong token": ({"x-csrf-token": "0" * 64}, "CsrfTokenWrong"),
        "somebody else's token": ({"x-csrf-token": other.csrf}, "CsrfTokenWrong"),
        "the session itself": ({"x-csrf-token": browser.session()}, "CsrfTokenWrong"),
        "another site": ({"sec-fetch-site": "cross-site"}, "FromAnotherSite"),
        "another host of ours": ({"sec-fetch-site": "same-site"}, "FromAnotherSite"),
        "another origin": ({"origin": "https://evil.example"}, "FromAnotherSite"),
        "a sandboxed page": ({"origin": "null"}, "FromAnotherSite"),
        "a part of our name": ({"origin": "http://shop.example.evil.example"}, "FromAnotherSite"),
    }
    for what, (headers, code) in attacks.items():
        answer = browser.send("PATCH", f"{acorn.base}/admin/me", {"name": "Evil"}, headers=headers)
        assert (answer.status, answer.code) == (403, code), what
        browser.csrf = right
    assert browser.send("GET", f"{acorn.base}/admin/me").json["staff"]["name"] == "Bob Acorn"
    plain = browser.send(
        "PATCH", f"{acorn.base}/admin/me", {"name": "Bo"}, headers={"origin": None, "sec-fetch-site": None}
    )
    assert plain.status == 204


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
def test_other_sites_log_nobody_in_or_out(
    acorn: World, bob: Somebody, browser: Browser, headers: dict[str, str]
) -> None:
    body = {"email": bob.email, "password": PASSWORD}
    for method, path, sent in (
        ("POST", "/api/session", body),
        ("DELETE", "/api/session", None),
        ("POST", "/api/registrations", sign_up()),
        ("POST", "/api/password-resets", {"email": bob.email}),
    ):
        assert browser.send(method, path, sent, headers=headers).code == "FromAnotherSite"
    assert browser.cookies == {}


def test_a_cookie_opens_its_own_company_only(
    acorn: World, birch: World, bob: Somebody, browser: Browser
) -> None:
    browser.log_in(bob.email, PASSWORD)
    value = browser.session()
    assert browser.send("GET", f"{birch.base}/admin/me").status == 401
    browser.cookies = {f"duka_session_{birch.tenant.id.hex}": value}
    assert browser.send("GET", f"{birch.base}/admin/me").status == 401
    forged = value.replace(acorn.tenant.id.hex, birch.tenant.id.hex)
    browser.cookies = {f"duka_session_{birch.tenant.id.hex}": forged}
    assert browser.send("GET", f"{birch.base}/admin/me").status == 401


def test_what_is_in_a_cookie_is_no_bearer_and_the_other_way_round(
    acorn: World, bob: Somebody, browser: Browser
) -> None:
    browser.log_in(bob.email, PASSWORD)
    value, name = browser.session(), f"duka_session_{acorn.tenant.id.hex}"
    assert acorn.call("GET", "/admin/me", by=value).status == 401
    for bearer in (bob.token, acorn.sk, acorn.pk, acorn.customer_token, acorn.staff):
        browser.cookies = {name: bearer}
        assert browser.send("GET", f"{acorn.base}/admin/me").status == 401


def test_who_shows_a_bearer_is_that_bearer(acorn: World, bob: Somebody, browser: Browser) -> None:
    """A wrong bearer is not saved by a cookie, and a right one needs no token against forgery."""
    browser.log_in(bob.email, PASSWORD)
    wrong = {"authorization": "Bearer st_x"}
    assert browser.send("GET", f"{acorn.base}/admin/me", headers=wrong).status == 401
    right = {"authorization": f"Bearer {Somebody(acorn).token}", "x-csrf-token": None}
    assert browser.send("PATCH", f"{acorn.base}/admin/me", {"name": "Bo"}, headers=right).status == 204


def test_a_person_of_two_companies_chooses_and_switches(acorn: World, birch: World, browser: Browser) -> None:
    email = f"two-{new_id().hex[-10:]}@maison.example"
    for world in (acorn, birch):
        Somebody(world, email)
    asked = browser.log_in(email, PASSWORD)
    assert asked.json["status"] == "choose" and browser.cookies == {}
    assert {c["slug"] for c in asked.json["companies"]} == {acorn.tenant.slug, birch.tenant.slug}
    for world in (acorn, birch):
        assert browser.log_in(email, PASSWORD, company=world.tenant.slug).json["status"] == "in"
    assert len(browser.send("GET", "/api/session").json["sessions"]) == 2
    for world in (acorn, birch):
        assert browser.send("GET", f"{world.base}/admin/me").json["company"]["slug"] == world.tenant.slug
    assert browser.send("DELETE", "/api/session", query={"company": acorn.tenant.slug}).status == 204
    assert browser.send("GET", f"{acorn.base}/admin/me").status == 401
    assert browser.send("GET", f"{birch.base}/admin/me").status == 200
    assert browser.send("DELETE", "/api/session").status == 204
    assert browser.send("GET", f"{birch.base}/admin/me").status == 401
