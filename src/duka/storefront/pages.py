"""The door of the storefront: its route handlers, its answer to errors, and the whole application around
them.

`main` wires it like this: `Edge(StoreResolver(create_litestar(services), services.work), config)`, with
`handlers()` among the routes and `error_page` as the answer to errors outside of `/api`.
"""

from __future__ import annotations

from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.router import Router

from duka.storefront import (
    account,
    account_addresses,
    account_data,
    account_entering,
    account_joining,
    account_profile,
    basket,
    buying,
    code_form,
    draft,
    experimenting,
    following,
    front,
    market_choice,
    pay_link,
    paying_pages,
    recommended,
    return_pages,
    telling,
    wish,
)
from duka.storefront.answering import error_page
from duka.storefront.arriving import provide_form, provide_visit
from duka.storefront.resolver import StoreResolver

__all__ = ["app_for_tests", "error_page", "handlers"]


def handlers() -> list[Router]:
    """Every page of a store, with what they depend on."""
    found: list[HTTPRouteHandler] = [
        *front.HANDLERS, *basket.HANDLERS, *buying.HANDLERS, *code_form.HANDLERS, *paying_pages.HANDLERS, *pay_link.HANDLERS,
        *draft.HANDLERS, *following.HANDLERS, *market_choice.HANDLERS,
        *telling.HANDLERS, *account.HANDLERS, *account_entering.HANDLERS, *account_joining.HANDLERS,
        *account_profile.HANDLERS, *account_addresses.HANDLERS, *account_data.HANDLERS, *return_pages.HANDLERS,
        *wish.HANDLERS, *recommended.HANDLERS, *experimenting.HANDLERS
    ]  # fmt: skip
    dependencies = {"visit": Provide(provide_visit), "form": Provide(provide_form)}
    return [Router("/", route_handlers=found, dependencies=dependencies, include_in_schema=False)]


def app_for_tests(services: Any, *more: Any) -> StoreResolver:
    """The storefront alone (and `more` handlers), as an ASGI application."""
    app = Litestar(
        route_handlers=[*handlers(), *more],
        exception_handlers={Exception: error_page},
        state=State({"services": services}),
        openapi_config=None,
        logging_config=None,
    )
    return StoreResolver(app, services.work)
