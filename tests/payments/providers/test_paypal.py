"""What is PayPal's own: approval before money, held money, and orders that go away."""

import threading
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from tests.payments.providers.paypal_steps import asked, held, opened, paid, refusing
from tests.payments.providers.rig_paypal import PayPalRig
from tests.simulators.paypal_orders import Order

from duka.payments.errors import CaptureRefused, ProviderUnreachable
from duka.payments.types import Outcome

SIX_HOURS = 6 * 3600 + 60


@pytest.fixture
def rig() -> Iterator[PayPalRig]:
    with PayPalRig() as rig:
        yield rig
        assert rig.simulator.failures == []


def test_what_an_order_tells_paypal(rig: PayPalRig) -> None:
    charge, known = opened(rig, 2599, "manual")
    said = asked(rig, "POST", "/v2/checkout/orders")[0]
    money = {"currency_code": "EUR", "value": "25.99"}
    assert said.json == {
        "intent": "AUTHORIZE",
        "purchase_units": [
            {
                "description": "Order 1001",
                "custom_id": str(charge.payment_id),
                "invoice_id": str(charge.payment_id),
                "amount": money | {"breakdown": {"item_total": money}},
                "items": [{"name": "Order 1001", "quantity": "1", "unit_amount": money}],
            }
        ],
        "payment_source": {
            "paypal": {
                "experience_context": {
                    "return_url": charge.return_url,
                    "cancel_url": charge.cancel_url,
                    "user_action": "PAY_NOW",
                    "shipping_preference": "NO_SHIPPING",
                    "locale": "fr-FR",
                    "brand_name": "Acorn",
                }
            }
        },
    }
    assert said.headers["paypal-request-id"] == charge.key
    truth = rig.provider.look_up(rig.account, known)
    assert truth.payment_id == charge.payment_id
    assert truth.action_url.endswith(f"/checkoutnow?token={known.reference}")


@pytest.mark.parametrize(
    ("locale", "told"), [("fr_CA", "fr-CA"), ("en", "en-US"), ("pt-BR", "pt-BR"), ("sw", None), ("", None)]
)
def test_the_language_of_its_pages(rig: PayPalRig, locale: str, told: str | None) -> None:
    rig.provider.create(rig.account, msgspec.structs.replace(rig.charge(100), locale=locale))
    body = asked(rig, "POST", "/v2/checkout/orders")[0].json
    assert body["payment_source"]["paypal"]["experience_context"].get("locale") == told


def test_approved_is_not_paid(rig: PayPalRig) -> None:
    _, known = opened(rig)
    assert rig.provider.confirm(rig.account, known).status == "requires_action"
    assert asked(rig, "POST", "/capture") == []
    rig.approve(known.reference)
    assert rig.provider.look_up(rig.account, known).status == "requires_action"
    assert rig.simulator.moved(str(known.payment_id)).captured == 0


def test_two_who_confirm_at_once_take_it_once(rig: PayPalRig) -> None:
    _, known = opened(rig)
    rig.approve(known.reference)
    outcomes: list[Outcome] = []

    def confirm() -> None:
        outcomes.append(rig.provider.confirm(rig.account, known))

    threads = [threading.Thread(target=confirm) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.status for one in outcomes] == ["captured"] * 6
    assert rig.simulator.books.movements("captured", known.reference) == [5000]


def test_an_order_that_was_taken_under_another_request_id_is_looked_up(rig: PayPalRig) -> None:
    _, known = opened(rig)
    rig.approve(known.reference)
    rig.simulator.mischief.then("cut_after", "collect")
    with pytest.raises(ProviderUnreachable):
        rig.provider.confirm(rig.account, known)
    rig.simulator.skew = SIX_HOURS
    assert rig.provider.confirm(rig.account, known).status == "captured"
    assert rig.simulator.books.movements("captured", known.reference) == [5000]


def test_a_refused_card_leads_back_to_paypal(rig: PayPalRig) -> None:
    _, known = opened(rig)
    rig.decline(known.reference)
    declined = rig.provider.confirm(rig.account, known)
    assert (declined.status, declined.code) == ("requires_action", "declined")
    assert declined.action_url.endswith(known.reference) and declined.reason
    assert rig.simulator.moved(str(known.payment_id)).captured == 0
    known = msgspec.structs.replace(known, data=declined.data)
    assert rig.provider.confirm(rig.account, known).status == "requires_action"
    rig.approve(known.reference)
    assert rig.provider.confirm(rig.account, known).status == "captured"


