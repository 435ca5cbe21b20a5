"""Any country's way of writing an amount gives the same minor units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duka.kernel.money import exponent
from duka.payments.statements.amounts import minor

CURRENCIES = st.sampled_from(["EUR", "XOF", "JPY", "KWD", "BHD", "USD"])
HANDS = st.sampled_from(
    [(",", "."), (".", ","), (" ", ","), ("\u202f", ","), ("'", "."), ("", "."), ("", ",")]
)
SIGNS = st.sampled_from(["-{}", "{}-", "({})", "\u2212{}", "- {}"])


@given(st.integers(0, 10**12), CURRENCIES, HANDS, SIGNS, st.booleans(), st.sampled_from(["", "{c} ", "€"]))
def test_every_hand(
    amount: int, currency: str, hand: tuple[str, str], sign: str, is_negative: bool, code: str
) -> None:
    thousands, point = hand
    digits = exponent(currency)
    text = str(amount).rjust(digits + 1, "0")
    whole, part = (text[:-digits], text[-digits:]) if digits else (text, "")
    written = f"{int(whole):,}".replace(",", thousands) + (point + part if part else "")
    written = code.format(c=currency) + written
    if is_negative:
        written = sign.format(written)
    assert minor(written, currency) == (-amount if is_negative else amount)


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("", "EUR", 0),
        ("12", "EUR", 1200),
        ("12.5", "EUR", 1250),
        (".5", "EUR", 50),
        ("12.500", "EUR", 1250000),
        ("1.234", "KWD", 1234),
        ("1250.00", "XOF", 1250),
        ("12.3400", "EUR", 1234),
        ("1 000 FCFA", "XOF", 1000),
        ("+3,20", "EUR", 320),
        ("0.000", "EUR", 0),
    ],
)
def test_by_example(text: str, currency: str, amount: int) -> None:
    assert minor(text, currency) == amount


@pytest.mark.parametrize(
    "text", ["-", "+", ".", "1,23,4", "1.2,3.4", "1e5", "12,34.56", "٣", "--1", "=1+1", "12.345.6"]
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|finer"):
        minor(text, "EUR")
