"""Figures over any period beside another one: read only, of the stores that the caller may see, each currency by itself."""

from datetime import date
from itertools import chain
from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import Parameter
from litestar.response import Stream

from duka.analytics import best_sellers, company, exporting, tables
from duka.analytics import figures as measured
from duka.analytics.asking import READ, Filters
from duka.analytics.best_sellers import ProductFigures
from duka.analytics.company import Cohort, Stockouts
from duka.analytics.definitions import FIGURES, Unit
from duka.analytics.figures import Analysis
from duka.analytics.periods import Comparison, Period, Step, compared, period
from duka.analytics.tables import (
    Choices,
    Durations,
    PromotionFigures,
    ReasonFigures,
    SourceFigures,
)
from duka.api.call import Call, uuid
from duka.kernel.context import Context

TAGS = ["Admin: analytics"]
_Since = Annotated[date | None, Parameter(required=False, description="first day; thirty days by default")]
_Until = Annotated[date | None, Parameter(required=False, description="last day; today by default")]
_By = Annotated[Step, Parameter(required=False, description="the length of a step; weeks begin on Monday")]
_Compare = Annotated[Comparison, Parameter(required=False, description="the period to show beside it")]
_Id = Annotated[str | None, Parameter(max_length=60, required=False)]
_Channel = Annotated[str | None, Parameter(max_length=40, required=False)]
_Currency = Annotated[str | None, Parameter(pattern="^[A-Z]{3}$", required=False)]
_Country = Annotated[str | None, Parameter(pattern="^[A-Z]{2}$", required=False)]
_Limit = Annotated[int, Parameter(ge=1, le=100, required=False)]
_Figures = Annotated[
    str, Parameter(pattern="^[a-z_0-9,]{1,400}$", description="keys of definitions, with commas between")
]
MOST_FIGURES = 20


class FigureDefinition(msgspec.Struct, frozen=True):
    """`formula` in the names of the tables of sums. `is_better_high` null: neither is better."""

    key: str
    unit: Unit
    name: dict[str, str]
    words: dict[str, str]
    formula: str
    is_better_high: bool | None


DEFINITIONS = [
    FigureDefinition(each.key, each.unit, each.name, each.words, each.formula, each.is_better_high)
    for each in FIGURES
]


def _filters(
    store: str | None,
    channel: str | None = None,
    currency: str | None = None,
    country: str | None = None,
    product: str | None = None,
    category: str | None = None,
) -> Filters:
    return Filters(
        store=uuid("store", store) if store else None,
        channel=channel or "",
        currency=currency or "",
        country=country or "",
        product=uuid("prod", product) if product else None,
        category=uuid("cat", category) if category else None,
    )


def _periods(
    ctx: Context, since: date | None, until: date | None, compare: Comparison
) -> tuple[Period, Period | None]:
    now = period(since, until, ctx.now.date())
    return now, compared(now, compare)


