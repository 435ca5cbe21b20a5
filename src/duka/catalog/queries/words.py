"""What people type, as words to look for. Both sides of a search are folded by `kernel.text.fold`."""

import re
from typing import Any

import msgspec

from duka.kernel.text import fold

LONGEST_TEXT = 200
LONGEST_WORD = 40
MOST_WORDS = 8
_WORD = re.compile(r"[^\W_]+")


class Words(msgspec.Struct, frozen=True):
    """The words of a search, and `starts`, what a product's word must begin with to be one of them: a plural
    finds its singular. `text` is what was typed, for article numbers."""

    text: str
    words: list[str]
    starts: list[str]

    @property
    def params(self) -> dict[str, Any]:
        numbers = list(dict.fromkeys((self.text, self.text.upper(), self.text.lower())))
        return {"words": self.words, "starts": self.starts, "skus": numbers}


def clean(text: str) -> str:
    """Text that PostgreSQL can hold, at most 200 characters."""
    return text[:LONGEST_TEXT].encode("utf-8", "ignore").decode().replace("\0", "")


def words_of(text: str) -> Words:
    """At most eight words of the first 200 characters."""
    text = clean(text).strip()
    words = [word[:LONGEST_WORD] for word in dict.fromkeys(_WORD.findall(fold(text)))][:MOST_WORDS]
    return Words(text, words, [word[:-1] if len(word) > 4 and word[-1] in "sx" else word for word in words])
