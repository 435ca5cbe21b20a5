"""An answer that does not end: read as it comes, left when one has heard enough."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import msgspec
from tests.api.client import Client


@dataclass(frozen=True)
class Told:
    """One server-sent event."""

    name: str
    id: int
    data: Any


class Listening:
    """`GET path` on the application of `client`, open until `close`."""

    def __init__(self, client: Client, path: str, headers: dict[str, str], query: str = "") -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.is_over = False
        self.is_paused = False
        self.last_id: int | None = None
        self._body = b""
        self._client = client
        self._gone = asyncio.Event()
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(k.encode(), v.encode()) for k, v in {"host": "shop.example", **headers}.items()],
            "client": ("127.0.0.1", 50000),
            "server": ("shop.example", 80),
        }
        self._future = asyncio.run_coroutine_threadsafe(self._run(scope), client._loop)

    async def _run(self, scope: dict[str, Any]) -> None:
        asked = False

        async def receive() -> dict[str, Any]:
            nonlocal asked
            if not asked:
                asked = True
                return {"type": "http.request", "body": b"", "more_body": False}
            await self._gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            while self.is_paused:
                await asyncio.sleep(0.01)
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.headers = {k.decode().lower(): v.decode() for k, v in message["headers"]}
            else:
                self._body += message.get("body", b"")
                if not message.get("more_body"):
                    self.is_over = True
                    self._gone.set()

        await self._client.app(scope, receive, send)

    @property
    def told(self) -> list[Told]:
        """Every event so far, in order."""
        found = []
        for block in self._body.decode().split("\n\n")[:-1]:
            fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
            if "id" in fields:
                self.last_id = int(fields["id"])
            if "data" in fields:
                data = msgspec.json.decode(fields["data"])
                found.append(Told(fields.get("event", "message"), int(fields.get("id", 0)), data))
        return found

    def wait(self, enough: Any, seconds: float = 30) -> list[Told]:
        """What was told when `enough(told)` became true. Fails when it does not in time."""
        until = time.monotonic() + seconds
        while not enough(self.told):
            assert time.monotonic() < until, f"not told in {seconds} s; so far {self.told[-5:]}"
            time.sleep(0.02)
        return self.told

    def wait_for(self, type: str, seconds: float = 30) -> Told:
        """The first change of that type."""
        told = self.wait(lambda told: any(t.data.get("type") == type for t in told), seconds)
        return next(t for t in told if t.data.get("type") == type)

    def wait_until_over(self, seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while not self.is_over:
            assert time.monotonic() < until, f"still open after {seconds} s"
            time.sleep(0.02)

    def close(self) -> None:
        """As a browser that leaves the page."""
        self._client._loop.call_soon_threadsafe(self._gone.set)
        self._future.result(10)
