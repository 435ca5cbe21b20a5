"""What order edits announce. `aggregate_id` is the order; amounts are minor units of its currency."""

from typing import ClassVar

from duka.kernel.events import Event


class OrderEdited(Event, frozen=True, kw_only=True):
    """What was ordered was changed, for the `edit`th time. `difference_minor` is above zero when it costs more now."""

    TYPE: ClassVar[str] = "order.edited"

    number: str
    edit: int
    difference_minor: int
    total_minor: int
    currency: str
    reason: str
