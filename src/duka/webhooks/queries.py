"""Questions about endpoints and what was sent to them."""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.paging import Page
from duka.webhooks import naming, signing
from duka.webhooks.errors import DeliveryNotFound, EndpointNotFound
from duka.webhooks.permissions import READ
from duka.webhooks.types import AttemptView, DeliveryDetail, DeliveryLine, Endpoint, Health

_ENDPOINTS: LiteralString = """
select e.id, e.url, e.description, e.events, e.store_id, e.status, e.disabled_reason, e.disabled_at, e.failing_since,
       case when e.previous_until > %(now)s then e.previous_until end as previous_until,
       case when e.slow_until > %(now)s then e.slow_until end as slow_until,
       e.created_by, e.created_at, e.version, h.attempts, h.delivered, h.median_ms, h.latest, h.last_at, h.last_delivered_at,
       (select count(*) from (select from webhook_deliveries w where w.tenant_id = %(tenant)s and w.endpoint_id = e.id
                                and w.status = 'waiting' limit 1000) w) as waiting
from webhook_endpoints e
cross join lateral (
  select count(*) as attempts, count(*) filter (where a.outcome = 'delivered') as delivered,
         percentile_disc(0.5) within group (order by a.took_ms) as median_ms,
         coalesce((array_agg(a.outcome order by a.at desc))[1:10], '{}') as latest,
         max(a.at) as last_at, max(a.at) filter (where a.outcome = 'delivered') as last_delivered_at
  from (select w.outcome, w.took_ms, w.at from webhook_attempts w
        where w.tenant_id = %(tenant)s and w.endpoint_id = e.id order by w.at desc limit 100) a) h
where e.tenant_id = %(tenant)s and e.status <> 'deleted'
  and (%(stores)s::uuid[] is null or e.store_id = any(%(stores)s))"""

_DELIVERIES: LiteralString = """
select d.id, d.message_id, d.type, m.object, d.endpoint_id, e.url, d.status, d.attempts, d.next_at, d.last_outcome, d.last_status,
       d.last_at, d.created_at, m.body, m.occurred_at
from webhook_deliveries d
join webhook_messages m on m.tenant_id = d.tenant_id and m.id = d.message_id
join webhook_endpoints e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id
where d.tenant_id = %(tenant)s and (%(stores)s::uuid[] is null or e.store_id = any(%(stores)s))"""


def list_endpoints(ctx: Context, *, cursor: str | None = None, limit: int | None = None) -> Page[Endpoint]:
    """Newest first; of the stores in which the caller may see them. 2 statements."""
    ctx.require(READ)
    (before,) = paging.decode(cursor, UUID) if cursor else (None,)
    size = paging.bounded(limit)
    rows = ctx.db.all(
        f"{_ENDPOINTS} and (%(before)s::uuid is null or e.id < %(before)s) order by e.id desc limit %(limit)s",
        stores=ctx.stores_with(READ),
        before=before,
        now=ctx.now,
        limit=size + 1,
    )
    following = paging.encode(rows[size - 1].id) if len(rows) > size else None
    return Page([_endpoint(row) for row in rows[:size]], following)


def get_endpoint(ctx: Context, endpoint_id: UUID) -> Endpoint:
    """Refuses `EndpointNotFound`, also for one of a store that the caller does not see."""
    ctx.require(READ)
    row = ctx.db.one(
        f"{_ENDPOINTS} and e.id = %(id)s", stores=ctx.stores_with(READ), id=endpoint_id, now=ctx.now
    )
    if row is None:
        raise EndpointNotFound()
    return _endpoint(row)


def list_deliveries(
    ctx: Context,
    *,
    endpoint_id: UUID | None = None,
    status: str | None = None,
    type: str | None = None,
    webhook_id: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[DeliveryLine]:
    """Newest first. `webhook_id` is the message's. 2 statements."""
    ctx.require(READ)
    (before,) = paging.decode(cursor, UUID) if cursor else (None,)
    size = paging.bounded(limit, 50)
    rows = ctx.db.all(
        f"""{_DELIVERIES} and (%(endpoint)s::uuid is null or d.endpoint_id = %(endpoint)s)
             and (%(status)s::text is null or d.status = %(status)s) and (%(type)s::text is null or d.type = %(type)s)
             and (%(message)s::uuid is null or d.message_id = %(message)s)
             and (%(since)s::timestamptz is null or d.created_at >= %(since)s)
             and (%(until)s::timestamptz is null or d.created_at < %(until)s)
             and (%(before)s::uuid is null or d.id < %(before)s)
           order by d.id desc limit %(limit)s""",
        stores=ctx.stores_with(READ),
        endpoint=endpoint_id,
        status=status,
        type=type,
        message=ids.parse("evt", webhook_id) if webhook_id else None,
        since=since,
        until=until,
        before=before,
        limit=size + 1,
    )
    following = paging.encode(rows[size - 1].id) if len(rows) > size else None
    return Page([DeliveryLine(**_line(row)) for row in rows[:size]], following)


def get_delivery(ctx: Context, delivery_id: UUID) -> DeliveryDetail:
    """With its attempts. Refuses `DeliveryNotFound`. 3 statements."""
    ctx.require(READ)
    row = ctx.db.one(f"{_DELIVERIES} and d.id = %(id)s", stores=ctx.stores_with(READ), id=delivery_id)
    if row is None:
        raise DeliveryNotFound()
    attempts = ctx.db.all(
        """select number, at, took_ms, outcome, status, error, address, request_headers, answer_headers, answer_body
           from webhook_attempts where tenant_id = %(tenant)s and delivery_id = %(id)s order by number desc limit 50""",
        id=delivery_id,
    )
    return DeliveryDetail(
        **_line(row),
        body=row.body,
        occurred_at=row.occurred_at,
        tries=[AttemptView(**each._asdict()) for each in attempts],
    )


def _endpoint(row: Row) -> Endpoint:
    return Endpoint(
        id=ids.public("whe", row.id),
        url=row.url,
        description=row.description,
        events=row.events,
        store_id=ids.public("store", row.store_id) if row.store_id else None,
        status=row.status,
        disabled_reason=row.disabled_reason,
        disabled_at=row.disabled_at,
        previous_until=row.previous_until,
        failing_since=row.failing_since,
        slow_until=row.slow_until,
        health=Health(
            attempts=row.attempts,
            delivered=row.delivered,
            median_ms=row.median_ms,
            latest=row.latest,
            last_at=row.last_at,
            last_delivered_at=row.last_delivered_at,
            waiting=row.waiting,
        ),
        created_by=row.created_by,
        created_at=row.created_at,
        version=row.version,
    )


def _line(row: Row) -> dict[str, Any]:
    return {
        "id": ids.public("whd", row.id),
        "webhook_id": signing.message_id(row.message_id),
        "type": row.type,
        "object": naming.object_id(row.type, row.object),
        "endpoint_id": ids.public("whe", row.endpoint_id),
        "endpoint_url": row.url,
        "status": row.status,
        "attempts": row.attempts,
        "next_at": row.next_at if row.status == "waiting" else None,
        "last_outcome": row.last_outcome,
        "last_status": row.last_status,
        "last_at": row.last_at,
        "created_at": row.created_at,
    }
