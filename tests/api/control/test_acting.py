"""An operator's visit to a merchant: what they may there, what the merchant sees of it, how it ends."""

from datetime import timedelta
from typing import Any

import pytest
from litestar import Litestar
from tests.api.browser import Browser
from tests.api.control.test_operators import in_by_code
from tests.api.control.world import ControlWorld
from tests.api.footprint import footprint
from tests.api.sample import operations, send
from tests.api.samples import SAMPLES
from tests.api.world import World
from tests.operators import Operator, hire
from tests.people import ALICE

from duka.access.roles import ROLES
from duka.control import acting
from duka.control.acting import NewVisit
from duka.identity import queries as identity
from duka.identity.errors import PeopleOnly
from duka.identity.visiting import WITHHELD
from duka.kernel import relay
from duka.main import create_litestar
from duka.tenants import service as tenants
from duka.tenants.types import PLATFORM
from duka.wiring import LISTENERS, Services

REASON = "Their shipping rates do not add up"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals are told at once."""
    monkeypatch.setattr("duka.identity.pace.SLOWEST", 0.0)


@pytest.fixture
def olive(services: Services) -> Operator:
    return hire(services)


@pytest.fixture
def browser(control: ControlWorld, olive: Operator) -> Browser:
    """Olive's, who is logged in."""
    return in_by_code(Browser(control.client), olive)


def begin(browser: Browser, world: World, **changes: Any) -> Any:
    body = {"reason": REASON, **changes}
    return browser.send("POST", f"/api/control/tenants/ten_{world.tenant.id.hex}/visits", body)


def me(browser: Browser, world: World) -> Any:
    return browser.send("GET", f"{world.base}/admin/me")


def test_a_visitor_reads_and_the_merchant_reads_of_it(
    browser: Browser, birch: World, olive: Operator
) -> None:
    assert me(browser, birch).status == 401
    answer = begin(browser, birch, minutes=20)
    assert answer.status == 201, answer.body
    mine = me(browser, birch).json
    assert (
        mine["visit"]["reason"] == REASON and mine["role"] == "read-only" and mine["staff"]["name"] == "Olive"
    )
    assert "account:manage" not in mine["permissions"]
    assert browser.send("GET", f"{birch.base}/admin/orders").status == 200
    assert browser.send("POST", f"{birch.base}/admin/categories", {"name": "No"}).status == 403
    assert browser.send("GET", f"{birch.base}/admin/me/sessions").status == 403
    visits = birch.admin("GET", "/support-visits").json["items"]
    assert visits[0]["operator"] == "Olive" and not visits[0]["is_over"] and visits[0]["entries"] == 0
    trail = birch.admin("GET", "/audit", query={"kind": "support_visit"}).json["items"]
    assert trail[0]["action"] == "support_visit.began" and trail[0]["actor_kind"] == "operator"
    assert trail[0]["details"] == {"why": REASON} and trail[0]["actor_name"] == "Olive"
    ours = browser.send("GET", "/api/control/visits").json["items"][0]
    assert ours["tenant_slug"] == birch.tenant.slug and ours["visit"]["operator"] == "Olive"


def test_what_a_visitor_does_is_the_operators_in_the_trail(
    browser: Browser, birch: World, services: Services
) -> None:
    begin(browser, birch, role="manager")
    made = browser.send("POST", f"{birch.base}/admin/categories", {"name": "Made by support"})
    assert made.status == 201, made.body
    entry = birch.admin("GET", "/audit", query={"action": "category."}).json["items"][0]
    assert (entry["actor_kind"], entry["actor_name"]) == ("operator", "Olive")
    assert birch.admin("GET", "/support-visits").json["items"][0]["entries"] == 1


def test_an_owner_is_visited_as_by_owners_only(
    control: ControlWorld, birch: World, services: Services
) -> None:
    oscar = in_by_code(Browser(control.client), hire(services, "support"))
    refused = begin(oscar, birch, role="owner")
    assert (refused.status, refused.json["permission"]) == (403, "tenants:act_as_owner")
    assert begin(oscar, birch, role="manager").status == 201
    for role in ("finance", "read-only", "risk"):
        other = in_by_code(Browser(control.client), hire(services, role))
        assert begin(other, birch).status == 403


