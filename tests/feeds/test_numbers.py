"""GTINs that may stand in a feed, and measures."""

import pytest

from duka.feeds import gtin, measures


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("4006381333931", ""),
        ("4006381 333931", ""),
        ("036000291452", ""),
        ("10614141000415", ""),
        ("96385074", ""),
        ("4006381333932", "gtin_invalid"),
        ("400638133393", "gtin_invalid"),
        ("ABC", "gtin_invalid"),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", "gtin_invalid"),
        ("2012345678900", "gtin_invalid"),
        ("0212345678905", "gtin_invalid"),
        ("2001234567893", "gtin_restricted"),
        ("0200000000004", "gtin_restricted"),
        ("0400000000008", "gtin_restricted"),
        ("200000000004", "gtin_restricted"),
    ],
)
def test_which_numbers_may_be_told(number: str, problem: str) -> None:
    assert gtin.problem(number) == problem


@pytest.mark.parametrize(
    ("quantity", "scale", "unit", "expected"),
    [
        (50, 2, "KGM", ("0.5 kg", "1 kg")),
        (250, 0, "GRM", ("250 g", "100 g")),
        (1, 3, "TNE", ("1 kg", "1 kg")),
        (100, 2, "LTR", ("1 l", "1 l")),
        (5, 0, "MMT", ("0.5 cm", "1 m")),
        (1000, 0, "GRM", ("1000 g", "100 g")),
        (1, 0, "C62", None),
    ],
)
def test_measures(quantity: int, scale: int, unit: str, expected: tuple[str, str] | None) -> None:
    assert measures.measure(quantity, scale, unit) == expected
