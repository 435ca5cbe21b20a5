"""What is unusual: payments that fail, goods that sell out, orders that are late."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duka.control import unusual
from duka.control.unusual import Counts


@pytest.mark.parametrize(
    ("now", "usual", "is_spike"),
    [
        (Counts(0, 7), Counts(1000, 10), False),  # too few to say
        (Counts(0, 8), Counts(1000, 10), True),
        (Counts(4, 8), Counts(1000, 10), True),
        (Counts(80, 20), Counts(1000, 10), False),  # worse than usual, and most succeed
        (Counts(50, 50), Counts(1000, 10), True),
        (Counts(50, 50), Counts(500, 500), False),  # it is always so here
        (Counts(5, 95), Counts(500, 500), True),
        (Counts(0, 20), Counts(0, 1000), False),  # it never works here: no news
        (Counts(6, 6), Counts(), False),  # a new shop, and nobody knows
        (Counts(0, 12), Counts(), True),
    ],
)
def test_payments_fail_more_than_usual(now: Counts, usual: Counts, is_spike: bool) -> None:
    assert unusual.is_spike(now, usual) is is_spike


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_what_is_surely_so_is_never_more_than_what_was_seen(good: int, bad: int) -> None:
    counts = Counts(good, bad)
    assert 0 <= unusual.surely_over(counts) <= counts.share + 1e-9


@given(st.integers(0, 500), st.integers(0, 500))
def test_one_more_failure_never_ends_a_spike(good: int, bad: int) -> None:
    usual = Counts(900, 100)
    if unusual.is_spike(Counts(good, bad), usual):
        assert unusual.is_spike(Counts(good, bad + 1), usual)


@pytest.mark.parametrize(
    ("now", "usual", "is_one"),
    [(4, 0.0, False), (5, 0.0, True), (5, 1.0, False), (30, 20.0, False), (50, 20.0, True)],
)
def test_goods_sell_out_more_than_chance_explains(now: int, usual: float, is_one: bool) -> None:
    assert unusual.is_outbreak(now, usual) is is_one


@pytest.mark.parametrize(
    ("late", "waiting", "severity"), [(2, 2, None), (3, 100, "ticket"), (20, 50, "ticket"), (25, 50, "page")]
)
def test_late_orders(late: int, waiting: int, severity: str | None) -> None:
    assert unusual.lateness(late, waiting) == severity
