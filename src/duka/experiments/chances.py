"""The few distributions that a comparison needs, from the standard library alone.

Abramowitz and Stegun, Handbook of Mathematical Functions: 26.4.4 and 26.4.5 (chi-square), 26.5.8 (the continued fraction of the
incomplete beta function), 26.7.1 (Student's t).
"""

import math
from statistics import NormalDist

_NORMAL = NormalDist()
_STEPS, _CLOSE, _TINY = 300, 1e-14, 1e-300


def normal_quantile(p: float) -> float:
    """The z below which a share `p` (0 < p < 1) of the standard normal distribution lies."""
    return _NORMAL.inv_cdf(p)


def normal_tails(z: float) -> float:
    """The chance of a standard normal value at least as far from 0 as `z`, on either side."""
    return math.erfc(abs(z) / math.sqrt(2))


def chi_square_tail(x: float, freedom: int) -> float:
    """The chance that a chi-square value with `freedom` degrees of freedom is `x` or more."""
    if x <= 0:
        return 1.0
    half, is_odd = x / 2, freedom % 2 == 1
    tail = math.erfc(math.sqrt(half)) if is_odd else math.exp(-half)
    for k in range(1 if is_odd else 2, freedom, 2):
        tail += math.exp(k / 2 * math.log(half) - half - math.lgamma(k / 2 + 1))
    return min(tail, 1.0)


def student_tails(t: float, freedom: float) -> float:
    """The chance of a Student's t value with `freedom` degrees of freedom at least as far from 0 as `t`, on either side."""
    return _beta_share(freedom / (freedom + t * t), freedom / 2, 0.5)


def student_quantile(p: float, freedom: float) -> float:
    """The t below which a share `p` (0.5 <= p < 1) lies; by halving, to 12 digits."""
    low, high = 0.0, 1.0
    while student_tails(high, freedom) > 2 * (1 - p):
        low, high = high, high * 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if student_tails(middle, freedom) > 2 * (1 - p) else (low, middle)
    return (low + high) / 2


def _beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, evaluated from its front (Lentz's method)."""
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _STEPS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away(1 + term * d)
            c = _away(1 + term / c)
            found *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return found


def _away(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
