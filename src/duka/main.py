"""Builds the application: its routes, its answers to errors, its start and its end."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from litestar import Litestar, Request, Response, get
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler

from duka import console
from duka.api import callbacks, documentation, files
from duka.api.admin import live
from duka.api.problems import problem
from duka.api.router import api_router
from duka.edge import LONGEST_BODY, Edge
from duka.kernel import config as configuration
from duka.kernel import log
from duka.kernel.cache import Cache
from duka.kernel.clock import Clock, system_clock
from duka.kernel.db import Database
from duka.kernel.guards import refuse_powerful_role
from duka.kernel.postgres_urls import Urls, resolve
from duka.kernel.work import Work
from duka.mail import mailbox
from duka.media.queries import make_storage
from duka.payments.providers import registry
from duka.sandbox import pages as sandbox
from duka.storefront import pages
from duka.storefront.resolver import StoreResolver
from duka.wiring import PERMISSIONS, Services

PUBLIC = "public"


class RouteWithoutPermission(Exception):
    """A route declares no permission, so the application does not start."""


def make_services(config: configuration.Config, urls: Urls, clock: Clock = system_clock) -> Services:
    """What every process is built with.

    `DUKA_LANDING` may name a file with the stores to list where no store is asked for.
    """
    listed = os.environ.get("DUKA_LANDING", "")
    landing = (
        tuple(msgspec.json.decode(Path(listed).read_bytes())) if listed and Path(listed).exists() else ()
    )
    database = Database(urls.app, urls.platform, size=config.database_connections)
    work = Work(database, Cache(config.cache_seconds), clock)
    return Services(
        work=work,
        config=config,
        storage=make_storage(config),
        gateways=registry.build(work, config),
        landing=landing,
    )


def create_litestar(services: Services) -> Litestar:
    """The inner application. Refuses to start with a route that names no permission or an unknown one."""
    refuse_powerful_role(services.work.database)
    handlers: Sequence[ControllerRouterHandler] = [
        api_router(),
        *documentation.HANDLERS,
        *callbacks.HANDLERS,
        *files.HANDLERS,
        health,
        *sandbox.HANDLERS,
        *console.handlers(),
        *mailbox.HANDLERS,
        *pages.handlers(),
    ]
    app = Litestar(
        route_handlers=handlers,
        openapi_config=None,
        exception_handlers={Exception: answer_error},
        on_startup=[live.start],
        on_shutdown=[live.stop],
        state=State({"services": services}),
        request_max_body_size=LONGEST_BODY,
        logging_config=None,
        debug=False,
    )
    refuse_undeclared(app)
    return app


def answer_error(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A page for people, a problem for programs."""
    if request.scope["path"].startswith(("/api/", "/callbacks/")):
        return problem(request, error)
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


def application(services: Services) -> Edge:
    """The whole of it, as the server and the tests run it."""
    return Edge(StoreResolver(create_litestar(services), services.work), services.config)


def create_app() -> Edge:
    """For the server: everything from the environment. Database and migrations are there already."""
    config = configuration.load()
    log.configure(config.log_level)
    services = make_services(config, resolve(config.data, os.environ))
    return application(services)
