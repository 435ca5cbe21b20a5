"""What others may hold of searches."""

from datetime import date, datetime

import msgspec


class Synonyms(msgspec.Struct, frozen=True):
    """`words` find each other; `is_one_way`: the first finds the others only. `locale` is a language (`fr`); empty means in
    every language."""

    id: str
    locale: str
    words: list[str]
    is_one_way: bool
    version: int
    updated_at: datetime


class PinnedProduct(msgspec.Struct, frozen=True):
    id: str
    title: str
    status: str


class Pins(msgspec.Struct, frozen=True):
    """The products that go before all when `text` is searched, first to last."""

    id: str
    locale: str
    text: str
    products: list[PinnedProduct]
    version: int
    updated_at: datetime


class Searched(msgspec.Struct, frozen=True):
    """One text: how often it was searched, how often without results, how often a product was opened from its results, how
    many products were found last."""

    text: str
    searches: int
    empty: int
    clicked: int
    products: int
    last_on: date
    has_synonyms: bool


class SearchReport(msgspec.Struct, frozen=True):
    """`searches`, `empty` and `clicked` are of the whole time, `texts` how many different ones there were."""

    days: int
    searches: int
    empty: int
    clicked: int
    texts: int
    items: list[Searched]
    next: str | None = None
