import pytest
from tests.catalog.merchant import Merchant, merchant

from duka.kernel.work import Work


@pytest.fixture
def acorn(work: Work) -> Merchant:
    return merchant(work, "acorn")


@pytest.fixture
def birch(work: Work) -> Merchant:
    """Somebody else's company."""
    return merchant(work, "birch")
