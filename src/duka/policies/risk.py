"""Pure: which orders are held until somebody has looked at them."""

from typing import Any

import msgspec

from duka.policies.types import RiskHolds

Reason = dict[str, Any]
"""`rule` is the field of `RiskHolds`; the others are what it saw."""


class Sight(msgspec.Struct, frozen=True):
    """An order as the rules see it, before anything is asked of the database."""

    currency: str
    total_minor: int
    billed_to: str
    delivered_to: str


def known(rules: RiskHolds, order: Sight) -> list[Reason]:
    """What can be said of the order by itself."""
    found: list[Reason] = []
    most = rules.above.get(order.currency)
    if most is not None and order.total_minor > most:
        found.append({"rule": "above", "most_minor": most})
    if (
        rules.mismatching_countries
        and order.billed_to
        and order.delivered_to
        and order.billed_to != order.delivered_to
    ):
        found.append(
            {
                "rule": "mismatching_countries",
                "billed_to": order.billed_to,
                "delivered_to": order.delivered_to,
            }
        )
    return found


def newcomer_limit(rules: RiskHolds, order: Sight) -> int | None:
    """The amount that this order is above and that a new buyer's may not be; None when that does not matter here."""
    most = rules.new_customer_above.get(order.currency)
    return most if most is not None and order.total_minor > most else None
