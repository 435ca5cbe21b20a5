"""Statements that took long: how often, how long, and which function of ours made them.

Kept in memory until `taken`, at most `MOST` different ones; the worker and the web write them into the database each
minute. No values are kept: a statement of ours is a constant.
"""

import threading

import msgspec

from duka.kernel import metrics, telemetry

SECONDS = 0.25
MOST = 200


class SlowStatement(msgspec.Struct):
    """`maker`: module and function. Times in milliseconds."""

    maker: str
    words: str
    times: int = 0
    total_ms: float = 0.0
    longest_ms: float = 0.0


_seen: dict[str, SlowStatement] = {}
_lock = threading.Lock()


def noted(statement: str, seconds: float) -> None:
    maker, words = telemetry.maker(), telemetry.shortened(statement)
    metrics.count(metrics.SLOW_STATEMENTS, maker)
    with _lock:
        found = _seen.get(maker + words)
        if found is None:
            if len(_seen) >= MOST:
                return
            found = _seen[maker + words] = SlowStatement(maker, words)
        found.times += 1
        found.total_ms += seconds * 1000
        found.longest_ms = max(found.longest_ms, seconds * 1000)


def taken() -> list[SlowStatement]:
    """What was noted since the last time."""
    with _lock:
        found = list(_seen.values())
        _seen.clear()
    return found
