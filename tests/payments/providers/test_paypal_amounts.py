"""PayPal's way to write money: two decimals, or none, and no currency but its own."""

from collections.abc import Iterator

import msgspec
import pytest
from tests.payments.providers.paypal_steps import paid
from tests.payments.providers.rig_paypal import PayPalRig

from duka.kernel.money import exponent
from duka.payments.errors import ProviderUnreachable
from duka.payments.providers.paypal_answers import CURRENCIES, Amount, NotPayable, amount


@pytest.fixture
def rig() -> Iterator[PayPalRig]:
    with PayPalRig() as rig:
        yield rig
        assert rig.simulator.failures == []


@pytest.mark.parametrize(
    ("minor", "currency", "value"),
    [
        (1, "EUR", "0.01"), (10, "USD", "0.10"), (123456, "GBP", "1234.56"), (500, "JPY", "500"), (1, "JPY", "1"),
        (1234500, "HUF", "12345"), (100, "HUF", "1"), (19900, "TWD", "199"), (99, "RUB", "0.99"),
    ],
)  # fmt: skip
def test_amounts_in_its_form(minor: int, currency: str, value: str) -> None:
    assert amount(minor, currency) == {"currency_code": currency, "value": value}
    assert Amount(currency, value).minor == minor


def test_every_currency_goes_there_and_back() -> None:
    assert len(CURRENCIES) == 25
    for currency in CURRENCIES:
        minor = 1234 * 10 ** exponent(currency)
        assert Amount(**amount(minor, currency)).minor == minor


@pytest.mark.parametrize(
    ("minor", "currency"),
    [(150, "HUF"), (12345, "TWD"), (100, "XOF"), (100, "XAF"), (100, "KES"), (0, "EUR"), (-5, "EUR")],
)
def test_amounts_that_it_cannot_say(rig: PayPalRig, minor: int, currency: str) -> None:
    with pytest.raises(NotPayable):
        amount(minor, currency)
    charge = msgspec.structs.replace(rig.charge(100), amount_minor=minor, currency=currency)
    refused = rig.provider.create(rig.account, charge)
    assert (refused.status, refused.code) == ("failed", "rejected")
    assert rig.simulator.asked == []


@pytest.mark.parametrize("value", ["1.234", "1,00", "-1.00", "", "1.", "NaN", "1e3", "١.00"])
def test_what_is_no_amount_is_no_answer(value: str) -> None:
    with pytest.raises(ProviderUnreachable):
        _ = Amount("EUR", value).minor


@pytest.mark.parametrize(("currency", "total"), [("JPY", 500), ("HUF", 123400), ("TWD", 19900), ("EUR", 1)])
def test_money_of_every_kind_is_taken_whole(rig: PayPalRig, currency: str, total: int) -> None:
    rig.currency = currency
    known = paid(rig, total)
    truth = rig.provider.look_up(rig.account, known)
    assert (truth.captured_minor, truth.amount_minor, truth.currency) == (total, total, currency)
    assert rig.simulator.moved(str(known.payment_id)).captured == total
    assert truth.fee_minor == rig.simulator.books.entries[known.reference].fee > 0
