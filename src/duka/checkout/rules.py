"""Pure rules of checkout."""

from collections.abc import Mapping
from uuid import UUID

from duka.customers.types import Address
from duka.shipping.rules import choose_location, nearest, split
from duka.stores.types import Location

PLACED_AT_ONCE = frozenset({"cash_on_delivery", "bank_transfer"})
"""Ways of paying that need no payment in advance."""

Wants = dict[UUID, dict[UUID, int]]


def in_order(locations: list[Location], address: Address | None) -> list[UUID]:
    """The locations from the nearest to the farthest, as far as the buyer's place is known."""
    latitude = address.latitude_e6 if address else None
    longitude = address.longitude_e6 if address else None
    return [place.id for place in nearest(locations, latitude, longitude)]


def allocate(
    places: list[UUID], demand: Mapping[UUID, int], available: Mapping[tuple[UUID, UUID], int]
) -> Wants | None:
    """Who gives what: the first place that has all, else a split over as few as it takes; None when there is
    not enough."""
    if not demand:
        return {}
    whole = choose_location(places, demand, available)
    if whole is not None:
        return {whole: dict(demand)}
    return split(places, demand, available)
