from decimal import Decimal
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duka.catalog.rules import (
    AttributeKind,
    DuplicateOption,
    DuplicateValue,
    EmptyOption,
    Measure,
    TooManyOptions,
    TooManyVariants,
    attribute_value,
    combinations,
    sku_for,
)


def test_every_choice_once_the_first_option_slowest() -> None:
    assert combinations([("Colour", [" Red", "Blue"]), ("Size", ["S", "M"])]) == [
        ("Red", "S"),
        ("Red", "M"),
        ("Blue", "S"),
        ("Blue", "M"),
    ]


def test_no_options_make_one_variant() -> None:
    assert combinations([]) == [()]


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ([(name, ["a"]) for name in "wxyz"], TooManyOptions),
        ([("a", [str(n) for n in range(16)]), ("b", [str(n) for n in range(16)])], TooManyVariants),
        ([("Size", ["S"]), ("size ", ["M"])], DuplicateOption),
        ([("Size", ["S", "s "])], DuplicateValue),
        ([("Size", [])], EmptyOption),
        ([("Size", ["S", " "])], EmptyOption),
        ([(" ", ["S"])], EmptyOption),
    ],
)
def test_options_that_make_no_variants(
    options: list[tuple[str, list[str]]], refusal: type[ValueError]
) -> None:
    with pytest.raises(refusal):
        combinations(options)


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True), max_size=3))
def test_as_many_as_the_product_and_all_different(columns: list[list[str]]) -> None:
    options = [(str(number), values) for number, values in enumerate(columns)]
    count = prod(map(len, columns))
    if count > 250:
        with pytest.raises(TooManyVariants):
            combinations(options)
    else:
        assert len(set(combinations(options))) == len(combinations(options)) == count


def test_a_readable_sku() -> None:
    assert sku_for("wax-dress", ["Bleu nuit", "M"]) == "WAX-DRESS-BLEU-NUIT-M"
    assert sku_for("bread", []) == "BREAD"


def test_a_sku_tells_values_of_other_scripts_apart() -> None:
    assert sku_for("tee", ["赤"]) != sku_for("tee", ["青"])


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_a_sku_is_short_and_ascii(handle: str, values: list[str]) -> None:
    sku = sku_for(handle, values)
    assert 0 < len(sku) <= 64
    assert sku.isascii()
    assert sku == sku.upper()


KINDS = AttributeKind


@pytest.mark.parametrize(
    ("kind", "value", "choices", "unit", "kept"),
    [
        (KINDS.TEXT, "  Coton ", [], "", "Coton"),
        (KINDS.NUMBER, "12,50", [], "", "12.5"),
        (KINDS.NUMBER, 12.5, [], "", "12.5"),
        (KINDS.NUMBER, 1000, [], "", "1000"),
        (KINDS.NUMBER, Decimal("-0.0"), [], "", "0"),
        (KINDS.BOOLEAN, True, [], "", True),
        (KINDS.BOOLEAN, "Oui", [], "", True),
        (KINDS.BOOLEAN, "no", [], "", False),
        (KINDS.BOOLEAN, 0, [], "", False),
        (KINDS.CHOICE, "red", ["Red", "Blue"], "", "Red"),
        (KINDS.MEASURE, "1.5 kg", [], "", Measure("1.5", "KGM")),
        (KINDS.MEASURE, "1,5 kg", [], "GRM", Measure("1500", "GRM")),
        (KINDS.MEASURE, {"value": 30, "unit": "cm"}, [], "MTR", Measure("0.3", "MTR")),
        (KINDS.MEASURE, 250, [], "MLT", Measure("250", "MLT")),
        (KINDS.MEASURE, Measure("2", "KGM"), [], "KGM", Measure("2", "KGM")),
        (KINDS.MEASURE, "1 lb", [], "KGM", Measure("0.45359237", "KGM")),
    ],
)
def test_attribute_values(
    kind: AttributeKind, value: object, choices: list[str], unit: str, kept: object
) -> None:
    assert attribute_value(kind, value, choices, unit) == kept


@pytest.mark.parametrize(
    ("kind", "value", "choices", "unit", "said"),
    [
        (KINDS.TEXT, 5, [], "", "write text"),
        (KINDS.TEXT, "  ", [], "", "empty"),
        (KINDS.TEXT, "a\x00b", [], "", "control characters"),
        (KINDS.TEXT, "x" * 5001, [], "", "5001 characters"),
        (KINDS.NUMBER, "twelve", [], "", "not a number"),
        (KINDS.NUMBER, True, [], "", "not a number"),
        (KINDS.NUMBER, None, [], "", "not a number"),
        (KINDS.NUMBER, float("nan"), [], "", "cannot|can be kept"),
        (KINDS.NUMBER, "1e400", [], "", "can be kept"),
        (KINDS.BOOLEAN, "maybe", [], "", "neither yes nor no"),
        (KINDS.BOOLEAN, 2, [], "", "neither yes nor no"),
        (KINDS.CHOICE, "Green", ["Red", "Blue"], "", "not one of Red, Blue"),
        (KINDS.MEASURE, "heavy", [], "KGM", "not a measure"),
        (KINDS.MEASURE, "5", [], "", "needs a unit"),
        (KINDS.MEASURE, "5 L", [], "KGM", "measured in kg, not in L"),
        (KINDS.MEASURE, "5 furlong", [], "", "not a unit"),
        (KINDS.MEASURE, {"unit": "kg"}, [], "", "not a number"),
    ],
)
def test_attribute_values_that_are_refused(
    kind: AttributeKind, value: object, choices: list[str], unit: str, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        attribute_value(kind, value, choices, unit)
