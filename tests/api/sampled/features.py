"""Features."""

from collections.abc import Callable

from tests.api.sample import Sample
from tests.api.world import World


def samples() -> dict[str, Callable[[World], Sample]]:
    return {"admin_list_features": lambda w: Sample()}
