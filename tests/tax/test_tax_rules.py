from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duka.tax.rules import Rate, TaxPart, TaxZone, rates_for, sum_parts, tax_of, zones_of

VAT = Rate("TVA", "tva", 180_000)
GST = Rate("GST", "gst", 50_000)
QST = Rate("QST", "qst", 99_750)
COMPOUND = Rate("Levy", "levy", 100_000, is_compound=True, priority=1)

rates = st.lists(
    st.builds(
        Rate,
        name=st.just("Tax"),
        code=st.sampled_from("abcd"),
        ppm=st.integers(0, 1_000_000),
        is_compound=st.booleans(),
        priority=st.integers(0, 3),
    ),
    max_size=4,
).map(tuple)


@pytest.mark.parametrize(
    ("amount", "applied", "inclusive", "net", "tax", "gross"),
    [
        (10000, (VAT,), False, 10000, 1800, 11800),
        (11800, (VAT,), True, 10000, 1800, 11800),
        (999, (VAT,), False, 999, 180, 1179),
        (999, (VAT,), True, 847, 152, 999),
        (1, (VAT,), True, 1, 0, 1),
        (-999, (VAT,), True, -847, -152, -999),
        (10000, (GST, QST), False, 10000, 1498, 11498),  # 14.975 % is 1497.5
        (10000, (GST, COMPOUND), False, 10000, 1550, 11550),
        (11550, (GST, COMPOUND), True, 10000, 1550, 11550),
        (500, (), True, 500, 0, 500),
        (0, (VAT,), False, 0, 0, 0),
    ],
)
def test_taxes(
    amount: int, applied: tuple[Rate, ...], inclusive: bool, net: int, tax: int, gross: int
) -> None:
    result = tax_of(amount, applied, inclusive)
    assert (result.net, result.tax, result.gross) == (net, tax, gross)


def test_parts_are_shares_of_the_rounded_tax() -> None:
    assert tax_of(10000, (QST, GST), False).parts == (
        TaxPart("gst", "GST", 50_000, 500),
        TaxPart("qst", "QST", 99_750, 998),
    )
    assert [part.amount_minor for part in tax_of(10000, (GST, COMPOUND), False).parts] == [500, 1050]


def test_a_rate_of_zero_is_still_told() -> None:
    assert tax_of(100, (Rate("Zero", "z", 0),), True).parts == (TaxPart("z", "Zero", 0, 0),)


@settings(max_examples=300)
@given(st.integers(-(10**12), 10**12), rates, st.booleans())
def test_always_exact(amount: int, applied: tuple[Rate, ...], inclusive: bool) -> None:
    result = tax_of(amount, applied, inclusive)
    assert result.net + result.tax == result.gross
    assert (result.gross if inclusive else result.net) == amount
    assert sum(part.amount_minor for part in result.parts) == result.tax
    assert len(result.parts) == len(applied)
    factor = Fraction(0)
    for rate in sorted(applied, key=lambda r: (r.priority, r.code, r.ppm, r.is_compound)):
        factor += Fraction(rate.ppm, 10**6) * (1 + factor if rate.is_compound else 1)
    exact = amount * factor / (1 + factor) if inclusive else amount * factor
    assert abs(result.tax - exact) <= Fraction(1, 2)
    opposite = tax_of(-amount, applied, inclusive)
    assert (opposite.net, opposite.tax, opposite.gross) == (-result.net, -result.tax, -result.gross)


@given(st.integers(0, 10**9), rates)
def test_the_order_of_rates_as_given_does_not_matter(amount: int, applied: tuple[Rate, ...]) -> None:
    assert tax_of(amount, applied, True) == tax_of(amount, tuple(reversed(applied)), True)


@pytest.mark.parametrize("ppm", [-1, 1_000_001])
def test_rates_outside_0_to_100_percent_are_refused(ppm: int) -> None:
    with pytest.raises(ValueError, match="parts per million"):
        Rate("Tax", "t", ppm)


def test_parts_are_summed_by_code_and_rate() -> None:
    a, b, reduced = TaxPart("a", "A", 5, 10), TaxPart("b", "B", 5, 1), TaxPart("a", "A", 3, 7)
    assert sum_parts([(a, b), (), (reduced, a)]) == (TaxPart("a", "A", 5, 20), b, reduced)


COUNTRY = TaxZone("US", rates={"standard": (), "food": ()})
STATE = TaxZone("US", region="NY", rates={"standard": (GST,)})
CITY = TaxZone("US", region="NY", postal_prefix="100", rates={"standard": (GST, QST)})
SENEGAL = TaxZone("SN", rates={"standard": (VAT,)})
ZONES = [SENEGAL, COUNTRY, STATE, CITY]


@pytest.mark.parametrize(
    ("country", "region", "postal_code", "zone"),
    [
        ("US", "NY", "10001", CITY),
        ("us", "us-ny", "10 001", CITY),
        ("US", "NY", "14201", STATE),
        ("US", "TX", "10001", COUNTRY),
        ("US", "", "", COUNTRY),
        ("SN", "Dakar", "", SENEGAL),
        ("FR", "", "", None),
    ],
)
def test_the_most_specific_zone_holds(
    country: str, region: str, postal_code: str, zone: TaxZone | None
) -> None:
    rates = zone.rates["standard"] if zone else ()
    assert rates_for(ZONES, "standard", country, region, postal_code) == rates
    assert rates_for(list(reversed(ZONES)), "standard", country, region, postal_code) == rates


def test_a_class_that_a_zone_does_not_name_is_left_to_a_wider_one() -> None:
    assert rates_for(ZONES, "standard", "US", "NY", "10001") == (GST, QST)
    assert rates_for(ZONES, "food", "US", "NY", "10001") == ()
    assert rates_for(ZONES, "books", "SN") == ()


class Row(msgspec.Struct, frozen=True):
    country: str
    region: str
    postal_prefix: str
    tax_class: str
    code: str
    name: str
    rate_ppm: int
    priority: int = 0
    is_compound: bool = False


def test_zones_are_made_of_flat_rates() -> None:
    rows = [
        Row("SN", "", "", "standard", "tva", "TVA", 180_000),
        Row("CA", "QC", "", "standard", "gst", "GST", 50_000),
        Row("CA", "QC", "", "standard", "qst", "QST", 99_750),
        Row("CA", "QC", "H", "reduced", "gst", "GST", 50_000),
    ]
    assert zones_of(rows) == [
        TaxZone("SN", None, None, {"standard": (VAT,)}),
        TaxZone("CA", "QC", None, {"standard": (GST, QST)}),
        TaxZone("CA", "QC", "H", {"reduced": (GST,)}),
    ]
