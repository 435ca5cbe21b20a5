"""From what happened to messages: each function hears one event and tells those whom it concerns.

Hearing an event twice writes nothing twice: a message has the event in its key.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.notifications import recipients
from duka.notifications.types import (
    BOOKS_OFF,
    EXPERIMENT_PAUSED,
    IMPORT_FINISHED,
    ORDER_HELD,
    ORDER_PLACED,
    PAYMENT_FAILED,
    PAYMENT_UNCLEAR,
    PLAN_LIMIT,
    STAFF_JOINED,
    STOCK_LOW,
    STOCK_SOLD_OUT,
    SUPPORT_VISIT,
    WEBHOOK_TROUBLE,
    Kind,
)
from duka.settings import queries as settings
from duka.stores.sections import NOTIFICATIONS

OLD = timedelta(days=7)
"""What is heard of so late (a worker was away, a shop was filled with its past) is no news to anybody."""


def order_placed(ctx: Context, event: Delivery) -> None:
    """Unless the store's settings want none in the console."""
    told = event.payload
    if not settings.section(ctx, NOTIFICATIONS, UUID(told["store_id"])).order_in_app:
        return
    data = {name: told[name] for name in ("number", "total_minor", "currency")}
    tell(ctx, event, ORDER_PLACED, ids.public("ord", event.aggregate_id), data, store=UUID(told["store_id"]))


def order_held(ctx: Context, event: Delivery) -> None:
    """To those who may release it."""
    told = event.payload
    data = {name: told[name] for name in ("number", "reasons")}
    tell(ctx, event, ORDER_HELD, ids.public("ord", event.aggregate_id), data, store=UUID(told["store_id"]))


def payment_changed(ctx: Context, event: Delivery) -> None:
    """A payment that failed, or of which nobody knows how it ended."""
    kind = {"failed": PAYMENT_FAILED, "unknown": PAYMENT_UNCLEAR}.get(event.payload["status"])
    if kind is not None:
        _about_payment(ctx, event, kind)


def payment_mismatched(ctx: Context, event: Delivery) -> None:
    _about_payment(ctx, event, PAYMENT_UNCLEAR)


def _about_payment(ctx: Context, event: Delivery, kind: Kind) -> None:
    order = ctx.db.one(
        "select number, store_id, total_minor, currency from orders where tenant_id = %(tenant)s and id = %(id)s",
        id=event.aggregate_id,
    )
    if order is None:
        return
    data = {
        "number": order.number,
        "total_minor": order.total_minor,
        "currency": order.currency,
        "provider": event.payload.get("provider", ""),
    }
    tell(ctx, event, kind, ids.public("ord", event.aggregate_id), data, store=order.store_id)


def stock_low(ctx: Context, event: Delivery) -> None:
    _about_stock(ctx, event, STOCK_LOW)


def stock_sold_out(ctx: Context, event: Delivery) -> None:
    _about_stock(ctx, event, STOCK_SOLD_OUT)


def _about_stock(ctx: Context, event: Delivery, kind: Kind) -> None:
    location = UUID(event.payload["location_id"])
    if not settings.section(ctx, NOTIFICATIONS).stock_in_app:
        return
    row = ctx.db.one(
        """select i.sku, i.unit, i.scale, l.name as location,
                  (select p.title from variants v join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
                   where v.tenant_id = %(tenant)s and v.stock_item_id = i.id order by v.id limit 1) as title
           from stock_items i join locations l on l.tenant_id = i.tenant_id and l.id = %(location)s
           where i.tenant_id = %(tenant)s and i.id = %(item)s""",
        item=event.aggregate_id,
        location=location,
    )
    if row is None:
        return
    data = {
        "sku": row.sku,
        "title": row.title or row.sku,
        "location": row.location,
        "available": event.payload["available"],
        "unit": row.unit,
        "scale": row.scale,
    }
    tell(ctx, event, kind, ids.public("item", event.aggregate_id), data, location=location)


