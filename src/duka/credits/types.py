"""What others may hold of store credit."""

from datetime import datetime
from uuid import UUID

import msgspec


class CreditEntry(msgspec.Struct, frozen=True):
    """One change. `left_minor` is what is still there of what came in; `expires_at` when that ends."""

    id: str
    kind: str
    currency: str
    amount_minor: int
    left_minor: int
    reason: str
    order_id: str | None
    order_number: str
    expires_at: datetime | None
    by: str
    at: datetime


class CreditBalance(msgspec.Struct, frozen=True):
    """`expiring_minor` of it ends at `expires_at`, the next such instant."""

    currency: str
    balance_minor: int
    expiring_minor: int
    expires_at: datetime | None


class CustomerCredit(msgspec.Struct, frozen=True):
    """A customer's credit in each currency, with the newest entries."""

    customer_id: str
    balances: list[CreditBalance]
    entries: list[CreditEntry]


class Gain(msgspec.Struct, frozen=True, kw_only=True):
    """What comes into somebody's credit. `source` names the fact within its kind: it comes in once."""

    kind: str
    amount_minor: int
    source: str
    reason: str = ""
    expires_at: datetime | None = None
    order_id: UUID | None = None
    payment_id: UUID | None = None
    refund_id: UUID | None = None
    return_id: UUID | None = None
