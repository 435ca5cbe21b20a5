"""What is Stripe's own: amounts, statuses, declines, 3-D Secure, keys, refunds, and what is sent over the wire."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import msgspec
import pytest
from tests.payments.providers.rig_stripe import StripeRig, look, opened, refund_of

from duka.kernel.money import EXPONENTS
from duka.payments import wire
from duka.payments.errors import AccountRefused, CaptureRefused, ProviderUnreachable
from duka.payments.providers.stripe import API_VERSION, Stripe
from duka.payments.providers.stripe_words import TAKEN, from_stripe, to_stripe
from duka.payments.types import Account, Known

AMOUNT = 2500


@pytest.fixture
def rig() -> Iterator[StripeRig]:
    with StripeRig() as rig:
        yield rig
        assert rig.simulator.failures == []


def with_(account: Account, **changes: Any) -> Account:
    return msgspec.structs.replace(account, **changes)


@pytest.mark.parametrize(
    ("currency", "ours", "stripes"),
    [
        ("EUR", 1999, 1999),
        ("USD", 50, 50),
        ("GNF", 15000, 15000),
        ("JPY", 500, 500),
        ("XAF", 6500, 6500),
        ("XOF", 6500, 6500),
        ("RWF", 900, 900),
        ("UGX", 5, 500),
        ("ISK", 5, 500),
        ("HUF", 12345, 12345),
        ("TWD", 80000, 80000),
        ("RSD", 12300, 12300),
        ("MGA", 12300, 123),
        ("MGA", 12345, None),
        ("KWD", 5120, 5120),
        ("KWD", 5124, None),
        ("TND", 10, 10),
    ],
)
def test_amounts(currency: str, ours: int, stripes: int | None) -> None:
    assert to_stripe(ours, currency) == stripes
    if stripes is not None:
        assert from_stripe(stripes, currency) == ours


def test_every_currency_comes_back_as_it_went() -> None:
    assert set(EXPONENTS) - TAKEN == {
        *("BTN", "CLF", "CUP", "ERN", "GHS", "IQD", "IRR", "KPW", "LYD", "SDG", "SSP", "STN"),
        *("SVC", "SYP", "TMT", "UYI", "UYW", "VED", "VES", "ZWG"),
    }
    for currency in TAKEN:
        amount = to_stripe(1_234_500, currency)
        assert amount is not None
        assert from_stripe(amount, currency) == 1_234_500


@pytest.mark.parametrize(
    ("currency", "amount"), [("UGX", 3500), ("XAF", 6500), ("KWD", 5120), ("MGA", 450000)]
)
def test_the_buyer_pays_what_was_asked_for(currency: str, amount: int) -> None:
    with StripeRig(currency) as rig:
        charge, known = opened(rig, amount=amount)
        rig.approve(known.reference)
        said = look(rig, known)
        assert (said.status, said.amount_minor, said.currency) == ("captured", amount, currency)
        assert rig.simulator.moved(str(charge.payment_id)).captured == amount


def test_amounts_that_stripe_cannot_take_have_failed(rig: StripeRig) -> None:
    said = rig.provider.create(rig.account, rig.charge(49))
    assert (said.status, said.code, said.reason) == (
        "failed",
        "limit",
        "Amount must convert to at least 50 cents.",
    )
    assert rig.provider.create(rig.account, rig.charge(10**8)).code == "limit"
    dinars = msgspec.structs.replace(rig.charge(5124), currency="KWD")
    assert rig.provider.create(rig.account, dinars).code == "limit"
    assert rig.simulator.intents == {}


def test_what_is_sent(rig: StripeRig) -> None:
    charge, _ = opened(rig, "manual")
    (asked,) = rig.simulator.asked
    assert set(asked.headers) - {"host", "connection", "accept", "accept-encoding", "content-length"} == {
        "authorization",
        "content-type",
        "idempotency-key",
        "stripe-version",
        "user-agent",
    }
    assert asked.headers["stripe-version"] == API_VERSION
    assert asked.headers["idempotency-key"] == charge.key
    assert asked.headers["user-agent"] == wire.AGENT
    assert asked.form == {
        "amount": "2500",
        "currency": "eur",
        "automatic_payment_methods[enabled]": "true",
        "capture_method": "manual",
        "description": charge.description,
        "metadata[tenant]": str(charge.tenant),
        "metadata[order_id]": str(charge.order_id),
        "metadata[payment_id]": str(charge.payment_id),
        "statement_descriptor_suffix": "ACORN 1",
    }


def test_the_browser_gets_the_client_secret_and_nobody_else(
    rig: StripeRig, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    charge = rig.charge(AMOUNT)
    with wire.listening() as heard:
        said = rig.provider.create(rig.account, charge)
    secret = rig.simulator.intents[said.reference or ""]["client_secret"]
    assert said.browser == {
        "client_secret": secret,
        "publishable_key": rig.simulator.publishable_key,
        "script": rig.simulator.url + "/endive/stripe.js",
    }
    assert (said.action_url, said.data) == ("", {})
    assert secret not in repr(heard) + caplog.text
    assert [h.what for h in heard] == ["create"]
    known = rig.known(charge, said.reference or "")
    assert look(rig, known).browser["client_secret"] == secret
    rig.approve(known.reference)
    assert look(rig, known).browser == {}


def test_waiting_and_slow_payments_are_open(rig: StripeRig) -> None:
    _, known = opened(rig)
    rig.simulator.process(known.reference)
    assert look(rig, known).status == "requires_action"
    rig.approve(known.reference)
    assert look(rig, known).status == "captured"


def test_a_hold_that_runs_out_has_expired(rig: StripeRig) -> None:
    charge, known = opened(rig, "manual")
    rig.approve(known.reference)
    said = look(rig, known)
    assert said.status == "authorized"
    assert said.expires_at is not None
    assert timedelta(days=6) < said.expires_at - datetime.now(UTC) < timedelta(days=8)
    rig.simulator.expire(known.reference)
    said = look(rig, known)
    assert (said.status, said.code) == ("expired", "expired")
    with pytest.raises(CaptureRefused):
        rig.provider.capture(rig.account, known, AMOUNT, uuid4().hex, is_final=True)
    assert rig.simulator.moved(str(charge.payment_id)).authorized == 0


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ("4000 0000 0000 0002", "declined"),
        ("4000000000009995", "insufficient_funds"),
        ("4000000000000069", "declined"),
        ("4111", "declined"),
    ],
)
def test_declines(rig: StripeRig, card: str, code: str) -> None:
    _, known = opened(rig)
    answer = enter(rig, known, card)
    said = look(rig, known)
    assert (said.status, said.code) == ("failed", code)
    assert said.reason == answer["error"]["message"]
    assert enter(rig, known, "4242424242424242")["status"] == "succeeded"
    assert look(rig, known).status == "captured"


def enter(rig: StripeRig, known: Known, card: str) -> Any:
    """The buyer's browser sends the card to Stripe."""
    secret = rig.simulator.intents[known.reference]["client_secret"]
    form = {
        "number": card,
        "payment_intent_client_secret": secret,
        "return_url": "https://acorn.example/back?o=1",
    }
    return httpx2.post(f"{rig.simulator.url}/fields", data=form).json()


