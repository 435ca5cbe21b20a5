import gc
import warnings
from collections.abc import Iterator

import pytest
from tests.simulators.taxes import TaxJarSimulator, ViesSimulator

from duka.identity.sealing import Keyring
from duka.tax.services import wire
from duka.tax.services.desk import Desk
from duka.tax.services.providers.taxjar import TaxJar


@pytest.fixture
def taxjar() -> Iterator[TaxJarSimulator]:
    with TaxJarSimulator() as simulator:
        yield simulator
        _hang_up()
    assert simulator.failures == []


@pytest.fixture
def vies() -> Iterator[ViesSimulator]:
    with ViesSimulator() as simulator:
        yield simulator
        _hang_up()
    assert simulator.failures == []


@pytest.fixture
def desk(taxjar: TaxJarSimulator, vies: ViesSimulator) -> Desk:
    """As a process has it, with the outside replaced by the simulators."""
    return Desk([TaxJar()], Keyring(("a secret of tests",)), {"taxjar": taxjar.url, "vies": vies.url})


def _hang_up() -> None:
    wire.close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()  # connections that the service cut
