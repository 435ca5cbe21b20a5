import pytest
from tests.catalog.crowd_data import Market, open_market
from tests.catalog.merchant import Merchant, merchant

from duka.kernel.cache import Cache
from duka.kernel.db import Database
from duka.kernel.work import Work


@pytest.fixture
def acorn(work: Work) -> Merchant:
    return merchant(work, "acorn")


@pytest.fixture
def birch(work: Work) -> Merchant:
    """Somebody else's company."""
    return merchant(work, "birch")


@pytest.fixture(scope="session")
def market(database: Database) -> Market:
    """Shared by all tests of a process: read it, and change nothing."""
    return open_market(Work(database, Cache(0)), 240)


@pytest.fixture
def own_market(work: Work) -> Market:
    """Twenty goods that a test may change."""
    return open_market(work, 20)
