from pathlib import Path

import pytest
from tests.checkout.bazaar import Bazaar

from duka.kernel.config import Config
from duka.kernel.work import Work
from duka.payments.gateways import Gateways
from duka.payments.providers import registry


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


@pytest.fixture
def gateways(work: Work, tmp_path: Path) -> Gateways:
    return registry.build(work, Config(data=tmp_path, base_url="http://testserver.local", secret="a secret"))
