"""Numbers and money as people write and read them, in their language.

Formatting is by hand from patterns that are read once from CLDR (through Babel) per locale and currency:
integers in, text out, no float and no Decimal on the way. Babel is imported at the first use, because its
data is large and most processes start without needing it. Spaces inside an amount are no-break spaces, so
that it never wraps.

Two departures from CLDR. A symbol that ends in a letter keeps a no-break space to its number (UTS 35,
currency spacing): `CHF 12.50`, not `CHF12.50`. The CFA franc is written as its users write it: `12 500 F CFA`
in every language that puts the symbol behind, `CFA 12,500` where it stands in front.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from duka.kernel.money import exponent

if TYPE_CHECKING:
    from babel.core import Locale

NBSP = "\u00a0"
_CFA = ("XOF", "XAF")
_GROUP_SIGNS = " \u00a0\u2009\u202f'’٬_"
_SIGNS = {"-": -1, "−": -1, "+": 1}
_DIRECTION_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))
_MAX_DIGITS = 18  # what a bigint holds


class NumberStyle(msgspec.Struct, frozen=True):
    """How a locale writes numbers. `groups` are the sizes of the last group and of those before it."""

    decimal: str
    group: str
    minus: str
    groups: tuple[int, int]


class _MoneyStyle(msgspec.Struct, frozen=True):
    number: NumberStyle
    digits: int
    positive: tuple[str, str]
    negative: tuple[str, str]


@lru_cache(maxsize=256)
def _locale(tag: str) -> Locale:
    """The locale of a tag like fr, fr-SN or fr_SN; its language alone, then English, when it is not known."""
    from babel.core import Locale, UnknownLocaleError  # heavy: see the module docstring

    for candidate in (tag.replace("-", "_"), re.split("[-_]", tag)[0]):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return Locale.parse("en")


@lru_cache(maxsize=256)
def number_style(locale: str) -> NumberStyle:
    found = _locale(locale)
    symbols = found.number_symbols["latn"]
    grouping = found.decimal_formats[None].grouping
    return NumberStyle(
        decimal=symbols["decimal"],
        group=symbols["group"],
        minus=symbols["minusSign"],
        groups=(int(grouping[0]), int(grouping[1])),
    )


@lru_cache(maxsize=2048)
def currency_symbol(currency: str, locale: str) -> str:
    """€, F CFA, KSh: what the locale calls the currency in short, or its code."""
    if currency in _CFA:
        return "CFA" if _locale(locale).currency_formats["standard"].prefix[0] else f"F{NBSP}CFA"
    return str(_locale(locale).currency_symbols.get(currency, currency))


def _needs_space(edge: str) -> bool:
    """UTS 35, currency spacing: what is neither a sign nor a space itself keeps its distance from digits."""
    return unicodedata.category(edge)[0] not in "SZ"


@lru_cache(maxsize=2048)
def _money_style(currency: str, locale: str) -> _MoneyStyle:
    pattern = _locale(locale).currency_formats["standard"]
    number = number_style(locale)
    grouping = (int(pattern.grouping[0]), int(pattern.grouping[1]))
    symbol = currency_symbol(currency, locale)

    def affixes(prefix: str, suffix: str) -> tuple[str, str]:
        if prefix.endswith("¤") and _needs_space(symbol[-1]):
            prefix += NBSP
        if suffix.startswith("¤") and _needs_space(symbol[0]):
            suffix = NBSP + suffix
        # The minus sign goes in before the symbol, which may hold a hyphen of its own.
        return (
            prefix.replace("-", number.minus).replace("¤", symbol),
            suffix.replace("-", number.minus).replace("¤", symbol),
        )

    return _MoneyStyle(
        number=msgspec.structs.replace(number, groups=grouping),
        digits=exponent(currency),
        positive=affixes(pattern.prefix[0], pattern.suffix[0]),
        negative=affixes(pattern.prefix[1], pattern.suffix[1]),
    )


def _written(size: int, digits: int, style: NumberStyle) -> str:
    """A size (never negative) at `digits` decimals, grouped."""
    text = str(size)
    fraction = ""
    if digits:
        text = text.rjust(digits + 1, "0")
        text, fraction = text[:-digits], style.decimal + text[-digits:]
    last, before = style.groups
    if len(text) <= last:
        return text + fraction
    if last == before == 3:
        return f"{int(text):,}".replace(",", style.group) + fraction
    head, parts = text[:-last], [text[-last:]]
    while head:
        head, part = head[:-before], head[-before:]
        parts.insert(0, part)
    return style.group.join(parts) + fraction


def format_money(minor: int, currency: str, locale: str) -> str:
    """`12 500 F CFA`, `€24.90`, `24,90 €`, `-CHF 12.50`. Refuses UnknownCurrency."""
    style = _money_style(currency, locale)
    before, after = style.positive if minor >= 0 else style.negative
    return before + _written(abs(minor), style.digits, style.number) + after


def format_decimal(value: int, scale: int, locale: str, trim: bool = True) -> str:
    """An integer at `scale` as a number: 1250 at 3 is `1.25` (`1.250` untrimmed), `1,25` in French."""
    if trim:
        while scale and value % 10 == 0:
            value, scale = value // 10, scale - 1
    style = number_style(locale)
    return ("" if value >= 0 else style.minus) + _written(abs(value), scale, style)


def parse_money(text: str, currency: str, locale: str) -> int:
    """The minor units that a person meant: `12 500`, `12.500`, `1,25`, `24.90 €`, `CFA 12,500`.

    The symbol or the code of the currency may stand on either side. See `parse_decimal` for what is refused.
    """
    digits = exponent(currency)
    names = {
        currency,
        currency_symbol(currency, locale),
        str(_locale(locale).currency_symbols.get(currency, currency)),
    }
    if currency in _CFA:
        names |= {"F CFA", "FCFA", "CFA", "F"}
    plain = _strip_names(_spaced(text), names)
    try:
        return parse_decimal(plain, digits, locale)
    except ValueError as refusal:
        raise ValueError(f"{text.strip()!r} is not an amount in {currency}: {refusal}") from None


def _spaced(text: str) -> str:
    return re.sub(r"\s", " ", text.translate(_DIRECTION_MARKS)).strip()


def _strip_names(text: str, names: set[str]) -> str:
    """`text` without one of the names at its start or end, whatever their case."""
    sign = ""
    if text[:1] in _SIGNS:
        sign, text = text[0], text[1:].lstrip()
    for name in sorted((_spaced(name).casefold() for name in names), key=lambda n: (-len(n), n)):
        folded = text.casefold()
        if len(folded) != len(text):
            break
        if folded.startswith(name):
            return sign + text[len(name) :].strip()
        if folded.endswith(name):
            return sign + text[: -len(name)].strip()
    return sign + text


def parse_decimal(text: str, scale: int, locale: str) -> int:
    """The number that a person typed, as an integer at `scale` (`1,25` at 2 is 125).

    Spaces and apostrophes only ever group thousands. Of point and comma, the last is the decimal sign when
    both occur; one that occurs several times groups. A lone one is the decimal sign, except before exactly
    three digits: there it groups when the number cannot have three decimals and the locale does not use it as
    its decimal sign.

    Refuses (ValueError) what could be read in two ways, what groups other than by thousands (lakhs where the
    locale has them), more decimals than `scale` unless they are zeros, and anything that is not a number.
    """
    style = number_style(locale)
    text = _spaced(text)
    sign = 1
    if text[:1] in _SIGNS:
        sign, text = _SIGNS[text[0]], text[1:].lstrip()
    text = text.replace("٫", style.decimal)
    text = "".join(" " if c in _GROUP_SIGNS else str(int(c)) if c.isdecimal() else c for c in text)
    if not re.fullmatch(r"[\d., ]*\d[\d., ]*", text):
        raise ValueError("write digits, with at most one decimal sign")
    if sum(c.isdigit() for c in text) > _MAX_DIGITS:
        raise ValueError("that is too large")
    whole, fraction = _split(text, scale, style)
    fraction = fraction.rstrip("0") if len(fraction) > scale else fraction
    if len(fraction) > scale:
        allowed = (
            "no decimals are possible here" if not scale else f"at most {scale} decimals are possible here"
        )
        raise ValueError(allowed)
    return sign * int(whole + fraction.ljust(scale, "0"))


def _split(text: str, scale: int, style: NumberStyle) -> tuple[str, str]:
    """The digits before and behind the decimal sign."""
    points, commas = text.count("."), text.count(",")
    last = max(text.rfind("."), text.rfind(","))
    if not (points or commas):
        return _ungroup(text, " ", style), ""
    sign = text[last]
    head, tail = text[:last], text[last + 1 :]
    if " " in tail or (points > 1 and commas > 1):
        raise ValueError("its groups of digits are not thousands")
    if points and commas:
        if text.count(sign) > 1:
            raise ValueError("its groups of digits are not thousands")
        other = "," if sign == "." else "."
        return _ungroup(head, other, style), tail
    if points + commas > 1:
        return _ungroup(text, sign, style), ""
    could_group = len(tail) == 3 and re.fullmatch(r"[1-9]\d{0,2}", head) is not None
    if not could_group:
        return _ungroup(head, " ", style) if head else "0", tail
    if scale >= 3 and sign == style.decimal:
        return head, tail
    if scale == 0 or sign == style.group or (scale < 3 and sign != style.decimal):
        return head + tail, ""
    raise ValueError(
        f"it could mean {head}{tail} or {head}{style.decimal}{tail}; write it without the {sign!r} or in full"
    )


def _ungroup(text: str, sign: str, style: NumberStyle) -> str:
    """Digits without their grouping sign; refuses groups that are not thousands."""
    inner = "2,3" if style.groups[1] == 2 else "3"
    mark = re.escape(sign)
    if re.fullmatch(r"\d+", text) or re.fullmatch(rf"\d{{1,3}}(?:{mark}\d{{{inner}}})*{mark}\d{{3}}", text):
        return text.replace(sign, "")
    raise ValueError("its groups of digits are not thousands")
