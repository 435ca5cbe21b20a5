"""What is switched off for a company is refused by every route of it, and named to the console."""

from litestar import Litestar
from litestar.routes import HTTPRoute
from tests.api.world import World

from duka.api.router import api_router
from duka.flags import service
from duka.flags.queries import FEATURES
from duka.kernel.context import Actor
from duka.kernel.work import Caller
from duka.promotions.service import ADVANCED
from duka.stores.rules import SWITCHED_BY


def test_every_feature_opens_some_route_and_no_route_names_another() -> None:
    app = Litestar([api_router()], openapi_config=None)
    named = {
        handler.opt["feature"]
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if "feature" in handler.opt
    }
    no_routes = {*SWITCHED_BY.values(), ADVANCED}
    assert named == set(FEATURES) - no_routes, (
        "rails are ways to pay; advanced promotions are judged by what they say"
    )


def test_a_feature_that_is_off_is_refused_and_told(acorn: World) -> None:
    operator = Caller(acorn.tenant.id, Actor("operator", name="Olga"))
    work = acorn.services.work
    assert acorn.admin("GET", "/collections").status == 200
    work.perform(operator, lambda ctx: service.switch(ctx, "collections", False))
    try:
        refused = acorn.admin("GET", "/collections")
        assert (refused.status, refused.code) == (403, "FeatureOff")
        assert acorn.admin("GET", "/me").json["features_off"] == ["collections"]
    finally:
        work.perform(operator, lambda ctx: service.switch(ctx, "collections", None))
    assert acorn.admin("GET", "/me").json["features_off"] == []
