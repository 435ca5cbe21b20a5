import pytest
from tests.checkout.bazaar import Bazaar
from tests.markets.abroad import Abroad

from duka.kernel.work import Work


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


@pytest.fixture
def abroad(bazaar: Bazaar) -> Abroad:
    return Abroad(bazaar).opened()
