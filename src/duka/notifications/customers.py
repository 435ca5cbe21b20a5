"""Messages to customers: each function hears one event of an order's life and writes a letter, and a text where the store has
switched that on and the customer gave a number. The store's settings say which; texts wait until quiet hours end.

Each event's messages hold a link of their own to the order, good for thirty days; it is minted when they are written, kept as
a hash, and gone with their words when they have left. Hearing an event twice is the relay's to prevent (its receipts).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.kernel.formatting import format_money
from duka.mail import service as mail
from duka.mail.wording import language
from duka.notifications import letterhead, order_words, quiet
from duka.notifications.sections import ALWAYS_BY_EMAIL, MESSAGES
from duka.orders import queries as orders
from duka.orders.errors import OrderNotFound
from duka.orders.fulfillment import queries as fulfillments
from duka.orders.fulfillment.types import Fulfillment
from duka.orders.types import Order
from duka.settings import queries as settings
from duka.texting import numbers
from duka.texting import service as texting

OLD = timedelta(days=3)
"""An event that is heard of so late is no news to a customer."""
PATIENCE = timedelta(minutes=10)
"""A buyer whose payment failed most often pays at once; only who does not is written to."""
LINK_DAYS = 30


def order_placed(ctx: Context, event: Delivery) -> None:
    order = _order(ctx, event.aggregate_id, event)
    if order is None:
        return
    _spare(ctx, order)
    _tell(ctx, order, "order_placed", payment_note=_payment_note(ctx, order))


def order_cancelled(ctx: Context, event: Delivery) -> None:
    """One that had counted; an order that was given up unpaid is no news."""
    if not event.payload.get("was_placed"):
        return
    order = _order(ctx, event.aggregate_id, event)
    if order is not None:
        paid = any(payment.captured_minor for payment in order.payments)
        _tell(ctx, order, "order_cancelled", is_refunded=paid and bool(event.payload.get("is_refunded")))


def order_edited(ctx: Context, event: Delivery) -> None:
    order = _order(ctx, event.aggregate_id, event)
    if order is None:
        return
    told = event.payload
    changed = int(told.get("difference_minor") or 0)
    spoken = language(order.locale)
    sign = "+" if changed > 0 else ""
    money = sign + format_money(changed, order.currency, spoken) if changed else ""
    due = int(told.get("due_minor") or 0)
    _tell(
        ctx,
        order,
        "order_edited",
        difference=money,
        due=format_money(due, order.currency, spoken) if due > 0 else "",
    )


def payment_changed(ctx: Context, event: Delivery) -> None:
    """A payment failed and the order still waits for it: a way to pay again, unless it is paid within minutes."""
    if event.payload.get("status") not in ("failed", "expired"):
        return
    order = _order(ctx, event.aggregate_id, event)
    if order is None or order.placed_at is not None or order.status != "open":
        return
    if ctx.db.value(
        """select 1 from mails where tenant_id = %(tenant)s and about = %(about)s and kind = 'payment_failed'
           and status <> 'suppressed' limit 1""",
        about=order.id,
    ):
        return
    _tell(ctx, order, "payment_failed", is_to_pay=True, after=PATIENCE)


def payment_refunded(ctx: Context, event: Delivery) -> None:
    order = _order(ctx, event.aggregate_id, event)
    if order is None or not event.payload.get("amount_minor"):
        return
    amount = format_money(event.payload["amount_minor"], event.payload["currency"], language(order.locale))
    _tell(ctx, order, "payment_refunded", amount=amount)


def fulfillment_prepared(ctx: Context, event: Delivery) -> None:
    """Goods that are to be fetched are ready."""
    order = _order(ctx, event.aggregate_id, event)
    if order is None or not (event.payload.get("is_pickup") or order.shipping_method.kind == "pickup"):
        return
    parcel = _parcel(ctx, event)
    place = _place(ctx, order, UUID(event.payload["location_id"])) if "location_id" in event.payload else []
    _tell(
        ctx,
        order,
        "ready_for_pickup",
        goods=_goods(order, parcel),
        addresses=place,
        is_partial=not event.payload.get("is_whole", True),
    )


def fulfillment_shipped(ctx: Context, event: Delivery) -> None:
    """What is fetched goes over the counter, and needs no such letter."""
    order = _order(ctx, event.aggregate_id, event)
    if order is None or order.shipping_method.kind == "pickup":
        return
    told = event.payload
    said = order_words.WORDS[language(order.locale)]
    address = str(told.get("tracking_url") or "")
    _tell(
        ctx,
        order,
        "order_shipped",
        goods=_goods(order, _parcel(ctx, event)),
        facts=order_words.facts(
            (said["carrier"], told.get("carrier") or ""),
            (said["tracking"], told.get("tracking_number") or ""),
        ),
        tracking_link=address if address.startswith(("https://", "http://")) else "",
        is_partial=not told.get("is_whole", True),
    )


def fulfillment_delivered(ctx: Context, event: Delivery) -> None:
    order = _order(ctx, event.aggregate_id, event)
    if order is not None:
        _tell(
            ctx,
            order,
            "order_delivered",
            goods=_goods(order, _parcel(ctx, event)),
            is_partial=not event.payload.get("is_whole", True),
        )


def return_changed(ctx: Context, event: Delivery) -> None:
    """`return.requested`, `return.approved` and so on: the event's own name says which letter."""
    told = event.payload
    kind = event.type.replace(".", "_")
    order = _order(ctx, UUID(told["order_id"]), event)
    if order is None:
        return
    spoken = language(order.locale)
    said = order_words.WORDS[spoken]
    amount = int(told.get("refund_minor") or told.get("amount_minor") or 0)
    money = format_money(amount, order.currency, spoken) if amount > 0 else ""
    _tell(
        ctx,
        order,
        kind,
        return_number=str(told.get("number", "")),
        reason=str(told.get("reason") or ""),
        message=str(told.get("message") or ""),
        amount=money,
        facts=order_words.facts((said["return"], str(told.get("number", ""))), (said["order"], order.number)),
    )


