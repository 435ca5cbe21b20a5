"""Amounts as statements write them: decimals in any country's hand, into integer minor units."""

import re

from duka.kernel.money import UnknownCurrency, exponent

MOST = 10**15
_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'\u2019")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-"})
_PLAIN = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"([0-9]*)([.,])([0-9]+)")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,]([0-9]*))?")
_CODE = re.compile(r"^([A-Z]{3}|FCFA|CFA|[€$£¥₵₦])|([A-Z]{3}|FCFA|CFA|[€$£¥₵₦])$")


def currency_of(text: str) -> str:
    """The ISO code. Refuses ValueError, in words, for anything else."""
    code = text.strip().upper()
    try:
        exponent(code)
    except UnknownCurrency:
        raise ValueError(f"{shown(text)} is no currency; write its code, like EUR or XOF.") from None
    return code


def minor(text: str, currency: str) -> int:
    """`-1.234,56`, `1,234.56-`, `(12.50)`, `XOF 1 000` in minor units; an empty cell is zero. Refuses ValueError, in words,
    for what is finer than the currency, and for what is no amount.

    A single sign before three digits ends the thousands, but for a currency of three decimals, where it begins them: every
    provider writes all decimals of a currency or none.
    """
    word = text.strip().translate(_MINUS)
    if not word:
        return 0
    negative = word.startswith("(") and word.endswith(")")
    word = _CODE.sub("", word.strip("()").translate(_SPACES))
    if word[:1] in "+-" or word[-1:] in "+-":
        negative ^= "-" in (word[0], word[-1])
        word = word[1:] if word[0] in "+-" else word[:-1]
    whole, part = _parts(_CODE.sub("", word), exponent(currency), text)
    digits = exponent(currency)
    part = part.rstrip("0")
    if len(part) > digits:
        raise ValueError(f"{shown(text)} is finer than {currency} can be.")
    amount = int((whole or "0") + part.ljust(digits, "0"))
    if amount > MOST:
        raise ValueError(f"{shown(text)} is more than an amount can be.")
    return -amount if negative else amount


def _parts(word: str, digits: int, text: str) -> tuple[str, str]:
    if _PLAIN.fullmatch(word):
        return word, ""
    decimal = _DECIMAL.fullmatch(word)
    grouped = _GROUPED.fullmatch(word)
    if decimal and (grouped is None or digits == 3 or decimal[1] in ("", "0")):
        return decimal[1], decimal[3]
    if grouped:
        cents = grouped[2]
        whole = word[: -len(cents) - 1] if cents is not None else word
        return re.sub(r"[^0-9]", "", whole), cents or ""
    raise ValueError(f"{shown(text)} is not an amount.")


def shown(text: str) -> str:
    """A cell as a message quotes it."""
    line = " ".join(text.split())
    return repr(line if len(line) <= 40 else line[:39] + "…")
