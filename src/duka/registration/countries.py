"""What a country suggests for a shop there. Names, currencies and languages are CLDR's, dial codes those of `phonenumbers`;
taxes, and what CLDR cannot decide, are in `proposals.toml`.

CLDR is read at the first question: most processes never sign anybody up.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from duka.kernel import money
from duka.kernel.text import fold
from duka.stores import places

PPM_PER_PERCENT = 10_000
LANGUAGES = ("en", "fr")
"""Those that the shop's own words are in."""


class Tax(msgspec.Struct, frozen=True):
    """A proposal: the standard rate, in millionths."""

    name: str
    rate_ppm: int


class Country(msgspec.Struct, frozen=True):
    """`code` is ISO 3166-1. `tax` is None where the country alone does not decide it."""

    code: str
    name: str
    currency: str
    dial_code: str
    locale: str
    timezone: str
    tax: Tax | None


def list_countries(locale: str) -> list[Country]:
    """All countries that have a currency we know, by their name in `locale` (English or French)."""
    return _named(locale.partition("-")[0] if locale.partition("-")[0] in LANGUAGES else LANGUAGES[0])


def find(code: str) -> Country | None:
    return next((country for country in _named(LANGUAGES[0]) if country.code == code.upper()), None)


def shipping_minor(currency: str) -> int | None:
    """A flat rate at home, in minor units; None when there is no proposal."""
    amount = _proposals()["shipping"].get(currency)
    return None if amount is None else int(amount * 10 ** money.EXPONENTS[currency])


@cache
def _named(language: str) -> list[Country]:
    from babel import Locale  # heavy: see above

    names = Locale.parse(language).territories
    found = [
        country
        for code in places.countries()
        if (country := _country(code, str(names.get(code, code)))) is not None
    ]
    return sorted(found, key=lambda country: fold(country.name))


def _country(code: str, name: str) -> Country | None:
    import phonenumbers
    from babel.numbers import get_territory_currencies

    currency = next((c for c in get_territory_currencies(code) if c in money.EXPONENTS), None)
    dial = phonenumbers.country_code_for_region(code)
    timezone = _timezone(code)
    if currency is None or timezone is None or not dial:
        return None
    return Country(code, name, currency, f"+{dial}", _language(code), timezone, _tax(code))


def _language(code: str) -> str:
    """The first of our languages that is spoken officially there; English otherwise."""
    from babel.languages import get_official_languages

    spoken = [str(each).partition("_")[0] for each in get_official_languages(code, de_facto=True)]
    return next((language for language in spoken if language in LANGUAGES), LANGUAGES[0])


def _timezone(code: str) -> str | None:
    chosen = _proposals()["timezones"].get(code)
    if chosen:
        return str(chosen)
    zones = _zones().get(code, [])
    return zones[0] if len(zones) == 1 else None


@cache
def _zones() -> dict[str, list[str]]:
    from babel.core import get_global

    found: dict[str, list[str]] = {}
    for zone, territory in sorted(get_global("zone_territories").items()):
        if zone in places.timezones():
            found.setdefault(territory, []).append(zone)
    return found


def _tax(code: str) -> Tax | None:
    proposals = _proposals()
    percent = proposals["tax_rates"].get(code)
    if percent is None:
        return None
    name = next((name for name, codes in proposals["tax_names"].items() if code in codes), "VAT")
    return Tax(name, round(percent * PPM_PER_PERCENT))


@cache
def _proposals() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "proposals.toml").read_text(encoding="utf-8"))
