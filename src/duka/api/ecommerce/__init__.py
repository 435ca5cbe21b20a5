"""The shop API (`/api/tenants/{tenant}/ecommerce`): what a storefront of any make needs."""

from litestar.types import ControllerRouterHandler

from duka.api.ecommerce import carts, customers, media, orders, payments, products, store


def handlers() -> list[ControllerRouterHandler]:
    return [
        handler
        for module in (store, products, carts, orders, payments, customers, media)
        for handler in module.HANDLERS
    ]
