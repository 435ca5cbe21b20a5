"""Who listens to what, which jobs exist, what permissions there are: the one place that knows every module."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from types import ModuleType
from typing import Any
from uuid import UUID

import msgspec

from duka.access import events as access_events
from duka.access import permissions as access_permissions
from duka.analytics import permissions as analytics_permissions
from duka.audit import permissions as audit_permissions
from duka.audit import verifying
from duka.carts import permissions as cart_permissions
from duka.carts import service as carts
from duka.catalog import events as catalog_events
from duka.catalog import permissions as catalog_permissions
from duka.catalog.collections import handlers as collections
from duka.catalog.collections import membership
from duka.checkout import callbacks as payment_callbacks
from duka.checkout import paying, sweeper
from duka.customers import events as customer_events
from duka.customers import permissions as customer_permissions
from duka.identity import key_events
from duka.identity import permissions as identity_permissions
from duka.identity.sections import SECURITY
from duka.imports import events as import_events
from duka.imports import files as import_files
from duka.imports import permissions as import_permissions
from duka.inventory import events as inventory_events
from duka.inventory import permissions as inventory_permissions
from duka.kernel import housekeeping
from duka.kernel.config import Config
from duka.kernel.context import Context
from duka.kernel.jobs import Job, Periodic
from duka.kernel.relay import Listeners
from duka.kernel.work import Caller, Work
from duka.ledger import events as ledger_events
from duka.ledger import permissions as ledger_permissions
from duka.ledger import verifying as ledger
from duka.mail import service as mail
from duka.media import permissions as media_permissions
from duka.media import service as media
from duka.media.types import Storage
from duka.merchandising import bulk
from duka.notifications import handlers as notifications
from duka.orders import events as order_events
from duka.orders import handlers as order_handlers
from duka.orders import permissions as order_permissions
from duka.payments import events as payment_events
from duka.payments import handlers as payment_handlers
from duka.payments import permissions as payment_permissions
from duka.payments import service as payments
from duka.payments.gateways import Gateways
from duka.pricing import events as pricing_events
from duka.pricing import permissions as pricing_permissions
from duka.pricing import service as pricing
from duka.sandbox import callbacks
from duka.settings import events as setting_events
from duka.settings import permissions as setting_permissions
from duka.settings.types import Section
from duka.staff import events as staff_events
from duka.staff import permissions as staff_permissions
from duka.stores import events as store_events
from duka.stores import permissions as store_permissions
from duka.stores.sections import SECTIONS as STORE_SECTIONS
from duka.support import handlers as support_handlers
from duka.support import permissions as support_permissions
from duka.views import permissions as view_permissions


class Services(msgspec.Struct, frozen=True):
    """What a surface needs to serve: made once a process, reachable as `app.state.services`."""

    work: Work
    config: Config
    storage: Storage
    gateways: Gateways
    landing: tuple[dict[str, object], ...] = ()


EVENT_MODULES: tuple[ModuleType, ...] = (
    access_events,
    catalog_events,
    customer_events,
    import_events,
    inventory_events,
    key_events,
    ledger_events,
    order_events,
    payment_events,
    pricing_events,
    staff_events,
    setting_events,
    store_events,
)

PERMISSIONS: Mapping[str, str] = {
    name: what
    for module in (
        access_permissions,
        analytics_permissions,
        audit_permissions,
        cart_permissions,
        catalog_permissions,
        customer_permissions,
        identity_permissions,
        import_permissions,
        inventory_permissions,
        ledger_permissions,
        media_permissions,
        order_permissions,
        payment_permissions,
        pricing_permissions,
        staff_permissions,
        setting_permissions,
        store_permissions,
        view_permissions,
        support_permissions,
    )
    for name, what in module.NAMES.items()
}

SECTIONS: tuple[Section[Any], ...] = (*STORE_SECTIONS, SECURITY)
"""Every section of settings, in the order of the table of contents."""

PRODUCT_CHANGES = ("product.created", "product.updated", "product.archived", "price.changed")

_PEOPLE = ("people", support_handlers.follow_order)

LISTENERS: Listeners = {
    **{type: [("collections", collections.follow)] for type in PRODUCT_CHANGES},
    "order.placed": [
        ("count_sales", order_handlers.count_sales),
        _PEOPLE,
        ("notify", notifications.order_placed),
    ],
    "order.cancelled": [
        ("refund", payment_handlers.refund_cancelled),
        ("close", paying.close_cancelled),
        _PEOPLE,
    ],
    "order.address_changed": [_PEOPLE],
    "order.contact_changed": [_PEOPLE],
    "payment.changed": [("notify", notifications.payment_changed)],
    "payment.mismatched": [("notify", notifications.payment_mismatched)],
    "stock.low": [("notify", notifications.stock_low)],
    "stock.sold_out": [("notify", notifications.stock_sold_out)],
    "ledger.out_of_balance": [("notify", notifications.ledger_out_of_balance)],
    "import.finished": [("notify", notifications.import_finished)],
    "staff.joined": [("notify", notifications.staff_joined)],
    "payment.refunded": [("order_status", paying.follow_refund), _PEOPLE],
}


PRICES_LOOK_BACK = timedelta(hours=1)
"""Longer than the schedule's minute, so that a stopped worker misses nothing; looking twice changes nothing."""


