import gc
import warnings
from collections.abc import Iterator

import pytest
from tests.checkout.bazaar import Bazaar
from tests.conftest import Clock
from tests.shipping.carriers.counter import Counter
from tests.simulators.carrier import CarrierSimulator

from duka.kernel.work import Work
from duka.shipping.carriers import wire


@pytest.fixture
def simulator() -> Iterator[CarrierSimulator]:
    with CarrierSimulator() as simulator:
        yield simulator
        wire.close()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()  # connections that the carrier cut
    assert simulator.failures == []


@pytest.fixture
def counter(work: Work, clock: Clock, simulator: CarrierSimulator) -> Counter:
    return Counter(Bazaar(work).build(), simulator, clock)
