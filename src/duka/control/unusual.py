"""When a number is unusual: pure rules, so that each can be read and tried out.

Each compares this moment with what is usual at the same place; small numbers prove nothing, so each wants a few.
"""

from math import sqrt
from typing import Literal

import msgspec

LEAST_PAYMENTS = 8
WORST_USUAL = 0.9
LEAST_STOCKOUTS = 5
LEAST_LATE = 3


class Counts(msgspec.Struct, frozen=True):
    good: int = 0
    bad: int = 0

    @property
    def total(self) -> int:
        return self.good + self.bad

    @property
    def share(self) -> float:
        """Of all, those that are bad."""
        return self.bad / self.total if self.total else 0.0


def surely_over(counts: Counts) -> float:
    """The share of bad ones that there is at least, with 97.5 % certainty: the lower end of Wilson's interval. 0.0 to 1.0."""
    n, share, z = counts.total, counts.share, 1.96
    if not n:
        return 0.0
    middle = share + z * z / (2 * n)
    width = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (middle - width) / (1 + z * z / n))


def usual_share(usual: Counts) -> float:
    """What is expected to fail. A place without a past is expected to be like others: one in five."""
    return (usual.bad + 2) / (usual.total + 10)


def is_spike(now: Counts, usual: Counts) -> bool:
    """Whether payments fail more than they usually do here: at least `LEAST_PAYMENTS` tries, and surely half as many again
    as usual, and surely more than one in four."""
    expected = min(usual_share(usual), WORST_USUAL)
    return now.total >= LEAST_PAYMENTS and surely_over(now) > max(0.25, 1.5 * expected)


def is_outbreak(now: int, usual: float) -> bool:
    """Whether more goods sold out than chance explains: over what is usual in as much time by four deviations of a Poisson
    process."""
    return now >= LEAST_STOCKOUTS and now > usual + 4 * sqrt(usual + 1)


def lateness(late: int, waiting: int) -> Literal["page", "ticket"] | None:
    """How bad it is that `late` of `waiting` orders should have left by now; None for a few."""
    if late < LEAST_LATE:
        return None
    return "page" if late >= 20 and late * 2 >= waiting else "ticket"
