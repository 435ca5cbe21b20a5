"""Facts that payments announce. Amounts are minor units of `currency`."""

from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class PaymentChanged(Event, frozen=True, kw_only=True):
    """`aggregate_id` is the order."""

    TYPE: ClassVar[str] = "payment.changed"

    payment_id: UUID
    provider: str
    attempt: int
    status: str
    amount_minor: int
    currency: str
    reason: str = ""


class PaymentMismatched(Event, frozen=True, kw_only=True):
    """A provider holds another amount or currency than we asked for; a human must look."""

    TYPE: ClassVar[str] = "payment.mismatched"

    payment_id: UUID
    expected_minor: int
    expected_currency: str
    found_minor: int
    found_currency: str


class PaymentRefunded(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "payment.refunded"

    payment_id: UUID
    amount_minor: int
    currency: str
    reason: str = ""


class PaymentDisputed(Event, frozen=True, kw_only=True):
    """The buyer asked their bank for the money back (a chargeback), or that was decided. `status`: open, won, lost."""

    TYPE: ClassVar[str] = "payment.disputed"

    payment_id: UUID
    dispute_id: UUID
    status: str
    amount_minor: int
    currency: str
    reason: str = ""
