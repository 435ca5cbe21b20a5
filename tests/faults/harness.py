"""Real processes of ours on a real database, started and killed by their ids, and a shopper who talks to them."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import psutil
from tests.checkout.bazaar import DAKAR, Bazaar

from duka.identity import keys
from duka.kernel.ids import new_id, public
from duka.kernel.postgres_urls import Urls

SOURCE = Path(__file__).parents[2] / "src"
START = 40.0
"""Seconds that a process may take on a busy machine."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Installation:
    """`duka serve` and `duka worker` with an environment of their own."""

    urls: Urls
    folder: Path
    processes: int = 1
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for name in list(self.running):
            self.stop(name)

    def serve(self) -> float:
        """The web; how many seconds it took to its first answer."""
        begun = time.perf_counter()
        self._start("web", "serve", "--port", str(self.port), "--processes", str(self.processes))
        while time.perf_counter() - begun < START:
            assert self.running["web"].poll() is None, self.words()
            try:
                with urllib.request.urlopen(self.url + "/health", timeout=2):
                    return time.perf_counter() - begun
            except OSError:
                time.sleep(0.02)
        raise AssertionError(self.words())

    def work(self) -> None:
        self._start("worker", "worker")

    def _start(self, name: str, *command: str) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": str(SOURCE),
            "DUKA_APP_URL": self.urls.app,
            "DUKA_PLATFORM_URL": self.urls.platform,
            "DUKA_MIGRATOR_URL": self.urls.migrator,
            "DUKA_DATA": str(self.folder),
            "DUKA_SECRET": "a secret of the tests",
            "DUKA_BASE_URL": self.url,
            "DUKA_RATE_PER_MINUTE": "0",
            "DUKA_CACHE_SECONDS": "0.8",
            **self.settings,
        }
        with (self.folder / "processes.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "duka.cli.main", *command],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def tree(self, name: str) -> list[psutil.Process]:
        """The process and its children; those that serve are the children."""
        top = psutil.Process(self.running[name].pid)
        return [top, *top.children(recursive=True)]

    def kill(self, name: str) -> None:
        """As a power cut: the process and all its children at once."""
        for process in self.tree(name):
            process.kill()
        self.running.pop(name).wait(10)

    def stop(self, name: str) -> None:
        process = self.running.pop(name)
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)

    def words(self) -> str:
        return (self.folder / "processes.log").read_text(errors="replace")[-3000:]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else None


class Line:
    """One keep-alive connection. A server that goes away raises `OSError`."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        try:
            return await self._ask(method, path, body, headers)
        except asyncio.IncompleteReadError as cut:
            self.close()
            raise ConnectionResetError("the server closed the connection") from cut
        except OSError:
            self.close()
            raise

    async def _ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        content = json.dumps(body).encode() if body is not None else b""
        sent = {"host": "127.0.0.1", "content-type": "application/json", "content-length": str(len(content))}
        lines = [f"{method} {path} HTTP/1.1"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in (sent | headers).items()]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + content)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        got = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        answer = await reader.readexactly(int(got.get("content-length", "0")))
        return Answer(int(head[0].split()[1]), got, answer)

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


@dataclass
class Counter:
    """The shop behind the API: a bazaar with a publishable key."""

    bazaar: Bazaar
    port: int
    key: str = ""

    def __post_init__(self) -> None:
        bazaar = self.bazaar
        self.key = bazaar.perform(
            lambda ctx: keys.create_api_key(ctx, "publishable", "Shop", None, bazaar.store)
        )
        self.base = f"/api/tenants/t{bazaar.tenant.hex}/ecommerce"

    async def ask(self, line: Line, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        return await line.ask(method, self.base + path, body, authorization=f"Bearer {self.key}", **headers)

    async def cart(
        self, line: Line, method: str, *wanted: tuple[Any, int], email: str = ""
    ) -> dict[str, Any]:
        """A cart that lacks nothing."""
        lines = [{"variant_id": public("var", v), "quantity": n} for v, n in wanted]
        made = await self.ask(line, "POST", "/carts", {"lines": lines})
        assert made.status == 201, made.body
        cart: dict[str, Any] = made.json
        change = {
            "email": email or f"{new_id().hex}@example.com",
            "shipping_address": DAKAR,
            "shipping_option_id": public("rate", self.bazaar.flat),
            "payment_method": method,
        }
        changed = await self.ask(line, "PATCH", f"/carts/{cart['id']}", change, cart_token=cart["token"])
        assert changed.status == 200, changed.body
        return {"id": cart["id"], "token": cart["token"], "key": new_id().hex}

    async def place(self, line: Line, cart: dict[str, Any]) -> Answer:
        """Always with the cart's own key, so that it may be repeated."""
        return await self.ask(
            line,
            "POST",
            "/orders",
            {"cart_id": cart["id"]},
            cart_token=cart["token"],
            idempotency_key=cart["key"],
        )


def is_problem(answer: Answer) -> bool:
    return answer.headers.get("content-type", "").startswith("application/problem+json")


def wait(is_true: Callable[[], bool], installation: Installation) -> None:
    end = time.monotonic() + 40
    while not is_true():
        assert time.monotonic() < end, installation.words()
        time.sleep(0.02)
