"""Every feature, switched off and on again: nothing that belongs to it is left while it is off, and all is back when it is on.

What belongs to it is found in the application itself: routes and pages that name it, jobs and schedules of `duka.wiring`. A
feature to which nothing belongs fails, and so does a route that lies among those of a feature without naming one.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from tests import make
from tests.api.samples import SAMPLES, operations, send
from tests.api.world import World

from duka import wiring
from duka.api.call import features_of
from duka.flags.errors import FeatureOff
from duka.flags.gating import ForLater, OnTheClock
from duka.flags.names import ECOMMERCE, FEATURES
from duka.kernel.context import Context
from duka.kernel.work import Caller
from duka.main import create_litestar
from duka.promotions.service import ADVANCED
from duka.stores.rules import SWITCHED_BY
from duka.wiring import Services

pytestmark = pytest.mark.timeout(600)  # every route of every feature
AREAS = Path(__file__).parents[2] / "web" / "src" / "areas"
PARTLY = {
    "duka.api.admin.staff": "only roles of a company's own are a feature",
    "duka.api.admin.stock_papers": "the list of stock itself belongs to no feature",
    "duka.api.admin.support": "only the page of a whole customer is a feature",
    "duka.api.admin.taxes": "only outside services are a feature",
    "duka.api.ecommerce.products": "only collections are a feature",
    "duka.storefront.front": "only collections are a feature",
    "duka.storefront.code_form": "a code that lies in a cart can be taken away",
}
"""Modules some of whose routes belong to no feature."""
IN_VERBS = {*SWITCHED_BY.values(), ADVANCED}
"""Rails are ways to pay, and advanced promotions are judged by what they say: tested where they are."""
NO_SCREEN = {ECOMMERCE, "custom_roles", "recommendations", *IN_VERBS}
"""Features without an address of their own in the console: the shop; what stands on screens of others."""


@pytest.fixture(scope="module")
def app(services: Services) -> Litestar:
    return create_litestar(services)


def handlers(app: Litestar, below: str = "/") -> Iterator[HTTPRouteHandler]:
    for route in app.routes:
        if isinstance(route, HTTPRoute) and route.path.startswith(below):
            for handler in route.route_handlers:
                if handler.handler_name != "options_handler":
                    yield handler


def belonging(app: Litestar, services: Services) -> dict[str, set[str]]:
    """Feature → the names of its routes, pages, jobs and schedules."""
    found = defaultdict(set)
    for handler in handlers(app):
        for feature in features_of(handler.opt):
            found[feature].add(handler.handler_name)
    for job in wiring.jobs(services):
        if isinstance(job.act, ForLater):
            found[job.act.feature].add(job.name)
    for each in wiring.periodic(services):
        if isinstance(act := on_the_clock(each.act), OnTheClock):
            found[act.feature].add(each.name)
    return found


def on_the_clock(act: Any) -> Any:
    return getattr(act, "keywords", {}).get("act")


def test_every_feature_has_something_and_nothing_has_another(app: Litestar, services: Services) -> None:
    found = belonging(app, services)
    assert set(found) <= set(FEATURES), set(found) - set(FEATURES)
    assert set(FEATURES) - set(found) == IN_VERBS


def modules(prefix: str) -> dict[str, list[HTTPRouteHandler]]:
    """Module → its routes."""
    return {
        name: [each for each in module.HANDLERS if each.fn.__module__ == name]
        for name, module in sorted(sys.modules.items())
        if name.startswith(prefix) and hasattr(module, "HANDLERS")
    }


def test_no_route_among_those_of_a_feature_forgets_it() -> None:
    forgot, mixed = [], set()
    for module, its in (modules("duka.api.") | modules("duka.storefront.")).items():
        without = [each.fn.__name__ for each in its if not each.opt.get("feature")]
        if 0 < len(without) < len(its):
            mixed.add(module)
            forgot += [] if module in PARTLY else without
    assert forgot == []
    assert mixed == set(PARTLY), "a module that is no mixture any more needs no exception"


def test_the_console_hides_every_feature_that_has_screens() -> None:
    for area in ("index.ts", "*.tsx"):
        assert list(AREAS.rglob(area))
    named = set()
    for file in AREAS.rglob("index.ts"):
        text = file.read_text()
        named |= set(re.findall(r'feature: "(\w+)"', text))
        if "feature: FEATURE" in text:
            named |= set(re.findall(r'FEATURE = "(\w+)"', text))
    assert set(FEATURES) - NO_SCREEN <= named | {"tax_services"}
    assert named <= set(FEATURES)


@pytest.mark.parametrize("feature", sorted(set(FEATURES) - IN_VERBS))
def test_off_is_refused_everywhere_and_on_is_back(
    acorn: World, app: Litestar, services: Services, feature: str
) -> None:
    work = services.work
    needed = {h.handler_name: features_of(h.opt) for h in handlers(app, "/api/tenants/")}
    its = [each for each in operations(app) if feature in needed[each.name]]
    ready = {each.name: SAMPLES[each.name](acorn) for each in its}
    make.switch(work, acorn.tenant.id, feature, False)
    wrong: dict[str, object] = {}
    try:
        for each in its:
            answer = send(acorn, each, ready[each.name])
            if answer.status != 403 or answer.code != "FeatureOff":
                wrong[each.name] = (answer.status, answer.body[:120])
            elif answer.json["why"] != "company" or answer.json["flag"] != feature:
                wrong[each.name] = answer.json
        assert acorn.admin("GET", "/me").json["features_off"] == [feature]
        told = {each["name"]: each for each in acorn.admin("GET", "/features").json}
        assert (told[feature]["is_on"], told[feature]["why"]) == (False, "company")
        check_jobs(services, acorn, feature, is_on=False)
    finally:
        make.switch(work, acorn.tenant.id, feature, None)
    for each in its:
        answer = send(acorn, each, ready[each.name])
        if answer.status >= 500 or (answer.status == 403 and answer.code == "FeatureOff"):
            wrong[each.name] = (answer.status, answer.body[:120])
    check_jobs(services, acorn, feature, is_on=True)
    assert wrong == {}
    assert acorn.admin("GET", "/me").json["features_off"] == []


def check_jobs(services: Services, world: World, feature: str, *, is_on: bool) -> None:
    """Each job and schedule of the feature reaches its work, or does not; the work itself is a note that it was reached."""
    reached = []
    for job in wiring.jobs(services):
        if isinstance(job.act, ForLater) and job.act.feature == feature:
            gate = ForLater(feature, lambda *_: reached.append(1), is_asked_for=job.act.is_asked_for)
            before = len(reached)
            try:
                gate(services.work, world.tenant.id)
            except FeatureOff:
                assert not is_on and job.act.is_asked_for
            assert (len(reached) > before) == is_on, job.name
    for each in wiring.periodic(services):
        act = on_the_clock(each.act)
        if isinstance(act, OnTheClock) and act.feature == feature:
            before = len(reached)
            note: Callable[[Context], object] = OnTheClock(feature, lambda _: reached.append(1))
            services.work.perform(Caller(world.tenant.id), note)
            assert (len(reached) > before) == is_on, each.name


def test_pages_of_a_feature_are_not_there_while_it_is_off(acorn: World, services: Services) -> None:
    """Of a shop: 404 for its pages, and the shop itself closes with the feature that is the shop."""
    at = f"/s/{acorn.tenant.slug}/main"

    def status(path: str, method: str = "GET") -> int:
        return acorn.client.request(method, at + path, None).status

    pages = {
        (path, feature, method)
        for its in modules("duka.storefront.").values()
        for handler in its
        if (feature := handler.opt.get("feature"))
        for path in handler.paths
        for method in handler.http_methods
    }
    assert {feature for _, feature, _ in pages} >= {"collections", "markets", "promotions", "experiments"}
    for path, feature, method in sorted(pages):
        here = path.replace("{slug:str}", "nothing")
        make.switch(services.work, acorn.tenant.id, feature, False)
        assert status(here, str(method)) in (403, 404), here
        make.switch(services.work, acorn.tenant.id, feature, None)
    assert status("/") == 200
    make.switch(services.work, acorn.tenant.id, ECOMMERCE, False)
    try:
        for path in ("/", "/products", "/p/wax-dress", "/cart", "/account/log-in"):
            answer = acorn.client.request("GET", at + path, None)
            assert answer.status in (403, 409, 503), (path, answer.status)
            assert b"Wax dress" not in answer.body
        assert acorn.admin("GET", "/products").status == 200, "the back office stays"
        taken = acorn.client.request("POST", f"{acorn.base}/ecommerce/payments/webhook/sandbox", {})
        assert taken.code != "FeatureOff", "money that is under way arrives"
    finally:
        make.switch(services.work, acorn.tenant.id, ECOMMERCE, None)
    assert status("/") == 200


def test_who_has_no_plan_has_everything(acorn: World) -> None:
    assert all(each["is_on"] for each in acorn.admin("GET", "/features").json)
    assert {each["reason"] for each in acorn.admin("GET", "/features").json} <= {"DEFAULT", "STATIC"}
