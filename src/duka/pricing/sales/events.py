"""What sale events announce."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class SaleScheduled(Event, frozen=True, kw_only=True):
    """A sale event will switch prices by itself; said again when it is changed. `variants`: how many have a price in it."""

    TYPE: ClassVar[str] = "sale.scheduled"

    store_id: UUID
    name: str
    starts_at: datetime
    ends_at: datetime | None
    variants: int


class SaleCancelled(Event, frozen=True, kw_only=True):
    """A scheduled sale event was cancelled, or ended early."""

    TYPE: ClassVar[str] = "sale.cancelled"

    store_id: UUID
    name: str
