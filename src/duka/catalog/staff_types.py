"""Read shapes of the catalogue for staff: everything, in the language it was written in."""

from typing import Any

import msgspec

from duka.catalog.types import AttributeValue
from duka.media.types import Image


class StaffPrice(msgspec.Struct, frozen=True):
    store_id: str
    base_minor: int
    special_minor: int | None
    special_from: str | None
    special_until: str | None


class VariantShelf(msgspec.Struct, frozen=True):
    """Stock at one location, in the item's smallest steps."""

    location_id: str
    location: str
    on_hand: int
    reserved: int
    safety: int
    low_at: int
    available: int


class StaffVariant(msgspec.Struct, frozen=True):
    """`stock_item_id` is a UUID, as the verbs of stock take it. `stock` holds the locations that the caller may see; those
    of which nothing was ever counted are not there."""

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
    stock: list[VariantShelf]


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


class SlugCheck(msgspec.Struct, frozen=True):
    """`slug` is what was asked for as an address may be written, `proposal` the nearest free one."""

    slug: str
    is_free: bool
    was_its_own: bool
    proposal: str


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
    image: Image | None
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
    is_public: bool
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
    products: int
