"""Who is given what."""

from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from duka.experiments import assigning
from duka.experiments.measuring import imbalance
from duka.experiments.types import ExperimentShown, Running

NOW = datetime(2026, 11, 2, tzinfo=UTC)
FIRST, SECOND = UUID(int=1), UUID(int=2)


def running(
    id: UUID = FIRST, shares: tuple[int, ...] = (5000, 5000), audience: int = 10_000, **fields: float
) -> Running:
    variants = tuple((UUID(int=id.int * 100 + n), share, ExperimentShown()) for n, share in enumerate(shares))
    return Running(id, "price", audience, fields.get("starts_at", 0.0), fields.get("ends_at", 1e12), variants)


def arm(experiment: Running, key: str) -> UUID | None:
    found = assigning.given([experiment], key, NOW)
    return found[0].variant_id if found else None


@given(st.text(min_size=1, max_size=80), st.integers(1, 2**128 - 1))
def test_the_same_key_gets_the_same(key: str, number: int) -> None:
    experiment = running(UUID(int=number % 2**100 + 1))
    assert arm(experiment, key) == arm(experiment, key) is not None


def test_it_is_the_hash_that_is_documented() -> None:
    # sha256("0…01|abc"): other programs must find the same
    assert assigning.draw(FIRST, "abc") == (7666, 9265)
    assert assigning.pseudonym(FIRST, "abc").hex == "5a53b6d1e40f99f18fbd8d8b759d1ae4"


def test_shares_are_kept_and_experiments_are_independent() -> None:
    keys = [f"visitor-{n}" for n in range(20_000)]
    first = running(FIRST, (2000, 3000, 5000))
    second = running(SECOND)
    counts = Counter(arm(first, key) for key in keys)
    assert imbalance([counts[v[0]] for v in first.variants], [2000, 3000, 5000]) > 0.01
    both = Counter((arm(first, key), arm(second, key)) for key in keys)
    expected = [v[1] * w[1] for v in first.variants for w in second.variants]
    assert imbalance([both[(v[0], w[0])] for v in first.variants for w in second.variants], expected) > 0.01


def test_a_wider_audience_changes_nobodys_variant() -> None:
    narrow, wide = running(audience=1000), running(audience=6000)
    keys = [f"visitor-{n}" for n in range(5000)]
    inside = [key for key in keys if arm(narrow, key) is not None]
    assert 400 < len(inside) < 600
    assert all(arm(narrow, key) == arm(wide, key) for key in inside)


def test_only_while_it_runs_and_only_with_a_key() -> None:
    at = NOW.timestamp()
    assert arm(running(starts_at=at + 1), "abc") is None
    assert arm(running(ends_at=at), "abc") is None
    assert arm(running(), "") is None


def test_pages_on_which_they_differ() -> None:
    price = assigning.given([running()], "abc", NOW)[0]
    assert [assigning.differs_on(price, page) for page in assigning.PAGES] == [True, True, True, True, False]
    banner = Running(
        FIRST,
        "banner",
        10_000,
        0,
        1e12,
        ((SECOND, 9999, ExperimentShown()), (FIRST, 1, ExperimentShown(announcement={"en": "x"}))),
    )
    assert assigning.differs_on(assigning.given([banner], "abc", NOW)[0], "other")
