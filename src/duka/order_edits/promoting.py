"""Pure: the promotions of a sale on what an edit makes of the order.

The promotions that applied when it was sold are judged again, as of then, on the new contents: a minimum that is not reached any
more takes its discount with it, and goods that are added get what those that were sold got. No other promotion comes in.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from duka.carts import offers as cart_offers
from duka.carts.types import ShippingOption
from duka.kernel.ids import parse
from duka.order_edits.types import Offer, ShippingChange
from duka.orders.inputs import NewDiscount
from duka.orders.revisions import Contents, RevisedLine
from duka.pricing.rules import line_amount
from duka.promotions import sold
from duka.promotions.facts import NOTHING, Line, Outcome
from duka.promotions.sold import Sold


class Promoted(msgspec.Struct, frozen=True):
    """What the promotions make of some contents: off each line, by its id; off the carriage, by `off_shipping`."""

    before: Contents
    sold: Sold | None
    lines: tuple[Line, ...]
    goods: Outcome

    def off_line(self, line: RevisedLine) -> int:
        return line.promotion_minor if self.sold is None else self.goods.lines.get(line.id.hex, 0)

    def off_shipping(self, price_minor: int, method: str) -> int:
        """What they take off carriage that costs so much."""
        return self._with(price_minor, method).shipping_minor

    def discounts(self, method: ShippingOption) -> list[NewDiscount]:
        """What is written down of them, with the order carried so."""
        if self.sold is None:
            return self.before.discounts
        is_carried = method.kind != "none"
        outcome = self._with(method.price_minor, method.code) if is_carried else self.goods
        found = [
            NewDiscount(
                n,
                UUID(hex=one.line) if one.line else None,
                parse("promo", one.promotion),
                one.code,
                one.title,
                one.amount_minor,
            )
            for n, one in enumerate(sold.taken(outcome))
        ]
        return self.before.discounts if _same(found, self.before.discounts) else found

    def _with(self, price_minor: int, method: str) -> Outcome:
        if self.sold is None:
            return NOTHING
        return sold.again(self.sold, self.lines, self.before.locale, price_minor, method)


def judged(
    before: Contents,
    lines: Sequence[RevisedLine],
    offers: Mapping[UUID, Offer],
    change: ShippingChange | None,
) -> Promoted:
    """`offers` know of new goods where they belong. Carriage at a price by hand is no promotion's any more."""
    found = before.promotions
    if found is None:
        return Promoted(before, None, (), NOTHING)
    if change is not None and change.price_minor is not None:
        found = sold.without_shipping(found)
    judged_lines = tuple(_line(found, line, offers.get(UUID(line.variant_id))) for line in lines)
    goods = sold.again(found, judged_lines, before.locale, None, "")
    return Promoted(before, found, judged_lines, goods)


def _same(found: Sequence[NewDiscount], before: Sequence[NewDiscount]) -> bool:
    def of(each: Sequence[NewDiscount]) -> set[NewDiscount]:
        return {msgspec.structs.replace(one, position=0) for one in each}

    return of(found) == of(before)


def shipping_off(before: Contents) -> int:
    """What promotions took off the carriage as it is."""
    return sum(one.amount_minor for one in before.discounts if one.line_id is None)


def _line(found: Sold, line: RevisedLine, offer: Offer | None) -> Line:
    product = "prod_" + line.product_id.replace("-", "")
    known = found.places.get(product)
    others = known if known is not None else offer.places if offer else []
    variant = line.variant_id.replace("-", "")
    was_sold = any(key.replace("-", "") == variant for key in found.variants)
    is_reduced = (
        any(key.replace("-", "") == variant for key in found.reduced)
        if was_sold
        else bool(offer and offer.is_reduced)
    )
    return Line(
        key=line.id.hex,
        places=cart_offers.places(
            line.product_id, line.variant_id, [p for p in others if not p.startswith(("prod_", "var_"))]
        ),
        unit_price_minor=line.unit_price_minor,
        quantity=line.quantity,
        scale=line.scale,
        subtotal_minor=line_amount(line.unit_price_minor, line.quantity, line.scale),
        is_reduced=is_reduced,
        is_weighed=line.pricing_mode == "weight",
    )
