"""Pure rules of orders: what may follow what, and the two displays (decision C2)."""

FULFILLMENT_FOLLOWS: dict[str, frozenset[str]] = {
    "unfulfilled": frozenset({"prepared"}),
    "partially_prepared": frozenset({"prepared", "shipped", "delivered"}),
    "prepared": frozenset({"shipped", "delivered"}),  # delivered at once when it is picked up
    "partially_shipped": frozenset({"prepared", "shipped", "delivered"}),
    "shipped": frozenset({"delivered", "returned"}),
    "delivered": frozenset({"returned"}),
    "partially_returned": frozenset({"returned"}),
    "returned": frozenset(),
}
"""What may be done next with the order's goods as a whole: with all of them that are left."""

STATUS_FOLLOWS: dict[str, frozenset[str]] = {
    "open": frozenset({"completed", "cancelled"}),
    "completed": frozenset(),
    "cancelled": frozenset(),
}

_TAKEN = frozenset({"partially_captured", "captured", "partially_refunded", "refunded"})
_UNTAKEN = frozenset(
    {"pending", "requires_action", "authorized", "failed", "expired", "cancelled", "unknown"}
)

PAYMENT_FOLLOWS: dict[str, frozenset[str]] = {
    # An order may be paid in several attempts, so any state without money may follow any other; money never
    # goes back to "no money", only to "given back". Late money is still money.
    **{before: (_UNTAKEN | {"partially_captured", "captured"}) - {before} for before in _UNTAKEN},
    "partially_captured": frozenset({"captured", "partially_refunded", "refunded"}),
    # What an edit added to a paid order is still to come.
    "captured": frozenset({"partially_captured", "partially_refunded", "refunded"}),
    # Another attempt's money may come late, after the first one's went back.
    "partially_refunded": frozenset({"refunded", "captured", "partially_captured"}),
    "refunded": frozenset({"authorized", "captured", "partially_captured", "partially_refunded"}),
}

WAITING = frozenset({"pending", "requires_action", "authorized", "unknown"})
PAID = frozenset({"captured", "partially_refunded"})
SETTLED = PAID | {"refunded"}
CANCELLABLE = frozenset({"unfulfilled", "partially_prepared", "prepared"})
LEFT = frozenset({"partially_shipped", "shipped", "delivered", "partially_returned", "returned"})
ARRIVED = frozenset({"delivered", "partially_returned", "returned"})
_SHOWN = {
    "unfulfilled": "received",
    "partially_prepared": "received",
    "partially_shipped": "shipped",
    "partially_returned": "delivered",
}


def tenant_status(status: str, payment_status: str, fulfillment_status: str) -> str:
    """The merchant's display: pending, paid, shipped, completed or cancelled."""
    if status in ("cancelled", "completed"):
        return status
    if fulfillment_status in LEFT:
        return "shipped"
    return "paid" if payment_status in _TAKEN or payment_status == "authorized" else "pending"


def ecommerce_status(fulfillment_status: str) -> str:
    """The shopper's display: received, prepared, shipped, delivered or returned."""
    return _SHOWN.get(fulfillment_status, fulfillment_status)


NEEDS = (
    "to_prepare",
    "to_ship",
    "to_collect",
    "on_the_way",
    "to_finish",
    "payment_problem",
    "unpaid",
    "completed",
    "cancelled",
    "abandoned",
)
"""What an order needs next; each order is in one of them."""

WORK = NEEDS[:7]
"""Those that somebody must do something about: they are counted."""


def need(
    status: str,
    payment_status: str,
    fulfillment_status: str,
    *,
    is_placed: bool,
    payment_method: str,
    shipping_kind: str,
    is_prepared: bool = False,
    keeps_payment: bool = False,
) -> str:
    """What comes next, in one word, as the column `orders.need` computes it."""
    if status == "completed":
        return "completed"
    if status == "cancelled":
        holds_money = payment_status in _TAKEN | {"authorized"} and payment_status != "refunded"
        if holds_money and not keeps_payment:
            return "payment_problem"
        return "cancelled" if is_placed else "abandoned"
    if payment_status in ("failed", "expired", "cancelled", "unknown"):
        return "payment_problem"
    if not is_placed:
        return "unpaid"
    if fulfillment_status == "unfulfilled":
        waits = payment_status in ("pending", "requires_action") and payment_method != "cash_on_delivery"
        return "unpaid" if waits else "to_prepare"
    if fulfillment_status in ("partially_prepared", "partially_shipped") and not is_prepared:
        return "to_prepare"
    if fulfillment_status in ("prepared", "partially_shipped"):
        return "to_collect" if shipping_kind in ("pickup", "none") else "to_ship"
    return "on_the_way" if fulfillment_status == "shipped" else "to_finish"
