"""Texts of others, made safe to pass on or to keep."""

import re
import unicodedata


def word(value: object, most: int = 60) -> str:
    """A provider's code or number for something: letters, digits and `_ . -`, nothing else."""
    return re.sub(r"[^A-Za-z0-9_.\-]", "", str(value or ""))[:most]


def note(text: str, most: int) -> str:
    """For a provider that refuses accents and signs: the same in ASCII letters, digits, spaces and `. , -`."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^A-Za-z0-9 .,\-]", " ", ascii_only).split())[:most].strip()
