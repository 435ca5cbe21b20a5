"""Where an order's money stands, in words; why it was not paid; and numbers that are shown by their ends."""

import msgspec
import pytest
from tests.storefront import sales, samples

from duka.orders.types import Order, OrderPayment
from duka.storefront import order_view, payer, payment_words

TOTAL = 10_000


def paid(status: str, amount: int = TOTAL, captured: int = 0, refunded: int = 0) -> OrderPayment:
    at = "2026-11-20T09:00:00Z"
    return OrderPayment("pay_x", "mtn_momo", 1, status, amount, captured, refunded, "", "", at)


def told(*payments: OrderPayment, locale: str = "en") -> list[str]:
    visit = samples.visit("boutique", locale)
    order: Order = msgspec.structs.replace(
        sales.order(), total_minor=TOTAL, payments=list(payments), currency="XOF"
    )
    said = payment_words.told(order, visit.services.gateways.about, "MTN MoMo", visit.figures, visit.say)
    return [text.replace("\xa0", " ").replace("\u202f", " ") for text in said]


@pytest.mark.parametrize(
    ("payments", "words"),
    [
        ((), ["Paid"]),
        ((paid("pending"),), ["Still to be paid"]),
        ((paid("requires_action"),), ["Waiting for your confirmation on the telephone"]),
        ((paid("unknown"),), ["We are asking MTN MoMo whether it has arrived"]),
        ((paid("failed"),), ["Not paid"]),
        ((paid("failed"), paid("captured", captured=TOTAL)), ["Paid: CFA 10,000"]),
        ((paid("authorized"),), ["CFA 10,000 is held, and taken when it is packed"]),
        (
            (paid("authorized", 11_500),),
            [
                "CFA 11,500 is held at most. Once it is weighed and packed, we take what it weighs (about CFA 10,000); "
                "the rest is yours again."
            ],
        ),
        (
            (paid("partially_captured", 11_500, 4_000),),
            ["CFA 4,000 taken so far, of CFA 11,500 that is held"],
        ),
        (
            (paid("captured", 11_500, 9_000),),
            ["Taken: CFA 9,000 of the CFA 11,500 that was held. The rest is yours again."],
        ),
        (
            (paid("partially_refunded", captured=TOTAL, refunded=2_500),),
            ["Paid: CFA 10,000", "Paid back: CFA 2,500"],
        ),
        ((paid("refunded", captured=TOTAL, refunded=TOTAL),), ["Paid back: CFA 10,000"]),
    ],
)
def test_where_the_money_stands(payments: tuple[OrderPayment, ...], words: list[str]) -> None:
    assert told(*payments) == words
    if payments:
        assert told(*payments, locale="fr") != words


def test_why_it_failed_is_told_in_the_language_of_the_buyer() -> None:
    french = samples.visit("boutique", "fr").say
    english = samples.visit("boutique", "en").say
    ours, theirs = "The payment was rejected on the telephone.", "Your card was declined."
    assert payment_words.why(ours, "rejected", french, is_english=False).startswith("Le paiement a été")
    assert payment_words.why(theirs, "declined", english, is_english=True) == theirs
    assert payment_words.why(theirs, "declined", french, is_english=False).startswith(
        "Le paiement a été refusé"
    )
    assert payment_words.why("", "", french, is_english=False) == ""


def test_an_order_that_waits_promises_no_day() -> None:
    visit = samples.visit("boutique", "en")
    waiting = sales.order("unfulfilled", "requires_action", "mtn_momo")
    assert order_view.promise(visit, waiting, is_fetched=False) == ""
    assert order_view.promise(visit, sales.order("unfulfilled"), is_fetched=False) != ""


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("77 123 45 67", "SN", "+221771234567"),
        ("+221 77 123 45 67", "IE", "+221771234567"),
        ("00221771234567", "IE", "+221771234567"),
        ("085 123 4567", "IE", "+353851234567"),
        ("", "SN", None),
        ("12", "SN", None),
        ("nobody", "SN", None),
        ("+999 123", "SN", None),
        ("7" * 60, "SN", None),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, country: str, number: str | None) -> None:
    assert payer.read(text, country) == number


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+221771234567", "+221 77 ••• •• 67"),
        ("+353851234567", "+353 85 ••• ••67"),
        ("46733123459", "46•••••••59"),
    ],
)
def test_only_the_ends_of_a_number_are_shown(number: str, shown: str) -> None:
    assert payer.masked(number) == shown
