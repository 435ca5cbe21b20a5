"""Variants from options, their stock-keeping units, and what an attribute may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from hashlib import blake2s
from itertools import product
from math import prod

import msgspec

from duka.kernel.quantity import unit_named, unit_of
from duka.kernel.text import ascii_words

MAX_OPTIONS = 3
MAX_VARIANTS = 250
MAX_SKU = 64
MAX_TEXT = 5000
_TRUE = {"true", "yes", "1", "oui", "vrai"}
_FALSE = {"false", "no", "0", "non", "faux"}


class TooManyOptions(ValueError):
    """A product has at most three options."""


class TooManyVariants(ValueError):
    """The options make more variants than a product may have."""


class DuplicateOption(ValueError):
    """Two options have the same name."""


class DuplicateValue(ValueError):
    """An option has the same value twice."""


class EmptyOption(ValueError):
    """An option has no name, no values, or a blank value."""


def combinations(options: Sequence[tuple[str, Sequence[str]]]) -> list[tuple[str, ...]]:
    """Every choice of one value from each option, the first option slowest; names and values are trimmed.

    No options make one variant, `()`. Values that differ only in case count as the same. Refuses
    TooManyOptions (more than 3), TooManyVariants (more than 250), DuplicateOption, DuplicateValue,
    EmptyOption; nothing is built before.
    """
    if len(options) > MAX_OPTIONS:
        raise TooManyOptions(f"a product has at most {MAX_OPTIONS} options, not {len(options)}")
    names = [name.strip() for name, _ in options]
    if not all(names):
        raise EmptyOption("every option needs a name")
    if (twice := _first_repeated(names)) is not None:
        raise DuplicateOption(f"the option {twice!r} is there twice")
    count = prod(len(values) for _, values in options)
    if count > MAX_VARIANTS:
        raise TooManyVariants(f"these options make {count} variants; a product has at most {MAX_VARIANTS}")
    columns = []
    for name, (_, raw) in zip(names, options, strict=True):
        values = [value.strip() for value in raw]
        if not values or not all(values):
            raise EmptyOption(f"the option {name!r} needs values, and none of them blank")
        if (twice := _first_repeated(values)) is not None:
            raise DuplicateValue(f"the option {name!r} has {twice!r} twice")
        columns.append(values)
    return list(product(*columns))


def _first_repeated(words: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for word in words:
        if word.casefold() in seen:
            return word
        seen.add(word.casefold())
    return None


def sku_for(handle: str, values: Sequence[str]) -> str:
    """A readable stock-keeping unit of at most 64 characters: `WAX-DRESS-RED-M`. It is a proposal, and not
    unique by itself. A word that cannot be written in ASCII is replaced by six characters made from it, so
    that two stay two."""
    tail = "".join("-" + _sku_word(value, 12) for value in values)
    return (_sku_word(handle, max(MAX_SKU - len(tail), 8)) + tail)[:MAX_SKU].upper()


def _sku_word(text: str, limit: int) -> str:
    return ascii_words(text, limit) or blake2s(text.encode(), digest_size=3).hexdigest()


class AttributeKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    MEASURE = "measure"


class Measure(msgspec.Struct, frozen=True):
    """`value` is a decimal without needless zeros (`1.5`), `unit` a UN/CEFACT code."""

    value: str
    unit: str


def attribute_value(
    kind: AttributeKind, value: object, choices: Sequence[str] = (), unit: str = ""
) -> str | bool | Measure:
    """The value of an attribute as it is kept: trimmed text, one of `choices` as it is spelt there, a
    boolean, a number as decimal text (`12.5`), or a Measure in the attribute's `unit` (any unit when that is
    empty).

    Measures are given as `1.5 kg`, as `{"value": 1.5, "unit": "KGM"}`, or as a number when `unit` is set;
    units of the same dimension are converted. Refuses (ValueError) everything else and says what is wrong.
    """
    if kind is AttributeKind.TEXT:
        return _text(value)
    if kind is AttributeKind.NUMBER:
        return _decimal_text(_decimal(value))
    if kind is AttributeKind.BOOLEAN:
        return _boolean(value)
    if kind is AttributeKind.CHOICE:
        return _choice(value, choices)
    return _measure(value, unit)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("write text")
    text = value.strip()
    if not text:
        raise ValueError("the text is empty")
    if len(text) > MAX_TEXT:
        raise ValueError(f"the text has {len(text)} characters; at most {MAX_TEXT} are possible")
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text):
        raise ValueError("the text has control characters")
    return text


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else str(value) if isinstance(value, int) else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise ValueError(f"{value!r} is neither yes nor no")


def _choice(value: object, choices: Sequence[str]) -> str:
    word = _text(value)
    if word in choices:
        return word
    for choice in choices:
        if choice.casefold() == word.casefold():
            return choice
    raise ValueError(f"{word!r} is not one of {', '.join(choices)}")


def _decimal(value: object) -> Decimal:
    """Of a number as JSON or a form gives it. A binary fraction is taken as it prints."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError(f"{value!r} is not a number")
    text = str(value).strip()
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        text = text.replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    if not number.is_finite() or abs(number.adjusted()) > 15 or len(number.as_tuple().digits) > 18:
        raise ValueError(f"{text!r} is not a number that can be kept")
    return number


def _decimal_text(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _measure(value: object, unit: str) -> Measure:
    if isinstance(value, Measure):
        value = {"value": value.value, "unit": value.unit}
    if isinstance(value, Mapping):
        number, name = _decimal(value.get("value")), str(value.get("unit") or "")
    else:
        match = re.fullmatch(r"\s*([+-]?[\d.,]+)\s*([^\d\s].*)?", str(value))
        if match is None or isinstance(value, bool):
            raise ValueError(f"{value!r} is not a measure; write a number and a unit, like 1.5 kg")
        number, name = _decimal(match.group(1)), match.group(2) or ""
    if not (name or unit):
        raise ValueError("the measure needs a unit")
    given = unit_named(name) if name else unit_of(unit)
    wanted = unit_of(unit) if unit else given
    if given.dimension != wanted.dimension:
        raise ValueError(
            f"this is measured in {wanted.symbol or wanted.code}, not in {given.symbol or given.code}"
        )
    ratio = given.size / wanted.size
    converted = (number * ratio.numerator) / ratio.denominator
    return Measure(_decimal_text(_decimal(round(converted, 9) if ratio != 1 else number)), wanted.code)
