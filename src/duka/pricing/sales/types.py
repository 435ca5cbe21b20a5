"""Shapes of sale events: what staff write and read, and the banner that shoppers see."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

Instant = Annotated[datetime, Meta(tz=True)]
Percent = Annotated[int, Meta(ge=1, le=1_000_000)]
Name = Annotated[str, Meta(min_length=1, max_length=120)]
Line = Annotated[str, Meta(max_length=160)]
Paragraph = Annotated[str, Meta(max_length=400)]
Rounding = Annotated[int, Meta(ge=1, le=1_000_000)]


class SaleTarget(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`id` is the public id of a category (what lies below it counts too), a collection or a product; none for all.
    `percent_ppm` goes before the event's own."""

    kind: Literal["all", "category", "collection", "product"]
    id: Annotated[str, Meta(max_length=80)] | None = None
    percent_ppm: Percent | None = None


class BannerTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    banner_title: Line = ""
    banner_text: Paragraph = ""


Targets = Annotated[list[SaleTarget], Meta(min_length=1, max_length=200)]
Translations = Annotated[dict[Annotated[str, Meta(max_length=20)], BannerTexts], Meta(max_length=30)]


class NewSale(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`percent_ppm` are millionths off the base price: 200000 is 20 %. Sale prices end on a multiple of `round_to_minor`, rounded
    in the buyer's favour. Without `ends_at` it runs until it is cancelled."""

    store_id: Annotated[str, Meta(max_length=80)]
    name: Name
    starts_at: Instant
    ends_at: Instant | None = None
    percent_ppm: Percent
    round_to_minor: Rounding = 1
    targets: Targets
    has_banner: bool = True
    banner_title: Line = ""
    banner_text: Paragraph = ""
    translations: Translations = {}


class SaleChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is left out stays."""

    name: Name | UnsetType = UNSET
    starts_at: Instant | UnsetType = UNSET
    ends_at: Instant | UnsetType | None = UNSET
    percent_ppm: Percent | UnsetType = UNSET
    round_to_minor: Rounding | UnsetType = UNSET
    targets: Targets | UnsetType = UNSET
    has_banner: bool | UnsetType = UNSET
    banner_title: Line | UnsetType = UNSET
    banner_text: Paragraph | UnsetType = UNSET
    translations: Translations | UnsetType = UNSET


class ShownTarget(msgspec.Struct, frozen=True):
    """`label` is the name of what it is today; empty when that is gone."""

    kind: str
    id: str | None
    percent_ppm: int | None
    label: str


class Sale(msgspec.Struct, frozen=True):
    """`state`: draft, to_come, running, over or cancelled. `variants`: how many have a price in it."""

    id: str
    store_id: str
    currency: str
    name: str
    state: str
    starts_at: datetime
    ends_at: datetime | None
    percent_ppm: int
    round_to_minor: int
    targets: list[ShownTarget]
    has_banner: bool
    banner_title: str
    banner_text: str
    translations: dict[str, BannerTexts]
    variants: int
    version: int


class SaleExample(msgspec.Struct, frozen=True):
    sku: str
    title: str
    base_minor: int
    sale_minor: int


class SalePreview(msgspec.Struct, frozen=True):
    """What an event would do: how many variants, and the first of them."""

    variants: int
    examples: list[SaleExample]


class Banner(msgspec.Struct, frozen=True):
    """A sale event that runs now, as shoppers see it."""

    id: str
    title: str
    text: str
    percent_ppm: int
    ends_at: datetime | None


class SalesNow(msgspec.Struct, frozen=True):
    """`changes_at`: when prices of this store switch next, by the schedule."""

    banners: list[Banner]
    changes_at: datetime | None
