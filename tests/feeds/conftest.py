import pytest
from tests.feeds.stall import Stall

from duka.kernel.work import Work


@pytest.fixture
def stall(work: Work) -> Stall:
    return Stall(work).build()


@pytest.fixture
def other_stall(work: Work) -> Stall:
    """Somebody else's company."""
    return Stall(work).build()
