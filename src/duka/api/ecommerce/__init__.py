"""The shop API (`/api/tenants/{tenant}/ecommerce`): what a storefront of any make needs."""

from litestar.types import ControllerRouterHandler

from duka.api.ecommerce import (
    carts,
    customers,
    media,
    orders,
    own_accounts,
    payments,
    privacy,
    products,
    returns,
    store,
)


def handlers() -> list[ControllerRouterHandler]:
    return [
        handler
        for module in (
            store,
            products,
            carts,
            orders,
            payments,
            customers,
            own_accounts,
            privacy,
            returns,
            media,
        )
        for handler in module.HANDLERS
    ]
