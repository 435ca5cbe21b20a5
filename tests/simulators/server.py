"""The ground of every simulated provider: a real HTTP server on 127.0.0.1, with books of its own, mischief and callbacks.

A provider is a subclass whose methods are its routes:

    class Acme(Simulator):
        @route("POST", "/charges/{id}/capture")
        def capture(self, asked: Asked, id: str) -> Reply:
            self.books.capture(id, …)
            self.announce("charge.captured", {...})
            return Reply(200, {...})

Each route runs alone (under the lock of the books), so a provider acts on one request at a time. `raise Refused(Reply(…))`
answers from anywhere. Mischief befalls every route but those with `is_page=True`, which are for the buyer's browser.
"""

import argparse
import json
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.simulators.books import Books, Moved
from tests.simulators.mischief import Callbacks, Letter, Mischief, Sent


@dataclass(frozen=True)
class Asked:
    """One request. `headers` are by lower-case names; `query` and `form` hold the last value of each name."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    @property
    def json(self) -> Any:
        """None when the body is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(frozen=True)
class Reply:
    """A body that is not bytes or text is sent as JSON; None is an empty one."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> tuple[bytes, str]:
        if self.body is None:
            return b"", ""
        if isinstance(self.body, bytes):
            return self.body, "application/octet-stream"
        if isinstance(self.body, str):
            return self.body.encode(), "text/html; charset=utf-8"
        return json.dumps(self.body).encode(), "application/json"


def redirect(url: str) -> Reply:
    return Reply(303, headers={"location": url})


class Refused(Exception):
    """The provider's refusal, raised from wherever it is noticed."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


Handler = Callable[..., Reply]


def route(method: str, pattern: str, *, is_page: bool = False) -> Callable[[Handler], Handler]:
    """`pattern` is a path with `{name}` for one part of it. The parts are arguments of the method."""

    def mark(handler: Handler) -> Handler:
        parts = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(pattern))
        routes = getattr(handler, "routes", ())
        vars(handler)["routes"] = (*routes, (method, re.compile(parts), is_page))
        return handler

    return mark


class Simulator:
    """`with StripeSimulator() as simulator:` serves at `simulator.url` until the end of the block."""

    name = "simulator"
    port = 0

    def __init__(self) -> None:
        self.books = Books()
        self.mischief = Mischief()
        self.callbacks = Callbacks(self.compose)
        self.asked: list[Asked] = []
        self.failures: list[Exception] = []
        """Mistakes in the simulator itself."""
        self.skew = 0.0
        """Seconds that the provider's clock is ahead of ours."""
        self._random = secrets.SystemRandom()
        found = [
            (*entry, getattr(self, name))
            for name in dir(type(self))
            for entry in getattr(getattr(type(self), name), "routes", ())
        ]
        # A fixed path before one with parts in it.
        self._routes = sorted(found, key=lambda entry: entry[1].pattern.count("(?P<"))
        self._server: _Server | None = None

    # What a provider may say of itself

    def compose(self, letter: Letter) -> tuple[dict[str, str], bytes]:
        """The headers and the bytes of one callback, signed. `letter.fate` may ask for a wrong amount or merchant."""
        return {"content-type": "application/json"}, json.dumps(letter.event).encode()

    def unknown(self, asked: Asked) -> Reply:
        """The answer where there is no route."""
        return Reply(404, {"error": "not found"})

    def broken(self) -> Reply:
        """The answer when the provider has trouble of its own."""
        return Reply(500, {"error": "internal"})

    def broken_after(self, asked: Asked) -> Reply:
        """The same when it had acted already."""
        return self.broken()

    # What tests do

    @property
    def url(self) -> str:
        assert self._server is not None, "the simulator is not running"
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def now(self) -> int:
        return int(time.time() + self.skew)

    def token(self, prefix: str, size: int = 24) -> str:
        letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        return prefix + "".join(self._random.choices(letters, k=size))

    def moved(self, name: str) -> Moved:
        """By our payment id, the key, or the provider's reference."""
        return self.books.moved(name)

    def deliver(self) -> list[Sent]:
        return self.callbacks.deliver()

    def __enter__(self) -> Self:
        self._server = _Server(self)
        # A short interval, since leaving the block waits for it.
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.callbacks.close()
        self.stop()

    def stop(self) -> None:
        """Nobody is there any more; open connections are cut."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server.cut()
            self._server = None

    # What the server does

    def answer(self, asked: Asked) -> Reply | None:
        """None for no answer at all."""
        for method, pattern, is_page, handler in self._routes:
            if asked.method == method and (found := pattern.fullmatch(asked.path)):
                parts = {name: unquote(part) for name, part in found.groupdict().items()}
                act = self.act if is_page else self._troubled
                return act(handler, asked, parts)
        return self.unknown(asked)

    def _troubled(self, handler: Handler, asked: Asked, parts: dict[str, str]) -> Reply | None:
        trouble = self.mischief.take(handler.__name__, "none")
        if trouble == "cut_before":
            return None
        if trouble == "error_before":
            return self.broken()
        if trouble == "slow_before":
            time.sleep(self.mischief.seconds)
        reply = self.act(handler, asked, parts)
        if trouble == "slow_after":
            time.sleep(self.mischief.seconds)
        if trouble == "cut_after":
            return None
        return self.broken_after(asked) if trouble == "error_after" else reply

    def act(self, handler: Handler, asked: Asked, parts: dict[str, str]) -> Reply:
        """Where a provider looks at credentials and idempotency keys first."""
        with self.books.lock:
            self.asked.append(asked)
            try:
                return handler(asked, **parts)
            except Refused as refused:
                return refused.reply


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.open: set[socket.socket] = set()
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", simulator.port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self.lock:
            self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self.lock:
            self.open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error of ours; anything else is seen by the one who asked, as a cut connection."""

    def cut(self) -> None:
        with self.lock:
            still = list(self.open)
        for connection in still:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def _serve(self) -> None:
        size = int(self.headers.get("content-length") or 0)
        address = urlsplit(self.path)
        asked = Asked(
            self.command,
            address.path,
            dict(parse_qsl(address.query, keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(size),
        )
        try:
            reply = self.server.simulator.answer(asked)
        except Exception as error:  # a mistake in a simulator shows in the test that meets it
            reply = Reply(500, f"the simulator failed: {error!r}")
            self.server.simulator.failures.append(error)
        if reply is None:
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        body, kind = reply.encoded()
        self.send_response(reply.status)
        if kind and "content-type" not in {name.lower() for name in reply.headers}:
            self.send_header("content-type", kind)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _serve  # noqa: N815 the names are http.server's

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: tests read `asked`."""


def run(simulator: Simulator) -> None:
    """`python -m tests.simulators.stripe --port 8420`, until Ctrl-C; callbacks go out at once."""
    parser = argparse.ArgumentParser(description=f"A simulated {simulator.name} on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument(
        "--webhook", default="", help="where callbacks go, of a provider that is told so beforehand"
    )
    said = parser.parse_args()
    simulator.port = said.port
    if said.webhook:
        vars(simulator)["webhook_url"] = said.webhook
    simulator.callbacks.at_once = True
    with simulator, suppress(KeyboardInterrupt):
        print(f"{simulator.name} is simulated at {simulator.url}", flush=True)
        threading.Event().wait()
