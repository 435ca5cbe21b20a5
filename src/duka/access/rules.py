"""What grants cover: pure."""

from collections.abc import Iterable
from itertools import product

from duka.kernel.context import Grant

OWNER_ROLE = "owner"


def lacking(held: Iterable[Grant], wanted: Grant) -> frozenset[str]:
    """The permissions of `wanted` that `held` does not hold everywhere where `wanted` would. Several grants may cover it
    together, each a part of its stores and locations."""
    grants = list(held)
    stores = [None] if wanted.stores is None else sorted(wanted.stores)
    locations = [None] if wanted.locations is None else sorted(wanted.locations)
    places = list(product(stores, locations))

    def is_held(permission: str) -> bool:
        having = [g for g in grants if permission in g.permissions]
        return all(
            any(
                (g.stores is None or (store is not None and store in g.stores))
                and (g.locations is None or (location is not None and location in g.locations))
                for g in having
            )
            for store, location in places
        )

    return frozenset(permission for permission in wanted.permissions if not is_held(permission))


def union(grants: Iterable[Grant]) -> frozenset[str]:
    """Every permission that some grant holds somewhere."""
    return frozenset().union(*(grant.permissions for grant in grants))
