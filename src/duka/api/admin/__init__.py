"""The merchant's API (`/api/tenants/{tenant}/admin`): what staff and a merchant's systems do."""

from litestar.types import ControllerRouterHandler

from duka.api.admin import (
    attributes,
    audit,
    catalog,
    collections,
    customer_notes,
    customers,
    factors,
    features,
    figures,
    imports,
    inventory,
    keys,
    ledger,
    live,
    me,
    media,
    notifications,
    order_changes,
    order_slips,
    orders,
    payment_accounts,
    payments,
    products,
    session,
    settings,
    staff,
    statements,
    stock_papers,
    stores,
    support,
    views,
)


def handlers() -> list[ControllerRouterHandler]:
    return [
        handler
        for module in (
            session,
            me,
            factors,
            features,
            figures,
            ledger,
            imports,
            audit,
            live,
            notifications,
            views,
            products,
            catalog,
            attributes,
            collections,
            inventory,
            stock_papers,
            orders,
            order_changes,
            order_slips,
            payment_accounts,
            payments,
            statements,
            media,
            settings,
            stores,
            keys,
            staff,
            customers,
            customer_notes,
            support,
        )
        for handler in module.HANDLERS
    ]
