"""Samples of API keys; those of older routes stand in `samples`."""

from collections.abc import Callable

from tests.api.sample import Sample
from tests.api.world import World


def _rotate(w: World) -> Sample:
    made = w.admin("POST", "/api-keys", {"kind": "secret", "name": "Old", "scopes": ["products:read"]})
    assert made.status == 201, made.body
    return Sample({"key": made.json["id"]}, {"overlap_hours": 2})


def samples() -> dict[str, Callable[[World], Sample]]:
    return {"admin_rotate_key": _rotate}
