"""Feature flags and phases."""

from tests.api.control.world import ControlWorld, Samples
from tests.api.sample import Sample

FLAG = "experiments"


def _rule(world: ControlWorld) -> Sample:
    """With the version of now; the rule that everybody has anyway."""
    version = world.call("GET", f"/flags/{FLAG}").json["flag"]["version"]
    rule = {
        "rollout": "on",
        "percentage": 100,
        "starts_at": "2001-01-01T00:00:00Z",
        "ends_at": None,
        "note": f"seen by everybody, {version}",
    }
    return Sample(path={"flag": FLAG}, body=rule, headers={"if-match": f'"{version}"'})


def samples() -> Samples:
    return {
        "control_list_flags": lambda w: Sample(),
        "control_get_flag": lambda w: Sample(path={"flag": FLAG}),
        "control_roll_out_flag": _rule,
        "control_list_flag_switches": lambda w: Sample(path={"flag": FLAG}),
        "control_list_flag_history": lambda w: Sample(path={"flag": FLAG}),
        "control_get_tenant_features": lambda w: Sample(path={"tenant": w.tenant()}),
        "control_switch_feature": lambda w: Sample(
            path={"tenant": w.tenant(), "feature": FLAG}, body={"is_on": False, "note": "asked for it"}
        ),
        "control_set_value": lambda w: Sample(
            path={"tenant": w.tenant(), "variable": "cdn_signed_url_ttl"},
            body={"value": 60, "note": "pictures of a launch"},
        ),
        "control_get_phases": lambda w: Sample(),
        "control_list_merchant_phases": lambda w: Sample(query={"search": "acorn"}),
    }
