"""Sending again: one delivery, a range of them, and a message to try an endpoint with. Receivers know a message that they have
had by its `webhook-id`, which stays."""

from datetime import timedelta
from uuid import UUID

import msgspec

from duka.kernel import ids, jobs, trail
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.webhooks import naming, rules
from duka.webhooks.errors import DeliveryNotFound, DeliveryUnderWay, EndpointNotActive, PeriodTooLong
from duka.webhooks.inputs import ReplayInput
from duka.webhooks.permissions import READ, WRITE
from duka.webhooks.queries import get_delivery
from duka.webhooks.service.endpoints import locked
from duka.webhooks.types import DeliveryDetail, Replaying

REPLAY = "webhooks.replay"
MOST_REPLAYED = 10_000
AT_ONCE = 1_000
DAYS_KEPT = 30


def replay(ctx: Context, delivery_id: UUID) -> DeliveryDetail:
    """Makes it due now: a finished one begins its attempts anew, one that waits does not wait longer. Refuses
    `DeliveryNotFound`, `EndpointNotActive`, `DeliveryUnderWay` while it is being sent."""
    ctx.require(WRITE)
    row = ctx.db.one(
        """select d.id, d.status, d.type, d.endpoint_id, d.message_id, e.status as endpoint_status
           from webhook_deliveries d join webhook_endpoints e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id
           where d.tenant_id = %(tenant)s and d.id = %(id)s
             and (%(stores)s::uuid[] is null or e.store_id = any(%(stores)s)) for update of d""",
        id=delivery_id,
        stores=ctx.stores_with(READ),
    )
    if row is None:
        raise DeliveryNotFound()
    if row.endpoint_status == "deleted":
        raise EndpointNotActive()
    _active(ctx, row.endpoint_id)
    if row.status == "sending":
        raise DeliveryUnderWay()
    ctx.db.run(
        """update webhook_deliveries set status = 'waiting', next_at = %(now)s,
             step = case when status = 'waiting' then step else 0 end
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=delivery_id,
        now=ctx.now,
    )
    trail.note(
        ctx,
        "webhook.replayed",
        "webhook",
        row.endpoint_id,
        delivery_id=ids.public("whd", delivery_id),
        type=row.type,
    )
    return get_delivery(ctx, delivery_id)


def replay_range(ctx: Context, endpoint_id: UUID, data: ReplayInput) -> Replaying:
    """A job makes due again what was written for the endpoint in this time and ended so, oldest first, at most 10,000; the
    answer says how many there are. Refuses `EndpointNotFound`, `EndpointNotActive`, `PeriodTooLong`."""
    _active(ctx, endpoint_id)
    if data.until <= data.since or data.since < ctx.now - timedelta(days=DAYS_KEPT + 1):
        raise PeriodTooLong(days=DAYS_KEPT)
    statuses = sorted(set(data.statuses))
    count = ctx.db.value(
        """select count(*) from (select from webhook_deliveries d where d.tenant_id = %(tenant)s
             and d.endpoint_id = %(endpoint)s and d.status = any(%(statuses)s) and d.created_at >= %(since)s
             and d.created_at < %(until)s limit %(most)s) d""",
        endpoint=endpoint_id,
        statuses=statuses,
        since=data.since,
        until=data.until,
        most=MOST_REPLAYED,
    )
    if count:
        jobs.defer(
            ctx,
            REPLAY,
            endpoint_id=str(endpoint_id),
            statuses=statuses,
            since=data.since.isoformat(),
            until=data.until.isoformat(),
            asked_at=ctx.now.isoformat(),
        )
    trail.note(
        ctx,
        "webhook.range_replayed",
        "webhook",
        endpoint_id,
        since=data.since,
        until=data.until,
        statuses=statuses,
        count=count,
    )
    return Replaying(count, MOST_REPLAYED)


def carry_on(
    work: Work, tenant: UUID, endpoint_id: str, statuses: list[str], since: str, until: str, asked_at: str
) -> None:
    """The job: in transactions of 1,000. Done twice it sends nothing twice: what was tried since it was asked is left."""
    done = 0
    while done < MOST_REPLAYED:

        def some(ctx: Context) -> int:
            return ctx.db.run(
                """update webhook_deliveries d set status = 'waiting', step = 0, next_at = %(now)s
                   from (select w.id from webhook_deliveries w
                         where w.tenant_id = %(tenant)s and w.endpoint_id = %(endpoint)s and w.status = any(%(statuses)s)
                           and w.created_at >= %(since)s::timestamptz and w.created_at < %(until)s::timestamptz
                           and coalesce(w.last_at, w.created_at) <= %(asked_at)s::timestamptz
                         order by w.id limit %(at_once)s for update skip locked) chosen
                   where d.tenant_id = %(tenant)s and d.id = chosen.id""",
                endpoint=UUID(endpoint_id),
                statuses=statuses,
                since=since,
                until=until,
                asked_at=asked_at,
                at_once=AT_ONCE,
                now=ctx.now,
            )

        found = work.perform(Caller(tenant), some)
        done += found
        if found < AT_ONCE:
            return


def send_test(ctx: Context, endpoint_id: UUID) -> DeliveryDetail:
    """A `webhook.test` message to this endpoint alone, tried once. Refuses `EndpointNotFound`, `EndpointNotActive`."""
    _active(ctx, endpoint_id)
    message_id, delivery_id = ids.new_id(), ids.new_id()
    data = {
        "id": ids.public("whe", endpoint_id),
        "tenant_id": ids.public("ten", ctx.tenant),
        "message": "Duka can reach this endpoint.",
    }
    body = {"type": rules.TEST, "timestamp": naming.timestamp(ctx.now), "data": data}
    ctx.db.run(
        """with told as (
             insert into webhook_messages (tenant_id, id, type, object, body, occurred_at, created_at)
             values (%(tenant)s, %(message)s, %(type)s, %(endpoint)s, %(body)s, %(now)s, %(now)s))
           insert into webhook_deliveries (tenant_id, id, endpoint_id, message_id, type, next_at, created_at)
           values (%(tenant)s, %(id)s, %(endpoint)s, %(message)s, %(type)s, %(now)s, %(now)s)""",
        id=delivery_id,
        message=message_id,
        endpoint=endpoint_id,
        type=rules.TEST,
        body=msgspec.json.encode(body).decode(),
        now=ctx.now,
    )
    trail.note(ctx, "webhook.tested", "webhook", endpoint_id, delivery_id=ids.public("whd", delivery_id))
    return get_delivery(ctx, delivery_id)


def forget(ctx: Context, objects: list[UUID]) -> int:
    """Erases every message about these things (a customer and their orders), with what receivers answered; how many. What was
    not sent yet is not sent."""
    ctx.require(WRITE)
    return ctx.db.run(
        "delete from webhook_messages where tenant_id = %(tenant)s and object = any(%(objects)s)",
        objects=objects,
    )


def _active(ctx: Context, endpoint_id: UUID) -> None:
    """Refuses `EndpointNotFound`, `EndpointNotActive`."""
    if locked(ctx, endpoint_id).status != "active":
        raise EndpointNotActive()
