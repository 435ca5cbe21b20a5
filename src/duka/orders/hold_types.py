"""What others may hold of orders that are held for review."""

from datetime import datetime
from typing import Any

import msgspec


class HoldReason(msgspec.Struct, frozen=True):
    """`rule`: above, new_customer_above, mismatching_countries, orders_per_hour, or by_hand; `seen`: what it saw."""

    rule: str
    seen: dict[str, Any] = {}


class OrderHold(msgspec.Struct, frozen=True):
    """Why an order is, or was, held. `outcome`: empty while it is, then released or cancelled. `may_release`: the
    platform's policies let the merchant do it."""

    reasons: list[HoldReason]
    held_at: datetime
    held_by: str
    outcome: str
    ended_at: datetime | None
    ended_by: str
    reason: str
    may_release: bool = True


def reasons_of(kept: list[dict[str, Any]]) -> list[HoldReason]:
    """As they are kept in `order_holds.reasons`."""
    return [HoldReason(row["rule"], {k: v for k, v in row.items() if k != "rule"}) for row in kept]
