"""Facts about what operators do in a merchant's company: the merchant's own events."""

from datetime import datetime
from typing import ClassVar

from duka.kernel.events import Event


class SupportVisitBegan(Event, frozen=True, kw_only=True):
    """Somebody of the platform acts here, with a merchant's role, until `until_at` at the latest."""

    TYPE: ClassVar[str] = "support_visit.began"

    operator: str
    role: str
    reason: str
    until_at: datetime
