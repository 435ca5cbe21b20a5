"""From what was counted to what may be said of it. Pure."""

import math
from typing import Literal

import msgspec

from duka.experiments import measuring
from duka.experiments.measuring import ALPHA, Difference, Sample
from duka.experiments.types import ExperimentGuard

LEAST_VISITORS = 100
LEAST_EVENTS = 10
"""So many visitors, and so many of them who did what is measured, each variant needs before it is judged: with fewer, means are
not yet spread the way that the intervals rely on."""
UNSOUND = 0.001
"""A division of visitors that chance brings about less often than this is a fault (Fabijan and others, 2019)."""
WHOLE_WEEK = 7
LONGEST = 365
Code = Literal["better", "worse", "same", "undecided", "waiting", "unsound"]


class Tally(msgspec.Struct, frozen=True):
    """What was counted of one variant. `events`: visitors who did what is measured; `sample`: its figures by visitor; `orders` by
    visitor and `values` by order, for the guards."""

    visitors: int = 0
    events: int = 0
    sample: Sample = Sample()
    orders: Sample = Sample()
    values: Sample = Sample()
    undone: int = 0
    failed: int = 0


class Judged(msgspec.Struct, frozen=True):
    """What a variant does against the control. `lift` is always valid; `once` is for those who fixed beforehand when to look."""

    code: Code
    lift: Difference
    once: Difference


class Outcome(msgspec.Struct, frozen=True):
    """`judged` goes with the variants after the control; `best` is the one to speak of, from 1. `balance`: the chance of so
    uneven a division. `days_left`: about, until a difference of the wanted size would be found; None when nobody can tell."""

    code: Code
    judged: tuple[Judged, ...]
    best: int
    balance: float
    days_left: int | None


class Breach(msgspec.Struct, frozen=True):
    """`at_least`: a share of the control's for orders and their value, a share of all for the others."""

    guard: str
    variant: int
    at_least: float


def judge(tallies: list[Tally], shares: list[int], *, measure: str, least: float, days: float) -> Outcome:
    """`least` as a share (0.1: 10 %), `days` so far. With more than one variant beside the control, each comparison is held to
    its part of the 5 % (Bonferroni)."""
    control, others = tallies[0], tallies[1:]
    alpha = ALPHA / len(others)
    balance = measuring.imbalance([t.visitors for t in tallies], shares)
    judged = tuple(_against(control, other, measure, least, alpha) for other in others)
    best = max(range(len(others)), key=lambda i: (_weight(judged[i]), judged[i].lift.estimate)) + 1
    code: Code = "unsound" if balance < UNSOUND else judged[best - 1].code
    return Outcome(code, judged, best, balance, _days_left(tallies, shares, best, least, days, alpha))


def _against(control: Tally, other: Tally, measure: str, least: float, alpha: float) -> Judged:
    found = measuring.lift(control.sample, other.sample, least, alpha)
    if measure == "revenue":
        once = measuring.welch(control.sample, other.sample)
    else:
        once = measuring.newcombe(control.events, control.visitors, other.events, other.visitors)
    return Judged(_code(control, other, found, least), found, once)


def _code(control: Tally, other: Tally, found: Difference, least: float) -> Code:
    if (
        min(control.visitors, other.visitors) < LEAST_VISITORS
        or min(control.events, other.events) < LEAST_EVENTS
    ):
        return "waiting"
    if found.interval.low > 0:
        return "better"
    if found.interval.high < 0:
        return "worse"
    if found.interval.low > -least and found.interval.high < least:
        return "same"
    return "undecided"


def _weight(judged: Judged) -> int:
    """What is worth saying first."""
    return {"better": 3, "undecided": 2, "same": 1, "waiting": 1, "worse": 0}.get(judged.code, 0)


def _days_left(
    tallies: list[Tally], shares: list[int], best: int, least: float, days: float, alpha: float
) -> int | None:
    """At the pace so far."""
    both = tallies[0].visitors + tallies[best].visitors
    pair = (shares[0], shares[best])
    needed = measuring.visitors_needed(tallies[0].sample, tallies[best].sample, pair, least, alpha)
    if needed is None or both == 0 or days <= 0:
        return None
    left = max(math.ceil((needed - both) / (both / days)), 1)
    return left if left <= LONGEST else None


def breach(guards: list[ExperimentGuard], tallies: list[Tally]) -> Breach | None:
    """The first guard that a variant is worse than by more than it may, beyond doubt: the near end of the always-valid interval
    is beyond the limit. So a guard that is asked every few minutes pauses hardly any experiment that does no harm (5 % at
    most)."""
    comparisons = max(len(guards) * (len(tallies) - 1), 1)
    for guard in guards:
        for position, other in enumerate(tallies[1:], 1):
            worse = _harm(guard, tallies[0], other, ALPHA / comparisons)
            if worse > guard.percent / 100:
                return Breach(guard.measure, position, worse)
    return None


def _harm(guard: ExperimentGuard, control: Tally, other: Tally, alpha: float) -> float:
    """At least so much worse than the control, as a share; 0 while there is too little to tell."""
    limit = guard.percent / 100
    if min(control.visitors, other.visitors) < LEAST_VISITORS:
        return 0.0
    if guard.measure == "undone":
        return measuring.gap(
            Sample.of_yes(control.undone, control.values.size),
            Sample.of_yes(other.undone, other.values.size),
            limit,
            alpha,
        ).interval.low
    if guard.measure == "errors":
        return measuring.gap(
            Sample.of_yes(control.failed, control.visitors),
            Sample.of_yes(other.failed, other.visitors),
            limit,
            alpha,
        ).interval.low
    first, second = (
        (control.orders, other.orders) if guard.measure == "orders" else (control.values, other.values)
    )
    if min(control.values.size, other.values.size) < LEAST_EVENTS:
        return 0.0
    return -measuring.lift(first, second, limit, alpha).interval.high
