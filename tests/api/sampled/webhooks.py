"""Samples of webhooks. They are told to a public address to which nothing is ever sent: no dispatcher runs."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

URL = "https://93.184.215.14/hooks"


def _new(w: World) -> dict[str, Any]:
    """A new endpoint's answer, with its secret."""
    made = w.admin("POST", "/webhook-endpoints", {"url": URL, "events": ["order.*"]})
    assert made.status == 201, made.body
    return made.json


def _endpoint(w: World) -> dict[str, Any]:
    """An endpoint of the company's; made anew only where there is none."""
    (found, *_) = w.admin("GET", "/webhook-endpoints", query={"limit": 1}).json["items"] or [None]
    return found or _new(w)["endpoint"]


def _active(w: World) -> dict[str, str]:
    """The path of one that is not paused."""
    endpoint = _endpoint(w)
    if endpoint["status"] != "active":
        assert w.admin("POST", f"/webhook-endpoints/{endpoint['id']}/resume").status == 200
    return {"endpoint": endpoint["id"]}


def _paused(w: World) -> Sample:
    path = _active(w)
    assert w.admin("POST", f"/webhook-endpoints/{path['endpoint']}/pause").status == 200
    return Sample(path)


def _delivery(w: World) -> dict[str, str]:
    tested = w.admin("POST", f"/webhook-endpoints/{_active(w)['endpoint']}/test")
    assert tested.status == 200, tested.body
    return {"delivery": tested.json["id"]}


def _update(w: World) -> Sample:
    endpoint = _endpoint(w)
    body = {"url": URL, "description": "Stock of the warehouse", "events": ["stock.low", "order.*"]}
    return Sample({"endpoint": endpoint["id"]}, body, headers={"if-match": f'"{endpoint["version"]}"'})


def _end_rotation(w: World) -> Sample:
    endpoint = _endpoint(w)["id"]
    assert w.admin("POST", f"/webhook-endpoints/{endpoint}/rotate-secret").status == 200
    return Sample({"endpoint": endpoint})


def _path(w: World) -> Sample:
    return Sample({"endpoint": _endpoint(w)["id"]})


def samples() -> dict[str, Callable[[World], Sample]]:
    period = {"until": "2126-01-01T00:00:00Z", "statuses": ["failed"]}
    return {
        "admin_list_webhook_events": lambda w: Sample(),
        "admin_list_webhook_endpoints": lambda w: Sample(query={"limit": 5}),
        "admin_create_webhook_endpoint": lambda w: Sample(
            body={"url": URL, "description": "ERP", "events": ["order.placed"], "store_id": w.store},
            status=201,
        ),
        "admin_get_webhook_endpoint": _path,
        "admin_update_webhook_endpoint": _update,
        "admin_delete_webhook_endpoint": lambda w: Sample(
            {"endpoint": _new(w)["endpoint"]["id"]}, status=204
        ),
        "admin_pause_webhook_endpoint": _path,
        "admin_resume_webhook_endpoint": _paused,
        "admin_rotate_webhook_secret": _path,
        "admin_end_webhook_rotation": _end_rotation,
        "admin_test_webhook_endpoint": lambda w: Sample(_active(w)),
        "admin_replay_webhooks": lambda w: Sample(
            _active(w), period | {"since": w.services.work.clock().isoformat()}
        ),
        "admin_list_webhook_deliveries": lambda w: Sample(
            query={"endpoint": _endpoint(w)["id"], "status": "failed", "type": "order.placed"}
        ),
        "admin_get_webhook_delivery": lambda w: Sample(_delivery(w)),
        "admin_replay_webhook": lambda w: Sample(_delivery(w)),
    }
