"""Acorn's books."""

import pytest
from tests.ledger.desk import Desk
from tests.people import Shop

from duka.kernel.work import Work


@pytest.fixture
def desk(work: Work, shop: Shop) -> Desk:
    return Desk(work, shop)
