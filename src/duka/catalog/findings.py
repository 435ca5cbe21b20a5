"""What is wrong with an input, gathered field by field, so that a form is mended in one go."""

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar
from uuid import UUID

from duka.kernel import ids
from duka.kernel.errors import InvalidInput, MalformedId
from duka.kernel.text import clean_html, slugify

T = TypeVar("T")
LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
UNREADABLE = re.compile(r"[\x00\ud800-\udfff]")
"""NUL and halves of surrogate pairs: neither can be stored. Other control characters become spaces."""
CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
MOST_LOCALES = 30


class Findings:
    """Each check returns the value as it will be stored, or notes why it cannot be. `refuse` ends with
    InvalidInput if anything was noted, so nothing half-checked is ever used."""

    def __init__(self) -> None:
        self.errors: dict[str, str] = {}

    def note(self, path: str, why: str) -> None:
        self.errors.setdefault(path, why)

    def refuse(self) -> None:
        if self.errors:
            raise InvalidInput(self.errors)

    def line(self, path: str, value: str, most: int, *, needed: bool = False) -> str:
        """One line of text: trimmed, inner white space as single spaces."""
        return self.text(path, " ".join(CONTROLS.sub(" ", value).split()), most, needed=needed)

    def text(self, path: str, value: str, most: int, *, needed: bool = False) -> str:
        if not self._readable(path, value):
            return ""
        value = CONTROLS.sub(" ", value).strip()
        if needed and not value:
            self.note(path, "write something here")
        if len(value) > most:
            self.note(path, f"{len(value)} characters are too many; shorten it to {most}")
        return value

    def html(self, path: str, value: str, most: int) -> str:
        """Only what is safe in a page stays. The limit counts what was sent."""
        value = self.text(path, value, most)
        return "" if path in self.errors else clean_html(value)

    def number(self, path: str, value: int, least: int, most: int) -> int:
        if not least <= value <= most:
            self.note(path, f"give a whole number from {least} to {most}")
            return least
        return value

    def code(self, path: str, value: str) -> str:
        """A name for machines: lower-case letters, digits, - and _."""
        if not CODE.fullmatch(value):
            self.note(
                path, "use 1 to 60 lower-case letters, digits, - or _, beginning with a letter or digit"
            )
        return value

    def slug(self, path: str, value: str) -> str:
        """A given slug is kept as it is written when it is one; otherwise the proposal is in the message."""
        value = self.line(path, value, 80)
        if value and path not in self.errors and value != slugify(value):
            self.note(path, f"use lower-case letters, digits and hyphens, like {slugify(value)}")
        return value

    def locales(self, path: str, translations: Mapping[str, T]) -> Iterable[tuple[str, T]]:
        if len(translations) > MOST_LOCALES:
            self.note(path, f"{MOST_LOCALES} languages at most")
        for locale, texts in translations.items():
            if LOCALE.fullmatch(locale):
                yield locale, texts
            else:
                self.note(path, "name languages like fr or pt-BR")

    def id(self, path: str, prefix: str, text: str) -> UUID:
        try:
            return ids.parse(prefix, text)
        except MalformedId:
            self.note(path, f"this is no id of that kind; they look like {prefix}_…")
            return UUID(int=0)

    def _readable(self, path: str, value: str) -> bool:
        if UNREADABLE.search(value):
            self.note(path, "there are characters in it that cannot be shown; type it again without them")
            return False
        return True
