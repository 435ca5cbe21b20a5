"""A door between a process and PostgreSQL that counts the process's statements and kills it at the one named.

A statement is counted where the client asks for an answer (a simple query, or the Sync that ends an extended one), once
it is logged in. `after` lets the statement reach the server and be carried out before the client dies, who then never
hears of it; otherwise the client dies with the statement unsent.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

ASKS = frozenset(b"QS")


class Proxy:
    """Listens on a free port of 127.0.0.1, on a thread of its own."""

    def __init__(self, url: str) -> None:
        self._parts = conninfo_to_dict(url)
        self._socket = f"{self._parts['host']}/.s.PGSQL.{self._parts['port']}"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.reset()
        self._server = self._call(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]

    def reset(self, kill_at: int = 0, *, after: bool = False) -> None:
        """Counts anew; the client is killed at the statement `kill_at`, never when that is 0."""
        self.pid, self.seen, self.kill_at, self.after = 0, 0, kill_at, after

    def url(self, url: str) -> str:
        """`url` by way of this door."""
        parts = {**conninfo_to_dict(url), "host": "127.0.0.1", "port": self.port}
        return make_conninfo(**parts, sslmode="disable", gssencmode="disable")

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.run_until_complete(_end_all())
        self._loop.close()

    def _call(self, work: Awaitable[Any]) -> Any:
        async def run() -> Any:
            return await work

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, server = await asyncio.open_unix_connection(self._socket)
        back = asyncio.ensure_future(_pour(answers, writer))
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._forward(reader, server)
        finally:
            server.close()
            writer.close()
            back.cancel()

    async def _forward(self, reader: asyncio.StreamReader, server: asyncio.StreamWriter) -> None:
        size = await reader.readexactly(4)
        server.write(
            size + await reader.readexactly(int.from_bytes(size) - 4)
        )  # the startup packet has no kind
        while True:
            head = await reader.readexactly(5)
            body = await reader.readexactly(int.from_bytes(head[1:]) - 4)
            is_last = False
            if head[0] in ASKS:
                self.seen += 1
                is_last = self.seen == self.kill_at
            if is_last and not self.after:
                await self._kill()
                return
            server.write(head + body)
            await server.drain()
            if is_last:
                await asyncio.sleep(0.01)  # the server carries it out; the answer finds nobody
                await self._kill()
                return

    async def _kill(self) -> None:
        """The client may have asked before it was known whom to kill."""
        while not self.pid:
            await asyncio.sleep(0.001)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


async def _end_all() -> None:
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    await asyncio.sleep(0)  # what was closed is told so in the next round


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
