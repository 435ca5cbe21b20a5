"""Pure: what each effect takes off goods, given what is left of them.

Every function takes the lines that may be touched with what is left to pay of each, and gives key → minor units off, never more
than is left. Shares of an amount are by largest remainder, so that they add up to it.
"""

from collections.abc import Mapping, Sequence

import msgspec

from duka.kernel.money import allocate, round_half_up
from duka.pricing.rules import line_amount
from duka.promotions import pieces
from duka.promotions.compiling import pick
from duka.promotions.facts import Line, Reason
from duka.promotions.types import (
    MILLION,
    Amount,
    Bundle,
    BuyGet,
    ChosenGoods,
    Effect,
    FreeShipping,
    Gift,
    Percent,
    Tiered,
    TierStep,
    UnitPrice,
)

Off = dict[str, int]
OTHER_CURRENCY = "other_currency"


class Basket(msgspec.Struct, frozen=True):
    """`lines` may be touched; `left`: key → what is left to pay. `all_lines` count for what has to be bought."""

    lines: Sequence[Line]
    all_lines: Sequence[Line]
    left: Mapping[str, int]
    currency: str


def off(effect: Effect, basket: Basket) -> Off | Reason:
    """What it takes off goods; a reason where the cart could not have it."""
    if isinstance(effect, Percent):
        return _percent(effect, basket)
    if isinstance(effect, Amount):
        return _amount(effect, basket)
    if isinstance(effect, BuyGet):
        return pieces.buy_get(effect, basket.lines, basket.all_lines, basket.left)
    if isinstance(effect, Tiered):
        return _tiered(effect, basket)
    if isinstance(effect, Bundle):
        price = effect.price.get(basket.currency)
        if price is None:
            return Reason(OTHER_CURRENCY, {"currency": basket.currency})
        return pieces.bundle(effect, price, basket.lines, basket.left)
    if isinstance(effect, Gift):
        return pieces.gift(effect, basket.lines, basket.left)
    if isinstance(effect, UnitPrice):
        return _unit_price(effect, basket)
    return {}


def off_shipping(effect: Effect, amount_minor: int, currency: str, method: str) -> int | Reason:
    """What it takes off carriage that costs `amount_minor` now."""
    if isinstance(effect, FreeShipping):
        if effect.methods and method not in effect.methods:
            return Reason("other_method")
        if not effect.up_to:
            return amount_minor
        most = effect.up_to.get(currency)
        return Reason(OTHER_CURRENCY, {"currency": currency}) if most is None else min(most, amount_minor)
    if isinstance(effect, Percent):
        return round_half_up(amount_minor * effect.ppm, MILLION)
    if isinstance(effect, Amount):
        less = effect.amounts.get(currency)
        return Reason(OTHER_CURRENCY, {"currency": currency}) if less is None else min(less, amount_minor)
    return 0


def shared(total: int, amounts: Mapping[str, int]) -> Off:
    """`total`, or all there is, shared in proportion."""
    total = min(total, sum(amounts.values()))
    if total <= 0:
        return {}
    shares = allocate(total, list(amounts.values()))
    return {key: share for key, share in zip(amounts, shares, strict=True) if share}


def _of(goods: ChosenGoods, basket: Basket) -> list[Line]:
    picked = pick(goods)
    return [line for line in basket.lines if picked.of(line) and basket.left[line.key] > 0]


def _percent(effect: Percent, basket: Basket) -> Off:
    lines = _of(effect.goods, basket)
    if effect.on == "order":
        left = {line.key: basket.left[line.key] for line in lines}
        return shared(round_half_up(sum(left.values()) * effect.ppm, MILLION), left)
    found = {line.key: round_half_up(basket.left[line.key] * effect.ppm, MILLION) for line in lines}
    return {key: minor for key, minor in found.items() if minor}


def _amount(effect: Amount, basket: Basket) -> Off | Reason:
    less = effect.amounts.get(basket.currency)
    if less is None:
        return Reason(OTHER_CURRENCY, {"currency": basket.currency})
    lines = _of(effect.goods, basket)
    if effect.on == "order":
        return shared(less, {line.key: basket.left[line.key] for line in lines})
    found = {}
    for line in lines:
        whole = less if effect.on == "line" else line_amount(less, line.quantity, line.scale)
        found[line.key] = min(whole, basket.left[line.key])
    return {key: minor for key, minor in found.items() if minor}


def _tiered(effect: Tiered, basket: Basket) -> Off | Reason:
    lines = _of(effect.goods, basket)
    if effect.by == "spend":
        if all(basket.currency not in tier.spend for tier in effect.tiers):
            return Reason(OTHER_CURRENCY, {"currency": basket.currency})
        reached = sum(line.subtotal_minor for line in lines)
        steps = [(tier.spend.get(basket.currency), tier) for tier in effect.tiers]
    else:
        reached = sum(line.pieces for line in lines)
        steps = [(tier.pieces, tier) for tier in effect.tiers]
    best = max(
        ((least, n) for n, (least, _) in enumerate(steps) if least is not None and least <= reached),
        default=None,
    )
    if best is None:
        return _lowest(effect, steps, reached, basket.currency)
    tier = steps[best[1]][1]
    left = {line.key: basket.left[line.key] for line in lines}
    if tier.ppm:
        return shared(round_half_up(sum(left.values()) * tier.ppm, MILLION), left)
    return shared(tier.amounts.get(basket.currency, 0), left)


def _lowest(
    effect: Tiered, steps: Sequence[tuple[int | None, TierStep]], reached: int, currency: str
) -> Reason:
    needs = min(least for least, _ in steps if least is not None)
    if effect.by == "spend":
        return Reason("needs_total", {"needs_minor": needs, "has_minor": reached, "currency": currency})
    return Reason("needs_quantity", {"needs": needs, "has": reached})


def _unit_price(effect: UnitPrice, basket: Basket) -> Off | Reason:
    price = effect.prices.get(basket.currency)
    if price is None:
        return Reason(OTHER_CURRENCY, {"currency": basket.currency})
    found = {}
    for line in _of(effect.goods, basket):
        less = basket.left[line.key] - line_amount(price, line.quantity, line.scale)
        if less > 0:
            found[line.key] = less
    return found
