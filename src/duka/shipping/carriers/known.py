"""Carriers that people know: their names, where they show a parcel, and whose a number surely is."""

import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import quote

import msgspec

_S10 = re.compile(r"[A-Z]{2}\d{9}[A-Z]{2}")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_UPS = re.compile(r"1Z[0-9A-Z]{15}\d")
_USPS = re.compile(r"9[1-5]\d{20}")
ANY, NUMBER = "*", "{number}"


class Known(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`url` holds {number} once; empty where there is no such page."""

    name: str
    url: str
    check: str = ""
    s10: tuple[str, ...] = ()


@cache
def carriers() -> dict[str, Known]:
    """By code, in the order in which people choose from them."""
    text = (Path(__file__).parent / "providers" / "carriers.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Known])


def tracking_url(code: str, number: str) -> str:
    """Where people follow this parcel; empty for a carrier that we don't know, or without a number."""
    known = carriers().get(code)
    clean = _clean(number)
    return known.url.replace(NUMBER, quote(clean, safe="")) if known and clean else ""


def link(code: str, pattern: str, number: str) -> str:
    """The same for a carrier of the list, or by a merchant's own `pattern`, which is taken only as an https address."""
    clean = _clean(number)
    if pattern.startswith("https://") and NUMBER in pattern and clean:
        return pattern.replace(NUMBER, quote(clean, safe=""))
    return tracking_url(code, number)


def recognise(number: str) -> str:
    """The code of the carrier whose number this surely is, by its form and its check digit; empty for all others."""
    clean = _clean(number).upper()
    for code, known in carriers().items():
        if known.check and _CHECKS[known.check](clean):
            return code
    if not is_s10(clean):
        return ""
    country = clean[-2:]
    named = (code for code, known in carriers().items() if country in known.s10)
    rest = (code for code, known in carriers().items() if ANY in known.s10)
    return next(named, next(rest, "") if clean.startswith("E") else "")


def is_s10(number: str) -> bool:
    """A number of the Universal Postal Union with a right check digit (UPU standard S10)."""
    if not _S10.fullmatch(number):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_S10_WEIGHTS, number[2:10], strict=True))
    check = 11 - total % 11
    return {10: 0, 11: 5}.get(check, check) == int(number[10])


def is_ups(number: str) -> bool:
    """1Z, fifteen signs and their check digit: every second one doubled, letters counted from A = 2."""
    if not _UPS.fullmatch(number):
        return False
    values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in number[2:17]]
    total = sum(values[0::2]) + 2 * sum(values[1::2])
    return -total % 10 == int(number[17])


def is_usps(number: str) -> bool:
    """22 digits from 91 to 95; every second one from the right counts three times."""
    if not _USPS.fullmatch(number):
        return False
    digits = [int(c) for c in reversed(number)]
    return -(3 * sum(digits[1::2]) + sum(digits[2::2])) % 10 == digits[0]


_CHECKS: dict[str, Callable[[str], bool]] = {"ups": is_ups, "usps": is_usps}


def _clean(number: str) -> str:
    return re.sub(r"[\s.-]", "", number)
