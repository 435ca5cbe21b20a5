import pytest
from tests.payments.statements.desk import Desk

from duka.kernel.work import Work


@pytest.fixture
def desk(work: Work) -> Desk:
    return Desk(work)
