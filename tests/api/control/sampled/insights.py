"""The figures of the platform."""

from tests.api.control.world import Samples
from tests.api.sample import Sample


def samples() -> Samples:
    return {"control_get_insights": lambda w: Sample(query={"months": 6})}
