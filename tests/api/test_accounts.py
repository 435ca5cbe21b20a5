"""Routes without a tenant: they answer as the contract says, take nothing else, and tell strangers nothing."""

import time
from typing import Any

import jsonschema
import pytest
from tests.api.account_samples import ACCOUNT_SAMPLES, account_operations, letter_token, sign_up
from tests.api.browser import Browser
from tests.api.client import Answer, Client
from tests.api.conftest import services_on
from tests.api.sampled.session import PASSWORD, Somebody
from tests.api.test_bad_input import TEXTS, VALUES, places, put, wrong_answer
from tests.api.world import World

from duka.api.router import document
from duka.identity import queries as identity
from duka.kernel.db import Database
from duka.kernel.ids import new_id
from duka.main import application, create_litestar
from duka.wiring import Services


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


def test_every_operation_answers_as_the_contract_says(
    acorn: World, server: Client, services: Services
) -> None:
    contract = document()
    found = account_operations(create_litestar(services))
    assert {o.name for o in found} == set(ACCOUNT_SAMPLES)
    for operation in found:
        sample = ACCOUNT_SAMPLES[operation.name](acorn)
        answer = server.request(operation.method, operation.address, sample.body, query=sample.query)
        assert answer.status == sample.status, (operation.name, answer.body)
        described = contract["paths"][operation.address][operation.method.lower()]
        assert described["operationId"] == operation.name and len(described["description"]) > 10
        response = described["responses"][str(answer.status)]
        if answer.status == 204:
            assert answer.body == b""
            continue
        schema = {**response["content"]["application/json"]["schema"], "components": contract["components"]}
        jsonschema.Draft202012Validator(schema).validate(answer.json)


def test_whatever_is_sent_is_answered_in_words(acorn: World, server: Client, services: Services) -> None:
    wrong = []
    for operation in account_operations(create_litestar(services)):
        sample = ACCOUNT_SAMPLES[operation.name](acorn)
        if operation.method == "GET" or not isinstance(sample.body, dict):
            continue
        bad: list[Any] = [None, [], "x", 3, {**sample.body, "extra": 1}, {}]
        for path in list(places(sample.body))[:12]:
            bad += [put(sample.body, path, value) for value in (*TEXTS[:9], *VALUES, ...)]
        for body in bad:
            answer = server.request(operation.method, operation.address, body)
            if trouble := wrong_answer(answer):
                wrong.append((operation.name, str(body)[:80], trouble))
        for raw in (b"{", b"\xff", b'{"a":' * 3000, b"x=1"):
            answer = server.request(
                operation.method, operation.address, raw=raw, headers={"content-type": "text/plain"}
            )
            if trouble := wrong_answer(answer):
                wrong.append((operation.name, repr(raw[:20]), trouble))
    assert wrong == []


# --- what strangers can find out


def told(answer: Answer) -> tuple[int, Any]:
    """What can be compared: all but the request's id."""
    body = {k: v for k, v in (answer.json or {}).items() if k != "request_id"}
    names = sorted(name for name, _ in answer.headers if name not in {"x-request-id"})
    return answer.status, (body, names)


def test_nothing_tells_whether_an_address_is_known(acorn: World, bob: Somebody, browser: Browser) -> None:
    unknown = f"nobody-{new_id().hex}@maison.example"
    for company in (None, acorn.tenant.slug, "no-such-company"):
        answers = [
            told(browser.log_in(email, "wrong password", company=company)) for email in (bob.email, unknown)
        ]
        assert answers[0] == answers[1] and answers[0][0] == 401
    resets = [
        told(browser.send("POST", "/api/password-resets", {"email": e}))
        for e in (bob.email, unknown, "nonsense")
    ]
    assert resets[0] == resets[1] == resets[2] and resets[0][0] == 204
    for path in ("/admin/session",):
        body = {"password": "wrong password"}
        answers = [
            told(browser.send("POST", acorn.base + path, {**body, "email": email}))
            for email in (bob.email, unknown)
        ]
        assert answers[0] == answers[1] and answers[0][0] == 401


