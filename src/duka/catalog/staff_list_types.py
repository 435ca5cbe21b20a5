"""What the list of products is asked for and what it answers."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from duka.media.types import Image

Status = Literal["draft", "active", "archived"]
StockState = Literal["in", "low", "out", "untracked"]
Sort = Literal[
    "", "relevance", "updated", "-updated", "created", "-created", "title", "-title", "price", "-price", "stock", "-stock"
]  # fmt: skip
Text = Annotated[str, msgspec.Meta(max_length=200)]
Id = Annotated[str, msgspec.Meta(max_length=80)]
Minor = Annotated[int, msgspec.Meta(ge=0, le=10**12)]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class ProductFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is not given does not narrow. `store` and `category` are ids, `attribute_set` is a code; a category holds
    what lies below it, too. Prices are of the store that is named."""

    q: Text = ""
    status: Annotated[list[Status], msgspec.Meta(max_length=3)] = []
    store: Id = ""
    category: Id = ""
    attribute_set: Id = ""
    tag: Text = ""
    vendor: Text = ""
    tax_class: Id = ""
    has_picture: bool | None = None
    stock: StockState | None = None
    price_from_minor: Minor | None = None
    price_to_minor: Minor | None = None
    updated_since: Instant | None = None


class RowStore(msgspec.Struct, frozen=True):
    """The lowest and the highest price in force of its variants, and the lowest without specials; None where there is
    none."""

    store_id: str
    currency: str
    is_visible: bool
    price_minor: int | None
    price_max_minor: int | None
    base_minor: int | None


class RowStock(msgspec.Struct, frozen=True):
    """Over the locations that the caller may see."""

    on_hand: int
    available: int
    is_low: bool


class StaffRow(msgspec.Struct, frozen=True):
    """A line of the product list. `variants` counts those in use, `only_variant` is the id of the only one; `stock` is
    None when no variant is counted, or the caller may not see stock."""

    id: str
    slug: str
    title: str
    status: str
    vendor: str
    kind: str
    tags: list[str]
    pricing_mode: str
    unit: str
    scale: int
    image: Image | None
    variants: int
    only_variant: str | None
    sku: str | None
    stores: list[RowStore]
    stock: RowStock | None
    version: int
    created_at: str
    updated_at: str


class ProductList(msgspec.Struct, frozen=True):
    """`total` is there on the first page; when it is not exact there are more than that."""

    items: list[StaffRow]
    next: str | None = None
    total: int | None = None
    is_total_exact: bool = True
