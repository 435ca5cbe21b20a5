"""Texts are counted as networks bill them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duka.texting.numbers import e164
from duka.texting.segments import GSM, UCS2, measure, plain


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "segments"),
    [
        ("", GSM, 0, 0),
        ("a" * 160, GSM, 160, 1),
        ("a" * 161, GSM, 161, 2),
        ("a" * 306, GSM, 306, 2),
        ("a" * 307, GSM, 307, 3),
        ("€" * 80, GSM, 160, 1),
        ("€" * 81, GSM, 162, 2),
        ("a" * 152 + "€" + "a" * 8, GSM, 162, 2),
        ("a" * 152 + "€" + "a" * 152, GSM, 306, 3),
        ("ж" * 70, UCS2, 70, 1),
        ("ж" * 71, UCS2, 71, 2),
        ("😀" * 35, UCS2, 70, 1),
        ("😀" * 66, UCS2, 132, 2),
        ("😀" * 67, UCS2, 134, 3),
        ("déjà payé à Noël", UCS2, 16, 1),
        ("Été à Genève", GSM, 12, 1),
    ],
)
def test_segments(text: str, alphabet: str, units: int, segments: int) -> None:
    found = measure(text)
    assert (found.alphabet, found.units, found.segments) == (alphabet, units, segments)


@given(st.text(max_size=400))
def test_more_letters_never_cost_less(text: str) -> None:
    assert measure(text).segments <= measure(text + "a").segments
    assert measure(text).left >= 0


@given(st.text(max_size=400))
def test_plain_letters_never_cost_more(text: str) -> None:
    said = plain(text)
    assert said == text or measure(said).alphabet == GSM


def test_letters_that_read_the_same_are_cheaper() -> None:
    assert plain("L’œuvre – prête") == "L'oeuvre - prete"
    assert plain("Привет ’") == "Привет ’"


@pytest.mark.parametrize(
    ("number", "country", "known"),
    [
        ("77 123 45 67", "SN", "+221771234567"),
        ("+49 30 901820", "", "+4930901820"),
        ("0171 2345678", "de", "+491712345678"),
        ("77 123 45 67", "", None),
        ("hello", "SN", None),
        ("12", "SN", None),
    ],
)
def test_numbers_are_those_of_networks(number: str, country: str, known: str | None) -> None:
    assert e164(number, country) == known
