import pytest
from tests.catalog.crowd_data import Market, open_market

from duka.kernel.work import Work


@pytest.fixture
def market(work: Work) -> Market:
    """Twenty goods that a test may change."""
    return open_market(work, 20)
