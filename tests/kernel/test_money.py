from fractions import Fraction

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from duka.kernel.money import (
    EXPONENTS,
    CurrencyMismatch,
    Money,
    UnknownCurrency,
    allocate,
    exponent,
    round_half_up,
)

amounts = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("digits", "codes"),
    [
        (0, "JPY XAF XOF GNF KMF RWF UGX VND CLP KRW PYG BIF DJF VUV XPF ISK"),
        (2, "EUR USD GBP MGA MRU GHS NGN KES MAD CDF TZS RSD"),
        (3, "KWD BHD TND OMR IQD JOD LYD"),
        (4, "CLF"),
    ],
)
def test_exponents_are_those_of_iso_4217(digits: int, codes: str) -> None:
    assert {exponent(code) for code in codes.split()} == {digits}


def test_every_code_has_three_capitals_and_one_exponent() -> None:
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in EXPONENTS)


def test_every_legal_tender_is_there() -> None:
    """CLDR knows which currencies are tender somewhere today; each of them must have an exponent."""
    tender = {
        code
        for currencies in get_global("territory_currencies").values()
        for code, _, until, is_tender in currencies
        if is_tender and until is None
    }
    assert tender
    assert tender <= set(EXPONENTS)


@pytest.mark.parametrize("code", ["", "eur", "EURO", "XXX", "F CFA"])
def test_other_codes_are_refused(code: str) -> None:
    with pytest.raises(UnknownCurrency):
        Money(1, code)


def test_money_adds_subtracts_and_compares_in_one_currency() -> None:
    assert Money(250, "EUR") + Money(5, "EUR") - Money(55, "EUR") == Money(200, "EUR")
    assert -Money(3, "XOF") == Money(-3, "XOF")
    assert Money(1, "XOF") < Money(2, "XOF") <= Money(2, "XOF")


def test_money_refuses_to_mix_currencies() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") + Money(1, "XOF")
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") - Money(1, "USD")
    with pytest.raises(CurrencyMismatch):
        assert Money(1, "EUR") < Money(2, "USD")


@pytest.mark.parametrize("minor", [1.0, True, "1"])
def test_money_is_an_integer(minor: object) -> None:
    with pytest.raises(TypeError):
        Money(minor, "EUR")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (5, 2, 3),
        (-5, 2, -3),
        (5, -2, -3),
        (7, 3, 2),
        (-7, 3, -2),
        (149, 100, 1),
        (0, 9, 0),
        (1, 2, 1),
        (-1, 2, -1),
    ],
)
def test_halves_go_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert round_half_up(numerator, denominator) == rounded


@given(amounts, st.integers(1, 10**9))
def test_rounding_is_nearest_and_symmetrical(numerator: int, denominator: int) -> None:
    rounded = round_half_up(numerator, denominator)
    assert abs(Fraction(numerator, denominator) - rounded) <= Fraction(1, 2)
    assert round_half_up(-numerator, denominator) == -rounded


def test_rounding_refuses_a_denominator_of_zero() -> None:
    with pytest.raises(ZeroDivisionError):
        round_half_up(1, 0)


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (10, [0, 3, 0, 7], [0, 3, 0, 7]),
        (5, [0, 0], [3, 2]),
        (1, [2, 5], [0, 1]),
        (0, [], []),
        (0, [4, 4], [0, 0]),
    ],
)
def test_shares_by_largest_remainder(total: int, weights: list[int], shares: list[int]) -> None:
    assert allocate(total, weights) == shares


@given(amounts, st.lists(st.integers(0, 10**12), min_size=1, max_size=20))
def test_shares_sum_exactly_and_stay_within_one_unit(total: int, weights: list[int]) -> None:
    shares = allocate(total, weights)
    assert sum(shares) == total
    assert shares == [-share for share in allocate(-total, weights)]
    whole = sum(weights)
    for share, weight in zip(shares, weights, strict=True):
        if whole:
            assert abs(share - Fraction(total * weight, whole)) < 1
            assert weight or share == 0


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.data())
def test_a_discount_never_exceeds_what_it_is_shared_over(weights: list[int], data: st.DataObject) -> None:
    total = data.draw(st.integers(0, sum(weights)))
    assert all(0 <= share <= w for share, w in zip(allocate(total, weights), weights, strict=True))


def test_sharing_refuses_negative_weights_and_nobody() -> None:
    with pytest.raises(ValueError, match="negative"):
        allocate(1, [1, -1])
    with pytest.raises(ValueError, match="nobody"):
        allocate(1, [])
