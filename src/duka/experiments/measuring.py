"""What can be said of two groups of visitors, and how sure it is. Pure; no money: figures in, figures out.

**A rate by itself**: Wilson's interval. **Two, looked at once**: Newcombe's interval for two rates (method 10 of 1998), Welch's
for two means. These hold for who fixes beforehand the one day on which they look.

**Two, looked at every day**: whoever looks daily and stops when the figures please finds a difference in up to a third of all
experiments in which there is none. So the verdict rests on an always-valid interval instead (the mixture sequential
probability ratio test of Robbins; Johari, Koomen, Pekelis and Walsh, "Always valid inference", 2017): with a normal mixture
of variance m² around no difference, an estimate e of variance v is told from d as soon as

    (e - d)² >= v (v + m²) / m² × (2 ln(1 / alpha) + ln((v + m²) / v)),

and the chance that this ever happens to the true d is at most `alpha`, however often anybody looks. It is sharpest for
differences about as large as m, so m is the least difference that the merchant wants to find. Chosen over a plan of a few
looks (alpha spending) because nobody then has to say beforehand when they will look, or for how long.
"""

import math
from typing import Annotated

import msgspec

from duka.experiments.chances import (
    chi_square_tail,
    normal_quantile,
    normal_tails,
    student_quantile,
    student_tails,
)

ALPHA = 0.05
POWER = 0.8


class Interval(msgspec.Struct, frozen=True):
    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


class Sample(msgspec.Struct, frozen=True):
    """Figures of a group, one a member: how many, their sum, the sum of their squares. Of those who did something and those who
    did not the figures are 1 and 0."""

    size: Annotated[int, msgspec.Meta(ge=0)] = 0
    total: float = 0.0
    squares: float = 0.0

    @classmethod
    def of_yes(cls, yes: int, size: int) -> "Sample":
        return cls(size, float(yes), float(yes))

    @property
    def mean(self) -> float:
        return self.total / self.size if self.size else 0.0

    @property
    def variance(self) -> float:
        """Of one member; at least two are needed for it to say something."""
        if self.size < 2:
            return 0.0
        return max(self.squares - self.total * self.mean, 0.0) / (self.size - 1)


class Difference(msgspec.Struct, frozen=True):
    """`estimate` within `interval`; `p` is how often chance alone shows so much."""

    estimate: float
    interval: Interval
    p: float


def wilson(yes: int, size: int, alpha: float = ALPHA) -> Interval:
    """The interval of a rate (Wilson 1927): right also for few and for rates near 0."""
    if size == 0:
        return Interval(0.0, 1.0)
    z = normal_quantile(1 - alpha / 2)
    rate, room = yes / size, z * z / size
    middle = (rate + room / 2) / (1 + room)
    reach = z * math.sqrt(rate * (1 - rate) / size + room / (4 * size)) / (1 + room)
    return Interval(
        0.0 if yes == 0 else max(middle - reach, 0.0), 1.0 if yes == size else min(middle + reach, 1.0)
    )


def newcombe(yes: int, size: int, other_yes: int, other_size: int, alpha: float = ALPHA) -> Difference:
    """The other rate less the first, looked at once: Newcombe's interval, and the p of the pooled z test."""
    if size == 0 or other_size == 0:
        return Difference(0.0, Interval(-1.0, 1.0), 1.0)
    first, other = yes / size, other_yes / other_size
    a, b = wilson(yes, size, alpha), wilson(other_yes, other_size, alpha)
    pooled = (yes + other_yes) / (size + other_size)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / size + 1 / other_size))
    gap = other - first
    return Difference(
        gap,
        Interval(
            gap - math.hypot(other - b.low, a.high - first),
            gap + math.hypot(b.high - other, first - a.low),
        ),
        normal_tails(gap / spread) if spread else 1.0,
    )


def welch(first: Sample, other: Sample, alpha: float = ALPHA) -> Difference:
    """The other mean less the first, looked at once: for groups that vary differently (Welch 1947)."""
    gap = other.mean - first.mean
    if min(first.size, other.size) < 2:
        return Difference(gap, Interval(-math.inf, math.inf), 1.0)
    a, b = first.variance / first.size, other.variance / other.size
    spread = math.sqrt(a + b)
    if spread == 0:
        return Difference(gap, Interval(gap, gap), 1.0 if gap == 0 else 0.0)
    freedom = (a + b) ** 2 / (a * a / (first.size - 1) + b * b / (other.size - 1))
    reach = student_quantile(1 - alpha / 2, freedom) * spread
    return Difference(gap, Interval(gap - reach, gap + reach), student_tails(gap / spread, freedom))


