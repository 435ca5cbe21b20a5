"""Synonyms, pinned products, what was searched."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id


def _synonyms(w: World) -> dict[str, Any]:
    answer = w.admin("POST", "/search/synonyms", {"words": [f"sofa{new_id().hex}", "couch"]})
    assert answer.status == 201, answer.body
    return answer.json


def _pins(w: World) -> dict[str, Any]:
    answer = w.admin("POST", "/search/pins", {"text": f"sofa{new_id().hex}", "products": [w.dress]})
    assert answer.status == 201, answer.body
    return answer.json


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_search_report": lambda w: Sample(),
        "admin_list_synonyms": lambda w: Sample(),
        "admin_create_synonyms": lambda w: Sample(
            body={"words": ["sofa", "couch"], "is_one_way": True, "locale": "en"}, status=201
        ),
        "admin_get_synonyms": lambda w: Sample({"synonyms": _synonyms(w)["id"]}),
        "admin_update_synonyms": lambda w: Sample(
            {"synonyms": _synonyms(w)["id"]}, {"words": ["settee", "sofa"]}, headers={"if-match": '"1"'}
        ),
        "admin_delete_synonyms": lambda w: Sample({"synonyms": _synonyms(w)["id"]}, status=204),
        "admin_list_pins": lambda w: Sample(),
        "admin_create_pins": lambda w: Sample(
            body={"text": f"gift {new_id().hex}", "products": [w.dress, w.cheese]}, status=201
        ),
        "admin_get_pins": lambda w: Sample({"pins": _pins(w)["id"]}),
        "admin_update_pins": lambda w: Sample(
            {"pins": _pins(w)["id"]}, {"products": [w.cheese]}, headers={"if-match": '"1"'}
        ),
        "admin_delete_pins": lambda w: Sample({"pins": _pins(w)["id"]}, status=204),
        "admin_reindex_search": lambda w: Sample(status=204),
    }
