"""Payment links: whoever holds one sees an order in short and pays what is due of it.

A link is a secret of 256 bits, of which only a hash is kept. One at a time is valid for an order: a new one closes the one
before. It ends with its time, when nothing is due any more, and when the order is cancelled; whether something is due is
asked of the books each time, so that no order is paid through a link that its money has overtaken. It opens no tracking page
and no account. Verbs that take `work` talk to a provider, between transactions of their own.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from duka.checkout import letter_words, paying
from duka.checkout.errors import OrderNotPayable, PaymentLinkClosed, PaymentLinkNotFound, RecipientMissing
from duka.checkout.events import PaymentLinkSent
from duka.kernel import events, trail
from duka.kernel.context import SYSTEM, Context
from duka.kernel.errors import InvalidInput
from duka.kernel.events import Delivery
from duka.kernel.formatting import format_money
from duka.kernel.ids import new_id, secret_token, token_hash
from duka.kernel.work import Caller, Work
from duka.mail import service as mail
from duka.orders import queries as orders
from duka.orders import reach
from duka.orders import service as order_verbs
from duka.orders.types import Order
from duka.payments import owing, rules
from duka.payments import queries as payment_queries
from duka.payments import service as payments
from duka.payments.errors import OrderAlreadyPaid
from duka.payments.gateways import Gateways
from duka.payments.service import Way, looking
from duka.payments.service.looking import Attempt
from duka.payments.types import Payment
from duka.texting import service as texting

PERMISSION = "payments:request"
LONGEST = 90
"""Days."""


class Link(msgspec.Struct, frozen=True):
    """The newest link of an order, for staff. `state`: open, expired, closed (by staff, a newer one, its payment or the
    order's end). `sent_to` is empty until it is sent."""

    state: str
    sent_to: str
    created_at: str
    expires_at: str


class Opened(msgspec.Struct, frozen=True):
    """What a link shows. `state`: open; paid (nothing is due); cancelled (the order is); over (its time has come, or a newer
    one is valid). Only of an open one is `attempt` there: the newest payment, if there is any."""

    state: str
    order: Order
    due_minor: int
    paid_minor: int
    attempt: Attempt | None = None


def create(ctx: Context, order_id: UUID, days: int = 7) -> str:
    """A fresh link for what is due of an order: its token, told this once. The one before is closed.

    Refuses `OrderNotFound`, `OrderNotPayable`, `OrderAlreadyPaid`, and `InvalidInput` for less than a day or more than 90.
    """
    return _create(ctx, order_id, days, "")[0]


def send(ctx: Context, order_id: UUID, *, to: str | None = None, days: int = 7, message: str = "") -> None:
    """A fresh link to an e-mail address or a telephone number; without `to` where the order's buyer is reached.

    Refuses what `create` refuses, `RecipientMissing`, and `NotAPhoneNumber` for what is neither.
    """
    reach.require(ctx, PERMISSION, order_id)
    order = _order(ctx, order_id)
    recipient = (to or "").strip() or order.email or order.phone
    if not recipient:
        raise RecipientMissing()
    token, due, until = _create(ctx, order_id, days, recipient)
    store = UUID(order.store_id.removeprefix("store_"))
    country = order.shipping_address.country
    locale, currency = order.locale, order.currency
    timezone = ctx.db.value(
        "select timezone from stores where tenant_id = %(tenant)s and id = %(store)s", store=store
    )
    values: dict[str, Any] = {
        "name": order.billing_address.name or order.shipping_address.name or letter_words.friend(locale),
        "number": order.number,
        "amount": format_money(due, currency, locale),
        "link": f"/pay/{token}",
        "until": letter_words.day(until, locale, timezone),
        "message": message,
        "goods": letter_words.goods(order.lines, currency, locale),
        "totals": letter_words.totals(
            [
                ("total", order.total_minor),
                ("paid", order.total_minor - due if order.total_minor != due else None),
                ("due", due),
            ],
            currency,
            locale,
        ),
    }
    channel = "email" if "@" in recipient else "sms"
    if channel == "email":
        mail.send(ctx, recipient, "payment_link", locale, store=store, about=order.id, **values)
    else:
        texting.send(
            ctx, recipient, "payment_link", locale, store=store, about=order.id, country=country, **values
        )
    events.emit(
        ctx,
        PaymentLinkSent(
            aggregate_id=order_id,
            number=order.number,
            channel=channel,
            amount_minor=due,
            currency=currency,
            expires_at=until,
        ),
    )


def close(ctx: Context, order_id: UUID) -> None:
    """The order's link is valid no more; twice is safe. Refuses `OrderNotFound`."""
    reach.require(ctx, PERMISSION, order_id)
    order_verbs.lock(ctx, order_id)
    if _close(ctx, order_id):
        trail.note(ctx, "payment_link.closed", "order", order_id)


def newest(ctx: Context, order_id: UUID) -> Link | None:
    """The newest link of an order, if it ever had one. One statement."""
    reach.require(ctx, "orders:read", order_id)
    row = ctx.db.one(
        """select l.closed_at, l.sent_to, l.created_at, l.expires_at from payment_links l
           where l.tenant_id = %(tenant)s and l.order_id = %(order)s order by l.created_at desc, l.id desc limit 1""",
        order=order_id,
    )
    if row is None:
        return None
    state = "closed" if row.closed_at else "open" if row.expires_at > ctx.now else "expired"
    return Link(state, row.sent_to, row.created_at.isoformat(), row.expires_at.isoformat())


def look(work: Work, caller: Caller, token: str) -> Opened:
    """What the link shows in the caller's store and language. Refuses `PaymentLinkNotFound`; the surface limits how often it
    is tried."""
    return work.perform(_system(caller), lambda ctx: _opened(ctx, token))


def pay(
    work: Work, caller: Caller, gateways: Gateways, token: str, way: Way, *, method: str, attempt: int
) -> Payment:
    """Pay what is due by `method`, or find the payment under way. `attempt` is the payment that the page showed (0: none): it
    is given up for this one if it is under way, so that of two tabs the second finds what the first one started.

    Refuses `PaymentLinkNotFound`, `PaymentLinkClosed`, and what `paying.pay` refuses.
    """
    system = _system(caller)

    def begin(ctx: Context) -> tuple[UUID, bool]:
        opened = _opened(ctx, token)
        if opened.state != "open":
            raise PaymentLinkClosed()
        order_id = UUID(opened.order.id.removeprefix("ord_"))
        if opened.attempt is None:
            order_verbs.lock(ctx, order_id)
            if not payment_queries.of_order(ctx, order_id):
                payments.pay_rest(ctx, order_id, method)
            return order_id, False
        seen = opened.attempt.payment
        is_unasked = seen.status == "pending" and not seen.was_asked
        is_kept = is_unasked and seen.provider == method
        return order_id, seen.status in rules.OPEN and seen.attempt == attempt and not is_kept

    order_id, is_replaced = work.perform(system, begin)
    return paying.pay(
        work,
        system,
        gateways,
        order_id,
        None,
        way,
        method=method,
        starts_over=is_replaced,
        attempt=attempt if is_replaced else None,
    )


def settle(work: Work, caller: Caller, gateways: Gateways, token: str, *, is_impatient: bool) -> Opened:
    """As `look`, after its provider was asked, if it is time to (`looking.take_turn`). Raises what asking refuses."""

    def take_turn(ctx: Context) -> tuple[Opened, bool]:
        opened = _opened(ctx, token)
        attempt = opened.attempt
        if attempt is None or attempt.payment.status not in rules.LIVE:
            return opened, False
        return opened, looking.take_turn(ctx, attempt.payment.id, is_impatient=is_impatient)

    opened, is_turn = work.perform(_system(caller), take_turn)
    if not is_turn or opened.attempt is None:
        return opened
    paying.settle(work, caller.tenant, gateways, opened.attempt.payment.id)
    return look(work, caller, token)


def close_cancelled(ctx: Context, delivery: Delivery) -> None:
    """On `order.cancelled`: its link opens nothing any more."""
    _close(ctx, delivery.aggregate_id)


def close_paid(ctx: Context, delivery: Delivery) -> None:
    """On `payment.changed`: once nothing is due, the link is closed for good, also if an edit makes something due later."""
    order_id = delivery.aggregate_id
    if delivery.payload.get("status") in rules.SUCCESS and not owing.of(ctx, order_id).due_minor:
        _close(ctx, order_id)


def _create(ctx: Context, order_id: UUID, days: int, sent_to: str) -> tuple[str, int, datetime]:
    """The token, what is due, and until when it is valid."""
    reach.require(ctx, PERMISSION, order_id)
    if not 1 <= days <= LONGEST:
        raise InvalidInput({"days": f"is between 1 and {LONGEST}"})
    order = order_verbs.hold(ctx, order_id)
    if order.status != "open":
        raise OrderNotPayable()
    due = owing.of(ctx, order_id).due_minor
    if not due:
        raise OrderAlreadyPaid()
    _close(ctx, order_id)
    token, until = secret_token(), ctx.now + timedelta(days=days)
    ctx.db.run(
        """insert into payment_links (tenant_id, id, order_id, token_hash, sent_to, created_by, created_at, expires_at)
           values (%(tenant)s, %(id)s, %(order)s, %(hash)s, %(to)s, %(by)s, %(now)s, %(until)s)""",
        id=new_id(),
        order=order_id,
        hash=token_hash(token),
        to=sent_to,
        by=ctx.actor.label,
        now=ctx.now,
        until=until,
    )
    trail.note(
        ctx, "payment_link.created", "order", order_id, due_minor=due, currency=order.currency, days=days
    )
    return token, due, until


def _close(ctx: Context, order_id: UUID) -> bool:
    return bool(
        ctx.db.run(
            """update payment_links set closed_at = %(now)s
               where tenant_id = %(tenant)s and order_id = %(order)s and closed_at is null""",
            order=order_id,
            now=ctx.now,
        )
    )


def _opened(ctx: Context, token: str) -> Opened:
    row = ctx.db.one(
        """select l.order_id, l.closed_at, l.expires_at > %(now)s as is_in_time,
                  exists (select from payment_links n where n.tenant_id = %(tenant)s and n.order_id = l.order_id
                          and n.created_at > l.created_at) as is_replaced
           from payment_links l
           join orders o on o.tenant_id = l.tenant_id and o.id = l.order_id
           where l.tenant_id = %(tenant)s and o.tenant_id = %(tenant)s and l.token_hash = %(hash)s
             and (%(store)s::uuid is null or o.store_id = %(store)s)""",
        hash=token_hash(token),
        store=ctx.store,
        now=ctx.now,
    )
    if row is None:
        raise PaymentLinkNotFound()
    order, owed = _order(ctx, row.order_id), owing.of(ctx, row.order_id)
    due = owed.due_minor
    if order.status == "cancelled":
        state = "cancelled"
    elif row.is_replaced or not row.is_in_time:
        state = "over"
    else:
        state = "paid" if not due else "over" if row.closed_at else "open"
    attempt = looking.newest(ctx, row.order_id) if state == "open" and order.payments else None
    return Opened(state, order, due, owed.total_minor - due, attempt)


def _order(ctx: Context, order_id: UUID) -> Order:
    """Whoever gets here may see it: by a link, or by their permission over it."""
    return orders.order(msgspec.structs.replace(ctx, actor=SYSTEM), order_id)


def _system(caller: Caller) -> Caller:
    return Caller(
        caller.tenant, SYSTEM, store=caller.store, locale=caller.locale, request_id=caller.request_id
    )
