"""What is read from a file, what it is compared with, and what a run tells. Rows are counted as a spreadsheet
shows them: the header is row 1."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """Why a product is refused, or what was left out of it. `column` is empty when it is about the whole
    row."""

    row: int
    column: str
    why: str

    def __str__(self) -> str:
        return (
            f"row {self.row}, column {self.column}: {self.why}"
            if self.column
            else f"row {self.row}: {self.why}"
        )


class StorePlace(msgspec.Struct, frozen=True):
    """`first_location` is the code of the location that an unnamed stock column is about; empty if there is
    none."""

    id: UUID
    slug: str
    currency: str
    first_location: str = ""


class AttributePlace(msgspec.Struct, frozen=True):
    code: str
    kind: str
    choices: list[str]
    unit: str


class Places(msgspec.Struct, frozen=True):
    """What a file may name: stores by slug, locations by code. `store` is the one that the run is for, None
    when the file's columns name theirs."""

    stores: dict[str, StorePlace]
    locations: dict[str, UUID]
    attributes: dict[str, AttributePlace]
    store: StorePlace | None = None


class Price(msgspec.Struct, frozen=True):
    base_minor: int
    special_minor: int | None = None
    special_from: datetime | None = None
    special_until: datetime | None = None


class SheetOption(msgspec.Struct, frozen=True):
    """`labels` are by locale, in the order of `values`; `names` are by locale."""

    name: str
    values: list[str]
    names: dict[str, str] = {}
    labels: dict[str, list[str]] = {}


class SheetVariant(msgspec.Struct):
    """`fields` are those of `catalog.inputs.VariantChange` that the file gives. `prices` are by store slug
    (None takes the price away), `stock` by location code and what it is (on_hand, safety, low_at) in the
    product's unit."""

    row: int
    sku: str = ""
    values: list[str] = []
    fields: dict[str, Any] = {}
    prices: dict[str, Price | None] = {}
    stock: dict[str, dict[str, Decimal]] = {}
    image: str | None = None


class SheetImage(msgspec.Struct, frozen=True):
    """`checksum` is the hexadecimal SHA-256 of the uploaded picture, where the file knows it."""

    row: int
    address: str
    alt: str = ""
    checksum: str = ""


class Sheet(msgspec.Struct):
    """One product as a file has it; what the file does not say is None or not there.

    `fields` are those of `catalog.inputs.ProductChange`; `measures` (step, minimum, maximum, average) are in
    the product's unit. `is_whole` says that the rows hold every variant, so that others are withdrawn.
    `category_path` is a place in the tree by name, made when it is missing; `categories` are slugs. `stores`:
    slug → shown (True), hidden (False) or not sold (None). `is_taxable` takes a product out of the tax class
    zero or puts it there, and leaves other classes alone.
    """

    row: int
    last_row: int
    slug: str = ""
    fields: dict[str, Any] = {}
    measures: dict[str, Decimal | None] = {}
    status: Literal["draft", "active", "archived"] | None = None
    is_taxable: bool | None = None
    attributes: dict[str, str] = {}
    translations: dict[str, dict[str, str]] = {}
    options: list[SheetOption] | None = None
    variants: list[SheetVariant] = []
    is_whole: bool = False
    images: list[SheetImage] | None = None
    categories: list[str] | None = None
    category_path: tuple[str, ...] = ()
    stores: dict[str, bool | None] = {}
    problems: list[Problem] = []
    notices: list[Problem] = []


class HeldVariant(msgspec.Struct, frozen=True):
    """`stock` is by location code: on_hand, safety, low_at at `stock_scale`."""

    id: UUID
    sku: str
    option_values: list[str]
    barcode: str
    weight_grams: int
    item_id: UUID
    stock_sku: str
    stock_scale: int
    stock_per_unit: int
    tracks_stock: bool
    sells_without_stock: bool
    is_active: bool
    image_id: UUID | None
    version: int
    prices: dict[str, Price]
    stock: dict[str, dict[str, int]]


class HeldImage(msgspec.Struct, frozen=True):
    """`folder` and `widest` say where its largest rendition is, when it was uploaded or fetched."""

    id: UUID
    media_id: UUID | None
    folder: str
    widest: int
    checksum: str
    source_url: str
    alt: str


class Held(msgspec.Struct, frozen=True):
    """A product as it is. `categories` are slugs, `stores` are slug → is shown."""

    id: UUID
    slug: str
    status: str
    version: int
    title: str
    description: str
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
    options: list[dict[str, Any]]
    seo_title: str
    seo_description: str
    translations: dict[str, dict[str, Any]]
    source: dict[str, Any]
    variants: list[HeldVariant]
    images: list[HeldImage]
    categories: list[str]
    stores: dict[str, bool]


class Settings(msgspec.Struct, frozen=True):
    """How to import. `categories` makes a category of Shopify's `type` or `category` column, or nothing of
    it; `makes_categories` makes those that a file of ours names by slug and that are not here."""

    keeps_stock: bool = False
    makes_categories: bool = False
    categories: Literal["", "type", "category"] = ""
    is_dry: bool = False
    fetches_images: bool = True
    allows_private: bool = False
    restarts: bool = False
    batch: int = 50


class Outcome(msgspec.Struct, frozen=True):
    """What became of one product: created, updated, unchanged or refused, and the parts that changed."""

    row: int
    slug: str
    result: Literal["created", "updated", "unchanged", "refused"]
    changed: list[str] = []
    problems: list[Problem] = []
    notices: list[Problem] = []


class Summary(msgspec.Struct):
    """`resumed_after` is the row that an earlier, interrupted run of this file had reached, 0 if there was
    none; the counts include that run's."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    resumed_after: int = 0
    pictures_fetched: int = 0
    pictures_missed: int = 0
    seconds: float = 0.0

    @property
    def products(self) -> int:
        return self.created + self.updated + self.unchanged + self.refused
