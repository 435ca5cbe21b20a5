"""Quantities: an integer at a `scale`, of a unit. 3 pieces are 3 at scale 0; 1.25 kg at scale 2 are 125.

Units are codes of UN/CEFACT Recommendation 20 (https://unece.org/trade/uncefact/cl-recommendations). The
avoirdupois pound is exactly 0.45359237 kg (International Yard and Pound Agreement, 1959), so every conversion
here is exact.
"""

from __future__ import annotations

import re
from fractions import Fraction

import msgspec

from duka.kernel.formatting import NBSP, format_decimal, parse_decimal
from duka.kernel.money import round_half_up

MAX_SCALE = 6
_POUND = Fraction(45_359_237, 100_000)


class Unit(msgspec.Struct, frozen=True):
    """`size` is how many of the dimension's smallest unit it holds: grams, millilitres, millimetres or
    pieces. `names` are what people type for it besides its code and symbol."""

    code: str
    symbol: str
    dimension: str
    size: Fraction
    names: tuple[str, ...] = ()


UNITS: dict[str, Unit] = {
    unit.code: unit
    for unit in (
        Unit(
            "C62", "", "count", Fraction(1), ("x", "pc", "pcs", "piece", "pieces", "pièce", "pièces", "pce")
        ),
        Unit("KGM", "kg", "mass", Fraction(1000), ("kilo", "kilos", "kgs")),
        Unit("GRM", "g", "mass", Fraction(1), ("gr", "gram", "grams", "gramme", "grammes")),
        Unit("TNE", "t", "mass", Fraction(1_000_000)),
        Unit("LBR", "lb", "mass", _POUND, ("lbs",)),
        Unit("ONZ", "oz", "mass", _POUND / 16),
        Unit("LTR", "L", "volume", Fraction(1000), ("litre", "litres", "liter", "liters")),
        Unit("MLT", "ml", "volume", Fraction(1)),
        Unit("MTR", "m", "length", Fraction(1000)),
        Unit("CMT", "cm", "length", Fraction(10)),
        Unit("MMT", "mm", "length", Fraction(1)),
    )
}
_BY_NAME = {
    name.casefold(): unit for unit in UNITS.values() for name in (unit.code, unit.symbol, *unit.names) if name
}


def unit_of(code: str) -> Unit:
    """Refuses (ValueError) a code that is not sold by."""
    if code not in UNITS:
        raise ValueError(f"{code!r} is not a unit we know; use one of {', '.join(UNITS)}")
    return UNITS[code]


def unit_named(name: str) -> Unit:
    """The unit of a code, symbol or everyday name, whatever its case. Refuses (ValueError) other names."""
    found = _BY_NAME.get(name.strip().casefold())
    if found is None:
        raise ValueError(f"{name.strip()!r} is not a unit we know")
    return found


class QuantityRefused(ValueError):
    """`reason` is not_positive, below_minimum, not_a_step or above_maximum; `nearest` is the allowed quantity
    next to the one that was asked for, at the same scale."""

    def __init__(self, reason: str, quantity: int, nearest: int) -> None:
        self.reason = reason
        self.quantity = quantity
        self.nearest = nearest
        super().__init__(f"{quantity} cannot be ordered ({reason.replace('_', ' ')}); {nearest} can")


class QuantityRule(msgspec.Struct, frozen=True):
    """Which quantities of something can be ordered: multiples of `step` from `minimum` up to `maximum`.

    Steps count from zero, not from the minimum: with step 100 and minimum 250 the first allowed quantity is
    300. Give `lowest` and `highest` to an input field, so that a browser counts the same way. Refuses
    (ValueError) an unknown unit, a scale outside 0 to 6, a step or minimum below 1, and a range in which
    nothing can be ordered.
    """

    unit: str
    scale: int
    step: int = 1
    minimum: int = 1
    maximum: int | None = None

    def __post_init__(self) -> None:
        unit_of(self.unit)
        if not 0 <= self.scale <= MAX_SCALE:
            raise ValueError(f"the scale must be from 0 to {MAX_SCALE}, not {self.scale}")
        if self.step < 1 or self.minimum < 1:
            raise ValueError("step and minimum must be at least 1")
        if self.highest is not None and self.highest < self.lowest:
            raise ValueError("no multiple of the step lies between minimum and maximum")

    @property
    def lowest(self) -> int:
        return -(-self.minimum // self.step) * self.step

    @property
    def highest(self) -> int | None:
        return None if self.maximum is None else self.maximum // self.step * self.step

    def nearest(self, quantity: int) -> int:
        """The allowed quantity closest to the one given; half-way, the larger."""
        stepped = (2 * quantity + self.step) // (2 * self.step) * self.step
        stepped = max(stepped, self.lowest)
        return stepped if self.highest is None else min(stepped, self.highest)

    def check(self, quantity: int) -> None:
        """Refuses QuantityRefused with the first reason that holds."""
        if quantity <= 0:
            reason = "not_positive"
        elif quantity < self.minimum:
            reason = "below_minimum"
        elif self.maximum is not None and quantity > self.maximum:
            reason = "above_maximum"
        elif quantity % self.step:
            reason = "not_a_step"
        else:
            return
        raise QuantityRefused(reason, quantity, self.nearest(quantity))


def parse_quantity(text: str, rule: QuantityRule, locale: str) -> int:
    """What a person typed (`1,25 kg`, `500 g`, `3`) as a checked quantity at the rule's unit and scale.

    Another unit of the same dimension is converted. Refuses QuantityRefused, and ValueError when it is no
    number, when the unit does not fit, or when it is finer than the scale.
    """
    match = re.fullmatch(r"(.*\d)\s*([^\W\d].*?)?\.?\s*", text, re.DOTALL)
    if match is None:
        raise ValueError(f"{text.strip()!r} is not a quantity: write a number")
    number, name = match.group(1), match.group(2)
    asked = unit_named(name) if name else unit_of(rule.unit)
    if asked.code == rule.unit:
        quantity = parse_decimal(number, rule.scale, locale)
    else:
        exact = (
            convert(parse_decimal(number, MAX_SCALE, locale), MAX_SCALE, asked.code, rule.unit)
            * 10**rule.scale
        )
        if exact.denominator != 1:
            raise ValueError(f"{text.strip()!r} cannot be measured exactly in steps of this product")
        quantity = exact.numerator
    rule.check(quantity)
    return quantity


def format_quantity(quantity: int, unit: str, scale: int, locale: str) -> str:
    """`1.25 kg`, `1,25 kg`, `3`; without trailing zeros, with a no-break space before the unit."""
    symbol = unit_of(unit).symbol
    return format_decimal(quantity, scale, locale) + (NBSP + symbol if symbol else "")


def convert(quantity: int, scale: int, unit: str, to: str) -> Fraction:
    """The exact number of `to` units. Refuses (ValueError) to convert between dimensions, kilograms to
    litres."""
    source, target = unit_of(unit), unit_of(to)
    if source.dimension != target.dimension:
        raise ValueError(
            f"{source.code} measures {source.dimension}, {target.code} measures {target.dimension}"
        )
    return Fraction(quantity, 10**scale) * source.size / target.size


def grams(quantity: int, unit: str, scale: int) -> int | None:
    """The weight to the nearest gram, for shipping; None for what is not sold by weight."""
    if unit_of(unit).dimension != "mass":
        return None
    exact = convert(quantity, scale, unit, "GRM")
    return round_half_up(exact.numerator, exact.denominator)
