"""What orders announce. `aggregate_id` is the order; amounts are minor units of its currency."""

from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class OrderCreated(Event, frozen=True, kw_only=True):
    """An order exists; it may still wait for its payment."""

    TYPE: ClassVar[str] = "order.created"

    number: str
    store_id: UUID
    total_minor: int
    currency: str
    payment_method: str


class OrderPlaced(Event, frozen=True, kw_only=True):
    """The order counts: it is paid, or needs no payment in advance. Said once."""

    TYPE: ClassVar[str] = "order.placed"

    number: str
    store_id: UUID
    total_minor: int
    currency: str
    email: str
    locale: str


class OrderPrepared(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "order.prepared"

    number: str


class OrderShipped(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "order.shipped"

    number: str
    carrier: str
    tracking_number: str


class OrderDelivered(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "order.delivered"

    number: str


class OrderCompleted(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "order.completed"

    number: str


class OrderReturned(Event, frozen=True, kw_only=True):
    """`is_sellable`: the goods lie on the shelf again."""

    TYPE: ClassVar[str] = "order.returned"

    number: str
    is_sellable: bool


class OrderCancelled(Event, frozen=True, kw_only=True):
    """`was_placed`: it had counted before; a payment that was taken is to be given back."""

    TYPE: ClassVar[str] = "order.cancelled"

    number: str
    reason: str
    was_placed: bool
