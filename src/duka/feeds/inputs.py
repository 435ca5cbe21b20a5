"""What comes in."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

Channel = Literal["google", "meta", "plain"]
Format = Literal["xml", "tsv", "csv", "json"]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Locale = Annotated[
    str, msgspec.Meta(min_length=2, max_length=20, pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$")
]
Market = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^([a-z0-9][a-z0-9-]*)?$")]
Ids = Annotated[list[Annotated[str, msgspec.Meta(max_length=80)]], msgspec.Meta(max_length=100)]
Brand = Annotated[str, msgspec.Meta(max_length=70)]


class FeedChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is in a feed. Categories count with those below them; without anything to include, everything that the store sells
    is. `brand` stands for goods without a maker. `item_ids`: whether an item is called by its SKU or by our id."""

    include_collections: Ids = []
    include_categories: Ids = []
    exclude_collections: Ids = []
    exclude_categories: Ids = []
    with_sold_out: bool = True
    brand: Brand = ""
    condition: Literal["new", "refurbished", "used"] = "new"
    item_ids: Literal["sku", "id"] = "sku"


class FeedInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`locale` empty: the store's own language. `market` empty: the store's own prices. Which formats a channel takes:
    google xml and tsv, meta csv, plain csv and json."""

    name: Name
    store_id: Annotated[str, msgspec.Meta(max_length=80)]
    channel: Channel
    format: Format
    locale: Locale | Literal[""] = ""
    market: Market = ""
    choice: FeedChoice = msgspec.field(default_factory=FeedChoice)


class FeedChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is given is changed. Store, channel and format do not: make another feed."""

    name: Name | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    market: Market | UnsetType = UNSET
    choice: FeedChoice | UnsetType = UNSET


class GoogleCategoryInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number of Google's product taxonomy (166), or its path (`Apparel & Accessories > Clothing`); empty takes it away."""

    google_category: Annotated[str, msgspec.Meta(max_length=750)]
