"""What there is: events, permissions, sections of settings."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from duka.access import events as access_events
from duka.access import permissions as access_permissions
from duka.analytics import permissions as analytics_permissions
from duka.audit import permissions as audit_permissions
from duka.carts import permissions as cart_permissions
from duka.catalog import events as catalog_events
from duka.catalog import permissions as catalog_permissions
from duka.checkout import events as checkout_events
from duka.checkout import permissions as checkout_permissions
from duka.control import events as control_events
from duka.control import permissions as control_permissions
from duka.credits import events as credit_events
from duka.credits import permissions as credit_permissions
from duka.customers import events as customer_events
from duka.customers import permissions as customer_permissions
from duka.draft_orders import events as draft_events
from duka.draft_orders import permissions as draft_permissions
from duka.experiments import events as experiment_events
from duka.experiments import permissions as experiment_permissions
from duka.feeds import events as feed_events
from duka.feeds import permissions as feed_permissions
from duka.identity import key_events
from duka.identity import permissions as identity_permissions
from duka.identity.sections import SECURITY
from duka.imports import events as import_events
from duka.imports import permissions as import_permissions
from duka.inventory import events as inventory_events
from duka.inventory import permissions as inventory_permissions
from duka.ledger import events as ledger_events
from duka.ledger import permissions as ledger_permissions
from duka.mail import permissions as mail_permissions
from duka.markets import events as market_events
from duka.markets import permissions as market_permissions
from duka.media import permissions as media_permissions
from duka.notifications.sections import MESSAGES
from duka.order_edits import events as edit_events
from duka.order_edits import permissions as edit_permissions
from duka.orders import events as order_events
from duka.orders import permissions as order_permissions
from duka.orders.fulfillment import events as fulfillment_events
from duka.payments import events as payment_events
from duka.payments import permissions as payment_permissions
from duka.plans import events as plan_events
from duka.plans import permissions as plan_permissions
from duka.pricing import events as pricing_events
from duka.pricing import permissions as pricing_permissions
from duka.pricing.sales import events as sale_events
from duka.privacy import events as privacy_events
from duka.privacy import permissions as privacy_permissions
from duka.promotions import events as promotion_events
from duka.promotions import permissions as promotion_permissions
from duka.returns import events as return_events
from duka.returns import permissions as return_permissions
from duka.search.sections import SEARCH
from duka.settings import events as setting_events
from duka.settings import permissions as setting_permissions
from duka.settings.types import Section
from duka.shipping import permissions as shipping_permissions
from duka.shipping.carriers import events as carrier_events
from duka.staff import events as staff_events
from duka.staff import permissions as staff_permissions
from duka.stores import events as store_events
from duka.stores import permissions as store_permissions
from duka.stores.sections import SECTIONS as STORE_SECTIONS
from duka.support import permissions as support_permissions
from duka.tax import events as tax_events
from duka.tenants import permissions as tenant_permissions
from duka.views import permissions as view_permissions
from duka.webhooks import events as webhook_events
from duka.webhooks import permissions as webhook_permissions

EVENT_MODULES: tuple[ModuleType, ...] = (
    access_events,
    carrier_events,
    catalog_events,
    checkout_events,
    control_events,
    credit_events,
    customer_events,
    draft_events,
    edit_events,
    experiment_events,
    feed_events,
    fulfillment_events,
    import_events,
    inventory_events,
    key_events,
    ledger_events,
    market_events,
    order_events,
    payment_events,
    plan_events,
    pricing_events,
    privacy_events,
    sale_events,
    promotion_events,
    return_events,
    staff_events,
    setting_events,
    store_events,
    tax_events,
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
        control_permissions,
        credit_permissions,
        customer_permissions,
        draft_permissions,
        edit_permissions,
        experiment_permissions,
        feed_permissions,
        identity_permissions,
        import_permissions,
        inventory_permissions,
        ledger_permissions,
        mail_permissions,
        market_permissions,
        media_permissions,
        order_permissions,
        payment_permissions,
        plan_permissions,
        pricing_permissions,
        privacy_permissions,
        promotion_permissions,
        return_permissions,
        staff_permissions,
        setting_permissions,
        shipping_permissions,
        store_permissions,
        view_permissions,
        support_permissions,
        tenant_permissions,
        webhook_permissions,
    )
    for name, what in module.NAMES.items()
}

SECTIONS: tuple[Section[Any], ...] = (*STORE_SECTIONS, MESSAGES, SEARCH, SECURITY)
"""Every section of settings, in the order of the table of contents."""
