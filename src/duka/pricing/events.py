"""What pricing announces."""

from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class PriceChanged(Event, frozen=True, kw_only=True):
    """Prices of a product (`aggregate_id`) were set, removed, or came into force by their dates.
    `variant_ids` is empty for the last."""

    TYPE: ClassVar[str] = "price.changed"

    store_id: UUID
    variant_ids: list[UUID]
