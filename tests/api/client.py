"""A small HTTP client that calls an ASGI application in this process: from any thread, keeping every header."""

import asyncio
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import msgspec


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """The only header of that name; None when there is none."""
        found = [value for key, value in self.headers if key == name]
        assert len(found) <= 1, f"{name} was sent {len(found)} times"
        return found[0] if found else None

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body) if self.body else None

    @property
    def code(self) -> str:
        """The name of the refusal."""
        return str(self.json["code"])


class Client:
    """Requests run on one event loop in a thread of its own, as they do in a web process."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        more: list[tuple[str, str]] | None = None,
        peer: str = "127.0.0.1",
    ) -> Answer:
        """`body` is sent as JSON; `raw` as it is; `more` are headers that may come twice. `path` is quoted here."""
        sent = {"host": "shop.example", **(headers or {})}
        content = raw if raw is not None else (msgspec.json.encode(body) if body is not None else b"")
        if content and "content-type" not in sent:
            sent["content-type"] = "application/json"
        if content:
            sent["content-length"] = str(len(content))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": quote(path).encode(),
            "query_string": urlencode(query or {}, doseq=True).encode(),
            "root_path": "",
            "headers": [
                (k.encode("latin-1"), v.encode("latin-1")) for k, v in [*sent.items(), *(more or [])]
            ],
            "client": (peer, 50000),
            "server": ("shop.example", 80),
        }
        return asyncio.run_coroutine_threadsafe(self._run(scope, content), self._loop).result(60)

    async def _run(self, scope: dict[str, Any], content: bytes) -> Answer:
        messages = [{"type": "http.request", "body": content, "more_body": False}]
        status, headers, body = 0, [], b""

        answered = asyncio.Event()

        async def receive() -> dict[str, Any]:
            if messages:
                return messages.pop(0)
            await answered.wait()  # a client that goes away while it is answered ends a stream
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            nonlocal status, headers, body
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [(k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in message["headers"]]
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    answered.set()

        await self.app(scope, receive, send)
        return Answer(status, headers, body)