def again(ctx: Context, order_id: UUID, kind: str, channel: str, to: str, data: Mapping[str, Any]) -> UUID:
    """A message about an order once more, with a link of its own: the order as it is now, and of the former message what
    it said besides. Refuses `OrderNotFound`."""
    order = orders.order(ctx, order_id)
    spoken = language(order.locale)
    values = {**order_words.values(order, spoken, _payment(ctx, order)), **data}
    link = _link(ctx, order, is_to_pay=kind == "payment_failed")
    store = ids.parse("store", order.store_id)
    if channel == "sms":
        return texting.send(ctx, to, kind, spoken, store=store, about=order.id, link=link, **_said(values))
    return mail.send(ctx, to, kind, spoken, store=store, about=order.id, link=link, **_said(values))


def _tell(
    ctx: Context,
    order: Order,
    kind: str,
    *,
    is_to_pay: bool = False,
    after: timedelta | None = None,
    **more: Any,
) -> None:
    """The message by each channel that the store, and the customer, want it by."""
    store = ids.parse("store", order.store_id)
    spoken = language(order.locale)
    wanted = settings.section(ctx, MESSAGES, store)
    customer = ids.parse("cus", order.customer_id) if order.customer_id else None
    by_mail = bool(order.email) and (kind in ALWAYS_BY_EMAIL or kind not in wanted.email_off)
    number = _number(order) if wanted.is_sms_on and kind in wanted.sms_on else None
    if not by_mail and number is None:
        return
    values = _said({**order_words.values(order, spoken, _payment(ctx, order)), **more})
    later = ctx.now + after if after else None
    link = _link(ctx, order, is_to_pay)
    if by_mail:
        mail.send(
            ctx,
            order.email,
            kind,
            spoken,
            store=store,
            customer=customer,
            about=order.id,
            not_before=later,
            link=link,
            **values,
        )
    if number is not None:
        zone = letterhead.face_of(ctx, store, spoken).timezone
        free = quiet.end(later or ctx.now, zone, wanted.quiet_from, wanted.quiet_until)
        texting.send(
            ctx,
            number,
            kind,
            spoken,
            store=store,
            customer=customer,
            about=order.id,
            not_before=free or later,
            link=link,
            **{name: value for name, value in values.items() if not isinstance(value, list)},
        )


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("link", "about")}


