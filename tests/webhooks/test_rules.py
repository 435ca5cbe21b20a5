"""The schedule, Retry-After, and which events an endpoint wants."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from duka.webhooks import rules

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TABLE = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]


@given(st.integers(1, rules.MOST_ATTEMPTS - 1))
def test_each_delay_is_the_table_s_and_a_little_more(attempts: int) -> None:
    delay = rules.delay_after(attempts)
    assert delay is not None
    assert timedelta(seconds=TABLE[attempts - 1]) <= delay <= timedelta(seconds=TABLE[attempts - 1]) * 1.2


@given(st.integers(rules.MOST_ATTEMPTS, 1000))
def test_after_the_last_there_is_none(attempts: int) -> None:
    assert rules.delay_after(attempts) is None


def test_all_of_them_take_three_days_and_less_than_four() -> None:
    whole = sum((rules.delay_after(n) or timedelta(0) for n in range(1, rules.MOST_ATTEMPTS)), timedelta(0))
    assert timedelta(hours=75) <= whole <= timedelta(days=4)


@given(st.integers(100, 599), st.text(max_size=40))
def test_whatever_is_asked_for_nobody_waits_longer_than_an_hour(status: int, retry_after: str) -> None:
    slow = rules.slow_down(status, retry_after, NOW)
    assert slow is None or timedelta(0) <= slow <= rules.LONGEST_SLOW


def test_retry_after() -> None:
    assert rules.slow_down(503, "90", NOW) == timedelta(seconds=90)
    assert rules.slow_down(400, "90", NOW) == timedelta(seconds=90)
    assert rules.slow_down(429, "Sat, 21 Nov 2026 12:10:00 GMT", NOW) == timedelta(minutes=10)
    assert rules.slow_down(429, "Sat, 21 Nov 2020 12:10:00 GMT", NOW) == timedelta(0)
    assert rules.slow_down(429, "soon", NOW) == rules.SLOW
    assert rules.slow_down(502, "", NOW) == rules.SLOW
    assert rules.slow_down(500, "", NOW) is None
    assert rules.slow_down(200, "90", NOW) is None
    assert rules.slow_down(None, "90", NOW) is None


def test_what_an_endpoint_may_choose() -> None:
    known = {"order.placed", "product.created"}
    assert rules.choices_for("order.placed") == ["*", "order.*", "order.placed"]
    assert rules.unknown_choices(["*", "order.*", "product.created"], known) == []
    assert rules.unknown_choices(["order.placed", "orders.*", "order.sold"], known) == [
        "orders.*",
        "order.sold",
    ]


def test_what_statuses_mean() -> None:
    meanings = {status: rules.meaning(status) for status in (200, 204, 299, 301, 308, 400, 410, 429, 500)}
    assert list(meanings.values()) == [
        "delivered",
        "delivered",
        "delivered",
        "redirected",
        "redirected",
        "refused",
        "gone",
        "refused",
        "refused",
    ]
