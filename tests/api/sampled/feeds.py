"""Product feeds."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.feeds import refreshing
from duka.kernel.ids import new_id, parse


def _new(w: World) -> dict[str, Any]:
    return {"name": f"Plain {new_id().hex[-6:]}", "store_id": w.store, "channel": "plain", "format": "json"}


def _made(w: World) -> str:
    """A feed with its first file."""
    answer = w.admin("POST", "/feeds", _new(w))
    assert answer.status == 201, answer.body
    id: str = answer.json["id"]
    refreshing.refresh(w.services.work, w.tenant.id, parse("feed", id), w.services.config.base_url)
    return id


def _kept(w: World) -> str:
    """One of the company's; made anew only where there is none."""
    found = w.admin("GET", "/feeds").json["items"]
    return str(found[0]["id"]) if found else _made(w)


def _of_new(body: Any = None, status: int = 200) -> Callable[[World], Sample]:
    return lambda w: Sample({"feed": _made(w)}, body, status=status)


def _changed(w: World) -> Sample:
    id = _kept(w)
    version = w.admin("GET", f"/feeds/{id}").json["version"]
    body = {"name": f"Renamed {new_id().hex[-6:]}"}
    return Sample({"feed": id}, body, headers={"if-match": f'"{version}"'})


def _protected(w: World) -> Sample:
    id = _made(w)
    assert w.admin("POST", f"/feeds/{id}/password").status == 200
    return Sample({"feed": id}, status=204)


def _published(w: World) -> Sample:
    id = _made(w)
    assert w.admin("POST", f"/feeds/{id}/publish").status == 200
    return Sample({"feed": id})


def _gone(w: World) -> Sample:
    return Sample({"feed": _made(w)}, status=204)


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_feeds": lambda w: Sample(query={"limit": 5}),
        "admin_create_feed": lambda w: Sample(body=_new(w), status=201),
        "admin_get_feed": lambda w: Sample({"feed": _kept(w)}),
        "admin_update_feed": _changed,
        "admin_delete_feed": _gone,
        "admin_publish_feed": _of_new(),
        "admin_pause_feed": _published,
        "admin_refresh_feed": lambda w: Sample({"feed": _kept(w)}),
        "admin_move_feed": lambda w: Sample({"feed": _kept(w)}),
        "admin_set_feed_password": lambda w: Sample({"feed": _kept(w)}),
        "admin_drop_feed_password": _protected,
        "admin_list_feed_items": lambda w: Sample({"feed": _kept(w)}, query={"only": "listed"}),
        "admin_list_feed_categories": lambda w: Sample(),
        "admin_set_feed_category": lambda w: Sample(
            {"category": w.category}, {"google_category": new_id().hex[-6:]}, status=204
        ),
    }
