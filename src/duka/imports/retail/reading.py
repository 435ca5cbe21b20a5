"""The file's rows as invoices. Dates have no offset in it: they are the shop's own wall clock."""

import csv
import gzip
import hashlib
import io
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import msgspec

from duka.imports.errors import UnreadableFile, WrongColumns
from duka.imports.types import Problem

COLUMNS = (
    "invoiceno",
    "stockcode",
    "description",
    "quantity",
    "invoicedate",
    "unitprice",
    "customerid",
    "country",
)
ALIASES = {"invoice": "invoiceno", "price": "unitprice", "customer id": "customerid"}
"""As a second edition of the data set names them."""

MOST_UNITS = 10**9
_QUANTITY = re.compile(r"-?\d{1,10}")
_PRICE = re.compile(r"-?\d{1,10}(\.\d{1,10})?")
_CUSTOMER = re.compile(r"([\w-]{1,40}?)(?:\.0+)?")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2})")


class RetailLine(msgspec.Struct, frozen=True):
    """`row` counts the header as 1. `price` is as finely written as in the file."""

    row: int
    sku: str
    title: str
    quantity: int
    price: Decimal
    at: datetime

    @property
    def money(self) -> Decimal:
        return self.quantity * self.price

    @property
    def month(self) -> str:
        return f"{self.at:%Y-%m}"


class Invoice(msgspec.Struct):
    """`customer` is the shop's number of who bought, or empty; `row` is the first of its rows."""

    number: str
    row: int
    customer: str
    country: str
    lines: list[RetailLine]

    @property
    def at(self) -> datetime:
        return min(line.at for line in self.lines)


class RetailFile(msgspec.Struct, frozen=True):
    """Everything that could be read; `problems` are the rows that could not."""

    name: str
    checksum: bytes
    rows: int
    invoices: list[Invoice]
    problems: list[Problem]


def read(path: Path) -> RetailFile:
    """The whole file, gzip or not, UTF-8 or Windows-1252: an invoice's rows need not stand together. It is held in memory,
    about half a kilobyte a row. Refuses `UnreadableFile` and `WrongColumns`."""
    try:
        data = path.read_bytes()
        checksum = hashlib.sha256(data).digest()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
    except (OSError, EOFError) as error:
        raise UnreadableFile(why=str(error) or "it cannot be opened") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    invoices: dict[str, Invoice] = {}
    problems: list[Problem] = []
    rows = 1
    try:
        for rows, cells in _rows(text):
            try:
                _take(invoices, rows, cells)
            except ValueError as error:
                problems.append(Problem(rows, "", str(error)))
    except csv.Error as error:
        raise UnreadableFile(why=str(error)) from None
    return RetailFile(path.name, checksum, rows, list(invoices.values()), problems)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [name.strip().casefold() for name in next(reader, [])]
    names = [ALIASES.get(name, name) for name in header]
    if missing := [name for name in COLUMNS if name not in names]:
        raise WrongColumns(
            why=f"This is no file of the format online-retail: it lacks the column {missing[0]}."
        )
    places = [names.index(name) for name in COLUMNS]
    most = max(places)
    for number, cells in enumerate(reader, start=2):
        if len(cells) > most:
            yield number, [cells[place].strip().replace("\x00", "") for place in places]
        elif any(cell.strip() for cell in cells):
            yield number, []


def _take(invoices: dict[str, Invoice], row: int, cells: list[str]) -> None:
    if not cells:
        raise ValueError("it has fewer cells than the header")
    number, sku, title, quantity, date, price, customer, country = cells
    if not 0 < len(number) <= 40:
        raise ValueError("it has no invoice number")
    if not 0 < len(sku) <= 64:
        raise ValueError("it has no stock code")
    if not _QUANTITY.fullmatch(quantity) or abs(int(quantity)) > MOST_UNITS:
        raise ValueError(f"the quantity {quantity[:20]!r} is not a whole number")
    if not _PRICE.fullmatch(price):
        raise ValueError(f"the price {price[:20]!r} is not an amount")
    found = _CUSTOMER.fullmatch(customer)
    if customer and found is None:
        raise ValueError(f"the customer {customer[:20]!r} is not a number")
    line = RetailLine(row, sku, " ".join(title.split()), int(quantity), Decimal(price), _date(date))
    invoice = invoices.get(number)
    if invoice is None:
        invoice = invoices[number] = Invoice(number, row, "", country, [])
    invoice.customer = invoice.customer or (found[1] if customer and found else "")
    invoice.lines.append(line)


def _date(text: str) -> datetime:
    """`2010-12-01 08:26:00`, or `12/1/2010 8:26` with the month first."""
    try:
        if american := _AMERICAN.fullmatch(text):
            month, day, year, hour, minute = map(int, american.groups())
            return datetime(year, month, day, hour, minute)
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"the date {text[:30]!r} is not one") from None
    if found.tzinfo is not None:
        raise ValueError(f"the date {text[:30]!r} has an offset, and the others none")
    return found
