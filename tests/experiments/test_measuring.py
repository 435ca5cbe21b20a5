"""Intervals and chances: against published figures, and against many invented experiments."""

import math
import random
from statistics import NormalDist

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from duka.experiments import judging, measuring
from duka.experiments.chances import chi_square_tail, student_quantile, student_tails
from duka.experiments.judging import Tally
from duka.experiments.measuring import Sample

LEAST = 0.1


def yes(rng: random.Random, size: int, rate: float) -> int:
    """How many of `size` visitors say yes, by jumping from yes to yes."""
    found, at, step = 0, 0, math.log1p(-rate)
    while True:
        at += int(math.log(1 - rng.random()) / step) + 1
        if at > size:
            return found
        found += 1


def tally(visitors: int, events: int) -> Tally:
    return Tally(visitors, events, Sample.of_yes(events, visitors))


def verdicts(
    seed: int, rates: list[float], *, runs: int, days: int, a_day: int, least: float = LEAST
) -> dict[str, int]:
    """So many experiments, looked at every evening and stopped at the first verdict; and how many times a plain test at 5 % would
    have been believed on one of those evenings."""
    rng, found = random.Random(seed), {"better": 0, "worse": 0, "none": 0, "naive": 0}
    for _ in range(runs):
        counts = [0] * len(rates)
        code, was_naive = "none", False
        for day in range(1, days + 1):
            counts = [count + yes(rng, a_day, rate) for count, rate in zip(counts, rates, strict=True)]
            tallies = [tally(day * a_day, count) for count in counts]
            outcome = judging.judge(tallies, [1] * len(rates), measure="conversion", least=least, days=day)
            told = {judged.code for judged in outcome.judged} & {"better", "worse"}
            was_naive = was_naive or outcome.judged[0].once.p < 0.05
            if told:
                code = "better" if "better" in told else "worse"
                break
        found[code] += 1
        found["naive"] += was_naive
    return found


@pytest.mark.parametrize(
    ("rates", "a_day", "least"), [([0.03, 0.03], 150, 0.1), ([0.1, 0.1], 60, 0.5), ([0.05] * 4, 100, 0.3)]
)
def test_daily_looks_at_no_difference_find_one_in_less_than_5_percent(
    rates: list[float], a_day: int, least: float
) -> None:
    found = verdicts(7, rates, runs=500, days=28, a_day=a_day, least=least)
    assert found["better"] + found["worse"] < 0.05 * 500
    assert found["naive"] > 0.1 * 500  # what daily looks at a plain test would have believed


def test_a_difference_that_is_there_is_found() -> None:
    found = verdicts(11, [0.03, 0.0375], runs=100, days=42, a_day=1000)
    assert found["better"] >= 95
    assert found["worse"] == 0


def test_daily_looks_at_revenue_find_no_difference_that_is_not_there() -> None:
    rng, wrong, runs = random.Random(3), 0, 300
    for _ in range(runs):
        samples = [Sample(), Sample()]
        for _day in range(28):
            for i in (0, 1):
                spent = [min(rng.lognormvariate(4, 0.8), 400) for _ in range(yes(rng, 150, 0.04))]
                old = samples[i]
                samples[i] = Sample(
                    old.size + 150, old.total + sum(spent), old.squares + sum(x * x for x in spent)
                )
            is_judged = min(s.total for s in samples) > 0 and samples[0].size >= 450
            if is_judged and not measuring.lift(samples[0], samples[1], 0.3).interval.holds(0):
                wrong += 1
                break
    assert wrong < 0.05 * runs


def test_published_figures() -> None:
    # Newcombe 1998a (81 of 263) and 1998b, example (a): 56 of 70 against 48 of 80
    alone = measuring.wilson(81, 263)
    assert (round(alone.low, 4), round(alone.high, 4)) == (0.2553, 0.3662)
    two = measuring.newcombe(48, 80, 56, 70)
    assert (round(two.interval.low, 4), round(two.interval.high, 4)) == (0.0524, 0.3339)
    # tables of Student's t and of chi-square
    assert student_quantile(0.975, 10) == pytest.approx(2.228139, abs=1e-6)
    assert student_quantile(0.975, 3) == pytest.approx(3.182446, abs=1e-6)
    assert student_tails(2.0, 1e7) == pytest.approx(2 * NormalDist().cdf(-2), rel=1e-5)
    for point, freedom in [(3.841459, 1), (5.991465, 2), (7.814728, 3), (9.487729, 4), (16.918978, 9)]:
        assert chi_square_tail(point, freedom) == pytest.approx(0.05, abs=1e-6)


