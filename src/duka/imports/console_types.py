"""Files that staff import in the console."""

from datetime import datetime
from typing import Literal

import msgspec

Kind = Literal["products", "stock", "customers", "orders", "list_prices"]


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to import products; the other kinds have no options. `is_dry`: do everything and take it back."""

    is_dry: bool = False
    keeps_stock: bool = False
    makes_categories: bool = False
    fetches_images: bool = True


class SeenColumn(msgspec.Struct, frozen=True):
    name: str
    is_used: bool


class RowProblem(msgspec.Struct, frozen=True):
    """Why a row was refused, or (`is_refused` false) what was left out of it."""

    row: int
    key: str
    column: str
    why: str
    is_refused: bool


class Preview(msgspec.Struct, frozen=True):
    """What a file holds: its columns, and its first rows under them."""

    format: str
    columns: list[SeenColumn]
    rows: list[list[str]]
    problems: list[RowProblem]


class ImportFile(msgspec.Struct, frozen=True):
    """`status`: ready (uploaded, not begun), waiting (for a worker), running, finished, stopped (may go on) or failed
    (`why`). `last_row` of `total_rows` is done."""

    id: str
    kind: Kind
    file_name: str
    store: str
    status: str
    is_dry: bool
    total_rows: int
    last_row: int
    created: int
    updated: int
    unchanged: int
    refused: int
    why: str
    asked_by: str
    created_at: datetime
    started_at: datetime | None
    closed_at: datetime | None


class Uploaded(msgspec.Struct, frozen=True):
    file: ImportFile
    preview: Preview


class ColumnHelp(msgspec.Struct, frozen=True):
    name: str
    what: str
    is_needed: bool
