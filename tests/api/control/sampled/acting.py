"""Samples of acting as somebody of a merchant."""

from tests.api.control.world import ControlWorld, Samples
from tests.api.sample import Sample

REASON = "Their shipping rates do not add up"


def _end(w: ControlWorld) -> Sample:
    tenant = w.tenant()
    begun = w.call("POST", f"/tenants/{tenant}/visits", {"reason": REASON})
    assert begun.status == 201, begun.body
    return Sample({"tenant": tenant, "visit": begun.json["id"]}, status=204)


def samples() -> Samples:
    return {
        "control_begin_visit": lambda w: Sample(
            {"tenant": w.tenant()}, {"reason": REASON, "role": "support", "minutes": 20}, status=201
        ),
        "control_end_visit": _end,
        "control_list_visits": lambda w: Sample(query={"limit": 5}),
    }
