"""Amounts as providers write them, in the currency's real units."""

from decimal import Decimal

from duka.kernel.money import exponent

_MOST = 10**18


def amount(minor: int, currency: str) -> str:
    """1500 XOF is "1500", 1500 cents of EUR are "15.00". Refuses `UnknownCurrency`."""
    digits = exponent(currency)
    whole, part = divmod(minor, 10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)


def minor_of(text: object, currency: str) -> int | None:
    """The other way round; None for what is no amount of that currency, also when it has more decimals than it."""
    try:
        found = Decimal(str(text)).scaleb(exponent(currency))
        return int(found) if abs(found) < _MOST and found == found.to_integral_value() else None
    except (ArithmeticError, ValueError):
        return None
