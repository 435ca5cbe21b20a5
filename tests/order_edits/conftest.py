from collections.abc import Iterator

import pytest
from tests.checkout.bazaar import Bazaar
from tests.conftest import Clock
from tests.payments.card_shop import CardShop
from tests.payments.conftest import front
from tests.payments.front import Front
from tests.payments.till import Till
from tests.simulators.stripe import StripeSimulator

from duka.kernel import relay
from duka.kernel.work import Work

__all__ = ["front"]


@pytest.fixture
def till(work: Work, clock: Clock, front: Front) -> Till:
    relay.drain(work, {})  # what other tests announced
    return Till(Bazaar(work).build(), front, clock)


@pytest.fixture
def simulator() -> Iterator[StripeSimulator]:
    with StripeSimulator() as simulator:
        yield simulator


@pytest.fixture
def cards(work: Work, clock: Clock, front: Front, simulator: StripeSimulator) -> CardShop:
    relay.drain(work, {})
    return CardShop(Bazaar(work).build(), front, clock, simulator).connect()
