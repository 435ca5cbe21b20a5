"""What merchants ask for when they make a store from another, and fill one."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Part = Literal["settings", "appearance", "shipping", "taxes", "payments", "pages", "catalogue", "prices"]
PARTS: tuple[Part, ...] = (
    "settings",
    "appearance",
    "shipping",
    "taxes",
    "payments",
    "pages",
    "catalogue",
    "prices",
)
AMOUNTS: frozenset[Part] = frozenset({"shipping", "prices"})
"""Parts that are amounts of the store's currency."""
Id = Annotated[str, Meta(max_length=60)]


class NewStoreCopy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`parts`: what is taken from the store. Empty `currency` and `country` are the store's. Amounts (`shipping`, `prices`) can
    be taken into the same currency only."""

    slug: Annotated[str, Meta(max_length=63)]
    name: Annotated[str, Meta(max_length=200)]
    currency: Annotated[str, Meta(max_length=3)] = ""
    country: Annotated[str, Meta(max_length=2)] = ""
    order_prefix: Annotated[str, Meta(max_length=40)] = ""
    parts: Annotated[list[Part], Meta(max_length=8)] = msgspec.field(default_factory=lambda: list(PARTS))


class CatalogueChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which goods come to a store, or leave it. `goods`: all, or those of a category with all below it, of a collection, or of
    another store (`of` is its id). `action`: add (with `is_visible`), or remove."""

    action: Literal["add", "remove"]
    goods: Literal["all", "category", "collection", "store"] = "all"
    of: Id | None = None
    is_visible: bool = True


class CatalogueChanged(msgspec.Struct, frozen=True):
    """How many products came, left or were shown or hidden, and how many of those in the store have no price there: they are
    not shown until they have one."""

    changed: int
    without_price: int