def test_nor_does_the_time_it_takes(
    acorn: World, bob: Somebody, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duka.identity.pace.SLOWEST", 0.25)

    def spent(email: str) -> float:
        begun = time.perf_counter()
        browser.log_in(email, "wrong password")
        browser.send("POST", "/api/password-resets", {"email": email})
        return time.perf_counter() - begun

    pairs = [(spent(bob.email), spent(f"{new_id().hex}@maison.example")) for _ in range(3)]
    known, unknown = zip(*pairs, strict=True)
    assert min(known + unknown) >= 0.5
    assert abs(min(known) - min(unknown)) < 0.25


def test_signing_up_with_a_known_address_is_answered_like_any_other(bob: Somebody, browser: Browser) -> None:
    first = browser.send("POST", "/api/registrations", sign_up(email=bob.email))
    second = Browser(browser.client).send("POST", "/api/registrations", sign_up())
    assert first.status == second.status == 201
    assert first.json.keys() == second.json.keys() and first.json["status"] == second.json["status"] == "in"


# --- the whole way


def test_a_company_signs_up_and_works_at_once(browser: Browser, services: Services) -> None:
    form = sign_up(store_name="Chez Awa")
    made = browser.send("POST", "/api/registrations", form, headers={"idempotency-key": "one"})
    assert made.status == 201
    slug = made.json["session"]["company"]["slug"]
    again = Browser(browser.client).send(
        "POST", "/api/registrations", form, headers={"idempotency-key": "one"}
    )
    assert again.json["session"]["company"]["slug"] == slug
    base = f"/api/tenants/{slug}/admin"
    me = browser.send("GET", f"{base}/me").json
    assert (
        me["role"] == "owner"
        and not me["security"]["email_verified"]
        and me["stores"][0]["currency"] == "XOF"
    )
    made = browser.send("POST", f"{base}/products", {"title": "Basket"})
    assert made.status == 201


def test_forgetting_the_password_over_http(acorn: World, bob: Somebody, browser: Browser) -> None:
    here = Browser(browser.client)
    here.log_in(bob.email, PASSWORD)
    assert browser.send("POST", "/api/password-resets", {"email": bob.email.upper()}).status == 204
    token = letter_token(acorn, bob.email)
    body = {"token": token, "password": "nine ladies dancing"}
    assert browser.send("POST", "/api/password-resets/confirm", body).json == {"company": acorn.tenant.slug}
    assert browser.send("POST", "/api/password-resets/confirm", body).code == "LinkUsed"
    assert here.send("GET", f"{acorn.base}/admin/me").status == 401
    assert browser.log_in(bob.email, PASSWORD).status == 401
    assert browser.log_in(bob.email, "nine ladies dancing").json["status"] == "in"


def test_tokens_of_the_api_over_http(acorn: World, bob: Somebody) -> None:
    made = acorn.admin("POST", "/session", {"email": bob.email, "password": PASSWORD}, headers={})
    assert (
        made.status == 201
        and made.json["token"] == made.json["access_token"]
        and made.json["expires_in"] == 600
    )
    assert acorn.call("GET", "/admin/me", by=made.json["access_token"]).json["staff"]["email"] == bob.email
    assert acorn.call("GET", "/admin/me", by=made.json["refresh_token"]).status == 401
    renewed = acorn.call(
        "POST", "/admin/session/refresh", {"refresh_token": made.json["refresh_token"]}, by=""
    )
    assert renewed.status == 200
    thief = acorn.call("POST", "/admin/session/refresh", {"refresh_token": made.json["refresh_token"]}, by="")
    assert (thief.status, thief.code) == (401, "RefreshTokenReused")
    assert acorn.call("GET", "/admin/me", by=renewed.json["access_token"]).status == 401
    again = acorn.admin("POST", "/session", {"email": bob.email, "password": PASSWORD}).json["token"]
    assert acorn.call("DELETE", "/admin/session", by=again).status == 204
    assert acorn.call("GET", "/admin/me", by=again).status == 401


def test_a_refresh_token_is_good_at_its_own_address_only(acorn: World, birch: World, bob: Somebody) -> None:
    made = acorn.admin("POST", "/session", {"email": bob.email, "password": PASSWORD}).json
    elsewhere = birch.call("POST", "/admin/session/refresh", {"refresh_token": made["refresh_token"]}, by="")
    assert (elsewhere.status, elsewhere.code) == (401, "SessionEnded")
    assert (
        acorn.call("POST", "/admin/session/refresh", {"refresh_token": made["refresh_token"]}, by="").status
        == 200
    )


def test_a_protected_account_needs_its_second_factor_everywhere(
    acorn: World, bob: Somebody, browser: Browser
) -> None:
    codes = bob.protect()
    first = browser.log_in(bob.email, PASSWORD)
    assert first.json["status"] == "second_factor" and "session" not in str(browser.cookies)
    wrong = browser.send("POST", "/api/session/second-factor", {"step": first.json["step"], "code": "000000"})
    assert (wrong.status, wrong.code) == (422, "WrongCode")
    done = browser.send("POST", "/api/session/second-factor", {"step": first.json["step"], "code": codes[0]})
    assert done.json["status"] == "in" and browser.send("GET", f"{acorn.base}/admin/me").status == 200
    body = {"email": bob.email, "password": PASSWORD}
    assert acorn.admin("POST", "/session", body).code == "SecondFactorRequired"
    assert acorn.admin("POST", "/session", {**body, "code": codes[0]}).code == "WrongCode"
    assert acorn.admin("POST", "/session", {**body, "code": codes[1]}).status == 201


def test_sensitive_things_ask_for_a_recent_proof(acorn: World, bob: Somebody, browser: Browser) -> None:
    browser.log_in(bob.email, PASSWORD)
    acorn.perform(
        lambda ctx: ctx.db.run(
            """update sessions set authenticated_at = now() - interval '16 minutes'
               where tenant_id = %(tenant)s and subject_id = %(id)s""",
            id=bob.id,
        )
    )
    base = f"{acorn.base}/admin/me"
    attempts = [
        ("POST", "/totp", None),
        ("POST", "/totp/confirm", {"code": "123456"}),
        ("DELETE", "/totp", None),
        ("POST", "/recovery-codes", None),
        ("POST", "/passkeys/options", None),
        ("POST", "/passkeys", {"passkey": {}, "name": "x"}),
        ("DELETE", f"/passkeys/pkey_{new_id().hex}", None),
        ("POST", "/email", {"email": "new@maison.example"}),
    ]
    for method, path, body in attempts:
        assert browser.send(method, base + path, body).code == "RecentLogInRequired", path
    assert browser.send("POST", base + "/confirm", {"password": "wrong"}).code == "WrongPassword"
    assert browser.send("POST", base + "/confirm", {}).code == "WrongCode"
    assert browser.send("POST", base + "/totp").code == "RecentLogInRequired"
    assert browser.send("POST", base + "/confirm", {"password": PASSWORD}).status == 200
    assert browser.send("POST", base + "/totp").status == 200


def test_a_key_has_no_account(acorn: World) -> None:
    for method, path in (("GET", "/me"), ("GET", "/me/sessions"), ("DELETE", "/session")):
        assert acorn.call(method, "/admin" + path, by=acorn.sk).status == 403


def test_strangers_are_slowed_down_over_http(
    database: Database, acorn: World, bob: Somebody, tmp_path: Any
) -> None:
    services = services_on(database, tmp_path, rate_per_minute=6000)
    client = Client(application(services))
    try:
        owner, stranger = Browser(client, peer="198.51.100.1"), Browser(client, peer="198.51.100.2")
        assert owner.log_in(bob.email, PASSWORD).status == 200
        statuses = [stranger.log_in(bob.email, "wrong").status for _ in range(9)]
        assert statuses[:6] == [401] * 6 and statuses[-1] == 429
        refused = stranger.log_in(bob.email, PASSWORD)
        assert refused.code == "TooManyTries" and int(str(refused.header("retry-after"))) > 0
        assert owner.log_in(bob.email, PASSWORD).status == 200
    finally:
        client.close()


def test_the_mailbox_is_the_demonstrations_only(
    server: Client, database: Database, tmp_path: Any, acorn: World
) -> None:
    assert server.request("GET", "/mailbox").status == 404
    assert server.request("GET", "/mailbox.json").status == 404
    services = services_on(database, tmp_path, is_demo=True)
    client = Client(application(services))
    try:
        email = Somebody(acorn).email
        Browser(client).send("POST", "/api/password-resets", {"email": email})
        acorn.perform(  # the page shows the newest, and other tests write letters with clocks of their own
            lambda ctx: ctx.db.run(
                """update mails set created_at = '2999-01-01'
                   where tenant_id = %(tenant)s and recipient = %(email)s""",
                email=email,
            )
        )
        page = client.request("GET", "/mailbox")
        assert page.status == 200 and b"Choose a new password" in page.body
        assert any(
            letter["kind"] == "reset_password" for letter in client.request("GET", "/mailbox.json").json
        )
    finally:
        client.close()


def test_no_cookie_is_ever_a_customers(acorn: World) -> None:
    assert identity.authenticate_cookie(acorn.services.work, acorn.customer_token) is None
