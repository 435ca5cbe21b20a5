"""Companies with an account for SMS at simulated providers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.people import Shop
from tests.simulators.africas_talking import AfricasTalkingSimulator
from tests.simulators.twilio import TwilioSimulator

from duka.identity.sealing import Keyring
from duka.kernel.work import Work
from duka.texting import accounts
from duka.texting.accounts import TextingAccountInput
from duka.texting.exchange import Exchange

BASE = "https://duka.example"


@pytest.fixture
def twilio() -> Iterator[TwilioSimulator]:
    with TwilioSimulator() as simulator:
        yield simulator


@pytest.fixture
def africas_talking() -> Iterator[AfricasTalkingSimulator]:
    with AfricasTalkingSimulator() as simulator:
        yield simulator


@pytest.fixture
def exchange(tmp_path: Path, twilio: TwilioSimulator, africas_talking: AfricasTalkingSimulator) -> Exchange:
    return Exchange(
        Keyring(("a secret of the tests",)),
        BASE,
        {"twilio": twilio.url, "africas_talking": africas_talking.url},
    )


def connect_twilio(
    work: Work, shop: Shop, exchange: Exchange, twilio: TwilioSimulator, version: int = 0
) -> accounts.TextingAccount:
    values = {"account_sid": twilio.sid, "auth_token": twilio.auth, "from": "+15005550006"}
    return work.perform(
        shop.caller,
        lambda ctx: accounts.save(ctx, exchange, "twilio", TextingAccountInput(values=values), version),
    )


def connect_africas_talking(
    work: Work, shop: Shop, exchange: Exchange, africas_talking: AfricasTalkingSimulator, version: int = 0
) -> accounts.TextingAccount:
    values = {"username": africas_talking.username, "api_key": africas_talking.api_key}
    return work.perform(
        shop.caller,
        lambda ctx: accounts.save(
            ctx, exchange, "africas_talking", TextingAccountInput(values=values), version
        ),
    )
