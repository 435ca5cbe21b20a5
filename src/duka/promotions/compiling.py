"""Pure: a company's promotions, made ready to be judged quickly.

Most promotions name goods, or need a code. Those are found by what lies in the cart, so that the others cost nothing: judging
a cart looks at the promotions that could apply to it and not at all there are.
"""

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from duka.promotions.facts import Line
from duka.promotions.types import (
    Amount,
    Bundle,
    BuyGet,
    ChosenGoods,
    Definition,
    Effect,
    FirstOrder,
    FreeShipping,
    Gift,
    InGroup,
    Percent,
    Quantity,
    Tiered,
    Total,
    UnitPrice,
)

GOODS, ORDER, SHIPPING = range(3)


class Picked(msgspec.Struct, frozen=True):
    """Which goods are meant, as sets."""

    wanted: frozenset[str]
    unwanted: frozenset[str]

    def of(self, line: Line) -> bool:
        if self.unwanted and not self.unwanted.isdisjoint(line.places):
            return False
        return not self.wanted or not self.wanted.isdisjoint(line.places)


class Asks(msgspec.Struct, frozen=True):
    """What has to be looked up of a cart for these promotions. `places`: the categories and collections of its goods;
    `limited`: ids of those that count each buyer's uses."""

    places: bool = False
    groups: bool = False
    orders: bool = False
    limited: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not (self.groups or self.orders or self.limited)


class Compiled(msgspec.Struct, frozen=True):
    """`by_code` is looked into for codes that are in the cart, `by_goods` for goods; `others` could apply to any cart. All
    by their place in `definitions`, which are in the order of their priority. `effects`: by place, its effects by phase.
    `named`: ids of all that they name, so that goods are told apart by nothing else."""

    definitions: tuple[Definition, ...]
    places: dict[str, int]
    by_goods: dict[str, tuple[int, ...]]
    others: tuple[int, ...]
    effects: tuple[tuple[tuple[Effect, ...], ...], ...]
    asks: Asks
    named: frozenset[str] = frozenset()
    has_codes: bool = False

    def candidates(self, lines: Iterable[Line], opened: Iterable[str]) -> list[int]:
        """In the order of their priority; `opened`: the promotions that the cart's codes open."""
        found = set(self.others)
        if self.by_goods:
            for line in lines:
                for place in line.places:
                    found.update(self.by_goods.get(place, ()))
        found.update(self.places[one] for one in opened if one in self.places)
        return sorted(found)


def phase(effect: Effect) -> int:
    """When it takes place: off goods one by one, then off the order, then off the carriage."""
    if isinstance(effect, FreeShipping):
        return SHIPPING
    if isinstance(effect, Percent | Amount):
        return {"shipping": SHIPPING, "order": ORDER}.get(effect.on, GOODS)
    return GOODS


@lru_cache(maxsize=20_000)
def pick(goods: ChosenGoods) -> Picked:
    return Picked(
        frozenset([*goods.products, *goods.variants, *goods.categories, *goods.collections]),
        frozenset([*goods.except_products, *goods.except_categories, *goods.except_collections]),
    )


def named(effect: Effect) -> list[ChosenGoods]:
    """The goods without any of which an effect takes nothing off; empty where it could be off anything."""
    if isinstance(effect, Percent | Amount):
        return [] if effect.on == "shipping" else [effect.goods]
    if isinstance(effect, BuyGet):
        return [effect.goods]
    if isinstance(effect, Tiered | UnitPrice):
        return [effect.goods]
    if isinstance(effect, Bundle):
        return [part.goods for part in effect.parts[:1]]
    return []


def compiled(definitions: Iterable[Definition]) -> Compiled:
    """Ready to be judged. In the order of their priority, and of their ids where that is the same."""
    ordered = tuple(sorted(definitions, key=lambda d: (d.priority, d.id)))
    by_goods: dict[str, list[int]] = {}
    others = []
    for place, one in enumerate(ordered):
        if one.needs_code:
            continue
        keys = _keys(one)
        if keys is None:
            others.append(place)
        for key in keys or ():
            by_goods.setdefault(key, []).append(place)
    effects = tuple(
        tuple(tuple(e for e in one.rules.effects if phase(e) == n) for n in range(3)) for one in ordered
    )
    return Compiled(
        definitions=ordered,
        places={one.id: place for place, one in enumerate(ordered)},
        by_goods={key: tuple(places) for key, places in by_goods.items()},
        others=tuple(others),
        effects=effects,
        asks=_asks(ordered),
        named=frozenset[str]().union(*(_ids(goods) for one in ordered for goods in all_goods(one))),
        has_codes=any(one.needs_code for one in ordered),
    )


def _keys(one: Definition) -> frozenset[str] | None:
    """Ids of which one must be in the cart; None where any cart may do."""
    for condition in one.rules.conditions:
        if isinstance(condition, Total | Quantity):
            wanted = pick(condition.goods).wanted
            if wanted:
                return wanted
    keys: set[str] = set()
    for effect in one.rules.effects:
        goods = [pick(each).wanted for each in named(effect)]
        if not goods or not all(goods):
            return None
        keys.update(*goods)
    return frozenset(keys)


def all_goods(one: Definition) -> list[ChosenGoods]:
    """Every choice of goods that a promotion names."""
    found: list[ChosenGoods] = []
    for condition in one.rules.conditions:
        if isinstance(condition, Total | Quantity):
            found.append(condition.goods)
    for effect in one.rules.effects:
        found += named(effect)
        if isinstance(effect, BuyGet) and effect.get_goods is not None:
            found.append(effect.get_goods)
        if isinstance(effect, Bundle):
            found += [part.goods for part in effect.parts]
        if isinstance(effect, Gift):
            found.append(ChosenGoods(variants=effect.variants))
    return found


def _ids(goods: ChosenGoods) -> frozenset[str]:
    picked = pick(goods)
    return picked.wanted | picked.unwanted


def _asks(definitions: Iterable[Definition]) -> Asks:
    places = groups = orders = False
    limited = []
    for one in definitions:
        for goods in all_goods(one):
            places = places or bool(
                goods.categories or goods.except_categories or goods.collections or goods.except_collections
            )
        for condition in one.rules.conditions:
            groups = groups or isinstance(condition, InGroup)
            orders = orders or isinstance(condition, FirstOrder)
        if one.once_each is not None:
            limited.append(one.id)
    return Asks(places, groups, orders, tuple(limited))
