"""Dead letters of all merchants: events that no listener took, jobs that were given up, webhooks that nobody accepted. To
look at, to try again, and to give up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, LiteralString
from uuid import UUID

import msgspec

from duka.control import deeds
from duka.kernel import ids, jobs, paging, relay
from duka.kernel.errors import NotFound
from duka.kernel.paging import Page
from duka.kernel.work import Caller, Work

READ, WRITE = "health:read", "health:write"
LetterKind = Literal["event", "job", "webhook"]
MOST = 200
NUMBERED = "job"
_KINDS: tuple[LetterKind, ...] = ("event", "job", "webhook")


class DeadLetterNotFound(NotFound):
    """There is no such dead letter; perhaps somebody replayed or discarded it already."""


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True):
    """`id` is a number for jobs. `name`: the type of an event or webhook, the task of a job. `why`: the last error, by the name
    of what was raised. `arguments` of a job are ids."""

    kind: LetterKind
    id: str
    name: str
    tenant_id: str | None
    tenant: str
    at: datetime
    attempts: int
    why: str
    arguments: dict[str, Any] = {}


class Moved(msgspec.Struct, frozen=True):
    count: int


_LISTS: dict[str, LiteralString] = {
    "event": """
select e.id::text as id, e.type as name, e.tenant_id, e.occurred_at as at, e.attempts, e.last_error as why,
       '{}'::jsonb as arguments
from events e where e.status = 'dead' and (%(whose)s::uuid is null or e.tenant_id = %(whose)s)
  and (%(name)s = '' or e.type = %(name)s)""",
    "job": """
select j.id::text as id, j.task_name as name, nullif(j.args ->> 'tenant', '')::uuid as tenant_id,
       coalesce((select max(v.at) from procrastinate_events v where v.job_id = j.id and v.type = 'failed'),
                j.scheduled_at, 'epoch') as at,
       j.attempts, '' as why, j.args - 'tenant' - 'traceparent' as arguments
from procrastinate_jobs j where j.status = 'failed' and (%(whose)s::uuid is null or j.args ->> 'tenant' = %(whose)s::text)
  and (%(name)s = '' or j.task_name = %(name)s)""",
    "webhook": """
select d.id::text as id, d.type as name, d.tenant_id, coalesce(d.last_at, d.created_at) as at, d.attempts,
       trim(d.last_outcome || ' ' || coalesce(d.last_status::text, '')) as why,
       jsonb_build_object('host', substring(e.url from '//([^/:]+)')) as arguments
from webhook_deliveries d join webhook_endpoints e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id
where d.status = 'failed' and (%(whose)s::uuid is null or d.tenant_id = %(whose)s)
  and (%(name)s = '' or d.type = %(name)s)""",
}


def list_letters(
    work: Work,
    caller: Caller,
    kind: LetterKind,
    *,
    tenant: UUID | None = None,
    name: str = "",
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[DeadLetter]:
    """Newest first. One statement. Refuses `Forbidden`, `MalformedCursor`."""
    deeds.require(caller, READ)
    at, after = paging.decode(cursor, datetime, str) if cursor else (None, None)
    size = paging.bounded(limit)
    statement: LiteralString = (
        "with dead as ("
        + _LISTS[kind]
        + """) select d.*, coalesce(t.name, '') as tenant from dead d left join tenants t on t.id = d.tenant_id
               where (%(at)s::timestamptz is null or (d.at, d.id) < (%(at)s, %(after)s))
               order by d.at desc, d.id desc limit %(limit)s"""
    )
    with work.database.platform() as tx:
        rows = tx.all(statement, whose=tenant, name=name, at=at, after=after, limit=size + 1)
    last = rows[size - 1] if len(rows) > size else None
    return Page(
        [_letter(kind, row) for row in rows[:size]], paging.encode(last.at, last.id) if last else None
    )


def replay(work: Work, caller: Caller, kind: LetterKind, letters: Sequence[str]) -> Moved:
    """Try these again, now; those that are not dead any more are left alone. Of a schedule's jobs one is tried, and all count
    (`jobs.replay`). Refuses `Forbidden`, `DeadLetterNotFound` when none is left, `MalformedId`."""
    return _move(work, caller, kind, letters, "replayed", "")


def discard(work: Work, caller: Caller, kind: LetterKind, letters: Sequence[str], reason: str) -> Moved:
    """Give these up for good, with a reason. Refuses as `replay`."""
    return _move(work, caller, kind, letters, "discarded", reason)


def _move(
    work: Work, caller: Caller, kind: LetterKind, letters: Sequence[str], what: str, reason: str
) -> Moved:
    numbers = [int(i) for i in letters if i.isdigit() and len(i) < 19] if kind == NUMBERED else []
    named = [_uuid(i) for i in letters] if kind != NUMBERED else []
    with deeds.on(work, caller, None, WRITE) as deed:
        tx = deed.tx
        if kind == "event":
            count = relay.replay_in(tx, named) if what == "replayed" else relay.discard_in(tx, named)
        elif kind == "job":
            count = jobs.replay_in(tx, numbers) if what == "replayed" else jobs.discard_in(tx, numbers)
        else:
            count = tx.run(
                """update webhook_deliveries d set status = case when %(again)s then 'waiting' else 'cancelled' end,
                     step = 0, next_at = %(now)s
                   from webhook_endpoints e where e.tenant_id = d.tenant_id and e.id = d.endpoint_id
                     and d.status = 'failed' and d.id = any(%(ids)s::uuid[])
                     and (not %(again)s or e.status <> 'deleted')""",
                again=what == "replayed",
                now=deed.now,
                ids=named,
            )
        if not count:
            raise DeadLetterNotFound()
        told = {"kind": kind, "count": count, "letters": list(letters)[:20]}
        deed.note(f"dead_letter.{what}", after=told, why=reason)
    return Moved(count)


def kind_of(text: str) -> LetterKind:
    """Refuses `NotFound` for what is no kind."""
    for kind in _KINDS:
        if text == kind:
            return kind
    raise NotFound()


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise DeadLetterNotFound() from None


def _letter(kind: LetterKind, row: Any) -> DeadLetter:
    return DeadLetter(
        kind=kind,
        id=row.id,
        name=row.name,
        tenant_id=ids.public("ten", row.tenant_id) if row.tenant_id else None,
        tenant=row.tenant,
        at=row.at,
        attempts=row.attempts,
        why=_named(row.why),
        arguments=row.arguments,
    )


def _named(error: str) -> str:
    """The kind of an error without what it quotes, which may be anything: `UniqueViolation` of `UniqueViolation('…')`."""
    head, bracket, _ = error.removeprefix("discarded: ").partition("(")
    return head[:80] if bracket else error[:80]
