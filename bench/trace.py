"""Runs flows against the application inside this process and writes down every statement that it sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import msgspec

from bench.client import Flow
from duka.kernel import config as configuration
from duka.kernel.db import Database, Tx
from duka.kernel.postgres_urls import Urls
from duka.main import application
from duka.wiring import make_services


class Statement(msgspec.Struct, frozen=True):
    sql: str
    params: dict[str, Any]


class Transaction(msgspec.Struct):
    """The statements between BEGIN and COMMIT; the one that sets the tenant is not among them."""

    tenant: UUID
    statements: list[Statement]


class Trace(msgspec.Struct):
    transactions: list[Transaction]

    @property
    def statements(self) -> int:
        """As statement budgets count: those that set the tenant too."""
        return sum(1 + len(transaction.statements) for transaction in self.transactions)


class Traced:
    """The application, its settings and credentials remembered for a minute and its pages not at all."""

    def __init__(self, config: configuration.Config, urls: Urls) -> None:
        config = msgspec.structs.replace(
            config, cache_seconds=60, page_cache_seconds=0, rate_per_minute=0, database_connections=2
        )
        self.services = make_services(config, urls)
        self.app = application(self.services)

    def close(self) -> None:
        self.services.work.database.close()

    async def walk(self, flow: Callable[[], Flow]) -> Trace:
        """One walk through the flow. An answer that the flow does not expect is raised."""
        trace = Trace([])
        with _listening(trace):
            walk = flow()
            step = next(walk)
            while True:
                status, body = await _ask(self.app, step.request)
                if status != step.status:
                    raise SystemExit(f"{step.name}: {status} {body[:500].decode('utf-8', 'replace')}")
                try:
                    step = walk.send(body)
                except StopIteration:
                    return trace


@contextmanager
def _listening(trace: Trace) -> Iterator[None]:
    transaction, execute = Database.transaction, Tx._execute

    @contextmanager
    def begin(self: Database, tenant: UUID | None) -> Iterator[Tx]:
        with transaction(self, tenant) as tx:
            assert tx.tenant is not None
            trace.transactions.append(Transaction(tx.tenant, []))
            yield tx

    def note(self: Tx, statement: Any, params: dict[str, Any]) -> Any:
        cursor = execute(self, statement, params)
        if self.tenant is not None:
            trace.transactions[-1].statements.append(Statement(statement, dict(params)))
        return cursor

    Database.transaction, Tx._execute = begin, note  # type: ignore[method-assign]
    try:
        yield
    finally:
        Database.transaction, Tx._execute = transaction, execute  # type: ignore[method-assign]


async def _ask(app: Any, request: bytes) -> tuple[int, bytes]:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    method, target, _ = first.decode().split(" ")
    path, _, query = target.partition("?")
    pairs = [line.split(b": ", 1) for line in lines]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name, value) for name, value in pairs],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }
    status = 0
    chunks: list[bytes] = []
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if asked:
            return {"type": "http.disconnect"}
        asked = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            chunks.append(message.get("body", b""))

    await app(scope, receive, send)
    return status, b"".join(chunks)
