"""Taxes rounded per line and per document, and prices with tax inside and on top."""

from hypothesis import given, settings
from hypothesis import strategies as st

from duka.pricing.rules import LineInput, ShippingInput, totals
from duka.tax.rules import Rate, tax_of

VAT = Rate("VAT", "vat", 200_000)
REDUCED = Rate("VAT", "vat-r", 55_000)
GST, PST = Rate("GST", "gst", 50_000), Rate("PST", "pst", 70_000)
COMPOUND = Rate("Levy", "levy", 99_750, is_compound=True, priority=1)

sets = st.sampled_from([(), (VAT,), (REDUCED,), (GST, PST), (GST, COMPOUND), (GST, PST, COMPOUND)])
lines = st.lists(
    st.builds(
        LineInput,
        key=st.sampled_from("abc"),
        unit_price_minor=st.one_of(st.integers(0, 50), st.integers(0, 100_000)),
        quantity=st.integers(0, 500),
        tax_rates=sets,
        discount_minor=st.one_of(st.just(0), st.integers(0, 1000)),
    ),
    max_size=9,
)
carriage = st.none() | st.builds(ShippingInput, amount_minor=st.integers(0, 5000), tax_rates=sets)


def test_two_lines_whose_halves_add_up_to_a_cent() -> None:
    given_lines = [LineInput(key, 13, 1, tax_rates=(VAT,)) for key in "ab"]  # 2.6 each
    per_line = totals(given_lines, currency="EUR", prices_include_tax=False)
    together = totals(given_lines, currency="EUR", prices_include_tax=False, rounding="document")
    assert [line.tax_minor for line in per_line.lines] == [3, 3]
    assert [line.tax_minor for line in together.lines] == [3, 2]
    assert (per_line.tax_minor, together.tax_minor) == (6, 5)


def test_carriage_counts_with_the_goods_that_are_taxed_alike() -> None:
    result = totals(
        [LineInput("a", 13, 1, tax_rates=(VAT,)), LineInput("b", 1000, 1, tax_rates=(REDUCED,))],
        currency="EUR",
        prices_include_tax=False,
        shipping=ShippingInput(13, (VAT,)),
        rounding="document",
    )
    assert result.shipping is not None
    assert [line.tax_minor for line in (*result.lines, result.shipping)] == [3, 55, 2]


@settings(max_examples=300, deadline=None)
@given(lines, carriage, st.booleans(), st.integers(0, 3000))
def test_per_document_the_tax_of_what_is_taxed_alike_is_the_tax_of_its_sum(
    given_lines: list[LineInput], shipping: ShippingInput | None, inclusive: bool, discount: int
) -> None:
    result = totals(
        given_lines,
        currency="EUR",
        prices_include_tax=inclusive,
        shipping=shipping,
        order_discount_minor=discount,
        rounding="document",
    )
    everything = [(line, asked.tax_rates) for line, asked in zip(result.lines, given_lines, strict=True)]
    if shipping is not None and result.shipping is not None:
        everything.append((result.shipping, shipping.tax_rates))
    for rates in {applied for _, applied in everything}:
        members = [line for line, applied in everything if applied == rates]
        amount = sum(line.subtotal_minor - line.discount_minor for line in members)
        whole = tax_of(amount, rates, inclusive)
        assert sum(line.tax_minor for line in members) == whole.tax
        for part in whole.parts:
            shares = [p.amount_minor for line in members for p in line.parts if p.rate_code == part.rate_code]
            assert sum(shares) == part.amount_minor


@settings(max_examples=300, deadline=None)
@given(lines, carriage, st.booleans())
def test_one_line_is_the_same_per_line_and_per_document(
    given_lines: list[LineInput], shipping: ShippingInput | None, inclusive: bool
) -> None:
    for line in given_lines:
        each = [
            totals([line], currency="EUR", prices_include_tax=inclusive, rounding=rounding)
            for rounding in ("line", "document")
        ]
        assert each[0].total_minor == each[1].total_minor
    both = [
        totals(
            given_lines, currency="EUR", prices_include_tax=inclusive, shipping=shipping, rounding=rounding
        )
        for rounding in ("line", "document")
    ]
    most = len(given_lines) + 1
    assert abs(both[0].tax_minor - both[1].tax_minor) <= most


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**7), sets)
def test_a_price_with_tax_inside_has_the_net_of_the_price_without(net: int, rates: tuple[Rate, ...]) -> None:
    """What is sold for `net` plus tax, and what is sold for that gross with the tax inside, is the same to the cent."""
    on_top = tax_of(net, rates, inclusive=False)
    inside = tax_of(on_top.gross, rates, inclusive=True)
    assert (inside.net, inside.tax, inside.parts) == (on_top.net, on_top.tax, on_top.parts)
