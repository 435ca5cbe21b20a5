"""In which language a visit is answered, and the messages of each.

A language is a folder under `locale/` with a gettext catalogue; adding one adds the language. English is
the language of the sources. Catalogues are read once, at the first page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from gettext import c2py
from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent / "locale"
SOURCE = "en"
COOKIE = "lang"
ASKED = "lang"
"""The part of an address that asks for a language."""


class Messages(msgspec.Struct, frozen=True):
    """The messages of one language; what it lacks is shown in English."""

    single: dict[str, str]
    plural: dict[str, tuple[str, ...]]
    form: Callable[[int], int]

    def gettext(self, message: str) -> str:
        return self.single.get(message, message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        forms = self.plural.get(one)
        return forms[self.form(count)] if forms else (one if count == 1 else many)


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """English and every language that has a catalogue."""
    return (
        SOURCE,
        *sorted(path.name for path in FOLDER.iterdir() if (path / "LC_MESSAGES" / "duka.po").is_file()),
    )


def spoken(locale: str, own: str) -> str:
    """The language of our own words for `locale`; that of the store's `own` language where we have none in that."""
    has_words = re.split("[-_]", locale)[0] in languages()
    return locale if has_words else own


def translate(locale: str, message: str) -> str:
    return messages(locale).gettext(message)


@lru_cache(maxsize=64)
def messages(locale: str) -> Messages:
    """The catalogue of a locale's language; no messages, so English, when there is none."""
    language = re.split("[-_]", locale)[0]
    if language == SOURCE or language not in languages():
        return Messages({}, {}, lambda count: int(count != 1))
    from babel.messages.pofile import read_po  # heavy, and needed only when another language is asked for

    with (FOLDER / language / "LC_MESSAGES" / "duka.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    single: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, (tuple, list)):
            plural[message.id[0]] = tuple(message.string or ())
        elif message.string:
            single[message.id] = str(message.string)
    return Messages(single, plural, c2py(catalogue.plural_expr))


def choose(
    supported: Sequence[str], default: str, asked: str | None, remembered: str | None, accepted: str | None
) -> str:
    """The first of: what the address asks for, what was chosen before, what the browser prefers, the
    store's own."""
    for wanted in (asked, remembered):
        found = wanted and _match(wanted, supported)
        if found:
            return found
    for wanted in _preferences(accepted or ""):
        found = _match(wanted, supported)
        if found:
            return found
    return _match(default, supported) or default


def _match(wanted: str, supported: Sequence[str]) -> str | None:
    wanted = wanted.strip().lower().replace("_", "-")
    for tag in supported:
        if tag.lower().replace("_", "-") == wanted:
            return tag
    head = wanted.split("-")[0]
    return next((tag for tag in supported if tag.lower().replace("_", "-").split("-")[0] == head), None)


def _preferences(header: str) -> list[str]:
    """The languages of an Accept-Language header, the most wanted first (RFC 9110, 12.5.4)."""
    ranked: list[tuple[float, int, str]] = []
    for place, part in enumerate(header[:400].split(",")):
        tag, _, quality = part.partition(";")
        weight = quality.strip().removeprefix("q=")
        try:
            ranked.append((-float(weight) if weight else -1.0, place, tag.strip()))
        except ValueError:
            continue
    return [tag for weight, _, tag in sorted(ranked) if tag and tag != "*" and weight < 0]


@lru_cache(maxsize=64)
def names(tags: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each tag with its own name for itself: (fr, Français)."""
    from babel.core import Locale, UnknownLocaleError  # heavy

    result: list[tuple[str, str]] = []
    for tag in tags:
        try:
            locale = Locale.parse(tag.replace("-", "_"))
            result.append((tag, (locale.get_language_name() or tag).capitalize()))
        except (UnknownLocaleError, ValueError):
            result.append((tag, tag))
    return result
