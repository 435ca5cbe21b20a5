"""Spreadsheets in and out: the first sheet of a workbook as CSV, and rows as a workbook."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from duka.imports.errors import UnreadableFile

MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How XLSX (and ODS) and the older XLS begin."""
MOST_ROWS = 200_000
MOST_COLUMNS = 2_000


def is_workbook(data: bytes) -> bool:
    return data.startswith(MAGIC)


def as_csv(data: bytes) -> bytes:
    """The first sheet that holds something. Refuses `UnreadableFile`."""
    import python_calamine  # only who reads a workbook pays its memory

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height:
                break
        else:
            raise UnreadableFile(why="it has no sheet with anything on it")
        if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
            raise UnreadableFile(why=f"it has more than {MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns")
        out = io.StringIO(newline="")
        lines = csv.writer(out, lineterminator="\r\n")
        for row in sheet.iter_rows():
            lines.writerow([_text(cell) for cell in row])
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(why=f"this workbook is damaged or protected ({error})") from None
    return out.getvalue().encode()


def _text(cell: object) -> str:
    """A number as a person wrote it (`3`, not `3.0`), a date as ISO 8601 has it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.10f}".rstrip("0").rstrip(".")
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


class Writer:
    """Rows into a workbook of one sheet, row by row, holding none of them. `close` finishes the file."""

    def __init__(self, path: Path, name: str) -> None:
        import xlsxwriter  # 12 MiB that most processes never need

        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
        self._sheet = self._book.add_worksheet(name[:31])
        self._bold = self._book.add_format({"bold": True})
        self._row = 0

    def write(self, cells: Sequence[str]) -> None:
        """The first row is the header."""
        for place, text in enumerate(cells):
            self._sheet.write_string(self._row, place, text, self._bold if self._row == 0 else None)
        if self._row == 0:
            self._sheet.freeze_panes(1, 0)
        self._row += 1

    def close(self) -> None:
        self._book.close()
