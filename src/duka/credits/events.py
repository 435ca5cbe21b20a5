"""What store credit announces. `aggregate_id` is the customer; amounts are minor units."""

from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class CreditChanged(Event, frozen=True, kw_only=True):
    """`kind`: issued, taken, returned, spent, given_back, expired. `amount_minor` is below zero for what went; `balance_minor`
    is what there is by now."""

    TYPE: ClassVar[str] = "credit.changed"

    currency: str
    kind: str
    amount_minor: int
    balance_minor: int
    order_id: UUID | None
