"""Visits of a moment, gathered in memory and written together.

A page never waits for them: `see` changes a number in memory. The first after a pause sets a timer; `seconds` later everything
goes to the database, one transaction a company. What a killed process had not written is lost: at most `seconds` of it.
"""

import threading
from uuid import UUID

import msgspec

from duka.analytics.visits import writing
from duka.analytics.visits.reading import PAGE, Look
from duka.analytics.visits.writing import Seen
from duka.kernel import log
from duka.kernel.work import Caller, Work
from duka.stores import resolving

SECONDS = 5.0
MOST_VISITORS = 20_000
"""Beyond so many different ones between two writings nobody new is counted."""
_log = log.get("analytics")


class _Held(msgspec.Struct):
    look: Look
    steps: int = 0
    page_views: int = 0


class Visits:
    """The visits of one process."""

    def __init__(self, work: Work, seconds: float = SECONDS) -> None:
        self._work = work
        self._seconds = seconds
        self._held: dict[tuple[object, ...], _Held] = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def see(self, look: Look) -> None:
        """Somebody saw a page, or made a step."""
        key = (look.host, look.slugs, look.address, look.agent)
        with self._lock:
            held = self._held.get(key)
            if held is None:
                if len(self._held) >= MOST_VISITORS:
                    return
                held = self._held[key] = _Held(look)
            held.steps |= look.steps
            held.page_views += 1 if look.steps & PAGE else 0
            if self._timer is None:
                self._timer = threading.Timer(self._seconds, self.write)
                self._timer.daemon = True
                self._timer.start()

    def write(self) -> None:
        """Everything seen so far into the database, now."""
        with self._lock:
            held, self._held = self._held, {}
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
        by_tenant: dict[UUID, list[Seen]] = {}
        for one in held.values():
            look = one.look
            try:
                place = (
                    resolving.resolve_path(self._work, *look.slugs)
                    if look.slugs
                    else resolving.resolve_host(self._work, look.host)
                )
            except Exception:
                _log.exception("a visit was not counted")
                continue
            if place is not None:
                seen = Seen(place.store, look, one.steps, one.page_views)
                by_tenant.setdefault(place.tenant.id, []).append(seen)
        for tenant, seen_there in by_tenant.items():
            try:
                self._work.perform(
                    Caller(tenant),
                    lambda ctx, rows=seen_there: writing.add(ctx, rows),  # type: ignore[misc]
                )
            except Exception:
                _log.exception("visits were lost", tenant=str(tenant), visits=len(seen_there))
