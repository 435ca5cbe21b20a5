"""Facts that checkout announces. Amounts are minor units of `currency`."""

from datetime import datetime
from typing import ClassVar

from duka.kernel.events import Event


class PaymentLinkSent(Event, frozen=True, kw_only=True):
    """Somebody was sent a link to pay an order by. `aggregate_id` is the order; `channel` is email or sms. The link itself is
    a secret, and in no event."""

    TYPE: ClassVar[str] = "payment_link.sent"

    number: str
    channel: str
    amount_minor: int
    currency: str
    expires_at: datetime
