"""Read shapes of the catalogue for the crowd: the same for API and pages, in one store, language and
currency.

Prices are minor units of the document's `currency`; for `pricing_mode` weight they are the price of one unit
(`unit`, a UN/CEFACT code), and quantities are integers at `scale`. `was_minor` is the price before; None where it is not reduced.
The catalogue knows no promotions: `duka.promotions.offered` takes them off.
"""

from datetime import datetime
from typing import Any

import msgspec

from duka.media.types import Image


class CardVariant(msgspec.Struct, frozen=True):
    id: str
    sku: str
    option_values: list[str]
    price_minor: int
    was_minor: int | None
    is_available: bool


class ProductCard(msgspec.Struct, frozen=True):
    """`price_minor` is the lowest of its variants, `price_max_minor` the highest; `was_minor` is what the lowest was before."""

    id: str
    slug: str
    title: str
    vendor: str
    image: Image | None
    hover_image: Image | None
    pricing_mode: str
    unit: str
    price_minor: int
    price_max_minor: int
    was_minor: int | None
    is_available: bool
    is_new: bool
    variants: list[CardVariant]


class FacetValue(msgspec.Struct, frozen=True):
    value: str
    label: str
    count: int
    is_selected: bool = False


class Facet(msgspec.Struct, frozen=True):
    """`code` is category, price, option:NAME, attribute:CODE, tag, vendor or availability. A value of price is `from-to` in
    minor units, both within; open where one is missing."""

    code: str
    label: str
    values: list[FacetValue]


class ProductPage(msgspec.Struct, frozen=True):
    """One page of a listing. `total` and `facets` are there when they were asked for."""

    currency: str
    items: list[ProductCard]
    next: str | None = None
    total: int | None = None
    facets: list[Facet] | None = None
    suggestion: str | None = None


class Option(msgspec.Struct, frozen=True):
    """`values` and `labels` go together: the value as stored, and as shown in this language."""

    name: str
    label: str
    values: list[str]
    labels: list[str]


class LocationStock(msgspec.Struct, frozen=True):
    """`level` is in, low or out."""

    name: str
    level: str


class Variant(msgspec.Struct, frozen=True):
    """`available` is what can be promised now, None when its stock is not tracked."""

    id: str
    sku: str
    barcode: str
    title: str
    option_values: list[str]
    price_minor: int
    was_minor: int | None
    is_available: bool
    available: int | None
    locations: list[LocationStock]
    weight_grams: int
    image_id: str | None


class CategoryLink(msgspec.Struct, frozen=True):
    slug: str
    name: str
    path: list[str]


class AttributeValue(msgspec.Struct, frozen=True):
    code: str
    name: str
    kind: str
    value: Any
    unit: str = ""


class Product(msgspec.Struct, frozen=True):
    """`was_is_lowest`: a price that is struck through was the lowest of the 30 days before."""

    id: str
    slug: str
    title: str
    description: str
    vendor: str
    kind: str
    tags: list[str]
    currency: str
    prices_include_tax: bool
    pricing_mode: str
    unit: str
    scale: int
    step: int
    minimum: int
    maximum: int | None
    average: int | None
    options: list[Option]
    variants: list[Variant]
    images: list[Image]
    categories: list[CategoryLink]
    attributes: list[AttributeValue]
    is_available: bool
    price_minor: int
    price_max_minor: int
    was_minor: int | None
    seo_title: str
    seo_description: str
    slugs: dict[str, str]
    version: int
    updated_at: str
    was_is_lowest: bool = False


class Category(msgspec.Struct, frozen=True):
    """A node of the tree; `count` is how many visible products it and its children hold. `slugs`: its address in each
    language of the store."""

    id: str
    slug: str
    name: str
    description: str
    image: Image | None
    count: int
    children: list["Category"]
    seo_title: str = ""
    seo_description: str = ""
    slugs: dict[str, str] = {}


class CategoryStep(msgspec.Struct, frozen=True):
    slug: str
    name: str


class CategoryPage(msgspec.Struct, frozen=True):
    """One category. `path` goes from the top of the tree to itself."""

    id: str
    slug: str
    name: str
    description: str
    image: Image | None
    seo_title: str
    seo_description: str
    path: list[CategoryStep]
    children: list[CategoryStep]
    slugs: dict[str, str] = {}


class SuggestedProduct(msgspec.Struct, frozen=True):
    """`price_minor` is the lowest of its variants."""

    id: str
    slug: str
    title: str
    price_minor: int
    pricing_mode: str
    unit: str
    image: Image | None


class Suggestions(msgspec.Struct, frozen=True):
    """What a search may become while it is typed. `searches`: what others searched that begins like it."""

    currency: str
    products: list[SuggestedProduct]
    categories: list[CategoryStep]
    searches: list[str] = []


class SitemapEntry(msgspec.Struct, frozen=True):
    """`images` are addresses of files; `slugs` those of each language of the store, where some
    has its own."""

    slug: str
    updated_at: datetime
    images: list[str]
    slugs: dict[str, str] = {}


class ListingQuery(msgspec.Struct, frozen=True):
    """What a listing is asked for. `sort`: relevance, newest, price, price_desc, best, title;
    manual is the order of the `collection` (a slug). `filters`:
    facet code → chosen values (any of them; different codes narrow each other)."""

    text: str = ""
    category: str = ""
    collection: str = ""
    filters: dict[str, list[str]] = {}
    price_from_minor: int | None = None
    price_to_minor: int | None = None
    available_only: bool = False
    on_sale: bool = False
    sort: str = ""
    limit: int = 20
    offset: int = 0
    cursor: str | None = None
    with_total: bool = False
    with_facets: bool = False
