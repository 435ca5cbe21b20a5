"""The form of VAT numbers. Whether a number is somebody's is another question: see `tax.services`."""

import re

from duka.stores import places

EU = frozenset(
    (
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    )
)
"""Member states of the European Union (ISO 3166-1)."""
MOST = 20
_WRITTEN = {"GR": "EL"}
"""Where a number begins with other letters than its country's."""
_READ = {letters: country for country, letters in _WRITTEN.items()}
_LOOSE = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,18}")


def clean(text: str) -> str:
    """As numbers are kept: capitals, without blanks, points and hyphens. Greece's begin with EL."""
    number = re.sub(r"[\s.\-/]", "", text).upper()
    return _WRITTEN.get(number[:2], number[:2]) + number[2:]


def country(number: str) -> str:
    """The country of a number (ISO 3166-1); empty for one that names none."""
    letters = number[:2]
    return _READ.get(letters, letters) if _LOOSE.fullmatch(number) else ""


def is_well_formed(number: str) -> bool:
    """Its country's form and check digits are right. A number of a country whose form nobody wrote down is taken as it is
    when it looks like one. `number` is clean."""
    if not _LOOSE.fullmatch(number) or len(number) > MOST:
        return False
    from stdnum import get_cc_module  # many modules, loaded by who checks a number

    if country(number) in EU or number[:2] == "XI":
        from stdnum.eu import vat

        return bool(vat.is_valid(number))
    if country(number) not in places.countries():
        return False
    module = get_cc_module(number[:2].lower(), "vat")
    return module is None or bool(module.is_valid(number) or module.is_valid(number[2:]))