def test_an_order_that_stays_approved_after_a_decline_is_not_asked_without_end(rig: PayPalRig) -> None:
    _, known = opened(rig)
    rig.decline(known.reference)
    order = rig.simulator.orders[known.reference]
    before = order.updated
    declined = rig.provider.confirm(rig.account, known)
    order.status, order.updated = "APPROVED", before
    known = msgspec.structs.replace(known, data=declined.data)
    again = rig.provider.confirm(rig.account, known)
    assert (again.status, again.code) == ("requires_action", "declined")
    assert len(asked(rig, "POST", "/capture")) == 1


@pytest.mark.parametrize(
    ("issue", "code"), [("PAYER_ACTION_REQUIRED", ""), ("REDIRECT_PAYER_FOR_ALTERNATE_FUNDING", "declined")]
)
def test_other_refusals_lead_back_to_paypal(issue: str, code: str) -> None:
    with refusing(issue) as rig:
        _, known = opened(rig)
        rig.approve(known.reference)
        again = rig.provider.confirm(rig.account, known)
        assert (again.status, again.code) == ("requires_action", code)
        assert again.action_url.endswith(known.reference)


@pytest.mark.parametrize(
    ("issue", "status", "code"),
    [
        ("PAYER_ACCOUNT_RESTRICTED", "failed", "declined"),
        ("TRANSACTION_REFUSED", "failed", "declined"),
        ("PAYMENT_DENIED", "failed", "declined"),
        ("PAYEE_ACCOUNT_RESTRICTED", "failed", "rejected"),
        ("DUPLICATE_INVOICE_ID", "failed", "rejected"),
        ("ORDER_EXPIRED", "expired", "expired"),
    ],
)
def test_other_refusals_end_it(issue: str, status: str, code: str) -> None:
    with refusing(issue) as rig:
        _, known = opened(rig)
        rig.approve(known.reference)
        ended = rig.provider.confirm(rig.account, known)
        assert (ended.status, ended.code, ended.action_url) == (status, code, "")
        assert ended.reason


def test_money_that_paypal_is_checking_is_not_there_yet(rig: PayPalRig) -> None:
    rig.simulator.reviews_captures = True
    _, known = opened(rig)
    rig.approve(known.reference)
    waiting = rig.provider.confirm(rig.account, known)
    assert (waiting.status, waiting.captured_minor) == ("pending", None)
    assert rig.provider.confirm(rig.account, known).status == "pending"
    rig.simulator.settle(known.reference)
    assert rig.provider.confirm(rig.account, known).status == "captured"


def test_money_that_paypal_checked_and_denied(rig: PayPalRig) -> None:
    rig.simulator.reviews_captures = True
    _, known = opened(rig)
    rig.approve(known.reference)
    rig.provider.confirm(rig.account, known)
    rig.simulator.deny(known.reference)
    denied = rig.provider.look_up(rig.account, known)
    assert (denied.status, denied.code) == ("failed", "declined")


def test_held_money_says_until_when(rig: PayPalRig) -> None:
    known = held(rig)
    truth = rig.provider.look_up(rig.account, known)
    assert truth.expires_at is not None
    assert abs(truth.expires_at.timestamp() - rig.simulator.now() - 29 * 86400) < 10


def test_held_money_is_taken_in_parts_and_never_beyond(rig: PayPalRig) -> None:
    known = held(rig, 5000)
    first = rig.provider.capture(rig.account, known, 2000, "c1", is_final=False)
    assert (first.status, first.captured_minor) == ("partially_captured", 2000)
    with pytest.raises(CaptureRefused):
        rig.provider.capture(rig.account, known, 3001, "c2", is_final=True)
    second = rig.provider.capture(rig.account, known, 2500, "c3", is_final=True)
    assert (second.status, second.captured_minor) == ("captured", 4500)
    with pytest.raises(CaptureRefused) as refused:
        rig.provider.capture(rig.account, known, 500, "c4", is_final=True)
    assert "AUTHORIZATION_ALREADY_CAPTURED" in str(refused.value.fields["why"])
    moved = rig.simulator.moved(str(known.payment_id))
    assert (moved.authorized, moved.captured) == (4500, 4500)


def test_a_capture_is_made_once_also_when_request_ids_are_forgotten(rig: PayPalRig) -> None:
    known = held(rig, 5000)
    rig.simulator.mischief.then("cut_after", "capture")
    with pytest.raises(ProviderUnreachable):
        rig.provider.capture(rig.account, known, 2000, "c1", is_final=False)
    rig.simulator.skew = SIX_HOURS
    assert rig.provider.capture(rig.account, known, 2000, "c1", is_final=False).captured_minor == 2000
    assert rig.simulator.books.movements("captured", known.reference) == [2000]


def test_a_capture_under_review_is_not_counted(rig: PayPalRig) -> None:
    known = held(rig, 5000)
    rig.simulator.reviews_captures = True
    waiting = rig.provider.capture(rig.account, known, 5000, "c1", is_final=True)
    assert (waiting.status, waiting.captured_minor) == ("authorized", 0)
    rig.simulator.settle(known.reference)
    assert rig.provider.look_up(rig.account, known).captured_minor == 5000


