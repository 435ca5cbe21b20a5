"""What may be written of a customer: pure checks."""

import re
from collections.abc import Iterable

import msgspec

from duka.customers.types import Address
from duka.kernel.errors import InvalidInput

COUNTRY = re.compile(r"[A-Z]{2}")
LOCALE = re.compile(r"|[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
PHONE = re.compile(r"|\+?[0-9][0-9 ().\-/]{3,30}")
LIMITS = {"instructions": 500}


def details(name: str, phone: str, locale: str) -> dict[str, str]:
    """The three, trimmed. Refuses `InvalidInput` with every mistake."""
    given = {"name": name.strip(), "phone": phone.strip(), "locale": locale.strip()}
    errors = {}
    if len(given["name"]) > 200 or not given["name"].isprintable():
        errors["name"] = "write at most 200 characters on one line"
    if not PHONE.fullmatch(given["phone"]):
        errors["phone"] = "write a telephone number like +225 07 01 02 03 04"
    if not LOCALE.fullmatch(given["locale"]):
        errors["locale"] = "write a language like fr or fr-CI"
    if errors:
        raise InvalidInput(errors)
    return given


def address(given: Address) -> Address:
    """The address, trimmed. Which parts a country needs is asked at the checkout. Refuses `InvalidInput`."""
    errors = {}
    kept: dict[str, object] = {}
    for field, value in msgspec.structs.asdict(given).items():
        if isinstance(value, str):
            value = value.strip()
            most = LIMITS.get(field, 200)
            is_plain = (
                value.replace("\n", "").replace("\r", "").isprintable()
                if field in LIMITS
                else value.isprintable()
            )
            if len(value) > most or not is_plain:
                errors[field] = f"write at most {most} characters"
        kept[field] = value
    if not COUNTRY.fullmatch(str(kept["country"])):
        errors["country"] = "give a country's two-letter code, like FR or CI"
    if not PHONE.fullmatch(str(kept["phone"])):
        errors["phone"] = "write a telephone number like +225 07 01 02 03 04"
    if (given.latitude_e6 is None) != (given.longitude_e6 is None):
        errors["latitude_e6"] = "give both coordinates or none"
    if abs(given.latitude_e6 or 0) > 90_000_000 or abs(given.longitude_e6 or 0) > 180_000_000:
        errors["latitude_e6"] = (
            "give millionths of a degree: latitude within 90, longitude within 180 degrees"
        )
    if errors:
        raise InvalidInput(errors)
    return msgspec.convert(kept, Address)


MOST_TAGS = 50


def tags(given: Iterable[str]) -> list[str]:
    """Tags as they are kept: lower case, single spaces, each once, in order. Refuses `InvalidInput`."""
    kept = sorted({" ".join(tag.split()).lower() for tag in given} - {""})
    for tag in kept:
        if len(tag) > 40 or not tag.isprintable() or "," in tag:
            raise InvalidInput({"tags": "write at most 40 characters each, without commas"})
    return kept


def line(name: str, text: str, most: int) -> str:
    """A text of one line that says something. Refuses `InvalidInput` for the field `name`."""
    kept = " ".join(text.split())
    if not kept or len(kept) > most or not kept.isprintable():
        raise InvalidInput({name: f"write at most {most} characters on one line"})
    return kept


def note(body: str) -> str:
    """Refuses `InvalidInput` for a note that says nothing."""
    kept = body.replace("\r\n", "\n").replace("\x00", "").strip()
    if not kept:
        raise InvalidInput({"body": "write what the next person should know"})
    return kept
