"""Pure rules of carts: what may be typed into one."""

import re

import msgspec

from duka.carts.types import CartChange
from duka.customers.types import Address
from duka.kernel.errors import InvalidInput
from duka.tax.service import numbers

MOST_LINES = 100
MOST_QUANTITY = 1_000_000_000

_EMAIL = re.compile(r"[^\s@\"(),:;<>\[\\\]]+@[^\s@.]+(\.[^\s@.]+)+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\ud800-\udfff]")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LENGTHS = {"email": 254, "phone": 32, "note": 2000, "payment_method": 64, "instructions": 500}
_LENGTH = 200


def is_email(text: str) -> bool:
    """Has the shape of an address; whether it is anybody's only a message to it can tell."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def cleaned(change: CartChange) -> CartChange:
    """The change as it is kept: trimmed, e-mail and country in one case. Refuses `InvalidInput` naming every
    field."""
    errors: dict[str, str] = {}
    values: dict[str, object] = {}
    for name in ("email", "phone", "note", "payment_method"):
        text = getattr(change, name)
        if text is not msgspec.UNSET:
            values[name] = _text(name, text, name, errors)
    if change.vat_number is not msgspec.UNSET:
        try:
            values["vat_number"] = numbers.accepted(change.vat_number)
        except InvalidInput as refused:
            errors["vat_number"] = str(refused.fields["summary"]).removeprefix("vat_number: ")
    email = values.get("email")
    if isinstance(email, str) and email:
        values["email"] = email.lower()
        if not is_email(email):
            errors.setdefault("email", "write an e-mail address like awa@example.com")
    for name in ("shipping_address", "billing_address"):
        address = getattr(change, name)
        if isinstance(address, Address):
            values[name] = _address(name, address, errors)
    if errors:
        raise InvalidInput(errors)
    return msgspec.structs.replace(change, **values)


def _address(path: str, address: Address, errors: dict[str, str]) -> Address:
    values: dict[str, object] = {}
    for name in (
        "name",
        "company",
        "line1",
        "line2",
        "city",
        "region",
        "postal_code",
        "phone",
        "instructions",
    ):
        values[name] = _text(name, getattr(address, name), f"{path}.{name}", errors)
    country = address.country.strip().upper()
    if not _COUNTRY.fullmatch(country):
        errors[f"{path}.country"] = "give the country's two letters, like SN or FR"
    values["country"] = country
    for name, most in (("latitude_e6", 90_000_000), ("longitude_e6", 180_000_000)):
        degrees = getattr(address, name)
        if degrees is not None and not -most <= degrees <= most:
            errors[f"{path}.{name}"] = f"lies between -{most} and {most}"
    return msgspec.structs.replace(address, **values)


def _text(name: str, text: str, path: str, errors: dict[str, str]) -> str:
    most = _LENGTHS.get(name, _LENGTH)
    if len(text) > most:
        errors[path] = f"has at most {most} characters"
    elif _CONTROL.search(text):
        errors[path] = "has a character that cannot be printed"
    return text.strip()
