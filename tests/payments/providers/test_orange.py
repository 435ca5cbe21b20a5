"""Orange Money: what is its own, beside the contract that every provider keeps."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import uuid4

import httpx2
import msgspec
import pytest
from tests.payments.providers.rig_orange import OrangeRig
from tests.simulators.orange import CURRENCIES, Order

from duka.payments import wire
from duka.payments.errors import AccountRefused, CallbackRefused, CaptureRefused, ProviderUnreachable
from duka.payments.providers.orange_money import MARKETS, is_notification_of, notification_url
from duka.payments.types import Callback, Charge, Known, Outcome, RefundCharge

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def rig() -> Iterator[OrangeRig]:
    with OrangeRig() as rig:
        yield rig
        assert rig.simulator.failures == []


def asked(rig: OrangeRig, charge: Charge) -> tuple[Known, Order]:
    outcome = rig.provider.create(rig.account, charge)
    assert outcome.status == "requires_action", outcome
    assert outcome.reference
    return rig.known(charge, outcome.reference, outcome.data), rig.simulator.orders[outcome.reference]


def look(rig: OrangeRig, known: Known) -> Outcome:
    return rig.provider.look_up(rig.account, known)


def test_the_buyer_pays_on_the_hosted_page(rig: OrangeRig) -> None:
    charge = rig.charge(1500)
    outcome = rig.provider.create(rig.account, charge)
    order = rig.simulator.orders[outcome.reference or ""]
    known = rig.known(charge, order.order_id, outcome.data)
    assert (order.amount, order.currency, len(order.order_id)) == (1500, "OUV", 30)
    waiting = look(rig, known)
    assert (waiting.status, waiting.action_url) == ("requires_action", outcome.action_url)
    with httpx2.Client() as browser:
        assert "Pay 1500 OUV" in browser.get(outcome.action_url).text
        wrong = browser.post(outcome.action_url, data={"otp": "0000", "answer": "pay"})
        assert "wrong=1" in wrong.headers["location"]
        assert look(rig, known).status == "requires_action"
        done = browser.post(outcome.action_url, data={"otp": "4711", "answer": "pay"})
        assert done.headers["location"] == charge.return_url
    told = look(rig, known)
    assert (told.status, told.data) == ("captured", {"txnid": order.txnid})
    assert rig.simulator.moved(charge.payment_id.hex).captured == 1500


def test_giving_up_on_the_page_leaves_the_payment_open(rig: OrangeRig) -> None:
    charge = rig.charge(1500)
    known, _ = asked(rig, charge)
    page = known.data["page"]
    with httpx2.Client() as browser:
        left = browser.post(page, data={"answer": "cancel"})
        assert left.headers["location"] == charge.cancel_url
        assert rig.provider.cancel(rig.account, known).status == "requires_action"
        rig.simulator.skew = 601
        browser.post(page, data={"otp": "4711", "answer": "pay"})
    assert look(rig, known).status == "expired"
    assert rig.simulator.moved(known.reference).captured == 0


def test_every_status_has_its_meaning(rig: OrangeRig) -> None:
    known, order = asked(rig, rig.charge(1500))
    for word, status, code in (
        ("INITIATED", "requires_action", ""),
        ("PENDING", "requires_action", ""),
        ("FAILED", "failed", "declined"),
        ("EXPIRED", "expired", "expired"),
        ("SUCCESS", "captured", ""),
        ("MAGIC", "unknown", ""),
    ):
        order.status = word
        told = look(rig, known)
        assert (told.status, told.code) == (status, code)
        assert bool(told.reason) is (status in ("failed", "expired"))


def test_money_that_comes_after_the_end(rig: OrangeRig) -> None:
    for end in (rig.simulator.expire, rig.simulator.decline):
        known, order = asked(rig, rig.charge(1500))
        end(order.order_id)
        assert look(rig, known).status in ("expired", "failed")
        rig.approve(order.order_id)
        assert look(rig, known).status == "captured"


def test_a_payment_on_its_way_is_not_yet_paid(rig: OrangeRig) -> None:
    rig.simulator.takes_time = True
    known, order = asked(rig, rig.charge(1500))
    rig.approve(order.order_id)
    assert look(rig, known).status == "requires_action"
    rig.simulator.settle(order.order_id)
    assert look(rig, known).status == "captured"


@pytest.mark.parametrize("trouble", ["cut_after", "error_after"])
def test_a_lost_answer_ends_the_attempt_and_another_one_pays(rig: OrangeRig, trouble: str) -> None:
    charge = rig.charge(1500)
    rig.simulator.mischief.then(trouble, "web_payment")
    with pytest.raises(ProviderUnreachable):
        rig.provider.create(rig.account, charge)
    (lost,) = rig.simulator.orders
    assert look(rig, rig.known(charge, "", {})).status == "unknown"
    again = rig.provider.create(rig.account, msgspec.structs.replace(charge, is_retry=True))
    assert (again.status, again.code, again.data) == ("failed", "unavailable", {"refused": "1204"})
    assert "nothing was paid" in again.reason
    known, order = asked(rig, msgspec.structs.replace(charge, key="the second attempt"))
    rig.approve(order.order_id)
    assert look(rig, known).status == "captured"
    assert rig.simulator.moved(lost).captured == 0
    assert rig.simulator.moved(str(charge.payment_id)).captured == 1500


@pytest.mark.parametrize("trouble", ["cut_before", "error_before"])
def test_asking_that_never_arrived_is_asked_again(rig: OrangeRig, trouble: str) -> None:
    charge = rig.charge(1500)
    rig.simulator.mischief.then(trouble, "web_payment")
    with pytest.raises(ProviderUnreachable):
        rig.provider.create(rig.account, charge)
    asked(rig, charge)


def test_another_amount_is_never_ours(rig: OrangeRig) -> None:
    known, order = asked(rig, rig.charge(1500))
    rig.misreport(order.order_id, 100)
    rig.approve(order.order_id)
    assert look(rig, known).status == "unknown"
    assert rig.provider.cancel(rig.account, known).status == "cancelled"


def test_a_token_is_kept_and_renewed_when_refused(rig: OrangeRig) -> None:
    def tokens() -> int:
        return sum(one.path.endswith("/token") for one in rig.simulator.asked)

    known, _ = asked(rig, rig.charge(1500))
    look(rig, known)
    assert tokens() == 1
    rig.simulator.revoke_tokens()
    assert look(rig, known).status == "requires_action"
    assert tokens() == 2


def test_wrong_credentials_are_the_merchants_to_mend(rig: OrangeRig) -> None:
    with pytest.raises(AccountRefused):
        rig.provider.create(rig.wrong_credentials(), rig.charge(1500))
    secrets = {**rig.account.secrets, "merchant_key": "wrong"}
    told = rig.provider.create(msgspec.structs.replace(rig.account, secrets=secrets), rig.charge(1500))
    assert (told.status, told.code, told.data) == ("failed", "unavailable", {"refused": "1201"})


@pytest.mark.parametrize("country", sorted(MARKETS))
def test_each_country_takes_its_own_currency(country: str) -> None:
    for currency in MARKETS[country]:
        with OrangeRig(country, currency) as rig:
            _, order = asked(rig, rig.charge(1500))
            assert (order.amount, order.currency) == (1500, CURRENCIES[country])
            other = msgspec.structs.replace(rig.charge(1500), currency="EUR")
            assert rig.provider.create(rig.account, other).code == "unavailable"


def test_addresses_have_at_most_120_letters(rig: OrangeRig) -> None:
    charge = rig.charge(1500)
    room = 120 - len(notification_url("", charge.payment_id))
    base = "https://shop.example.com/callbacks/"
    fits = msgspec.structs.replace(charge, callback_url=base.ljust(room, "k"))
    _, order = asked(rig, fits)
    assert len(order.notif_url) == 120
    calls = len(rig.simulator.asked)
    for name in ("callback_url", "return_url", "cancel_url"):
        long = msgspec.structs.replace(rig.charge(1500), **{name: base.ljust(121, "k")})
        told = rig.provider.create(rig.account, long)
        assert (told.status, told.code) == ("failed", "unavailable")
        assert "120" in told.data["refused"]
    assert len(rig.simulator.asked) == calls
    checked = rig.provider.check(msgspec.structs.replace(rig.account, callback_url=base.ljust(100, "k")))
    assert (checked.is_ok, "at most 120" in checked.message) == (False, True)


def test_a_usual_callback_address_fits() -> None:
    """The tenant and a key of 22 letters after a host of 25."""
    url = "https://payments.example.com/callbacks/" + "t" * 22 + "k" * 22
    assert len(notification_url(url, uuid4())) <= 120


def notified(rig: OrangeRig, order: Order, body: bytes | None = None) -> Callback:
    said = {"status": order.status, "notif_token": order.notif_token, "txnid": order.txnid}
    headers = {"x-duka-query": urlsplit(order.notif_url).query}
    return rig.provider.read_callback(rig.account, headers, body or json.dumps(said).encode(), NOW)


def test_a_notification_names_the_payment_by_its_address(rig: OrangeRig) -> None:
    charge = rig.charge(1500)
    known, order = asked(rig, charge)
    rig.approve(order.order_id)
    (letter,) = rig.simulator.callbacks.waiting
    _, body = rig.simulator.compose(letter)
    told = notified(rig, order, body)
    assert (told.payment_id, told.reference, told.kind) == (charge.payment_id, None, "notification")
    assert told.event_id == notified(rig, order, body).event_id
    assert is_notification_of(known, body)


def test_a_forged_notification_gains_nothing_but_a_look(rig: OrangeRig) -> None:
    charge = rig.charge(1500)
    known, order = asked(rig, charge)
    forged = b'{"status": "SUCCESS", "notif_token": "guessed", "txnid": "MP1"}'
    assert notified(rig, order, forged).payment_id == charge.payment_id
    assert look(rig, known).status == "requires_action"
    assert not is_notification_of(known, forged)
    other, of = asked(rig, rig.charge(100))
    theirs = json.dumps({"status": "SUCCESS", "notif_token": of.notif_token}).encode()
    assert is_notification_of(other, theirs)
    assert not is_notification_of(known, theirs)
    for body in (b"", b"null", b"{}", b'{"status": "SUCCESS", "notif_token": ""}', b"\xff", b"[" * 100_000):
        assert not is_notification_of(msgspec.structs.replace(known, data={}), body)


@pytest.mark.parametrize(
    "query", ["", "p=", "p=short", "q=x", "p=a&p=b", "p=%00", "p=" + "é" * 22, "p=" + "a" * 500]
)
def test_a_notification_to_no_address_of_ours_is_refused(rig: OrangeRig, query: str) -> None:
    body = b'{"status": "SUCCESS", "notif_token": "n", "txnid": "MP1"}'
    with pytest.raises(CallbackRefused):
        rig.provider.read_callback(rig.account, {"x-duka-query": query}, body, NOW)


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{}", b"status=SUCCESS", b"\xff", b'{"status": 1}', b"[" * 100_000]
)
def test_a_notification_of_another_form_is_refused(rig: OrangeRig, body: bytes) -> None:
    query = urlsplit(notification_url("", uuid4())).query
    with pytest.raises(CallbackRefused):
        rig.provider.read_callback(rig.account, {"x-duka-query": query}, body, NOW)


def test_notifications_are_sent_once(rig: OrangeRig) -> None:
    _, order = asked(rig, rig.charge(1500))
    rig.approve(order.order_id)
    assert [sent.status for sent in rig.simulator.deliver()] == [0]
    assert rig.simulator.deliver() == []


def test_refunds_are_made_by_hand(rig: OrangeRig) -> None:
    known, order = asked(rig, rig.charge(1500))
    rig.approve(order.order_id)
    calls = len(rig.simulator.asked)
    refund = RefundCharge(refund_id=uuid4(), key="key", amount_minor=500)
    assert rig.provider.refund(rig.account, known, refund).status == "by_hand"
    assert len(rig.simulator.asked) == calls
    assert rig.provider.about.can == frozenset()
    with pytest.raises(CaptureRefused):
        rig.provider.capture(rig.account, known, 500, "key", is_final=True)


def test_the_connection_is_tested_by_a_token(rig: OrangeRig) -> None:
    assert rig.provider.check(rig.account).is_ok
    with pytest.raises(AccountRefused):
        rig.provider.check(rig.wrong_credentials())
    assert not rig.provider.check(msgspec.structs.replace(rig.account, mode="live")).is_ok


def test_the_conversation_keeps_no_secret(rig: OrangeRig) -> None:
    with wire.listening() as heard:
        known, order = asked(rig, rig.charge(1500))
        look(rig, known)
        rig.provider.check(rig.account)
    said = json.dumps([msgspec.to_builtins(one) for one in heard])
    assert len(heard) == 3
    for secret in (*rig.secrets, *rig.simulator.tokens, order.notif_token):
        assert secret not in said
