"""In which language a text is shown: one rule, here and in the database (`language_chain` and `said`, its twins in SQL).

What is asked for and its parents (fr-SN, then fr), the store's own language and its parents, and the original at last.
Where the original's own language comes up, nothing beyond it is asked: who reads French gets the French original and
not a translation of it into the store's English.
"""

from collections.abc import Mapping, Sequence
from typing import Any

RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "ff-Adlm", "he", "ku-Arab", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
"""Languages, or languages in a script, that are written from right to left (Unicode CLDR, characterOrder)."""
RIGHT_TO_LEFT_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Syrc", "Thaa"})


def chain(asked: str, own: str, source: str) -> list[str]:
    """The languages to look in, in this order, before the original (which is in `source`)."""
    found: list[str] = []
    for wanted in (asked, own):
        step = wanted.replace("_", "-")
        while step:
            if step == source:
                return found
            if step not in found:
                found.append(step)
            if step == source.partition("-")[0]:
                return found
            step = step.rpartition("-")[0]
    return found


def said(
    translations: Mapping[str, Any], languages: Sequence[str], path: Sequence[str], original: str
) -> str:
    """The text at `path` of {language: …} in the first of these languages that has it, else the original."""
    for language in languages:
        found: Any = translations.get(language)
        for step in path:
            found = found.get(step) if isinstance(found, Mapping) else None
        if isinstance(found, str) and found:
            return found
    return original


def direction(tag: str) -> str:
    """`rtl` or `ltr`: the `dir` of what is written in this language."""
    parts = tag.replace("_", "-").split("-")
    script = next((part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    if script:
        return "rtl" if script in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if parts[0].lower() in RIGHT_TO_LEFT else "ltr"


def in_language(words: Mapping[str, str], locale: str) -> str:
    """Of words by language those in this one, else in English, else in any there is."""
    return (
        words.get(locale)
        or words.get(locale.partition("-")[0])
        or words.get("en")
        or next(iter(words.values()), "")
    )
