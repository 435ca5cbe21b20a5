"""What is filled in when a message is sent: variables, conditions, tables and the one button. Pure.

A translator moves them about and translates around them; none may be lost, and none invented.
"""

import re
from collections import Counter

from duka.languages.errors import PlaceholdersDiffer

PIECE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|^\[\w+\]$|^=> ", re.DOTALL | re.MULTILINE)
"""`{{ name }}`, `{% if … %}`, `[goods]` on a line of its own, and the sign that begins a button (`mail.wording`)."""


def of(text: str) -> Counter[str]:
    return Counter(" ".join(piece.split()) for piece in PIECE.findall(text))


def require_same(source: str, text: str) -> None:
    """Refuses `PlaceholdersDiffer`, and names what differs."""
    wanted, found = of(source), of(text)
    lost, new = wanted - found, found - wanted
    if lost or new:
        differing = [f"{piece} is missing" for piece in lost] + [f"{piece} is new" for piece in new]
        raise PlaceholdersDiffer(differing=", ".join(sorted(differing)))
