"""The dispatcher's side of the tables, of all companies: taking what is due, giving back what was left behind, writing down
what became of it.

A delivery is taken by a lease. Whoever writes its result down must still hold it; one that runs out (its worker was killed)
makes the delivery due again. What waits is found endpoint by endpoint, each by one step in an index, so a long queue of one
endpoint hides no other; an endpoint that does not answer well is tried one message at a time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel.db import Tx
from duka.kernel.ids import new_id
from duka.webhooks import rules
from duka.webhooks.sending import Attempt

LEASE = timedelta(seconds=60)
MOST_OF_ENDPOINT = 8
MOST_OF_TENANT = 150


class Claimed(msgspec.Struct, frozen=True):
    """A delivery to be tried now. `step` and `attempts` are what they were before; the secrets are sealed."""

    tenant: UUID
    id: UUID
    lease: UUID
    endpoint: UUID
    message: UUID
    type: str
    body: str
    step: int
    attempts: int
    url: str
    secret: bytes
    previous_secret: bytes | None


class Result(msgspec.Struct, frozen=True):
    """What became of a claimed delivery. `status` is the delivery's from now on; `slow_until` the endpoint's."""

    claimed: Claimed
    attempt: Attempt
    status: str
    step: int
    next_at: datetime
    slow_until: datetime | None


def claim(tx: Tx, room: int, now: datetime, only: UUID | None = None) -> list[Claimed]:
    """Up to `room` due deliveries: of each endpoint at most 8 at once (one while it fails), of each company 150; of the company
    `only` alone where it is given."""
    lease = new_id()
    rows = tx.all(
        """with recursive queues as (
             (select d.tenant_id, d.endpoint_id, d.next_at from webhook_deliveries d
              where d.status = 'waiting' and (%(only)s::uuid is null or d.tenant_id = %(only)s)
              order by d.tenant_id, d.endpoint_id, d.next_at limit 1)
             union all
             select n.tenant_id, n.endpoint_id, n.next_at from queues q cross join lateral (
               select d.tenant_id, d.endpoint_id, d.next_at from webhook_deliveries d
               where d.status = 'waiting' and (d.tenant_id, d.endpoint_id) > (q.tenant_id, q.endpoint_id)
                 and (%(only)s::uuid is null or d.tenant_id = %(only)s)
               order by d.tenant_id, d.endpoint_id, d.next_at limit 1) n),
           busy as (
             select tenant_id, endpoint_id, count(*) as under_way from webhook_deliveries where status = 'sending'
             group by tenant_id, endpoint_id),
           open as (
             select q.tenant_id, q.endpoint_id,
                    case when e.failing_since is null then %(most_of_endpoint)s else 1 end - coalesce(b.under_way, 0) as room
             from queues q
             join webhook_endpoints e on e.tenant_id = q.tenant_id and e.id = q.endpoint_id
             left join busy b on b.tenant_id = q.tenant_id and b.endpoint_id = q.endpoint_id
             where q.next_at <= %(now)s and e.status = 'active' and coalesce(e.slow_until, %(now)s) <= %(now)s),
           candidates as (
             select c.tenant_id, c.id, c.place, row_number() over (partition by c.tenant_id order by c.place, c.next_at) as nth
             from open o cross join lateral (
               select d.tenant_id, d.id, d.next_at, row_number() over (order by d.next_at) as place from webhook_deliveries d
               where d.status = 'waiting' and d.tenant_id = o.tenant_id and d.endpoint_id = o.endpoint_id
                 and d.next_at <= %(now)s
               order by d.next_at limit greatest(o.room, 0)) c),
           chosen as (
             select c.tenant_id, c.id from candidates c
             where c.nth <= %(most_of_tenant)s
               - coalesce((select sum(b.under_way) from busy b where b.tenant_id = c.tenant_id), 0)
             order by c.place, c.nth limit %(room)s),
           taken as (
             select d.tenant_id, d.id from webhook_deliveries d
             join chosen c on c.tenant_id = d.tenant_id and c.id = d.id
             where d.status = 'waiting' for update of d skip locked)
           update webhook_deliveries d set status = 'sending', lease = %(lease)s, leased_until = %(until)s
           from taken t, webhook_endpoints e, webhook_messages m
           where d.tenant_id = t.tenant_id and d.id = t.id and e.tenant_id = d.tenant_id and e.id = d.endpoint_id
             and m.tenant_id = d.tenant_id and m.id = d.message_id
           returning d.tenant_id, d.id, d.endpoint_id, d.message_id, d.type, m.body, d.step, d.attempts, e.url, e.secret,
                     case when e.previous_until > %(now)s then e.previous_secret end as previous_secret""",
        room=room,
        only=only,
        now=now,
        lease=lease,
        until=now + LEASE,
        most_of_endpoint=MOST_OF_ENDPOINT,
        most_of_tenant=MOST_OF_TENANT,
    )
    return [
        Claimed(
            tenant=row.tenant_id,
            id=row.id,
            lease=lease,
            endpoint=row.endpoint_id,
            message=row.message_id,
            type=row.type,
            body=row.body,
            step=row.step,
            attempts=row.attempts,
            url=row.url,
            secret=bytes(row.secret),
            previous_secret=bytes(row.previous_secret) if row.previous_secret is not None else None,
        )
        for row in rows
    ]


def give_back(tx: Tx, now: datetime) -> int:
    """Makes due again what was taken by a process that is gone. How many."""
    return tx.run(
        """update webhook_deliveries set status = 'waiting', next_at = %(now)s, lease = null, leased_until = null
           where (tenant_id, id) in (select tenant_id, id from webhook_deliveries
                                     where status = 'sending' and leased_until < %(now)s for update skip locked)""",
        now=now,
    )


def release(tx: Tx, unfinished: Sequence[Claimed], now: datetime) -> None:
    """Gives back what this process took and did not finish."""
    tx.run(
        """update webhook_deliveries d set status = 'waiting', next_at = %(now)s, lease = null, leased_until = null
           from unnest(%(tenants)s::uuid[], %(ids)s::uuid[], %(leases)s::uuid[]) as u (tenant_id, id, lease)
           where d.tenant_id = u.tenant_id and d.id = u.id and d.lease = u.lease and d.status = 'sending'""",
        tenants=[c.tenant for c in unfinished],
        ids=[c.id for c in unfinished],
        leases=[c.lease for c in unfinished],
        now=now,
    )


def judge(claimed: Claimed, attempt: Attempt, now: datetime) -> Result:
    """What follows from an attempt. Pure but for the jitter. A test message is tried once."""
    if attempt.outcome == rules.DELIVERED:
        return Result(claimed, attempt, "delivered", 0, now, None)
    step = claimed.step + 1
    delay = rules.delay_after(step) if claimed.type != rules.TEST else None
    slow = rules.slow_down(attempt.status, attempt.answer_headers.get("retry-after", ""), now)
    slow_until = now + slow if slow is not None else None
    if delay is None or attempt.outcome == rules.GONE:
        return Result(claimed, attempt, "failed", step, now, slow_until)
    return Result(claimed, attempt, "waiting", step, now + max(delay, slow or delay), slow_until)


def record(tx: Tx, results: Sequence[Result]) -> None:
    """Writes down attempts and what follows from them: 2 statements, for any number of companies. What lost its lease in the
    meantime leaves no mark but on its endpoint."""
    tx.run(
        """with told as (
             select * from jsonb_to_recordset(%(results)s::jsonb) as r (tenant_id uuid, id uuid, lease uuid, endpoint_id uuid,
               status text, step int, number int, next_at timestamptz, at timestamptz, took_ms int, outcome text, answer int,
               error text, address text, request_headers jsonb, answer_headers jsonb, answer_body text)),
           moved as (
             update webhook_deliveries d
             set status = case when r.status = 'waiting' and e.status in ('disabled', 'deleted') then 'cancelled'
                               else r.status end,
                 step = r.step, attempts = r.number, next_at = r.next_at, lease = null, leased_until = null,
                 last_outcome = r.outcome, last_status = r.answer, last_at = r.at
             from told r join webhook_endpoints e on e.tenant_id = r.tenant_id and e.id = r.endpoint_id
             where d.tenant_id = r.tenant_id and d.id = r.id and d.status = 'sending' and d.lease = r.lease
             returning d.tenant_id, d.id)
           insert into webhook_attempts (tenant_id, delivery_id, number, endpoint_id, at, took_ms, outcome, status, error,
                                         address, request_headers, answer_headers, answer_body)
           select r.tenant_id, r.id, r.number, r.endpoint_id, r.at, r.took_ms, r.outcome, r.answer, r.error, r.address,
                  r.request_headers, r.answer_headers, r.answer_body
           from told r join moved m on m.tenant_id = r.tenant_id and m.id = r.id""",
        results=msgspec.json.encode([_row(result) for result in results]).decode(),
    )
    _mark_endpoints(tx, results)


def _row(result: Result) -> dict[str, Any]:
    claimed, attempt = result.claimed, result.attempt
    return {
        "tenant_id": claimed.tenant,
        "id": claimed.id,
        "lease": claimed.lease,
        "endpoint_id": claimed.endpoint,
        "status": result.status,
        "step": result.step,
        "number": claimed.attempts + 1,
        "next_at": result.next_at,
        "at": attempt.at,
        "took_ms": attempt.took_ms,
        "outcome": attempt.outcome,
        "answer": attempt.status,
        "error": attempt.error,
        "address": attempt.address,
        "request_headers": attempt.request_headers,
        "answer_headers": attempt.answer_headers,
        "answer_body": attempt.answer_body,
    }


def _mark_endpoints(tx: Tx, results: Sequence[Result]) -> None:
    """How each endpoint does now, by its last result; only those that change are written."""
    last: dict[tuple[UUID, UUID], Result] = {}
    slow: dict[tuple[UUID, UUID], datetime] = {}
    for result in results:
        if result.claimed.type == rules.TEST:
            continue
        key = (result.claimed.tenant, result.claimed.endpoint)
        last[key] = result
        if result.slow_until is not None:
            slow[key] = max(result.slow_until, slow.get(key, result.slow_until))
    if not last:
        return
    keys = sorted(last)
    tx.run(
        """with told as (
             select * from unnest(%(tenants)s::uuid[], %(ids)s::uuid[], %(good)s::boolean[], %(at)s::timestamptz[],
                                  %(slow)s::timestamptz[]) as t (tenant_id, id, is_good, at, slow_until)),
           held as (
             select e.tenant_id, e.id from webhook_endpoints e join told t on t.tenant_id = e.tenant_id and t.id = e.id
             where t.slow_until is not null or (t.is_good and e.failing_since is not null)
                or (not t.is_good and e.failing_since is null)
             order by e.tenant_id, e.id for update of e)
           update webhook_endpoints e
           set failing_since = case when t.is_good then null else coalesce(e.failing_since, t.at) end,
               warned_at = case when t.is_good then null else e.warned_at end,
               slow_until = coalesce(t.slow_until, e.slow_until)
           from told t join held h on h.tenant_id = t.tenant_id and h.id = t.id
           where e.tenant_id = t.tenant_id and e.id = t.id""",
        tenants=[key[0] for key in keys],
        ids=[key[1] for key in keys],
        good=[last[key].attempt.outcome == rules.DELIVERED for key in keys],
        at=[last[key].attempt.at for key in keys],
        slow=[slow.get(key) for key in keys],
    )
