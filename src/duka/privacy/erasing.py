"""Erasing a person: at once everything that the company's own rows hold, then, by a job, what was said of them on the way.

Under way nobody can be erased. What remains are the books: orders with what was sold and what it cost, and in which country.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.audit import sealing
from duka.customers.queries import require_self_or
from duka.kernel import events, ids, jobs
from duka.kernel.context import Context
from duka.kernel.db import Tx
from duka.kernel.work import Caller, Work
from duka.media import service as media
from duka.media.errors import MediaInUse
from duka.media.types import Storage
from duka.privacy import data_map, scanning, subject
from duka.privacy.errors import CustomerErased, CustomerUnderWay, ErasureNotFound
from duka.privacy.events import CustomerDataErased

JOB = "privacy.follow"
UNDER_WAY = ("to_prepare", "to_ship", "to_collect", "on_the_way", "payment_problem", "unpaid")
HARMLESS = (
    "number", "store_id", "status", "fulfillment_status", "payment_status", "total_minor", "amount_minor", "captured_minor",
    "refunded_minor", "currency", "provider", "attempt", "payment_id", "refund_id", "fulfillment", "fulfillment_id",
    "location_id", "is_whole", "is_pickup", "is_refunded", "was_placed", "is_sellable", "carrier", "order_id", "edit",
    "difference_minor", "kind", "rows", "orders", "erasure_id", "lines", "outcome", "is_final",
)  # fmt: skip
"""What entries of the trail and events may still tell afterwards."""


class StillTold(Exception):
    """Listeners are still hearing of the person; the queue asks again."""


class Erasure(msgspec.Struct, frozen=True):
    """`counts`: table → rows that went or were emptied. `traces`: table → rows in which the person's addresses are found still;
    nothing when all is gone."""

    id: str
    customer_id: str
    status: str
    reason: str
    counts: dict[str, int]
    traces: dict[str, int]
    created_at: datetime
    finished_at: datetime | None


def erase(ctx: Context, customer_id: UUID, reason: str = "") -> Erasure:
    """For the customer themself, and for staff with customers:erase. It can't be taken back. Refuses `CustomerNotFound`,
    `CustomerErased`, and `CustomerUnderWay` while an order of theirs is."""
    subject.require(ctx, "customers:erase", customer_id)
    if ctx.db.value(
        "select 1 from erasures where tenant_id = %(tenant)s and customer_id = %(id)s", id=customer_id
    ):
        raise CustomerErased()
    person = subject.of(ctx, customer_id)
    waiting = ctx.db.all(
        """select number from orders where tenant_id = %(tenant)s and id = any(%(orders)s) and need = any(%(needs)s)
           order by created_at limit 10""",
        orders=person.orders,
        needs=list(UNDER_WAY),
    )
    if waiting:
        raise CustomerUnderWay(orders=len(waiting), numbers=", ".join(row.number for row in waiting))
    counts: dict[str, int] = {}
    for rule in data_map.RULES:
        if not rule.kept:
            statement = f"update {rule.table} set {rule.set}" if rule.set else f"delete from {rule.table}"
            touched = ctx.db.run(
                f"{statement} where tenant_id = %(tenant)s and {rule.where}", now=ctx.now, **person.params()
            )
            counts[rule.table] = counts.get(rule.table, 0) + touched
    erasure_id = ids.new_id()
    ctx.db.run(
        """insert into erasures (tenant_id, id, customer_id, reason, asked_by, markers, counts, created_at)
           values (%(tenant)s, %(id)s, %(customer)s, %(reason)s, %(actor)s, %(markers)s::jsonb, %(counts)s::jsonb, %(now)s)""",
        id=erasure_id,
        customer=customer_id,
        reason=reason[:500],
        actor=ctx.actor.label,
        markers=msgspec.json.encode(person).decode(),
        counts=msgspec.json.encode({table: n for table, n in counts.items() if n}).decode(),
        now=ctx.now,
    )
    events.emit(
        ctx, CustomerDataErased(aggregate_id=customer_id, erasure_id=erasure_id, orders=len(person.orders))
    )
    jobs.defer(ctx, JOB, erasure_id=erasure_id.hex)
    return get(ctx, customer_id)


def get(ctx: Context, customer_id: UUID) -> Erasure:
    """How an erasure stands. Refuses `ErasureNotFound`."""
    require_self_or(ctx, "customers:read", customer_id)
    row = ctx.db.one(
        """select id, customer_id, status, reason, counts, traces, created_at, finished_at from erasures
           where tenant_id = %(tenant)s and customer_id = %(id)s""",
        id=customer_id,
    )
    if row is None:
        raise ErasureNotFound()
    return Erasure(ids.public("era", row.id), ids.public("cus", row.customer_id), *row[2:])


def follow(work: Work, tenant: UUID, storage: Storage, erasure_id: UUID) -> None:
    """The job: deletes the photos that the person sent, empties the trail, the events and what was kept of requests, looks for
    traces, and forgets by what the person was known. Twice is safe."""
    for photo in work.perform(Caller(tenant), lambda ctx: _photos(ctx, erasure_id)):
        with suppress(MediaInUse):  # somebody else sent the very same one
            media.delete(work, Caller(tenant), storage, photo)
    sealing.seal(work, tenant, waits=True)
    with work.database.platform() as tx:
        text = tx.value(
            "select markers::text from erasures where tenant_id = %(owner)s and id = %(id)s and status <> 'done' for update",
            owner=tenant,
            id=erasure_id,
        )
        if text is None:
            return
        person = msgspec.json.decode(text, type=subject.Subject)
        if tx.value(_PENDING, **params_of(tenant, person)):
            raise StillTold(str(erasure_id))
        empty_trail(tx, tenant, erasure_id, person, work.clock())
        for statement in _STATEMENTS:
            tx.run(statement, **params_of(tenant, person))
        traces = scanning.traces(tx, tenant, person)
        tx.run(
            """update erasures set traces = %(traces)s::jsonb, finished_at = %(now)s,
                      status = case when %(traces)s::jsonb = '{}' then 'done' else 'left_traces' end,
                      markers = case when %(traces)s::jsonb = '{}' then '{}'::jsonb else markers end
               where tenant_id = %(owner)s and id = %(id)s""",
            owner=tenant,
            id=erasure_id,
            traces=msgspec.json.encode(traces).decode(),
            now=work.clock(),
        )


def _photos(ctx: Context, erasure_id: UUID) -> list[UUID]:
    """Those that are still there."""
    rows = ctx.db.all(
        """select m.id from media m
           join erasures e on e.tenant_id = %(tenant)s and e.id = %(erasure)s
           where m.tenant_id = %(tenant)s and m.id::text in (select jsonb_array_elements_text(e.markers -> 'photos'))""",
        erasure=erasure_id,
    )
    return [row.id for row in rows]


def empty_trail(tx: Tx, tenant: UUID, erasure_id: UUID, person: subject.Subject, now: datetime) -> None:
    """Takes what is personal out of the entries about what is theirs. In a transaction of the platform's."""
    params = params_of(tenant, person)
    tx.run(
        """insert into audit_redactions (tenant_id, entry_id, erasure_id, at)
           select %(owner)s, a.id, %(erasure)s, %(now)s from audit_log a
           where a.tenant_id = %(owner)s and (a.object = any(%(hexes)s) or a.actor = %(actor)s)
           on conflict do nothing""",
        erasure=erasure_id,
        now=now,
        **params,
    )
    tx.run(
        _EMPTY_TRAIL,
        **params,
    )


