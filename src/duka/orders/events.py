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
    """`was_placed`: it had counted before. `is_refunded`: a payment that was taken is to be given back."""

    TYPE: ClassVar[str] = "order.cancelled"

    number: str
    reason: str
    was_placed: bool
    is_refunded: bool = True


class OrderAddressChanged(Event, frozen=True, kw_only=True):
    """`fields`: what differs, like shipping_address.city."""

    TYPE: ClassVar[str] = "order.address_changed"

    number: str
    fields: list[str]


class OrderContactChanged(Event, frozen=True, kw_only=True):
    """`fields`: email, phone or both."""

    TYPE: ClassVar[str] = "order.contact_changed"

    number: str
    fields: list[str]


class OrderNoted(Event, frozen=True, kw_only=True):
    """Staff wrote, changed or deleted an internal note; its text stays with the staff."""

    TYPE: ClassVar[str] = "order.noted"

    number: str
    note_id: UUID
    change: str


class OrderTagged(Event, frozen=True, kw_only=True):
    """The order's tags as they are now."""

    TYPE: ClassVar[str] = "order.tagged"

    number: str
    tags: list[str]


class PastOrderRecorded(Event, frozen=True, kw_only=True):
    """An order that another system sold was written down. Nothing else follows from it."""

    TYPE: ClassVar[str] = "order.recorded"

    number: str
    store_id: UUID


class OrderTakenUp(Event, frozen=True, kw_only=True):
    """An order that was given up unpaid is open again: its money came late."""

    TYPE: ClassVar[str] = "order.taken_up"

    number: str


class OrderHeld(Event, frozen=True, kw_only=True):
    """The order is held for review: nothing is done with its goods until it is released. `reasons`: the rules that found
    something (above, new_customer_above, mismatching_countries, orders_per_hour), or by_hand."""

    TYPE: ClassVar[str] = "order.held"

    number: str
    store_id: UUID
    reasons: list[str]


class OrderReleased(Event, frozen=True, kw_only=True):
    """Somebody looked at a held order: it goes on."""

    TYPE: ClassVar[str] = "order.released"

    number: str
    store_id: UUID
    reason: str


class OrderClaimed(Event, frozen=True, kw_only=True):
    """An order that was placed without logging in is its customer's now: they proved that its e-mail address is theirs."""

    TYPE: ClassVar[str] = "order.claimed"

    customer_id: str
