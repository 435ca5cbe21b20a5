"""What people type, as words to look for. Both sides of a search are folded by `kernel.text.fold`."""

import re
from collections.abc import Iterator
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


def keys_of(word: str) -> list[str]:
    """The keys under which words are looked up that differ from this one by a letter (`search_word_keys` has each word
    whole, and without one of its letters). None for what is short, long or has digits."""
    if not 3 <= len(word) <= 24 or any(letter.isdigit() for letter in word):
        return []
    return list(dict.fromkeys([word, *_shorter(word)]))


def far_keys_of(word: str) -> list[str]:
    """More keys, for words that differ by two letters."""
    if not keys_of(word) or len(word) < 5:
        return []
    once = list(_shorter(word))
    return list(dict.fromkeys([*once, *(key for each in once for key in _shorter(each))]))


def _shorter(word: str) -> Iterator[str]:
    return (word[:n] + word[n + 1 :] for n in range(len(word)))


def distance(one: str, other: str, most: int = 2) -> int:
    """How many letters are wrong, missing, doubled or swapped with their neighbour; `most` + 1 for more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    start = 0
    while start < len(one) and start < len(other) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    if not one or not other:
        return len(one) + len(other)
    earlier: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, row = row, [i]
        for j, theirs in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        earlier = above
    return min(row[-1], most + 1)


def folded(text: str) -> str:
    """The words of a text as searches compare them, with single spaces; at most eight."""
    return " ".join(words_of(text).words)
