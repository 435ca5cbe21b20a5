"""Taxes of one amount, and which rates hold at an address.

**One rounding point.** The tax of an amount is rounded once, half up, over all its rates together; the parts
per rate are shares of that figure by largest remainder. So the parts always sum to the tax, and net + tax is
always the gross.

- *Exclusive* price: net = amount, tax = round(net × factor).
- *Inclusive* price: gross = amount, tax = round(gross × factor / (1 + factor)), net = gross - tax.

**Factor.** Rates apply in order of priority, then code. A plain rate is taken of the net; a compound rate of
the net and every tax before it (5 % then a compound 10 % are 15.5 %). Factors are exact fractions of
integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Protocol

import msgspec

from duka.kernel.areas import specificity
from duka.kernel.money import allocate, round_half_up

MILLION = 1_000_000


class Rate(msgspec.Struct, frozen=True):
    """`ppm` is parts per million: 180000 is 18 %. Refuses (ValueError) rates outside 0 to 100 %."""

    name: str
    code: str
    ppm: int
    is_compound: bool = False
    priority: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.ppm <= MILLION:
            raise ValueError(f"a rate must be from 0 to {MILLION} parts per million, not {self.ppm}")


class TaxPart(msgspec.Struct, frozen=True):
    rate_code: str
    name: str
    ppm: int
    amount_minor: int


class TaxResult(msgspec.Struct, frozen=True):
    """net + tax = gross, and the parts, in the order in which the rates applied, sum to tax."""

    net: int
    tax: int
    gross: int
    parts: tuple[TaxPart, ...]


class _Factors(msgspec.Struct, frozen=True):
    """Each rate's tax of an amount of `denominator`."""

    rates: tuple[Rate, ...]
    weights: tuple[int, ...]
    total: int
    denominator: int


@lru_cache(maxsize=1024)
def _factors(rates: tuple[Rate, ...]) -> _Factors:
    ordered = tuple(sorted(rates, key=lambda rate: (rate.priority, rate.code, rate.ppm, rate.is_compound)))
    exact: list[Fraction] = []
    for rate in ordered:
        base = 1 + sum(exact, Fraction(0)) if rate.is_compound else Fraction(1)
        exact.append(base * Fraction(rate.ppm, MILLION))
    denominator = lcm(*(factor.denominator for factor in exact))
    weights = tuple(factor.numerator * (denominator // factor.denominator) for factor in exact)
    return _Factors(ordered, weights, sum(weights), denominator)


def tax_of(amount_minor: int, rates: Sequence[Rate], inclusive: bool) -> TaxResult:
    """The taxes in (`inclusive`) or on top of an amount. No rates: no tax, no parts. A negative amount (a
    refund) gives the opposite of its positive."""
    factors = _factors(tuple(rates))
    base = factors.denominator + factors.total if inclusive else factors.denominator
    tax = round_half_up(amount_minor * factors.total, base)
    net = amount_minor - tax if inclusive else amount_minor
    shares = allocate(tax, factors.weights)
    parts = tuple(
        TaxPart(rate.code, rate.name, rate.ppm, share)
        for rate, share in zip(factors.rates, shares, strict=True)
    )
    return TaxResult(net, tax, net + tax, parts)


def sum_parts(groups: Iterable[Iterable[TaxPart]]) -> tuple[TaxPart, ...]:
    """One part for each code and rate, in the order of first sight; the name is the first one seen."""
    found: dict[tuple[str, int], TaxPart] = {}
    for parts in groups:
        for part in parts:
            key = (part.rate_code, part.ppm)
            before = found[key].amount_minor if key in found else 0
            name = found[key].name if key in found else part.name
            found[key] = TaxPart(part.rate_code, name, part.ppm, before + part.amount_minor)
    return tuple(found.values())


class TaxZone(msgspec.Struct, frozen=True):
    """`rates` by tax class. A class that is present without rates is exempt there; one that is absent is left
    to a wider zone."""

    country: str
    region: str | None = None
    postal_prefix: str | None = None
    rates: Mapping[str, tuple[Rate, ...]] = {}


def rates_for(
    zones: Iterable[TaxZone], tax_class: str, country: str, region: str = "", postal_code: str = ""
) -> tuple[Rate, ...]:
    """The rates of the most specific zone that holds the address and names the class; none when nowhere is
    named.

    Zones do not add up: a city with a state tax and a city tax lists both in its own zone.
    """
    for zone in _matching(zones, country, region, postal_code):
        if tax_class in zone.rates:
            return zone.rates[tax_class]
    return ()


def _matching(zones: Iterable[TaxZone], country: str, region: str, postal_code: str) -> list[TaxZone]:
    ranked = []
    for zone in zones:
        regions = (zone.region,) if zone.region else ()
        prefixes = (zone.postal_prefix,) if zone.postal_prefix else ()
        rank = specificity((zone.country,), regions, prefixes, country, region, postal_code)
        if rank is not None:
            ranked.append((rank, zone))
    ranked.sort(key=lambda pair: pair[0], reverse=True)
    return [zone for _, zone in ranked]


class RateRow(Protocol):
    """A rate as it is kept: flat, with its place and class beside it. An empty region or prefix does not
    narrow."""

    @property
    def country(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def postal_prefix(self) -> str: ...
    @property
    def tax_class(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def rate_ppm(self) -> int: ...
    @property
    def priority(self) -> int: ...
    @property
    def is_compound(self) -> bool: ...


def zones_of(rows: Iterable[RateRow]) -> list[TaxZone]:
    """The zones that some flat rates make up, in the order of first sight."""
    found: dict[tuple[str, str, str], dict[str, tuple[Rate, ...]]] = {}
    for row in rows:
        classes = found.setdefault((row.country, row.region, row.postal_prefix), {})
        rate = Rate(row.name, row.code, row.rate_ppm, row.is_compound, row.priority)
        classes[row.tax_class] = (*classes.get(row.tax_class, ()), rate)
    return [TaxZone(c, region or None, prefix or None, rates) for (c, region, prefix), rates in found.items()]
