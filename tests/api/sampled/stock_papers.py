"""The stock list, transfers and count sheets."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World


def _sku(w: World) -> str:
    sku: str = w.admin("GET", f"/products/{w.dress}").json["variants"][0]["sku"]
    w.admin("PUT", f"/stock/{sku}/count", {"location_id": w.location, "on_hand": 500})
    return sku


def _transfer(w: World, **given: Any) -> dict[str, Any]:
    lines = [{"sku": _sku(w), "quantity": 2}]
    return {"from_location_id": w.location, "to_location_id": w.annex, "lines": lines, **given}


def _made(*, is_sent: bool = False) -> Callable[[World], str]:
    def make(w: World) -> str:
        answer = w.admin("POST", "/transfers", _transfer(w, is_sent=is_sent))
        assert answer.status == 201, answer.body
        made: str = answer.json["transfer"]["id"]
        return made

    return make


def _sheet(w: World) -> str:
    body = {"location_id": w.location, "scope": "skus", "skus": [_sku(w)]}
    made: str = w.admin("POST", "/count-sheets", body).json["sheet"]["id"]
    return made


def _version(n: int) -> dict[str, str]:
    return {"if-match": f'"{n}"'}


def samples() -> dict[str, Callable[[World], Sample]]:
    draft, sent = _made(), _made(is_sent=True)
    return {
        "admin_list_stock": lambda w: Sample(query={"q": "dress", "having": "in", "limit": "5"}),
        "admin_set_many_stock_rules": lambda w: Sample(
            body={"location_id": w.location, "skus": [_sku(w)], "low_at": 0}, status=204
        ),
        "admin_list_transfers": lambda w: Sample(),
        "admin_create_transfer": lambda w: Sample(body=_transfer(w), status=201),
        "admin_get_transfer": lambda w: Sample({"transfer": draft(w)}),
        "admin_send_transfer": lambda w: Sample({"transfer": draft(w)}, headers=_version(1)),
        "admin_receive_transfer": lambda w: Sample({"transfer": sent(w)}, {}, headers=_version(2)),
        "admin_cancel_transfer": lambda w: Sample({"transfer": draft(w)}, headers=_version(1)),
        "admin_list_count_sheets": lambda w: Sample(),
        "admin_create_count_sheet": lambda w: Sample(
            body={"location_id": w.location, "name": "Monday", "scope": "all"}, status=201
        ),
        "admin_get_count_sheet": lambda w: Sample({"sheet": _sheet(w)}),
        "admin_enter_counts": lambda w: Sample(
            {"sheet": _sheet(w)}, {"lines": [{"sku": _sku(w), "counted": 7}]}
        ),
        "admin_close_count_sheet": lambda w: Sample({"sheet": _sheet(w)}, headers=_version(1)),
        "admin_cancel_count_sheet": lambda w: Sample({"sheet": _sheet(w)}, headers=_version(1)),
    }
