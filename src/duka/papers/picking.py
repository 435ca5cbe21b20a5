"""Pick lists: what to fetch from the shelves of a location, for many orders at once."""

from collections.abc import Sequence
from typing import Any

from duka.papers.press import press
from duka.papers.types import PickList
from duka.papers.words import language, words


def pick_list(lists: Sequence[PickList]) -> bytes:
    """One PDF, each location on paper of its own; by shelf, then by SKU."""
    return press("pick_list", {"lists": [pick_data(each) for each in lists]})[0]


def pick_data(picks: PickList) -> dict[str, Any]:
    return {
        "words": words(picks.locale),
        "language": language(picks.locale),
        "location": picks.location,
        "made_at": picks.made_at,
        "orders": picks.orders,
        "has_shelves": any(line.shelf for line in picks.lines),
        "lines": sorted(picks.lines, key=lambda line: (line.shelf == "", line.shelf, line.sku, line.title)),
    }
