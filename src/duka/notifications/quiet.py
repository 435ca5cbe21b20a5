"""Quiet hours: when a text would wake somebody."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def end(now: datetime, zone: str, quiet_from: str, quiet_until: str) -> datetime | None:
    """When the quiet hours that `now` lies in are over (UTC); None outside of them. Times are HH:MM in `zone`; hours that
    begin in the evening go over midnight. On the days that clocks change the end is that time of day as its people read it."""
    if not quiet_from or not quiet_until or quiet_from == quiet_until:
        return None
    here = now.astimezone(ZoneInfo(zone))
    first, last = time.fromisoformat(quiet_from), time.fromisoformat(quiet_until)
    clock = here.time().replace(tzinfo=None)
    goes_over_midnight = first > last
    is_quiet = (clock >= first or clock < last) if goes_over_midnight else first <= clock < last
    if not is_quiet:
        return None
    day = here.date() + timedelta(days=1 if goes_over_midnight and clock >= first else 0)
    over = datetime.combine(day, last, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    # An hour that is read twice: its first end may be past, its second is meant.
    return (
        over
        if over > now
        else datetime.combine(day, last.replace(fold=1), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    )
