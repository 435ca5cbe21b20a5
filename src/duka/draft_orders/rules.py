"""Pure rules of draft orders: what one costs, and which state it is in."""

from datetime import datetime
from uuid import UUID

import msgspec

from duka.carts import assembly
from duka.carts.assembly import Priced
from duka.carts.offers import no_offers
from duka.carts.rows import CartRow, LineRow
from duka.carts.terms import Carriage, Terms
from duka.carts.types import ShippingOption
from duka.draft_orders.rows import DraftRow
from duka.draft_orders.types import Agreed, AgreedLine
from duka.kernel.ids import public
from duka.order_edits.rules import off
from duka.pricing.rules import LineInput, ShippingInput, line_amount, totals
from duka.shipping.rules import ShippingRate

CHANNEL = "phone"
_NOTHING = Agreed()
_OWN_ID = UUID(int=0)
_OWN_CARRIAGE = Carriage(
    id=_OWN_ID,
    rule=ShippingRate(id=str(_OWN_ID), name="", kind="flat", price_minor=0),
    tax_class="standard",
    location_id=None,
    row={},
)


class Agreement(msgspec.Struct, frozen=True):
    """A priced draft, and how much of each line's discount is its share of what is off the whole."""

    priced: Priced
    shared_minor: list[int]


def state(draft: DraftRow, cart: CartRow, now: datetime) -> str:
    if draft.cancelled_at is not None:
        return "cancelled"
    if cart.status == "ordered":
        return "ordered"
    if cart.status == "expired" or cart.expires_at <= now:
        return "expired"
    is_sent = draft.link_expires_at is not None and draft.link_expires_at > now
    return "sent" if is_sent else "open"


def agreement(draft: DraftRow, cart: CartRow, terms: Terms, locale: str) -> Agreement:
    """The draft at the prices of now and of staff. Promotions apply as in a cart, unless staff left them out, and never to a
    carriage by hand; what staff take off comes after them. Carriage by hand is taxed as the rate that it is the price of, or as
    standard."""
    agreed = [draft.agreed.get(UUID(line.variant_id), _NOTHING) for line in cart.lines]
    lines = [_at(line, one) for line, one in zip(cart.lines, agreed, strict=True)]
    row = msgspec.structs.replace(cart, lines=lines, customer_id=draft.customer_id)
    if draft.without_promotions:
        row = msgspec.structs.replace(row, offers=no_offers(row.offers.at))
    plain = assembly.price(row, terms, locale, channel=CHANNEL)
    outcome = plain.outcome if draft.carriage is None else plain.outcome.without_shipping()
    terms, row, lines = plain.terms, plain.row, plain.row.lines
    carriage, option = plain.carriage, plain.option
    if draft.carriage is not None and plain.needs_shipping:
        option = msgspec.structs.replace(
            option or ShippingOption(f"rate_{_OWN_ID.hex}", "by_hand", "", "", "flat", 0, None, None, None),
            price_minor=draft.carriage.price_minor,
            name=draft.carriage.name or (option.name if option else ""),
            free_over_minor=None,
        )
        if carriage is None:
            carriage = _OWN_CARRIAGE
            row = msgspec.structs.replace(row, shipping_rate_id=_OWN_ID)
    inputs = []
    for line, one, problem in zip(lines, agreed, plain.problems, strict=True):
        price = 0 if problem == "unavailable" else line.price_minor
        amount = line_amount(price, line.quantity, line.scale)
        promoted = outcome.lines.get(line.variant_id, 0)
        inputs.append(
            LineInput(
                key=line.variant_id,
                unit_price_minor=price,
                quantity=line.quantity,
                scale=line.scale,
                tax_rates=terms.tax_rates(line.tax_class, *plain.place, line.price_minor),
                discount_minor=promoted + (off(one.discount, amount - promoted) if one.discount else 0),
            )
        )
    left = sum(line_amount(i.unit_price_minor, i.quantity, i.scale) - i.discount_minor for i in inputs)
    figures = totals(
        inputs,
        currency=terms.selling.currency,
        prices_include_tax=terms.selling.prices_include_tax,
        shipping=ShippingInput(
            option.price_minor,
            terms.carriage_rates(carriage.tax_class, *plain.place),
            outcome.shipping_minor,
        )
        if option is not None and carriage is not None
        else None,
        order_discount_minor=off(draft.discount, left) if draft.discount else 0,
        rounding=terms.selling.tax_rules.rounding,
    )
    shared = [
        done.discount_minor - given.discount_minor for done, given in zip(figures.lines, inputs, strict=True)
    ]
    priced = msgspec.structs.replace(
        plain, row=row, totals=figures, carriage=carriage, option=option, outcome=outcome
    )
    return Agreement(priced, shared)


def agreed_lines(draft: DraftRow) -> list[AgreedLine]:
    return [
        AgreedLine(public("var", variant), one.unit_price_minor, one.price_reason, one.discount)
        for variant, one in draft.agreed.items()
    ]


def words(number: str, *texts: str) -> str:
    """What a search looks through."""
    return " ".join([number, *(text for text in texts if text)]).lower()[:1000]


def _at(line: LineRow, agreed: Agreed) -> LineRow:
    """The line at the price of staff's own; what the store asks is shown beside it when that is more."""
    own = agreed.unit_price_minor
    if own is None or own == line.price_minor:
        return line
    was = line.price_minor if own < line.price_minor else None
    return msgspec.structs.replace(line, price_minor=own, was_minor=was)
