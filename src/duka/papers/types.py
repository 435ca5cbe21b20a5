"""What papers are made of. Texts are as people read them; quantities are texts with their unit (`1,25 kg`)."""

from datetime import date
from typing import Literal

import msgspec

Paper = Literal["a6", "4x6"]


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """A postal address. `country` is two letters, printed as a name."""

    name: str = ""
    company: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    phone: str = ""


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """The store on its papers. `accent` is #rrggbb; `contact` are lines."""

    name: str
    contact: tuple[str, ...] = ()
    accent: str = "#1f1b16"


class SlipLine(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    quantity: str
    variant: str = ""
    sku: str = ""


class PackingSlip(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a parcel. `waiting`: what the order still waits for. `parcel` and `parcels` count from 1; 0 where an order is
    one parcel. `due`: what to ask for at the door, with its currency."""

    number: str
    store: Sender
    placed_on: date
    recipient: Party
    lines: tuple[SlipLine, ...]
    waiting: tuple[SlipLine, ...] = ()
    parcel: int = 0
    parcels: int = 0
    is_pickup: bool = False
    method: str = ""
    location: str = ""
    carrier: str = ""
    tracking_number: str = ""
    due: str = ""
    note: str = ""
    locale: str = "en"


class AddressLabel(msgspec.Struct, frozen=True, kw_only=True):
    """What is stuck on a parcel that we bring ourselves. `number` is what a scanner reads."""

    number: str
    sender: Party
    recipient: Party
    carrier: str = ""
    service: str = ""
    weight_grams: int = 0
    due: str = ""
    instructions: str = ""
    parcel: int = 0
    parcels: int = 0
    is_return: bool = False
    locale: str = "en"


class PickupTag(msgspec.Struct, frozen=True, kw_only=True):
    """What is tied to a parcel that somebody fetches. `count`: how many lines are in it; `shelf` is where it lies."""

    number: str
    name: str
    store: str
    location: str = ""
    shelf: str = ""
    ready_on: date | None = None
    count: int = 0
    due: str = ""
    locale: str = "en"


class PickShare(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a good is for one order."""

    number: str
    quantity: str


class PickLine(msgspec.Struct, frozen=True, kw_only=True):
    """One good to fetch from the shelves, for all orders together."""

    sku: str
    title: str
    quantity: str
    variant: str = ""
    shelf: str = ""
    orders: tuple[PickShare, ...] = ()


class PickList(msgspec.Struct, frozen=True, kw_only=True):
    """What to fetch at one location. `made_at` is as people read it, in the location's time."""

    location: str
    made_at: str
    orders: int
    lines: tuple[PickLine, ...]
    locale: str = "en"


class ReturnLine(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    quantity: str
    variant: str = ""
    sku: str = ""
    reason: str = ""


class ReturnSlip(msgspec.Struct, frozen=True, kw_only=True):
    """What comes back, and where to. `number` is the return's own; `paid_by` says who pays the way: customer or store."""

    number: str
    order_number: str
    store: Sender
    sender: Party
    recipient: Party
    lines: tuple[ReturnLine, ...]
    send_by: date | None = None
    paid_by: Literal["customer", "store"] = "customer"
    instructions: str = ""
    locale: str = "en"
