"""Facts that draft orders announce. Amounts are minor units of `currency`; `aggregate_id` is the draft."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class DraftOrderSent(Event, frozen=True, kw_only=True):
    """Somebody was sent a draft to look at and pay. The link itself is a secret, and in no event. `channel` is email or
    sms."""

    TYPE: ClassVar[str] = "draft_order.sent"

    number: str
    store_id: UUID
    channel: str
    total_minor: int
    currency: str
    expires_at: datetime


class DraftOrderOrdered(Event, frozen=True, kw_only=True):
    """The draft became an order. `by` is staff or customer."""

    TYPE: ClassVar[str] = "draft_order.ordered"

    number: str
    store_id: UUID
    order_id: UUID
    order_number: str
    by: str
    total_minor: int
    currency: str
