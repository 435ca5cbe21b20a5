"""Calls of the start page that succeed."""

from collections.abc import Callable

from tests.api.sample import Sample
from tests.api.world import World


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_dashboard": lambda w: Sample(),
        "admin_waiting_work": lambda w: Sample(),
    }
