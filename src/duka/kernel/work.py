"""One unit of work: a verb or a query, run in one transaction with the context it needs.

A surface (a request, a job, a listener, a command) describes its caller with a `Caller` and calls `perform` with a
function of the context. The function may run more than once: PostgreSQL's deadlocks and serialisation failures are
retried here, and nowhere else. So it holds no outside effect; `network_allowed` guards that in tests.
"""

import random
import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from typing import TypeVar
from uuid import UUID

import msgspec
import psycopg

from duka.kernel import log, metrics, telemetry, trail
from duka.kernel.cache import Cache
from duka.kernel.clock import Clock, system_clock
from duka.kernel.context import SYSTEM, Actor, Context, Grant
from duka.kernel.db import RETRYABLE, Database
from duka.kernel.errors import Busy

T = TypeVar("T")
ATTEMPTS = 4
_log = log.get("kernel.work")

in_transaction: ContextVar[bool] = ContextVar("in_transaction", default=False)


class Caller(msgspec.Struct, frozen=True):
    """Who asks, for which tenant: made from a credential by a surface. `origin` says from where: address and
    program."""

    tenant: UUID
    actor: Actor = SYSTEM
    permissions: frozenset[str] = frozenset()
    store: UUID | None = None
    locale: str = "en"
    market: str = ""
    variants: tuple[UUID, ...] = ()
    request_id: str = ""
    origin: str = ""
    grants: tuple[Grant, ...] = ()


class Work:
    """The unit of work, bound to a database and a clock."""

    def __init__(self, database: Database, cache: Cache, clock: Clock = system_clock) -> None:
        self.database = database
        self.cache = cache
        self.clock = clock
        self.last_statements = 0

    def perform(self, caller: Caller, act: Callable[[Context], T]) -> T:
        """`act` in one committed transaction. Refuses `Busy` when the database gives up on it four times."""
        if (spent := metrics.spent.get()) is not None:
            spent.tenant, spent.actor = caller.tenant, caller.actor
        if not telemetry.is_on():
            return self._perform(caller, act)
        telemetry.of_tenant(caller.tenant)
        with telemetry.span(f"work {_named(act)}"):
            return self._perform(caller, act)

    def _perform(self, caller: Caller, act: Callable[[Context], T]) -> T:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._once(caller, act)
            except RETRYABLE:
                if attempt == ATTEMPTS:
                    raise Busy() from None
                time.sleep(random.uniform(0.002, 0.02) * attempt)  # noqa: S311 - jitter is no secret
            except psycopg.errors.LockNotAvailable:
                raise Busy() from None
        raise Busy()

    def _once(self, caller: Caller, act: Callable[[Context], T]) -> T:
        with self.database.transaction(caller.tenant) as tx:
            token = in_transaction.set(True)
            try:
                context = Context(
                    tenant=caller.tenant,
                    actor=caller.actor,
                    permissions=caller.permissions,
                    now=self.clock(),
                    db=tx,
                    cache=self.cache,
                    store=caller.store,
                    locale=caller.locale,
                    market=caller.market,
                    variants=caller.variants,
                    request_id=caller.request_id,
                    origin=caller.origin,
                    grants=caller.grants,
                )
                result = act(context)
                announced = [(event["type"], event["aggregate_id"]) for event in tx.outbox]
                trail.flush(tx)
            finally:
                in_transaction.reset(token)
                self.last_statements = tx.statements
        for kind, about in announced:
            metrics.count(metrics.EVENTS_ANNOUNCED, kind)
            _log.info(
                kind,
                about=about.hex,
                tenant=caller.tenant.hex,
                actor=caller.actor.label,
                request_id=caller.request_id,
            )
        return result


def _named(act: Callable[..., object]) -> str:
    """Where it is written, for whoever reads a trace; of a partial, what it is a part of."""
    whole = act.func if isinstance(act, partial) else act
    return f"{whole.__module__.removeprefix('duka.')}.{getattr(whole, '__qualname__', type(whole).__name__)}"


def outside_effect(what: str) -> None:
    """Called by every adapter before it talks to the outside world: a network call inside a transaction is a bug."""
    if in_transaction.get():
        raise RuntimeError(f"{what} inside a transaction: outside effects belong before or after it")
