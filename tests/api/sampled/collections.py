"""Collections."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id

CHEAP = {"conditions": [{"field": "price", "operator": "less_than", "value": "100000"}]}


def _made(w: World, **given: Any) -> dict[str, Any]:
    answer = w.admin("POST", "/collections", {"title": f"Made {new_id().hex}", **given})
    assert answer.status == 201, answer.body
    return answer.json


def _of_one(body: Any = None, status: int = 200, *, is_versioned: bool = False) -> Callable[[World], Sample]:
    headers = {"if-match": '"1"'} if is_versioned else {}
    return lambda w: Sample({"collection": _made(w)["id"]}, body, headers=headers, status=status)


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "list_collections": lambda w: Sample(),
        "admin_list_collections": lambda w: Sample(),
        "admin_create_collection": lambda w: Sample(
            body={"title": f"Summer {new_id().hex}", "kind": "rule", **CHEAP}, status=201
        ),
        "admin_preview_collection": lambda w: Sample(body=CHEAP),
        "admin_get_collection": _of_one(),
        "admin_update_collection": _of_one({"title": "Renamed", "is_visible": False}, is_versioned=True),
        "admin_delete_collection": _of_one(status=204),
        "admin_list_collection_products": _of_one(),
        "admin_set_collection_products": lambda w: Sample(
            {"collection": _made(w)["id"]}, [w.dress, w.cheese], headers={"if-match": '"1"'}
        ),
    }
