"""Money: an integer of minor units and an ISO 4217 currency, and the two ways it may be divided.

`round_half_up` is the only rounding of the platform, `allocate` its only sharing out. Nothing here knows a
float.

The table of exponents is ISO 4217 (list one, kept by its maintenance agency, SIX Group). CLDR, and so
Babel, differs on purpose: it tells how many decimals people write (none for MGA, IQD or RSD), ISO tells what
a minor unit is. Amounts are kept in ISO units; a payment provider that counts otherwise is translated by its
adapter.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

_EXPONENTS: dict[int, str] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
        "CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD "
        "HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK "
        "MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD "
        "RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS "
        "UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
EXPONENTS: dict[str, int] = {code: digits for digits, codes in _EXPONENTS.items() for code in codes.split()}


class UnknownCurrency(ValueError):
    """The code is not a currency of ISO 4217."""


class CurrencyMismatch(ValueError):
    """Amounts in two currencies cannot be added or compared."""


def exponent(currency: str) -> int:
    """Decimals of the minor unit of `currency`: XOF 0, EUR 2, KWD 3. Refuses UnknownCurrency."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise UnknownCurrency(f"{currency!r} is not an ISO 4217 code") from None


class Money(msgspec.Struct, frozen=True):
    """`minor` units of `currency`. Refuses a currency that ISO 4217 does not list, and an amount that is no
    integer."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)
        if type(self.minor) is not int:
            raise TypeError(f"money is an integer of minor units, not {type(self.minor).__name__}")

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(
                f"{self.currency} and {other.currency} cannot be mixed; convert one of them first"
            )
        return other.minor


def round_half_up(numerator: int, denominator: int) -> int:
    """The integer nearest to numerator/denominator; a half goes away from zero (2.5 → 3, -2.5 → -3).

    So a refund rounds to the same figure as the sale it undoes. Refuses a denominator of 0.
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """`total` shared out in proportion to `weights` by largest remainder; the shares sum to `total` exactly.

    Every share is its exact part rounded down or up, a weight of 0 gets 0, and among equal remainders the
    earlier one gets the extra unit: the same input always gives the same shares. A negative total is shared
    like its opposite. When all weights are 0 they count as equal. Refuses negative weights, and sharing
    something among nobody.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("weights cannot be negative")
    if not weights:
        if total:
            raise ValueError(f"{total} cannot be shared among nobody")
        return []
    if total < 0:
        return [-share for share in allocate(-total, weights)]
    whole = sum(weights)
    if not whole:
        weights, whole = [1] * len(weights), len(weights)
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares
