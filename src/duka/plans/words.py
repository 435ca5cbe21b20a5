"""Which of several languages somebody reads."""

from collections.abc import Mapping


def said(words: Mapping[str, str], locale: str) -> str:
    """In that language, else in English, else in any there is."""
    return words.get(locale) or words.get("en") or next(iter(words.values()), "")
