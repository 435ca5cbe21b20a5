from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duka.kernel.formatting import NBSP
from duka.kernel.quantity import (
    QuantityRefused,
    QuantityRule,
    convert,
    format_quantity,
    grams,
    parse_quantity,
    unit_named,
)

POTATOES = QuantityRule(unit="KGM", scale=2, step=25, minimum=50, maximum=1000)
EGGS = QuantityRule(unit="C62", scale=0, step=6, minimum=6)
steps = st.integers(1, 500)


@pytest.mark.parametrize("quantity", [50, 75, 125, 1000])
def test_allowed_quantities_pass(quantity: int) -> None:
    POTATOES.check(quantity)
    assert POTATOES.nearest(quantity) == quantity


@pytest.mark.parametrize(
    ("quantity", "reason", "nearest"),
    [
        (0, "not_positive", 50),
        (-75, "not_positive", 50),
        (25, "below_minimum", 50),
        (120, "not_a_step", 125),
        (60, "not_a_step", 50),
        (1025, "above_maximum", 1000),
    ],
)
def test_others_are_refused_with_the_reason_and_the_nearest(quantity: int, reason: str, nearest: int) -> None:
    with pytest.raises(QuantityRefused) as refused:
        POTATOES.check(quantity)
    assert (refused.value.reason, refused.value.nearest) == (reason, nearest)


@given(steps, steps, st.integers(0, 2000), st.integers(-100, 5000))
def test_the_nearest_is_allowed_and_none_is_nearer(step: int, minimum: int, room: int, quantity: int) -> None:
    rule = QuantityRule("C62", 0, step, minimum, minimum + step + room)
    nearest = rule.nearest(quantity)
    rule.check(nearest)
    highest = rule.highest
    assert highest is not None
    assert abs(nearest - quantity) == min(abs(q - quantity) for q in range(rule.lowest, highest + 1, step))
    if quantity != nearest:
        with pytest.raises(QuantityRefused):
            rule.check(quantity)


def test_steps_count_from_zero() -> None:
    assert QuantityRule("GRM", 0, step=100, minimum=250, maximum=950).lowest == 300
    assert QuantityRule("GRM", 0, step=100, minimum=250, maximum=950).highest == 900


@pytest.mark.parametrize(
    ("unit", "scale", "step", "minimum", "maximum"),
    [
        ("XYZ", 0, 1, 1, None),
        ("C62", 7, 1, 1, None),
        ("C62", 0, 0, 1, None),
        ("C62", 0, 1, 0, None),
        ("C62", 0, 6, 7, 11),
    ],
)
def test_a_rule_that_allows_nothing_is_refused(
    unit: str, scale: int, step: int, minimum: int, maximum: int | None
) -> None:
    with pytest.raises(ValueError, match=r"unit|scale|step"):
        QuantityRule(unit, scale, step, minimum, maximum)


@pytest.mark.parametrize(
    ("text", "rule", "locale", "quantity"),
    [
        ("1,25 kg", POTATOES, "fr", 125),
        ("1.25kg", POTATOES, "en", 125),
        ("1.25", POTATOES, "fr", 125),
        ("500 g", POTATOES, "en", 50),
        ("2 Kilos", POTATOES, "fr", 200),
        ("1.250 kg", QuantityRule("KGM", 3), "en", 1250),
        ("12", EGGS, "en", 12),
        ("12 pièces", EGGS, "fr", 12),
        ("1 L", QuantityRule("MLT", 0), "en", 1000),
    ],
)
def test_quantities_as_people_type_them(text: str, rule: QuantityRule, locale: str, quantity: int) -> None:
    assert parse_quantity(text, rule, locale) == quantity


@pytest.mark.parametrize("text", ["", "kg", "1 L", "1 bushel", "1.255 kg", "1 lb", "3 g", "-1 kg", "7 kg 2"])
def test_what_is_no_quantity_here_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_quantity(text, POTATOES, "en")


@pytest.mark.parametrize(
    ("quantity", "unit", "scale", "locale", "text"),
    [
        (125, "KGM", 2, "en", f"1.25{NBSP}kg"),
        (125, "KGM", 2, "fr", f"1,25{NBSP}kg"),
        (3, "C62", 0, "fr", "3"),
        (1500, "GRM", 0, "en", f"1,500{NBSP}g"),
    ],
)
def test_quantities_as_shoppers_read_them(
    quantity: int, unit: str, scale: int, locale: str, text: str
) -> None:
    assert format_quantity(quantity, unit, scale, locale) == text


@given(
    st.integers(1, 10**9),
    st.integers(0, 2),
    st.sampled_from(["KGM", "LTR", "C62"]),
    st.sampled_from(["en", "fr", "de"]),
)
def test_what_we_write_we_can_read(quantity: int, scale: int, unit: str, locale: str) -> None:
    assert (
        parse_quantity(format_quantity(quantity, unit, scale, locale), QuantityRule(unit, scale), locale)
        == quantity
    )


def test_conversion_is_exact() -> None:
    assert convert(1, 0, "LBR", "KGM") == Fraction(45_359_237, 100_000_000)
    assert convert(16, 0, "ONZ", "LBR") == 1
    assert convert(125, 2, "KGM", "GRM") == 1250
    with pytest.raises(ValueError, match="measures"):
        convert(1, 0, "KGM", "LTR")


def test_weight_for_shipping() -> None:
    assert grams(125, "KGM", 2) == 1250
    assert grams(1, "LBR", 0) == 454
    assert grams(3, "C62", 0) is None


def test_units_go_by_their_names() -> None:
    assert unit_named(" KG ").code == "KGM"
    with pytest.raises(ValueError, match="not a unit"):
        unit_named("")
