"""Translations as rows: CSV, and the first sheet of a workbook. The last column is the translation; its name says the
language."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from duka.imports import cells, tabular, workbook
from duka.imports.errors import UnreadableFile
from duka.languages.errors import FileUnreadable
from duka.languages.units import TranslatedFile, Unit

NEEDED = ("kind", "id", "text", "source")
TRANSLATION = "translation:"
KNOWN = frozenset({*NEEDED, "name", "state"})
LONGEST_CELL = 32_767
"""Of a workbook; longer texts go by XLIFF or CSV (Microsoft, Excel specifications and limits)."""


def header(locale: str) -> list[str]:
    return ["kind", "id", "name", "text", "state", "source", f"{TRANSLATION}{locale}"]


def cells_of(unit: Unit) -> list[str]:
    return [unit.kind, unit.id, unit.title, unit.field, unit.state, unit.source, unit.text]


def fits_workbook(unit: Unit) -> bool:
    return len(unit.source) <= LONGEST_CELL and len(unit.text) <= LONGEST_CELL


def read(data: bytes) -> TranslatedFile:
    """A CSV file or a workbook. Refuses `FileUnreadable`. Rows without a translation are left out."""
    is_guarded = not workbook.is_workbook(data)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "texts.csv"
            path.write_bytes(data if is_guarded else workbook.as_csv(data))
            file = tabular.look_at(path, KNOWN)
            return _read(file, is_guarded=is_guarded)
    except UnreadableFile as error:
        raise FileUnreadable(why=error.fields["why"]) from None
    except tabular.Broken as error:
        raise FileUnreadable(why=f"row {error.problem.row}: {error.problem.why}") from None


def _read(file: tabular.TextFile, *, is_guarded: bool) -> TranslatedFile:
    names = [name.casefold() for name in file.header]
    place = next((n for n, name in enumerate(names) if name.startswith(TRANSLATION)), None)
    missing = [name for name in NEEDED if name not in names]
    if missing or place is None:
        wanted = ", ".join([*missing, *([f"{TRANSLATION}fr"] if place is None else [])])
        raise FileUnreadable(why=f"it has no column {wanted}")
    clean = cells.unguarded if is_guarded else str
    units = []
    with tabular.rows(file) as rows:
        for row in rows:
            if row.why:
                raise FileUnreadable(why=f"row {row.number}: {row.why}")
            if row.cells[place].strip():
                units.append(_unit(names, [clean(cell) for cell in row.cells], place))
    return TranslatedFile(file.header[place][len(TRANSLATION) :].strip(), units)


def _unit(names: Sequence[str], row: Sequence[str], place: int) -> Unit:
    def cell(name: str) -> str:
        return row[names.index(name)] if name in names else ""

    return Unit(
        kind=cell("kind").strip(),
        id=cell("id").strip(),
        field=cell("text").strip(),
        title=cell("name"),
        source=cell("source"),
        text=row[place],
    )
