"""Days and times as statements write them, in UTC. Which of two numbers is the day is found from all rows together."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from duka.payments.statements.amounts import shown

Order = Literal["dmy", "mdy"]
_DAY = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})[./-]([0-9]{4})")
_TIME = re.compile(
    r"([0-9]{1,2})[:hH]([0-9]{2})(?:[:mM]([0-9]{2})(?:[.,][0-9]+)?)?s?(?:\s*([AaPp])\.?[Mm]\.?)?"
)
_ZONES = {
    -8: "PST",
    -7: "PDT MST",
    -6: "MDT CST",
    -5: "CDT EST",
    -4: "EDT",
    0: "UTC GMT WET Z",
    1: "BST CET WEST WAT",
    2: "CEST EET SAST CAT",
    3: "EEST EAT MSK",
    8: "SGT HKT AWST",
    9: "JST KST",
    10: "AEST",
    11: "AEDT",
    12: "NZST",
    13: "NZDT",
}
"""The abbreviations that PayPal writes, by their hours from UTC."""
_HOURS = {name: hours for hours, names in _ZONES.items() for name in names.split()}


@cache
def zone(name: str, otherwise: tzinfo) -> tzinfo:
    """`PDT`, `Europe/Paris`; `otherwise` for what is neither."""
    word = name.strip()
    if word.upper() in _HOURS:
        return timezone(timedelta(hours=_HOURS[word.upper()]))
    try:
        return ZoneInfo(word) if word else otherwise
    except (ValueError, OSError):
        return otherwise


def day_order(texts: Iterable[str], otherwise: Order | None) -> Order | None:
    """Whether `03/04/2026` is in April or in March: a number above twelve is a day; and when there is none, the order under
    which the statement covers the shorter time is right. `otherwise` when nothing tells."""
    found = {(int(m[1]), int(m[3]), int(m[4]), m[2]) for m in map(_DAY.match, texts) if m}
    if any(sign == "." or first > 12 for first, _, _, sign in found):
        return "dmy"
    if any(second > 12 for _, second, _, _ in found):
        return "mdy"
    if all(first == second for first, second, _, _ in found):
        return "dmy"
    as_dmy = [datetime(year, second, first) for first, second, year, _ in found]
    as_mdy = [datetime(year, first, second) for first, second, year, _ in found]
    one, other = max(as_dmy) - min(as_dmy), max(as_mdy) - min(as_mdy)
    if one == other:
        return otherwise
    return "dmy" if one < other else "mdy"


def instant(day: str, time: str, order: Order | None, of: tzinfo) -> datetime:
    """`day` may hold the time too. ISO 8601 with an offset keeps its offset; all else is in the zone `of`. Refuses ValueError
    in words."""
    text = f"{day.strip()} {time.strip()}".strip()
    if text[4:5] == "-":
        return _iso(text, of)
    match = _DAY.match(text)
    if match is None:
        raise ValueError(f"{shown(text)} is not a day and time.")
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if order is None and first != second:
        raise ValueError(f"{shown(text)} may be two days; choose a period that reaches beyond the 12th.")
    rest = text[match.end() :].strip(" ,T")
    clock = _TIME.fullmatch(rest) if rest else None
    if rest and clock is None:
        raise ValueError(f"{shown(text)} is not a day and time.")
    hour, minute, seconds = (int(clock[n] or 0) for n in (1, 2, 3)) if clock else (0, 0, 0)
    if clock and clock[4]:
        hour = hour % 12 + (12 if clock[4] in "pP" else 0)
    dom, month = (second, first) if order == "mdy" else (first, second)
    try:
        return datetime(year, month, dom, hour, minute, seconds, tzinfo=of).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{shown(text)} is not a day and time.") from None


def _iso(text: str, of: tzinfo) -> datetime:
    try:
        found = datetime.fromisoformat(text.removesuffix(" UTC"))
        return (found if found.tzinfo else found.replace(tzinfo=of)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{shown(text)} is not a day and time.") from None
