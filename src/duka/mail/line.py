"""The line to a provider: when nobody answers, it rests for a while, so that a dead mail server costs one attempt in half a
minute and not a worker's every hand."""

import threading
import time

from duka.mail.types import Outgoing, Provider, Unreachable

REST_SECONDS = 30.0


class Line:
    """One a process. Thread-safe."""

    def __init__(self, provider: Provider, rest: float = REST_SECONDS) -> None:
        self.provider = provider
        self._rest = rest
        self._until = 0.0
        self._probing = threading.Lock()

    def take(self, letter: Outgoing) -> str:
        """As the provider does. While it was away lately only one letter at a time is tried, and none while it rests."""
        if not self._until:
            return self._try(letter)
        if time.monotonic() < self._until or not self._probing.acquire(blocking=False):
            raise Unreachable("the mail server is away; tried again later", is_away=False)
        try:
            reference = self._try(letter)
            self._until = 0.0
            return reference
        finally:
            self._probing.release()

    def _try(self, letter: Outgoing) -> str:
        try:
            return self.provider.take(letter)
        except Unreachable as error:
            if error.is_away:
                self._until = time.monotonic() + self._rest
            raise
