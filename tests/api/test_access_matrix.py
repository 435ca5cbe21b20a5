"""Every route, called by everybody who may not: generated from the routes themselves, so that a new one is in it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from tests.api.client import Answer
from tests.api.footprint import footprint
from tests.api.samples import SAMPLES, Operation, Sample, operations, send
from tests.api.world import World, narrow_key

from duka.access.roles import GRANTABLE
from duka.kernel.ids import new_id
from duka.main import create_litestar
from duka.storefront import pages
from duka.tenants import service as tenants
from duka.wiring import PERMISSIONS, Services

pytestmark = pytest.mark.timeout(600)  # every route of the API

PUBLIC_OPERATIONS = {"admin_log_in", "admin_refresh_session", "take_callback"}
"""Without a credential of ours: the first makes one, the second is guarded by the token in its body, the third by the
provider's signature."""
PUBLIC_ADDRESSES = {
    "/api/openapi.json",
    "/archives/{tenant:str}/{archive:str}",
    "/api/docs",
    "/api/docs.css",
    "/health",
    "/healthz",
    "/metrics",
    "/readyz",
    "/mailbox",
    "/mailbox.json",
    "/api/session",
    "/api/session/second-factor",
    "/api/session/passkey",
    "/api/session/passkey-options",
    "/api/countries",
    "/api/registrations",
    "/api/email-verifications",
    "/api/password-resets",
    "/api/password-resets/confirm",
    "/api/invitations/look",
    "/api/invitations/accept",
    "/console",
    "/console/{path:path}",
    "/console/icon.svg",
    "/console/assets/{name:str}",
    "/media/{tenant:str}/{media:str}/{file:str}",
    "/feeds/{token:str}/{file:str}",
    "/sandbox/sandbox.css",
    "/sandbox/{tenant:uuid}/{reference:str}",
    "/sandbox/telephone/{tenant:uuid}/{number:str}",
    "/callbacks/{token:str}",
    "/reports/mail/{provider:str}/{mark:str}",
    "/reports/texting/{token:str}",
    "/unsubscribe/{token:str}",
    "/letter-frame",
    "/callbacks/carriers/{token:str}",
}
"""Beside the pages of the storefront, which are for everybody."""
AT_ONCE = 25
STRANGERS_TO_NOBODY = {"register_customer", "log_in_customer", "ask_customer_code", "ask_customer_reset"}
ID = re.compile(r"\b[a-z]{2,6}_[0-9a-f]{32}\b|PLAIN-|sbx_|@[a-z0-9-]+\.example|/120\.webp")


@pytest.fixture(scope="module")
def app(services: Services) -> Litestar:
    return create_litestar(services)


@pytest.fixture(scope="module")
def guarded(app: Litestar) -> list[Operation]:
    return [o for o in operations(app) if o.name not in PUBLIC_OPERATIONS]


def names_something(sample: Sample) -> bool:
    """Does the call name a thing of the tenant's, so that a stranger's call must find nothing?"""
    told = msgspec.json.encode([sample.path, sample.body, sample.query]).decode()
    return bool(ID.search(told))


def refused(
    world: World,
    found: list[Operation],
    attack: Callable[[Operation, Sample], Iterator[tuple[str, int, set[int]]]],
) -> list[str]:
    """Runs `attack` on every operation: (what was tried, status, statuses that are right). What went wrong, in words. Whether
    anything changed is looked at after each `AT_ONCE`."""
    wrong = []
    for first in range(0, len(found), AT_ONCE):
        some = found[first : first + AT_ONCE]
        samples = [SAMPLES[operation.name](world) for operation in some]
        before = footprint(world.services.work, world.tenant.id)
        for operation, sample in zip(some, samples, strict=True):
            wrong += [
                f"{operation.name}, {what}: {status}"
                for what, status, right in attack(operation, sample)
                if status not in right
            ]
        after = footprint(world.services.work, world.tenant.id)
        names = f"one of {', '.join(operation.name for operation in some)}"
        wrong += [f"{names} changed {table}" for table in before if before[table] != after[table]]
    return wrong


