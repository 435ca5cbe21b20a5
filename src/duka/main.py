"""Builds the application: its routes, its answers to errors, its start and its end."""

import os
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any

from litestar import Litestar, Request, Response, get
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler

from duka import console
from duka.analytics.visits.tally import Visits
from duka.api import (
    archive_files,
    callbacks,
    carrier_callbacks,
    documentation,
    feed_files,
    files,
    messages_door,
    probes,
)
from duka.api.admin import live
from duka.api.problems import problem
from duka.api.router import api_router
from duka.edge import LONGEST_BODY, Edge
from duka.kernel import config as configuration
from duka.kernel import log
from duka.kernel.guards import refuse_powerful_role
from duka.kernel.postgres_urls import resolve
from duka.mail import mailbox
from duka.sandbox import pages as sandbox
from duka.storefront import pages, recommended
from duka.storefront.resolver import StoreResolver
from duka.wiring import PERMISSIONS, Services, make_services, recording

PUBLIC = "public"


class RouteWithoutPermission(Exception):
    """A route declares no permission, so the application does not start."""


def routed() -> Litestar:
    """The inner application, without the services that its handlers ask. Refuses to be made with a route that names no
    permission or an unknown one."""
    handlers: Sequence[ControllerRouterHandler] = [
        api_router(),
        *documentation.HANDLERS,
        *callbacks.HANDLERS,
        *carrier_callbacks.HANDLERS,
        *files.HANDLERS,
        *feed_files.HANDLERS,
        *archive_files.HANDLERS,
        health,
        *probes.HANDLERS,
        *sandbox.HANDLERS,
        *console.handlers(),
        *mailbox.HANDLERS,
        *messages_door.HANDLERS,
        *pages.handlers(),
    ]
    app = Litestar(
        route_handlers=handlers,
        openapi_config=None,
        exception_handlers={Exception: answer_error},
        on_startup=[live.start],
        on_shutdown=[live.stop, recommended.write_counts, write_visits],
        request_max_body_size=LONGEST_BODY,
        logging_config=None,
        debug=False,
    )
    refuse_undeclared(app)
    return app


def write_visits(app: Any) -> None:
    """The visits that a process that ends has counted so far."""
    if (visits := app.state.get("visits")) is not None:
        visits.write()


def answer_error(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A page for people, a problem for programs."""
    if request.scope["path"].startswith(("/api/", "/callbacks/")):
        return problem(request, error)
    request.scope["state"]["refusal"] = type(error).__name__
    return pages.error_page(request, error)


def refuse_undeclared(app: Litestar) -> None:
    for route in app.routes:
        for handler in getattr(route, "route_handlers", [getattr(route, "route_handler", None)]):
            permission = handler.opt.get("permission") if handler is not None else PUBLIC
            if handler is not None and handler.handler_name == "options_handler":
                continue
            if permission is None or (permission != PUBLIC and permission not in PERMISSIONS):
                raise RouteWithoutPermission(f"{route.path} declares {permission!r}")


@get("/health", permission=PUBLIC, sync_to_thread=False, include_in_schema=False)
def health(state: State) -> Response[bytes]:
    """Whether this process reaches its database."""
    with state.services.work.database.platform() as tx:
        tx.value("select 1")
    return Response(b'{"status":"ok"}', media_type="application/json")


def create_litestar(services: Services, app: Litestar | None = None) -> Litestar:
    """The inner application on these services. `app`: one that is routed already."""
    refuse_powerful_role(services.work.database)
    app = app or routed()
    app.state["services"] = services
    return app


def application(services: Services, app: Litestar | None = None) -> Edge:
    """The whole of it, as the server and the tests run it."""
    inner = create_litestar(services, app)
    edge = Edge(
        StoreResolver(inner, services.work, services.config.base_url),
        services.config,
    )
    edge.visits = inner.state["visits"] = Visits(services.work)
    return edge


@lru_cache(maxsize=1)
def prepared() -> Litestar:
    """Routed once, before the processes of the web part: they start sooner and share it."""
    return routed()


def create_app() -> Edge:
    """For the server: everything from the environment. Database and migrations are there already."""
    config = configuration.load()
    log.configure(config.log_level)
    services = make_services(config, resolve(config.data, os.environ))
    keeper = recording.begin(services, "web")
    app = prepared()
    app.state["keeper"] = keeper
    app.on_shutdown.append(partial(recording.end, keeper))
    edge = application(services, app)
    recording.also(keeper, services, edge.pages)
    return edge
