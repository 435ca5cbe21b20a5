"""The mobile money number of a buyer: read as people of the store's country write it, and shown so that its owner knows it
again and nobody else learns it."""

from __future__ import annotations

import re

HIDDEN = "•"


def read(text: str, country: str) -> str | None:
    """The number with its country code (E.164); None for what is none. Without one it is of `country`."""
    import phonenumbers  # heavy: its tables are loaded when the first number is looked at

    written = re.sub(r"^\s*00", "+", text[:40])
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def example(country: str) -> str:
    """How a mobile number of that country looks; empty when nobody knows."""
    import phonenumbers  # heavy, as above

    number = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    if number is None:
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def masked(number: str) -> str:
    """The number in groups with only its ends to be read: +221 77 ••• •• 67."""
    import phonenumbers  # heavy, as above

    try:
        parsed = phonenumbers.parse(number)
        shown = str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    except phonenumbers.NumberParseException:
        shown = number
    head = len(shown.split(" ")[0]) + 3 if shown.startswith("+") else 2
    middle, tail = shown[head:-2], shown[-2:]
    return shown[:head] + re.sub(r"\d", HIDDEN, middle) + tail
