"""Pure: a cart as promotions judge it."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from duka.carts.types import CartCode
from duka.pricing.rules import LineInput, line_amount
from duka.promotions import reasons
from duka.promotions.active import NONE, Active
from duka.promotions.compiling import compiled
from duka.promotions.facts import NOTHING, Facts, Line, Outcome, Reason
from duka.promotions.rules import Carriage, evaluate
from duka.promotions.types import Known

STOREFRONT = "storefront"


class Offers(msgspec.Struct, frozen=True):
    """The promotions that a cart was read with, what is known of it beside its lines, and when that was."""

    active: Active
    known: Known
    at: datetime

    @property
    def is_nothing(self) -> bool:
        return not self.active.compiled.definitions


def no_offers(at: datetime) -> Offers:
    return Offers(NONE, Known(), at)


class Goods(msgspec.Struct, frozen=True):
    """What promotions ask of a line beside its price."""

    product_id: str
    places: list[str]
    is_reduced: bool
    pricing_mode: str


class Setting(msgspec.Struct, frozen=True):
    """Where it is sold: public ids, and the store's time zone."""

    store: str
    timezone: str
    currency: str
    market: str = ""
    channel: str = STOREFRONT
    location: str = ""
    shipping_method: str = ""


def line(item: LineInput, goods: Goods) -> Line:
    """A line at its price, before anything is off it."""
    return Line(
        key=item.key,
        places=places(goods.product_id, item.key, goods.places),
        unit_price_minor=item.unit_price_minor,
        quantity=item.quantity,
        scale=item.scale,
        subtotal_minor=line_amount(item.unit_price_minor, item.quantity, item.scale),
        is_reduced=goods.is_reduced,
        is_weighed=goods.pricing_mode == "weight",
    )


def places(product: str, variant: str, others: list[str]) -> frozenset[str]:
    """As public ids."""
    return frozenset(["prod_" + product.replace("-", ""), "var_" + variant.replace("-", ""), *others])


def facts(offers: Offers, lines: tuple[Line, ...], setting: Setting) -> Facts:
    known = offers.known
    return Facts(
        currency=setting.currency,
        lines=lines,
        moment=offers.at.astimezone(_zone(setting.timezone)),
        store=setting.store,
        channel=setting.channel,
        location=setting.location,
        market=setting.market,
        groups=frozenset(f"cgrp_{group.hex}" for group in known.groups),
        orders_before=known.orders,
        is_known=known.is_known,
        codes=tuple(
            msgspec.structs.replace(code, promotion="promo_" + code.promotion.replace("-", ""))
            for code in known.codes
        ),
        uses={f"promo_{one.hex}": count for one, count in known.uses.items()},
        used=offers.active.used,
        shipping_method=setting.shipping_method,
    )


def judged(
    offers: Offers, asked: Facts, locale: str, carriage: Carriage | None, *, explain: bool = False
) -> Outcome:
    """What applies; nothing, at no cost, where a company has no promotions."""
    if offers.is_nothing:
        return NOTHING
    return evaluate(offers.active.compiled, asked, locale=locale, carriage=carriage, explain=explain)


def codes(offers: Offers, typed: list[str], outcome: Outcome, locale: str) -> list[CartCode]:
    """What became of each code that was typed."""
    if not typed:
        return []
    opened = {code.code: "promo_" + code.promotion.replace("-", "") for code in offers.known.codes}
    titles = {one.id: one.title_in(locale) for one in offers.active.compiled.definitions}
    applied = {one.id: one.code for one in outcome.applied}
    found = []
    for code in typed:
        promotion = opened.get(code, "")
        if promotion in applied and applied[promotion] == code:
            reason, state = outcome.reasons[promotion], "applied"
        else:
            reason = _why_not(promotion, titles, outcome)
            state = "over" if reason.code in reasons.FINAL or reason.code == "unknown_code" else "waiting"
        found.append(CartCode(code, titles.get(promotion, ""), state, reasons.sentence(reason, locale)))
    return found


def _why_not(promotion: str, titles: dict[str, str], outcome: Outcome) -> Reason:
    if not promotion:
        return Reason("unknown_code")
    if promotion not in titles:
        return Reason("not_active")
    reason = outcome.reasons.get(promotion, Reason("nothing_left"))
    return Reason("other_code") if reason.code == "applied" else reason


def without(offers: Offers, promotions: set[str]) -> Offers:
    """As if these did not exist."""
    left = (one for one in offers.active.compiled.definitions if one.id not in promotions)
    return msgspec.structs.replace(
        offers, active=msgspec.structs.replace(offers.active, compiled=compiled(left))
    )


@lru_cache(maxsize=200)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
