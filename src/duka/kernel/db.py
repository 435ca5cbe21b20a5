"""The only way to the database: transactions that have a tenant.

`Database.transaction(tenant)` opens one transaction, tells PostgreSQL whose it is with a transaction-local setting (so
it is safe behind PgBouncer in transaction mode) and gives a `Tx`. Forced row-level security compares every row with
that setting; every statement names `tenant_id = %(tenant)s` as well, which `Tx` fills in from the transaction and never
from its caller. `Database.platform()` is the other door: a role that sees all tenants, for the control plane, the job
worker and nothing else.

Statements are counted per `Tx`, so that statement budgets can be tests.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any, LiteralString
from uuid import UUID

import msgspec
import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import namedtuple_row
from psycopg.types.json import set_json_dumps, set_json_loads
from psycopg_pool import ConnectionPool, PoolTimeout

from duka.kernel import metrics, slowness, telemetry
from duka.kernel.errors import TenantRequired

set_json_dumps(msgspec.json.encode)
set_json_loads(msgspec.json.decode)

Row = Any
"""A named tuple whose fields are the columns of its statement."""

PATIENCE, HASTE, REST, RECONNECT = 1.5, 0.02, 1.0, 2.0
"""Seconds: for a connection, for one while the pool rests, how long it rests, and for the tries to connect anew."""

RETRYABLE = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)

_numbers = count()
"""No two savepoints have one name."""


class Tx:
    """One open transaction. `tenant` is None in the platform's; `kept` is what it looked up and does not look up again."""

    __slots__ = ("_connection", "_cursor", "_marks", "kept", "outbox", "statements", "tenant", "trail")

    def __init__(self, connection: "psycopg.Connection[Any]", tenant: UUID | None) -> None:
        self._connection = connection
        self._marks: list[bytes] = []
        self.tenant = tenant
        self.statements = 1 if tenant else 0
        self.outbox: list[dict[str, Any]] = []
        self.trail: list[dict[str, Any]] = []
        self.kept: dict[str, Any] = {}
        self._cursor = connection.cursor(row_factory=namedtuple_row)

    @property
    def connection(self) -> "psycopg.Connection[Any]":
        """For what no method here does."""
        self._mark()
        return self._connection

    def _mark(self) -> None:
        """Tell PostgreSQL of the savepoints that began and ended since the last statement: one round trip, none if none did."""
        if self._marks:
            pg = self._connection.pgconn
            marks, self._marks = b";".join(self._marks), []
            _ok(pg.exec_(marks), pg)

    def _execute(self, statement: LiteralString, params: dict[str, Any]) -> "psycopg.Cursor[Row]":
        if self.tenant is not None:
            params["tenant"] = self.tenant
        self._mark()
        self.statements += 1
        begun = time.perf_counter()
        try:
            if telemetry.is_on():
                return self._traced(statement, params)
            return self._cursor.execute(statement, params)
        finally:
            if (took := time.perf_counter() - begun) > slowness.SECONDS:
                slowness.noted(statement, took)

    def _traced(self, statement: LiteralString, params: dict[str, Any]) -> "psycopg.Cursor[Row]":
        maker, words = telemetry.maker(), telemetry.shortened(statement)
        with telemetry.span(maker, "client", **{"db.system.name": "postgresql", "db.query.text": words}):
            return self._cursor.execute(statement, params)

    def one(self, statement: LiteralString, /, **params: Any) -> Row | None:
        """The first row, or None."""
        return self._execute(statement, params).fetchone()

    def all(self, statement: LiteralString, /, **params: Any) -> list[Row]:
        return self._execute(statement, params).fetchall()

    def value(self, statement: LiteralString, /, **params: Any) -> Any:
        """The first column of the first row, or None."""
        row = self._execute(statement, params).fetchone()
        return row[0] if row else None

    def run(self, statement: LiteralString, /, **params: Any) -> int:
        """How many rows the statement touched."""
        return self._execute(statement, params).rowcount

    def many(self, statement: LiteralString, rows: list[dict[str, Any]]) -> None:
        """The same statement for each row, sent together."""
        if rows:
            self._mark()
            self.statements += 1
            self._cursor.executemany(statement, [{**row, "tenant": self.tenant} for row in rows])

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What fails inside leaves the transaction usable, and announces nothing. It is made with the first statement inside:
        where there is none it costs nothing."""
        announced, noted = len(self.outbox), len(self.trail)
        name = b"s%d" % next(_numbers)
        begin = b"SAVEPOINT " + name
        self._marks.append(begin)
        try:
            yield
            if self._connection.pgconn.transaction_status == TransactionStatus.INERROR:
                raise psycopg.errors.InFailedSqlTransaction("a statement failed and was not undone")
        except BaseException:
            del self.outbox[announced:]
            del self.trail[noted:]
            if begin in self._marks:
                del self._marks[self._marks.index(begin) :]
            else:
                self._marks.clear()
                if not self._connection.closed:
                    self._connection.pgconn.exec_(b"ROLLBACK TO %b;RELEASE %b" % (name, name))
            raise
        if self._marks and self._marks[-1] == begin:
            self._marks.pop()
        else:
            self._marks.append(b"RELEASE " + name)


class Database:
    """Pools of connections to one PostgreSQL. `app` obeys row-level security; `platform` does not."""

    def __init__(self, app_url: str, platform_url: str | None = None, *, size: int = 8) -> None:
        self._app = Pool(app_url, size, "app")
        self._platform = Pool(platform_url, 2, "platform") if platform_url else None

    @contextmanager
    def transaction(self, tenant: UUID | None) -> Iterator[Tx]:
        """Commits when the block ends, rolls back when it raises. Refuses `TenantRequired` for anything but a UUID."""
        if not isinstance(tenant, UUID) or tenant.int == 0:
            raise TenantRequired()
        with self._app.connection() as connection:
            pg = connection.pgconn
            _ok(pg.exec_(b"BEGIN; SELECT set_config('app.tenant_id','%s',true)" % str(tenant).encode()), pg)
            yield from _finish(connection, Tx(connection, tenant))

    @contextmanager
    def open(self) -> Iterator[Tx]:
        """A transaction of the application without a tenant: it can read `tenants` and `domains`, and sees no row of
        any table that has a border. For finding out whose a request is."""
        with self._app.connection() as connection:
            pg = connection.pgconn
            _ok(pg.exec_(b"BEGIN READ ONLY"), pg)
            yield from _finish(connection, Tx(connection, None))

    @contextmanager
    def platform(self) -> Iterator[Tx]:
        """A transaction that sees every tenant. Only the modules of the allow-list in the architecture test use it."""
        if self._platform is None:
            raise TenantRequired()
        with self._platform.connection() as connection:
            pg = connection.pgconn
            _ok(pg.exec_(b"BEGIN"), pg)
            yield from _finish(connection, Tx(connection, None))

    def pools(self) -> dict[str, Mapping[str, int]]:
        """How many connections each pool has, lends, and how many wait for one."""
        pools = {"app": self._app} | ({"platform": self._platform} if self._platform else {})
        return {role: pool.state() for role, pool in pools.items()}

    def close(self) -> None:
        self._app.close()
        if self._platform:
            self._platform.close()


class Pool:
    """Connections to one role. Once it could not give one in time (the database is away, or everything is taken) it gives
    up at once for a moment, so that nobody queues behind a dead database: `PoolTimeout` after `PATIENCE` for the first,
    right away for those that come meanwhile."""

    def __init__(self, url: str, size: int, role: str = "app") -> None:
        self._role = role
        self._rests_until = 0.0
        self._pool = ConnectionPool(
            url,
            min_size=1,
            max_size=size,
            open=True,
            timeout=PATIENCE,
            reconnect_timeout=RECONNECT,
            configure=_configure,
            kwargs={
                "autocommit": True,
                "prepare_threshold": 2,
                "application_name": "duka",
                "connect_timeout": 5,
            },
        )

    @contextmanager
    def connection(self) -> Iterator["psycopg.Connection[Any]"]:
        patience = HASTE if time.monotonic() < self._rests_until else PATIENCE
        try:
            connection = self._pool.getconn(patience)
        except PoolTimeout:
            self._rests_until = time.monotonic() + REST
            metrics.count(metrics.POOL_WAITS, self._role)
            raise
        try:
            yield connection
        finally:
            self._pool.putconn(connection)

    def state(self) -> Mapping[str, int]:
        found = self._pool.get_stats()
        size, free = found.get("pool_size", 0), found.get("pool_available", 0)
        return {
            "most": self._pool.max_size,
            "open": size,
            "lent": size - free,
            "waiting": found.get("requests_waiting", 0),
        }

    def close(self) -> None:
        self._pool.close()


def _configure(connection: "psycopg.Connection[Any]") -> None:
    """Plans are made once for a prepared statement and kept: left to itself PostgreSQL plans a statement with a limit or
    an array anew each time, which costs a listing three times its execution."""
    connection.execute("SET plan_cache_mode = force_generic_plan")


def _ok(result: Any, pg: Any) -> None:
    if result.status not in (psycopg.pq.ExecStatus.TUPLES_OK, psycopg.pq.ExecStatus.COMMAND_OK):
        raise psycopg.OperationalError(pg.error_message.decode("utf-8", "replace"))


def _finish(connection: "psycopg.Connection[Any]", tx: Tx) -> Iterator[Tx]:
    pg = connection.pgconn
    try:
        yield tx
    except BaseException:
        if not connection.closed:
            pg.exec_(b"ROLLBACK")
        raise
    finally:
        if (spent := metrics.spent.get()) is not None:
            spent.statements += tx.statements
    result = pg.exec_(b"COMMIT")
    _ok(result, pg)
    if result.command_status != b"COMMIT":
        raise psycopg.errors.InFailedSqlTransaction("the transaction had failed and was rolled back")


__all__ = ["RETRYABLE", "Database", "Row", "Tx"]
