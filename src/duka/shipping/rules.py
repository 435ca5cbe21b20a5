"""What carrying costs, where to, and from which location goods leave.

Distances are great circles on a sphere of the Earth's mean radius (haversine; R. W. Sinnott, "Virtues of the
Haversine", Sky and Telescope 68/2, 1984): within 0.6 % of the truth, which is enough to put places in order.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Literal, Protocol, TypeVar

import msgspec

from duka.kernel.areas import specificity

EARTH_RADIUS_METRES = 6_371_009


class Zone(msgspec.Struct, frozen=True):
    """Where rates hold. `countries` may hold `*` for the rest of the world; empty regions or prefixes do not
    narrow."""

    id: str
    name: str
    countries: tuple[str, ...]
    regions: tuple[str, ...] = ()
    postal_prefixes: tuple[str, ...] = ()


class Tier(msgspec.Struct, frozen=True):
    """The price up to and including `up_to` grams or minor units; None is without end."""

    up_to: int | None
    price_minor: int


class ShippingRate(msgspec.Struct, frozen=True):
    """`price_minor` is the price of flat and pickup; by_weight and by_total take theirs from `tiers`.

    Refuses (ValueError) tiers that do not ascend, an open tier that is not the last, and negative prices.
    """

    id: str
    name: str
    kind: Literal["flat", "by_weight", "by_total", "pickup"]
    price_minor: int = 0
    free_over_minor: int | None = None
    tiers: tuple[Tier, ...] = ()
    min_total_minor: int | None = None
    max_total_minor: int | None = None
    max_weight_grams: int | None = None

    def __post_init__(self) -> None:
        bounds = [tier.up_to for tier in self.tiers]
        if None in bounds[:-1]:
            raise ValueError(f"{self.name}: only the last tier may be without end")
        closed = [bound for bound in bounds if bound is not None]
        if any(later <= earlier for earlier, later in pairwise(closed)):
            raise ValueError(f"{self.name}: tiers must ascend")
        if min(self.price_minor, *(tier.price_minor for tier in self.tiers), 0) < 0:
            raise ValueError(f"{self.name}: a price cannot be negative")


def quote(rate: ShippingRate, subtotal_minor: int, weight_grams: int) -> int | None:
    """The price of carrying goods worth `subtotal_minor`, as priced and after discounts; None when the rate
    is not offered. All bounds belong to their range: free at `free_over_minor`, still offered at the maxima.
    The limits come before free carriage, and so does the end of the tiers: what is too heavy is not carried
    for nothing."""
    if rate.min_total_minor is not None and subtotal_minor < rate.min_total_minor:
        return None
    if rate.max_total_minor is not None and subtotal_minor > rate.max_total_minor:
        return None
    if rate.max_weight_grams is not None and weight_grams > rate.max_weight_grams:
        return None
    price: int | None = rate.price_minor
    if rate.kind in ("by_weight", "by_total"):
        measure = weight_grams if rate.kind == "by_weight" else subtotal_minor
        price = next((t.price_minor for t in rate.tiers if t.up_to is None or measure <= t.up_to), None)
    if price is not None and rate.free_over_minor is not None and subtotal_minor >= rate.free_over_minor:
        return 0
    return price


def zones_for(zones: Iterable[Zone], country: str, region: str = "", postal_code: str = "") -> list[Zone]:
    """The zones that fit the address best, in the order given; several only when they are equally specific.
    What is more specific replaces what is wider: a city's zone hides its country's."""
    ranked = []
    for zone in zones:
        rank = specificity(zone.countries, zone.regions, zone.postal_prefixes, country, region, postal_code)
        if rank is not None:
            ranked.append((rank, zone))
    best = max((rank for rank, _ in ranked), default=None)
    return [zone for rank, zone in ranked if rank == best]


class Place(Protocol):
    """Something somewhere: coordinates in millionths of a degree, None when nobody knows."""

    @property
    def id(self) -> object: ...
    @property
    def latitude_e6(self) -> int | None: ...
    @property
    def longitude_e6(self) -> int | None: ...


P = TypeVar("P", bound=Place)
L = TypeVar("L", bound=Hashable)
I = TypeVar("I", bound=Hashable)  # noqa: E741  (location and item)


def distance_metres(lat1_e6: int, lon1_e6: int, lat2_e6: int, lon2_e6: int) -> int:
    """Along the great circle, to the nearest metre."""
    lat1, lon1, lat2, lon2 = (radians(degrees / 1e6) for degrees in (lat1_e6, lon1_e6, lat2_e6, lon2_e6))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return round(2 * EARTH_RADIUS_METRES * asin(min(1.0, sqrt(half))))


def nearest(locations: Iterable[P], latitude_e6: int | None, longitude_e6: int | None) -> list[P]:
    """The locations by distance, then by id. Those whose place is unknown come last; all do when the buyer's
    is."""

    def order(location: P) -> tuple[bool, int, str]:
        lat, lon = location.latitude_e6, location.longitude_e6
        if latitude_e6 is None or longitude_e6 is None or lat is None or lon is None:
            return True, 0, str(location.id)
        return False, distance_metres(latitude_e6, longitude_e6, lat, lon), str(location.id)

    return sorted(locations, key=order)


def choose_location(
    locations_in_order: Sequence[L], demand: Mapping[I, int], available: Mapping[tuple[L, I], int]
) -> L | None:
    """The first location, in the order given (see `nearest`), that has all of the demand; None when no one
    has."""
    for location in locations_in_order:
        if all(available.get((location, item), 0) >= quantity for item, quantity in demand.items()):
            return location
    return None


def split(
    locations_in_order: Sequence[L], demand: Mapping[I, int], available: Mapping[tuple[L, I], int]
) -> dict[L, dict[I, int]] | None:
    """Who gives how much of what, when no single location has all; None when all together have not enough.

    First the locations are chosen: each round takes the one that completes most of the items still open (then
    the one that has something of most of them, then the earlier). Then each item comes from the first chosen
    location that has all of it, or from several in order. That is greedy: it keeps parcels few, and does not
    promise the fewest. It finds a split whenever there is one, and the same input gives the same split.
    """
    wanted = {item: quantity for item, quantity in demand.items() if quantity > 0}
    chosen = _cover(list(dict.fromkeys(locations_in_order)), wanted, available)
    if chosen is None:
        return None
    found: dict[L, dict[I, int]] = {}
    for item, quantity in wanted.items():
        whole = [place for place in chosen if available.get((place, item), 0) >= quantity]
        left = quantity
        for place in whole[:1] or chosen:
            given = min(left, available.get((place, item), 0))
            if given > 0:
                found.setdefault(place, {})[item] = given
                left -= given
    return {place: found[place] for place in chosen if place in found}


def _cover(places: list[L], wanted: Mapping[I, int], available: Mapping[tuple[L, I], int]) -> list[L] | None:
    """Locations that together have everything, in the order given; None when all together have not."""
    left = dict(wanted)
    chosen: set[L] = set()
    while any(left.values()):
        best: tuple[int, int] = (0, 0)
        taken: L | None = None
        for place in places:
            gifts = {item: min(n, available.get((place, item), 0)) for item, n in left.items() if n}
            score = (sum(n == left[item] for item, n in gifts.items()), sum(n > 0 for n in gifts.values()))
            if place not in chosen and score > best:
                best, taken = score, place
        if taken is None:
            return None
        chosen.add(taken)
        left = {item: max(n - max(available.get((taken, item), 0), 0), 0) for item, n in left.items()}
    return [place for place in places if place in chosen]
