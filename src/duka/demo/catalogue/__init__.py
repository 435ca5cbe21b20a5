"""The demo catalogues as plain data: `boutique()` (fashion and home, Dakar) and `farm()` (a farm shop in
Wicklow).

The words and numbers are in the TOML files of the two folders; `types` holds the shapes, `reading` derives
variants, stock and galleries. Both functions return the same frozen value each time.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from duka.demo.catalogue.reading import read
from duka.demo.catalogue.types import DemoCatalogue


@cache
def boutique() -> DemoCatalogue:
    """Teranga: XOF, French first, then English; options and variants."""
    return read(Path(__file__).parent / "boutique", "boutique")


@cache
def farm() -> DemoCatalogue:
    """Linden Hill: EUR, English first, then French; much of it sold by weight, from three locations."""
    return read(Path(__file__).parent / "farm", "farm")
