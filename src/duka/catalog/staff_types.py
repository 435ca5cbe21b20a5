"""Read shapes of the catalogue for staff: everything, in the language it was written in."""

from typing import Any

import msgspec

from duka.catalog.types import AttributeValue
from duka.media.types import Image


class StaffRow(msgspec.Struct, frozen=True):
    """A line of the product list. `price_minor` is by store id; on_hand and available are over all locations,
    None when no variant is tracked."""

    id: str
    slug: str
    title: str
    status: str
    vendor: str
    kind: str
    image: Image | None
    variants: int
    prices: dict[str, int | None]
    on_hand: int | None
    available: int | None
    version: int
    updated_at: str


class StaffPrice(msgspec.Struct, frozen=True):
    store_id: str
    base_minor: int
    special_minor: int | None
    special_from: str | None
    special_until: str | None


class StaffVariant(msgspec.Struct, frozen=True):
    """`stock_item_id` is a UUID, as the verbs of stock take it."""

    id: str
    sku: str
    barcode: str
    title: str
    option_values: list[str]
    position: int
    weight_grams: int
    stock_item_id: str
    stock_sku: str
    stock_per_unit: int
    tracks_stock: bool
    sells_without_stock: bool
    is_active: bool
    image_id: str | None
    version: int
    prices: list[StaffPrice]


class StaffImage(msgspec.Struct, frozen=True):
    """`media` is None while the picture is known by its address only."""

    id: str
    media_id: str | None
    source_url: str
    alt: str
    media: Image | None


class StaffStore(msgspec.Struct, frozen=True):
    store_id: str
    name: str
    currency: str
    is_visible: bool
    price_minor: int | None
    sold: int


class StaffProduct(msgspec.Struct, frozen=True):
    """`options` and `translations` as they were given (`inputs.OptionInput`, `inputs.ProductTexts`);
    `attributes` by code, measures as {"value", "unit"}; `old_slugs` redirect to `slug`."""

    id: str
    slug: str
    old_slugs: list[str]
    title: str
    description: str
    status: str
    vendor: str
    kind: str
    tags: list[str]
    tax_class: str
    pricing_mode: str
    unit: str
    scale: int
    step: int
    minimum: int
    maximum: int | None
    average: int | None
    requires_shipping: bool
    attribute_set: str
    attributes: dict[str, Any]
    described: list[AttributeValue]
    options: list[dict[str, Any]]
    seo_title: str
    seo_description: str
    translations: dict[str, Any]
    source: dict[str, Any]
    variants: list[StaffVariant]
    images: list[StaffImage]
    categories: list[str]
    stores: list[StaffStore]
    version: int
    created_at: str
    updated_at: str


class StaffCategory(msgspec.Struct, frozen=True):
    """In the order of the tree; `path` are the names from the top down to it, `products` those that lie in it
    itself."""

    id: str
    parent_id: str | None
    slug: str
    name: str
    path: list[str]
    description: str
    seo_title: str
    seo_description: str
    translations: dict[str, Any]
    position: int
    is_visible: bool
    image_id: str | None
    products: int
    version: int


class StaffAttribute(msgspec.Struct, frozen=True):
    id: str
    code: str
    name: str
    kind: str
    choices: list[str]
    unit: str
    is_filter: bool
    translations: dict[str, Any]


class StaffSetMember(msgspec.Struct, frozen=True):
    attribute: str
    name: str
    kind: str
    is_required: bool


class StaffAttributeSet(msgspec.Struct, frozen=True):
    id: str
    code: str
    name: str
    members: list[StaffSetMember]
