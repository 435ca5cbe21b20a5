"""What a figure is said to be stands in one place, and the documentation says the same."""

from pathlib import Path

from duka.analytics.definitions import BY_KEY, FIGURES

DOCUMENT = Path(__file__).parents[2] / "docs" / "analytics.md"


def test_keys_are_told_apart() -> None:
    assert len(BY_KEY) == len(FIGURES)


def test_the_documentation_says_the_same() -> None:
    said = DOCUMENT.read_text(encoding="utf-8").partition("## The figures\n")[2].splitlines()
    expected = [
        f"- **{one.name['en']}** (`{one.key}`, {one.unit}): {one.words['en']} `{one.formula}`"
        for one in FIGURES
    ]
    assert said == expected