def _kept(column: LiteralString) -> LiteralString:
    """Of an object in JSON only what is harmless."""
    return (
        f"case when jsonb_typeof({column}) = 'object' then coalesce((select jsonb_object_agg(k.key, k.value)"
        f" from jsonb_each({column}) k where k.key = any(%(harmless)s)), '{{}}'::jsonb) else {column} end"
    )


def empty_events(tx: Tx, tenant: UUID, person: subject.Subject) -> None:
    """The same for what was announced."""
    tx.run(_STATEMENTS[0], **params_of(tenant, person))


def params_of(tenant: UUID, person: subject.Subject) -> dict[str, Any]:
    return {
        "owner": tenant,
        "objects": person.objects,
        "hexes": [each.hex for each in person.objects],
        "actor": f"customer:{person.customer.hex}",
        "harmless": [*HARMLESS, "aggregate_id"],
        "likely": [f"%{address}%" for address in person.addresses],
        "addresses": person.addresses,
        "words": person.words,
    }


_EMPTY_TRAIL: LiteralString = (
    """update audit_log a set details = DETAILS, before = BEFORE, after = AFTER,
              origin = case when a.actor ~ '^(staff|operator):' then a.origin else '' end,
              actor_name = case when a.actor ~ '^(staff|operator):' then a.actor_name else '' end
       where a.tenant_id = %(owner)s and (a.object = any(%(hexes)s) or a.actor = %(actor)s)""".replace(
        "DETAILS", _kept("a.details")
    )
    .replace("BEFORE", _kept("a.before"))
    .replace("AFTER", _kept("a.after"))
)
_PENDING: LiteralString = """select exists (select from events e where e.tenant_id = %(owner)s and e.status = 'pending'
    and e.aggregate_id = any(%(objects)s) and e.type <> 'customer.erased')"""
_HAS_ADDRESS: LiteralString = """exists (
    select from unnest(%(addresses)s::text[]) m where position(convert_to(m, 'UTF8') in {column}) > 0)"""
_STATEMENTS: tuple[LiteralString, ...] = (
    """update events e set payload = PAYLOAD, last_error = ''
       where e.tenant_id = %(owner)s and e.aggregate_id = any(%(objects)s) and e.type <> 'customer.erased'""".replace(
        "PAYLOAD", _kept("e.payload")
    ),
    "delete from idempotency_keys where tenant_id = %(owner)s and (principal = %(actor)s or "
    + _HAS_ADDRESS.replace("{column}", "body")
    + ")",
    "delete from webhook_messages where tenant_id = %(owner)s and object = any(%(objects)s)",
    "delete from notifications where tenant_id = %(owner)s and data::text like any(%(likely)s)",
    """delete from customer_word_keys k where k.tenant_id = %(owner)s and k.word = any(%(words)s) and not exists (
           select from customer_words w where w.tenant_id = %(owner)s and w.word = k.word)""",
    "update import_files set content = null, preview = '{}' where tenant_id = %(owner)s and "
    + _HAS_ADDRESS.replace("{column}", "content"),
    """update import_problems set key = '', why = '' where tenant_id = %(owner)s
       and (key like any(%(likely)s) or why like any(%(likely)s))""",
)
