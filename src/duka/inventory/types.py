"""What others may hold of stock. Quantities are integers in the item's smallest steps."""

from uuid import UUID

import msgspec


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


class Mismatch(msgspec.Struct, frozen=True):
    """A level that is not the sum of its ledger, or a promise that is not the sum of its reservations."""

    item_id: UUID
    location_id: UUID
    on_hand: int
    ledger_on_hand: int
    reserved: int
    ledger_reserved: int
    promised: int
