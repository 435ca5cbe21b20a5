"""Shapes of collections: what staff write, and what they and shoppers read."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from duka.media.types import Image

Field = Literal[
    "title",
    "vendor",
    "kind",
    "tag",
    "sku",
    "category",
    "option",
    "attribute",
    "price",
    "on_sale",
    "in_stock",
    "by_weight",
    "age_days",
]
Operator = Literal["is", "is_not", "contains", "contains_not", "more_than", "less_than"]
Sort = Literal["manual", "newest", "price", "price_desc", "best", "title"]


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`name` is the option's name or the attribute's code where the field is one of those. `value` is text; for
    `category` the category's id (what lies below it counts too), for `price` minor units of the lowest price in any
    store, for `age_days` days since the product was made, for `on_sale`, `in_stock` and `by_weight` yes or no."""

    field: Field
    operator: Operator = "is"
    value: Annotated[str, Meta(max_length=200)] = ""
    name: Annotated[str, Meta(max_length=100)] = ""


Conditions = Annotated[list[Condition], Meta(max_length=20)]


class CollectionTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`slug` is its address in that language."""

    title: str = ""
    description: str = ""
    seo_title: str = ""
    seo_description: str = ""
    slug: str = ""


class NewCollection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`kind` manual: `product_ids` are its members, in this order. `kind` rule: all `conditions` must hold, or any of
    them with `matches_any`. A rule collection is sorted by something else than manual."""

    title: str
    kind: Literal["manual", "rule"] = "manual"
    slug: str = ""
    description: str = ""
    conditions: Conditions = []
    matches_any: bool = False
    sort: Sort | None = None
    is_visible: bool = True
    image_id: str = ""
    seo_title: str = ""
    seo_description: str = ""
    translations: dict[str, CollectionTexts] = {}
    product_ids: Annotated[list[str], Meta(max_length=5_000)] = []


class CollectionChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays."""

    title: str | UnsetType = UNSET
    slug: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    conditions: Conditions | UnsetType = UNSET
    matches_any: bool | UnsetType = UNSET
    sort: Sort | UnsetType = UNSET
    is_visible: bool | UnsetType = UNSET
    image_id: str | UnsetType = UNSET
    seo_title: str | UnsetType = UNSET
    seo_description: str | UnsetType = UNSET
    translations: dict[str, CollectionTexts] | UnsetType = UNSET


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    conditions: Conditions
    matches_any: bool = False


class CollectionProduct(msgspec.Struct, frozen=True):
    """A product in a collection."""

    id: str
    title: str
    slug: str
    status: str
    image: Image | None


class Preview(msgspec.Struct, frozen=True):
    """How many products a rule finds now, and the first of them."""

    count: int
    items: list[CollectionProduct]


class StaffCollection(msgspec.Struct, frozen=True):
    """`refreshed_at`: when the members of a rule were last looked up in full."""

    id: str
    slug: str
    title: str
    description: str
    kind: str
    conditions: list[Condition]
    matches_any: bool
    sort: str
    is_visible: bool
    image_id: str | None
    image: Image | None
    seo_title: str
    seo_description: str
    translations: dict[str, Any]
    products: int
    version: int
    created_at: datetime
    updated_at: datetime
    refreshed_at: datetime | None


class Collection(msgspec.Struct, frozen=True):
    """A collection as shoppers see it. `sort` is the order that its listing begins with; `slugs`: its address in each
    language of the store."""

    id: str
    slug: str
    title: str
    description: str
    image: Image | None
    sort: str
    seo_title: str
    seo_description: str
    slugs: dict[str, str] = {}
