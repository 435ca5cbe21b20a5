"""What fulfillments announce. `aggregate_id` is the order; `fulfillment` is its number in it, as on the parcel."""

from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class FulfillmentPrepared(Event, frozen=True, kw_only=True):
    """Goods are packed; to be fetched where `is_pickup`. `is_whole`: nothing of the order waits on a shelf any more."""

    TYPE: ClassVar[str] = "fulfillment.prepared"

    number: str
    fulfillment_id: UUID
    fulfillment: str
    location_id: UUID
    is_pickup: bool
    is_whole: bool


class FulfillmentShipped(Event, frozen=True, kw_only=True):
    """The carrier has the parcel. `is_whole`: nothing of the order is still to leave."""

    TYPE: ClassVar[str] = "fulfillment.shipped"

    number: str
    fulfillment_id: UUID
    fulfillment: str
    carrier: str
    service: str
    tracking_number: str
    tracking_url: str
    is_whole: bool


class FulfillmentDelivered(Event, frozen=True, kw_only=True):
    """The buyer has it: from the carrier, or fetched."""

    TYPE: ClassVar[str] = "fulfillment.delivered"

    number: str
    fulfillment_id: UUID
    fulfillment: str
    is_whole: bool


class FulfillmentCancelled(Event, frozen=True, kw_only=True):
    """It was unpacked before it left: its goods are promised to the order again."""

    TYPE: ClassVar[str] = "fulfillment.cancelled"

    number: str
    fulfillment_id: UUID
    fulfillment: str
    reason: str


class FulfillmentReassigned(Event, frozen=True, kw_only=True):
    """Goods that were to come from one location come from another one. `skus` names them."""

    TYPE: ClassVar[str] = "fulfillment.reassigned"

    number: str
    from_location_id: UUID
    to_location_id: UUID
    skus: list[str]


class FulfillmentCarriageChanged(Event, frozen=True, kw_only=True):
    """How a parcel travels was said or corrected after it was prepared or had left."""

    TYPE: ClassVar[str] = "fulfillment.carriage_changed"

    number: str
    fulfillment_id: UUID
    fulfillment: str
    carrier: str
    service: str
    tracking_number: str
    tracking_url: str
