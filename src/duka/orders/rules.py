"""Pure rules of orders: what may follow what, and the two displays (decision C2)."""

FULFILLMENT_FOLLOWS: dict[str, frozenset[str]] = {
    "unfulfilled": frozenset({"prepared"}),
    "prepared": frozenset({"shipped", "delivered"}),  # delivered at once when it is picked up
    "shipped": frozenset({"delivered", "returned"}),
    "delivered": frozenset({"returned"}),
    "returned": frozenset(),
}

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
    "captured": frozenset({"partially_refunded", "refunded"}),
    "partially_refunded": frozenset({"refunded"}),
    "refunded": frozenset(),
}

WAITING = frozenset({"pending", "requires_action", "authorized", "unknown"})
PAID = frozenset({"captured", "partially_refunded"})
SETTLED = PAID | {"refunded"}
CANCELLABLE = frozenset({"unfulfilled", "prepared"})


def tenant_status(status: str, payment_status: str, fulfillment_status: str) -> str:
    """The merchant's display: pending, paid, shipped, completed or cancelled."""
    if status in ("cancelled", "completed"):
        return status
    if fulfillment_status in ("shipped", "delivered", "returned"):
        return "shipped"
    return "paid" if payment_status in _TAKEN or payment_status == "authorized" else "pending"


def ecommerce_status(fulfillment_status: str) -> str:
    """The shopper's display: received, prepared, shipped, delivered or returned."""
    return "received" if fulfillment_status == "unfulfilled" else fulfillment_status
