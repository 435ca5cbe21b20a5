"""What may be written of a store: pure checks that gather every mistake, so that a form shows them all at
once."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import msgspec

from duka.kernel import money
from duka.kernel.text import clean_html
from duka.stores import places
from duka.stores.inputs import NewLocation, PaymentMethod, ShippingRate, ShippingZone
from duka.stores.types import TaxRate, Texts

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
PREFIX = re.compile(r"[A-Z0-9-]{0,8}")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
PROVIDER = re.compile(r"[a-z][a-z0-9_]{0,39}")
HOST = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{1,63}")
KINDS = ("flat", "by_weight", "by_total", "pickup")
HTML_TEXTS = ("shipping_policy", "returns_policy", "refund_policy", "privacy_policy", "terms", "about")
TEXT_LIMITS = {name: 50_000 if name in HTML_TEXTS else 500 for name in Texts.__struct_fields__}
CONTACT_LIMITS = {"email": 254, "phone": 40, "address": 500, "opening": 500}
MOST_MINOR = 10**15
Errors = dict[str, str]


def line(field: str, value: str, errors: Errors, *, least: int = 1, most: int = 200) -> str:
    """One line of text without surrounding spaces, between `least` and `most` characters."""
    value = value.strip()
    if not least <= len(value) <= most or not value.isprintable():
        errors[field] = f"write {least} to {most} characters on one line"
    return value


def paragraph(field: str, value: str, errors: Errors, most: int) -> str:
    value = value.strip()
    if len(value) > most or "\x00" in value:
        errors[field] = f"write at most {most} characters"
    return value


def fields(given: dict[str, Any], errors: Errors) -> None:
    """Checks the fields of a store that stand for themselves; those absent from `given` are not looked at."""
    checks: dict[str, tuple[bool, str]] = {}
    for name, value in given.items():
        if name == "slug":
            checks[name] = bool(SLUG.fullmatch(value)), "use 1 to 63 small letters, digits and hyphens"
        elif name == "currency":
            checks[name] = value in money.EXPONENTS, "give a currency's ISO 4217 code, like EUR or XOF"
        elif name == "country":
            checks[name] = value in places.countries(), "give a country's two-letter code, like FR or CI"
        elif name == "timezone":
            checks[name] = value in places.timezones(), "give a time zone like Africa/Abidjan or Europe/Paris"
        elif name == "stock_mode":
            checks[name] = value in ("shared", "dedicated"), "choose shared or dedicated"
        elif name == "lowest_price":
            checks[name] = value in ("auto", "always", "never"), "choose auto, always or never"
        elif name == "status":
            checks[name] = value in ("active", "closed"), "choose active or closed"
        elif name == "reservation_minutes":
            checks[name] = 1 <= value <= 1440, "give 1 to 1440 minutes"
        elif name == "order_prefix":
            checks[name] = bool(PREFIX.fullmatch(value)), "use up to 8 capital letters, digits and hyphens"
        elif name == "cart_days":
            checks[name] = 1 <= value <= 365, "give 1 to 365 days"
        elif name == "name":
            line(name, value, errors)
    errors.update({name: words for name, (is_good, words) in checks.items() if not is_good})


def locales(default: str, others: Iterable[str], errors: Errors) -> list[str]:
    """The default locale and the others, each once, the default first."""
    wanted = list(dict.fromkeys([default, *others]))
    for locale in wanted:
        if not places.is_locale(locale):
            errors["default_locale" if locale == default else "locales"] = (
                f"{locale[:20]} is not a language that we know; write it like fr or fr-CI"
            )
    if len(wanted) > 30:
        errors["locales"] = "give at most 30 languages"
    return wanted


def contact(given: dict[str, Any], before: dict[str, Any], errors: Errors) -> dict[str, Any]:
    """`before` with `given` laid over it. Links are name → https address."""
    kept = dict(before)
    for field, value in given.items():
        if field in CONTACT_LIMITS:
            if not isinstance(value, str):
                errors[f"contact.{field}"] = "write text"
                continue
            kept[field] = paragraph(f"contact.{field}", value, errors, CONTACT_LIMITS[field])
            if field == "email" and kept[field] and not EMAIL.fullmatch(kept[field]):
                errors["contact.email"] = "write an address like shop@example.com"
        elif field == "links":
            kept["links"] = _links(value, errors)
        else:
            known = ", ".join((*CONTACT_LIMITS, "links"))
            errors[f"contact.{field}"] = f"there is no such field; there are {known}"
    return kept


def _links(value: object, errors: Errors) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > 12:
        errors["contact.links"] = "give up to 12 names with their addresses"
        return {}
    links = {}
    for name, address in value.items():
        is_good = isinstance(address, str) and address.startswith("https://") and len(address) <= 500
        if not is_good or not str(address).isprintable() or not 1 <= len(name) <= 40:
            errors[f"contact.links.{name[:40]}"] = "give an address that begins with https://"
        links[name] = address
    return links


def texts(given: dict[str, dict[str, str]], offered: list[str], errors: Errors) -> dict[str, dict[str, str]]:
    """Each language's texts, with the HTML of policies made clean. Only languages of the store may have
    texts."""
    kept: dict[str, dict[str, str]] = {}
    for locale, words in given.items():
        if locale not in offered:
            errors[f"texts.{locale[:20]}"] = (
                "the store does not offer this language; add it to its locales first"
            )
            continue
        kept[locale] = {}
        for field, value in words.items():
            path = f"texts.{locale}.{field[:40]}"
            if field not in TEXT_LIMITS:
                errors[path] = f"there is no such text; there are {', '.join(TEXT_LIMITS)}"
                continue
            text = paragraph(path, value, errors, TEXT_LIMITS[field])
            kept[locale][field] = clean_html(text) if field in HTML_TEXTS else text
    return kept


def address(given: dict[str, Any], errors: Errors) -> dict[str, Any]:
    """A location's postal address: short strings, and a known country if it has one."""
    kept: dict[str, Any] = {}
    for field in ("name", "company", "line1", "line2", "city", "region", "postal_code", "country", "phone"):
        if field in given:
            value = given[field]
            kept[field] = line(f"address.{field}", value if isinstance(value, str) else "\n", errors, least=0)
    for field in given.keys() - kept.keys():
        errors[f"address.{field[:40]}"] = "there is no such field"
    if kept.get("country") and kept["country"] not in places.countries():
        errors["address.country"] = "give a country's two-letter code, like FR or CI"
    return kept


