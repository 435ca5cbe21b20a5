"""Quiet hours: over midnight, within a day, on the days that clocks change."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duka.notifications.quiet import end

ZONES = ["Africa/Dakar", "Europe/Paris", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Kiritimati"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "zone", "first", "last", "over"),
    [
        ("2026-06-01 12:00", "Africa/Dakar", "21:00", "08:00", None),
        ("2026-06-01 21:00", "Africa/Dakar", "21:00", "08:00", "2026-06-02 08:00"),
        ("2026-06-01 23:59", "Africa/Dakar", "21:00", "08:00", "2026-06-02 08:00"),
        ("2026-06-02 03:00", "Africa/Dakar", "21:00", "08:00", "2026-06-02 08:00"),
        ("2026-06-02 08:00", "Africa/Dakar", "21:00", "08:00", None),
        ("2026-06-01 20:30", "Europe/Paris", "21:00", "08:00", "2026-06-02 06:00"),
        ("2026-06-01 12:30", "Africa/Dakar", "12:00", "14:00", "2026-06-01 14:00"),
        ("2026-06-01 14:30", "Africa/Dakar", "12:00", "14:00", None),
        ("2026-06-01 23:00", "Africa/Dakar", "", "", None),
        ("2026-06-01 23:00", "Africa/Dakar", "08:00", "08:00", None),
        # The night of 28 to 29 March 2026 in Paris is an hour shorter, that of 24 to 25 October an hour longer.
        ("2026-03-28 22:00", "Europe/Paris", "21:00", "08:00", "2026-03-29 06:00"),
        ("2026-10-24 22:00", "Europe/Paris", "21:00", "08:00", "2026-10-25 07:00"),
        # An end that no clock shows (02:30 is skipped) is the moment after the gap.
        ("2026-03-29 00:30", "Europe/Paris", "21:00", "02:30", "2026-03-29 01:30"),
        # An end that clocks show twice: the second time, once the first is past.
        ("2026-10-25 01:10", "Europe/Paris", "21:00", "02:30", "2026-10-25 01:30"),
    ],
)
def test_when_they_are_over(now: str, zone: str, first: str, last: str, over: str | None) -> None:
    assert end(at(now), zone, first, last) == (at(over) if over else None)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),
    st.sampled_from(ZONES),
    st.times(),
    st.times(),
)
def test_the_end_is_ahead_and_within_a_day(now: datetime, zone: str, first: object, last: object) -> None:
    here = now.replace(tzinfo=UTC)
    over = end(here, zone, str(first)[:5], str(last)[:5])
    assert over is None or 0 < (over - here).total_seconds() <= 26 * 3600
