"""Hears every event and writes down, in the same transaction, for which endpoints it is: one statement, and none for a
company that is known to have no endpoint.

What is known is exact: "no endpoint at this moment" answers for every event that happened before that moment, and for no
other. The relay hands events over in batches, so that one look answers for a batch.
"""

from datetime import datetime
from uuid import UUID

from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.kernel.ids import new_id
from duka.webhooks import naming, rules

MOST_REMEMBERED = 10_000
MOST_ENDPOINTS = 100
"""Of a company: fewer than 256, since a delivery's id ends in the endpoint's number among those that want the message."""


class FanOut:
    """One a process."""

    def __init__(self) -> None:
        self._none_at: dict[UUID, datetime] = {}

    def hear(self, ctx: Context, event: Delivery) -> None:
        """Writes the message and a delivery for each endpoint that wants it. An endpoint hears what happened after it was
        made; one of a store what is known to be of that store; one that is paused hears too, and is told later."""
        if event.occurred_at < self._none_at.get(ctx.tenant, event.occurred_at):
            return
        has_endpoints = ctx.db.value(
            """with listening as (
                 select e.id, e.store_id, e.events from webhook_endpoints e
                 where e.tenant_id = %(tenant)s and e.status in ('active', 'paused') and e.created_at <= %(occurred_at)s),
               place as (
                 select coalesce(%(store)s::uuid, (select o.store_id from orders o where o.tenant_id = %(tenant)s
                                                   and o.id = any(%(maybe_orders)s) limit 1)) as store_id
                 where exists (select from listening)),
               wanting as (
                 select l.id, p.store_id, row_number() over () as nth from listening l cross join place p
                 where l.events && %(choices)s and (l.store_id is null or l.store_id = p.store_id)),
               told as (
                 insert into webhook_messages (tenant_id, id, type, object, store_id, body, occurred_at, created_at)
                 select %(tenant)s, %(id)s, %(type)s, %(object)s, w.store_id,
                        case when w.store_id is null then %(body)s::text
                             else jsonb_set(%(body)s::text::jsonb, '{data,store_id}',
                                            to_jsonb('store_' || replace(w.store_id::text, '-', '')))::text end,
                        %(occurred_at)s, %(now)s
                 from wanting w limit 1
                 on conflict (tenant_id, id) do nothing),
               queued as (
                 insert into webhook_deliveries (tenant_id, id, endpoint_id, message_id, type, next_at, created_at)
                 select %(tenant)s, overlay(%(delivery)s::text placing lpad(to_hex(w.nth), 2, '0') from 35)::uuid, w.id,
                        %(id)s, %(type)s, %(now)s, %(now)s from wanting w
                 on conflict (tenant_id, endpoint_id, message_id) do nothing)
               select exists (select from webhook_endpoints e
                              where e.tenant_id = %(tenant)s and e.status in ('active', 'paused'))""",
            id=event.id,
            type=event.type,
            object=event.aggregate_id,
            store=_uuid(event.payload.get("store_id")),
            maybe_orders=[event.aggregate_id, *filter(None, [_uuid(event.payload.get("order_id"))])],
            choices=rules.choices_for(event.type),
            body=naming.body(event),
            occurred_at=event.occurred_at,
            delivery=new_id(),
            now=ctx.now,
        )
        if has_endpoints:
            self._none_at.pop(ctx.tenant, None)
        else:
            if len(self._none_at) >= MOST_REMEMBERED:
                self._none_at.clear()
            self._none_at[ctx.tenant] = ctx.now


def _uuid(text: object) -> UUID | None:
    """A UUID that an event holds bare or in its public form."""
    try:
        return UUID(text.rpartition("_")[2]) if isinstance(text, str) else None
    except ValueError:
        return None
