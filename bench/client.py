"""A load generator that leaves the machine to the server: one process, asyncio protocols on uvloop, prepared bytes.

A flow is a generator: it yields `Step`s (a name and the bytes of a request) and is sent the body of each answer; when
it returns, the connection begins the next one. Any status but the step's expected one is an error, and so is a
connection that the server closes.
"""

from __future__ import annotations

import asyncio
import time
from array import array
from collections import Counter
from collections.abc import Callable, Generator
from typing import NamedTuple, cast

import msgspec

PATIENCE = 15.0
"""Seconds that the last answers of a round may take."""


class Step(NamedTuple):
    name: str
    request: bytes
    status: int = 200


Flow = Generator[Step, bytes, None]


class BadAnswer(Exception):
    """Bytes from the server that are no HTTP/1.1 answer."""


def encode(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """The bytes of a request. A body is JSON."""
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", *(f"{k}: {v}" for k, v in headers.items())]
    if body or method not in {"GET", "HEAD"}:
        lines += ["content-type: application/json", f"content-length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


class Answers:
    """Takes bytes as they arrive and gives whole answers. One request is under way at a time."""

    __slots__ = ("_buffer",)

    def __init__(self) -> None:
        self._buffer = b""

    def feed(self, data: bytes) -> tuple[int, bytes] | None:
        """(status, body) when the answer is complete, else None."""
        if self._buffer:
            data = self._buffer + data
        found = parse(data)
        self._buffer = b"" if found else data
        return found


def parse(data: bytes) -> tuple[int, bytes] | None:
    """(status, body) of one whole answer, None while some of it is missing. Refuses `BadAnswer`."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        if not data.startswith(b"HTTP/1.1"[: len(data)]):
            raise BadAnswer(data[:80])
        return None
    head = data[:end].lower()
    if not head.startswith(b"http/1.1 "):
        raise BadAnswer(data[:80])
    status = int(head[9:12])
    at = head.find(b"\r\ncontent-length:")
    if at >= 0:
        stop = head.find(b"\r\n", at + 17)
        length = int(head[at + 17 : stop if stop >= 0 else len(head)])
        have = len(data) - end - 4
        if have > length:
            raise BadAnswer(b"more bytes than content-length says")
        return (status, data[end + 4 :]) if have == length else None
    if status in {204, 304}:
        return status, b""
    if head.find(b"\r\ntransfer-encoding: chunked") >= 0:
        body = _unchunked(data, end + 4)
        return None if body is None else (status, body)
    raise BadAnswer(b"neither content-length nor chunks")


def _unchunked(data: bytes, at: int) -> bytes | None:
    parts: list[bytes] = []
    while (stop := data.find(b"\r\n", at)) >= 0:
        size = int(data[at:stop].split(b";")[0], 16)
        if len(data) < stop + 4 + size:
            return None
        if size == 0:
            return b"".join(parts)
        parts.append(data[stop + 2 : stop + 2 + size])
        at = stop + 4 + size
    return None


class Latency(msgspec.Struct, frozen=True):
    """Milliseconds."""

    p50: float
    p95: float
    p99: float
    longest: float


class Round(msgspec.Struct, frozen=True):
    """What one round measured, within its window of `seconds`."""

    flow: str
    connections: int
    seconds: float
    flows: int
    calls: int
    flow_latency: Latency
    call_latency: dict[str, Latency]
    statuses: dict[int, int]
    errors: dict[str, int]

    @property
    def rate(self) -> float:
        """Flows per second."""
        return self.flows / self.seconds

    @property
    def failed(self) -> int:
        return sum(self.errors.values())


def percentile(ordered: array[float] | list[float], share: float) -> float:
    """The smallest value that `share` of all values do not exceed (nearest rank); 0 of nothing."""
    if not ordered:
        return 0.0
    rank = max(1, -(-len(ordered) * round(share * 10_000) // 10_000))
    return ordered[rank - 1]


def latency(seconds: array[float]) -> Latency:
    ordered = sorted(seconds)
    p50, p95, p99 = (round(percentile(ordered, share) * 1000, 3) for share in (0.5, 0.95, 0.99))
    return Latency(p50, p95, p99, round(ordered[-1] * 1000, 3) if ordered else 0.0)


class Tally:
    """What is counted while the window is open."""

    def __init__(self) -> None:
        self.is_open = False
        self.is_over = False
        self.flows: array[float] = array("d")
        self.calls: dict[str, array[float]] = {}
        self.statuses: Counter[int] = Counter()
        self.errors: Counter[str] = Counter()


class Connection(asyncio.Protocol):
    """Walks the flow until the round is over."""

    def __init__(self, tally: Tally, begin: Callable[[], Flow], done: Callable[[], None]) -> None:
        self.tally = tally
        self.begin = begin
        self.done = done
        self.answers = Answers()
        self.transport: asyncio.WriteTransport
        self.flow: Flow
        self.step: Step
        self.flow_started = self.sent = 0.0
        self.is_done = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(
            "asyncio.WriteTransport", transport
        )  # uvloop's own classes are no subclasses of it
        self._next_flow()

    def data_received(self, data: bytes) -> None:
        try:
            found = self.answers.feed(data)
        except (BadAnswer, ValueError) as error:
            self._fail(f"no answer: {error}")
            return
        if found is None:
            return
        now = time.perf_counter()
        status, body = found
        tally = self.tally
        if tally.is_open:
            times = tally.calls.get(self.step.name)
            if times is None:
                times = tally.calls[self.step.name] = array("d")
            times.append(now - self.sent)
            tally.statuses[status] += 1
        if status != self.step.status:
            self.tally.errors[f"{self.step.name}: {status} {body[:160].decode('utf-8', 'replace')}"] += 1
            self._next_flow()
            return
        try:
            self.step = self.flow.send(body)
        except StopIteration:
            if tally.is_open:
                tally.flows.append(now - self.flow_started)
            self._next_flow()
            return
        except (msgspec.DecodeError, KeyError, IndexError, AssertionError) as error:
            self._fail(f"{self.step.name}: unexpected answer: {error!r}")
            return
        self._send()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.is_done:
            self.tally.errors["the server closed the connection"] += 1
            self._finish()

    def _next_flow(self) -> None:
        if self.tally.is_over:
            self._finish()
            return
        self.flow = self.begin()
        self.step = next(self.flow)
        self.flow_started = time.perf_counter()
        self._send()

    def _send(self) -> None:
        self.sent = time.perf_counter()
        self.transport.write(self.step.request)

    def _fail(self, what: str) -> None:
        self.tally.errors[what] += 1
        self._finish()

    def _finish(self) -> None:
        if not self.is_done:
            self.is_done = True
            self.transport.close()
            self.done()


async def drive(
    port: int,
    flow: str,
    begin: Callable[[], Flow],
    connections: int,
    seconds: float,
    warm_up: float,
    at_edges: Callable[[], None] = lambda: None,
) -> Round:
    """One round. `at_edges` is called when the window opens and when it closes."""
    loop = asyncio.get_running_loop()
    tally = Tally()
    left = connections
    over = loop.create_future()

    def done() -> None:
        nonlocal left
        left -= 1
        if not left and not over.done():
            over.set_result(None)

    for _ in range(connections):
        await loop.create_connection(lambda: Connection(tally, begin, done), "127.0.0.1", port)
    await asyncio.sleep(warm_up)
    tally.is_open = True
    at_edges()
    opened = time.perf_counter()
    await asyncio.wait([over], timeout=seconds)
    tally.is_open = False
    measured = time.perf_counter() - opened
    at_edges()
    tally.is_over = True
    try:
        await asyncio.wait_for(over, PATIENCE)
    except TimeoutError:
        tally.errors[f"{left} answers did not come within {PATIENCE:.0f} s"] += left
    return Round(
        flow,
        connections,
        measured,
        len(tally.flows),
        sum(len(times) for times in tally.calls.values()),
        latency(tally.flows),
        {name: latency(times) for name, times in tally.calls.items()},
        dict(tally.statuses),
        dict(tally.errors),
    )
