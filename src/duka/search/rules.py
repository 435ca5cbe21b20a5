"""Pure: the merchant's synonyms and pinned products, made ready for looking up."""

from collections.abc import Iterable, Sequence

import msgspec

from duka.catalog.queries.meaning import Tuning
from duka.catalog.queries.words import Words, folded
from duka.search.sections import SET_BACK, SearchSettings


class SynonymRule(msgspec.Struct, frozen=True):
    locale: str
    words: list[str]
    is_one_way: bool


class PinRule(msgspec.Struct, frozen=True):
    locale: str
    text: str
    product_ids: list[str]


class Rules(msgspec.Struct, frozen=True):
    """Language (empty: every) and folded phrase → what means the same; and → pinned products."""

    settings: SearchSettings
    same: dict[tuple[str, str], tuple[str, ...]]
    pins: dict[tuple[str, str], tuple[str, ...]]

    def tuning(self, words: Words, locale: str) -> Tuning:
        language = locale[:2].lower()
        same: dict[str, list[str]] = {}
        phrases: dict[str, list[str]] = {}
        for phrase in _phrases(words.words):
            for other in self.same.get(("", phrase), ()) + self.same.get((language, phrase), ()):
                (phrases if " " in other else same).setdefault(phrase, []).append(other)
        text = " ".join(words.words)
        return Tuning(
            same=same,
            phrases=phrases,
            sales=self.settings.sales_weight,
            sold_out=SET_BACK[self.settings.sold_out],
            forgives=self.settings.forgives_typing,
            pinned=self.pins.get((language, text)) or self.pins.get(("", text), ()),
        )


def ready(settings: SearchSettings, synonyms: Iterable[SynonymRule], pins: Iterable[PinRule]) -> Rules:
    same: dict[tuple[str, str], dict[str, None]] = {}
    for rule in synonyms:
        for place, word in enumerate(rule.words):
            if rule.is_one_way and place:
                break
            others = same.setdefault((rule.locale, word), {})
            others.update({other: None for other in rule.words if other != word})
    return Rules(
        settings,
        {key: tuple(others)[:20] for key, others in same.items()},
        {(pin.locale, pin.text): tuple(pin.product_ids) for pin in pins},
    )


def distinct(words: Sequence[str]) -> list[str]:
    """Folded, each once, without empty ones."""
    return list(dict.fromkeys(filter(None, map(folded, words))))


def is_personal(text: str) -> bool:
    """Whether a text looks like an e-mail address or a number of somebody: those are not kept."""
    return "@" in text or sum(letter.isdigit() for letter in text) >= 7


def _phrases(words: Sequence[str]) -> list[str]:
    return list(
        dict.fromkeys(
            " ".join(words[first:last])
            for first in range(len(words))
            for last in range(first + 1, min(first + 3, len(words)) + 1)
        )
    )
