"""Samples of the audit trail and the history of things."""

from collections.abc import Callable

from tests.api.sample import Sample
from tests.api.world import World


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_audit_actions": lambda w: Sample(),
        "admin_audit_entry": lambda w: Sample({"entry": w.admin("GET", "/audit").json["items"][0]["id"]}),
        "admin_audit_export": lambda w: Sample(query={"action": "store."}),
        "admin_audit_verification": lambda w: Sample(),
        "admin_verify_audit": lambda w: Sample(),
        "admin_events": lambda w: Sample(query={"seconds": 0}, headers={"last-event-id": "0"}),
        "admin_history": lambda w: Sample({"kind": "product", "thing": w.dress}, query={"limit": 5}),
    }
