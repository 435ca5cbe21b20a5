"""Figures as a file: a row for each figure, currency and step, and one for all of the period."""

import csv
import io
from collections.abc import Iterator

from duka.analytics.definitions import BY_KEY, Unit
from duka.analytics.figures import Analysis
from duka.kernel.money import exponent

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEADER = ("figure", "name", "unit", "currency", "from", "value", "compared_value")
WHOLE = "all"
"""Stands in the column `from` for the period as a whole."""


def rows(found: Analysis) -> Iterator[tuple[str, ...]]:
    """Every cell as text: exact decimal numbers with a point."""
    for series in found.series:
        unit = "seconds" if series.unit == "time" else "percent" if series.unit == "share" else series.unit
        head = (series.figure, BY_KEY[series.figure].name["en"], unit, series.currency or "")

        def cells(value: int | None, unit: Unit = series.unit, currency: str | None = series.currency) -> str:
            return _written(value, unit, currency)

        for point in series.points:
            yield (*head, point.on.isoformat(), cells(point.value), cells(point.before))
        yield (*head, WHOLE, cells(series.value), cells(series.before))


def _written(value: int | None, unit: Unit, currency: str | None) -> str:
    """Amounts in major units, shares in per cent, all others as they are."""
    if value is None:
        return ""
    digits = exponent(currency) if unit == "money" and currency else 4 if unit == "share" else 0
    if not digits:
        return str(value)
    sign, whole = "-" if value < 0 else "", str(abs(value)).rjust(digits + 1, "0")
    return f"{sign}{whole[:-digits]}.{whole[-digits:]}"


def as_csv(found: Analysis) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(rows(found))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(found: Analysis) -> bytes:
    """Numbers are numbers, so that a spreadsheet can go on with them."""
    import xlsxwriter  # 12 MiB that most processes never need

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Figures")
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, HEADER, bold)
    sheet.freeze_panes(1, 0)
    for place, row in enumerate(rows(found), start=1):
        for column, cell in enumerate(row):
            if column >= 5 and cell:
                sheet.write_number(place, column, float(cell))  # a cell of a workbook has no other number
            elif cell:
                sheet.write_string(place, column, cell)
    book.close()
    return out.getvalue()
