"""Which format a file has, by the names of its columns, and how its rows become sheets."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import msgspec

from duka.imports import tabular
from duka.imports.errors import StoreNeeded, UnknownColumns
from duka.imports.readers import own, shopify
from duka.imports.tabular import Broken, TextFile
from duka.imports.types import Places, Problem, Settings, Sheet

KNOWN = shopify.NAMES.keys() | own.NAMES


class Source(msgspec.Struct, frozen=True):
    """A file that was looked at. `ignored` are the columns that hold something of which nothing is made;
    `last_row` is the last that can be read."""

    file: TextFile
    format: str
    ignored: list[str]
    last_row: int


def recognise(path: Path) -> Source:
    """Refuses `UnreadableFile` and `UnknownColumns`."""
    file = tabular.look_at(path, KNOWN)
    names = {name.casefold() for name in file.header}
    if names & {"handle", "url handle"}:
        return Source(file, "shopify", *_survey(file, shopify.ignored(file.header)))
    if names & {"slug", "sku"}:
        return Source(file, "duka", *_survey(file, []))
    raise UnknownColumns(found=", ".join(file.header[:6]) or "nothing")


def _survey(file: TextFile, columns: list[str]) -> tuple[list[str], int]:
    """Those of the columns that are not empty everywhere, and the last row."""
    places = [file.header.index(name) for name in columns]
    used: set[int] = set()
    last = 1
    with tabular.rows(file) as rows, suppress(Broken):
        for row in rows:
            last = row.number
            used |= {place for place in places if row.cells[place].strip()}
    return [file.header[place] for place in places if place in used], last


def sheets(source: Source, places: Places, settings: Settings, after: int = 0) -> Iterator[Sheet]:
    """Every product of the file whose first row comes after row `after`, one at a time.

    Rows of one product stand together, as both formats write them; a handle that comes back later is refused
    there, and so is an SKU. A file that breaks off ends with a sheet that holds nothing but the problem.
    Refuses `StoreNeeded` and `WrongColumns` before the first.
    """
    if source.format == "shopify" and places.store is None:
        raise StoreNeeded(example="--store TENANT/STORE")
    reader: own.Reader | shopify.Reader
    if source.format == "shopify":
        reader = shopify.Reader(source.file.header, places, settings)
    else:
        reader = own.Reader(source.file.header, places)
    return _sheets(source.file, reader, after)


def _sheets(file: TextFile, reader: "own.Reader | shopify.Reader", after: int) -> Iterator[Sheet]:
    handles: dict[str, int] = {}
    skus: dict[str, int] = {}
    with tabular.rows(file) as rows:
        try:
            for _, group in groupby(rows, key=lambda row: reader.key(row) or row.number):
                sheet = reader.read(list(group))
                _refuse_repeated(sheet, handles, skus)
                if sheet.row > after:
                    yield sheet
        except Broken as broken:
            row = broken.problem.row
            yield Sheet(row=row, last_row=row, problems=[broken.problem])


def _refuse_repeated(sheet: Sheet, handles: dict[str, int], skus: dict[str, int]) -> None:
    if sheet.slug:
        first = handles.setdefault(sheet.slug, sheet.row)
        if first != sheet.row:
            why = f"{sheet.slug} has rows from row {first} on already; put the rows of a product together"
            sheet.problems.append(Problem(sheet.row, "", why))
    for variant in sheet.variants:
        if variant.sku:
            first = skus.setdefault(variant.sku, variant.row)
            if first != variant.row:
                why = f"row {first} has the SKU {variant.sku} already; an SKU names one variant"
                sheet.problems.append(Problem(variant.row, "SKU", why))
