"""When to try again, what an answer means, which events an endpoint wants. Pure.

The schedule and the meaning of the answers are those of the Standard Webhooks specification.
"""

import random
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

DELAYS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Before the second, third … attempt; the first is made at once."""
MOST_ATTEMPTS = len(DELAYS) + 1
JITTER = 0.2
"""Each delay is up to so much longer, so that what failed together does not come back together."""
SLOW_STATUSES = {429, 502, 503, 504}
SLOW = timedelta(seconds=30)
LONGEST_SLOW = timedelta(hours=1)
DISABLE_AFTER = timedelta(days=5)
TEST = "webhook.test"
EVERYTHING = "*"

DELIVERED, REFUSED, REDIRECTED, GONE = "delivered", "refused", "redirected", "gone"
TIMED_OUT, UNREACHABLE, BLOCKED, BROKEN = "timed_out", "unreachable", "blocked", "broken"
OUTCOMES = (DELIVERED, REFUSED, REDIRECTED, GONE, TIMED_OUT, UNREACHABLE, BLOCKED, BROKEN)
"""`refused`: an answer that is no 2xx. `blocked`: the address is none that we send to. `broken`: the answer was no HTTP."""


def delay_after(attempts: int) -> timedelta | None:
    """How long after this many failed attempts the next one is made; None when it was the last."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return DELAYS[attempts - 1] * (1 + random.uniform(0, JITTER))  # noqa: S311 - jitter is no secret


def meaning(status: int) -> str:
    """What an answer's status says."""
    if 200 <= status < 300:
        return DELIVERED
    if 300 <= status < 400:
        return REDIRECTED
    return GONE if status == 410 else REFUSED


def slow_down(status: int | None, retry_after: str, now: datetime) -> timedelta | None:
    """How long the receiver wants to be left alone: at most an hour; None when it does not say so."""
    asked = _asked(retry_after, now) if status is not None and not 200 <= status < 300 else None
    if asked is not None:
        return min(max(asked, timedelta(0)), LONGEST_SLOW)
    return SLOW if status in SLOW_STATUSES else None


def _asked(retry_after: str, now: datetime) -> timedelta | None:
    """A Retry-After header: seconds or a date (RFC 9110, 10.2.3). None for none, or nonsense."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), 10**8))
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return at - now if at.tzinfo is not None else None


def choices_for(type: str) -> list[str]:
    """The choices that hear events of this type: itself, its families, everything."""
    parts = type.split(".")
    return [EVERYTHING, *(".".join(parts[:n]) + ".*" for n in range(1, len(parts))), type]


def unknown_choices(chosen: Sequence[str], known: Collection[str]) -> list[str]:
    """What of `chosen` no known type of event would ever match."""
    possible = {choice for type in known for choice in choices_for(type)} | {EVERYTHING}
    return [choice for choice in chosen if choice not in possible]