def test_parts_that_a_currency_has_not_are_not_captured(rig: PayPalRig) -> None:
    rig.currency = "HUF"
    known = held(rig, 500000)
    with pytest.raises(CaptureRefused) as refused:
        rig.provider.capture(rig.account, known, 12345, "c1", is_final=True)
    assert "whole HUF" in str(refused.value.fields["why"])


def test_a_capture_counts_before_the_order_lists_it(rig: PayPalRig) -> None:
    known = held(rig, 5000)
    inside = rig.simulator
    view = inside._view

    def forgetful(order: Order) -> dict[str, Any]:
        shown = view(order)
        shown["purchase_units"][0]["payments"].pop("captures", None)
        return shown

    inside._view = forgetful  # type: ignore[method-assign]
    taken = rig.provider.capture(rig.account, known, 2000, "c1", is_final=False)
    assert (taken.status, taken.captured_minor) == ("partially_captured", 2000)


def test_an_order_of_another_amount_or_payment_is_never_taken(rig: PayPalRig) -> None:
    _, known = opened(rig)
    rig.misreport(known.reference, 4900)
    rig.approve(known.reference)
    other = rig.provider.confirm(rig.account, known)
    assert (other.status, other.amount_minor) == ("requires_action", 4900)
    _, mine = opened(rig)
    _, theirs = opened(rig)
    rig.approve(theirs.reference)
    crossed = rig.provider.confirm(rig.account, msgspec.structs.replace(mine, reference=theirs.reference))
    assert crossed.payment_id == theirs.payment_id
    assert rig.simulator.books.history == []


def test_held_money_is_let_go(rig: PayPalRig) -> None:
    known = held(rig)
    assert rig.provider.cancel(rig.account, known).status == "cancelled"
    assert rig.provider.cancel(rig.account, known).status == "cancelled"
    moved = rig.simulator.moved(str(known.payment_id))
    assert (moved.authorized, moved.captured) == (0, 0)


def test_the_rest_is_let_go_and_what_was_taken_stays_taken(rig: PayPalRig) -> None:
    known = held(rig)
    rig.provider.capture(rig.account, known, 2000, "c1", is_final=False)
    ended = rig.provider.cancel(rig.account, known)
    assert (ended.status, ended.captured_minor) == ("captured", 2000)
    assert rig.simulator.moved(str(known.payment_id)).authorized == 2000


def test_an_order_that_nobody_approved_needs_no_cancelling(rig: PayPalRig) -> None:
    _, known = opened(rig)
    given_up = rig.provider.cancel(rig.account, known)
    assert (given_up.status, given_up.action_url) == ("cancelled", "")
    rig.approve(known.reference)
    assert rig.simulator.moved(str(known.payment_id)).captured == 0
    assert rig.provider.look_up(rig.account, known).status == "requires_action"


def test_what_was_paid_meanwhile_stays_paid(rig: PayPalRig) -> None:
    known = paid(rig)
    assert rig.provider.cancel(rig.account, known).status == "captured"


def test_a_hold_runs_out(rig: PayPalRig) -> None:
    known = held(rig)
    rig.simulator.lapse(known.reference)
    assert rig.provider.look_up(rig.account, known).status == "expired"


def test_an_order_that_paypal_forgot_has_expired(rig: PayPalRig) -> None:
    _, known = opened(rig)
    rig.simulator.expire(known.reference)
    for gone in (rig.provider.confirm(rig.account, known), rig.provider.look_up(rig.account, known)):
        assert (gone.status, gone.code) == ("expired", "expired")
    assert rig.provider.cancel(rig.account, known).status == "cancelled"


def test_an_order_asked_for_again_with_other_settings_is_another_one(rig: PayPalRig) -> None:
    charge, known = opened(rig)
    renamed = msgspec.structs.replace(rig.account, settings={**rig.account.settings, "brand_name": "Birch"})
    again = rig.provider.create(renamed, msgspec.structs.replace(charge, is_retry=True))
    assert again.status == "requires_action" and again.reference != known.reference


def test_a_request_id_that_was_used_otherwise_leaves_it_unknown(rig: PayPalRig) -> None:
    known = held(rig, 5000)
    rig.provider.capture(rig.account, known, 1000, "c1", is_final=False)
    rig.simulator.orders[known.reference].captures[0].invoice_id = "hidden"
    with pytest.raises(ProviderUnreachable):
        rig.provider.capture(rig.account, known, 2000, "c1", is_final=False)
    assert rig.simulator.books.movements("captured", known.reference) == [1000]