def coordinates(latitude_e6: int | None, longitude_e6: int | None, errors: Errors) -> None:
    if (latitude_e6 is None) != (longitude_e6 is None):
        errors["latitude_e6"] = "give both coordinates or none"
    elif abs(latitude_e6 or 0) > 90_000_000 or abs(longitude_e6 or 0) > 180_000_000:
        errors["latitude_e6"] = (
            "give millionths of a degree: latitude within 90, longitude within 180 degrees"
        )


def location(new: NewLocation, errors: Errors) -> None:
    if not CODE.fullmatch(new.code):
        errors["code"] = "use 1 to 40 letters, digits, points and hyphens"
    line("name", new.name, errors)
    paragraph("opening", new.opening, errors, 500)
    coordinates(new.latitude_e6, new.longitude_e6, errors)


def tax_rates(rates: list[TaxRate], errors: Errors) -> None:
    seen: set[tuple[str, ...]] = set()
    for index, rate in enumerate(rates):
        at = f"tax_rates[{index}]"
        if rate.country not in places.countries():
            errors[f"{at}.country"] = "give a country's two-letter code, like FR or CI"
        if not 0 <= rate.rate_ppm <= 1_000_000:
            errors[f"{at}.rate_ppm"] = "give parts per million from 0 to 1000000; 18 % is 180000"
        if not CODE.fullmatch(rate.tax_class) or not CODE.fullmatch(rate.code):
            errors[f"{at}.code"] = "a tax class and a code have 1 to 40 letters, digits, points and hyphens"
        line(f"{at}.name", rate.name, errors, most=80)
        line(f"{at}.region", rate.region, errors, least=0, most=80)
        line(f"{at}.postal_prefix", rate.postal_prefix, errors, least=0, most=20)
        key = (rate.country, rate.region, rate.postal_prefix, rate.tax_class, rate.code)
        if key in seen:
            errors[at] = "this rate is there twice"
        seen.add(key)


def shipping(zones: list[ShippingZone], errors: Errors) -> None:
    if len({zone.name.strip() for zone in zones}) < len(zones):
        errors["zones"] = "two zones have the same name"
    for index, zone in enumerate(zones):
        at = f"zones[{index}]"
        line(f"{at}.name", zone.name, errors, most=80)
        unknown = [c for c in zone.countries if c != "*" and c not in places.countries()]
        if unknown or not zone.countries:
            errors[f"{at}.countries"] = "give two-letter codes of countries, or * for the rest of the world"
        for part in (*zone.regions, *zone.postal_prefixes):
            line(f"{at}.regions", part, errors, most=80)
        if len({rate.code for rate in zone.rates}) < len(zone.rates):
            errors[f"{at}.rates"] = "two rates have the same code"
        for position, rate in enumerate(zone.rates):
            _rate(f"{at}.rates[{position}]", rate, errors)


