"""Any figure over any period, step by step, beside another period: one statement, whatever is asked.

The statement reads sums of days only, so its cost is that of days, not of orders. Amounts of different currencies are never
added: a figure of money comes once for each.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, LiteralString

import msgspec

from duka.analytics import asking
from duka.analytics.asking import Filters
from duka.analytics.buckets import CLASSES, percentile
from duka.analytics.definitions import BY_KEY, Definition, Family, Unit
from duka.analytics.errors import FigureNotForProducts, UnknownFigure
from duka.analytics.periods import Comparison, Period, Step, compared, steps
from duka.kernel.context import Context

OF_PRODUCTS = ("revenue", "orders", "items", "gross", "discounts", "tax")
"""These are known of single products too; there `revenue` is without carriage."""


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
_TABLES: dict[Family, str] = {
    "sales": "sales_days",
    "products": "product_days",
    "funnel": "funnel_days",
    "parcels": "fulfillment_days",
    "returns": "return_days",
    "promotions": "promotion_days",
}
_CONDITIONS = {
    "store": asking.OF_STORES,
    "channel": asking.OF_CHANNEL,
    "currency": asking.OF_CURRENCY,
    "country": asking.OF_COUNTRY,
}


def _part(family: Family) -> str:
    known = _NARROWED[family]
    where = " and ".join(_CONDITIONS[name] for name in known if name in _CONDITIONS)
    where += " and {goods}" if family == "products" else ""
    currency = "d.currency" if "currency" in known else "''"
    return f"""
    select '{family}', p.past, greatest(date_trunc(%(by)s, d.day)::date, p.since), {currency},
           jsonb_build_object({_FIGURES[family]})
      from periods p join {_TABLES[family]} d on d.tenant_id = %(tenant)s and d.day between p.since and p.until
     where d.tenant_id = %(tenant)s and {where}
     group by 2, 3, 4"""


_PARTS: dict[Family, str] = {family: _part(family) for family in _TABLES}
Sums = dict[str, Any]


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
    days_before = steps(before, by) if before else []
    families = sorted({family for each in wanted for family in _families(each, filters)})
    goods = asking.of_goods(filters)
    parts = [_PARTS[family].replace("{goods}", goods) for family in families]
    text: LiteralString = f"""with {asking.PERIODS}
        select x.family, x.past, x.step, x.currency, x.sums,
               (select s.counted_at from analytics_states s where s.tenant_id = %(tenant)s) as counted_at
          from (select 'known', 0, %(since)s::date, '', '{{}}'::jsonb union all
                {" union all ".join(parts)}) x (family, past, step, currency, sums)"""
    rows = ctx.db.all(text, by=by, **asking.spans(period, before), **asking.params(ctx, filters))
    found: dict[tuple[str, int, str], dict[date, Sums]] = defaultdict(dict)
    busy: dict[str, int] = defaultdict(int)
    for row in rows:
        found[row.family, row.past, row.currency][row.step] = row.sums
        if row.family in ("sales", "products", "promotions"):
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
    if filters.is_of_products and key not in OF_PRODUCTS:
        raise FigureNotForProducts(figure=key, known=", ".join(OF_PRODUCTS))
    return BY_KEY[key]


def _families(each: Definition, filters: Filters) -> list[Family]:
    if filters.is_of_products:
        return ["products"]
    return [each.family, each.other] if each.other else [each.family]


def _series(
    each: Definition,
    currency: str | None,
    found: dict[tuple[str, int, str], dict[date, Sums]],
    days: list[date],
    days_before: list[date],
    filters: Filters,
    *,
    is_compared: bool,
) -> Series:
    families = _families(each, filters)

    def at(past: int, on: Iterable[date]) -> list[int | None]:
        """The figure of each of these steps, and of all of them at the end."""
        days = list(on)
        sums = []
        for family in families:
            of_family = [
                by_day for (name, when, code), by_day in found.items()
                if name == family and when == past and (currency is None or code in ("", currency))
            ]  # fmt: skip
            sums.append([[by_day[day] for by_day in of_family if day in by_day] for day in days])
        tops, bottoms = sums[0], sums[-1]
        return [
            *(value_of(each, top, bottom) for top, bottom in zip(tops, bottoms, strict=True)),
            value_of(each, [s for top in tops for s in top], [s for bottom in bottoms for s in bottom]),
        ]

    *values, value = at(0, days)
    *values_before, before = at(1, days_before)
    asked = {
        "store": filters.store,
        "channel": filters.channel,
        "currency": filters.currency,
        "country": filters.country,
    }
    return Series(
        figure=each.key,
        unit=each.unit,
        currency=currency,
        value=value,
        before=before if is_compared else None,
        points=[
            Point(day, values[n], values_before[n] if n < len(values_before) else None)
            for n, day in enumerate(days)
        ],
        ignores=[
            name for name, given in asked.items() if given and any(name not in _NARROWED[f] for f in families)
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