@pytest.mark.parametrize(
    ("act", "status", "code", "told"),
    [("complete", "captured", "", "succeeded"), ("fail", "failed", "rejected", "failed")],
)
def test_three_d_secure(rig: StripeRig, act: str, status: str, code: str, told: str) -> None:
    _, known = opened(rig)
    answer = enter(rig, known, "4000002500003155")
    assert answer["status"] == "requires_action"
    assert look(rig, known).status == "requires_action"
    assert "Is it you?" in httpx2.get(answer["url"]).text
    back = httpx2.post(answer["url"], data={"act": act})
    url = httpx2.URL(back.headers["location"])
    assert (back.status_code, url.host, dict(url.params)["o"]) == (303, "acorn.example", "1")
    assert dict(url.params)["redirect_status"] == told
    said = look(rig, known)
    assert (said.status, said.code) == (status, code)
    assert httpx2.post(answer["url"], data={"act": "complete"}).status_code == 409


def test_nobody_pays_without_the_client_secret(rig: StripeRig) -> None:
    _, known = opened(rig)
    for secret in ("", known.reference, f"{known.reference}_secret_guessed"):
        form = {"number": "4242424242424242", "payment_intent_client_secret": secret}
        assert httpx2.post(f"{rig.simulator.url}/fields", data=form).status_code == 404
    assert look(rig, known).status == "requires_action"