def test_every_route_names_a_permission_and_the_public_ones_are_known(app: Litestar) -> None:
    shown = {route.path for route in Litestar(pages.handlers(), openapi_config=None).routes}
    public = set()
    for route in app.routes:
        assert isinstance(route, HTTPRoute), route
        for handler in route.route_handlers:
            if handler.handler_name == "options_handler":
                continue
            permission = handler.opt["permission"]
            assert permission == "public" or permission in PERMISSIONS, route.path
            if permission == "public" and route.path not in shown:
                public.add(handler.handler_name if route.path.startswith("/api/tenants/") else route.path)
    assert public == PUBLIC_OPERATIONS | PUBLIC_ADDRESSES


def test_nobody_comes_in_without_a_credential(birch: World, guarded: list[Operation]) -> None:
    garbage = [
        "x",
        "pk_",
        birch.sk[:-1] + ("A" if birch.sk[-1] != "A" else "B"),
        birch.sk.replace("sk_", "pk_"),
        birch.staff.replace("st_", "ct_"),
        f"sk_{'0' * 32}_{birch.sk.rsplit('_', 1)[-1]}",
        f"sk_{birch.tenant.id.hex}_",
        "st_" + "é" * 20,
    ]

    def attack(operation: Operation, sample: Sample) -> Iterator[tuple[str, int, set[int]]]:
        yield "no credential", send(birch, operation, sample, "").status, {401}
        for token in garbage:
            yield f"garbage {token[:6]}…", send(birch, operation, sample, token).status, {401}
        basic = {**sample.headers, "authorization": "Basic eDp5"}
        yield "Basic", send(birch, operation, sample, "", headers=basic).status, {401}

    assert refused(birch, guarded, attack) == []


def test_a_key_that_lacks_the_scope_is_refused(birch: World, guarded: list[Operation]) -> None:
    lacking = {
        p: narrow_key(birch, "secret", sorted(GRANTABLE - {p})) for p in {o.permission for o in guarded}
    }

    def attack(operation: Operation, sample: Sample) -> Iterator[tuple[str, int, set[int]]]:
        yield "all other scopes", send(birch, operation, sample, lacking[operation.permission]).status, {403}
        if operation.is_admin and operation.permission not in {"stores:read", "products:read"}:
            for name, token in (("publishable key", birch.pk), ("customer", birch.customer_token)):
                yield name, send(birch, operation, sample, token).status, {403}

    assert refused(birch, guarded, attack) == []


def test_strangers_find_nothing_at_the_tenants_address(
    birch: World, acorn: World, guarded: list[Operation]
) -> None:
    theirs = {
        "staff": acorn.staff,
        "secret": acorn.sk,
        "publishable": acorn.pk,
        "customer": acorn.customer_token,
    }

    def attack(operation: Operation, sample: Sample) -> Iterator[tuple[str, int, set[int]]]:
        for name, token in theirs.items():
            answer = send(birch, operation, sample, token)
            yield f"stranger's {name}", answer.status, {404}

    assert refused(birch, guarded, attack) == []


def listed(answer: Answer) -> list[Any]:
    """What a list holds; of a file its lines below the heading."""
    if (answer.header("content-type") or "").startswith("text/csv"):
        return answer.body.splitlines()[1:]
    found: list[Any] = answer.json["items"] if isinstance(answer.json, dict) else answer.json
    return found


def test_strangers_find_nothing_of_the_tenant_at_their_own_address(
    birch: World, acorn: World, guarded: list[Operation]
) -> None:
    theirs = {
        "staff": acorn.staff,
        "secret": acorn.sk,
        "publishable": acorn.pk,
        "customer": acorn.customer_token,
    }
    named = set()

    def attack(operation: Operation, sample: Sample) -> Iterator[tuple[str, int, set[int]]]:
        if operation.name in STRANGERS_TO_NOBODY or not names_something(sample):
            return
        named.add(operation.name)
        for name, token in theirs.items():
            query = {"store": acorn.store, **sample.query}
            answer = send(acorn, operation, sample, token, query=query)
            if answer.status == 200 and operation.method == "GET" and sample.query:
                assert listed(answer) == [], operation.name  # a filter by what is not ours finds nothing
                continue
            yield f"{name} with foreign ids ({answer.body[:80]!r})", answer.status, {403, 404, 412, 422}

    found = refused(birch, guarded, attack)
    assert not found, "\n".join(found)
    assert len(named) > 55, named


