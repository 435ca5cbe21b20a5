"""What PayPal tells unasked: whom each message is about, and its disputes."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from tests.payments.providers.rig_paypal import PayPalRig

from duka.payments.errors import CallbackRefused
from duka.payments.providers import paypal_events
from duka.payments.providers.paypal import EVENTS
from duka.payments.types import Callback, DisputeNews, Known, RefundCharge

NOWHERE = "http://127.0.0.1:9/callbacks/acorn"


@pytest.fixture
def rig() -> Iterator[PayPalRig]:
    with PayPalRig() as rig:
        rig.simulator.webhook_url = NOWHERE
        yield rig
        assert rig.simulator.failures == []


def heard(rig: PayPalRig) -> list[Callback]:
    """Every message that is waiting to go out, as the adapter reads it."""
    said = [rig.simulator.compose(letter) for letter in rig.simulator.callbacks.waiting]
    rig.simulator.callbacks.waiting.clear()
    return [
        rig.provider.read_callback(rig.account, headers, body, datetime.now(UTC)) for headers, body in said
    ]


def opened(rig: PayPalRig, method: Any = "automatic") -> Known:
    charge = rig.charge(5000, method)
    return rig.known(charge, rig.provider.create(rig.account, charge).reference or "")


def test_every_message_names_its_payment_and_its_order(rig: PayPalRig) -> None:
    known = opened(rig, "manual")
    rig.approve(known.reference)
    rig.provider.confirm(rig.account, known)
    rig.provider.capture(rig.account, known, 2000, "c1", is_final=False)
    rig.provider.cancel(rig.account, known)
    messages = heard(rig)
    assert [one.kind for one in messages] == [
        "CHECKOUT.ORDER.APPROVED",
        "PAYMENT.AUTHORIZATION.CREATED",
        "PAYMENT.CAPTURE.COMPLETED",
        "PAYMENT.AUTHORIZATION.VOIDED",
    ]
    assert {one.reference for one in messages} == {known.reference}
    assert {one.payment_id for one in messages} == {known.payment_id}
    assert len({one.event_id for one in messages}) == 4
    assert {one.kind for one in messages} <= set(EVENTS)


def test_a_refund_names_its_payment_whoever_made_it(rig: PayPalRig) -> None:
    known = opened(rig)
    rig.approve(known.reference)
    rig.provider.confirm(rig.account, known)
    heard(rig)
    rig.provider.refund(rig.account, known, RefundCharge(refund_id=uuid4(), key="k", amount_minor=100))
    rig.simulator.give_back(known.reference, 200)
    ours, theirs = heard(rig)
    assert (ours.kind, ours.payment_id) == ("PAYMENT.CAPTURE.REFUNDED", known.payment_id)
    assert (theirs.kind, theirs.payment_id) == ("PAYMENT.CAPTURE.REFUNDED", known.payment_id)


def test_a_wrong_amount_is_signed_and_only_a_hint(rig: PayPalRig) -> None:
    known = opened(rig)
    rig.simulator.callbacks.plan.then("wrong_amount")
    rig.approve(known.reference)
    assert heard(rig)[0].reference == known.reference
    assert rig.provider.look_up(rig.account, known).amount_minor == 5000


def test_the_message_for_another_merchant_is_refused(rig: PayPalRig) -> None:
    known = opened(rig)
    rig.simulator.callbacks.plan.then("wrong_merchant")
    rig.approve(known.reference)
    with pytest.raises(CallbackRefused):
        heard(rig)


@pytest.mark.parametrize(
    ("what", "changes", "status", "withdrawn"),
    [
        ("CREATED", {}, "open", 0),
        ("UPDATED", {"dispute_life_cycle_stage": "CHARGEBACK", "status": "UNDER_REVIEW"}, "open", 5000),
        ("RESOLVED", {"dispute_outcome": {"outcome_code": "RESOLVED_BUYER_FAVOUR"}}, "lost", 5000),
        ("RESOLVED", {"dispute_outcome": {"outcome_code": "ACCEPTED"}}, "lost", 5000),
        ("RESOLVED", {"dispute_outcome": {"outcome_code": "RESOLVED_SELLER_FAVOUR"}}, "won", 0),
        ("RESOLVED", {"dispute_outcome": {"outcome_code": "RESOLVED_WITH_PAYOUT"}}, "won", 0),
        ("RESOLVED", {"dispute_outcome": {"outcome_code": "CANCELED_BY_BUYER"}}, "won", 0),
        ("RESOLVED", {"status": "RESOLVED", "dispute_outcome": {"outcome_code": "NEVER_SEEN"}}, "open", 0),
    ],
)
def test_disputes(rig: PayPalRig, what: str, changes: dict[str, Any], status: str, withdrawn: int) -> None:
    known = opened(rig)
    rig.approve(known.reference)
    rig.provider.confirm(rig.account, known)
    heard(rig)
    due = {"seller_response_due_date": "2026-12-01T10:00:00Z"}
    rig.simulator.dispute(known.reference, what, **changes, **due)
    (told,) = heard(rig)
    assert (told.payment_id, told.reference) == (known.payment_id, None)
    news = told.dispute
    assert isinstance(news, DisputeNews)
    assert (news.status, news.amount_minor, news.currency) == (status, 5000, "EUR")
    assert (news.withdrawn_minor, news.reason) == (withdrawn, "Merchandise or service not received")
    assert news.due_by == datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert news.reference.startswith("PP-D-")


@pytest.mark.parametrize(
    "resource",
    [
        {"id": 5},
        {"purchase_units": {}},
        [],
        None,
        {"dispute_amount": {"currency_code": "EUR"}},
        {"custom_id": "a shop's own", "supplementary_data": {"related_ids": {}}},
        {"id": "I-1", "custom_id": "", "supplementary_data": {}},
    ],
)
def test_what_we_do_not_know_is_about_nothing_of_ours(resource: object) -> None:
    for kind in ("BILLING.SUBSCRIPTION.CREATED", "CUSTOMER.DISPUTE.CREATED", "PAYMENT.CAPTURE.COMPLETED"):
        body = json.dumps({"id": "WH-1", "event_type": kind, "resource": resource}).encode()
        assert paypal_events.read(body) == Callback("WH-1", kind=kind)


def test_an_approval_that_was_taken_back_names_its_order() -> None:
    body = {"id": "WH-1", "event_type": "CHECKOUT.PAYMENT-APPROVAL.REVERSED", "resource": {"order_id": "O1"}}
    assert paypal_events.read(json.dumps(body).encode()).reference == "O1"


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"id":1,"event_type":"x"}', b'{"id":"WH-1"}', b"\xff"])
def test_what_is_no_event(body: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        paypal_events.read(body)
