"""Pure: effects that count pieces: buy some and get some, bundles, gifts.

Goods by weight have no pieces and are never counted here. A line's pieces share its price as it is left: `k` of `n` pieces are
worth left × k / n, rounded once.
"""

from collections.abc import Mapping, Sequence

from duka.kernel.money import allocate, round_half_up
from duka.promotions.compiling import pick
from duka.promotions.facts import Line, Reason
from duka.promotions.types import MILLION, Bundle, BuyGet, Gift

Off = dict[str, int]


def buy_get(
    effect: BuyGet, lines: Sequence[Line], all_lines: Sequence[Line], left: Mapping[str, int]
) -> Off | Reason:
    """The cheapest of what may be got, as many as what is bought earns."""
    bought = pick(effect.goods)
    got = bought if effect.get_goods is None else pick(effect.get_goods)
    touchable = {line.key for line in lines}
    only_bought = only_got = both = 0
    pool = []
    for line in all_lines:
        if not _has_pieces(line):
            continue
        may_get = got.of(line) and line.key in touchable
        counts = bought.of(line)
        if may_get:
            pool.append((line, counts))
        if counts and may_get:
            both += line.quantity
        elif counts:
            only_bought += line.quantity
        elif may_get:
            only_got += line.quantity
    sets, pieces = _sets(effect, only_bought, only_got, both)
    if not pieces:
        has = only_bought + both
        if has < effect.buy:
            return Reason("needs_quantity", {"needs": effect.buy, "has": has})
        return Reason("needs_more", {"more": 1 if not only_got else effect.get})
    return _cheapest(effect, pool, pieces, only_bought + both - sets * effect.buy, left)


def _sets(effect: BuyGet, only_bought: int, only_got: int, both: int) -> tuple[int, int]:
    """How many times it is bought, and how many pieces are got for it; no piece counts for both."""
    most = min(effect.most or 10**9, (only_bought + both) // effect.buy)
    even = (only_bought + both + only_got) // (effect.buy + effect.get)
    best = (0, 0)
    for sets in sorted({min(even, most), min(even + 1, most), most}):
        free = only_bought + both - sets * effect.buy
        pieces = min(sets * effect.get, only_got + min(both, free))
        if pieces > best[1]:
            best = (sets, pieces)
    return best


def _cheapest(
    effect: BuyGet, pool: list[tuple[Line, bool]], pieces: int, free: int, left: Mapping[str, int]
) -> Off:
    """`free`: how many of the pieces that could be bought need not be."""
    found: Off = {}
    for line, counts in sorted(pool, key=lambda each: (each[0].unit_price_minor, each[0].key)):
        taken = min(line.quantity, pieces, free if counts else pieces)
        if taken <= 0:
            continue
        pieces -= taken
        free -= taken if counts else 0
        minor = round_half_up(left[line.key] * taken * effect.ppm, line.quantity * MILLION)
        if minor:
            found[line.key] = minor
    return found


def bundle(effect: Bundle, price_minor: int, lines: Sequence[Line], left: Mapping[str, int]) -> Off | Reason:
    """As many bundles as there are goods for, of the dearest; none that would cost more than its pieces."""
    remaining = {line.key: line.quantity for line in lines if _has_pieces(line) and left[line.key] > 0}
    dearest = sorted(
        (line for line in lines if line.key in remaining), key=lambda line: (-line.unit_price_minor, line.key)
    )
    options = [[line for line in dearest if pick(part.goods).of(line)] for part in effect.parts]
    by_key = {line.key: line for line in dearest}
    found: Off = {}
    spent = dict.fromkeys(remaining, 0)
    for _ in range(effect.most):
        taken = _one_bundle(effect, options, remaining)
        if taken is None:
            break
        worth = {}
        for key, count in taken.items():
            line = by_key[key]
            before = round_half_up(left[key] * spent[key], line.quantity)
            worth[key] = round_half_up(left[key] * (spent[key] + count), line.quantity) - before
        less = sum(worth.values()) - price_minor
        if less <= 0:
            break
        for (key, count), share in zip(taken.items(), allocate(less, list(worth.values())), strict=True):
            remaining[key] -= count
            spent[key] += count
            found[key] = found.get(key, 0) + share
    if not found and _one_bundle(effect, options, remaining) is None:
        return Reason("needs_bundle", {"needs": sum(part.pieces for part in effect.parts)})
    return {key: minor for key, minor in found.items() if minor}


def _one_bundle(
    effect: Bundle, options: list[list[Line]], remaining: Mapping[str, int]
) -> dict[str, int] | None:
    taken: dict[str, int] = {}
    for part, lines in zip(effect.parts, options, strict=True):
        wanted = part.pieces
        for line in lines:
            count = min(wanted, remaining[line.key] - taken.get(line.key, 0))
            if count > 0:
                taken[line.key] = taken.get(line.key, 0) + count
                wanted -= count
        if wanted:
            return None
    return taken


def gift(effect: Gift, lines: Sequence[Line], left: Mapping[str, int]) -> Off:
    """The dearest of the gifts that lie in the cart, up to so many pieces."""
    wanted = effect.pieces
    found: Off = {}
    gifts = frozenset(effect.variants)
    chosen = [line for line in lines if _has_pieces(line) and not gifts.isdisjoint(line.places)]
    for line in sorted(chosen, key=lambda line: (-line.unit_price_minor, line.key)):
        count = min(wanted, line.quantity)
        wanted -= count
        minor = round_half_up(left[line.key] * count, line.quantity) if count else 0
        if minor:
            found[line.key] = minor
    return found


def gifts_missing(effect: Gift, lines: Sequence[Line]) -> int:
    """How many pieces may still be added for nothing."""
    gifts = frozenset(effect.variants)
    has = sum(line.quantity for line in lines if _has_pieces(line) and not gifts.isdisjoint(line.places))
    return max(effect.pieces - has, 0)


def _has_pieces(line: Line) -> bool:
    return line.scale == 0 and not line.is_weighed and line.quantity > 0