def test_the_fee_is_told_in_the_payments_currency_only(rig: StripeRig) -> None:
    charge, known = opened(rig)
    rig.approve(known.reference)
    fee = look(rig, known).fee_minor
    assert fee == rig.simulator.books.of(str(charge.payment_id))[0].fee == 63
    for entry in rig.simulator.charges.values():
        entry["balance_transaction"]["currency"] = "usd"
    assert look(rig, known).fee_minor is None


@pytest.mark.parametrize(("status", "error"), [(429, ProviderUnreachable), (500, ProviderUnreachable)])
def test_trouble_at_stripe(rig: StripeRig, status: int, error: type[Exception]) -> None:
    _, known = opened(rig)
    if status == 429:
        rig.simulator.too_many = 1
    else:
        rig.simulator.mischief.then("error_before")
    with pytest.raises(error):
        look(rig, known)
    assert look(rig, known).status == "requires_action"


def test_another_mode_is_refused(rig: StripeRig) -> None:
    _, known = opened(rig)
    asked = len(rig.simulator.asked)
    live = with_(rig.account, mode="live")
    with pytest.raises(AccountRefused):
        rig.provider.create(live, rig.charge(AMOUNT))
    for key in ("sk_live_something", "", "sk_test_naïve", "sk_test_a\r\nb"):
        with pytest.raises(AccountRefused):
            rig.provider.look_up(with_(rig.account, secrets={"secret_key": key}), known)
    assert len(rig.simulator.asked) == asked
    rig.simulator.intents[known.reference]["livemode"] = True
    with pytest.raises(AccountRefused):
        look(rig, known)


def test_a_payment_that_the_account_does_not_know(rig: StripeRig) -> None:
    stranger = rig.known(rig.charge(AMOUNT), "pi_of_somebody_else")
    with pytest.raises(AccountRefused):
        look(rig, stranger)
    with pytest.raises(AccountRefused):
        rig.provider.cancel(rig.account, rig.known(rig.charge(AMOUNT), "../../balance"))
    assert rig.provider.refund(rig.account, stranger, refund_of(100)).status == "refused"


def test_the_connection(rig: StripeRig) -> None:
    def says(**changes: Any) -> tuple[bool, str]:
        found = rig.provider.check(with_(rig.account, **changes))
        return found.is_ok, found.message

    assert says() == (True, "Stripe accepts the keys.")
    alone = {"secret_key": rig.simulator.secret_key}
    assert says(secrets=alone)[1].endswith("until you enter the signing secret.")
    assert says(settings={"publishable_key": "pk_live_x"}) == (
        False,
        "The publishable key should start with pk_test_.",
    )
    assert says(secrets={"secret_key": "sk_live_x"})[0] is False
    rig.simulator.livemode = True
    assert says() == (False, "The secret key is for live payments.")


def test_a_process_that_never_pays_by_card_stays_small() -> None:
    code = (
        "import sys, duka.payments.providers.stripe; print('stripe' in sys.modules, 'httpx2' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]


def test_its_form() -> None:
    fields = {f.name: (f.is_secret, f.is_required) for f in Stripe.about.fields}
    assert fields == {
        "secret_key": (True, True),
        "publishable_key": (False, True),
        "webhook_secret": (True, False),
        "statement_descriptor": (False, False),
    }
