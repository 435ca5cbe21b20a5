"""What was done, written in the transaction that did it: the audit trail.

Every event leaves an entry by itself. A verb that changes something without announcing it, or that knows what was
there before, says so with `note`. Entries and events of a transaction are written by one statement just before it
commits; the application can insert and read them, and neither change nor delete them. Each entry also waits in
`audit_unsealed` for `duka.audit.sealing`, which strings it on its company's chain a moment later: a chain that every
transaction had to extend itself would make them wait for each other.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel.context import SYSTEM, Actor, Context
from duka.kernel.db import Tx
from duka.kernel.ids import new_id

Values = Mapping[str, Any]


def note(
    ctx: Context,
    action: str,
    kind: str,
    object_id: UUID,
    *,
    before: Values | None = None,
    after: Values | None = None,
    **details: Any,
) -> None:
    """`action` (`product.updated`) was done to the `kind` (`product`) with this id. Of `before` and `after` only what
    differs is kept; when both are given and nothing differs, nothing was done. Never give secrets."""
    if before is not None and after is not None:
        before, after = _difference(before, after)
        if not before and not after:
            return
    ctx.db.trail.append(
        {
            "id": new_id(),
            "action": action,
            "kind": kind,
            "object": object_id.hex,
            "before": before,
            "after": after,
            "details": details,
            "actor": ctx.actor.label,
            "actor_name": ctx.actor.name,
            "origin": ctx.origin[:300],
            "request_id": ctx.request_id,
            "at": ctx.now,
        }
    )


def _difference(before: Values, after: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    differing = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return (
        {key: before[key] for key in differing if key in before},
        {key: after[key] for key in differing if key in after},
    )


def note_from_above(
    tx: Tx,
    tenant: UUID,
    now: datetime,
    action: str,
    object_id: UUID,
    *,
    before: Values | None = None,
    after: Values | None = None,
    actor: Actor = SYSTEM,
    origin: str = "",
    request_id: str = "",
    details: Values | None = None,
) -> None:
    """As `note`, in a transaction of the platform's (which has no tenant), about something of this one's; written at once."""
    if before is not None and after is not None:
        before, after = _difference(before, after)
    entry = {
        "id": new_id(),
        "action": action,
        "kind": action.partition(".")[0],
        "object": object_id.hex,
        "before": before,
        "after": after,
        "details": details or {},
        "actor": actor.label,
        "actor_name": actor.name,
        "origin": origin[:300],
        "request_id": request_id,
        "at": now,
    }
    _write(tx, [], [entry], tenant=tenant)


def announce_from_above(tx: Tx, tenant: UUID, event: dict[str, Any]) -> None:
    """An event of this tenant's (a row of `kernel.events.as_row`), in a transaction of the platform's. Its entry is noted
    by who announces it."""
    _write(tx, [event], [], tenant=tenant)


def flush(tx: Tx) -> None:
    """Write what was announced and noted: one statement, none if nothing was. Each note stands for one event of the same
    action and thing; further ones leave entries of their own."""
    if not tx.outbox and not tx.trail:
        return
    noted = Counter((entry["action"], entry["object"]) for entry in tx.trail)
    entries = list(tx.trail)
    for event in tx.outbox:
        key = (event["type"], event["aggregate_id"].hex)
        if noted[key] > 0:
            noted[key] -= 1
        else:
            entries.append(_entry_of(event))
    _write(tx, tx.outbox, entries)
    tx.outbox.clear()
    tx.trail.clear()


def _write(tx: Tx, outbox: list[dict[str, Any]], entries: list[dict[str, Any]], **owner: UUID) -> None:
    tx.run(
        """with announced as (
             insert into events (tenant_id, id, type, version, aggregate_id, payload, actor, request_id, occurred_at,
                                 available_at, trace)
             select %(tenant)s, e.id, e.type, e.version, e.aggregate_id, e.payload, e.actor, e.request_id,
                    e.occurred_at, now(), coalesce(e.trace, '')
             from jsonb_to_recordset(%(events)s::jsonb) as e (id uuid, type text, version int, aggregate_id uuid,
                  payload jsonb, actor text, request_id text, occurred_at timestamptz, trace text)),
           written as (
             insert into audit_log (tenant_id, id, at, actor, actor_name, origin, action, kind, object, before, after,
                                    details, request_id)
             select %(tenant)s, t.id, t.at, t.actor, t.actor_name, t.origin, t.action, t.kind, t.object, t.before,
                    t.after, t.details, t.request_id
             from jsonb_to_recordset(%(trail)s::jsonb) as t (id uuid, at timestamptz, actor text, actor_name text,
                  origin text, action text, kind text, object text, before jsonb, after jsonb, details jsonb,
                  request_id text)
             returning id)
           insert into audit_unsealed (tenant_id, entry_id) select %(tenant)s, id from written""",
        events=msgspec.json.encode(outbox).decode(),
        trail=msgspec.json.encode(entries).decode(),
        **owner,
    )


def _entry_of(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": event["id"],
        "action": event["type"],
        "kind": event["type"].partition(".")[0],
        "object": event["aggregate_id"].hex,
        "before": None,
        "after": None,
        "details": event["payload"],
        "actor": event["actor"],
        "actor_name": event["actor_name"],
        "origin": event["origin"],
        "request_id": event["request_id"],
        "at": event["occurred_at"],
    }
