"""A step is compared with the same days of the period before, or of the year before: by the calendar, never by its number."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analytics.test_counting import sell
from tests.analytics.test_figures import ask, one
from tests.conftest import Clock
from tests.people import Shop

from duka.analytics.periods import Period, compared, steps, steps_compared
from duka.kernel.work import Work


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock.now = datetime(2028, 12, 1, 12, tzinfo=UTC)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def beside(of: Period, by: Any, comparison: Any) -> dict[str, str | None]:
    """Each step, and where the one it is compared with begins."""
    found = steps(of, by)
    return {
        str(step): str(before) if before else None
        for step, before in zip(found, steps_compared(of, comparison, found), strict=True)
    }


def test_the_29th_of_february_has_no_day_beside_it() -> None:
    leap = beside(Period(date(2028, 2, 1), date(2028, 3, 31)), "day", "previous_year")
    assert leap["2028-02-28"] == "2027-02-28"
    assert leap["2028-02-29"] is None
    assert leap["2028-03-01"] == "2027-03-01"
    plain = beside(Period(date(2029, 2, 10), date(2029, 3, 10)), "day", "previous_year")
    assert (plain["2029-02-28"], plain["2029-03-01"]) == ("2028-02-28", "2028-03-01")


def test_weeks_of_thirty_days_are_compared_with_the_same_days_of_the_thirty_before() -> None:
    thirty = beside(Period(date(2026, 10, 23), date(2026, 11, 21)), "week", "previous_period")
    assert thirty == {
        "2026-10-23": "2026-09-23",
        "2026-10-26": "2026-09-26",
        "2026-11-02": "2026-10-03",
        "2026-11-09": "2026-10-10",
        "2026-11-16": "2026-10-17",
    }


def test_months_are_compared_with_months() -> None:
    assert beside(Period(date(2026, 4, 1), date(2026, 6, 30)), "month", "previous_period") == {
        "2026-04-01": "2026-01-01",
        "2026-05-01": "2026-02-01",
        "2026-06-01": "2026-03-01",
    }
    march = beside(Period(date(2026, 3, 1), date(2026, 3, 31)), "day", "previous_period")
    assert march["2026-03-28"] == "2026-02-28"
    assert [march[f"2026-03-{day}"] for day in (29, 30, 31)] == [None, None, None]


@given(
    st.dates(date(2001, 1, 1), date(2090, 1, 1)),
    st.integers(0, 390),
    st.sampled_from(("day", "week", "month")),
    st.sampled_from(("previous_period", "previous_year")),
)
def test_steps_compared_with_begin_with_their_period_and_follow_each_other(
    since: date, length: int, by: Any, comparison: Any
) -> None:
    of = Period(since, since + timedelta(days=length))
    before, asked = compared(of, comparison), steps(of, by)
    assert before is not None
    found = steps_compared(of, comparison, asked)
    there = [day for day in found if day]
    assert len(found) == len(asked)
    assert there[0] == before.since and there[-1] <= before.until
    assert there == sorted(set(there))


def test_a_leap_year_by_day_beside_the_year_before(work: Work, shop: Shop) -> None:
    for n, day in enumerate((date(2027, 2, 28), date(2027, 3, 1), date(2028, 2, 29), date(2028, 3, 1))):
        sell(work, shop, str(n), at(day), 100 * (n + 1))
    of = Period(date(2028, 2, 1), date(2028, 3, 31))
    found = ask(work, shop.caller, "revenue orders", of, by="day", comparison="previous_year")
    points = {str(p.on): (p.value, p.before) for p in found.series[0].points}
    assert points["2028-02-28"] == (0, 100)
    assert points["2028-02-29"] == (300, None)
    assert points["2028-03-01"] == (400, 200)
    assert one(found, "revenue", "EUR") == (700, 300)


@pytest.mark.parametrize("by", ["day", "week", "month"])
def test_steps_add_up_to_the_whole_of_both_periods(work: Work, shop: Shop, by: Any) -> None:
    for n in range(0, 62, 5):
        sell(work, shop, str(n), at(date(2028, 12, 1)) - timedelta(days=n), 100 + n)
    for of, comparison in (
        (Period(date(2028, 11, 2), date(2028, 12, 1)), "previous_period"),
        (Period(date(2028, 11, 1), date(2028, 11, 30)), "previous_period"),
        (Period(date(2029, 10, 1), date(2029, 11, 30)), "previous_year"),
    ):
        found = ask(work, shop.caller, "revenue", of, by=by, comparison=comparison)
        for series in found.series:
            assert sum(point.value or 0 for point in series.points) == series.value
            assert sum(point.before or 0 for point in series.points) == series.before
            assert series.before
