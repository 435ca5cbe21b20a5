"""Pure: how an edited order is carried, and for how much.

Carriage stays as it was agreed unless somebody asks for another, sets its price, or sends the order where the same carriage
costs something else. What changes is taxed by the rules of today.
"""

from collections.abc import Sequence

import msgspec

from duka.carts.errors import ShippingUnavailable
from duka.carts.terms import Carriage, Terms, option
from duka.carts.types import ShippingOption
from duka.order_edits import promoting
from duka.order_edits.promoting import Promoted
from duka.order_edits.types import ShippingChange
from duka.orders.revisions import Contents, RevisedLine
from duka.pricing.rules import SHIPPING_KEY, LineTotals, ShippingInput, totals
from duka.shipping.rules import zones_for
from duka.tax.rules import TaxPart, sum_parts

Place = tuple[str, str, str]


class Shipping(msgspec.Struct, frozen=True):
    method: ShippingOption
    figures: LineTotals | None


def revised(
    before: Contents,
    change: ShippingChange | None,
    terms: Terms,
    place: Place,
    *,
    goods_minor: int,
    weight_grams: int,
    is_retaxed: bool,
    promoted: Promoted,
) -> Shipping:
    """Refuses `ShippingUnavailable` when that carriage is not offered there for these goods, and no price was set for it."""
    price = change.price_minor if change else None
    if change is not None and change.rate_id is not None:
        chosen = find(terms, f"rate_{change.rate_id.hex}")
        if chosen is None:
            raise ShippingUnavailable()
        if price is None:
            offered = terms.offered(*place, goods_minor, weight_grams)
            price = next((minor for each, minor in offered if each.id == chosen.id), None)
            if price is None:
                raise ShippingUnavailable()
        return _priced(before, option(chosen, price, before.locale), price, terms, place, promoted)
    method = before.shipping_method
    if price is not None:
        by_hand = msgspec.structs.replace(method, price_minor=price)
        return _priced(before, by_hand, price, terms, place, promoted)
    old = before.shipping_address
    old_place = (old.country, old.region, old.postal_code)
    is_carried = method.kind not in ("pickup", "none")
    if is_carried and zones_for(terms.zones, *old_place) != zones_for(terms.zones, *place):
        return _moved(
            before, terms, old_place, place, goods_minor, weight_grams, promoted, is_retaxed=is_retaxed
        )
    return _stays(before, method, terms, place, promoted, is_retaxed=is_retaxed)


def _moved(
    before: Contents,
    terms: Terms,
    old: Place,
    place: Place,
    goods_minor: int,
    weight_grams: int,
    promoted: Promoted,
    *,
    is_retaxed: bool,
) -> Shipping:
    """The order goes into another zone: the same carriage there, at its price there where the two differ today."""
    here = _same(terms, before.shipping_method, old, goods_minor, weight_grams)
    there = _same(terms, before.shipping_method, place, goods_minor, weight_grams)
    if there is None:
        raise ShippingUnavailable()
    carriage, price = there
    method = option(carriage, price, before.locale)
    if here is not None and here[1] == price:
        kept = msgspec.structs.replace(method, price_minor=before.shipping_method.price_minor)
        return _stays(before, kept, terms, place, promoted, is_retaxed=is_retaxed)
    return _priced(before, method, price, terms, place, promoted)


def _stays(
    before: Contents,
    method: ShippingOption,
    terms: Terms,
    place: Place,
    promoted: Promoted,
    *,
    is_retaxed: bool,
) -> Shipping:
    """The same carriage at the price that was agreed; what promotions take off it may be another."""
    was_off = promoting.shipping_off(before)
    price = before.shipping_minor + was_off
    if promoted.off_shipping(price, method.code) != was_off or (is_retaxed and price):
        return _priced(before, method, price, terms, place, promoted)
    return Shipping(method, sold(before))


def _same(
    terms: Terms, method: ShippingOption, place: Place, goods_minor: int, weight_grams: int
) -> tuple[Carriage, int] | None:
    """The same rate, or the cheapest of the same code in another zone."""
    offered = terms.offered(*place, goods_minor, weight_grams)
    same = [(c, p) for c, p in offered if f"rate_{c.id.hex}" == method.id or c.row.get("code") == method.code]
    return min(same, key=lambda each: each[1], default=None)


def _priced(
    before: Contents, method: ShippingOption, price: int, terms: Terms, place: Place, promoted: Promoted
) -> Shipping:
    figures = totals(
        [],
        currency=before.currency,
        prices_include_tax=before.prices_include_tax,
        shipping=ShippingInput(
            price,
            terms.carriage_rates(tax_class(terms, method.id), *place),
            promoted.off_shipping(price, method.code),
        ),
    )
    return Shipping(method, figures.shipping)


def sold(before: Contents) -> LineTotals | None:
    """What the carriage was sold for: the order's figures less its lines'. None for what is not carried."""
    if before.shipping_method.kind == "none" and not before.shipping_minor:
        return None
    tax = before.tax_minor - sum(line.tax_minor for line in before.lines)
    net = before.shipping_minor - tax if before.prices_include_tax else before.shipping_minor
    return LineTotals(
        SHIPPING_KEY, before.shipping_minor, 0, net, tax, net + tax, _rest(before.lines, before)
    )


def _rest(lines: Sequence[RevisedLine], before: Contents) -> tuple[TaxPart, ...]:
    of_lines = sum_parts(
        [TaxPart(t.code, t.name, t.rate_ppm, t.amount_minor) for t in line.taxes] for line in lines
    )
    goods = {(part.rate_code, part.ppm): part.amount_minor for part in of_lines}
    parts = (
        TaxPart(t.code, t.name, t.rate_ppm, t.amount_minor - goods.get((t.code, t.rate_ppm), 0))
        for t in before.taxes
    )
    return tuple(part for part in parts if part.amount_minor)


def find(terms: Terms, method_id: str) -> Carriage | None:
    """By the id that shoppers see."""
    every = (each for carriages in terms.carriages.values() for each in carriages)
    return next((each for each in every if f"rate_{each.id.hex}" == method_id), None)


def tax_class(terms: Terms, method_id: str) -> str:
    found = find(terms, method_id)
    return found.tax_class if found else "standard"


def options(
    terms: Terms, place: Place, goods_minor: int, weight_grams: int, locale: str
) -> list[ShippingOption]:
    """The ways to carry such goods there, at today's prices."""
    return [option(each, price, locale) for each, price in terms.offered(*place, goods_minor, weight_grams)]
