"""How long something took, counted in classes: enough for a mean and for percentiles, and sums of days stay sums.

A class holds what took less than its bound; the last holds the rest. A percentile is found within its class as if what is in it
were spread evenly, so it is off by less than the width of the class.
"""

from collections.abc import Sequence

HOURS = (1, 2, 4, 8, 12, 24, 36, 48, 72, 96, 120, 168, 336)
BOUNDS = tuple(hours * 3600 for hours in HOURS)
"""Seconds. One class more than bounds."""
CLASSES = len(BOUNDS) + 1
LONGEST = 2 * BOUNDS[-1]
"""Where the last class is taken to end."""


def percentile(counts: Sequence[int], percent: int) -> int | None:
    """So many seconds or less took `percent` of a hundred of them; None when there are none."""
    total = sum(counts)
    if total <= 0:
        return None
    wanted = -(-total * percent // 100)
    before = 0
    for place, count in enumerate(counts):
        if count and before + count >= wanted:
            low = BOUNDS[place - 1] if place else 0
            high = BOUNDS[place] if place < len(BOUNDS) else LONGEST
            return low + (high - low) * (wanted - before) // count
        before += count
    return None
