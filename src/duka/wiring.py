"""Who listens to what, which jobs exist, what permissions there are: the one place that knows every module."""

import os
from collections.abc import Mapping
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
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
from duka.checkout import events as checkout_events
from duka.checkout import links, paying, sweeper
from duka.checkout import permissions as checkout_permissions
from duka.credits import events as credit_events
from duka.credits import permissions as credit_permissions
from duka.credits import service as credits
from duka.customers import events as customer_events
from duka.customers import permissions as customer_permissions
from duka.draft_orders import events as draft_events
from duka.draft_orders import permissions as draft_permissions
from duka.identity import key_events
from duka.identity import permissions as identity_permissions
from duka.identity.sealing import keyring
from duka.identity.sections import SECURITY
from duka.imports import events as import_events
from duka.imports import files as import_files
from duka.imports import permissions as import_permissions
from duka.inventory import events as inventory_events
from duka.inventory import permissions as inventory_permissions
from duka.kernel import housekeeping
from duka.kernel.cache import Cache
from duka.kernel.clock import Clock, system_clock
from duka.kernel.config import Config
from duka.kernel.context import Context
from duka.kernel.db import Database
from duka.kernel.jobs import Job, Periodic
from duka.kernel.postgres_urls import Urls
from duka.kernel.relay import Listeners
from duka.kernel.work import Caller, Work
from duka.ledger import events as ledger_events
from duka.ledger import permissions as ledger_permissions
from duka.ledger import verifying as ledger
from duka.mail import permissions as mail_permissions
from duka.mail import service as mail
from duka.media import permissions as media_permissions
from duka.media import service as media
from duka.media.queries import make_storage
from duka.media.types import Storage
from duka.merchandising import bulk
from duka.notifications import customers as customer_letters
from duka.notifications import handlers as notifications
from duka.notifications import letterhead, staff_letters, unsubscribing
from duka.notifications.sections import MESSAGES
from duka.order_edits import events as edit_events
from duka.order_edits import permissions as edit_permissions
from duka.order_edits import service as order_edits
from duka.orders import claiming
from duka.orders import events as order_events
from duka.orders import handlers as order_handlers
from duka.orders import permissions as order_permissions
from duka.orders.fulfillment import events as fulfillment_events
from duka.orders.fulfillment import handlers as fulfillment_handlers
from duka.payments import events as payment_events
from duka.payments import handlers as payment_handlers
from duka.payments import permissions as payment_permissions
from duka.payments import service as payments
from duka.payments.gateways import Gateways
from duka.payments.providers import registry
from duka.pricing import events as pricing_events
from duka.pricing import permissions as pricing_permissions
from duka.pricing import service as pricing
from duka.privacy import erasing
from duka.privacy import events as privacy_events
from duka.privacy import permissions as privacy_permissions
from duka.returns import events as return_events
from duka.returns import permissions as return_permissions
from duka.returns.service import settling as return_settling
from duka.sandbox import callbacks
from duka.settings import events as setting_events
from duka.settings import permissions as setting_permissions
from duka.settings.types import Section
from duka.shipping import permissions as shipping_permissions
from duka.shipping.carriers import events as carrier_events
from duka.shipping.carriers import registry as carriers
from duka.shipping.carriers import sweeper as carrier_sweeper
from duka.shipping.carriers.service import tracking
from duka.staff import events as staff_events
from duka.staff import permissions as staff_permissions
from duka.stores import events as store_events
from duka.stores import permissions as store_permissions
from duka.stores.sections import SECTIONS as STORE_SECTIONS
from duka.support import handlers as support_handlers
from duka.support import permissions as support_permissions
from duka.texting import service as texting
from duka.texting.exchange import Exchange
from duka.views import permissions as view_permissions
from duka.webhooks import events as webhook_events
from duka.webhooks import letters as webhook_letters
from duka.webhooks import permissions as webhook_permissions
from duka.webhooks import tidying as webhook_tidying
from duka.webhooks.fan_out import FanOut
from duka.webhooks.service import replaying as webhook_replaying


class Services(msgspec.Struct, frozen=True):
    """What a surface needs to serve: made once a process, reachable as `app.state.services`."""

    work: Work
    config: Config
    storage: Storage
    gateways: Gateways
    landing: tuple[dict[str, object], ...] = ()


def make_services(config: Config, urls: Urls, clock: Clock = system_clock) -> Services:
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


