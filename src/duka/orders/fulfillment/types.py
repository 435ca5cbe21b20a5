"""What others may hold of fulfillments."""

from datetime import datetime
from uuid import UUID

import msgspec


class Picked(msgspec.Struct, frozen=True):
    """So much of an order's line, in the line's own steps."""

    line_id: UUID
    quantity: int


class Carriage(msgspec.Struct, frozen=True, kw_only=True):
    """How a parcel travels; what is not known is empty. `carrier` is a name, or the code of a known one."""

    carrier: str = ""
    service: str = ""
    tracking_number: str = ""
    tracking_url: str = ""


class LineProgress(msgspec.Struct, frozen=True):
    """How far a line has come, in its steps: of `ordered`, `prepared` are in fulfillments, `shipped` of these left or were
    handed over, `delivered` of these arrived, `returned` came back."""

    line_id: UUID
    stock_item_id: UUID
    stock_per_unit: int
    sku: str
    title: str
    variant_title: str
    unit: str
    scale: int
    ordered: int
    prepared: int
    shipped: int
    delivered: int
    returned: int

    @property
    def open(self) -> int:
        """What is still to be prepared."""
        return self.ordered - self.prepared


class FulfillmentLine(msgspec.Struct, frozen=True):
    """`line_id` is None for goods that an edit took off the order after the fulfillment was cancelled."""

    line_id: str | None
    sku: str
    title: str
    variant_title: str
    quantity: int
    unit: str
    scale: int


class BuyerFulfillment(msgspec.Struct, frozen=True, kw_only=True):
    """A fulfillment as the order's buyer follows it; one that was unpacked is not shown. `number` is the order's with its own
    place in it, as it stands on the parcel. `status`: prepared, shipped or delivered."""

    id: str
    number: str
    status: str
    is_pickup: bool
    location: str
    carrier: str
    service: str
    tracking_number: str
    tracking_url: str
    lines: list[FulfillmentLine]
    prepared_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None


class Fulfillment(BuyerFulfillment, frozen=True, kw_only=True):
    """A fulfillment as staff see it; `status` may be cancelled too. Lead times are seconds: from the order's placing until it
    was prepared, from then until it left, from then until it arrived; None while that is to come."""

    order_id: str
    location_id: str
    weight_grams: int
    cancelled_at: datetime | None
    seconds_to_prepare: int | None = None
    seconds_to_ship: int | None = None
    seconds_to_deliver: int | None = None


class ToPrepare(msgspec.Struct, frozen=True, kw_only=True):
    """What is still to be prepared of an order at one location. `location_id` None: it takes nothing from stock, and is packed
    with the rest or anywhere."""

    location_id: str | None
    location: str
    lines: list[FulfillmentLine]


class FulfillmentTask(msgspec.Struct, frozen=True, kw_only=True):
    """Something for whoever packs: a part of an order that is to prepare at a location, or a fulfillment of which
    `fulfillment_id` says the id. `number` is the order's or the fulfillment's; `since` when it came to this step; `version`
    the order's."""

    fulfillment_id: str | None
    order_id: str
    store_id: str
    number: str
    version: int
    step: str
    location_id: str | None
    location: str
    is_pickup: bool
    name: str
    city: str
    shipping_name: str
    note: str
    since: datetime
    carrier: str
    tracking_number: str
    tracking_url: str
    lines: list[FulfillmentLine]


class FulfillmentTasks(msgspec.Struct, frozen=True, kw_only=True):
    """A page of tasks, the longest waiting first. `counts`, with the first page only: how many there are at each step at the
    same location, up to `counted_up_to`."""

    items: list[FulfillmentTask]
    next: str | None
    counts: dict[str, int] | None
    counted_up_to: int


class LeadTime(msgspec.Struct, frozen=True, kw_only=True):
    """How long fulfillments of one location took, as medians in seconds; None where none has come so far."""

    location_id: str
    location: str
    fulfillments: int
    seconds_to_prepare: int | None
    seconds_to_ship: int | None
    seconds_to_deliver: int | None


class FulfillmentPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A location that goods of an order could come from instead, the best one first. `metres` to the buyer, None when nobody
    knows; `is_enough`: all that was asked about lies there free."""

    location_id: str
    location: str
    metres: int | None
    is_enough: bool
    available: dict[str, int]
