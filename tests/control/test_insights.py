"""The platform's figures: what is counted of a merchant, and what operators read of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests import make
from tests.analytics import days
from tests.analytics.test_counting import sell
from tests.conftest import Clock
from tests.people import Shop

from duka.access.operator_roles import OPERATOR_ROLES
from duka.control import insight_counting, insights
from duka.kernel import ids
from duka.kernel.context import Actor
from duka.kernel.errors import Forbidden
from duka.kernel.work import Caller, Work
from duka.tenants.types import PLATFORM

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
OPERATOR = Caller(PLATFORM, Actor("operator", ids.new_id(), "Olive"), OPERATOR_ROLES["read-only"])


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock.now = NOON


def kept(work: Work, shop: Shop, table: str) -> list[dict[str, Any]]:
    return days.rows_of(work, shop.caller, table)


def test_months_follow_the_days(work: Work, shop: Shop) -> None:
    sell(work, shop, "1", NOON - timedelta(days=40), 500)
    sell(work, shop, "2", NOON, 700)
    sell(work, shop, "3", NOON, 100, status="cancelled")
    days.count(work, shop.caller)
    months = [
        (str(r["month"]), r["orders"], r["total_minor"], r["cancelled"])
        for r in kept(work, shop, "merchant_months")
    ]
    assert months == [("2026-10-01", 1, 500, 0), ("2026-11-01", 1, 700, 1)]


def test_what_an_import_brought_was_not_sold_here(work: Work, shop: Shop) -> None:
    sell(work, shop, "1", NOON - timedelta(days=2))
    sell(work, shop, "2", NOON, 700, sales_channel="import")
    sell(work, shop, "3", NOON - timedelta(days=90), 700, sales_channel="import", currency="XOF")
    days.count(work, shop.caller)
    (month,) = kept(work, shop, "merchant_months")
    assert (month["currency"], month["orders"], month["total_minor"]) == ("EUR", 1, 1000)
    insight_counting.count(work)
    (milestones,) = kept(work, shop, "merchant_milestones")
    assert milestones["first_order_at"] == milestones["last_order_at"] == NOON - timedelta(days=2)


def test_how_far_a_merchant_came(work: Work, shop: Shop) -> None:
    make.location(work, shop.tenant)
    make.location(work, shop.tenant)
    insight_counting.count(work)
    (before,) = kept(work, shop, "merchant_milestones")
    assert (before["first_product_at"], before["first_order_at"]) == (None, None)
    assert "several_locations" in before["features"]
    assert "promotions" not in before["features"]
    sell(work, shop, "1", NOON - timedelta(days=3))
    sell(work, shop, "2", NOON)
    insight_counting.count(work)
    (after,) = kept(work, shop, "merchant_milestones")
    assert (after["first_order_at"], after["last_order_at"]) == (NOON - timedelta(days=3), NOON)


def test_operators_read_them_and_nobody_else(work: Work, shop: Shop) -> None:
    insights.refresh(work)
    before = insights.insights(work, OPERATOR, 3)
    sell(work, shop, "1", NOON, 12345)
    days.count(work, shop.caller)
    insights.refresh(work)
    found = insights.insights(work, OPERATOR, 3)
    assert found.merchants > 0
    assert found.active >= 1
    assert found.counted_at is not None

    def sold(of: insights.Insights) -> int:
        return sum(v.total_minor for v in of.volume if v.currency == "EUR" and str(v.month) == "2026-11-01")

    # others in this database may sell meanwhile, none may vanish
    assert sold(found) - sold(before) >= 12345
    assert {one.feature for one in found.features} == set(insight_counting.USES)
    for cohort in found.retention:
        assert max(cohort.active) <= cohort.merchants
    for month in found.activation:
        assert month.registered >= month.with_order
    for stranger in (shop.caller, Caller(PLATFORM, Actor("operator", ids.new_id(), "O"), frozenset())):
        with pytest.raises(Forbidden):
            insights.insights(work, stranger, 3)


def test_shares_are_rounded_half_up() -> None:
    assert insights.share(1, 3) == 333_333
    assert insights.share(2, 3) == 666_667
    assert insights.share(1, 0) is None