EVENT_MODULES: tuple[ModuleType, ...] = (
    access_events,
    carrier_events,
    catalog_events,
    checkout_events,
    credit_events,
    customer_events,
    draft_events,
    edit_events,
    fulfillment_events,
    import_events,
    inventory_events,
    key_events,
    ledger_events,
    order_events,
    payment_events,
    pricing_events,
    privacy_events,
    return_events,
    staff_events,
    setting_events,
    store_events,
    webhook_events,
)

PERMISSIONS: Mapping[str, str] = {
    name: what
    for module in (
        access_permissions,
        analytics_permissions,
        audit_permissions,
        cart_permissions,
        catalog_permissions,
        checkout_permissions,
        credit_permissions,
        customer_permissions,
        draft_permissions,
        edit_permissions,
        identity_permissions,
        import_permissions,
        inventory_permissions,
        ledger_permissions,
        mail_permissions,
        media_permissions,
        order_permissions,
        payment_permissions,
        pricing_permissions,
        privacy_permissions,
        return_permissions,
        staff_permissions,
        setting_permissions,
        shipping_permissions,
        store_permissions,
        view_permissions,
        support_permissions,
        webhook_permissions,
    )
    for name, what in module.NAMES.items()
}

SECTIONS: tuple[Section[Any], ...] = (*STORE_SECTIONS, MESSAGES, SECURITY)
"""Every section of settings, in the order of the table of contents."""

PRODUCT_CHANGES = ("product.created", "product.updated", "product.archived", "price.changed")

_PEOPLE = ("people", support_handlers.follow_order)

LISTENERS: Listeners = {
    "*": [("webhooks", FanOut().hear)],
    **{type: [("collections", collections.follow)] for type in PRODUCT_CHANGES},
    "order.placed": [
        ("count_sales", order_handlers.count_sales),
        _PEOPLE,
        ("notify", notifications.order_placed),
        ("letters", customer_letters.order_placed),
        ("staff_letters", staff_letters.order_placed),
    ],
    "order.cancelled": [
        ("refund", payment_handlers.refund_cancelled),
        ("close", paying.close_cancelled),
        ("close_link", links.close_cancelled),
        _PEOPLE,
        ("letters", customer_letters.order_cancelled),
    ],
    "customer.verified": [("claim", claiming.follow_proof)],
    "order.address_changed": [_PEOPLE],
    "order.contact_changed": [_PEOPLE],
    "payment.changed": [
        ("close_link", links.close_paid),
        ("notify", notifications.payment_changed),
        ("letters", customer_letters.payment_changed),
    ],
    "payment.mismatched": [("notify", notifications.payment_mismatched)],
    "stock.low": [("notify", notifications.stock_low), ("staff_letters", staff_letters.stock_low)],
    "stock.sold_out": [("notify", notifications.stock_sold_out)],
    "ledger.out_of_balance": [("notify", notifications.ledger_out_of_balance)],
    "import.finished": [("notify", notifications.import_finished)],
    "staff.joined": [("notify", notifications.staff_joined)],
    "webhook.failing": [("notify", notifications.webhook_trouble)],
    "webhook.disabled": [("notify", notifications.webhook_trouble), ("letters", webhook_letters.disabled)],
    "fulfillment.prepared": [("letters", customer_letters.fulfillment_prepared)],
    "fulfillment.shipped": [
        ("letters", customer_letters.fulfillment_shipped),
        ("follow", fulfillment_handlers.follow_later),
    ],
    "fulfillment.carriage_changed": [("follow", fulfillment_handlers.follow_later)],
    "shipment.tracked": [("goods", fulfillment_handlers.follow_tracking)],
    "label.bought": [("goods", fulfillment_handlers.keep_label)],
    "label.cancelled": [("goods", fulfillment_handlers.drop_label)],
    "fulfillment.delivered": [("letters", customer_letters.fulfillment_delivered)],
    "order.edited": [("letters", customer_letters.order_edited)],
    **{
        f"return.{step}": [("letters", customer_letters.return_changed)]
        for step in ("requested", "approved", "refused", "received", "completed")
    },
    "payment.refunded": [
        ("order_status", paying.follow_refund),
        _PEOPLE,
        ("letters", customer_letters.payment_refunded),
    ],
}


PRICES_LOOK_BACK = timedelta(hours=1)
"""Longer than the schedule's minute, so that a stopped worker misses nothing; looking twice changes nothing."""


