"""A draft's link: whoever holds it sees exactly what staff composed, fills in what is missing, and pays."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from duka.carts import service as carts
from duka.carts.types import CartChange
from duka.checkout import letter_words
from duka.draft_orders import queries, rows, service
from duka.draft_orders.errors import DraftIncomplete, NobodyToSendTo
from duka.draft_orders.events import DraftOrderSent
from duka.draft_orders.types import Draft
from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.kernel.formatting import format_money
from duka.kernel.ids import secret_token, token_hash
from duka.mail import service as mail
from duka.texting import service as texting

LONGEST = 60
"""Days."""
CUSTOMERS_OWN = ("email", "phone", "shipping_address", "payment_method")
"""What a customer fills in themself."""


def issue(ctx: Context, draft_id: UUID, days: int = 7, *, sent_to: str = "") -> tuple[Draft, str]:
    """A fresh link to the draft, told this once; the one before opens nothing any more. It ends with its time, when the draft
    is cancelled and, at the latest, when the draft expires.

    Refuses `DraftNotFound`, `DraftClosed`, `DraftIncomplete`, and `InvalidInput` for less than a day or more than 60.
    """
    if not 1 <= days <= LONGEST:
        raise InvalidInput({"days": f"is between 1 and {LONGEST}"})
    inner, row, _ = service.hold(ctx, draft_id)
    carts.update(inner, draft_id, None, CartChange())  # it lives on from now
    draft = queries.shown(inner, row)
    missing = {name: what for name, what in draft.missing.items() if name.split(".")[0] not in CUSTOMERS_OWN}
    missing |= {f"lines.{line.sku}": line.problem for line in draft.cart.lines if line.problem}
    if missing:
        raise DraftIncomplete(missing)
    token = secret_token()
    ctx.db.run(
        """update draft_orders d
           set token_hash = %(hash)s, sent_to = %(to)s, sent_at = %(now)s, updated_at = %(now)s, link_expires_at = (
                   select least(%(until)s, c.expires_at) from carts c where c.tenant_id = %(tenant)s and c.id = d.id)
           where d.tenant_id = %(tenant)s and d.id = %(id)s""",
        id=draft_id,
        hash=token_hash(token),
        to=sent_to,
        until=ctx.now + timedelta(days=days),
        now=ctx.now,
    )
    trail.note(ctx, "draft_order.link_made", "draft_order", draft_id, number=row.number, days=days)
    return queries.shown(inner, rows.load(inner, draft_id)), token


def send(ctx: Context, draft_id: UUID, *, to: str = "", days: int = 7, message: str = "") -> Draft:
    """A fresh link to an e-mail address or a telephone number; without `to` where the draft's customer is reached. Refuses what
    `issue` refuses, `NobodyToSendTo` and `NotAPhoneNumber`."""
    inner, row, cart = service.hold(ctx, draft_id)
    recipient = to.strip() or cart.email or cart.phone
    if not recipient:
        raise NobodyToSendTo()
    draft, token = issue(ctx, draft_id, days, sent_to=recipient)
    sale, locale = draft.cart, row.locale
    place = inner.db.one(
        "select s.timezone, s.country from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s",
        store=row.store_id,
    )
    until = rows.load(inner, draft_id).link_expires_at
    assert place is not None
    assert until is not None
    who = row.customer_name or (sale.shipping_address.name if sale.shipping_address else "")
    values: dict[str, Any] = {
        "name": who or letter_words.friend(locale),
        "number": row.number,
        "total": format_money(sale.total_minor, sale.currency, locale),
        "link": f"/draft/{token}",
        "until": letter_words.day(until, locale, place.timezone),
        "message": message,
        "goods": letter_words.goods(sale.lines, sale.currency, locale),
        "totals": letter_words.totals(
            [
                ("discount", -sale.discount_minor or None),
                ("shipping", sale.shipping_minor or None),
                ("total", sale.total_minor),
            ],
            sale.currency,
            locale,
        ),
    }
    about = ids.public("draft", draft_id)
    channel = "email" if "@" in recipient else "sms"
    if channel == "email":
        mail.send(
            ctx,
            recipient,
            "draft_order",
            locale,
            store=row.store_id,
            customer=row.customer_id,
            about=about,
            **values,
        )
    else:
        country = sale.shipping_address.country if sale.shipping_address else place.country
        texting.send(
            ctx,
            recipient,
            "draft_order",
            locale,
            store=row.store_id,
            customer=row.customer_id,
            about=about,
            country=country,
            **values,
        )
    events.emit(
        ctx,
        DraftOrderSent(
            aggregate_id=draft_id,
            number=row.number,
            store_id=row.store_id,
            channel=channel,
            total_minor=sale.total_minor,
            currency=sale.currency,
            expires_at=until,
        ),
    )
    return draft
