"""A merchant's life over HTTP, and what each state shuts: shop, API, console."""

from typing import Any

import pytest
from litestar.handlers import HTTPRouteHandler
from tests import make
from tests.api.client import Answer
from tests.api.control.sampled import tenants as sampled
from tests.api.control.world import ControlWorld, control_operations, send
from tests.api.test_every_operation import check_shape
from tests.api.world import World

from duka.api.router import document
from duka.feeds import refreshing
from duka.kernel.ids import parse, public
from duka.main import create_litestar
from duka.wiring import Services

pytestmark = pytest.mark.timeout(600)


def test_each_answers_as_the_contract_says(control: ControlWorld, services: Services) -> None:
    contract, samples = document(), sampled.samples()
    wrong: dict[str, object] = {}
    mine = [o for o in control_operations(create_litestar(services)) if o.name in samples]
    assert len(mine) == len(samples)
    for operation in mine:
        sample = samples[operation.name](control)
        answer = send(control, operation, sample)
        if answer.status != sample.status:
            wrong[operation.name] = (answer.status, answer.body[:300])
            continue
        described = contract["paths"]["/api/control" + operation.address][operation.method.lower()]
        if found := check_shape(contract, described, answer):
            wrong[operation.name] = found
    assert wrong == {}


def act(control: ControlWorld, tenant: str, step: str, body: Any = None) -> Answer:
    version = control.call("GET", f"/tenants/{tenant}").json["version"]
    answer = control.call("POST", f"/tenants/{tenant}/{step}", body, headers={"if-match": f'"{version}"'})
    assert answer.status == 200, answer.body
    return answer


def test_a_version_is_needed_and_an_old_one_refused(control: ControlWorld) -> None:
    tenant = control.tenant()
    body = {"reason": "risk", "why": ""}
    assert control.call("POST", f"/tenants/{tenant}/suspend", body).status == 428
    act(control, tenant, "suspend", body)
    stale = control.call("POST", f"/tenants/{tenant}/reactivate", {}, headers={"if-match": '"1"'})
    assert (stale.status, stale.code) == (412, "VersionConflict")
    assert control.call("GET", f"/tenants/{tenant}").json["status"] == "suspended"


@pytest.fixture(scope="module")
def held(acorn: World, control: ControlWorld) -> World:
    """Acorn, suspended."""
    act(control, acorn.tenant.public_id, "suspend", {"reason": "unpaid", "why": "Bill 17 is unpaid."})
    return acorn


def routes(services: Services, *, when_suspended: bool) -> set[str]:
    found: set[str] = set()
    for route in create_litestar(services).routes:
        for handler in getattr(route, "route_handlers", []):
            is_of_tenant = isinstance(handler, HTTPRouteHandler) and "{tenant" in route.path
            if is_of_tenant and bool(handler.opt.get("when_suspended")) == when_suspended:
                found.add(handler.handler_name)
    return found


def test_what_people_of_a_suspended_company_still_may(services: Services) -> None:
    """Their own account, why it is suspended, their plan, taking their data with them: this list and nothing more."""
    assert routes(services, when_suspended=True) == {
        "admin_me", "admin_update_me", "admin_confirm_me", "admin_change_my_password", "admin_change_my_email",
        "admin_send_my_verification", "admin_list_my_sessions", "admin_end_my_other_sessions", "admin_end_my_session",
        "admin_log_out", "admin_get_standing", "admin_get_plan", "admin_export", "admin_export_workbook",
        "admin_audit_export", "admin_export_ledger",
    }  # fmt: skip


def test_its_people_see_why_and_take_their_data(held: World) -> None:
    told = held.admin("GET", "/standing")
    assert (told.status, told.json["status"], told.json["reason"], told.json["why"]) == (
        200, "suspended", "unpaid", "Bill 17 is unpaid.",
    )  # fmt: skip
    assert held.admin("GET", "/me").json["company"]["status"] == "suspended"
    assert held.admin("GET", "/plan").status == 200
    export = held.admin("GET", "/exports/products")
    assert export.status == 200 and b"PLAIN" in export.body


def test_its_keys_and_everything_else_are_refused(held: World) -> None:
    for by in (held.pk, held.sk, held.customer_token):
        answer = held.call("GET", "/ecommerce/products", by=by)
        assert (answer.status, answer.code) == (403, "TenantSuspended")
    for path in ("/products", "/orders", "/customers", "/staff"):
        assert held.admin("GET", path).code == "TenantSuspended"
    assert held.admin("POST", "/products", {"title": "New"}).code == "TenantSuspended"
    assert held.call("GET", "/admin/standing", by=held.sk).code == "TenantSuspended"
    assert held.call("GET", "/admin/exports/products", by=held.sk).code == "TenantSuspended"