def _order(ctx: Context, order_id: UUID, event: Delivery) -> Order | None:
    """None for news that are too old, and for an order that is gone."""
    return None if event.occurred_at < ctx.now - OLD else order_told(ctx, order_id)


def order_told(ctx: Context, order_id: UUID) -> Order | None:
    """The order that an event is of, read once for all who hear it; None when it is gone."""
    key = f"order_told {order_id}"
    if key not in ctx.db.kept:
        try:
            ctx.db.kept[key] = orders.order(ctx, order_id)
        except OrderNotFound:
            return None
    order: Order = ctx.db.kept[key]
    return order


def _link(ctx: Context, order: Order, is_to_pay: bool = False) -> str:
    """A secret address of the order's page in its store, for this one message."""
    token = ids.secret_token()
    ctx.db.run(
        """insert into order_tokens (tenant_id, token_hash, order_id, created_at, expires_at)
           values (%(tenant)s, %(hash)s, %(order)s, %(now)s, %(now)s + make_interval(days => %(days)s))""",
        hash=ids.token_hash(token),
        order=ids.parse("ord", order.id),
        days=LINK_DAYS,
        now=ctx.now,
    )
    return f"/checkout/wait/{order.id}/{token}" if is_to_pay else f"/shop/track/{token}"


def _spare(ctx: Context, order: Order) -> None:
    """Its payment came: the letters that would ask for it do not leave."""
    if len(order.payments) < 2 and not any(p.status in ("failed", "expired") for p in order.payments):
        return
    ctx.db.run(
        """update mails set status = 'suppressed', error = 'paid meanwhile', text = '', html = '', secrets = '{}',
                  updated_at = %(now)s
           where tenant_id = %(tenant)s and about = %(about)s and kind = 'payment_failed' and status in ('held', 'queued')""",
        about=order.id,
        now=ctx.now,
    )


def _number(order: Order) -> str | None:
    country = order.shipping_address.country or order.billing_address.country
    for given in (order.phone, order.shipping_address.phone):
        found = numbers.e164(given, country) if given else None
        if found is not None:
            return found
    return None


def _payment(ctx: Context, order: Order) -> str:
    """The way it is paid, as the store calls it."""
    face = letterhead.face_of(ctx, ids.parse("store", order.store_id), language(order.locale))
    return next((method.name for method in face.payment_methods if method.code == order.payment_method), "")


def _payment_note(ctx: Context, order: Order) -> str:
    """How to pay what is paid later."""
    if order.payment_status != "pending":
        return ""
    face = letterhead.face_of(ctx, ids.parse("store", order.store_id), language(order.locale))
    return next(
        (method.description for method in face.payment_methods if method.code == order.payment_method), ""
    )


def _parcel(ctx: Context, event: Delivery) -> Fulfillment | None:
    wanted = event.payload.get("fulfillment_id")
    if not wanted:
        return None
    public = ids.public("ful", UUID(wanted))
    return next((each for each in fulfillments.of_order(ctx, event.aggregate_id) if each.id == public), None)


def _goods(order: Order, parcel: Fulfillment | None) -> list[dict[str, str]]:
    """What is in the parcel; the whole order where that is not known."""
    spoken = language(order.locale)
    if parcel is None:
        return order_words.goods(order, spoken)
    quantities: dict[str, int] = {}
    for line in parcel.lines:
        if line.line_id is not None:
            quantities[line.line_id] = quantities.get(line.line_id, 0) + line.quantity
    return order_words.goods(order, spoken, quantities)


def _place(ctx: Context, order: Order, location: UUID) -> list[dict[str, Any]]:
    row = ctx.db.one(
        "select name, address, opening from locations where tenant_id = %(tenant)s and id = %(id)s",
        id=location,
    )
    if row is None:
        return []
    spoken = language(order.locale)
    parts = {name: str(row.address.get(name) or "") for name in ("line1", "line2", "city", "postal_code")}
    city = " ".join(part for part in (parts["postal_code"], parts["city"]) if part)
    lines = [row.name, parts["line1"], parts["line2"], city, *row.opening.splitlines()]
    return [{"title": order_words.WORDS[spoken]["at"], "lines": [line for line in lines if line]}]
