"""Which status may follow which. A message that would lead anywhere else is old or wrong and changes nothing."""

FOLLOWS: dict[str, frozenset[str]] = {
    "pending": frozenset(
        {"requires_action", "authorized", "captured", "failed", "expired", "cancelled", "unknown"}
    ),
    "requires_action": frozenset({"authorized", "captured", "failed", "expired", "cancelled", "unknown"}),
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
FAILURE = frozenset({"failed", "expired", "cancelled"})


def may_follow(before: str, after: str) -> bool:
    return after in FOLLOWS[before]
