"""Counts of what is shown, followed and put into carts, gathered in memory and written together.

A page never waits for them: `count` adds one to a number in memory. The first count after a pause sets a timer; `seconds`
later everything goes to the database, one transaction a tenant. What a killed process had not written is lost: at most
`seconds` of it. Nothing is kept of who it was.
"""

import threading
from collections import Counter
from datetime import date
from typing import Literal, NamedTuple
from uuid import UUID

from duka.kernel import log
from duka.kernel.work import Caller, Work
from duka.recommendations import measuring
from duka.recommendations.rules import Mark

What = Literal["shown", "clicks", "added"]
SECONDS = 5.0
MOST_KEYS = 20_000
"""Beyond so many different ones between two writings nothing new is counted."""
_log = log.get("recommendations")


class Key(NamedTuple):
    tenant: UUID
    store: UUID
    day: date
    mark: Mark
    other: UUID
    what: What


class Tally:
    """The counts of one process."""

    def __init__(self, work: Work, seconds: float = SECONDS) -> None:
        self._work = work
        self._seconds = seconds
        self._counts: Counter[Key] = Counter()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def count(self, tenant: UUID, store: UUID, mark: Mark, other: UUID, what: What) -> None:
        """One more time `other` was shown (followed, put into a cart) where `mark` says."""
        key = Key(tenant, store, self._work.clock().date(), mark, other, what)
        with self._lock:
            if key in self._counts or len(self._counts) < MOST_KEYS:
                self._counts[key] += 1
            if self._timer is None:
                self._timer = threading.Timer(self._seconds, self.write)
                self._timer.daemon = True
                self._timer.start()

    def write(self) -> None:
        """Everything counted so far into the database, now."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
        for tenant in {key.tenant for key in counts}:
            rows = [
                measuring.Counted(key.store, key.day, key.mark, key.other, key.what, number)
                for key, number in counts.items()
                if key.tenant == tenant
            ]
            try:
                self._work.perform(Caller(tenant), lambda ctx, rows=rows: measuring.add(ctx, rows))  # type: ignore[misc]
            except Exception:
                _log.exception("counts were lost", tenant=str(tenant), counts=len(rows))