def _follow_prices(ctx: Context) -> None:
    pricing.refresh_due(ctx, ctx.now - PRICES_LOOK_BACK)


@cache
def exchange(config: Config) -> Exchange:
    """The providers of SMS."""
    return Exchange(keyring(config), config.base_url, dict(config.provider_urls))


def jobs(services: Services) -> list[Job]:
    """What is done later."""
    keys, base_url = keyring(services.config), services.config.base_url
    heads = letterhead.heads(base_url)

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

    def give_back(work: Work, tenant: UUID, order_id: str, edit: int) -> None:
        order_edits.give_back_surplus(work, Caller(tenant), services.gateways, UUID(order_id), edit)

    def refresh_collection(work: Work, tenant: UUID, collection_id: str) -> None:
        work.perform(Caller(tenant), lambda ctx: membership.refresh(ctx, UUID(collection_id)))

    def verify_audit(work: Work, tenant: UUID, asked_by: str) -> None:
        verifying.verify(work, tenant, asked_by=asked_by)

    def change_many(work: Work, tenant: UUID, run_id: str) -> None:
        bulk.carry_on(work, tenant, UUID(run_id))

    def pay_return(work: Work, tenant: UUID, return_id: str) -> None:
        return_settling.finish(work, Caller(tenant), services.gateways, UUID(return_id))

    def import_file(work: Work, tenant: UUID, file_id: str) -> None:
        def keep(data: bytes, name: str) -> UUID:
            return media.upload(work, Caller(tenant), services.storage, data, name)

        import_files.run(work, tenant, UUID(file_id), keep)

    def follow_erasure(work: Work, tenant: UUID, erasure_id: str) -> None:
        erasing.follow(work, tenant, services.storage, UUID(erasure_id))

    def follow_parcel(work: Work, tenant: UUID, fulfillment_id: str) -> None:
        fulfillment_handlers.follow(work, carriers.desk(services.config), tenant, UUID(fulfillment_id))

    def look_at_parcel(work: Work, tenant: UUID, parcel_id: str) -> None:
        tracking.look(work, carriers.desk(services.config), tenant, UUID(parcel_id))

    return [
        Job(erasing.JOB, follow_erasure),
        Job(order_edits.GIVE_BACK, give_back),
        Job(tracking.LOOK, look_at_parcel),
        Job(fulfillment_handlers.FOLLOW, follow_parcel),
        Job(import_files.JOB, import_file),
        Job("audit.verify", verify_audit),
        Job("collections.refresh", refresh_collection),
        Job(paying.ABANDON, abandon),
        Job(paying.CANCEL_OTHERS, cancel_others),
        Job("payments.release", release),
        Job(mail.SEND, mail.sender(services.config, heads, unsubscribing.addresses(keys, base_url))),
        Job(texting.SEND, texting.sender(exchange(services.config), heads)),
        Job(bulk.JOB, change_many),
        Job("payments.settle", settle),
        Job("payments.refund", refund),
        Job(return_settling.PAY, pay_return),
        Job(webhook_replaying.REPLAY, webhook_replaying.carry_on),
        Job("sandbox.call_back", callbacks.sender(services.config.secret)),
    ]


def periodic(services: Services) -> list[Periodic]:
    """What is done on a clock. Schedules with six fields begin with the minute and end with the second."""

    def read_callbacks(work: Work) -> None:
        payment_callbacks.read_due(work, services.gateways)

    def sweep(work: Work) -> None:
        sweeper.sweep(work, services.gateways)

    def sweep_carriers(work: Work) -> None:
        carrier_sweeper.sweep(work, carriers.desk(services.config))

    return [
        Periodic("carriers.sweep", "* * * * * */10", sweep_carriers),
        Periodic("payments.read_callbacks", "* * * * * *", read_callbacks),
        Periodic("checkout.sweep", "* * * * * */5", sweep),
        Periodic(
            "carts.expire",
            "*/5 * * * *",
            partial(housekeeping.each_tenant, turn="carts", act=carts.expire_carts),
        ),
        Periodic(
            "credits.expire",
            "*/10 * * * *",
            partial(housekeeping.each_tenant, turn="credits", act=credits.expire),
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
        Periodic("webhooks.tidy", "23 3 * * *", webhook_tidying.tidy),
        Periodic("kernel.tidy", "17 3 * * *", housekeeping.tidy),
    ]
