"""An order as its buyer follows it."""

from __future__ import annotations

from typing import Any

from duka.orders.types import Order, OrderPayment
from duka.payments import rules
from duka.storefront import (
    address_form,
    checkout_view,
    edit_view,
    parcel_view,
    payment_words,
    return_view,
    ways,
)
from duka.storefront.edit_view import Edits
from duka.storefront.visit import Visit

COMING = ("unfulfilled", "partially_prepared", "prepared", "partially_shipped")
"""Something of the order is still here."""


def values(
    visit: Visit,
    order: Order,
    *,
    is_new: bool = False,
    follow: str = "",
    token: str = "",
    edits: Edits = edit_view.NONE,
) -> dict[str, Any]:
    """Everything that `order.html` needs. `follow` is the address of its tracking page; `token` opens the order, so that
    whoever holds it goes on paying."""

    say = visit.say

    is_fetched = order.shipping_method.kind == "pickup"
    used = next((p.provider for p in reversed(order.payments) if p.captured_minor), order.payment_method)
    payment_name = ways.name(visit, used)
    methods = {method.code: method for method in visit.store.payment_methods}
    method = methods.get(order.payment_method)
    return {
        "order": order,
        "is_new": is_new,
        "edits": edits,
        "follow": follow,
        **parcel_view.values(visit, order),
        "address": address_form.lines(
            order.shipping_address, visit.figures.country(order.shipping_address.country)
        ),
        "payment_name": payment_name,
        "payment_words": payment_words.told(
            order, visit.services.gateways.about, payment_name, visit.figures, say
        ),
        "is_unpaid": is_unpaid(order),
        "is_weighed": any(
            p.captured_minor and p.amount_minor > order.total_minor and not is_held(order, p)
            for p in order.payments
        ),
        "return_at": return_view.address(visit, order, token),
        "pay_at": visit.url(f"/checkout/wait/{order.id}/{token}") if token and is_unpaid(order) else "",
        "most": next((p.amount_minor for p in order.payments if is_held(order, p)), 0),
        "promise": promise(visit, order, is_fetched),
        "payment_note": method.description
        if method and order.payment_status == "pending" and not is_unpaid(order)
        else "",
        "is_cancellable": order.status == "open" and order.fulfillment_status == "unfulfilled",
    }


def is_unpaid(order: Order) -> bool:
    """It waits for its money, and may still be paid."""
    return order.status == "open" and order.placed_at is None and bool(order.payments)


def is_held(order: Order, payment: OrderPayment) -> bool:
    """More is held than the goods are estimated to cost, as they are still to be weighed."""
    return payment.status in rules.CAPTURABLE and payment.amount_minor > order.total_minor


def promise(visit: Visit, order: Order, is_fetched: bool) -> str:
    """How long it takes from its placing, while it is not there yet; else empty."""
    is_there = order.fulfillment_status not in COMING
    if order.status != "open" or is_there or is_unpaid(order):
        return ""
    when = checkout_view.days(order.shipping_method.min_days, order.shipping_method.max_days, visit.say)
    if not when:
        return ""
    return (visit.say("Ready %(when)s") if is_fetched else visit.say("Expected %(when)s")) % {"when": when}
