"""What others may hold of stock. Quantities are integers in the item's smallest steps."""

from uuid import UUID

import msgspec

from duka.media.types import Image


class Count(msgspec.Struct, frozen=True):
    """So many were counted at a location."""

    item_id: UUID
    location_id: UUID
    on_hand: int


class LocationAvailability(msgspec.Struct, frozen=True):
    """`level` is in, low or out."""

    id: str
    name: str
    available: int
    level: str


class SkuStock(msgspec.Struct, frozen=True):
    """What a store can promise of one SKU now; `available` is None when its stock is not tracked."""

    sku: str
    variant_id: str
    unit: str
    scale: int
    is_available: bool
    available: int | None
    locations: list[LocationAvailability]


class Level(msgspec.Struct, frozen=True):
    """A shelf as staff see it."""

    item_id: UUID
    location_id: UUID
    location: str
    sku: str
    on_hand: int
    reserved: int
    safety: int
    low_at: int
    available: int


class LedgerEntry(msgspec.Struct, frozen=True):
    id: UUID
    at: str
    item_id: UUID
    location_id: UUID
    on_hand_delta: int
    reserved_delta: int
    reason: str
    reference_id: UUID | None
    note: str
    actor: str
    sku: str
    unit: str
    scale: int
    location: str
    actor_name: str


class Mismatch(msgspec.Struct, frozen=True):
    """A level that is not the sum of its ledger, or a promise that is not the sum of its reservations."""

    item_id: UUID
    location_id: UUID
    on_hand: int
    ledger_on_hand: int
    reserved: int
    ledger_reserved: int
    promised: int


class Shelf(msgspec.Struct, frozen=True):
    """What lies at one location. What can be promised is `on_hand` - `reserved` - `safety`; at `low_at` a warning is
    given."""

    location_id: str
    location: str
    on_hand: int
    reserved: int
    safety: int
    low_at: int
    available: int


class StockRow(msgspec.Struct, frozen=True):
    """A stock item with its shelves; `title` and `image` are of the product that it is the nearest to."""

    item_id: str
    sku: str
    unit: str
    scale: int
    product_id: str | None
    title: str | None
    variant_title: str | None
    image: Image | None
    levels: list[Shelf]