def _rate(at: str, rate: ShippingRate, errors: Errors) -> None:
    if not CODE.fullmatch(rate.code) or not CODE.fullmatch(rate.tax_class):
        errors[f"{at}.code"] = "a code and a tax class have 1 to 40 letters, digits, points and hyphens"
    line(f"{at}.name", rate.name, errors, most=80)
    paragraph(f"{at}.description", rate.description, errors, 300)
    translations(f"{at}.translations", rate.translations, errors)
    if rate.kind not in KINDS:
        errors[f"{at}.kind"] = f"choose one of {', '.join(KINDS)}"
    if rate.kind == "pickup" and not rate.location_id:
        errors[f"{at}.location_id"] = "say where goods are picked up"
    amounts = (rate.price_minor, rate.free_over_minor, rate.min_total_minor, rate.max_total_minor)
    if any(a is not None and not 0 <= a <= MOST_MINOR for a in (*amounts, rate.max_weight_grams)):
        errors[f"{at}.price_minor"] = "amounts and weights are whole numbers from 0"
    days = [d for d in (rate.min_days, rate.max_days) if d is not None]
    if any(not 0 <= d <= 365 for d in days) or days != sorted(days):
        errors[f"{at}.min_days"] = "give days from 0 to 365, the fewest first"
    limits = [tier.up_to for tier in rate.tiers]
    closed = [limit for limit in limits if limit is not None]
    if (
        any(not 0 <= tier.price_minor <= MOST_MINOR for tier in rate.tiers)
        or None in limits[:-1]
        or any(later <= earlier for earlier, later in pairwise(closed))
        or any(not 0 <= limit <= MOST_MINOR for limit in closed)
    ):
        errors[f"{at}.tiers"] = "tiers go up, only the last may have no limit, and no price is negative"
    if rate.kind in ("by_weight", "by_total") and not rate.tiers:
        errors[f"{at}.tiers"] = "give at least one tier"


WITHOUT_ACCOUNT = ("cash_on_delivery", "bank_transfer", "sandbox", "sandbox_mobile")
"""Ways to pay that need no account at a provider; every other is offered once the store is connected to it."""
SWITCHED_BY = {"card": "payments_card", "wallet": "payments_card", "mobile_money": "payments_mobile_money"}
"""The feature that switches a rail on and off."""


def payment_methods(methods: list[PaymentMethod], errors: Errors) -> None:
    if len({method.provider for method in methods}) < len(methods):
        errors["payment_methods"] = "a provider is there twice"
    for index, method in enumerate(methods):
        at = f"payment_methods[{index}]"
        if not PROVIDER.fullmatch(method.provider):
            errors[f"{at}.provider"] = "give a provider's code, like cash_on_delivery"
        line(f"{at}.name", method.name, errors, most=80)
        paragraph(f"{at}.description", method.description, errors, 2000)
        translations(f"{at}.translations", method.translations, errors)
        if method.config is not msgspec.UNSET and len(msgspec.json.encode(method.config)) > 10_000:
            errors[f"{at}.config"] = "this is too long"
        totals = [t for t in (method.min_total_minor, method.max_total_minor) if t is not None]
        if any(not 0 <= t <= MOST_MINOR for t in totals) or totals != sorted(totals):
            errors[f"{at}.max_total_minor"] = "give totals from 0, the smallest first"


def translations(at: str, given: dict[str, dict[str, str]], errors: Errors) -> None:
    for locale, words in given.items():
        if not places.is_locale(locale) or words.keys() - {"name", "description"}:
            errors[f"{at}.{locale[:20]}"] = "give name and description in a known language"
        for text in words.values():
            paragraph(f"{at}.{locale[:20]}", text, errors, 2000)


def host(text: str) -> str | None:
    """`text` as host names are kept: lower case, without port or final point, IDNA; None when it is no host
    name."""
    name = text.strip().lower()
    head, colon, port = name.rpartition(":")
    if colon and port.isdigit():
        name = head
    name = name.removesuffix(".")
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return name if HOST.fullmatch(name) else None