def test_lists_hold_nothing_of_a_stranger(birch: World, acorn: World, guarded: list[Operation]) -> None:
    birch.order()
    secrets = [
        birch.tenant.id.hex,
        birch.store,
        birch.dress,
        birch.category,
        birch.customer,
        birch.sku,
        birch.email,
    ]
    for operation in guarded:
        if operation.method == "GET":
            answer = send(acorn, operation, SAMPLES[operation.name](acorn))
            assert answer.status == 200
            assert not [s for s in secrets if s.encode() in answer.body], operation.name


def test_another_customer_and_wrong_tokens_open_nothing(birch: World, guarded: list[Operation]) -> None:
    other_cart, other_order = birch.cart(), birch.order()
    tried = set()

    def attack(operation: Operation, sample: Sample) -> Iterator[tuple[str, int, set[int]]]:
        if "customer" in sample.path and not operation.is_admin:
            tried.add(operation.name)
            yield "another customer", send(birch, operation, sample, birch.stranger_token).status, {404}
            yield "a shopper", send(birch, operation, sample, birch.pk).status, {403}
        secret = {"cart-token", "order-token"} & sample.headers.keys()
        if not secret:
            return
        tried.add(operation.name)
        rest = {k: v for k, v in sample.headers.items() if k not in secret}
        wrong = ["", "x", "None", "é", other_cart["token"], other_order["tracking_token"]]
        for token, headers in [(None, rest), *((w, {**rest, name: w}) for name in secret for w in wrong)]:
            if "idempotency-key" in headers:
                headers = {**headers, "idempotency-key": new_id().hex}
            for by in (birch.pk, birch.stranger_token):
                query = {"store": birch.store}
                answer = send(birch, operation, sample, by, headers=headers, query=query)
                yield f"secret {token!r} by {by[:2]}", answer.status, {404}

    assert refused(birch, guarded, attack) == []
    assert len(tried) >= 13, tried


def test_a_suspended_tenant_is_closed(services: Services, birch: World, guarded: list[Operation]) -> None:
    """But for what its people may: `tests/api/control/test_tenants.py` says what that is."""
    still = {
        handler.handler_name
        for route in create_litestar(services).routes
        for handler in getattr(route, "route_handlers", [])
        if handler.opt.get("when_suspended")
    }
    guarded = [o for o in guarded if o.name not in still]
    samples = {o.name: SAMPLES[o.name](birch) for o in guarded}
    tenants.set_status(services.work, birch.tenant.id, "suspended")
    try:
        before = footprint(services.work, birch.tenant.id)
        found = {o.name: send(birch, o, samples[o.name]) for o in guarded}
        assert {name: a.code for name, a in found.items()} == {o.name: "TenantSuspended" for o in guarded}
        assert {a.status for a in found.values()} == {403}
        assert footprint(services.work, birch.tenant.id) == before
    finally:
        tenants.set_status(services.work, birch.tenant.id, "active")


def test_a_publishable_key_stays_in_its_store(birch: World) -> None:
    assert birch.shop("GET", f"/products/{birch.dress}", query={"store": birch.second_store}).status == 200
    elsewhere = birch.call(
        "GET", f"/ecommerce/products/{birch.dress}", by=birch.staff, query={"store": birch.second_store}
    )
    assert elsewhere.status == 404
    assert birch.shop("GET", "/store", query={"store": birch.second_store}).json["id"] == birch.store


def test_the_tests_would_see_a_leak(birch: World) -> None:
    assert names_something(Sample({"order": "ord_" + "0" * 32}))
    assert not names_something(Sample(body={"name": "Depot"}))
    before = footprint(birch.services.work, birch.tenant.id)
    birch.cart()
    after = footprint(birch.services.work, birch.tenant.id)
    assert {t for t in before if before[t] != after[t]} == {"carts", "cart_lines"}
