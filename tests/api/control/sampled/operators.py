"""Samples of what operators may hold."""

from tests.api.control.world import Samples
from tests.api.sample import Sample


def samples() -> Samples:
    return {"control_list_permissions": lambda w: Sample(query={"locale": "fr"})}
