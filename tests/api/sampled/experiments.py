"""Samples of experiments."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id


def plan(w: World, **fields: Any) -> dict[str, Any]:
    return {
        "name": f"Free delivery {new_id().hex[-6:]}",
        "hypothesis": "People order more when it is said on top.",
        "store_id": w.store,
        "kind": "banner",
        "measure": "conversion",
        "variants": [
            {"name": "A", "share": 5000},
            {"name": "B", "share": 5000, "shown": {"announcement": {"en": "Free delivery this week"}}},
        ],
        "guards": [{"measure": "orders", "percent": 20}],
        "ends_at": (datetime.now(UTC) + timedelta(days=14)).isoformat(),
        **fields,
    }


def planned(w: World, *steps: str) -> dict[str, Any]:
    """An experiment after these steps; others of its kind have ended."""
    for status in ("running", "paused"):
        for other in w.admin("GET", "/experiments", query={"status": status}).json["items"]:
            w.admin("POST", f"/experiments/{other['id']}/stop")
    made = w.admin("POST", "/experiments", plan(w))
    assert made.status == 201, made.body
    found: dict[str, Any] = made.json
    for step in steps:
        answer = w.admin("POST", f"/experiments/{found['id']}/{step}")
        assert answer.status == 200, answer.body
        found = answer.json
    return found


def _on(
    *steps: str, status: int = 200, body: Callable[[dict[str, Any]], Any] | None = None
) -> Callable[[World], Sample]:
    def sample(w: World) -> Sample:
        found = planned(w, *steps)
        return Sample({"experiment": found["id"]}, body(found) if body else None, status=status)

    return sample


def _create(w: World) -> Sample:
    return Sample(body=plan(w), status=201)


def _update(w: World) -> Sample:
    found = planned(w)
    headers = {"if-match": f'"{found["version"]}"'}
    return Sample({"experiment": found["id"]}, plan(w, name="Renamed"), headers=headers)


def _given(w: World) -> Sample:
    planned(w, "start")
    return Sample(query={"visitor": "a-visitor-of-ours"})


def _seen(w: World) -> Sample:
    planned(w, "start")
    cart = w.cart()
    body = {"visitor": "a-visitor-of-ours", "page": "home", "cart_id": cart["id"]}
    return Sample(body=body, status=204)


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_experiments": lambda w: Sample(query={"status": "draft", "limit": 5}),
        "admin_create_experiment": _create,
        "admin_list_experiment_price_lists": lambda w: Sample(query={"store": w.store}),
        "admin_get_experiment": _on(),
        "admin_get_experiment_result": _on("start"),
        "admin_update_experiment": _update,
        "admin_delete_experiment": _on(status=204),
        "admin_start_experiment": _on(),
        "admin_pause_experiment": _on("start"),
        "admin_resume_experiment": _on("start", "pause"),
        "admin_stop_experiment": _on("start"),
        "admin_decide_experiment": _on(
            "start",
            "stop",
            body=lambda found: {"winner_id": found["variants"][1]["id"], "decision": "It sold more."},
        ),
        "get_given_variants": _given,
        "mark_experiments_seen": _seen,
    }