def _follow_prices(ctx: Context) -> None:
    pricing.refresh_due(ctx, ctx.now - PRICES_LOOK_BACK)


def jobs(services: Services) -> list[Job]:
    """What is done later."""

    def settle(work: Work, tenant: UUID, payment_id: str) -> None:
        paying.settle(work, tenant, services.gateways, UUID(payment_id))

    def release(work: Work, tenant: UUID, payment_id: str) -> None:
        paying.release(work, tenant, services.gateways, UUID(payment_id))

    def cancel_others(work: Work, tenant: UUID, order_id: str, paid_by: str) -> None:
        paying.cancel_others(work, tenant, services.gateways, UUID(order_id), UUID(paid_by))

    def refund(work: Work, tenant: UUID, payment_id: str, reason: str) -> None:
        payments.refund_rest(work, tenant, services.gateways, UUID(payment_id), reason)

    def abandon(work: Work, tenant: UUID, order_id: str, reason: str) -> None:
        paying.abandon(work, tenant, services.gateways, UUID(order_id), reason)

    def refresh_collection(work: Work, tenant: UUID, collection_id: str) -> None:
        work.perform(Caller(tenant), lambda ctx: membership.refresh(ctx, UUID(collection_id)))

    def verify_audit(work: Work, tenant: UUID, asked_by: str) -> None:
        verifying.verify(work, tenant, asked_by=asked_by)

    def change_many(work: Work, tenant: UUID, run_id: str) -> None:
        bulk.carry_on(work, tenant, UUID(run_id))

    def import_file(work: Work, tenant: UUID, file_id: str) -> None:
        def keep(data: bytes, name: str) -> UUID:
            return media.upload(work, Caller(tenant), services.storage, data, name)

        import_files.run(work, tenant, UUID(file_id), keep)

    return [
        Job(import_files.JOB, import_file),
        Job("audit.verify", verify_audit),
        Job("collections.refresh", refresh_collection),
        Job(paying.ABANDON, abandon),
        Job(paying.CANCEL_OTHERS, cancel_others),
        Job("payments.release", release),
        Job(mail.SEND, mail.sender(services.config)),
        Job(bulk.JOB, change_many),
        Job("payments.settle", settle),
        Job("payments.refund", refund),
        Job("sandbox.call_back", callbacks.sender(services.config.secret)),
    ]


def periodic(services: Services) -> list[Periodic]:
    """What is done on a clock. Schedules with six fields begin with the minute and end with the second."""

    def read_callbacks(work: Work) -> None:
        payment_callbacks.read_due(work, services.gateways)

    def sweep(work: Work) -> None:
        sweeper.sweep(work, services.gateways)

    return [
        Periodic("payments.read_callbacks", "* * * * * *", read_callbacks),
        Periodic("checkout.sweep", "* * * * * */5", sweep),
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
        Periodic(
            "collections.refresh_volatile",
            "*/5 * * * *",
            partial(housekeeping.each_tenant, turn="collections", act=membership.refresh_volatile),
        ),
        Periodic("audit.verify_everybody", "41 2 * * *", verifying.verify_everybody),
        Periodic("ledger.verify_everybody", "29 2 * * *", ledger.verify_everybody),
        Periodic("kernel.tidy", "17 3 * * *", housekeeping.tidy),
    ]
