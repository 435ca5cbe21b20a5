"""What stock announces. Quantities are in the item's smallest steps."""

from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class StockLow(Event, frozen=True, kw_only=True):
    """What is available at a location fell to its warning level or below it. Said once each time it falls
    there."""

    TYPE: ClassVar[str] = "stock.low"

    location_id: UUID
    available: int
    low_at: int


class StockSoldOut(Event, frozen=True, kw_only=True):
    """Nothing more can be promised from a location."""

    TYPE: ClassVar[str] = "stock.sold_out"

    location_id: UUID
    available: int
