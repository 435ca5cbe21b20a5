"""What sold best: by currency, over months and days, of a category; and the same as a file."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.analytics import days
from tests.analytics.test_counting import sell
from tests.analytics.test_figures import _line
from tests.conftest import Clock
from tests.people import Shop

from duka.analytics import best_sellers
from duka.analytics.asking import Filters
from duka.analytics.best_sellers import ProductFigures
from duka.analytics.periods import Comparison, Period, compared
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.work import Work

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock.now = NOON


def asked(
    work: Work,
    shop: Shop,
    of: Period,
    compare: Comparison = "previous_year",
    sort: str = "revenue",
    **filters: Any,
) -> list[ProductFigures]:
    def ask(ctx: Context) -> list[ProductFigures]:
        return best_sellers.top_products(ctx, of, compared(of, compare), Filters(**filters), sort=sort)

    found = work.perform(shop.caller, ask)
    assert work.last_statements <= 2
    return found


def test_best_sellers_of_a_channel_are_in_what_the_channel_sells_in(work: Work, shop: Shop) -> None:
    for n in range(3):
        sell(work, shop, str(n), NOON)
    abroad, tea = sell(work, shop, "9", NOON, 500, currency="XOF", sales_channel="staff"), ids.new_id()
    _line(work, shop, abroad, tea, 500)
    days.count(work, shop.caller)
    (best,) = asked(work, shop, NOVEMBER, channel="staff")
    assert (best.product_id, best.currency) == (ids.public("prod", tea), "XOF")


def test_best_sellers_of_long_periods_are_made_of_months_and_days(work: Work, shop: Shop) -> None:
    product = ids.new_id()
    for n in range(12):
        _line(work, shop, sell(work, shop, str(n), NOON - timedelta(days=17 * n)), product, 100 + n)
    days.count(work, shop.caller)
    for since, until in ((0, 0), (3, 40), (1, 80), (30, 170), (0, 200)):
        of = Period(NOON.date() - timedelta(days=until), NOON.date() - timedelta(days=since))
        expected = sum(100 + n for n in range(12) if since <= 17 * n <= until)
        found = asked(work, shop, of)
        assert [one.revenue_minor for one in found] == ([expected] if expected else [])
        assert [one.quantity for one in found] == ([2 * (expected // 100)] if expected else [])


def listed(work: Work, shop: Shop, title: str) -> tuple[UUID, UUID]:
    """A product of the catalogue, and the category that it is in."""
    product, category = ids.new_id(), ids.new_id()

    def act(ctx: Context) -> None:
        ctx.db.run(
            "insert into products (tenant_id, id, slug, title) values (%(tenant)s, %(id)s, %(id)s::text, %(title)s)",
            id=product,
            title=title,
        )
        ctx.db.run(
            "insert into categories (tenant_id, id, slug, name) values (%(tenant)s, %(id)s, %(id)s::text, %(name)s)",
            id=category,
            name=title,
        )
        ctx.db.run(
            """insert into product_categories (tenant_id, product_id, category_id)
               values (%(tenant)s, %(product)s, %(category)s)""",
            product=product,
            category=category,
        )

    work.perform(shop.caller, act)
    return product, category


def test_a_category_that_sells_in_another_currency(work: Work, shop: Shop) -> None:
    (tea, category), rice = listed(work, shop, "Tea"), ids.new_id()
    for n in range(3):
        _line(work, shop, sell(work, shop, str(n), NOON), rice, 900)
    _line(work, shop, sell(work, shop, "8", NOON - timedelta(days=40), currency="XOF"), tea, 700)
    _line(work, shop, sell(work, shop, "9", NOON, currency="XOF"), tea, 500)
    days.count(work, shop.caller)
    autumn = Period(date(2026, 10, 1), NOON.date())
    for of, minor in ((NOVEMBER, 500), (autumn, 1200)):
        (best,) = asked(work, shop, of, category=category)
        assert (best.product_id, best.currency, best.revenue_minor) == (ids.public("prod", tea), "XOF", minor)
    assert asked(work, shop, NOVEMBER, category=category, currency="EUR") == []
    (best,) = asked(work, shop, NOVEMBER)
    assert (best.product_id, best.currency) == (ids.public("prod", rice), "EUR")


def test_they_are_what_a_plain_counting_of_the_lines_says(work: Work, shop: Shop) -> None:
    chance = random.Random(7)
    goods = [ids.new_id() for _ in range(12)]
    branch = make.store(work, shop.tenant)
    lines = []
    for n in range(60):
        at = NOON - timedelta(days=chance.randrange(500))
        currency, channel = chance.choice(("EUR", "EUR", "XOF")), chance.choice(("storefront", "staff"))
        store = chance.choice((shop.store, branch))
        placed = sell(work, shop, str(n), at, 1, currency=currency, sales_channel=channel, store_id=store)
        for product in chance.sample(goods, 2):
            minor = chance.randrange(100, 2000)
            _line(work, shop, placed, product, minor)
            lines.append((at.date(), product, currency, channel, store, minor))
    days.count(work, shop.caller)

    def plainly(of: Period, product: UUID, asked_for: dict[str, Any]) -> list[int]:
        return [
            minor
            for day, sold, currency, channel, store, minor in lines
            if of.since <= day <= of.until
            and sold == product
            and currency == asked_for["currency"]
            and channel == asked_for.get("channel", channel)
            and store == asked_for.get("store", store)
        ]

    of_branch = {"currency": "EUR", "store": branch}
    for length in (10, 45, 364, 499):
        of = Period(NOON.date() - timedelta(days=length), NOON.date())
        before = compared(of, "previous_year")
        assert before is not None
        for filters in ({"currency": "EUR"}, {"currency": "XOF", "channel": "staff"}, of_branch):
            expected = [
                (
                    ids.public("prod", product),
                    len(now),
                    2 * len(now),
                    sum(now),
                    sum(plainly(before, product, filters)),
                )
                for product in goods
                if (now := plainly(of, product, filters))
            ]
            by_orders = sorted(expected, key=lambda row: (-row[1], row[0]))
            by_revenue = sorted(expected, key=lambda row: (-row[3], row[0]))
            for sort, rows in (("orders", by_orders), ("revenue", by_revenue)):
                found = asked(work, shop, of, sort=sort, **filters)
                assert [
                    (one.product_id, one.orders, one.quantity, one.revenue_minor, one.before_minor)
                    for one in found
                ] == rows
