"""What carriers announce. `aggregate_id` is the order; amounts are minor units of `currency`."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class LabelBought(Event, frozen=True, kw_only=True):
    """`cost_minor` None: nobody was charged, as for a label of our own."""

    TYPE: ClassVar[str] = "label.bought"

    label_id: UUID
    fulfillment_id: UUID | None
    carrier: str
    service: str
    tracking_number: str
    tracking_url: str
    cost_minor: int | None
    currency: str


class LabelCancelled(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "label.cancelled"

    label_id: UUID
    fulfillment_id: UUID | None
    carrier: str
    tracking_number: str


class ShipmentTracked(Event, frozen=True, kw_only=True):
    """A carrier says something new of where a parcel is. `status` is one of `carriers.types.Status`; `at` is when it happened."""

    TYPE: ClassVar[str] = "shipment.tracked"

    parcel_id: UUID
    fulfillment_id: UUID | None
    carrier: str
    tracking_number: str
    status: str
    at: datetime
    message: str = ""
