"""Who listens to what, which jobs exist, what permissions there are: the one place that knows every module."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from types import ModuleType
from uuid import UUID

import msgspec

from duka.audit import permissions as audit_permissions
from duka.carts import permissions as cart_permissions
from duka.carts import service as carts
from duka.catalog import events as catalog_events
from duka.catalog import permissions as catalog_permissions
from duka.checkout import paying, sweeper
from duka.customers import events as customer_events
from duka.customers import permissions as customer_permissions
from duka.identity import permissions as identity_permissions
from duka.imports import permissions as import_permissions
from duka.inventory import events as inventory_events
from duka.inventory import permissions as inventory_permissions
from duka.kernel import housekeeping
from duka.kernel.config import Config
from duka.kernel.context import Context
from duka.kernel.jobs import Job, Periodic
from duka.kernel.relay import Listeners
from duka.kernel.work import Work
from duka.media import permissions as media_permissions
from duka.media.types import Storage
from duka.orders import events as order_events
from duka.orders import handlers as order_handlers
from duka.orders import permissions as order_permissions
from duka.payments import events as payment_events
from duka.payments import handlers as payment_handlers
from duka.payments import permissions as payment_permissions
from duka.payments import service as payments
from duka.payments.service import Providers
from duka.pricing import events as pricing_events
from duka.pricing import permissions as pricing_permissions
from duka.pricing import service as pricing
from duka.sandbox import callbacks
from duka.stores import events as store_events
from duka.stores import permissions as store_permissions


class Services(msgspec.Struct, frozen=True):
    """What a surface needs to serve: made once a process, reachable as `app.state.services`."""

    work: Work
    config: Config
    storage: Storage
    providers: Providers
    landing: tuple[dict[str, object], ...] = ()


EVENT_MODULES: tuple[ModuleType, ...] = (
    catalog_events,
    customer_events,
    inventory_events,
    order_events,
    payment_events,
    pricing_events,
    store_events,
)

PERMISSIONS: Mapping[str, str] = {
    name: what
    for module in (
        audit_permissions,
        cart_permissions,
        catalog_permissions,
        customer_permissions,
        identity_permissions,
        import_permissions,
        inventory_permissions,
        media_permissions,
        order_permissions,
        payment_permissions,
        pricing_permissions,
        store_permissions,
    )
    for name, what in module.NAMES.items()
}

LISTENERS: Listeners = {
    "order.placed": [("count_sales", order_handlers.count_sales)],
    "order.cancelled": [("refund", payment_handlers.refund_cancelled), ("close", paying.close_cancelled)],
    "payment.refunded": [("order_status", paying.follow_refund)],
}


PRICES_LOOK_BACK = timedelta(hours=1)
"""Longer than the schedule's minute, so that a stopped worker misses nothing; looking twice changes nothing."""


def _follow_prices(ctx: Context) -> None:
    pricing.refresh_due(ctx, ctx.now - PRICES_LOOK_BACK)


def jobs(services: Services) -> list[Job]:
    """What is done later."""

    def settle(work: Work, tenant: UUID, payment_id: str) -> None:
        paying.settle(work, tenant, services.providers, UUID(payment_id))

    def refund(work: Work, tenant: UUID, payment_id: str, reason: str) -> None:
        payments.refund_rest(work, tenant, services.providers, UUID(payment_id), reason)

    def abandon(work: Work, tenant: UUID, order_id: str, reason: str) -> None:
        base_url = services.config.base_url
        paying.abandon(work, tenant, services.providers, UUID(order_id), reason, base_url)

    return [
        Job("checkout.abandon", abandon),
        Job("payments.settle", settle),
        Job("payments.refund", refund),
        Job("sandbox.call_back", callbacks.sender(services.config.secret)),
    ]


def periodic(services: Services) -> list[Periodic]:
    """What is done on a clock. Schedules with six fields begin with the minute and end with the second."""

    def sweep(work: Work) -> None:
        sweeper.sweep(work, services.providers, services.config.base_url)

    return [
        Periodic("checkout.sweep", "* * * * * */15", sweep),
        Periodic(
            "carts.expire",
            "*/5 * * * *",
            partial(housekeeping.each_tenant, turn="carts", act=carts.expire_carts),
        ),
        Periodic(
            "pricing.refresh",
            "* * * * *",
            partial(housekeeping.each_tenant, turn="prices", act=_follow_prices),
        ),
        Periodic("kernel.tidy", "17 3 * * *", housekeeping.tidy),
    ]
