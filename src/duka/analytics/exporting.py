"""Figures as a file: a row for each figure, currency and step, and one for all of the period; and lists as CSV: all products
that were sold, all cohorts, all articles that were sold out. docs/analytics.md says what each column is.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from uuid import UUID

from duka.analytics import best_sellers, company
from duka.analytics.asking import Filters
from duka.analytics.definitions import BY_KEY, Unit
from duka.analytics.figures import Analysis
from duka.analytics.periods import Period
from duka.imports.cells import guarded
from duka.kernel.context import Context
from duka.kernel.money import exponent
from duka.kernel.work import Caller, Work

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEADER = ("figure", "name", "unit", "currency", "from", "value", "compared_value")
WHOLE = "all"
"""Stands in the column `from` for the period as a whole."""
PRODUCTS = (
    "product_id",
    "title",
    "currency",
    "orders",
    "quantity",
    "unit",
    "revenue",
    "compared_revenue",
)
COHORTS = ("first_order", "currency", "months_since", "customers", "percent", "orders", "revenue")
STOCKOUTS = (
    "sku",
    "title",
    "product_id",
    "location",
    "days",
    "times",
    "minutes",
    "compared_minutes",
    "is_out",
)
PAGE = 500
"""Products told at a time."""


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
    return _decimal(
        value, exponent(currency) if unit == "money" and currency else 4 if unit == "share" else 0
    )


def _decimal(value: int, digits: int) -> str:
    if not digits:
        return str(value)
    sign, whole = "-" if value < 0 else "", str(abs(value)).rjust(digits + 1, "0")
    return f"{sign}{whole[:-digits]}.{whole[-digits:]}"


def as_csv(found: Analysis) -> bytes:
    return _lines(chain([HEADER], rows(found))).encode("utf-8-sig")


def _lines(cells: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(cells)
    return out.getvalue()


def products(
    work: Work, caller: Caller, now: Period, before: Period | None, filters: Filters, size: int = PAGE
) -> Iterator[bytes]:
    """CSV in pieces: a heading, then every product that was sold, in each currency, by what it brought in. Ids are read at once,
    what is told of them `size` at a time, each in a transaction of its own. Forbidden comes with the first piece."""
    sold = work.perform(caller, lambda ctx: best_sellers.all_sold(ctx, now, filters))
    yield _lines([PRODUCTS]).encode("utf-8-sig")
    for first in range(0, len(sold), size):
        page = sold[first : first + size]
        found = work.perform(
            caller, partial(best_sellers.figures_of, sold=page, now=now, before=before, filters=filters)
        )
        yield _lines(
            (
                one.product_id,
                guarded(one.title),
                one.currency,
                str(one.orders),
                _decimal(one.quantity, one.scale),
                one.unit,
                _written(one.revenue_minor, "money", one.currency),
                _written(one.before_minor, "money", one.currency) if before else "",
            )
            for one in found
        ).encode()


def cohorts(ctx: Context, store: UUID | None = None, currency: str = "") -> bytes:
    """A row for each month since that of the first order, in each currency. Refuses Forbidden."""
    cells = (
        (
            cohort.month.isoformat()[:7],
            cohort.currency,
            str(month.number),
            str(month.customers),
            _written(month.share, "share", None),
            str(month.orders),
            _written(month.revenue_minor, "money", cohort.currency),
        )
        for cohort in company.all_cohorts(ctx, store, currency)
        for month in cohort.months
    )
    return _lines(chain([COHORTS], cells)).encode("utf-8-sig")


def stockouts(ctx: Context, now: Period, before: Period | None) -> bytes:
    """A row for each article at a location that was sold out in the period, the longest first. Refuses Forbidden."""
    cells = (
        (
            guarded(one.sku),
            guarded(one.title),
            one.product_id or "",
            guarded(one.location),
            str(one.days),
            str(one.times),
            str(one.minutes),
            str(one.before) if before else "",
            "yes" if one.is_out else "no",
        )
        for one in company.stockouts(ctx, now, before, limit=None).worst
    )
    return _lines(chain([STOCKOUTS], cells)).encode("utf-8-sig")


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
