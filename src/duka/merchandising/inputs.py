"""What staff send: the sheet of variants, changes of many products, copies. Ids are public ids."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType

from duka.catalog.inputs import BulkChange, ImageInput, OptionInput, ProductChange, StoreAssignment
from duka.catalog.staff_list_types import ProductFilter, Status

Id = Annotated[str, msgspec.Meta(max_length=80)]
Word = Annotated[str, msgspec.Meta(max_length=200)]
Minor = Annotated[int, msgspec.Meta(ge=-(10**13), le=10**13)]
Steps = Annotated[int, msgspec.Meta(ge=-(10**12), le=10**12)]
Grams = Annotated[int, msgspec.Meta(ge=-(10**12), le=10**12)]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class PriceCell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The variant's price in a store, whole. Without `base_minor` it is no longer sold there."""

    store_id: Id
    base_minor: Minor | None
    special_minor: Minor | None = None
    special_from: Instant | None = None
    special_until: Instant | None = None


class StockCell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So much more, or less, lies at the location: a difference, since others sell meanwhile."""

    location_id: Id
    delta: Steps


class SheetRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A variant, known by `id` or by its `option_values`; what is left out stays as it is. Prices are of the stores that
    are named."""

    id: Id = ""
    option_values: Annotated[list[Word], msgspec.Meta(max_length=3)] = []
    sku: Word | UnsetType = UNSET
    barcode: Word | UnsetType = UNSET
    weight_grams: Grams | UnsetType = UNSET
    tracks_stock: bool | UnsetType = UNSET
    sells_without_stock: bool | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET
    prices: Annotated[list[PriceCell], msgspec.Meta(max_length=100)] = []
    stock: Annotated[list[StockCell], msgspec.Meta(max_length=100)] = []


class VariantSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`note` is the reason of every movement of stock in it."""

    variants: Annotated[list[SheetRow], msgspec.Meta(max_length=250)]
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class WholeProduct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that the editor of a product changes, in one go; what is left out stays. Of a product that is not there
    yet, `product` needs a title, and rows of the sheet name their variants by `option_values`."""

    product: ProductChange = ProductChange()
    options: Annotated[list[OptionInput], msgspec.Meta(max_length=3)] | UnsetType = UNSET
    images: Annotated[list[ImageInput], msgspec.Meta(max_length=100)] | UnsetType = UNSET
    categories: Annotated[list[Id], msgspec.Meta(max_length=100)] | UnsetType = UNSET
    stores: Annotated[list[StoreAssignment], msgspec.Meta(max_length=100)] | UnsetType = UNSET
    sheet: VariantSheet | UnsetType = UNSET
    status: Status | UnsetType = UNSET


class NewBulkRun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do, with the products named by `ids`, or else with all that `filter` finds."""

    change: BulkChange
    ids: Annotated[list[Id], msgspec.Meta(max_length=1000)] = []
    filter: ProductFilter | None = None


class CopyOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An empty title is the original's with a sign that it is a copy."""

    title: Word = ""
    with_images: bool = True
    with_prices: bool = True


class Restored(msgspec.Struct, frozen=True):
    """What an undone product goes back to, and what it must still be."""

    status: str
    found: str


Before = dict[str, Any]
