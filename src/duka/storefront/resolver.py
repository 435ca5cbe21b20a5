"""Which store a request is for: by host name, or by the path `/s/{tenant}/{store}` where there is none.

`/s/{tenant}/{store}~{secret}` is the store with an appearance on trial; every address on its pages stays there.

Sits around the application, because the path is shortened before it is routed. What it finds goes into the
scope's state as `place`, `prefix` and `preview`, the secret; a request for no store has no `place`.
"""

from __future__ import annotations

from typing import Any

from duka.kernel.work import Work
from duka.stores import queries as stores

NOT_OF_STORES = ("/api/", "/callbacks/", "/feeds/", "/assets/", "/media/", "/sandbox/", "/health", "/mailbox")
MARK = "/s/"


class StoreResolver:
    """An ASGI application around another."""

    def __init__(self, app: Any, work: Work) -> None:
        self.app = app
        self.work = work

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(NOT_OF_STORES):
            scope = self._placed(scope)
        await self.app(scope, receive, send)

    def _placed(self, scope: Any) -> Any:
        state = scope.setdefault("state", {})
        path: str = scope["path"]
        state["prefix"] = ""
        if path.startswith(MARK):
            parts = path[len(MARK) :].split("/", 2)
            slug, _, secret = parts[1].partition("~") if len(parts) > 1 else ("", "", "")
            place = stores.resolve_path(self.work, parts[0], slug) if slug else None
            if place is None:
                return scope
            state["place"], state["preview"] = place, secret
            state["prefix"] = f"{MARK}{parts[0]}/{parts[1]}"
            rest = "/" + (parts[2] if len(parts) == 3 else "")
            return {**scope, "path": rest, "raw_path": rest.encode()}
        host = next((value for name, value in scope["headers"] if name == b"host"), b"")
        place = stores.resolve_host(self.work, host.decode("latin-1"))
        if place is not None:
            state["place"] = place
        return scope
