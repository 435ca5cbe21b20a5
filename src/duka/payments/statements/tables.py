"""A file as a table: its encoding, its delimiter and its row of names are found, not asked.

The row of names is the first that has every column that a reader needs: providers put an address and a period above it. The
delimiter is the one under which there is such a row. Names are compared without case, accents and double spaces.
"""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from itertools import islice

import msgspec

from duka.payments.statements import amounts, times
from duka.payments.statements.errors import StatementRowWrong, StatementTooLarge, StatementUnreadable

DELIMITERS = (",", ";", "\t", "|")
PREAMBLE = 40
MOST_ROWS = 200_000
LONGEST = 200
Names = Mapping[str, tuple[str, ...]]
"""Fields of a reader, and under which names files have them, folded; the first that a file has is taken."""


class Line(msgspec.Struct, frozen=True):
    """One row. `number` is the spreadsheet's."""

    number: int
    cells: list[str]
    places: dict[str, int]
    titles: list[str]

    def text(self, field: str) -> str:
        """Empty when the file has no such column."""
        place = self.places.get(field)
        return self.cells[place].strip() if place is not None and place < len(self.cells) else ""

    def name(self, field: str) -> str:
        """An id: as written, without what no id has."""
        found = self.text(field)
        if len(found) > LONGEST or not found.isprintable():
            raise self.wrong(field, "this is no id.")
        return found

    def needed(self, field: str) -> str:
        found = self.name(field)
        if not found:
            raise self.wrong(field, "it is empty.")
        return found

    def currency(self, field: str, otherwise: str = "") -> str:
        try:
            return amounts.currency_of(self.text(field) or otherwise)
        except ValueError as error:
            raise self.wrong(field, str(error)) from None

    def money(self, field: str, currency: str) -> int:
        try:
            return amounts.minor(self.text(field), currency)
        except ValueError as error:
            raise self.wrong(field, str(error)) from None

    def at(self, day: str, time: str, order: times.Order | None, zone: tzinfo) -> datetime:
        try:
            return times.instant(self.text(day), self.text(time), order, zone)
        except ValueError as error:
            raise self.wrong(day, str(error)) from None

    def wrong(self, field: str, why: str) -> StatementRowWrong:
        place = self.places.get(field)
        return StatementRowWrong(
            row=self.number, column=self.titles[place] if place is not None else field, why=why
        )


class Table(msgspec.Struct, frozen=True):
    lines: list[Line]
    places: dict[str, int]

    def has(self, field: str) -> bool:
        return field in self.places

    def day_order(self, field: str, otherwise: times.Order | None) -> times.Order | None:
        return times.day_order((line.text(field) for line in self.lines), otherwise)


def fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("\ufeff", ""))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def read(data: bytes, provider: str, columns: Names, needed: tuple[tuple[str, ...], ...]) -> Table:
    """`needed`: of each group the file has one at least. Refuses `StatementUnreadable` and `StatementTooLarge`."""
    text = _decoded(data, provider)
    best: tuple[int, int, str, dict[str, int], list[str]] | None = None
    nearest: list[str] = []
    for delimiter in DELIMITERS:
        for number, row in enumerate(islice(_records(text, delimiter, provider), PREAMBLE)):
            places = _places(row, columns)
            if all(any(field in places for field in group) for group in needed):
                if best is None or len(places) > best[0]:
                    best = (len(places), number, delimiter, places, row)
                break
            if len(places) > len(_places(nearest, columns)):
                nearest = row
    if best is None:
        found = _places(nearest, columns)
        lacking = [group for group in needed if not any(field in found for field in group)]
        names = ", ".join(columns[group[0]][0] for group in lacking)
        raise StatementUnreadable(provider=provider, why=f"it lacks the columns {names}.")
    _, header, delimiter, places, titles = best
    lines: list[Line] = []
    for number, row in enumerate(_records(text, delimiter, provider), start=1):
        if number > header + 1 and any(cell.strip() for cell in row):
            if len(lines) == MOST_ROWS:
                raise StatementTooLarge()
            lines.append(Line(number, row, places, titles))
    return Table(lines, places)


def _places(row: list[str], columns: Names) -> dict[str, int]:
    folded: dict[str, int] = {}
    for place, title in enumerate(row):
        folded.setdefault(fold(title), place)
    found = {field: next((folded[n] for n in names if n in folded), -1) for field, names in columns.items()}
    return {field: place for field, place in found.items() if place >= 0}


def _records(text: str, delimiter: str, provider: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise StatementUnreadable(provider=provider, why="a quote is missing somewhere.") from None


def _decoded(data: bytes, provider: str) -> str:
    """Windows-1252 is what is neither marked nor UTF-8: every European spreadsheet saves so."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise StatementUnreadable(provider=provider, why="it is empty.")
        if "\x00" in text:
            break
        return text
    raise StatementUnreadable(provider=provider, why="it is not a CSV file. Download the statement as CSV.")
