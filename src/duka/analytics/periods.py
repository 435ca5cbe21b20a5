"""Periods of days: what they are compared with, and the steps that they are shown in. Pure."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from duka.analytics.errors import PeriodInvalid

Step = Literal["day", "week", "month"]
Comparison = Literal["previous_period", "previous_year", "none"]
MOST_STEPS = 400
EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 1, 1)


class Period(msgspec.Struct, frozen=True):
    """Both days belong to it."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def is_of_months(self) -> bool:
        """From the first of a month to the last of one."""
        return self.since.day == 1 and (self.until + timedelta(days=1)).day == 1


def period(since: date | None, until: date | None, today: date) -> Period:
    """The last thirty days where nothing is said. Refuses `PeriodInvalid`."""
    until = until or today
    since = since or until - timedelta(days=29)
    if since > until:
        raise PeriodInvalid(why="it ends before it begins")
    if since < EARLIEST or until > LATEST:
        raise PeriodInvalid(why=f"days are between {EARLIEST} and {LATEST}")
    return Period(since, until)


def compared(asked: Period, comparison: Comparison) -> Period | None:
    """Whole months are compared with as many whole months before, other periods with as many days; a year before means the same
    days of the calendar."""
    if comparison == "none":
        return None
    if comparison == "previous_year":
        return Period(
            _months_before(asked.since, 12), _months_before(asked.until, 12, is_end=asked.is_of_months)
        )
    if months := _months_apart(asked, comparison):
        return Period(_months_before(asked.since, months), asked.since - timedelta(days=1))
    return Period(asked.since - timedelta(days=asked.days), asked.since - timedelta(days=1))


def steps_compared(asked: Period, comparison: Comparison, of: Sequence[date]) -> list[date | None]:
    """Where in the period compared with the steps `of` the one asked for begin: on the same day of the month where months or
    years are compared, else as many days after its beginning. None: a step that it does not have, such as the 29th of February.
    A day without a counterpart counts with the step before it, so that steps cover the period once."""
    before = compared(asked, comparison)
    if before is None:
        return []
    months = _months_apart(asked, comparison)
    begun = [
        before.since,
        *(_begun(day, months) if months else day - (asked.since - before.since) for day in of[1:]),
    ]
    ends = [*begun[1:], before.until + timedelta(days=1)]
    return [start if start < end else None for start, end in zip(begun, ends, strict=True)]


def _months_apart(asked: Period, comparison: Comparison) -> int:
    """By how many months the period compared with is earlier; 0: it is as many days earlier as the period has."""
    if comparison == "previous_year":
        return 12
    if not asked.is_of_months:
        return 0
    return (asked.until.year - asked.since.year) * 12 + asked.until.month - asked.since.month + 1


def _begun(day: date, months: int) -> date:
    """The same day of the month, or where there is none the first of the next one."""
    found = _months_before(day, months)
    return found if found.day == day.day else found + timedelta(days=1)


def _months_before(day: date, months: int, *, is_end: bool = False) -> date:
    """The same day of the month, or the month's last where there is none; the last for the end of whole months."""
    count = day.year * 12 + day.month - 1 - months
    year, month = count // 12, count % 12 + 1
    last = monthrange(year, month)[1]
    return date(year, month, last if is_end else min(day.day, last))


def steps(of: Period, by: Step) -> list[date]:
    """The first day of each step, the period's own first day for the first. Weeks begin on Monday. Refuses `PeriodInvalid` when
    they are more than `MOST_STEPS`."""
    found = [of.since]
    while (following := _next(found[-1], by)) <= of.until:
        found.append(following)
        if len(found) > MOST_STEPS:
            raise PeriodInvalid(why=f"it has more than {MOST_STEPS} steps; choose longer ones")
    return found


def _next(day: date, by: Step) -> date:
    if by == "day":
        return day + timedelta(days=1)
    if by == "week":
        return day + timedelta(days=7 - day.weekday())
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
