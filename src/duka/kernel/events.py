"""Facts that a module announces, written as rows in the transaction that made them true (the outbox).

An event is a frozen struct in a module's `events.py`: past tense, a `TYPE` (`order.placed`), a `VERSION`, an
`aggregate_id` (the thing it happened to) and what listeners need to know. `emit` only remembers it: all events of a
transaction are written by one statement just before it commits (`kernel.trail.flush`). The relay (`kernel.relay`)
delivers them.
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from duka.kernel import telemetry
from duka.kernel.context import Actor, Context
from duka.kernel.ids import new_id


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What happened. `aggregate_id` is the id of the thing it happened to."""

    TYPE: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1

    aggregate_id: UUID


class Delivery(msgspec.Struct, frozen=True):
    """An event as a listener gets it. `payload` is the event's fields as JSON values."""

    tenant: UUID
    id: UUID
    type: str
    version: int
    aggregate_id: UUID
    payload: dict[str, Any]
    actor: str
    request_id: str
    occurred_at: datetime


def emit(ctx: Context, event: Event) -> None:
    """Announce `event` when, and only when, the transaction of `ctx` commits."""
    ctx.db.outbox.append(as_row(event, ctx.actor, ctx.now, ctx.origin, ctx.request_id))


def as_row(event: Event, actor: Actor, now: datetime, origin: str, request_id: str) -> dict[str, Any]:
    """`event` as the outbox keeps it until it is written."""
    return {
        "id": new_id(),
        "type": event.TYPE,
        "version": event.VERSION,
        "aggregate_id": event.aggregate_id,
        "payload": event,
        "actor": actor.label,
        "actor_name": actor.name,
        "origin": origin[:300],
        "request_id": request_id,
        "trace": telemetry.carried(),
        "occurred_at": now,
    }
