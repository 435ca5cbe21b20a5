"""Which status may follow which, and when to look again. A message that would lead anywhere else is old or wrong and
changes nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from duka.payments.types import Payment

FOLLOWS: dict[str, frozenset[str]] = {
    "pending": frozenset(
        {
            "requires_action",
            "authorized",
            "partially_captured",
            "captured",
            "failed",
            "expired",
            "cancelled",
            "unknown",
        }
    ),
    # No answer is no news of a payment that the provider knows.
    "requires_action": frozenset(
        {"authorized", "partially_captured", "captured", "failed", "expired", "cancelled"}
    ),
    "unknown": frozenset(
        {"requires_action", "authorized", "partially_captured", "captured", "failed", "expired", "cancelled"}
    ),
    "authorized": frozenset({"partially_captured", "captured", "cancelled", "expired"}),
    "partially_captured": frozenset({"captured", "partially_refunded", "refunded"}),
    "captured": frozenset({"partially_refunded", "refunded"}),
    "partially_refunded": frozenset({"refunded"}),
    # Late news: a provider may take money after we gave up waiting for it.
    "failed": frozenset({"captured", "partially_captured", "authorized"}),
    "expired": frozenset({"captured", "partially_captured", "authorized"}),
    "cancelled": frozenset({"captured", "partially_captured", "authorized"}),
    "refunded": frozenset(),
}
LIVE = frozenset({"pending", "requires_action", "authorized", "unknown"})
OPEN = frozenset({"pending", "requires_action", "unknown"})
"""No money is taken or held yet, and it may still come."""
SUCCESS = frozenset({"authorized", "partially_captured", "captured"})
GIVEN_BACK = frozenset({"partially_refunded", "refunded"})
FAILURE = frozenset({"failed", "expired", "cancelled"})
BY_HAND = frozenset({"cash_on_delivery", "bank_transfer"})
"""Providers whose payments people mark as paid."""
CAPTURABLE = frozenset({"authorized", "partially_captured"})

UPPER_BOUND_PERCENT = 15
"""How much more than the estimate is held for goods that are still to be weighed."""

_POLLED = (2, 3, 5, 10, 10)
"""Seconds between looks at a prompt on somebody's telephone: at 2, 5, 10, 20 and 30 seconds, then every 30."""
_EACH = 30
_QUIET = (10, 20, 30, 60)
"""The same where callbacks are sure to come, so that looking is only the net below them."""
PROMPT = timedelta(minutes=15)
"""How long a prompt may be answered."""
_AFTERWARDS = timedelta(minutes=10)
GIVEN_UP_AFTER = timedelta(hours=24)
"""For so long a payment that we gave up is still looked at: money may come late, without a callback."""


def may_follow(before: str, after: str) -> bool:
    return after in FOLLOWS[before]


def order_status(attempts: Sequence[Payment], *, is_due: bool = False) -> str:
    """What an order's payments, the newest last, amount to together: money that is kept, before money that is held, before
    money that went back, before what the last attempt came to. `is_due`: they don't cover what it costs by now."""
    kept = [p.status for p in attempts if p.captured_minor and p.status != "refunded"]
    if kept:
        return "partially_captured" if is_due else kept[-1]
    if any(p.status == "authorized" for p in attempts):
        return "authorized"
    return "refunded" if any(p.captured_minor for p in attempts) else attempts[-1].status


def worth(payment: Payment) -> int:
    """What a payment contributes to its order: what is held of it, or what was taken and kept."""
    if payment.status == "authorized":
        return payment.amount_minor
    return payment.captured_minor - payment.refunded_minor


def may_be_asked(payment: Payment) -> bool:
    """The provider knows nothing of it yet, as far as we know."""
    return payment.status in {"pending", "unknown"} and payment.provider_reference is None


def next_look(
    status: str,
    now: datetime,
    begun: datetime,
    looks: int,
    *,
    polls: bool,
    expires_at: datetime | None = None,
) -> datetime | None:
    """When to ask the provider again about a payment that was asked for at `begun` and looked at `looks` times since; None
    when no news can come but by a callback."""
    if status in OPEN:
        plan = _POLLED if polls else _QUIET
        return now + timedelta(seconds=plan[looks] if looks < len(plan) else _EACH if polls else 60)
    if status in FAILURE and polls and now - begun < GIVEN_UP_AFTER:
        return now + max(_AFTERWARDS, (now - begun) / 2)
    if status in CAPTURABLE and expires_at is not None:
        return max(expires_at + timedelta(hours=1), now + timedelta(hours=1))
    return None
