"""Letters to staff beside their messages in the console: a new order, goods that run low. A store's settings say to whom: the
addresses it names, or everybody whose permissions reach there and who wants letters."""

from typing import Any
from uuid import UUID

from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.kernel.formatting import format_money
from duka.kernel.quantity import format_quantity
from duka.mail import service as mail
from duka.mail.wording import language
from duka.notifications import order_words, recipients
from duka.notifications.customers import OLD, order_told
from duka.notifications.types import ORDER_PLACED, STOCK_LOW, Kind
from duka.settings import queries as settings
from duka.stores.sections import NOTIFICATIONS


def order_placed(ctx: Context, event: Delivery) -> None:
    store = UUID(event.payload["store_id"])
    wanted = settings.section(ctx, NOTIFICATIONS, store)
    if not wanted.order_email or event.occurred_at < ctx.now - OLD:
        return
    readers = _readers(ctx, ORDER_PLACED, wanted.order_recipients, store=store)
    if not readers:
        return
    order = order_told(ctx, event.aggregate_id)
    if order is None:
        return
    company = _company(ctx)
    for address, locale in readers:
        mail.send(
            ctx,
            address,
            "staff_order_placed",
            locale,
            store=store,
            about=order.id,
            number=order.number,
            total=format_money(order.total_minor, order.currency, locale),
            goods=order_words.goods(order, locale),
            totals=order_words.totals(order, locale),
            link=f"/console/{company}/orders/{order.id}",
        )


def stock_low(ctx: Context, event: Delivery) -> None:
    wanted = settings.section(ctx, NOTIFICATIONS)
    if not wanted.stock_email or event.occurred_at < ctx.now - OLD:
        return
    location = UUID(event.payload["location_id"])
    readers = _readers(ctx, STOCK_LOW, wanted.stock_recipients, location=location)
    row = ctx.db.one(
        """select i.sku, i.unit, i.scale, l.name as location,
                  (select p.title from variants v join products p on p.tenant_id = %(tenant)s and p.id = v.product_id
                   where v.tenant_id = %(tenant)s and v.stock_item_id = i.id order by v.id limit 1) as title
           from stock_items i join locations l on l.tenant_id = %(tenant)s and l.id = %(location)s
           where i.tenant_id = %(tenant)s and i.id = %(item)s""",
        item=event.aggregate_id,
        location=location,
    )
    if row is None or not readers:
        return
    item = ids.public("item", event.aggregate_id)
    company = _company(ctx)
    for address, locale in readers:
        mail.send(
            ctx,
            address,
            "staff_stock_low",
            locale,
            about=item,
            product=row.title or row.sku,
            sku=row.sku,
            location=row.location,
            available=format_quantity(event.payload["available"], row.unit, row.scale, locale),
            link=f"/console/{company}/inventory/{item}",
        )


def _readers(ctx: Context, kind: Kind, named: list[str], **place: Any) -> list[tuple[str, str]]:
    """(address, language) of each: the named ones, or all that may and want to."""
    if named:
        return [(address, "en") for address in dict.fromkeys(named)]
    people = recipients.holders(ctx, kind.permission, **place)
    if not people:
        return []
    rows = ctx.db.all(
        """select s.email, s.locale from staff s
           left join notification_preferences p on p.tenant_id = %(tenant)s and p.staff_id = s.id and p.kind = %(kind)s
           where s.tenant_id = %(tenant)s and s.id = any(%(people)s) and s.is_active and coalesce(p.by_email, true)
           order by s.id""",
        kind=kind.name,
        people=people,
    )
    return [(row.email, language(row.locale or "en")) for row in rows]


def _company(ctx: Context) -> str:
    slug: str = ctx.db.value("select slug from tenants where id = %(tenant)s")
    return slug
