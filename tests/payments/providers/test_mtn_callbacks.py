"""MTN's callbacks: where they are sent to, and how little they are believed."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
from tests.payments.providers.rig_mtn import MtnRig

from duka.payments.errors import CallbackRefused

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def rig() -> Iterator[MtnRig]:
    with MtnRig() as rig:
        yield rig
        assert rig.simulator.failures == []


def test_only_an_address_that_mtn_can_call_is_told() -> None:
    sandbox, live = MtnRig(), MtnRig("mtncameroon", "XAF")
    for rig, url, told in (
        (sandbox, "http://127.0.0.1:9/callbacks/x", True),
        (sandbox, "https://shop.example.com/callbacks/x", False),
        (live, "https://127.0.0.1/callbacks/x", True),
        (live, "http://127.0.0.1/callbacks/x", False),
    ):
        with rig:
            _, request = rig.begin(msgspec.structs.replace(rig.charge(500), callback_url=url))
            assert bool(request.callback_url) is told


def test_a_callback_host_that_is_not_registered_does_not_stop_the_payment(rig: MtnRig) -> None:
    rig.simulator.hosts = {"shop.example.com"}
    _, request = rig.begin(rig.charge(500))
    assert request.callback_url == ""


def test_a_callback_is_a_hint_about_one_payment(rig: MtnRig) -> None:
    charge = rig.paid()
    (letter,) = rig.simulator.callbacks.waiting
    headers, body = rig.simulator.compose(letter)
    told = rig.provider.read_callback(rig.account, headers, body, NOW)
    assert (told.payment_id, told.reference, told.kind) == (charge.payment_id, None, "SUCCESSFUL")
    assert told.event_id == rig.provider.read_callback(rig.account, {}, body, NOW).event_id
    assert told.event_id != rig.provider.read_callback(rig.account, {}, body + b" ", NOW).event_id


def test_callbacks_are_sent_once_by_post_and_by_put(rig: MtnRig) -> None:
    for _ in range(3):
        rig.paid()
    assert len(rig.simulator.deliver()) == 3  # nobody is there
    assert rig.simulator.callbacks.used == ["POST", "PUT", "POST"]  # type: ignore[attr-defined]
    assert rig.simulator.deliver() == []


def test_a_forged_callback_gains_nothing(rig: MtnRig) -> None:
    charge = rig.charge(500)
    rig.begin(charge)
    body = json.dumps(
        {"externalId": charge.payment_id.hex, "status": "SUCCESSFUL", "amount": "5.00"}
    ).encode()
    told = rig.provider.read_callback(rig.account, {}, body, NOW)
    assert told.payment_id == charge.payment_id
    assert rig.look(charge).status == "requires_action"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"not json",
        b"\xff\xfe",
        b'{"externalId": 5, "status": "SUCCESSFUL"}',
        b'{"externalId": "order 1", "status": "SUCCESSFUL"}',
        b'{"externalId": "0f8fad5bd9cb469fa16570867728950e"}',
        b"[" * 100_000,
        b'{"externalId": "0f8fad5bd9cb469fa16570867728950e", "status": 5}',
    ],
)
def test_a_callback_of_another_form_is_refused(rig: MtnRig, body: bytes) -> None:
    with pytest.raises(CallbackRefused):
        rig.provider.read_callback(rig.account, {}, body, NOW)
