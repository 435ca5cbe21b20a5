from pathlib import Path

import pytest
from tests.imports.desk import Desk

from duka.kernel.work import Work


@pytest.fixture
def desk(work: Work, tmp_path: Path) -> Desk:
    """Acorn's: two stores, two locations, nothing to sell."""
    return Desk(work, tmp_path).build()


@pytest.fixture
def other_desk(work: Work, tmp_path: Path) -> Desk:
    """Birch's, just like it."""
    return Desk(work, tmp_path).build()
