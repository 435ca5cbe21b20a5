"""Any figure over any period, step by step, beside another period: one statement, whatever is asked.

The statement reads sums of days only, so its cost is that of days, not of orders. Amounts of different currencies are never
added: a figure of money comes once for each. A filter that a figure does not know narrows nothing that it is divided by either.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, LiteralString, NamedTuple

import msgspec

from duka.analytics import asking
from duka.analytics.asking import Filters
from duka.analytics.buckets import CLASSES, percentile
from duka.analytics.definitions import BY_KEY, SOURCES, Definition, Family, Unit
from duka.analytics.errors import FigureNotForProducts, UnknownFigure
from duka.analytics.periods import Comparison, Period, Step, compared, steps, steps_compared
from duka.kernel.context import Context

OF_CATEGORIES = ("revenue", "items", "gross", "discounts", "tax")
"""These are known of products too; there `revenue` is without carriage."""
OF_PRODUCTS = (*OF_CATEGORIES, "orders")
"""Of a single product its orders too; those of several have some in common."""


class Point(msgspec.Struct, frozen=True):
    """A step: `on` is its first day. Null where there is nothing to divide by."""

    on: date
    value: int | None
    before: int | None


class Series(msgspec.Struct, frozen=True):
    """One figure; of money, in one currency. `before`: in the period that it is compared with. `ignores`: filters that were asked
    for and that this figure does not know."""

    figure: str
    unit: Unit
    currency: str | None
    value: int | None
    before: int | None
    points: list[Point]
    ignores: list[str]


class Analysis(msgspec.Struct, frozen=True):
    """`currencies`: those that were sold in, the busiest first. `counted_at`: when figures were last counted."""

    since: date
    until: date
    by: Step
    compared_since: date | None
    compared_until: date | None
    currencies: list[str]
    counted_at: datetime | None
    series: list[Series]


_NARROWED: dict[Family, tuple[str, ...]] = {
    "sales": ("store", "channel", "currency", "country"),
    "products": ("store", "channel", "currency", "product", "category"),
    "funnel": ("store",),
    "parcels": ("store", "channel"),
    "returns": ("store", "channel", "currency"),
    "promotions": ("store", "channel", "currency"),
}


def _sum(columns: str) -> str:
    return ", ".join(f"'{column}', sum(d.{column})" for column in columns.split())


def classes(column: str) -> str:
    return f"'{column}', array[{', '.join(f'sum(d.{column}[{n}])' for n in range(1, CLASSES + 1))}]"


_FIGURES: dict[Family, str] = {
    "sales": _sum(
        "orders items gross_minor discount_minor shipping_minor tax_minor total_minor refund_minor first_orders"
        " repeat_orders cancelled disputes payments payments_failed"
    ),
    "products": _sum("orders items gross_minor discount_minor tax_minor total_minor"),
    "funnel": _sum("visits page_views product_visits cart_visits checkout_visits order_visits"),
    "parcels": _sum("shipped ship_seconds delivered deliver_seconds")
    + f", {classes('ship_buckets')}, {classes('deliver_buckets')}",
    "returns": _sum("returns items settled_minor"),
    "promotions": _sum("orders discount_minor total_minor"),
}
_CONDITIONS = {
    "store": asking.OF_STORES,
    "channel": asking.OF_CHANNEL,
    "currency": asking.OF_CURRENCY,
    "country": asking.OF_COUNTRY,
}


Sums = dict[str, Any]
Found = dict[tuple["Part", int, str], dict[int, Sums]]
"""By part, past (1: of the period compared with) and currency: the sums of each step, by its number from 1 on."""


class Part(NamedTuple):
    """Sums that are read: of which family, and which filters they are narrowed by."""

    family: Family
    known: tuple[str, ...]

    def statement(self, number: int, goods: str) -> str:
        """Its rows, with its number among the parts that are read together. A step is told by its number from 1 on."""
        where = " and ".join(_CONDITIONS[name] for name in self.known if name in _CONDITIONS)
        where += f" and {goods}" if self.family == "products" else ""
        currency = "d.currency" if "currency" in _NARROWED[self.family] else "''"
        return f"""
    select {number}, p.past,
           width_bucket(d.day, case p.past when 0 then %(steps)s::date[] else %(steps_before)s::date[] end), {currency},
           jsonb_build_object({_FIGURES[self.family]})
      from periods p join {SOURCES[self.family]} d on d.tenant_id = %(tenant)s and d.day between p.since and p.until
     where d.tenant_id = %(tenant)s and {where}
     group by 2, 3, 4"""


def analyse(
    ctx: Context,
    figures: Sequence[str],
    period: Period,
    by: Step = "day",
    comparison: Comparison = "none",
    filters: Filters | None = None,
) -> Analysis:
    """Refuses `UnknownFigure`, `FigureNotForProducts`, `PeriodInvalid`, Forbidden. Two statements, with the one that sets the
    tenant."""
    filters = filters or Filters()
    wanted = [_definition(key, filters) for key in figures]
    before = compared(period, comparison)
    days = steps(period, by)
    days_before = steps_compared(period, comparison, days)
    parts = sorted({part for each in wanted for part in _parts(each, filters)})
    goods = asking.of_goods(filters)
    read = " union all ".join(part.statement(number, goods) for number, part in enumerate(parts))
    text: LiteralString = f"""with {asking.PERIODS}
        select x.part, x.past, x.step, x.currency, x.sums,
               (select s.counted_at from analytics_states s where s.tenant_id = %(tenant)s) as counted_at
          from (select -1, 0, 0, '', '{{}}'::jsonb union all {read}) x (part, past, step, currency, sums)"""
    rows = ctx.db.all(
        text,
        steps=days,
        steps_before=[day for day in days_before if day],
        **asking.spans(period, before),
        **asking.params(ctx, filters),
    )
    found: Found = defaultdict(dict)
    busy: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.part < 0:
            continue
        part = parts[row.part]
        found[part, row.past, row.currency][row.step] = row.sums
        if part.family in ("sales", "products", "promotions") and part.known == _NARROWED[part.family]:
            busy[row.currency] += row.sums["orders"]
    currencies = sorted(busy, key=lambda code: (-busy[code], code))
    return Analysis(
        since=period.since,
        until=period.until,
        by=by,
        compared_since=before.since if before else None,
        compared_until=before.until if before else None,
        currencies=currencies,
        counted_at=next((row.counted_at for row in rows), None),
        series=[
            _series(each, currency, found, days, days_before, filters, is_compared=before is not None)
            for each in wanted
            for currency in (currencies if each.unit == "money" else [None])
        ],
    )


def _definition(key: str, filters: Filters) -> Definition:
    if key not in BY_KEY:
        raise UnknownFigure(figure=key)
    known = OF_PRODUCTS if filters.product else OF_CATEGORIES
    if filters.is_of_products and key not in known:
        raise FigureNotForProducts(figure=key, known=", ".join(known))
    return BY_KEY[key]


def _parts(each: Definition, filters: Filters) -> list[Part]:
    """What it is made of, and at the end what it is divided by."""
    if filters.is_of_products:
        return [Part("products", _NARROWED["products"])]
    known = _NARROWED[each.family]
    if not each.other:
        return [Part(each.family, known)]
    asked = _asked(filters)
    divisor = tuple(name for name in _NARROWED[each.other] if name in known or not asked[name])
    return [Part(each.family, known), Part(each.other, divisor)]


def _asked(filters: Filters) -> dict[str, Any]:
    return {
        "store": filters.store,
        "channel": filters.channel,
        "currency": filters.currency,
        "country": filters.country,
    }


def _series(
    each: Definition,
    currency: str | None,
    found: Found,
    days: list[date],
    days_before: list[date | None],
    filters: Filters,
    *,
    is_compared: bool,
) -> Series:
    parts = _parts(each, filters)

    def at(past: int, count: int) -> list[int | None]:
        """The figure of each of so many steps, and of all of them at the end."""
        sums = []
        for part in parts:
            of_part = [
                by_step for (one, when, code), by_step in found.items()
                if one == part and when == past and (currency is None or code in ("", currency))
            ]  # fmt: skip
            sums.append([[by_step[n] for by_step in of_part if n in by_step] for n in range(1, count + 1)])
        tops, bottoms = sums[0], sums[-1]
        return [
            *(value_of(each, top, bottom) for top, bottom in zip(tops, bottoms, strict=True)),
            value_of(each, [s for top in tops for s in top], [s for bottom in bottoms for s in bottom]),
        ]

    *values, value = at(0, len(days))
    *counted_before, before = at(1, sum(day is not None for day in days_before))
    there_before = iter(counted_before)
    values_before = [None if day is None else next(there_before) for day in days_before or [None] * len(days)]
    return Series(
        figure=each.key,
        unit=each.unit,
        currency=currency,
        value=value,
        before=before if is_compared else None,
        points=[Point(*point) for point in zip(days, values, values_before, strict=True)],
        ignores=[
            name
            for name, given in _asked(filters).items()
            if given and any(name not in p.known for p in parts)
        ],
    )


def value_of(each: Definition, sums: Sequence[Sums], divided_by: Sequence[Sums]) -> int | None:
    """The figure from sums of days: added up, divided (half up), or a percentile of classes."""
    if each.percent:
        counts = [sum(column) for column in zip(*(one[each.parts[0]] for one in sums), strict=True)]
        return percentile(counts, each.percent)
    total = sum(
        -int(one[part[1:]]) if part.startswith("-") else int(one[part]) for one in sums for part in each.parts
    )
    if not each.per:
        return total
    count = sum(int(one[each.per]) for one in divided_by)
    if not count:
        return None
    times = 1_000_000 if each.unit == "share" else 1
    return (2 * total * times + count) // (2 * count)
