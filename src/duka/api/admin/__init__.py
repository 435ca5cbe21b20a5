"""The merchant's API (`/api/tenants/{tenant}/admin`): what staff and a merchant's systems do."""

from litestar.types import ControllerRouterHandler

from duka.api.admin import attributes, catalog, inventory, media, orders, session, stores


def handlers() -> list[ControllerRouterHandler]:
    return [
        handler
        for module in (session, catalog, attributes, inventory, orders, media, stores)
        for handler in module.HANDLERS
    ]
