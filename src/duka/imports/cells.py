"""What one cell says: amounts, quantities, yes or no, instants, lists. Each refuses (ValueError) in words."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from duka.kernel.money import exponent

YES = {"true", "yes", "1", "y", "oui", "vrai", "x"}
NO = {"false", "no", "0", "n", "non", "faux"}
MOST = 10**15
_PLAIN = re.compile(r"(\d+)(?:[.,](\d*))?")
_GROUPED = re.compile(r"(\d{1,3}(?:[ \u00a0\u202f',]\d{3})+)(?:\.(\d*))?")
_QUANTITY = re.compile(r"-?\d{1,15}(?:[.,]\d{1,6})?")


def shown(text: str) -> str:
    """A cell as a message quotes it."""
    line = " ".join(text.split())
    return repr(line if len(line) <= 40 else line[:39] + "…")


def amount(text: str, currency: str) -> int:
    """Minor units of `12.50`, `12,5`, `1,234.50`, `1 234.50`. A comma before three digits could mean either,
    and is refused unless a point follows."""
    digits = exponent(currency)
    word = text.strip()
    match = _PLAIN.fullmatch(word) or _GROUPED.fullmatch(word)
    if match is None:
        raise ValueError(f"{shown(text)} is not an amount; write it like {_example(digits)}")
    whole, rest = re.sub(r"\D", "", match[1]), (match[2] or "").rstrip("0")
    if "," in word and "." not in word and re.fullmatch(r"\d{1,3},\d{3}", word):
        raise ValueError(
            f"{shown(text)} could mean two amounts; write it with a point and without thousands signs"
        )
    if len(rest) > digits:
        raise ValueError(f"{shown(text)} is finer than {currency} can be; write it like {_example(digits)}")
    minor = int(whole + rest.ljust(digits, "0"))
    if minor > MOST:
        raise ValueError(f"{shown(text)} is more than a price can be")
    return minor


def _example(digits: int) -> str:
    return "12." + "50000"[:digits] if digits else "1250"


def amount_text(minor: int, currency: str) -> str:
    digits = exponent(currency)
    text = str(minor).rjust(digits + 1, "0")
    return f"{text[:-digits]}.{text[-digits:]}" if digits else text


def quantity(text: str) -> Decimal:
    """An exact number of units."""
    word = text.strip()
    if not _QUANTITY.fullmatch(word):
        raise ValueError(f"{shown(text)} is not a quantity; write a number like 3 or 1.25")
    return Decimal(word.replace(",", "."))


def steps(number: Decimal, scale: int) -> int:
    """The integer at `scale`. Refuses what is finer."""
    scaled = number.scaleb(scale)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{number} is finer than this product is counted; it has {scale} decimals")
    return int(scaled)


def quantity_text(count: int, scale: int) -> str:
    return f"{Decimal(count).scaleb(-scale):f}"


def whole(text: str) -> int:
    """A whole number; `120.0` is one, as spreadsheets write it."""
    word = text.strip()
    if not re.fullmatch(r"-?\d{1,15}(\.0*)?", word):
        raise ValueError(f"{shown(text)} is not a whole number")
    return int(word.partition(".")[0])


def grams(text: str) -> int:
    """A weight to the nearest gram."""
    word = text.strip()
    if not re.fullmatch(r"\d{1,12}(\.\d+)?", word):
        raise ValueError(f"{shown(text)} is not a weight in grams")
    return int(Decimal(word).to_integral_value())


def yes(text: str) -> bool:
    word = text.strip().casefold()
    if word in YES or word in NO:
        return word in YES
    raise ValueError(f"{shown(text)} is neither yes nor no; write true or false")


def instant(text: str) -> datetime:
    """An instant of ISO 8601; without an offset it is UTC."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(
            f"{shown(text)} is not a date and time; write it like 2026-11-27T08:00:00+00:00"
        ) from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def one_of(text: str, words: Sequence[str]) -> str:
    word = text.strip().casefold()
    if word not in words:
        raise ValueError(f"{shown(text)} is not one of {', '.join(words)}")
    return word


def words(text: str) -> list[str]:
    """A list in one cell: `red | blue`. A bar that belongs to a word is written `\\|`, a backslash `\\\\`."""
    found, word, escaped = [], "", False
    for sign in text:
        if escaped:
            word, escaped = word + sign, False
        elif sign == "\\":
            escaped = True
        elif sign == "|":
            found.append(word.strip())
            word = ""
        else:
            word += sign
    return [*found, word.strip()] if text.strip() else []


def words_text(found: Sequence[str]) -> str:
    return " | ".join(word.replace("\\", "\\\\").replace("|", "\\|") for word in found)


RISKY = ("=", "+", "-", "@", "\t", "\r", "'")


def guarded(text: str) -> str:
    """A cell that a spreadsheet would take for a formula begins with an apostrophe, and so does one that
    begins with an apostrophe: `unguarded` gives back exactly what was there. Source: OWASP, CSV Injection."""
    return "'" + text if text.startswith(RISKY) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY) else text