def test_its_shop_says_that_it_is_closed_for_now(held: World, control: ControlWorld) -> None:
    slug = next(
        store["slug"]
        for store in control.call("GET", f"/tenants/{held.tenant.public_id}").json["stores"]
        if store["id"] == held.store
    )
    root = f"/s/{held.tenant.slug}/{slug}"
    for path in (
        "/",
        "/products",
        "/search",
        "/nowhere",
        "/cart",
        "/checkout",
        "/account",
        "/robots.txt",
        "/sitemap.xml",
    ):
        page = held.client.request("GET", root + path)
        assert (path, page.status, page.header("retry-after")) == (path, 503, "3600")
        assert page.header("cache-control") == "no-store"
        assert b"closed for now" in page.body
    assert b"recorded all the same" in held.client.request("GET", root + "/checkout").body
    french = held.client.request("GET", root + "/", query={"lang": "fr"})
    assert "fermée pour le moment" in french.body.decode()
    for path in ("/theme.css", "/favicon.svg"):  # what the page itself needs
        assert held.client.request("GET", root + path).status == 200


def test_a_closed_one_is_gone(control: ControlWorld) -> None:
    shop = control.shop()
    tenant = public("ten", shop.tenant.id)
    (store,) = control.call("GET", f"/tenants/{tenant}").json["stores"]
    assert control.client.request("GET", store["address"] + "/").status == 200
    act(control, tenant, "close", {"reason": "asked", "why": "", "keep_days": 30})
    page = control.client.request("GET", store["address"] + "/")
    assert page.status == 410 and page.header("retry-after") is None and b"closed for good" in page.body
    act(control, tenant, "reactivate", {"why": "A mistake."})
    assert control.client.request("GET", store["address"] + "/").status == 200


def test_a_sandbox_is_marked(control: ControlWorld) -> None:
    shop = control.shop()
    made = control.call("POST", f"/tenants/{public('ten', shop.tenant.id)}/sandboxes", {}).json
    (store,) = control.call("GET", f"/tenants/{made['id']}").json["stores"]
    page = control.client.request("GET", store["address"] + "/")
    assert page.status == 200 and page.header("x-robots-tag") == "noindex"
    assert b"A place to try things" in page.body
    (mine,) = control.call("GET", f"/tenants/{public('ten', shop.tenant.id)}").json["stores"]
    page = control.client.request("GET", mine["address"] + "/")
    assert page.header("x-robots-tag") is None and b"A place to try things" not in page.body


def test_other_hosts_lead_to_the_primary_one(control: ControlWorld) -> None:
    shop = control.shop()
    tenant, store = public("ten", shop.tenant.id), public("store", shop.store)
    first, second = f"{make.unique('a')}.example", f"{make.unique('b')}.example"
    for host in (first, second):
        assert control.call("PUT", f"/tenants/{tenant}/domains/{host}", {"store_id": store}).status == 200
    assert control.client.request("GET", "/", headers={"host": first}).status == 200
    led = control.client.request(
        "GET", "/products", query={"sort": "new"}, headers={"host": f"{second}:8000"}
    )
    assert (led.status, led.header("location")) == (308, f"http://{first}:8000/products?sort=new")
    posted = control.client.request("POST", "/cart/lines", headers={"host": second})
    assert posted.status != 308
    assert control.client.request("GET", "/.well-known/duka-challenge", headers={"host": first}).status == 404


def test_a_feed_of_a_suspended_company_is_not_served(
    birch: World, control: ControlWorld, services: Services
) -> None:
    body = {"name": "Plain", "store_id": birch.store, "channel": "plain", "format": "json"}
    made = birch.admin("POST", "/feeds", body).json
    refreshing.refresh(services.work, birch.tenant.id, parse("feed", made["id"]), services.config.base_url)
    live = birch.admin("POST", f"/feeds/{made['id']}/publish").json
    path = "/" + live["address"].partition("://")[2].partition("/")[2]
    assert birch.client.request("GET", path).status == 200
    act(control, birch.tenant.public_id, "suspend", {"reason": "risk", "why": ""})
    assert birch.client.request("GET", path).code == "TenantSuspended"
    act(control, birch.tenant.public_id, "reactivate", {"why": ""})
    assert birch.client.request("GET", path).status == 200