def test_welch_as_by_hand() -> None:
    first = Sample(4, 10.0, 30.0)  # 1, 2, 3, 4
    other = Sample(4, 26.0, 174.0)  # 5, 6, 7, 8
    found = measuring.welch(first, other)
    assert found.estimate == 4
    assert found.p == pytest.approx(0.004659, abs=1e-5)
    assert found.interval.low == pytest.approx(1.766, abs=1e-3)
    assert found.interval.high == pytest.approx(6.234, abs=1e-3)


counts = st.integers(1, 100_000)


@given(counts, st.floats(0, 1))
def test_a_rate_lies_in_its_interval(size: int, rate: float) -> None:
    done = round(size * rate)
    found = measuring.wilson(done, size)
    assert 0 <= found.low <= done / size <= found.high <= 1


@given(counts, counts, st.floats(0, 1), st.floats(0, 1))
def test_a_difference_turns_with_its_sides(size: int, other: int, rate: float, other_rate: float) -> None:
    a, b = round(size * rate), round(other * other_rate)
    there, back = measuring.newcombe(a, size, b, other), measuring.newcombe(b, other, a, size)
    assert there.interval.low == pytest.approx(-back.interval.high, abs=1e-9)
    assert there.interval.low - 1e-12 <= there.estimate <= there.interval.high + 1e-12
    assert there.interval.low >= -1 - 1e-9 and there.interval.high <= 1 + 1e-9
    assert 0 <= there.p <= 1


@given(st.integers(200, 100_000), st.floats(0.01, 0.9), st.floats(0.01, 0.9), st.floats(0.01, 1))
def test_what_is_always_valid_is_never_sharper_than_one_look(
    size: int, rate: float, other: float, least: float
) -> None:
    a, b = round(size * rate), round(size * other)
    assume(min(a, b) > 0)
    first, second = Sample.of_yes(a, size), Sample.of_yes(b, size)
    found = measuring.lift(first, second, least)
    assert found.interval.low <= found.estimate <= found.interval.high
    assert found.interval.low >= -1
    assert (found.p < 0.05) == (not found.interval.holds(0)) or math.isclose(found.p, 0.05, rel_tol=1e-6)
    plain = 1.96 * math.sqrt(sum((1 - s.mean) / s.total * s.size / (s.size - 1) for s in (first, second)))
    assert math.log1p(found.interval.high) - math.log1p(found.estimate) >= plain - 1e-9


@given(st.lists(st.integers(1, 5000), min_size=2, max_size=5))
def test_a_division_as_planned_is_sound(shares: list[int]) -> None:
    assert measuring.imbalance([share * 10 for share in shares], shares) == 1.0


def test_an_uneven_division_is_seen() -> None:
    assert measuring.imbalance([5000, 5000], [1, 1]) == 1
    assert measuring.imbalance([5050, 4950], [1, 1]) > 0.3
    assert measuring.imbalance([5250, 4750], [1, 1]) < judging.UNSOUND
    assert measuring.imbalance([9000, 1000], [9000, 1000]) == 1


def test_the_visitors_needed_find_it_about_when_promised() -> None:
    first, other = Sample.of_yes(30, 1000), Sample.of_yes(30, 1000)
    needed = measuring.visitors_needed(first, other, (1, 1), 0.25)
    assert needed is not None
    days = math.ceil(needed / 2000)
    found = verdicts(5, [0.03, 0.0375], runs=60, days=days, a_day=1000, least=0.25)
    assert found["better"] >= 42  # four in five, or a little less
    assert measuring.visitors_needed(Sample(), other, (1, 1), 0.25) is None
