"""Any figure over any period: sums of days, divided and compared; one currency at a time; for those who may see them."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import make
from tests.analytics import days
from tests.analytics.test_counting import sell
from tests.conftest import Clock
from tests.people import Shop
from tests.support.callers import limited, person

from duka.analytics import best_sellers, company, exporting, marking
from duka.analytics import figures as measured
from duka.analytics.asking import Filters
from duka.analytics.buckets import BOUNDS, percentile
from duka.analytics.definitions import FIGURES
from duka.analytics.errors import FigureNotForProducts, PeriodInvalid, UnknownFigure
from duka.analytics.figures import Analysis
from duka.analytics.periods import Period, compared, period, steps
from duka.kernel import ids
from duka.kernel.context import Actor, Context, Grant
from duka.kernel.errors import Forbidden
from duka.kernel.work import Caller, Work

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock.now = NOON


def ask(work: Work, caller: Caller, figures: str, of: Period = NOVEMBER, **more: Any) -> Analysis:
    days.count(work, caller)
    found = work.perform(caller, lambda ctx: measured.analyse(ctx, figures.split(), of, **more))
    assert work.last_statements <= 2
    return found


def one(found: Analysis, figure: str, currency: str | None = None) -> tuple[int | None, int | None]:
    (series,) = [s for s in found.series if s.figure == figure and s.currency == currency]
    return series.value, series.before


def test_two_months_beside_each_other(work: Work, shop: Shop) -> None:
    sell(work, shop, "1", NOON - timedelta(days=40), 500)  # 12 October
    sell(work, shop, "2", NOON - timedelta(days=12), 700)
    sell(work, shop, "3", NOON - timedelta(days=12), 600)
    found = ask(work, shop.caller, "revenue orders average_order", by="month", comparison="previous_period")
    assert (found.compared_since, found.compared_until) == (date(2026, 10, 1), date(2026, 10, 31))
    assert one(found, "revenue", "EUR") == (1300, 500)
    assert one(found, "orders") == (2, 1)
    assert one(found, "average_order", "EUR") == (650, 500)
    (revenue, *_) = found.series
    assert [(p.on, p.value, p.before) for p in revenue.points] == [(date(2026, 11, 1), 1300, 500)]


def test_steps_add_up_to_the_whole(work: Work, shop: Shop) -> None:
    for n in range(10):
        sell(work, shop, str(n), NOON - timedelta(days=2 * n), 100 + n)
    for by in ("day", "week", "month"):
        found = ask(work, shop.caller, "revenue orders", by=by)
        for series in found.series:
            assert sum(point.value or 0 for point in series.points) == series.value
        assert one(found, "revenue", "EUR")[0] == sum(100 + n for n in range(10))


def test_currencies_are_never_added(work: Work, shop: Shop) -> None:
    sell(work, shop, "1", NOON, 500)
    sell(work, shop, "2", NOON, 900, currency="XOF")
    sell(work, shop, "3", NOON, 900, currency="XOF")
    found = ask(work, shop.caller, "revenue orders")
    assert found.currencies == ["XOF", "EUR"]
    assert one(found, "revenue", "EUR")[0] == 500
    assert one(found, "revenue", "XOF")[0] == 1800
    assert one(found, "orders")[0] == 3
    narrowed = ask(work, shop.caller, "revenue orders", filters=Filters(currency="EUR"))
    assert (narrowed.currencies, one(narrowed, "orders")[0]) == (["EUR"], 1)


def test_nothing_to_divide_by_is_no_figure(work: Work, shop: Shop) -> None:
    found = ask(
        work, shop.caller, "average_order conversion return_rate time_to_ship time_to_ship_median orders"
    )
    assert one(found, "conversion") == one(found, "return_rate") == one(found, "time_to_ship") == (None, None)
    assert one(found, "time_to_ship_median") == (None, None)
    assert one(found, "orders") == (0, None)
    assert found.currencies == []


def test_filters(work: Work, shop: Shop) -> None:
    branch = make.store(work, shop.tenant)
    sell(work, shop, "1", NOON, 500)
    sell(work, shop, "2", NOON, 600, sales_channel="staff", store_id=branch)
    assert one(ask(work, shop.caller, "orders", filters=Filters(channel="staff")), "orders")[0] == 1
    assert one(ask(work, shop.caller, "orders", filters=Filters(store=branch)), "orders")[0] == 1
    assert one(ask(work, shop.caller, "orders", filters=Filters(country="FR")), "orders")[0] == 0
    found = ask(work, shop.caller, "visits orders", filters=Filters(channel="staff"))
    assert {s.figure: s.ignores for s in found.series} == {"visits": ["channel"], "orders": []}


def test_returns_of_all_countries_are_not_divided_by_the_orders_of_one(work: Work, shop: Shop) -> None:
    first = sell(work, shop, "1", NOON)
    abroad = sell(work, shop, "2", NOON, shipping_address='{"country": "FR"}')
    for placed in (first, abroad):
        taken_back(work, shop, placed)
    for country in ("", "SN", "FR", "DE"):
        found = ask(work, shop.caller, "return_rate orders revenue", filters=Filters(country=country))
        assert one(found, "return_rate")[0] == 1_000_000
        assert one(found, "orders")[0] == {"": 2, "DE": 0}.get(country, 1)
        rate = found.series[0]
        assert rate.ignores == (["country"] if country else [])
    narrowed = ask(work, shop.caller, "return_rate", filters=Filters(channel="storefront"))
    assert (one(narrowed, "return_rate")[0], narrowed.series[0].ignores) == (1_000_000, [])


def taken_back(work: Work, shop: Shop, order_id: UUID) -> None:
    def act(ctx: Context) -> None:
        ctx.db.run(
            """insert into returns (tenant_id, id, order_id, store_id, position, number, kind, outcome, policy, by_customer,
                   currency, requested_at, updated_at)
               values (%(tenant)s, %(id)s, %(order)s, %(store)s, 1, %(id)s::text, 'return', 'refund', '{}', true, 'EUR',
                       %(now)s, %(now)s)""",
            id=ids.new_id(),
            order=order_id,
            store=shop.store,
            now=NOON,
        )
        marking.mark_order(ctx, order_id)

    work.perform(shop.caller, act)


def test_orders_of_a_category_are_not_those_of_its_products_together(work: Work, shop: Shop) -> None:
    category, tea, rice = ids.new_id(), ids.new_id(), ids.new_id()
    placed = sell(work, shop, "1", NOON, 500)
    for product in (tea, rice):
        _line(work, shop, placed, product, 250)
    for figure in ("orders", "average_order"):
        with pytest.raises(FigureNotForProducts) as refused:
            ask(work, shop.caller, figure, filters=Filters(category=category))
        assert "orders" not in str(refused.value.fields["known"])
    assert one(ask(work, shop.caller, "orders", filters=Filters(product=tea)), "orders")[0] == 1


def test_single_products_and_what_is_not_known_of_them(work: Work, shop: Shop) -> None:
    placed, product = sell(work, shop, "1", NOON, 500), ids.new_id()
    _line(work, shop, placed, product, 300)
    _line(work, shop, placed, ids.new_id(), 200)
    found = ask(work, shop.caller, "revenue orders items", filters=Filters(product=product))
    assert (one(found, "revenue", "EUR")[0], one(found, "orders")[0], one(found, "items")[0]) == (300, 1, 2)
    with pytest.raises(FigureNotForProducts):
        ask(work, shop.caller, "refunds", filters=Filters(product=product))
    (best, _) = work.perform(
        shop.caller, lambda ctx: best_sellers.top_products(ctx, NOVEMBER, None, Filters())
    )
    assert work.last_statements <= 2
    assert (best.product_id, best.revenue_minor, best.quantity) == (ids.public("prod", product), 300, 2)


def _line(work: Work, shop: Shop, order_id: UUID, product: UUID, minor: int) -> None:
    def act(ctx: Context) -> None:
        ctx.db.run(
            """insert into order_lines (tenant_id, id, order_id, position, product_id, variant_id, stock_item_id, sku,
                   title, quantity, unit, scale, pricing_mode, unit_price_minor, subtotal_minor, net_minor, tax_minor,
                   total_minor, tax_class)
               values (%(tenant)s, %(id)s, %(order)s, (select count(*) from order_lines l
                   where l.tenant_id = %(tenant)s and l.order_id = %(order)s), %(product)s, %(product)s, %(product)s,
                   'SKU', 'Tea', 2, 'C62', 0, 'fixed', %(minor)s, %(minor)s, %(minor)s, 0, %(minor)s, 'standard')""",
            id=ids.new_id(),
            order=order_id,
            product=product,
            minor=minor,
        )

    work.perform(shop.caller, act)


def test_who_sees_one_store_gets_its_figures_only(work: Work, shop: Shop) -> None:
    branch = make.store(work, shop.tenant)
    sell(work, shop, "1", NOON, 500)
    sell(work, shop, "2", NOON, 600, store_id=branch)
    bob = limited(shop, branch)
    assert one(ask(work, bob, "revenue"), "revenue", "EUR")[0] == 600
    with pytest.raises(Forbidden):
        ask(work, bob, "revenue", filters=Filters(store=shop.store))
    with pytest.raises(Forbidden):
        work.perform(bob, lambda ctx: company.cohorts(ctx))
    place = Grant(shop.caller.permissions, locations=frozenset({ids.new_id()}))
    packer = Caller(
        shop.tenant.id, Actor("staff", ids.new_id(), "P"), shop.caller.permissions, grants=(place,)
    )
    with pytest.raises(Forbidden):
        ask(work, packer, "revenue")
    with pytest.raises(Forbidden):
        ask(work, make.caller(shop.tenant, None, "orders:read"), "revenue")


def test_refusals(work: Work, shop: Shop) -> None:
    with pytest.raises(UnknownFigure):
        ask(work, shop.caller, "luck")
    with pytest.raises(PeriodInvalid):
        ask(work, shop.caller, "orders", Period(date(2020, 1, 1), date(2026, 1, 1)))
    with pytest.raises(PeriodInvalid):
        period(date(2026, 2, 1), date(2026, 1, 1), date(2026, 2, 2))


def test_a_strangers_orders_are_not_counted(work: Work, shop: Shop, other_shop: Shop) -> None:
    sell(work, other_shop, "1", NOON, 500)
    days.count(work, other_shop.caller)
    assert one(ask(work, shop.caller, "orders"), "orders")[0] == 0


def test_cohorts(work: Work, shop: Shop) -> None:
    from duka.analytics import cohorts

    awa, ben = person(work, shop, "Awa"), person(work, shop, "Ben")
    sell(work, shop, "1", NOON - timedelta(days=70), 100, customer=awa)  # September
    sell(work, shop, "2", NOON - timedelta(days=70), 100, customer=ben)
    sell(work, shop, "3", NOON, 300, customer=awa)
    days.count(work, shop.caller)
    work.perform(Caller(shop.tenant.id), cohorts.recount)
    (september,) = work.perform(shop.caller, lambda ctx: company.cohorts(ctx))
    assert (september.month, september.customers) == (date(2026, 9, 1), 2)
    assert [(m.number, m.customers, m.share, m.revenue_minor) for m in september.months] == [
        (0, 2, 1_000_000, 200),
        (2, 1, 500_000, 300),
    ]
    assert work.perform(shop.caller, lambda ctx: company.cohorts(ctx, shop.store)) == [september]


def test_a_file_says_the_same(work: Work, shop: Shop) -> None:
    sell(work, shop, "1", NOON, 12345)
    found = ask(work, shop.caller, "revenue orders conversion", by="month")
    rows = list(csv.reader(io.StringIO(exporting.as_csv(found).decode("utf-8-sig"))))
    assert rows[1:3] == [
        ["revenue", "Revenue", "money", "EUR", "2026-11-01", "123.45", ""],
        ["revenue", "Revenue", "money", "EUR", "all", "123.45", ""],
    ]
    assert ["conversion", "Conversion", "percent", "", "all", "", ""] in rows
    assert exporting.as_xlsx(found).startswith(b"PK")


def test_every_definition_can_be_asked_and_is_said_in_both_languages(work: Work, shop: Shop) -> None:
    found = ask(work, shop.caller, " ".join(each.key for each in FIGURES), comparison="previous_year")
    assert {s.figure for s in found.series} == {each.key for each in FIGURES if each.unit != "money"}
    for each in FIGURES:
        for texts in (each.name, each.words):
            assert set(texts) == {"en", "fr"}
            assert all(texts.values())


def test_months_are_compared_with_months() -> None:
    assert compared(NOVEMBER, "previous_period") == Period(date(2026, 10, 1), date(2026, 10, 31))
    february = Period(date(2028, 2, 1), date(2028, 2, 29))
    assert compared(february, "previous_year") == Period(date(2027, 2, 1), date(2027, 2, 28))
    assert compared(Period(date(2026, 3, 5), date(2026, 3, 11)), "previous_period") == Period(
        date(2026, 2, 26), date(2026, 3, 4)
    )
    assert compared(NOVEMBER, "none") is None


@given(
    st.dates(date(2001, 1, 1), date(2098, 1, 1)),
    st.integers(0, 300),
    st.sampled_from(("day", "week", "month")),
)
def test_steps_cover_a_period_once(since: date, length: int, by: Any) -> None:
    of = Period(since, since + timedelta(days=length))
    found = steps(of, by)
    assert found[0] == of.since
    assert found == sorted(set(found))
    assert found[-1] <= of.until
    earlier = compared(of, "previous_period")
    assert earlier is not None
    assert earlier.until == of.since - timedelta(days=1)


@given(st.lists(st.integers(0, 2 * BOUNDS[-1] - 1), min_size=1, max_size=60), st.integers(1, 100))
def test_a_percentile_is_within_its_class(seconds: list[int], percent: int) -> None:
    edges = (0, *BOUNDS, 2 * BOUNDS[-1])
    counts = [sum(low <= s < high for s in seconds) for low, high in pairwise(edges)]
    exact = sorted(seconds)[-(-len(seconds) * percent // 100) - 1]
    found = percentile(counts, percent)
    assert found is not None
    place = next(n for n, high in enumerate(edges[1:]) if exact < high)
    assert edges[place] <= found <= edges[place + 1]
