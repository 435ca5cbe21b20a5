"""Which store a request is for: by host name, or by the path `/s/{tenant}/{store}` where there is none.

`/s/{tenant}/{store}~{secret}` is the store with an appearance on trial; every address on its pages stays there.

Sits around the application, because the path is shortened before it is routed. What it finds goes into the
scope's state as `place`, `prefix` and `preview`, the secret; a request for no store has no `place`. Whoever asks at another host
than the primary one of a store is led there.
"""

from __future__ import annotations

from typing import Any

from duka.kernel.work import Work
from duka.stores import resolving as stores

NOT_OF_STORES = (
    "/.well-known/",
    "/console",
    "/api/",
    "/callbacks/",
    "/feeds/",
    "/assets/",
    "/media/",
    "/sandbox/",
    "/health",
    "/readyz",
    "/metrics",
    "/mailbox",
)
MARK = "/s/"


def _port(scope: Any) -> str:
    """`:8000`, as it was asked; empty for the usual one."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
    _, colon, port = host.rpartition(":")
    return f":{port}" if colon and port.isascii() and port.isdigit() else ""


class StoreResolver:
    """An ASGI application around another."""

    def __init__(self, app: Any, work: Work, base_url: str = "") -> None:
        self.app = app
        self.work = work
        self.is_secure = base_url.startswith("https:")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(NOT_OF_STORES):
            scope = self._placed(scope)
            place = scope["state"].get("place")
            if place is not None and place.primary and scope["method"] in ("GET", "HEAD"):
                await self._lead(scope, send, place.primary)
                return
        if scope["type"] == "http":
            scope.setdefault("state", {})["routed"] = scope  # the edge reads there which handler was found
        await self.app(scope, receive, send)

    async def _lead(self, scope: Any, send: Any, host: str) -> None:
        """To the same page at the store's primary host, for as long as that is it."""
        scheme = "https" if self.is_secure else scope.get("scheme", "http")
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
        query = scope["query_string"].decode("latin-1")
        address = f"{scheme}://{host}{_port(scope)}{path}{'?' + query if query else ''}"
        headers = [
            (b"location", address.encode("latin-1", "replace")),
            (b"cache-control", b"max-age=300"),
            (b"content-length", b"0"),
        ]
        await send({"type": "http.response.start", "status": 308, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

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
