"""Facts that promotions announce. `aggregate_id` is the promotion."""

from typing import ClassVar

from duka.kernel.events import Event


class PromotionCreated(Event, frozen=True, kw_only=True):
    """Somebody wrote a promotion; nobody gets it yet."""

    TYPE: ClassVar[str] = "promotion.created"

    name: str


class PromotionUpdated(Event, frozen=True, kw_only=True):
    """What it says changed; orders keep what they were sold with."""

    TYPE: ClassVar[str] = "promotion.updated"

    name: str
    fields: list[str]


class PromotionActivated(Event, frozen=True, kw_only=True):
    """It applies from now on, or from its first day on."""

    TYPE: ClassVar[str] = "promotion.activated"

    name: str


class PromotionPaused(Event, frozen=True, kw_only=True):
    """It applies to nobody until it is activated again."""

    TYPE: ClassVar[str] = "promotion.paused"

    name: str


class PromotionEnded(Event, frozen=True, kw_only=True):
    """It is over for good."""

    TYPE: ClassVar[str] = "promotion.ended"

    name: str


class CodesCreated(Event, frozen=True, kw_only=True):
    """So many codes of a promotion were made. The codes themselves are in no event."""

    TYPE: ClassVar[str] = "codes.created"

    name: str
    count: int