def test_every_route_withholds_what_is_not_done_in_anothers_name(
    browser: Browser, birch: World, services: Services
) -> None:
    """Every route of a merchant, as the mightiest visitor: generated from the routes."""
    app: Litestar = create_litestar(services)
    assert begin(browser, birch, role="owner").status == 201
    mine = set(me(browser, birch).json["permissions"])
    assert mine == ROLES["owner"] - WITHHELD
    wrong, tried = [], 0
    for operation in operations(app):
        if operation.permission in mine or operation.permission == "public":
            continue
        sample, tried = SAMPLES[operation.name](birch), tried + 1
        writes = operation.method != "GET"
        before = footprint(services.work, birch.tenant.id) if writes else None
        cookie = {"cookie": "; ".join(f"{k}={v}" for k, v in browser.cookies.items())}
        headers = {**sample.headers, **cookie, "x-csrf-token": browser.csrf}
        status = (
            send(birch, operation, sample, "", headers=headers).status
            if operation.name != "admin_events"
            else 200
        )
        is_open = operation.name in {"admin_me", "admin_events"}
        if status != (200 if is_open else 403):
            wrong.append(f"{operation.name} ({operation.permission}): {status}")
        if writes and footprint(services.work, birch.tenant.id) != before:
            wrong.append(f"{operation.name} changed something")
    assert wrong == []
    assert tried > 20


def test_a_visit_ends_when_the_operator_ends_it(browser: Browser, birch: World) -> None:
    answer = begin(browser, birch)
    path = f"/api/control/tenants/ten_{birch.tenant.id.hex}/visits/{answer.json['id']}"
    kept = dict(browser.cookies)
    control_csrf = {
        s["company"]["slug"]: s["csrf_token"] for s in browser.send("GET", "/api/session").json["sessions"]
    }
    token = {"x-csrf-token": control_csrf["control"]}
    assert browser.send("DELETE", path, headers=token).status == 204
    assert not any(birch.tenant.id.hex in name for name in browser.cookies)
    browser.cookies = kept
    assert me(browser, birch).status == 401
    assert browser.send("DELETE", path, headers=token).status == 204  # twice is no mistake
    visit = birch.admin("GET", "/support-visits").json["items"][0]
    assert visit["is_over"] and visit["ended_by"] == "operator"


def test_a_visit_ends_by_logging_out_of_the_company(browser: Browser, birch: World) -> None:
    begin(browser, birch)
    sessions = browser.send("GET", "/api/session").json["sessions"]
    assert {s["company"]["slug"]: s["is_visit"] for s in sessions} == {
        "control": False,
        birch.tenant.slug: True,
    }
    assert browser.send("DELETE", "/api/session", query={"company": birch.tenant.slug}).status == 204
    assert birch.admin("GET", "/support-visits").json["items"][0]["ended_by"] == "operator"
    assert browser.send("GET", "/api/control/visits").status == 200


def test_a_visit_ends_with_the_operators_own_log_in(browser: Browser, birch: World) -> None:
    begin(browser, birch)
    assert me(browser, birch).status == 200
    assert browser.send("DELETE", "/api/session", query={"company": "control"}).status == 204
    assert me(browser, birch).status == 401


def test_a_visit_ends_with_its_time(birch: World, services: Services, olive: Operator) -> None:
    found = identity.authenticate(services.work, olive.bearer)
    assert found is not None
    begun = acting.begin(
        services.work, olive.caller, found.session, birch.tenant.id, NewVisit(REASON, minutes=5)
    )
    now = services.work.clock()
    assert identity.authenticate_cookie(services.work, begun.token, now + timedelta(minutes=4, seconds=59))
    assert (
        identity.authenticate_cookie(services.work, begun.token, now + timedelta(minutes=5, seconds=1))
        is None
    )


def test_the_merchant_shows_a_visitor_out(browser: Browser, birch: World) -> None:
    visit = begin(browser, birch).json["id"]
    assert birch.admin("DELETE", f"/support-visits/{visit}").status == 204
    assert birch.admin("DELETE", f"/support-visits/{visit}").status == 204
    assert me(browser, birch).status == 401
    assert birch.admin("GET", "/support-visits").json["items"][0]["ended_by"] == "merchant"


