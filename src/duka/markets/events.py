"""What markets announce."""

from typing import ClassVar, Literal
from uuid import UUID

from duka.kernel.events import Event


class MarketChanged(Event, frozen=True, kw_only=True):
    """A market (`aggregate_id`) of a store came, changed, was opened or closed, or went."""

    TYPE: ClassVar[str] = "market.changed"

    store_id: UUID
    change: Literal["created", "updated", "activated", "deactivated", "removed"]


class ExchangeRatesChanged(Event, frozen=True, kw_only=True):
    """Exchange rates were entered, imported, read from a source, or taken away. `aggregate_id` is the company; `pairs` are
    like `XOF/EUR`, at most 60."""

    TYPE: ClassVar[str] = "exchange_rates.changed"

    source: str
    pairs: list[str]


class PriceListChanged(Event, frozen=True, kw_only=True):
    """A price list (`aggregate_id`) came, changed, or went; `prices`: how many of its prices were set or taken away."""

    TYPE: ClassVar[str] = "price_list.changed"

    change: Literal["created", "updated", "removed", "prices"]
    prices: int = 0