@get("/analytics/definitions", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_figure_definitions(call: NamedDependency[Call]) -> list[FigureDefinition]:
    """What each figure is, in words and as a formula."""
    return DEFINITIONS


@get("/analytics/choices", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_analytics_choices(call: NamedDependency[Call], store_id: _Id = None) -> Choices:
    """The channels, currencies and countries that figures may be narrowed to."""
    store = uuid("store", store_id) if store_id else None
    return call.read(lambda ctx: tables.choices(ctx, store))


@get("/analytics/figures", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_figures(
    call: NamedDependency[Call],
    figures: _Figures,
    since: _Since = None,
    until: _Until = None,
    by: _By = "day",
    compare: _Compare = "none",
    store_id: _Id = None,
    channel: _Channel = None,
    currency: _Currency = None,
    country: _Country = None,
    product_id: _Id = None,
    category_id: _Id = None,
) -> Analysis:
    """Any figures, step by step and in all, beside those of another period."""
    filters = _filters(store_id, channel, currency, country, product_id, category_id)
    keys = list(dict.fromkeys(key for key in figures.split(",") if key))[:MOST_FIGURES]

    def ask(ctx: Context) -> Analysis:
        return measured.analyse(ctx, keys, period(since, until, ctx.now.date()), by, compare, filters)

    return call.read(ask)


@get("/analytics/products", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_top_products(
    call: NamedDependency[Call],
    since: _Since = None,
    until: _Until = None,
    compare: _Compare = "none",
    store_id: _Id = None,
    channel: _Channel = None,
    currency: _Currency = None,
    category_id: _Id = None,
    sort: Annotated[Literal["revenue", "orders"], Parameter(required=False)] = "revenue",
    limit: _Limit = 20,
) -> list[ProductFigures]:
    """What sold best, in one currency: the busiest, where none is asked for. That of a category is the one that most orders of
    its products are in."""
    filters = _filters(store_id, channel, currency, category=category_id)
    return call.read(
        lambda ctx: best_sellers.top_products(
            ctx, *_periods(ctx, since, until, compare), filters, limit, sort
        )
    )


@get("/analytics/promotions", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_promotion_figures(
    call: NamedDependency[Call],
    since: _Since = None,
    until: _Until = None,
    compare: _Compare = "none",
    store_id: _Id = None,
    channel: _Channel = None,
    currency: _Currency = None,
    limit: _Limit = 20,
) -> list[PromotionFigures]:
    """What promotions took off, and what the orders that used them brought in; in one currency."""
    filters = _filters(store_id, channel, currency)
    return call.read(
        lambda ctx: tables.promotions(ctx, *_periods(ctx, since, until, compare), filters, limit)
    )


@get("/analytics/returns", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_return_reasons(
    call: NamedDependency[Call],
    since: _Since = None,
    until: _Until = None,
    compare: _Compare = "none",
    store_id: _Id = None,
    channel: _Channel = None,
    currency: _Currency = None,
) -> list[ReasonFigures]:
    """Why goods came back."""
    filters = _filters(store_id, channel, currency)
    return call.read(lambda ctx: tables.return_reasons(ctx, *_periods(ctx, since, until, compare), filters))


@get("/analytics/sources", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_visit_sources(
    call: NamedDependency[Call],
    since: _Since = None,
    until: _Until = None,
    compare: _Compare = "none",
    store_id: _Id = None,
    limit: _Limit = 20,
) -> list[SourceFigures]:
    """Where visits came from, and how far they got."""
    filters = _filters(store_id)
    return call.read(lambda ctx: tables.sources(ctx, *_periods(ctx, since, until, compare), filters, limit))


@get("/analytics/durations", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_fulfillment_times(
    call: NamedDependency[Call],
    since: _Since = None,
    until: _Until = None,
    store_id: _Id = None,
    channel: _Channel = None,
) -> list[Durations]:
    """How long it took until parcels left and arrived: mean, median, nine of ten, and classes."""
    filters = _filters(store_id, channel)
    return call.read(lambda ctx: tables.durations(ctx, period(since, until, ctx.now.date()), filters))


@get("/analytics/cohorts", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_cohorts(
    call: NamedDependency[Call],
    store_id: _Id = None,
    currency: _Currency = None,
    months: Annotated[int, Parameter(ge=1, le=24, required=False)] = 12,
) -> list[Cohort]:
    """Customers by the month of their first order, and how many bought again in each month after it."""
    store = uuid("store", store_id) if store_id else None
    return call.read(lambda ctx: company.cohorts(ctx, store, currency or "", months))


@get("/analytics/stockouts", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_stockouts(
    call: NamedDependency[Call],
    since: _Since = None,
    until: _Until = None,
    compare: _Compare = "none",
    limit: _Limit = 20,
) -> Stockouts:
    """Articles that were sold out in the period, the longest first."""
    return call.read(lambda ctx: company.stockouts(ctx, *_periods(ctx, since, until, compare), limit))


@get("/analytics/export", permission=READ, sync_to_thread=True, tags=TAGS, media_type="text/csv")
def admin_export_figures(
    call: NamedDependency[Call],
    figures: _Figures,
    since: _Since = None,
    until: _Until = None,
    by: _By = "day",
    compare: _Compare = "none",
    store_id: _Id = None,
    channel: _Channel = None,
    currency: _Currency = None,
    country: _Country = None,
    product_id: _Id = None,
    category_id: _Id = None,
    format: Annotated[Literal["csv", "xlsx"], Parameter(required=False)] = "csv",
) -> Response[Any]:
    """The same figures as a file: a row for each figure, currency and step. Amounts in major units, shares in per cent."""
    filters = _filters(store_id, channel, currency, country, product_id, category_id)
    keys = list(dict.fromkeys(key for key in figures.split(",") if key))[:MOST_FIGURES]

    def ask(ctx: Context) -> Analysis:
        return measured.analyse(ctx, keys, period(since, until, ctx.now.date()), by, compare, filters)

    found = call.read(ask)
    return Response(
        exporting.as_csv(found) if format == "csv" else exporting.as_xlsx(found),
        media_type=exporting.MEDIA_TYPES[format],
        headers=_saved_as(f"figures-{found.since}-{found.until}.{format}"),
    )


def _saved_as(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"}


@get("/analytics/products/export.csv", permission=READ, sync_to_thread=True, tags=TAGS, media_type="text/csv")
def admin_export_products_sold(
    call: NamedDependency[Call],
    since: _Since = None,
    until: _Until = None,
    compare: _Compare = "none",
    store_id: _Id = None,
    channel: _Channel = None,
    currency: _Currency = None,
    category_id: _Id = None,
) -> Stream:
    """Every product that was sold in the period, in each currency, the best seller first, as CSV."""
    filters = _filters(store_id, channel, currency, category=category_id)
    now = period(since, until, call.services.work.clock().date())
    pieces = exporting.products(call.services.work, call.caller, now, compared(now, compare), filters)
    first = next(pieces)
    return Stream(
        chain([first], pieces),
        media_type=exporting.MEDIA_TYPES["csv"],
        headers=_saved_as(f"products-{now.since}-{now.until}.csv"),
    )


@get("/analytics/cohorts/export.csv", permission=READ, sync_to_thread=True, tags=TAGS, media_type="text/csv")
def admin_export_cohorts(
    call: NamedDependency[Call], store_id: _Id = None, currency: _Currency = None
) -> Response[Any]:
    """Customers by the month of their first order and what they bought in each month since, in each currency, as CSV."""
    store = uuid("store", store_id) if store_id else None
    return Response(
        call.read(lambda ctx: exporting.cohorts(ctx, store, currency or "")),
        media_type=exporting.MEDIA_TYPES["csv"],
        headers=_saved_as("cohorts.csv"),
    )


@get(
    "/analytics/stockouts/export.csv", permission=READ, sync_to_thread=True, tags=TAGS, media_type="text/csv"
)
def admin_export_stockouts(
    call: NamedDependency[Call],
    since: _Since = None,
    until: _Until = None,
    compare: _Compare = "none",
) -> Response[Any]:
    """Every article at a location that was sold out in the period, the longest first, as CSV."""
    now = period(since, until, call.services.work.clock().date())
    return Response(
        call.read(lambda ctx: exporting.stockouts(ctx, now, compared(now, compare))),
        media_type=exporting.MEDIA_TYPES["csv"],
        headers=_saved_as(f"stockouts-{now.since}-{now.until}.csv"),
    )


HANDLERS = [
    admin_list_figure_definitions,
    admin_get_analytics_choices,
    admin_get_figures,
    admin_list_top_products,
    admin_list_promotion_figures,
    admin_list_return_reasons,
    admin_list_visit_sources,
    admin_get_fulfillment_times,
    admin_list_cohorts,
    admin_get_stockouts,
    admin_export_figures,
    admin_export_products_sold,
    admin_export_cohorts,
    admin_export_stockouts,
]
