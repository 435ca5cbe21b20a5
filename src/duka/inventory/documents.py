"""Shapes of the papers of stock: transfers and count sheets. Quantities are in the item's smallest steps."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

Amount = Annotated[int, msgspec.Meta(ge=0, le=10**12)]
Some = Annotated[int, msgspec.Meta(ge=1, le=10**12)]
Sku = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Text = Annotated[str, msgspec.Meta(max_length=500)]
Place = Annotated[str, msgspec.Meta(max_length=80)]


class TransferLineInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sku: Sku
    quantity: Some


class NewTransfer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`is_sent`: the goods leave at once; otherwise it is a draft."""

    from_location_id: Place
    to_location_id: Place
    lines: Annotated[list[TransferLineInput], msgspec.Meta(min_length=1, max_length=500)]
    note: Text = ""
    is_sent: bool = False


class ReceivedLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many arrived; the rest is lost."""

    sku: Sku
    received: Amount


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lines that are not named arrived whole."""

    lines: Annotated[list[ReceivedLine], msgspec.Meta(max_length=500)] = []


class TransferLine(msgspec.Struct, frozen=True):
    """`on_hand` is what lies at the place it leaves from, or left from, now."""

    sku: str
    title: str
    unit: str
    scale: int
    quantity: int
    received: int | None
    on_hand: int


class TransferRow(msgspec.Struct, frozen=True):
    id: str
    number: int
    from_location_id: str
    from_location: str
    to_location_id: str
    to_location: str
    status: str
    note: str
    lines: int
    created_by: str
    created_at: datetime
    sent_at: datetime | None
    closed_at: datetime | None
    version: int


class Transfer(msgspec.Struct, frozen=True):
    transfer: TransferRow
    lines: list[TransferLine]


class NewCountSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is on it: everything that the location holds (`all`), what is low there, a category with all below it, or
    these SKUs. `is_blind`: whoever counts is not shown what the books say."""

    location_id: Place
    name: Annotated[str, msgspec.Meta(max_length=120)] = ""
    scope: Literal["all", "low", "category", "skus"] = "all"
    category_id: Place = ""
    skus: Annotated[list[Sku], msgspec.Meta(max_length=2_000)] = []
    is_blind: bool = False


class CountedLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`counted` None takes the count back."""

    sku: Sku
    counted: Amount | None


class Counted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lines: Annotated[list[CountedLine], msgspec.Meta(min_length=1, max_length=500)]


class CountSheetRow(msgspec.Struct, frozen=True):
    """`counted` of `lines` are counted; `differing` of them differ from the books."""

    id: str
    number: int
    name: str
    location_id: str
    location: str
    is_blind: bool
    status: str
    lines: int
    counted: int
    differing: int
    created_by: str
    created_at: datetime
    closed_at: datetime | None
    version: int


class CountSheetLine(msgspec.Struct, frozen=True):
    """`on_hand`: what the books said when it was counted, or say now; None on a blind sheet that is open."""

    sku: str
    title: str
    unit: str
    scale: int
    on_hand: int | None
    counted: int | None
    counted_by: str


class CountSheet(msgspec.Struct, frozen=True):
    sheet: CountSheetRow
    lines: list[CountSheetLine]
