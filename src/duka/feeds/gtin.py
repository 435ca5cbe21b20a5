"""Global Trade Item Numbers (GS1 General Specifications): which of them may stand in a feed. Pure."""

import re

from stdnum import ean
from stdnum.exceptions import ValidationError

LENGTHS = (8, 12, 13, 14)
RESTRICTED = re.compile(r"0(?:2|4)|2")
"""Prefixes of numbers that mean something inside one company or country only (by weight, coupons); channels refuse them."""


def normal(text: str) -> str:
    """Digits alone: spaces and hyphens are how people print them."""
    return re.sub(r"[\s-]", "", text)


def problem(text: str) -> str:
    """Why a barcode cannot be told as a GTIN: `gtin_invalid` (length or check digit), `gtin_restricted`; empty when it can."""
    number = normal(text)
    if len(number) not in LENGTHS or not number.isascii() or not number.isdecimal():
        return "gtin_invalid"
    try:
        ean.validate(number)
    except ValidationError:
        return "gtin_invalid"
    whole = number.zfill(14)
    # GTIN-14 has a digit for the packing level before the company's prefix; GTIN-8 has prefixes of its own.
    if len(number) == 8:
        return "gtin_restricted" if number[0] in "02" else ""
    return "gtin_restricted" if RESTRICTED.match(whole[1:]) else ""
