"""Delivers the outbox: every committed event to every listener of its type, at least once.

A batch is leased with SKIP LOCKED under the platform's role, with the receipts that its events have; each event is then
handled in one transaction of its own tenant, with the application's role. A receipt a listener makes the effect happen
once: a listener that has its receipt is not called again when a neighbour's failure brings the event back, and where two
workers hear one event because a lease ran out, the later's receipts collide and undo what it did. Failures are retried with
backoff; after the last attempt the event is dead, visible, and waits for `replay`. Polling is the truth; nothing depends on a
notification.
"""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel import log, metrics, telemetry
from duka.kernel.context import SYSTEM, Context
from duka.kernel.db import Tx
from duka.kernel.events import Delivery
from duka.kernel.work import Caller, Work

Listener = Callable[[Context, Delivery], None]
Listeners = Mapping[str, Sequence[tuple[str, Listener]]]
"""Event type → (name, function), in order; the type `*` hears everything."""

BATCH = 100
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 8

_log = log.get("kernel.relay")


def deliver_batch(work: Work, listeners: Listeners) -> int:
    """Deliver up to 100 due events; how many were taken."""
    with work.database.platform() as tx:
        rows = tx.all(
            """update events e set attempts = attempts + 1, available_at = now() + %(lease)s
               from (select tenant_id, id from events where status = 'pending' and available_at <= now()
                     order by available_at limit %(batch)s for update skip locked) due
               where e.tenant_id = due.tenant_id and e.id = due.id
               returning e.tenant_id, e.id, e.type, e.version, e.aggregate_id, e.payload, e.actor, e.request_id,
                         e.occurred_at, e.trace, e.attempts,
                         array(select r.listener from event_receipts r
                               where r.tenant_id = e.tenant_id and r.event_id = e.id) as heard_by""",
            lease=LEASE,
            batch=BATCH,
        )
    if not rows:
        return 0
    until = time.monotonic() + LEASE.total_seconds()
    done: list[tuple[UUID, UUID]] = []
    for row in sorted(rows, key=lambda r: (r.tenant_id, r.occurred_at, r.id)):
        if time.monotonic() > until:
            break  # somebody else's by now
        delivery = Delivery(*row[:9])
        try:
            with telemetry.whole(
                f"deliver {row.type}", "consumer", row.trace, tenant=str(row.tenant_id), event=str(row.id)
            ):
                _deliver(work, listeners, delivery, row.heard_by)
            done.append((row.tenant_id, row.id))
            metrics.observe(metrics.EVENT_SECONDS, (work.clock() - row.occurred_at).total_seconds())
        except Exception as error:
            metrics.count(metrics.LISTENER_FAILURES, row.type)
            _log.warning(
                "listener failed",
                event_id=str(row.id),
                type=row.type,
                tenant=str(row.tenant_id),
                error=repr(error),
            )
            _failed(work, row, repr(error)[:2000])
    if done:
        with work.database.platform() as tx:
            tx.run(
                """update events e set status = 'delivered', last_error = ''
                   from unnest(%(tenants)s::uuid[], %(ids)s::uuid[]) as d (tenant_id, id)
                   where e.tenant_id = d.tenant_id and e.id = d.id""",
                tenants=[d[0] for d in done],
                ids=[d[1] for d in done],
            )
    return len(rows)


def drain(work: Work, listeners: Listeners, most: int = 10_000) -> int:
    """Deliver until nothing is due, `most` events at the most; how many were taken."""
    taken = 0
    while taken < most and (n := deliver_batch(work, listeners)):
        taken += n
    return taken


def _deliver(work: Work, listeners: Listeners, delivery: Delivery, heard_by: Collection[str]) -> None:
    fresh = {
        name: act
        for key in (delivery.type, "*")
        for name, act in listeners.get(key, ())
        if name not in heard_by
    }
    if not fresh:
        return
    failures: list[Exception] = []

    def handle(ctx: Context) -> None:
        failures.clear()
        done = []
        for name, act in fresh.items():
            try:
                with telemetry.span(f"listener {name}"), ctx.db.savepoint():
                    act(ctx, delivery)
                done.append(name)
            except Exception as error:
                failures.append(error)
        if done:
            ctx.db.run(
                """insert into event_receipts (tenant_id, event_id, listener)
                   select %(tenant)s, %(id)s, unnest(%(names)s::text[])""",
                id=delivery.id,
                names=done,
            )

    work.perform(Caller(delivery.tenant, SYSTEM, request_id=delivery.request_id), handle)
    if failures:
        raise failures[0]


def _failed(work: Work, row: Any, error: str) -> None:
    with work.database.platform() as tx:
        tx.run(
            """update events set last_error = %(error)s, available_at = now() + %(backoff)s,
                      status = case when attempts >= %(most)s then 'dead' else 'pending' end
               where tenant_id = %(owner)s and id = %(id)s and status = 'pending' and attempts = %(attempts)s""",
            error=error,
            backoff=timedelta(seconds=min(2**row.attempts, 3600)),
            most=MOST_ATTEMPTS,
            owner=row.tenant_id,
            id=row.id,
            attempts=row.attempts,
        )


class DeadEvent(msgspec.Struct, frozen=True):
    id: UUID
    tenant: UUID
    type: str
    occurred_at: str
    attempts: int
    last_error: str


def dead(work: Work, limit: int = 100) -> list[DeadEvent]:
    """Dead letters of all tenants, oldest first."""
    with work.database.platform() as tx:
        return [
            DeadEvent(r.id, r.tenant_id, r.type, r.occurred_at.isoformat(), r.attempts, r.last_error)
            for r in tx.all(
                "select * from events where status = 'dead' order by occurred_at limit %(limit)s", limit=limit
            )
        ]


def replay(work: Work, ids: Sequence[UUID] | None = None) -> int:
    """Make dead letters due again: those named, or all. Harmless twice: what had its effect keeps its receipt."""
    with work.database.platform() as tx:
        return replay_in(tx, ids)


def replay_in(tx: Tx, ids: Sequence[UUID] | None = None) -> int:
    """As `replay`, in a transaction of the platform's that does more."""
    return tx.run(
        """update events set status = 'pending', attempts = 0, available_at = now()
           where status = 'dead' and (%(ids)s::uuid[] is null or id = any(%(ids)s::uuid[]))""",
        ids=list(ids) if ids is not None else None,
    )


def discard_in(tx: Tx, ids: Sequence[UUID]) -> int:
    """Give dead letters up: they count as delivered, with their last error kept. What some listeners missed stays missed."""
    return tx.run(
        """update events set status = 'delivered', last_error = left('discarded: ' || last_error, 2000)
           where status = 'dead' and id = any(%(ids)s::uuid[])""",
        ids=list(ids),
    )
