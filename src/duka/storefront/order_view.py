"""An order as its buyer follows it."""

from __future__ import annotations

from typing import Any

import msgspec

from duka.orders.types import Order
from duka.storefront import address_form, checkout_view
from duka.storefront.visit import Visit

STAGES = ("unfulfilled", "prepared", "shipped", "delivered")
EVENTS = ("order.placed", "order.prepared", "order.shipped", "order.delivered")
PAID = frozenset({"captured", "partially_refunded"})
FAILED = frozenset({"failed", "expired", "cancelled"})


class Stage(msgspec.Struct, frozen=True):
    label: str
    is_done: bool
    is_current: bool
    at: str | None = None


def values(visit: Visit, order: Order, *, is_new: bool = False, follow: str = "") -> dict[str, Any]:
    """Everything that `order.html` needs. `follow` is the address of its tracking page."""

    say = visit.say

    reached = (
        STAGES.index(order.fulfillment_status) if order.fulfillment_status in STAGES else len(STAGES) - 1
    )
    is_fetched = order.shipping_method.kind == "pickup"
    labels = (
        (say("Received"), say("Prepared"), say("Ready"), say("Picked up"))
        if is_fetched
        else (say("Received"), say("Prepared"), say("Shipped"), say("Delivered"))
    )
    times: dict[str, str] = {EVENTS[0]: order.placed_at or order.created_at}
    times.update({entry.type: entry.at for entry in order.timeline or ()})
    names = {method.code: method for method in visit.store.payment_methods}
    method = names.get(order.payment_method)
    return {
        "order": order,
        "is_new": is_new,
        "follow": follow,
        "stages": [
            Stage(label, n <= reached, n == reached, times.get(EVENTS[n]) if n <= reached else None)
            for n, label in enumerate(labels)
        ],
        "address": address_form.lines(
            order.shipping_address, visit.figures.country(order.shipping_address.country)
        ),
        "payment_name": method.name if method else order.payment_method,
        "payment_words": payment_words(order, say),
        "promise": promise(visit, order, is_fetched),
        "payment_note": method.description if method and order.payment_status == "pending" else "",
        "is_cancellable": order.status == "open" and order.fulfillment_status == "unfulfilled",
    }


def promise(visit: Visit, order: Order, is_fetched: bool) -> str:
    """How long it takes from its placing, while it is not there yet; else empty."""
    if order.status != "open" or order.fulfillment_status in ("shipped", "delivered"):
        return ""
    when = checkout_view.days(order.shipping_method.min_days, order.shipping_method.max_days, visit.say)
    if not when:
        return ""
    return (visit.say("Ready %(when)s") if is_fetched else visit.say("Expected %(when)s")) % {"when": when}


def payment_words(order: Order, say: address_form.Say) -> str:
    status = order.payment_status
    if status in PAID:
        return say("Paid")
    if status == "refunded":
        return say("Paid back")
    if status == "authorized":
        return say("Reserved, taken when it is packed")
    if status in FAILED:
        return say("Not paid")
    return say("Still to be paid")
