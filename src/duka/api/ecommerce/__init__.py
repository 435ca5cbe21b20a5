"""The shop API (`/api/tenants/{tenant}/ecommerce`): what a storefront of any make needs."""

from litestar.types import ControllerRouterHandler

from duka.api.ecommerce import (
    carts,
    customers,
    experiments,
    markets,
    media,
    orders,
    own_accounts,
    pages,
    payments,
    privacy,
    products,
    recommendations,
    returns,
    store,
)


def handlers() -> list[ControllerRouterHandler]:
    return [
        handler
        for module in (
            store,
            markets,
            pages,
            products,
            recommendations,
            carts,
            orders,
            payments,
            customers,
            own_accounts,
            privacy,
            returns,
            experiments,
            media,
        )
        for handler in module.HANDLERS
    ]
