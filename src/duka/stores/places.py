"""Which countries, languages and time zones exist, asked of CLDR and the tz database.

CLDR's tables are read at the first question and not at start: a process that only serves never needs them.
"""

import re
import zoneinfo
from functools import cache

_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
_LOCALE = re.compile(r"([a-z]{2,3})(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


@cache
def countries() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes of countries and territories."""
    from babel import Locale  # heavy: see above

    names = map(str, Locale.parse("en").territories)
    return frozenset(c for c in names if len(c) == 2 and c.isalpha() and c.isupper()) - _NOT_COUNTRIES


@cache
def timezones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


@cache
def is_locale(text: str) -> bool:
    """Whether CLDR knows the language of `text` (fr, fr-CI, zh-Hant-TW)."""
    from babel import localedata  # heavy: see above

    match = _LOCALE.fullmatch(text)
    return match is not None and bool(localedata.exists(match[1]))


def closest(wanted: str, offered: list[str], default: str) -> str:
    """The offered locale that serves `wanted` best: itself, its language, another country's, or the
    default."""
    if wanted in offered:
        return wanted
    language = wanted.partition("-")[0]
    for locale in (language, *offered):
        if locale in offered and locale.partition("-")[0] == language:
            return locale
    return default
