"""What is written into a cell comes out of it again."""

from hypothesis import given
from hypothesis import strategies as st

from duka.imports import cells
from duka.kernel.money import EXPONENTS

WORDS = st.lists(st.text(min_size=1, max_size=12).map(str.strip).filter(bool), max_size=5)


@given(WORDS)
def test_lists(words: list[str]) -> None:
    assert cells.words(cells.words_text(words)) == words


@given(st.text(max_size=20))
def test_guards_against_formulas_come_off_again(text: str) -> None:
    guarded = cells.guarded(text)
    assert not guarded.startswith(("=", "+", "-", "@"))
    assert cells.unguarded(guarded) == text


@given(st.integers(0, 10**12), st.sampled_from(sorted(EXPONENTS)))
def test_amounts(minor: int, currency: str) -> None:
    assert cells.amount(cells.amount_text(minor, currency), currency) == minor


@given(st.integers(0, 10**12), st.integers(0, 3))
def test_quantities(count: int, scale: int) -> None:
    assert cells.steps(cells.quantity(cells.quantity_text(count, scale)), scale) == count
