"""An operator's Center Control for each module of tests."""

import pytest
from tests.api.client import Client
from tests.api.control.world import ControlWorld

from duka.wiring import Services


@pytest.fixture(scope="module")
def control(server: Client, services: Services) -> ControlWorld:
    return ControlWorld(server, services)
