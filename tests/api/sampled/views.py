"""Samples of saved views."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

VIEW = {"list": "products", "name": "Drafts", "query": {"filters": {"status": "draft"}}}


def _made(w: World) -> dict[str, Any]:
    for old in w.admin("GET", "/views", query={"list": "products"}).json:
        w.admin("DELETE", f"/views/{old['id']}")
    made = w.admin("POST", "/views", VIEW)
    assert made.status == 201, made.body
    view: dict[str, Any] = made.json
    return view


def _delete(w: World) -> Sample:
    return Sample({"view": _made(w)["id"]}, status=204)


def _create(w: World) -> Sample:
    _made(w)
    return Sample(body={**VIEW, "is_shared": True, "is_default": True}, status=201)


def _update(w: World) -> Sample:
    view = _made(w)
    change = {"name": "Mine", "query": {"columns": ["title"]}, "position": 3}
    return Sample({"view": view["id"]}, change, headers={"if-match": f'"{view["version"]}"'})


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_views": lambda w: Sample(query={"list": "products"}),
        "admin_create_view": _create,
        "admin_update_view": _update,
        "admin_delete_view": _delete,
    }
