"""Callbacks of providers that send each once, whatever the answer is, and sign nothing."""

from itertools import cycle
from uuid import UUID

import httpx2
from tests.simulators.mischief import Callbacks, Compose, Sent


class OnceOnly(Callbacks):
    """`methods` take turns."""

    def __init__(self, compose: Compose, *methods: str) -> None:
        super().__init__(compose, again=False)
        self._methods = cycle(methods)
        self.used: list[str] = []

    def _post(self, url: str, kind: str, headers: dict[str, str], body: bytes) -> Sent:
        method = next(self._methods)
        try:
            status = self._client.request(method, url, content=body, headers=headers).status_code
        except httpx2.HTTPError:
            status = 0
        sent = Sent(url, kind, headers, body, status)
        with self._lock:
            self.sent.append(sent)
            self.used.append(method)
        return sent


def our_id(name: str) -> str:
    """Our payment id, with or without its dashes, as the books have it; any other name as it is."""
    try:
        return str(UUID(name)) if len(name) in (32, 36) else name
    except ValueError:
        return name
