"""Who listens to what."""

from duka.analytics import marking as analytics
from duka.catalog.collections import handlers as collections
from duka.checkout import links, paying
from duka.control import pulse
from duka.experiments import handlers as experiment_handlers
from duka.kernel.relay import Listeners
from duka.notifications import customers as customer_letters
from duka.notifications import handlers as notifications
from duka.notifications import plan_letters, staff_letters, visit_letters
from duka.orders import claiming
from duka.orders import handlers as order_handlers
from duka.orders.fulfillment import handlers as fulfillment_handlers
from duka.payments import handlers as payment_handlers
from duka.pricing.sales import handlers as sales
from duka.recommendations import measuring as recommendations
from duka.search import counting as search_counting
from duka.search import indexing as search_indexing
from duka.support import handlers as support_handlers
from duka.webhooks import letters as webhook_letters
from duka.webhooks.fan_out import FanOut

PRODUCT_CHANGES = ("product.created", "product.updated", "product.archived")

_PEOPLE = ("people", support_handlers.follow_order)

_HEARD: Listeners = {
    "*": [("webhooks", FanOut().hear)],
    **{
        type: [
            ("collections", collections.follow),
            ("sales", sales.follow_product),
            ("search", search_indexing.follow),
        ]
        for type in PRODUCT_CHANGES
    },
    "price.changed": [("collections", collections.follow), ("search", search_indexing.follow)],
    "product.deleted": [("search", search_indexing.follow)],
    "store.created": [("search", search_counting.follow_languages)],
    "store.updated": [("search", search_counting.follow_languages)],
    "collection.changed": [("sales", sales.follow_collection)],
    "order.placed": [
        ("count_sales", order_handlers.count_sales),
        ("recommended", recommendations.follow_order),
        ("experiments", experiment_handlers.order_placed),
        _PEOPLE,
        ("notify", notifications.order_placed),
        ("letters", customer_letters.order_placed),
        ("staff_letters", staff_letters.order_placed),
    ],
    "order.held": [("notify", notifications.order_held)],
    "order.cancelled": [
        ("experiments", experiment_handlers.order_undone),
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
        ("pulse", pulse.payment_changed),
        ("close_link", links.close_paid),
        ("notify", notifications.payment_changed),
        ("letters", customer_letters.payment_changed),
    ],
    "payment.mismatched": [("notify", notifications.payment_mismatched)],
    "stock.low": [("notify", notifications.stock_low), ("staff_letters", staff_letters.stock_low)],
    "stock.sold_out": [("pulse", pulse.stock_sold_out), ("notify", notifications.stock_sold_out)],
    "ledger.out_of_balance": [("notify", notifications.ledger_out_of_balance)],
    "experiment.paused": [("notify", notifications.experiment_paused)],
    "import.finished": [("notify", notifications.import_finished)],
    "plan.limit_near": [("notify", notifications.plan_limit_near), ("letters", plan_letters.limit_near)],
    "staff.joined": [("notify", notifications.staff_joined)],
    "support_visit.began": [
        ("notify", notifications.support_visit_began),
        ("letters", visit_letters.support_visit_began),
    ],
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
        ("experiments", experiment_handlers.order_undone),
        _PEOPLE,
        ("letters", customer_letters.payment_refunded),
    ],
}

_COUNTED: Listeners = {
    **{type: [("figures", analytics.follow_order)] for type in analytics.OF_AN_ORDER},
    **{type: [("figures", analytics.follow_return)] for type in analytics.OF_A_RETURN},
    "store.updated": [("figures", analytics.follow_store)],
}
"""What changes figures: the days that it concerns are counted anew."""

LISTENERS: Listeners = {
    type: [*_HEARD.get(type, ()), *_COUNTED.get(type, ())] for type in {**_HEARD, **_COUNTED}
}
