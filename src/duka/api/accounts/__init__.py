"""Routes without a tenant: logging in to the web app, signing up, and the links of letters."""

from litestar.types import ControllerRouterHandler

from duka.api.accounts import invitations, letters, registration, session


def handlers() -> list[ControllerRouterHandler]:
    return [
        handler for module in (session, registration, letters, invitations) for handler in module.HANDLERS
    ]
