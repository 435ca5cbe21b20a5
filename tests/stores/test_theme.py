from hypothesis import given, settings
from hypothesis import strategies as st

from duka.stores import theme

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_contrast_is_that_of_wcag() -> None:
    assert round(theme.contrast("#000000", "#ffffff"), 2) == 21
    assert round(theme.contrast("#777777", "#ffffff"), 2) == 4.48
    assert theme.contrast("#123456", "#123456") == 1


@settings(max_examples=60, deadline=None)
@given(colours, colours)
def test_what_is_computed_can_be_read(color: str, paper: str) -> None:
    assert theme.contrast(theme.readable_on(color), color) >= 4.5
    assert theme.contrast(theme.as_text(color, paper), paper) >= 4.5


def test_an_unreadable_pair_is_refused_in_words() -> None:
    errors: dict[str, str] = {}
    theme.check({"ink": "#999999", "paper": "#ffffff"}, {}, errors)
    assert "2.8" in errors["theme.ink"]


def test_a_change_is_laid_over_what_was_there() -> None:
    errors: dict[str, str] = {}
    kept = theme.check({"density": "dense"}, {"preset": "market", "logo_id": "x"}, errors)
    assert not errors and kept["preset"] == "market" and kept["density"] == "dense" and kept["logo_id"] == "x"
    assert theme.check({"logo": None}, kept, errors)["logo_id"] is None
