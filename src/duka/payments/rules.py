"""Which status may follow which. A message that would lead anywhere else is old or wrong and changes nothing."""

from duka.payments.types import Payment

FOLLOWS: dict[str, frozenset[str]] = {
    "pending": frozenset(
        {"requires_action", "authorized", "captured", "failed", "expired", "cancelled", "unknown"}
    ),
    # No answer is no news of a payment that the provider knows.
    "requires_action": frozenset({"authorized", "captured", "failed", "expired", "cancelled"}),
    "unknown": frozenset({"requires_action", "authorized", "captured", "failed", "expired", "cancelled"}),
    "authorized": frozenset({"partially_captured", "captured", "cancelled", "expired"}),
    "partially_captured": frozenset({"captured", "partially_refunded", "refunded"}),
    "captured": frozenset({"partially_refunded", "refunded"}),
    "partially_refunded": frozenset({"refunded"}),
    # Late news: a provider may take money after we gave up waiting for it.
    "failed": frozenset({"captured", "authorized"}),
    "expired": frozenset({"captured", "authorized"}),
    "cancelled": frozenset({"captured", "authorized"}),
    "refunded": frozenset(),
}
LIVE = frozenset({"pending", "requires_action", "authorized", "unknown"})
SUCCESS = frozenset({"authorized", "captured"})
GIVEN_BACK = frozenset({"partially_refunded", "refunded"})
FAILURE = frozenset({"failed", "expired", "cancelled"})
BY_HAND = frozenset({"cash_on_delivery", "bank_transfer"})
"""Providers whose payments people mark as paid."""


def may_follow(before: str, after: str) -> bool:
    return after in FOLLOWS[before]


def may_be_asked(payment: Payment) -> bool:
    """The provider knows nothing of it yet, as far as we know."""
    return payment.status in {"pending", "unknown"} and payment.provider_reference is None
