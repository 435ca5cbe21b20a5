from collections.abc import Iterator

import pytest
from tests import outbox
from tests.checkout.bazaar import Bazaar
from tests.conftest import Clock
from tests.payments.card_shop import CardShop
from tests.payments.conftest import front
from tests.payments.front import Front
from tests.payments.till import Till
from tests.simulators.stripe import StripeSimulator

from duka.kernel.work import Work

__all__ = ["front"]


@pytest.fixture
def till(work: Work, clock: Clock, front: Front) -> Till:
    outbox.empty(work)
    return Till(Bazaar(work).build(), front, clock)


@pytest.fixture
def simulator() -> Iterator[StripeSimulator]:
    with StripeSimulator() as simulator:
        yield simulator


@pytest.fixture
def cards(work: Work, clock: Clock, front: Front, simulator: StripeSimulator) -> CardShop:
    outbox.empty(work)
    return CardShop(Bazaar(work).build(), front, clock, simulator).connect()
