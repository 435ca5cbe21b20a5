"""What grants cover, against a slow and obvious telling of it."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from duka.access.rules import lacking, union
from duka.kernel.context import Grant
from duka.kernel.ids import new_id

STORES, LOCATIONS = [new_id() for _ in range(3)], [new_id() for _ in range(3)]
ELSEWHERE = new_id()
NAMES = ["a:read", "b:read", "c:read"]


def places(known: list) -> st.SearchStrategy:
    return st.none() | st.frozensets(st.sampled_from(known), min_size=1)


GRANTS = st.builds(Grant, st.frozensets(st.sampled_from(NAMES)), places(STORES), places(LOCATIONS))


@given(st.lists(GRANTS, max_size=5), GRANTS)
def test_what_is_lacking_is_what_some_place_lacks(held: list[Grant], wanted: Grant) -> None:
    """A store or location that nobody has heard of yet stands for all that `None` means."""
    expected = {
        name
        for name in wanted.permissions
        for store, location in product([*STORES, ELSEWHERE], [*LOCATIONS, ELSEWHERE])
        if wanted.covers(name, store, location) and not any(g.covers(name, store, location) for g in held)
    }
    assert lacking(held, wanted) == expected


@given(st.lists(GRANTS, max_size=5))
def test_everybody_may_hand_on_what_they_hold(held: list[Grant]) -> None:
    assert all(lacking(held, grant) == frozenset() for grant in held)
    assert union(held) == {name for grant in held for name in grant.permissions}
