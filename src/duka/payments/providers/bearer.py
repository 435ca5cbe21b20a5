"""Access tokens that providers lend for a while: one for each set of credentials, kept by the process until shortly before
its end. Losing one costs a request, so nothing is stored."""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

MOST = 4_000
"""So many are kept at once; the longest unused goes first."""
MARGIN_SECONDS = 60


class Bearers:
    """Safe between threads. Two that ask at once for the same token may both fetch one; either is good."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, tuple[str, float]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, credentials: tuple[str, ...], fetch: Callable[[], tuple[str, int]]) -> str:
        """The token for these credentials. `fetch` asks the provider for one: (token, seconds that it is good)."""
        name = _name(credentials)
        with self._lock:
            token, until = self._kept.get(name, ("", 0.0))
            if time.monotonic() < until:
                self._kept.move_to_end(name)
                return token
        token, seconds = fetch()
        with self._lock:
            self._kept[name] = (token, time.monotonic() + seconds - MARGIN_SECONDS)
            self._kept.move_to_end(name)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return token

    def forget(self, credentials: tuple[str, ...], token: str) -> None:
        """The provider refused this token. One that another thread fetched meanwhile is kept."""
        name = _name(credentials)
        with self._lock:
            if self._kept.get(name, ("", 0.0))[0] == token:
                del self._kept[name]


def _name(credentials: tuple[str, ...]) -> bytes:
    return hashlib.sha256("\0".join(credentials).encode()).digest()