def ledger_out_of_balance(ctx: Context, event: Delivery) -> None:
    """The books differ from what happened: whoever keeps them hears of it."""
    data = {name: event.payload[name] for name in ("findings", "first")}
    tell(ctx, event, BOOKS_OFF, ids.public("ten", event.aggregate_id), data)


def import_finished(ctx: Context, event: Delivery) -> None:
    """Only whoever began it hears of it, and not of rehearsals."""
    told = event.payload
    if told["asked_by"] is None or told["is_dry"]:
        return
    data = {name: told[name] for name in ("kind", "created", "updated", "refused", "has_failed")}
    about = ids.public("imp", event.aggregate_id)
    tell(ctx, event, IMPORT_FINISHED, about, data, only=UUID(told["asked_by"]))


def staff_joined(ctx: Context, event: Delivery) -> None:
    """An invitation was accepted."""
    data = {"name": event.payload["name"], "roles": event.payload["roles"]}
    tell(ctx, event, STAFF_JOINED, ids.public("staff", event.aggregate_id), data)


def support_visit_began(ctx: Context, event: Delivery) -> None:
    """An operator of the platform acts here."""
    data = {name: event.payload[name] for name in ("operator", "role", "reason", "until_at")}
    tell(ctx, event, SUPPORT_VISIT, ids.public("visit", event.aggregate_id), data)


def webhook_trouble(ctx: Context, event: Delivery) -> None:
    """An endpoint fails, or was switched off. `reason`: failing, gone, or over (nothing succeeded for days)."""
    is_off = event.type == "webhook.disabled"
    reason = "failing" if not is_off else "gone" if event.payload["reason"] == "gone" else "over"
    data = {"host": event.payload["host"], "reason": reason}
    tell(ctx, event, WEBHOOK_TROUBLE, ids.public("whe", event.aggregate_id), data)


def plan_limit_near(ctx: Context, event: Delivery) -> None:
    """A limit of the plan is near, or reached."""
    data = {name: event.payload[name] for name in ("limit", "used", "most", "level")}
    tell(ctx, event, PLAN_LIMIT, ids.public("plan", event.aggregate_id), data)


def experiment_paused(ctx: Context, event: Delivery) -> None:
    """An experiment did harm and paused by itself; what a colleague paused is no news."""
    told = event.payload
    if told["reason"] == "guard":
        data = {"name": told["name"], "guard": told["guard"], "variant": told["variant_name"]}
        store = UUID(told["store_id"])
        tell(ctx, event, EXPERIMENT_PAUSED, ids.public("exp", event.aggregate_id), data, store=store)


def tell(
    ctx: Context,
    event: Delivery,
    kind: Kind,
    about: str,
    data: dict[str, Any],
    *,
    store: UUID | None = None,
    location: UUID | None = None,
    only: UUID | None = None,
) -> None:
    """One message for each who may, and wants to, hear of it; none for who did it, except where it is `only` for them."""
    if event.occurred_at < ctx.now - OLD:
        return
    actor = event.actor.partition(":")[2]
    people = recipients.holders(ctx, kind.permission, store=store, location=location)
    wanted = [person for person in people if (person == only if only else person.hex != actor)]
    if not wanted:
        return
    ctx.db.run(
        """insert into notifications (tenant_id, id, staff_id, kind, event_id, object, store_id, data, created_at)
           select %(tenant)s, n.id, n.person, %(kind)s, %(event)s, %(about)s, %(store)s, %(data)s::jsonb, %(at)s
           from unnest(%(ids)s::uuid[], %(people)s::uuid[]) as n (id, person)
           left join notification_preferences p on p.tenant_id = %(tenant)s and p.staff_id = n.person and p.kind = %(kind)s
           where coalesce(p.is_on, %(default)s)
           on conflict (tenant_id, staff_id, event_id) do nothing""",
        ids=[ids.new_id() for _ in wanted],
        people=wanted,
        kind=kind.name,
        default=kind.is_on,
        event=event.id,
        about=about,
        store=store,
        data=msgspec.json.encode(data).decode(),
        at=event.occurred_at,
    )
