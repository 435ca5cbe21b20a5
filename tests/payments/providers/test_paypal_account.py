"""One merchant's account at PayPal: its token, its rights, its secrets, and answers that say nothing."""

from collections.abc import Iterator
from uuid import uuid4

import msgspec
import pytest
from tests.payments.providers.paypal_steps import asked, held, merchant, opened, paid
from tests.payments.providers.rig_paypal import PayPalRig
from tests.simulators.paypal_inside import CLIENT_ID, CLIENT_SECRET, WEBHOOK_ID
from tests.simulators.server import Reply

from duka.payments import wire
from duka.payments.errors import AccountRefused, ProviderUnreachable
from duka.payments.providers.paypal import LIVE, SANDBOX, _address
from duka.payments.types import Account


@pytest.fixture
def rig() -> Iterator[PayPalRig]:
    with PayPalRig() as rig:
        yield rig
        assert rig.simulator.failures == []


def test_live_and_test_payments_are_asked_at_their_own_addresses() -> None:
    account = Account(tenant=uuid4())
    assert (_address(account), _address(msgspec.structs.replace(account, mode="live"))) == (SANDBOX, LIVE)


def test_held_money_never_expires_because_the_account_is_another(rig: PayPalRig) -> None:
    known = held(rig)
    rig.simulator.merchants["Birch"] = merchant("Birch")
    birch = msgspec.structs.replace(
        rig.account, settings={"client_id": "Birch", "webhook_id": WEBHOOK_ID}, secrets={"client_secret": "s"}
    )
    with pytest.raises(AccountRefused):
        rig.provider.look_up(birch, known)


def test_one_token_serves_many_questions(rig: PayPalRig) -> None:
    for _ in range(3):
        opened(rig)
    assert len(asked(rig, "POST", "/oauth2/token")) == 1


def test_tokens_are_not_shared_between_accounts(rig: PayPalRig) -> None:
    opened(rig)
    others = [
        msgspec.structs.replace(rig.account, tenant=uuid4()),
        msgspec.structs.replace(rig.account, id=uuid4()),
        msgspec.structs.replace(rig.account, base_url=rig.simulator.url + "/"),
    ]
    for account in others[:2]:
        rig.provider.create(account, rig.charge(100))
    assert len(asked(rig, "POST", "/oauth2/token")) == 3
    wrong = msgspec.structs.replace(rig.account, secrets={"client_secret": "another"})
    with pytest.raises(AccountRefused):
        rig.provider.create(wrong, rig.charge(100))


def test_a_token_that_ended_early_is_renewed_once(rig: PayPalRig) -> None:
    _, known = opened(rig)
    rig.simulator.tokens.clear()
    assert rig.provider.look_up(rig.account, known).status == "requires_action"
    assert len(asked(rig, "POST", "/oauth2/token")) == 2


def test_a_token_is_not_used_in_its_last_minute(rig: PayPalRig) -> None:
    rig.simulator.token_seconds = 60
    opened(rig)
    opened(rig)
    assert len(asked(rig, "POST", "/oauth2/token")) == 2


def test_an_app_without_the_right_is_a_refused_account(rig: PayPalRig) -> None:
    rig.simulator.merchant.scopes = "openid"
    with pytest.raises(AccountRefused):
        rig.provider.create(rig.account, rig.charge(100))


def test_secrets_are_never_kept(rig: PayPalRig) -> None:
    with wire.listening() as heard:
        known = paid(rig)
        rig.provider.check(rig.account)
        with pytest.raises(AccountRefused) as refused:
            rig.provider.look_up(rig.wrong_credentials(), known)
    told = repr(heard) + repr(refused.value.__dict__) + str(refused.value) + repr(rig.account)
    for secret in (CLIENT_SECRET, *rig.simulator.tokens):
        assert secret not in told


def test_the_connection_is_tested(rig: PayPalRig) -> None:
    good = rig.provider.check(rig.account)
    assert good.is_ok and "sandbox" in good.message
    assert not rig.provider.check(rig.wrong_credentials()).is_ok
    unheard = msgspec.structs.replace(rig.account, settings={"client_id": CLIENT_ID})
    assert "webhook ID" in rig.provider.check(unheard).message
    rig.simulator.stop()
    with pytest.raises(ProviderUnreachable):
        rig.provider.check(rig.account)


@pytest.mark.parametrize("status", [302, 409, 429, 500, 503])
def test_what_says_nothing_leaves_it_unknown(rig: PayPalRig, status: int) -> None:
    _, known = opened(rig)
    rig.simulator.answer = lambda asked: Reply(status, {})  # type: ignore[method-assign]
    with pytest.raises(ProviderUnreachable):
        rig.provider.look_up(rig.account, known)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"id": 5}', b"<html>", b'{"id":"A","status":"OPEN","links":{}}']
)
def test_an_answer_of_another_shape_is_none(rig: PayPalRig, body: bytes) -> None:
    _, known = opened(rig)
    rig.simulator.answer = lambda asked: Reply(200, body)  # type: ignore[method-assign]
    with pytest.raises(ProviderUnreachable):
        rig.provider.look_up(rig.account, known)
