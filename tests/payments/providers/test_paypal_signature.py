"""Only what PayPal signed for this merchant is read, and a certificate only from where PayPal keeps them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.payments.providers.rig_paypal import PayPalRig
from tests.simulators.paypal_inside import CERTIFICATE, WEBHOOK_ID
from tests.simulators.paypal_signing import Authority, Signer, authority
from tests.simulators.server import Reply

from duka.payments.errors import CallbackRefused, ProviderUnreachable
from duka.payments.providers.paypal import PayPal
from duka.payments.providers.paypal_signature import _is_allowed, message
from duka.payments.types import Callback

BODY = b'{"id":"evt_1","object":"event","type":"payment_intent.succeeded"}'
EVENT = json.dumps(
    {"id": "WH-1", "event_type": "PAYMENT.CAPTURE.COMPLETED", "resource": {"id": "C1"}}
).encode()


@pytest.fixture
def rig() -> Iterator[PayPalRig]:
    with PayPalRig() as rig:
        yield rig
        assert rig.simulator.failures == []


@cache
def odd(kind: str) -> Signer:
    """Certificates that are not good."""
    day = timedelta(days=1)
    if kind == "expired":
        return authority().signer(since=-30 * day, until=-day)
    if kind == "not yet valid":
        return authority().signer(since=day)
    if kind == "of another name":
        return authority().signer("www.paypal.com.evil.example")
    if kind == "of another of its names":
        return authority().signer("www.paypal.com")
    if kind == "without its chain":
        return authority().signer(is_whole=False)
    return Authority("A root of nobody").signer()


def signed(
    rig: PayPalRig,
    body: bytes = EVENT,
    *,
    webhook_id: str = WEBHOOK_ID,
    at: datetime | None = None,
    url: str = "",
    signer: Signer | None = None,
) -> dict[str, str]:
    stamp = (at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (signer or rig.simulator.signer).headers(
        body, webhook_id, stamp, url or rig.simulator.url + CERTIFICATE
    )


def read(
    rig: PayPalRig, headers: dict[str, str], body: bytes = EVENT, now: datetime | None = None
) -> Callback:
    return rig.provider.read_callback(rig.account, headers, body, now or datetime.now(UTC))


def fetched(rig: PayPalRig) -> int:
    return sum(one.path.startswith("/v1/notifications/certs/") for one in rig.simulator.asked)


def test_the_signed_text_is_as_published() -> None:
    assert (
        message("tid", "2023-11-14T22:13:20Z", "WH-ID", BODY) == b"tid|2023-11-14T22:13:20Z|WH-ID|1415589888"
    )


def test_a_true_message_is_read_and_the_certificate_fetched_once(rig: PayPalRig) -> None:
    for _ in range(3):
        assert read(rig, signed(rig)).event_id == "WH-1"
    assert fetched(rig) == 1


def test_a_replay_has_the_same_event_id(rig: PayPalRig) -> None:
    headers = signed(rig)
    assert read(rig, headers) == read(rig, headers)


@pytest.mark.parametrize(
    "body",
    [
        EVENT + b" ",
        EVENT.replace(b"C1", b"C2"),
        json.dumps(json.loads(EVENT), separators=(",", ":")).encode(),
        b"",
        BODY,
    ],
)
def test_a_changed_body_is_refused(rig: PayPalRig, body: bytes) -> None:
    with pytest.raises(CallbackRefused):
        read(rig, signed(rig), body)


def test_the_message_of_another_merchant_is_refused(rig: PayPalRig) -> None:
    with pytest.raises(CallbackRefused):
        read(rig, signed(rig, webhook_id="WH4BIRCH"))
    rig.account = msgspec.structs.replace(rig.account, settings={"client_id": "x"})
    with pytest.raises(CallbackRefused):
        read(rig, signed(rig, webhook_id=""))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("paypal-transmission-sig", ""),
        ("paypal-transmission-sig", "AAAA"),
        ("paypal-transmission-sig", "not base64!"),
        ("paypal-transmission-sig", "A" * 5000),
        ("paypal-transmission-id", ""),
        ("paypal-transmission-id", "another"),
        ("paypal-transmission-time", "yesterday"),
        ("paypal-transmission-time", "2026-11-21T10:00:00"),
        ("paypal-cert-url", ""),
        ("paypal-auth-algo", "SHA1withRSA"),
        ("paypal-auth-algo", "none"),
    ],
)
def test_other_headers_are_refused(rig: PayPalRig, name: str, value: str) -> None:
    for headers in (signed(rig) | {name: value}, {k: v for k, v in signed(rig).items() if k != name}):
        with pytest.raises(CallbackRefused):
            read(rig, headers)


def test_a_truncated_signature_is_refused(rig: PayPalRig) -> None:
    headers = signed(rig)
    headers["paypal-transmission-sig"] = headers["paypal-transmission-sig"][:-8]
    with pytest.raises(CallbackRefused):
        read(rig, headers)


@pytest.mark.parametrize(
    ("age", "is_good"),
    [
        (timedelta(0), True),
        (timedelta(days=3), True),
        (timedelta(days=3, hours=2), False),
        (timedelta(minutes=-4), True),
        (timedelta(minutes=-6), False),
    ],
)
def test_a_message_may_be_as_old_as_paypal_repeats_it(rig: PayPalRig, age: timedelta, is_good: bool) -> None:
    headers = signed(rig, at=datetime.now(UTC) - age)
    if is_good:
        assert read(rig, headers).event_id == "WH-1"
    else:
        with pytest.raises(CallbackRefused):
            read(rig, headers)
        assert fetched(rig) == 0


@pytest.mark.parametrize(
    ("url", "is_good"),
    [
        ("https://api.paypal.com/v1/notifications/certs/CERT-1", True),
        ("https://api.sandbox.paypal.com:443/v1/notifications/certs/CERT-360caa42-fca2a594", True),
        ("http://api.paypal.com/v1/notifications/certs/CERT-1", False),
        ("https://api.paypal.com:8443/v1/notifications/certs/CERT-1", False),
        ("https://paypal.com.evil.example/v1/notifications/certs/CERT-1", False),
        ("https://evilpaypal.com/v1/notifications/certs/CERT-1", False),
        ("https://api.paypal.com@evil.example/v1/notifications/certs/CERT-1", False),
        ("https://evil.example#.paypal.com/v1/notifications/certs/CERT-1", False),
        ("https://evil.example/?.paypal.com/v1/notifications/certs/CERT-1", False),
        ("https://evil.example\\.paypal.com/v1/notifications/certs/CERT-1", False),
        ("https://api.paypal.com/v1/notifications/certs/../../oauth2", False),
        ("https://api.paypal.com/v1/notifications/certs/CERT-1?next=1", False),
        ("https://api.paypal.com/v1/notifications/certs/", False),
        ("https://api.paypal.com/r?u=https://evil.example", False),
        ("https://[::1]/v1/notifications/certs/CERT-1", False),
        ("https://127.0.0.1/v1/notifications/certs/CERT-1", False),
        ("https://раypal.com/v1/notifications/certs/CERT-1", False),
        ("https://api.paypal.com:x/v1/notifications/certs/CERT-1", False),
        ("file:///v1/notifications/certs/CERT-1", False),
        ("", False),
    ],
)
def test_certificates_come_from_paypal_only(url: str, is_good: bool) -> None:
    assert _is_allowed(url, "") is is_good
    assert not _is_allowed(url, "http://127.0.0.1:8430")


def test_where_the_account_has_another_address_certificates_come_from_there(rig: PayPalRig) -> None:
    base = "http://127.0.0.1:8430"
    assert _is_allowed(f"{base}/v1/notifications/certs/CERT-1", base)
    assert not _is_allowed("http://127.0.0.1:8431/v1/notifications/certs/CERT-1", base)
    assert not _is_allowed("https://127.0.0.1:8430/v1/notifications/certs/CERT-1", base)
    with pytest.raises(CallbackRefused):
        read(rig, signed(rig, url="https://evil.example/v1/notifications/certs/CERT-1"))
    assert fetched(rig) == 0


@pytest.mark.parametrize(
    "kind",
    [
        "expired",
        "not yet valid",
        "of another name",
        "of another of its names",
        "without its chain",
        "foreign",
    ],
)
def test_a_certificate_that_is_not_good_is_refused_and_remembered(rig: PayPalRig, kind: str) -> None:
    rig.simulator.signer = odd(kind)
    for _ in range(3):
        with pytest.raises(CallbackRefused):
            read(rig, signed(rig))
    assert fetched(rig) == 1


def test_a_kept_certificate_is_not_used_after_its_end(rig: PayPalRig) -> None:
    read(rig, signed(rig))
    later = datetime.now(UTC) + timedelta(days=301)
    with pytest.raises(CallbackRefused):
        read(rig, signed(rig, at=later), now=later)
    assert fetched(rig) == 2


def test_the_key_of_somebody_else_is_refused(rig: PayPalRig) -> None:
    with pytest.raises(CallbackRefused):
        read(rig, signed(rig, signer=odd("foreign")))


@pytest.mark.parametrize("answer", [Reply(404), Reply(200, b"no certificate"), Reply(200, b"")])
def test_what_is_no_certificate_is_refused(rig: PayPalRig, answer: Reply) -> None:
    rig.simulator.answer = lambda asked: answer  # type: ignore[method-assign]
    with pytest.raises(CallbackRefused):
        read(rig, signed(rig))


def test_a_redirect_is_not_followed(rig: PayPalRig) -> None:
    asked: list[str] = []

    def answer(one: Any) -> Reply:
        asked.append(one.path)
        return Reply(302, headers={"location": rig.simulator.url + "/elsewhere"})

    rig.simulator.answer = answer  # type: ignore[method-assign, assignment]
    with pytest.raises(CallbackRefused):
        read(rig, signed(rig))
    assert asked == [CERTIFICATE]


def test_without_the_certificate_now_the_message_may_come_again(rig: PayPalRig) -> None:
    rig.simulator.mischief.then("error_before", "certificate")
    headers, now = signed(rig), datetime.now(UTC)
    for _ in range(2):
        with pytest.raises(ProviderUnreachable):
            read(rig, headers, now=now)
    assert read(rig, headers, now=now + timedelta(seconds=30)).event_id == "WH-1"


def test_forged_addresses_do_not_make_us_ask_without_end(rig: PayPalRig) -> None:
    now = datetime.now(UTC)
    for n in range(200):
        url = f"{rig.simulator.url}/v1/notifications/certs/CERT-{n}"
        with pytest.raises(CallbackRefused):
            read(rig, signed(rig, url=url), now=now)
    assert fetched(rig) == 20
    later = now + timedelta(minutes=2)
    for n in range(200, 215):
        url = f"{rig.simulator.url}/v1/notifications/certs/CERT-{n}"
        with pytest.raises(CallbackRefused):
            read(rig, signed(rig, url=url), now=later)
    assert read(rig, signed(rig), now=later).event_id == "WH-1"


def test_the_usual_roots_do_not_trust_the_tests(
    rig: PayPalRig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    rig.provider = PayPal()
    with pytest.raises(CallbackRefused):
        read(rig, signed(rig))
    (tmp_path / "roots.pem").write_bytes(rig.simulator.roots)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "roots.pem"))
    rig.provider = PayPal()
    assert read(rig, signed(rig)).event_id == "WH-1"
