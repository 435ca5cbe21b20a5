"""No choice of a merchant makes a page unreadable."""

from hypothesis import example, given
from hypothesis import strategies as st

from duka.storefront.theme import contrast, favicon, rgb, style_sheet, tokens
from duka.stores.types import Theme

COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOUR, COLOUR, COLOUR)
@example("#000000", "#000000", "#008b00")
def test_text_and_controls_stand_out(accent: str, ink: str, paper: str) -> None:
    found = {
        name: rgb(value, "")
        for name, value in tokens(Theme(accent=accent, ink=ink, paper=paper)).items()
        if value[0] == "#"
    }
    for words in ("ink", "muted", "accent-ink", "bad", "good"):
        assert contrast(found[words], found["paper"]) >= 4.5
    assert contrast(found["ink"], found["tint"]) >= 4.5
    assert contrast(found["muted"], found["tint"]) >= 4.5
    assert contrast(found["on-accent"], found["accent"]) >= 4.5
    assert contrast(found["edge"], found["paper"]) >= 3
    assert contrast(found["focus"], found["paper"]) >= 3


def test_what_is_no_choice_falls_back() -> None:
    sheet = style_sheet(Theme(preset="}body{", accent="red;}", radius="}", density="}", heading_font="}"))
    assert sheet.count("{") == sheet.count("}") == 1
    assert "--ratio:4 / 5" in sheet


def test_a_dark_paper_makes_a_dark_page() -> None:
    assert "color-scheme:dark" in style_sheet(Theme(paper="#101418", ink="#ffffff"))


def test_the_icon_bears_the_first_letter() -> None:
    assert ">M</text>" in favicon(Theme(), "  <Maison>")
