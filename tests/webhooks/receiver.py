"""A receiver of webhooks: a real HTTP server on 127.0.0.1 that checks signatures with the reference library, and can misbehave.

What it does is chosen by the path: `/ok`, `/status/503`, `/redirect`, `/hang`, `/drip` (headers, byte by byte), `/drip-body`,
`/huge`, `/cut` (no answer), `/nonsense` (no HTTP); `/once/500` answers 500 the first time.
"""

import asyncio
import threading
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from standardwebhooks.webhooks import Webhook


@dataclass
class Heard:
    path: str
    headers: dict[str, str]
    body: str

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verified(self, secret: str) -> Any:
        """The message, as a merchant's system would take it. Raises for a wrong signature."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """`with Receiver() as receiver:`; `headers` are added to every answer."""

    heard: list[Heard] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    port: int = 0

    def url(self, path: str = "/ok") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def ids(self) -> Counter[str]:
        return Counter(each.id for each in self.heard)

    def at(self, path: str) -> list[Heard]:
        return [each for each in self.heard if each.path == path]

    def __enter__(self) -> "Receiver":
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._one, "127.0.0.1", 0, backlog=1000)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._end.wait()
        server.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            path = head[0].split(" ")[1]
            headers = {
                name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)
            }
            body = (await reader.readexactly(int(headers["content-length"]))).decode()
            self.heard.append(Heard(path, headers, body))
            await self._answer(path, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, path: str, writer: asyncio.StreamWriter) -> None:
        more = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        what, _, rest = path.partition("?")[0].lstrip("/").partition("/")
        status = 200
        if what == "hang":
            await self._end.wait()
            return
        if what == "cut":
            return
        if what == "nonsense":
            writer.write(b"220 mail.example ESMTP\r\n")
            return
        if what == "drip":
            for letter in "HTTP/1.1 200 OK\r\n" + "x-slow: yes\r\n" * 100:
                writer.write(letter.encode())
                await writer.drain()
                await asyncio.sleep(0.05)
            return
        if what == "drip-body":
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
            for _ in range(1000):
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.05)
            return
        if what == "huge":
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n")
            for _ in range(1000):
                writer.write(b"x" * 100_000)
                await writer.drain()
            return
        if what == "redirect":
            status, more = 302, more + f"location: {self.url('/secret')}\r\n"
        elif what == "status":
            status = int(rest.split("/")[0])
        elif what == "once" and len(self.at(path)) == 1:
            status = int(rest)
        answer = b"fine" if status == 200 else b"no"
        writer.write(
            f"HTTP/1.1 {status} X\r\ncontent-type: text/plain\r\ncontent-length: {len(answer)}\r\n{more}\r\n".encode()
            + answer
        )
        await writer.drain()
