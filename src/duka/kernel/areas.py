"""Where a rule holds: does an address lie in an area, and which of two areas is the more specific.

Shared by tax zones and shipping zones, so that both read `75001`, `Île-de-France` or the rest of the world
alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from duka.kernel.text import fold

EVERYWHERE = "*"

Rank = tuple[int, int, int]


def specificity(
    countries: Sequence[str],
    regions: Sequence[str],
    postal_prefixes: Sequence[str],
    country: str,
    region: str,
    postal_code: str,
) -> Rank | None:
    """How closely the area fits the address, greater is closer; None when the address lies outside.

    A postal prefix weighs more than a region (a longer prefix more than a shorter one), a region more than
    the country, a named country more than `*`. Empty `regions` or `postal_prefixes` do not narrow the area;
    where both are given, both must hold. Case, accents, spaces and hyphens do not count; region `NY` and
    `US-NY` are the same.
    """
    wanted = country.strip().upper()
    named = any(code.strip().upper() == wanted for code in countries)
    if not named and EVERYWHERE not in countries:
        return None
    if regions and not any(_region(r, wanted) == _region(region, wanted) for r in regions):
        return None
    code = _postal(postal_code)
    lengths = [len(p) for p in map(_postal, postal_prefixes) if code.startswith(p)]
    if postal_prefixes and not lengths:
        return None
    return (max(lengths, default=0), int(bool(regions)), int(named))


def _postal(code: str) -> str:
    return "".join(c for c in code.upper() if c.isalnum())


def _region(region: str, country: str) -> str:
    return fold(region).removeprefix(f"{country.lower()}-")
