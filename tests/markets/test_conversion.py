"""Amounts in another currency: PostgreSQL and Python say the same, whatever the currencies and rates."""

from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.checkout.bazaar import Bazaar

from duka.kernel.money import EXPONENTS
from duka.markets import rules
from duka.markets.errors import RateOutOfRange, RatePegged, RatesUnreadable
from duka.markets.types import NewRate
from duka.stores.currencies import TAKEN
from duka.stores.seen import MOST, Seen

CURRENCIES = st.sampled_from(["XOF", "JPY", "EUR", "USD", "KES", "BHD", "KWD", "CLF", "VND"])
RATES = st.fractions(min_value=Fraction(1, 50_000), max_value=50_000, max_denominator=10**6)
MINORS = st.lists(st.integers(0, 10**12), min_size=1, max_size=30)
SIXTY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def seen(draw: st.DrawFn) -> Seen:
    base, currency = draw(CURRENCIES), draw(CURRENCIES)
    num, den = rules.ratio(draw(RATES), base, currency)
    step = draw(st.sampled_from([1, 5, 10, 50, 100, 1000]))
    return Seen(currency, "there", num, den, step, draw(st.integers(0, step - 1)))


@SIXTY
@given(seen(), MINORS)
def test_the_database_converts_as_we_do(bazaar: Bazaar, how: Seen, minors: list[int]) -> None:
    told = bazaar.value(
        """select coalesce(json_agg(in_currency(m.minor::bigint, %(num)s::numeric, %(den)s::numeric, %(step)s::bigint,
                  %(less)s::bigint) order by m.n), '[]')
           from jsonb_array_elements_text(%(minors)s::jsonb) with ordinality as m (minor, n) where %(tenant)s is not null""",
        num=how.num,
        den=how.den,
        step=how.step,
        less=how.less,
        minors=msgspec.json.encode(minors).decode(),
    )
    if how.num == how.den:
        return  # what is not converted is not rounded either: `prices_seen` asks for a step of 1 then
    assert told == [how.of(minor) for minor in minors]


def test_an_amount_beyond_all_bounds_is_told_at_the_bound(bazaar: Bazaar) -> None:
    """A price of ten billion euros in a currency of fifty million to the euro does not break the page."""
    how = Seen("VND", "there", 14656694809, 300, 1000, 1)
    told = bazaar.value(
        "select in_currency(%(minor)s, %(num)s, %(den)s, 1000, 1) where %(tenant)s is not null",
        minor=10**12,
        num=how.num,
        den=how.den,
    )
    assert told == how.of(10**12) == MOST - 1


@given(seen(), st.integers(0, 10**12))
def test_an_amount_is_never_negative_and_what_costs_something_is_never_free(how: Seen, minor: int) -> None:
    shown = how.of(minor)
    assert (shown > 0) == (minor > 0)
    assert how.near(minor) >= 0
    assert how.own(shown) >= 0


@given(seen(), st.integers(1, 10**12))
def test_a_price_ends_as_the_market_says(how: Seen, minor: int) -> None:
    if not how.is_own:
        assert (how.of(minor) + how.less) % how.step == 0
        exact = min(Fraction(minor * how.num, how.den), Fraction(MOST))
        assert abs(how.of(minor) + how.less - exact) <= how.step


@given(RATES, CURRENCIES, CURRENCIES)
def test_a_rate_counts_both_ways(rate: Fraction, base: str, currency: str) -> None:
    there, back = rules.ratio(rate, base, currency), rules.ratio(1 / rate, currency, base)
    product = Fraction(*there) * Fraction(*back)
    assert abs(product - 1) < Fraction(1, 10**4)
    assert max(*there, *back) <= rules.MOST


@pytest.mark.parametrize(
    ("rate", "base", "currency", "minor", "shown"),
    [
        (Fraction(1000, 655957), "XOF", "EUR", 655957, 100000),
        (Fraction("655.957"), "EUR", "XOF", 100000, 655957),
        (Fraction("0.376"), "USD", "BHD", 100, 376),
        (Fraction("0.376"), "USD", "BHD", 1, 4),
        (Fraction("162.35"), "EUR", "JPY", 1999, 3245),
    ],
)
def test_decimals_of_currencies_are_counted_in(
    rate: Fraction, base: str, currency: str, minor: int, shown: int
) -> None:
    assert Seen(currency, "", *rules.ratio(rate, base, currency)).of(minor) == shown


def test_a_price_may_end_on_99() -> None:
    euro = Seen("EUR", "france", 100000, 655957, 100, 1)
    assert [euro.of(minor) for minor in (1, 100, 5000, 6560, 6900)] == [99, 99, 799, 999, 1099]


def test_a_rate_is_shown_as_people_write_it() -> None:
    num, den = rules.ratio(Fraction("655.957"), "EUR", "XOF")
    assert rules.shown(num, den, "EUR", "XOF") == "655.957"
    assert rules.shown(den, num, "XOF", "EUR") == "0.00152449017237"


@pytest.mark.parametrize("rate", ["0", "-1", "NaN", "Infinity", "1e30", "1e-30"])
def test_what_is_no_rate_is_refused(rate: str) -> None:
    with pytest.raises(RateOutOfRange):
        rules.both_ways(NewRate("EUR", "USD", Decimal(rate)))


def test_a_currency_tied_to_the_euro_keeps_its_rate() -> None:
    with pytest.raises(RatePegged):
        rules.both_ways(NewRate("EUR", "XOF", Decimal(650)))
    assert rules.exact(NewRate("XOF", "EUR", Decimal("0.00152449"))).rate == Decimal("655.957")
    assert rules.both_ways(NewRate("XOF", "EUR", Decimal("0.00152449")))


def test_a_file_says_which_row_is_wrong() -> None:
    rows = [["base", "currency", "rate", "day"], ["EUR", "USD", "1,08", "2026-03-01"], ["EUR", "??", "3"]]
    with pytest.raises(RatesUnreadable) as refused:
        rules.read_rows(rows)
    assert refused.value.fields["row"] == 3
    (rate,) = rules.read_rows(rows[:2])
    assert (rate.rate, rate.valid_from and rate.valid_from.isoformat()) == (
        Decimal("1.08"),
        "2026-03-01T00:00:00+00:00",
    )


def test_providers_and_we_agree_about_their_currencies() -> None:
    from duka.payments.providers.mtn_momo import MtnMomo
    from duka.payments.providers.orange_money import OrangeMoney
    from duka.payments.providers.paypal import PayPal
    from duka.payments.providers.stripe import Stripe

    for provider in (Stripe(), PayPal(), OrangeMoney(), MtnMomo()):
        assert TAKEN[provider.about.code] == provider.about.currencies
    assert all(codes <= EXPONENTS.keys() for codes in TAKEN.values())