def test_a_merchant_may_let_nobody_in(browser: Browser, control: ControlWorld, birch: World) -> None:
    version = birch.admin("GET", "/settings/security").json["version"]
    off = birch.admin(
        "PUT", "/settings/security", {"support_may_visit": False}, headers={"if-match": f'"{version}"'}
    )
    assert off.status == 200, off.body
    before = birch.admin("GET", "/support-visits").json
    refused = begin(browser, birch)
    assert (refused.status, refused.code) == (403, "VisitsUnwanted") and birch.tenant.name in refused.json[
        "title"
    ]
    assert birch.admin("GET", "/support-visits").json == before
    version = birch.admin("GET", "/settings/security").json["version"]
    birch.admin("PUT", "/settings/security", {}, headers={"if-match": f'"{version}"'})
    assert begin(browser, birch).status == 201


def test_who_lets_nobody_in_any_more_shows_visitors_out(browser: Browser, birch: World) -> None:
    begin(browser, birch, role="manager")
    assert me(browser, birch).status == 200
    assert browser.send("PUT", f"{birch.base}/admin/settings/security", {"session_hours": 99}).status == 403
    version = birch.admin("GET", "/settings/security").json["version"]
    birch.admin(
        "PUT", "/settings/security", {"support_may_visit": False}, headers={"if-match": f'"{version}"'}
    )
    assert me(browser, birch).status == 401
    version = birch.admin("GET", "/settings/security").json["version"]
    birch.admin("PUT", "/settings/security", {}, headers={"if-match": f'"{version}"'})


def test_a_suspended_merchant_can_be_visited(browser: Browser, control: ControlWorld) -> None:
    shop = control.shop()
    tenants.set_status(control.services.work, shop.tenant.id, "suspended")
    base = f"/api/tenants/{shop.tenant.slug}/admin"
    path = f"/api/control/tenants/ten_{shop.tenant.id.hex}/visits"
    assert browser.send("POST", path, {"reason": REASON}).status == 201
    assert browser.send("GET", f"{base}/me").json["company"]["status"] == "suspended"
    assert browser.send("GET", f"{base}/orders").status == 200


def test_what_cannot_be_visited(browser: Browser, birch: World) -> None:
    own = browser.send("POST", f"/api/control/tenants/ten_{PLATFORM.hex}/visits", {"reason": REASON})
    assert own.status == 404
    assert begin(browser, birch, role="emperor").code == "VisitRoleUnknown"
    assert begin(browser, birch, minutes=61).status == 422
    assert begin(browser, birch, reason="    ").status == 422


def test_a_visitor_leads_nobody_further(birch: World, services: Services, browser: Browser) -> None:
    """On a visit one is no operator: Center Control and other merchants stay shut to that session."""
    begin(browser, birch, role="owner")
    cookie = next(value for name, value in browser.cookies.items() if birch.tenant.id.hex in name)
    found = identity.authenticate_cookie(services.work, cookie)
    assert found is not None and found.tenant == birch.tenant.id
    as_bearer = {"authorization": f"Bearer {cookie}"}
    assert browser.client.request("GET", "/api/control/visits", headers=as_bearer).status == 401
    with pytest.raises(PeopleOnly):
        acting.begin(services.work, hire(services).caller, found.session, birch.tenant.id, NewVisit(REASON))


def test_owners_are_told(browser: Browser, birch: World, services: Services) -> None:
    """A message in the console and a letter, in the transaction's wake."""
    visit = begin(browser, birch, role="support").json["id"]
    relay.drain(services.work, {"support_visit.began": LISTENERS["support_visit.began"]}, most=1_000_000)
    found = birch.admin("GET", "/notifications").json["items"][0]
    assert (found["kind"], found["object"]) == ("support_visit", visit)
    assert found["data"]["reason"] == REASON and found["data"]["operator"] == "Olive"
    letters = birch.perform(
        lambda ctx: ctx.db.all(
            "select recipient, subject, text from mails where tenant_id = %(tenant)s and kind = 'staff_support_visit'"
            " order by created_at desc, id desc limit 1"
        )
    )
    assert [row.recipient for row in letters] == [ALICE.email] and REASON in letters[0].text
