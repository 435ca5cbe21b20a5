"""What returns announce. `aggregate_id` is the return, `order_id` its order; amounts are minor units of its currency."""

from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class ReturnRequested(Event, frozen=True, kw_only=True):
    """Somebody wants to send goods back, or claims a fault. `kind`: return, exchange, claim."""

    TYPE: ClassVar[str] = "return.requested"

    order_id: UUID
    order_number: str
    store_id: UUID
    number: str
    kind: str
    outcome: str
    by_customer: bool


class ReturnApproved(Event, frozen=True, kw_only=True):
    """`message`: what the customer is to do now. `needs_goods`: the goods are to come back."""

    TYPE: ClassVar[str] = "return.approved"

    order_id: UUID
    order_number: str
    number: str
    needs_goods: bool
    message: str


class ReturnRefused(Event, frozen=True, kw_only=True):
    """`reason` is for the customer."""

    TYPE: ClassVar[str] = "return.refused"

    order_id: UUID
    order_number: str
    number: str
    reason: str


class ReturnShipped(Event, frozen=True, kw_only=True):
    """The goods are on their way back."""

    TYPE: ClassVar[str] = "return.shipped"

    order_id: UUID
    order_number: str
    number: str
    carrier: str
    tracking_number: str


class ReturnReceived(Event, frozen=True, kw_only=True):
    """The goods were looked at; quantities are in the steps of their lines."""

    TYPE: ClassVar[str] = "return.received"

    order_id: UUID
    order_number: str
    number: str
    location_id: UUID
    sellable: int
    damaged: int
    missing: int


class ReturnCompleted(Event, frozen=True, kw_only=True):
    """`amount_minor` was given back in money, or as credit where `outcome` is credit."""

    TYPE: ClassVar[str] = "return.completed"

    order_id: UUID
    order_number: str
    number: str
    outcome: str
    amount_minor: int
    currency: str
    exchange_order_id: UUID | None


class ReturnCancelled(Event, frozen=True, kw_only=True):
    """Nothing comes back after all."""

    TYPE: ClassVar[str] = "return.cancelled"

    order_id: UUID
    order_number: str
    number: str
    reason: str
