"""Operators log in, prove themselves, and are what they are nowhere else."""

from typing import Any

import pyotp
import pytest
from tests.api.account_samples import sign_up
from tests.api.browser import Browser
from tests.api.client import Client
from tests.api.control.world import ControlWorld
from tests.api.sampled.session import holder_at
from tests.api.world import World
from tests.operators import Operator, hire, make_operator
from tests.people import PASSWORD

from duka.identity import access_tokens
from duka.identity.sealing import keyring
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.tenants.types import PLATFORM
from duka.wiring import Services

HOME = "/api/tenants/control/admin"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals are told at once."""
    monkeypatch.setattr("duka.identity.pace.SLOWEST", 0.0)


@pytest.fixture
def olive(services: Services) -> Operator:
    return hire(services)


@pytest.fixture
def browser(server: Client) -> Browser:
    return Browser(server)


def in_by_code(browser: Browser, olive: Operator) -> Browser:
    step = browser.log_in(olive.email, PASSWORD).json["step"]
    code = pyotp.TOTP(olive.secret).now()
    answer = browser.send("POST", "/api/session/second-factor", {"step": step, "code": code})
    assert answer.json["status"] == "in", answer.body
    return browser


def test_an_operator_logs_in_with_a_code(browser: Browser, olive: Operator) -> None:
    first = browser.log_in(olive.email, PASSWORD, company="control").json
    assert first["status"] == "second_factor" and first["session"] is None
    assert browser.send("GET", "/api/control/visits").status == 401
    code = pyotp.TOTP(olive.secret).now()
    browser.send("POST", "/api/session/second-factor", {"step": first["step"], "code": code})
    assert browser.send("GET", "/api/control/visits").status == 200
    me = browser.send("GET", f"{HOME}/me").json
    assert me["company"] == {
        "id": me["company"]["id"],
        "slug": "control",
        "name": "Center Control",
        "status": "active",
        "kind": "platform",
    }
    assert me["role"] == "owner" and "tenants:delete" in me["permissions"] and me["stores"] == []
    assert not me["security"]["must_add_factor"] and not me["security"]["must_show_factor"]


def test_a_new_operator_has_their_own_account_until_they_added_a_factor(
    browser: Browser, services: Services
) -> None:
    olive = hire(services, has_factor=False)
    assert browser.log_in(olive.email, PASSWORD).json["status"] == "in"
    me = browser.send("GET", f"{HOME}/me").json
    assert me["permissions"] == ["account:manage"] and me["security"]["must_add_factor"]
    assert browser.send("GET", "/api/control/visits").status == 403
    assert browser.send("GET", f"{HOME}/staff").status == 403
    secret = browser.send("POST", f"{HOME}/me/totp").json["secret"]
    code = pyotp.TOTP(secret).now()
    assert browser.send("POST", f"{HOME}/me/totp/confirm", {"code": code}).status == 200
    assert browser.send("GET", "/api/control/visits").status == 200


def test_a_password_alone_opens_nothing_when_there_is_a_passkey(
    browser: Browser, acorn: World, services: Services
) -> None:
    """Not even a session from before the passkey, in which it was never shown; and nothing can be added there."""
    olive, holder, thief = hire(services, has_factor=False), holder_at(acorn), Browser(browser.client)
    assert thief.log_in(olive.email, PASSWORD).json["status"] == "in"
    browser.log_in(olive.email, PASSWORD)
    options = browser.send("POST", f"{HOME}/me/passkeys/options").json["options"]
    made = {"passkey": holder.create(options), "name": "Key"}
    assert browser.send("POST", f"{HOME}/me/passkeys", made).status == 201
    assert browser.send("GET", "/api/control/visits").status == 200
    assert thief.send("GET", "/api/control/visits").status == 403
    assert thief.send("GET", f"{HOME}/me").json["security"]["must_show_factor"]
    secret = thief.send("POST", f"{HOME}/me/totp").json["secret"]
    code = pyotp.TOTP(secret).now()
    assert thief.send("POST", f"{HOME}/me/totp/confirm", {"code": code}).code == "FactorNotShown"
    later = Browser(browser.client)
    asked = later.log_in(olive.email, PASSWORD).json
    assert (asked["status"], asked["methods"]) == ("second_factor", ["passkey"])
    shown = holder.get(later.send("POST", "/api/session/passkey-options").json["options"])
    entered = later.send("POST", "/api/session/second-factor", {"step": asked["step"], "passkey": shown})
    assert entered.json["status"] == "in"
    assert later.send("GET", "/api/control/visits").status == 200
    proof = holder.get(later.send("POST", "/api/session/passkey-options").json["options"])
    assert thief.send("POST", f"{HOME}/me/confirm", {"password": PASSWORD}).status == 200
    assert thief.send("GET", "/api/control/visits").status == 403
    assert thief.send("POST", f"{HOME}/me/confirm", {"passkey": proof}).status == 200
    assert thief.send("GET", "/api/control/visits").status == 200


def test_access_tokens_have_the_audience_of_operators(
    server: Client, services: Services, acorn: World, olive: Operator
) -> None:
    given = {"email": olive.email, "password": PASSWORD}
    asked = server.request("POST", f"{HOME}/session", given)
    assert asked.code == "SecondFactorRequired"
    made = server.request("POST", f"{HOME}/session", {**given, "code": pyotp.TOTP(olive.secret).now()})
    token = made.json["access_token"]
    assert access_tokens.read(keyring(services.config), token, services.work.clock()).audience == "operator"  # type: ignore[union-attr]
    told = {"authorization": f"Bearer {token}"}
    assert server.request("GET", "/api/control/visits", headers=told).status == 200
    assert server.request("GET", f"{acorn.base}/admin/orders", headers=told).status == 404


@pytest.mark.parametrize("audience, tenant", [("staff", PLATFORM), ("operator", None), ("customer", None)])
def test_a_token_of_another_audience_opens_nothing(
    services: Services, acorn: World, audience: str, tenant: Any
) -> None:
    keys, now = keyring(services.config), services.work.clock()
    token = access_tokens.issue(keys, audience, tenant or acorn.tenant.id, new_id(), new_id(), now)
    assert access_tokens.read(keys, token, now) is None


def test_operators_have_none_of_a_merchants_routes(control: ControlWorld, acorn: World) -> None:
    theirs, by = "/api/tenants/control", {"authorization": f"Bearer {control.operator}"}
    for path in (
        "/admin/orders",
        "/admin/products",
        "/admin/api-keys",
        "/admin/settings",
        "/ecommerce/store",
    ):
        assert control.client.request("GET", theirs + path, headers=by).status == 404, path
        assert control.client.request("GET", acorn.base + path, headers=by).status == 404, path
    key = {"kind": "secret", "name": "Never", "scopes": ["products:read"]}
    assert control.client.request("POST", f"{theirs}/admin/api-keys", key, headers=by).status == 404
    role = {"name": "Never", "permissions": ["tenants:delete"]}
    assert control.client.request("POST", f"{theirs}/admin/roles", role, headers=by).status == 404
    assert control.client.request("POST", f"{theirs}/ecommerce/callbacks/sandbox", {}).status == 404
    roles = control.client.request("GET", f"{theirs}/admin/roles", headers=by).json
    assert [role["id"] for role in roles] == ["owner", "support", "finance", "risk", "read-only"]
    for path in ("/admin/staff", "/admin/audit", "/admin/me"):
        assert control.client.request("GET", theirs + path, headers=by).status == 200, path


def test_operators_invite_operators(
    control: ControlWorld, browser: Browser, services: Services, olive: Operator
) -> None:
    email = f"oscar-{new_id().hex[-8:]}@duka.example"
    by = {"authorization": f"Bearer {olive.bearer}"}
    invite = {"email": email, "grants": [{"role": "support"}]}
    made = control.client.request("POST", f"{HOME}/staff", invite, headers=by)
    assert made.status == 201, made.body
    letter: str = services.work.perform(
        Caller(PLATFORM),
        lambda ctx: ctx.db.value(
            "select text from mails where tenant_id = %(tenant)s and recipient = %(to)s", to=email
        ),
    )
    assert "Center Control" in letter and "Support" in letter
    token = letter.partition("#token=")[2].split()[0]
    joined = {"token": token, "name": "Oscar", "password": PASSWORD}
    assert browser.send("POST", "/api/invitations/accept", joined).status == 200
    browser.log_in(email, PASSWORD)
    assert browser.send("GET", f"{HOME}/me").json["permissions"] == ["account:manage"]
    more = {**invite, "email": f"x{email}", "grants": [{"role": "owner"}]}
    support = {"authorization": f"Bearer {make_operator(services, 'support')}"}
    assert control.client.request("POST", f"{HOME}/staff", more, headers=support).status == 403


def test_what_an_operator_does_stands_in_the_trail_as_theirs(control: ControlWorld, olive: Operator) -> None:
    by = {"authorization": f"Bearer {olive.bearer}"}
    control.client.request("PATCH", f"{HOME}/me", {"name": "Olive Oyl"}, headers=by)
    found = control.client.request(
        "GET", f"{HOME}/audit", headers=by, query={"actor": f"staff_{olive.id.hex}"}
    ).json["items"]
    assert [(each["actor_kind"], each["action"]) for each in found][:1] == [
        ("operator", "staff.profile_updated")
    ]


def test_nobody_signs_up_as_an_operator(server: Client) -> None:
    made = server.request("POST", "/api/registrations", sign_up(company="Control"))
    assert made.status == 201, made.body
    company = made.json["session"]["company"]
    assert company["slug"] != "control" and company["id"] != f"ten_{PLATFORM.hex}"


def test_who_was_dismissed_is_out_at_once(control: ControlWorld, services: Services) -> None:
    oscar = hire(services, "support")
    by = {"authorization": f"Bearer {control.operator}"}
    assert control.call("GET", "/visits", by=oscar.bearer).status == 200
    gone = control.client.request(
        "POST", f"{HOME}/staff/staff_{oscar.id.hex}/dismiss", {"revoke_keys": False}, headers=by
    )
    assert gone.status == 204, gone.body
    assert control.call("GET", "/visits", by=oscar.bearer).status == 401
