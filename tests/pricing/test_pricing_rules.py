from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duka.kernel.money import UnknownCurrency
from duka.pricing.rules import (
    LineInput,
    LineTotals,
    Rounding,
    ShippingInput,
    Totals,
    line_amount,
    totals,
)
from duka.tax.rules import Rate, TaxPart

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
VAT = Rate("TVA", "tva", 180_000)
REDUCED = Rate("TVA réduite", "tva-r", 100_000)


@pytest.mark.parametrize(
    ("price", "quantity", "scale", "amount"),
    [
        (1000, 3, 0, 3000),
        (999, 125, 2, 1249),
        (1, 1, 3, 0),
        (1, 500, 3, 1),
        (333, 1500, 3, 500),
        (250, 0, 0, 0),
    ],
)
def test_a_line_is_multiplied_first_and_rounded_once(
    price: int, quantity: int, scale: int, amount: int
) -> None:
    assert line_amount(price, quantity, scale) == amount


def cart(inclusive: bool, **more: object) -> Totals:
    lines = [
        LineInput("bread", 1000, 3, tax_rates=(VAT,)),
        LineInput("fish", 2499, 125, 2, tax_rates=(REDUCED,), discount_minor=124),
    ]
    return totals(lines, currency="XOF", prices_include_tax=inclusive, **more)  # type: ignore[arg-type]


def test_a_cart_with_tax_inside() -> None:
    result = cart(True, shipping=ShippingInput(1500, (VAT,), 500), order_discount_minor=600)
    assert result.lines == (
        LineTotals("bread", 3000, 300, 2288, 412, 2700, (TaxPart("tva", "TVA", 180_000, 412),)),
        LineTotals("fish", 3124, 424, 2455, 245, 2700, (TaxPart("tva-r", "TVA réduite", 100_000, 245),)),
    )
    assert result.shipping is not None
    assert result.shipping.gross_minor == result.shipping_minor == 1000
    assert (result.subtotal_minor, result.discount_minor) == (6124, 724)
    assert (result.tax_minor, result.total_minor) == (412 + 245 + 153, 6400)
    assert [part.amount_minor for part in result.tax_parts] == [412 + 153, 245]


def test_a_cart_with_tax_on_top() -> None:
    result = cart(False, shipping=ShippingInput(1500, (VAT,)), order_discount_minor=600)
    assert [line.net_minor for line in result.lines] == [2700, 2700]
    assert [line.tax_minor for line in result.lines] == [486, 270]
    assert result.total_minor == 6124 - 724 + 1500 + 486 + 270 + 270


def test_discounts_are_capped() -> None:
    result = cart(True, order_discount_minor=10**9, shipping=ShippingInput(500, (), 900))
    assert (result.discount_minor, result.total_minor, result.tax_minor) == (6124, 0, 0)


def test_an_empty_cart_is_worth_nothing() -> None:
    result = totals([], currency="EUR", prices_include_tax=True, order_discount_minor=100)
    assert (result.total_minor, result.lines, result.shipping, result.tax_parts) == (0, (), None, ())


@pytest.mark.parametrize(
    "line",
    [
        LineInput("a", -1, 1),
        LineInput("a", 1, -1),
        LineInput("a", 1, 1, -1),
        LineInput("a", 1, 1, discount_minor=-1),
    ],
)
def test_negative_lines_are_refused(line: LineInput) -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        totals([line], currency="EUR", prices_include_tax=True)


def test_negative_discounts_and_unknown_currencies_are_refused() -> None:
    with pytest.raises(ValueError, match="discount"):
        cart(True, order_discount_minor=-1)
    with pytest.raises(ValueError, match="shipping"):
        cart(True, shipping=ShippingInput(-1))
    with pytest.raises(UnknownCurrency):
        totals([], currency="ABC", prices_include_tax=True)


rates = st.lists(
    st.builds(
        Rate,
        name=st.just("Tax"),
        code=st.sampled_from("abc"),
        ppm=st.one_of(st.sampled_from([0, 55_000, 180_000, 200_000, 1_000_000]), st.integers(0, 1_000_000)),
        is_compound=st.booleans(),
        priority=st.integers(0, 2),
    ),
    max_size=3,
).map(tuple)
money = st.one_of(st.integers(0, 200), st.integers(0, 10**9))
lines = st.lists(
    st.builds(
        LineInput,
        key=st.text("abc", min_size=1, max_size=3),
        unit_price_minor=money,
        quantity=st.integers(0, 99_999),
        scale=st.integers(0, 3),
        tax_rates=rates,
        discount_minor=st.one_of(st.just(0), money),
    ),
    max_size=8,
)
carriage = st.none() | st.builds(ShippingInput, amount_minor=money, tax_rates=rates, discount_minor=money)


@settings(max_examples=500, deadline=None)
@given(
    lines,
    carriage,
    st.one_of(st.just(0), money),
    st.booleans(),
    st.sampled_from(["XOF", "JPY", "EUR", "MGA", "KWD"]),
    st.sampled_from(["line", "document"]),
)
def test_any_cart_adds_up(
    given_lines: list[LineInput],
    shipping: ShippingInput | None,
    discount: int,
    inclusive: bool,
    currency: str,
    rounding: Rounding,
) -> None:
    result = totals(
        given_lines,
        currency=currency,
        prices_include_tax=inclusive,
        shipping=shipping,
        order_discount_minor=discount,
        rounding=rounding,
    )
    everything = result.lines if result.shipping is None else (*result.lines, result.shipping)

    assert [line.key for line in result.lines] == [line.key for line in given_lines]
    for line in everything:
        assert line.net_minor + line.tax_minor == line.gross_minor
        assert line.subtotal_minor - line.discount_minor == (
            line.gross_minor if inclusive else line.net_minor
        )
        assert sum(part.amount_minor for part in line.parts) == line.tax_minor
        assert (
            min(line.subtotal_minor, line.discount_minor, line.net_minor, line.tax_minor, line.gross_minor)
            >= 0
        )
        assert all(part.amount_minor >= 0 for part in line.parts)

    assert sum(line.gross_minor for line in everything) == result.total_minor
    assert sum(line.net_minor + line.tax_minor for line in everything) == result.total_minor
    assert sum(line.tax_minor for line in everything) == result.tax_minor
    assert sum(part.amount_minor for part in result.tax_parts) == result.tax_minor
    keys = [(part.rate_code, part.ppm) for part in result.tax_parts]
    assert len(keys) == len(set(keys))
    as_priced = result.subtotal_minor - result.discount_minor + result.shipping_minor
    assert result.total_minor == as_priced + (0 if inclusive else result.tax_minor)

    own = sum(
        min(line.discount_minor, line_amount(line.unit_price_minor, line.quantity, line.scale))
        for line in given_lines
    )
    assert result.discount_minor == min(own + discount, result.subtotal_minor)
