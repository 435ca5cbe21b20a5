"""What a process may remember for less than a second: settings, credentials and pages that the crowd asks for.

Entries live `cache_seconds` and no longer, so a change is seen everywhere within that time without any invalidation
protocol (`docs/adr/0011`). Keys begin with the tenant.
"""

import threading
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from cachetools import TTLCache

T = TypeVar("T")


class Cache:
    def __init__(self, seconds: float, entries: int = 20_000) -> None:
        self._entries: TTLCache[Hashable, object] | None = TTLCache(entries, seconds) if seconds > 0 else None
        self._lock = threading.Lock()
        self.hits = self.misses = 0

    def find(self, key: Hashable) -> object | None:
        if self._entries is None:
            return None
        with self._lock:
            found = self._entries.get(key)
            if found is None:
                self.misses += 1
            else:
                self.hits += 1
            return found

    def keep(self, key: Hashable, value: object) -> None:
        if self._entries is not None:
            with self._lock:
                self._entries[key] = value

    def get(self, key: Hashable, load: Callable[[], T]) -> T:
        """The remembered value, or what `load` gives now."""
        value = self.find(key)
        if value is None:
            value = load()
            self.keep(key, value)
        return cast("T", value)
