"""Stripe's messages: who signed them, when, for whom, and what each is about."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from tests.payments.providers.rig_stripe import StripeRig
from tests.simulators.mischief import Letter

from duka.payments.errors import CallbackRefused
from duka.payments.providers.stripe import Stripe
from duka.payments.providers.stripe_words import EVENTS
from duka.payments.types import Account, Callback, Known

BODY = b'{"id":"evt_1","object":"event","type":"payment_intent.succeeded"}'
AT = 1_700_000_000
SIGNED = "67da5088c63e080c71bd2bb0cb5c03d85a8fc6a21ce3aaf484df809654745b92"
SECRET = "whsec_test_secret"
ACCOUNT = Account(tenant=uuid4(), provider="stripe", secrets={"webhook_secret": SECRET})


@pytest.fixture
def rig() -> Iterator[StripeRig]:
    with StripeRig() as rig:
        rig.simulator.webhook_url = "http://127.0.0.1:9/nobody"
        yield rig
        assert rig.simulator.failures == []


def read(header: str | None, body: bytes = BODY, *, later: float = 0, account: Account = ACCOUNT) -> Callback:
    headers = {} if header is None else {"stripe-signature": header}
    return Stripe().read_callback(account, headers, body, datetime.fromtimestamp(AT + later, UTC))


def sign(body: bytes, secret: str = SECRET, at: int = AT) -> str:
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def test_what_the_official_library_accepts() -> None:
    expected = Callback("evt_1", kind="payment_intent.succeeded")
    assert read(f"t={AT},v1={SIGNED}") == expected
    assert read(f"v1={SIGNED},t={AT}") == expected
    assert read(f"t={AT},v1={'0' * 64},v1={SIGNED},v0={'1' * 64}") == expected
    assert read(f"t={AT},v1={SIGNED}", later=300) == expected
    assert read(f"t={AT},v1={SIGNED}", later=-3600) == expected


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        " ",
        SIGNED,
        f"v1={SIGNED}",
        f"t={AT}",
        f"t={AT},v1=",
        f"t={AT},v1",
        f"t={AT},v1={SIGNED[:-1]}",
        f"t={AT},v1={SIGNED.upper()}",
        f"t={AT},V1={SIGNED}",
        f"t={AT},v0={SIGNED}",
        f"t={AT + 1},v1={SIGNED}",
        f"t={AT},t={AT},v1={SIGNED}",
        f"t={AT},t={AT + 999},v1={SIGNED}",
        f"t=,v1={SIGNED}",
        f"t=now,v1={SIGNED}",
        f"t=-{AT},v1={SIGNED}",
        f"t={AT}.0,v1={SIGNED}",
        f"t={'9' * 400},v1={SIGNED}",
        f"t=١٧٠٠٠٠٠٠٠٠,v1={SIGNED}",
        f"t={AT},v1=é{SIGNED}",
        f"t={AT},v1={'a' * 100_000}",
        "," * 5000,
    ],
)
def test_what_stripe_did_not_sign_so(header: str | None) -> None:
    with pytest.raises(CallbackRefused):
        read(header)


@pytest.mark.parametrize(
    "body", [BODY + b" ", BODY[:-1], json.dumps(json.loads(BODY)).encode(), b"", b"\xff" + BODY, BODY.upper()]
)
def test_another_body_than_the_signed_one(body: bytes) -> None:
    with pytest.raises(CallbackRefused):
        read(f"t={AT},v1={SIGNED}", body)


def test_too_old() -> None:
    with pytest.raises(CallbackRefused):
        read(f"t={AT},v1={SIGNED}", later=301)


def test_the_secret_of_another_or_none() -> None:
    with pytest.raises(CallbackRefused):
        read(sign(BODY, "whsec_of_another"))
    for secret in ("", " "):
        account = msgspec.structs.replace(ACCOUNT, secrets={"webhook_secret": secret})
        with pytest.raises(CallbackRefused):
            read(sign(BODY, secret), account=account)
    with pytest.raises(CallbackRefused):
        read(sign(BODY, ""), account=msgspec.structs.replace(ACCOUNT, secrets={}))


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"{}",
        b'{"id":1,"type":"x"}',
        b'{"id":"evt_1","type":"x","data":{"object":[]}}',
        b'{"id":"evt_1","type":"x","data":{"object":{"metadata":"text"}}}',
        b'{"id":"evt_1","type":"charge.dispute.created","data":{"object":{"id":"dp_1"}}}',
        b'{"id":"evt_1","type":"charge.dispute.created","data":{"object":{"id":"dp_1","currency":7,"status":"won"}}}',
        b'{"id":"evt_1","type":"x","livemode":true}',
        b'{"id":"evt_1","type":"x","account":"acct_of_another"}',
        b'{"id":"evt_1","type":"x"',
        b"\xff\xfe",
    ],
)
def test_signed_and_yet_nothing_for_us(body: bytes) -> None:
    with pytest.raises(CallbackRefused):
        read(sign(body) if body.isascii() else f"t={AT},v1={SIGNED}", body)


def test_a_live_account_hears_live_events_only() -> None:
    live = msgspec.structs.replace(ACCOUNT, mode="live")
    body = b'{"id":"evt_1","type":"x","livemode":%s}'
    assert read(sign(body % b"true"), body % b"true", account=live).event_id == "evt_1"
    with pytest.raises(CallbackRefused):
        read(sign(body % b"false"), body % b"false", account=live)


def paid(rig: StripeRig, *, held: bool = False) -> Known:
    charge = rig.charge(2500, "manual" if held else "automatic")
    said = rig.provider.create(rig.account, charge)
    rig.approve(said.reference or "")
    return rig.known(charge, said.reference or "")


def hear(rig: StripeRig, letter: Letter) -> Callback:
    headers, body = rig.simulator.compose(letter)
    return rig.provider.read_callback(rig.account, headers, body, datetime.now(UTC))


def test_every_event_is_about_its_payment(rig: StripeRig) -> None:
    known = paid(rig)
    rig.provider.capture(rig.account, held := paid(rig, held=True), 2000, "key", is_final=True)
    rig.provider.cancel(rig.account, let_go := paid(rig, held=True))
    rig.simulator.expire((expired := paid(rig, held=True)).reference)
    dispute = rig.simulator.dispute(known.reference)
    rig.simulator.decide(dispute, "won")
    ours = {k.reference: k.payment_id for k in (known, held, let_go, expired)}
    letters = rig.simulator.callbacks.waiting
    for letter in letters:
        heard = hear(rig, letter)
        assert heard.reference in ours, letter.kind
        assert heard.payment_id in (None, ours[heard.reference])
        assert heard.kind == letter.kind
        assert (heard.dispute is not None) == letter.kind.startswith("charge.dispute.")
    kinds = {letter.kind for letter in letters}
    assert kinds - {*EVENTS, "payment_intent.created", "charge.succeeded"} == set()
    assert len({hear(rig, letter).event_id for letter in letters}) == len(letters)


def test_refund_events_lead_to_the_payment(rig: StripeRig) -> None:
    known = paid(rig)
    made = {  # as a refund on Stripe's own pages: without our metadata
        "id": "re_1",
        "object": "refund",
        "amount": 100,
        "currency": "eur",
        "payment_intent": known.reference,
        "metadata": {},
        "status": "succeeded",
    }
    heard = hear(rig, rig.simulator.letter("refund.created", made))
    assert (heard.reference, heard.payment_id) == (known.reference, None)


def test_disputes(rig: StripeRig) -> None:
    known = paid(rig)
    dispute = rig.simulator.dispute(known.reference, "product_not_received")
    rig.simulator.decide(dispute, "won")
    news = [(x.kind, hear(rig, x).dispute) for x in rig.simulator.callbacks.waiting if "dispute" in x.kind]
    told = [(kind.rpartition(".")[2], d.status, d.withdrawn_minor, d.fee_minor) for kind, d in news if d]
    assert told == [
        ("created", "open", 0, 0),
        ("funds_withdrawn", "open", 2500, 1500),
        ("funds_reinstated", "won", 0, 1500),
        ("closed", "won", 0, 1500),
    ]
    one = news[0][1]
    assert one is not None
    assert (one.reference, one.amount_minor, one.currency, one.reason) == (
        dispute,
        2500,
        "EUR",
        "product_not_received",
    )
    assert one.due_by is not None
    assert one.due_by > datetime.now(UTC)
    assert all(a and b and a.reference == b.reference for (_, a), (_, b) in pairwise(news))


@pytest.mark.parametrize(
    ("status", "ours"),
    [
        ("needs_response", "open"),
        ("under_review", "open"),
        ("warning_needs_response", "open"),
        ("warning_under_review", "open"),
        ("warning_closed", "won"),
        ("won", "won"),
        ("lost", "lost"),
        ("a_status_to_come", "open"),
    ],
)
def test_what_became_of_a_dispute(rig: StripeRig, status: str, ours: str) -> None:
    known = paid(rig)
    dispute = rig.simulator.disputes[rig.simulator.dispute(known.reference)]
    heard = hear(rig, rig.simulator.letter("charge.dispute.updated", {**dispute, "status": status}))
    assert heard.dispute is not None
    assert heard.dispute.status == ours


def test_what_another_tenant_did_in_the_same_account_is_nothing_of_ours(rig: StripeRig) -> None:
    paid(rig)
    for letter in rig.simulator.callbacks.waiting:
        letter.fate = "wrong_merchant"
        heard = hear(rig, letter)
        assert (heard.reference, heard.payment_id, heard.dispute) == (None, None, None)
        assert heard.event_id


def test_a_wrong_amount_is_signed_and_left_to_the_look(rig: StripeRig) -> None:
    known = paid(rig)
    letter = rig.callback(known.reference)
    letter.fate = "wrong_amount"
    assert hear(rig, letter).reference == known.reference
    assert rig.provider.look_up(rig.account, known).amount_minor == 2500


def test_what_the_merchants_endpoint_gets(rig: StripeRig) -> None:
    """Delivered over HTTP, to a server that reads it as ours does."""
    heard: list[Any] = []
    with StripeRig() as shop:  # any HTTP server that answers 404 will do
        rig.simulator.webhook_url = shop.simulator.url + "/callbacks/key"
        paid(rig)
        sent = rig.simulator.deliver()
    assert [s.kind for s in sent] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]
    for s in sent:
        heard.append(rig.provider.read_callback(rig.account, s.headers, s.body, datetime.now(UTC)))
        assert s.status == 404
    assert len({h.event_id for h in heard}) == 3
