"""What the service promises, in numbers: the one place from which budgets, alerts, Prometheus rules and dashboards are made.

An *objective* says which share of a kind of moments must be good: answers without a fault of ours, answers in time, carts
that become orders, minutes in which nothing waits. What may be bad over `PERIOD` is its *budget*; the *burn rate* is how many
times faster than allowed it is used. An alert fires when the rate is over its factor in a long and in a short window: the long
one says that it matters, the short one that it still lasts. Source of windows and factors: the SRE workbook, chapter 5.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

import msgspec

from duka.kernel.metrics import (
    EVENT_AGE,
    JOB_AGE,
    REQUEST_SECONDS,
    REQUESTS,
    Metric,
    Totals,
)

PERIOD = timedelta(days=30)
Measure = Literal["answered", "in_time", "waits"]
SERVED = ("storefront", "shop", "admin", "control", "console", "callbacks")
CHECKOUT_ROUTES = ("place_order", "storefront:place")


class Objective(msgspec.Struct, frozen=True, kw_only=True):
    """`per_mille` of all must be good. `measure`: answers without a 5xx, answers within `seconds` (a bucket of the
    histogram), or minutes in which the oldest that waits waits less than `seconds`. `groups` or `routes` say which answers."""

    name: str
    what: str
    measure: Measure
    per_mille: int
    groups: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    seconds: float = 0.0
    waits: Metric | None = None

    @property
    def budget(self) -> float:
        """The share that may be bad."""
        return (1000 - self.per_mille) / 1000


OBJECTIVES: tuple[Objective, ...] = (
    Objective(
        name="availability",
        what="Answers without a fault of ours",
        measure="answered",
        per_mille=999,
        groups=SERVED,
    ),
    Objective(
        name="checkout",
        what="Carts on their way to an order that were answered without a fault of ours",
        measure="answered",
        per_mille=995,
        routes=CHECKOUT_ROUTES,
    ),
    Objective(
        name="latency_storefront",
        what="Pages of shops within 0.3 s",
        measure="in_time",
        per_mille=950,
        groups=("storefront",),
        seconds=0.3,
    ),
    Objective(
        name="latency_shop",
        what="Answers of the shop's API within 0.3 s",
        measure="in_time",
        per_mille=950,
        groups=("shop",),
        seconds=0.3,
    ),
    Objective(
        name="latency_admin",
        what="Answers to merchants' staff within 0.8 s",
        measure="in_time",
        per_mille=950,
        groups=("admin",),
        seconds=0.8,
    ),
    Objective(
        name="latency_control",
        what="Answers to operators within 0.8 s",
        measure="in_time",
        per_mille=950,
        groups=("control",),
        seconds=0.8,
    ),
    Objective(
        name="sync_lag",
        what="Minutes in which no event waits longer than 30 s for its listeners",
        measure="waits",
        per_mille=995,
        seconds=30.0,
        waits=EVENT_AGE,
    ),
    Objective(
        name="job_age",
        what="Minutes in which no job that is due waits longer than 60 s",
        measure="waits",
        per_mille=995,
        seconds=60.0,
        waits=JOB_AGE,
    ),
)
BY_NAME = {objective.name: objective for objective in OBJECTIVES}


class Burn(msgspec.Struct, frozen=True):
    """`factor` times the allowed rate in both windows: wake somebody (`page`), or have it looked at (`ticket`)."""

    long: timedelta
    short: timedelta
    factor: float
    severity: Literal["page", "ticket"]


BURNS: tuple[Burn, ...] = (
    Burn(timedelta(hours=1), timedelta(minutes=5), 14.4, "page"),
    Burn(timedelta(hours=6), timedelta(minutes=30), 6.0, "page"),
    Burn(timedelta(days=3), timedelta(hours=6), 1.0, "ticket"),
)
WINDOWS: tuple[timedelta, ...] = tuple(
    sorted({window for burn in BURNS for window in (burn.long, burn.short)} | {PERIOD})
)
LEAST = 10
"""Fewer bad moments than this are an accident: no burn, and no red light (of answers; minutes count each)."""


class Tally(msgspec.Struct, frozen=True):
    """Of `total` moments `good` were good."""

    good: int = 0
    total: int = 0

    @property
    def bad(self) -> int:
        return self.total - self.good

    @property
    def bad_share(self) -> float:
        return self.bad / self.total if self.total else 0.0


def counted(before: Totals, after: Totals) -> dict[str, Tally]:
    """What happened between two looks at the numbers, objective by objective; those of which nothing happened are left
    out."""
    found = {}
    for objective in OBJECTIVES:
        if objective.measure == "waits":
            continue
        tally = _tally(objective, after)
        earlier = _tally(objective, before)
        total = tally.total - earlier.total
        if total > 0:
            found[objective.name] = Tally(min(total, max(0, tally.good - earlier.good)), total)
    return found


def _tally(objective: Objective, totals: Totals) -> Tally:
    good = total = 0
    if objective.measure == "answered":
        for (name, labels), count in totals.numbers.items():
            if name == REQUESTS.name and _covers(objective, labels[0], labels[1]):
                total += int(count)
                good += int(count) if labels[2] != "5xx" else 0
    else:
        within = REQUEST_SECONDS.buckets.index(objective.seconds) + 1
        for (name, labels), spread in totals.spreads.items():
            if name == REQUEST_SECONDS.name and _covers(objective, labels[0], labels[1]):
                total += int(sum(spread[:-1]))
                good += int(sum(spread[:within]))
    return Tally(good, total)


def _covers(objective: Objective, route: str, group: str) -> bool:
    return route in objective.routes if objective.routes else group in objective.groups


def burn_rate(objective: Objective, tally: Tally) -> float:
    """1 uses the budget up exactly at the end of the period."""
    return tally.bad_share / objective.budget


def budget_left(objective: Objective, tally: Tally) -> float:
    """Of the budget of the period, the share that is left: 1 all of it, 0 none, below that overdrawn."""
    return 1 - tally.bad_share / objective.budget if tally.total else 1.0


def is_accident(objective: Objective, tally: Tally) -> bool:
    """Too little is bad to say anything by its share."""
    return objective.measure != "waits" and tally.bad < LEAST


def burning(objective: Objective, windows: Mapping[timedelta, Tally]) -> Burn | None:
    """The most urgent alert that these windows give, if any."""
    for burn in BURNS:
        long, short = windows.get(burn.long, Tally()), windows.get(burn.short, Tally())
        if is_accident(objective, long):
            continue
        if min(burn_rate(objective, long), burn_rate(objective, short)) > burn.factor:
            return burn
    return None


def spoken(window: timedelta) -> str:
    """As Prometheus writes it: 5m, 1h, 3d."""
    seconds = int(window.total_seconds())
    for size, letter in ((86400, "d"), (3600, "h"), (60, "m")):
        if seconds % size == 0:
            return f"{seconds // size}{letter}"
    return f"{seconds}s"
