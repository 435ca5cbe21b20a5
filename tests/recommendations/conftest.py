import pytest
from tests.checkout.bazaar import Bazaar

from duka.kernel.work import Work


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()
