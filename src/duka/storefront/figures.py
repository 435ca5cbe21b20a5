"""Amounts, quantities and dates in the language of a visit and the currency of its store."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from duka.kernel.formatting import format_decimal, format_money
from duka.kernel.money import exponent
from duka.kernel.quantity import UNITS, format_quantity

HUNDREDS = {"GRM": 100, "MLT": 100}
"""Units whose price is told for so many of them."""


class Figures(msgspec.Struct, frozen=True):
    locale: str
    currency: str
    timezone: str

    def money(self, minor: int) -> str:
        return format_money(minor, self.currency, self.locale)

    def amount(self, minor: int, currency: str) -> str:
        """In another currency than that of the page."""
        return format_money(minor, currency, self.locale)

    def plain_money(self, minor: int) -> str:
        """An amount as machines read it, with a point: 24.90."""
        digits = exponent(self.currency)
        text = str(abs(minor)).rjust(digits + 1, "0")
        sign = "-" if minor < 0 else ""
        return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)

    def quantity(self, quantity: int, unit: str, scale: int) -> str:
        return format_quantity(quantity, unit, scale, self.locale)

    def number(self, value: int, scale: int = 0) -> str:
        return format_decimal(value, scale, self.locale)

    def percent(self, ppm: int) -> str:
        return f"{format_decimal(ppm, 4, self.locale)}\u00a0%"

    def tax(self, name: str, ppm: int) -> str:
        """A tax with its rate, which some merchants write into its name."""
        return name if "%" in name else f"{name} {self.percent(ppm)}"

    def per(self, minor: int, code: str) -> tuple[str, str]:
        """A price by the unit, as a label of (€2.90, kg). Of grams and millilitres a hundred are named:
        €9.00 a 100 g, not €0.09 a gram."""
        many = HUNDREDS.get(code, 1)
        symbol = self.unit(code)
        return self.money(minor * many), f"{many}\u00a0{symbol}" if many > 1 else symbol

    def unit(self, code: str) -> str:
        """The symbol of a unit; empty for pieces and for units that we do not know."""
        found = UNITS.get(code)
        return found.symbol if found else ""

    def date(self, text: str | None) -> str:
        return _date(text, self.locale, self.timezone) if text else ""

    def moment(self, text: str | None) -> str:
        return _moment(text, self.locale, self.timezone) if text else ""

    def time(self, text: str) -> str:
        """The time of day of an instant, where the store is."""
        return _time(text, self.locale, self.timezone)

    def country(self, code: str) -> str:
        return countries(self.locale).get(code, code)


def parsed(text: str) -> datetime:
    """An instant as PostgreSQL's JSON writes it."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _tag(locale: str) -> str:
    return locale.replace("-", "_")


@lru_cache(maxsize=4096)
def _date(text: str, locale: str, timezone: str) -> str:
    from babel.dates import format_date  # heavy

    return format_date(parsed(text).astimezone(ZoneInfo(timezone)), "long", locale=_tag(locale))


@lru_cache(maxsize=4096)
def _moment(text: str, locale: str, timezone: str) -> str:
    from babel.dates import format_datetime  # heavy

    return format_datetime(parsed(text).astimezone(ZoneInfo(timezone)), "d MMM, HH:mm", locale=_tag(locale))


@lru_cache(maxsize=4096)
def _time(text: str, locale: str, timezone: str) -> str:
    from babel.dates import format_time  # heavy

    return format_time(parsed(text).astimezone(ZoneInfo(timezone)), "HH:mm", locale=_tag(locale))


@lru_cache(maxsize=16)
def countries(locale: str) -> dict[str, str]:
    """ISO 3166 code → name, in alphabetical order of the language."""
    from babel.core import Locale, UnknownLocaleError  # heavy

    try:
        found = Locale.parse(_tag(locale))
    except (UnknownLocaleError, ValueError):
        found = Locale.parse("en")
    known = {code: name for code, name in found.territories.items() if len(code) == 2 and code.isalpha()}
    return dict(sorted(known.items(), key=lambda item: item[1]))