def always_valid(estimate: float, variance: float, mixture: float, alpha: float = ALPHA) -> Difference:
    """An estimate that may be looked at as often as one likes. `mixture` is the difference for which it is sharpest."""
    if variance <= 0:
        return Difference(estimate, Interval(-math.inf, math.inf), 1.0)
    m = mixture * mixture
    reach = _reach(variance, m, alpha)
    evidence = 0.5 * math.log(variance / (variance + m)) + m * estimate * estimate / (
        2 * variance * (variance + m)
    )
    return Difference(
        estimate,
        Interval(estimate - reach, estimate + reach),
        math.exp(-evidence) if evidence > 0 else 1.0,
    )


def lift(first: Sample, other: Sample, least: float, alpha: float = ALPHA) -> Difference:
    """How much more the other's mean is, as a share of the first's (0.12: 12 % more); always valid.

    Judged as the logarithm of the ratio, whose variance is that of each mean over its square (the delta method): the interval
    is right for a ratio, and never ends below -100 %. `least` is the least difference worth finding, as such a share.
    """
    if first.total <= 0 or other.total <= 0:
        return Difference(0.0, Interval(-1.0, math.inf), 1.0)
    ratio = math.log(other.mean / first.mean)
    found = always_valid(ratio, _relative(first) + _relative(other), math.log1p(least), alpha)
    return Difference(
        math.expm1(ratio),
        Interval(math.expm1(found.interval.low), _expm1(found.interval.high)),
        found.p,
    )


def gap(first: Sample, other: Sample, least: float, alpha: float = ALPHA) -> Difference:
    """The other's rate less the first's, in points; always valid, also where one of them is 0. Half a yes and half a no are
    added to each (Agresti and Caffo 2000)."""
    if first.size == 0 or other.size == 0:
        return Difference(0.0, Interval(-1.0, 1.0), 1.0)
    a, b = (s.total + 0.5 for s in (first, other))
    p, q = a / (first.size + 1), b / (other.size + 1)
    variance = p * (1 - p) / (first.size + 1) + q * (1 - q) / (other.size + 1)
    return always_valid(q - p, variance, least, alpha)


def imbalance(counts: list[int], shares: list[int]) -> float:
    """The chance that visitors fall so unevenly on variants with these shares (Pearson's chi-square). Almost none means that
    something else than chance divided them, and that no figure can be believed."""
    size, whole = sum(counts), sum(shares)
    if size == 0 or whole == 0:
        return 1.0
    expected = [size * share / whole for share in shares]
    distance = sum((count - due) ** 2 / due for count, due in zip(counts, expected, strict=True) if due > 0)
    return chi_square_tail(distance, max(sum(1 for share in shares if share > 0) - 1, 1))


def visitors_needed(
    first: Sample, other: Sample, shares: tuple[int, int], least: float, alpha: float = ALPHA
) -> int | None:
    """How many visitors of both groups it takes to find a difference of `least` in four of five experiments that have one;
    None while nothing is known of how much they vary."""
    if first.total <= 0 or other.total <= 0 or not all(shares):
        return None
    wanted, mixture = math.log1p(least), math.log1p(least) ** 2
    z = normal_quantile(POWER)
    low, high = 0.0, wanted * wanted
    for _ in range(80):
        middle = (low + high) / 2
        is_sharp = middle == 0 or _reach(middle, mixture, alpha) + z * math.sqrt(middle) <= wanted
        low, high = (middle, high) if is_sharp else (low, middle)
    whole = sum(shares)
    spread = sum(
        _relative(s) * s.size * whole / share for s, share in zip((first, other), shares, strict=True)
    )
    return math.ceil(spread / low) if low > 0 else None


def _relative(sample: Sample) -> float:
    """The variance of the logarithm of a mean."""
    return sample.variance / sample.size / sample.mean**2


def _reach(variance: float, m: float, alpha: float) -> float:
    return math.sqrt(
        variance * (variance + m) / m * (2 * math.log(1 / alpha) + math.log((variance + m) / variance))
    )


def _expm1(value: float) -> float:
    return math.expm1(value) if value < 700 else math.inf
