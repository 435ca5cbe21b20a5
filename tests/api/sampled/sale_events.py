"""Sale events."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

NEXT_YEAR = {"starts_at": "2035-06-01T08:00:00Z", "ends_at": "2035-06-30T20:00:00Z"}


def _new(w: World) -> dict[str, Any]:
    return {
        "store_id": w.store,
        "name": "Summer",
        "percent_ppm": 200_000,
        "targets": [{"kind": "product", "id": w.dress}],
        **NEXT_YEAR,
    }


def _made(w: World) -> str:
    answer = w.admin("POST", "/sale-events", _new(w))
    assert answer.status == 201, answer.body
    id: str = answer.json["id"]
    return id


def _of_one(body: Any = None, status: int = 200, *, is_versioned: bool = False) -> Callable[[World], Sample]:
    headers = {"if-match": '"1"'} if is_versioned else {}
    return lambda w: Sample({"sale": _made(w)}, body, headers=headers, status=status)


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_sale_events": lambda w: Sample(),
        "admin_create_sale_event": lambda w: Sample(body=_new(w), status=201),
        "admin_get_sale_event": _of_one(),
        "admin_update_sale_event": _of_one({"percent_ppm": 300_000}, is_versioned=True),
        "admin_delete_sale_event": _of_one(status=204),
        "admin_preview_sale_event": _of_one(),
        "admin_schedule_sale_event": _of_one(),
        "admin_cancel_sale_event": _of_one(),
    }
