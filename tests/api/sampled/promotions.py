"""Promotions."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id

TENTH = {"effects": [{"kind": "percent", "ppm": 100_000}]}


def _made(w: World, **given: Any) -> dict[str, Any]:
    body = {"name": f"Made {new_id().hex}", "rules": TENTH, **given}
    answer = w.admin("POST", "/promotions", body)
    assert answer.status == 201, answer.body
    return answer.json


def _coded(w: World) -> dict[str, Any]:
    return _made(w, needs_code=True, codes=[f"C{new_id().hex}"])


def _of_one(
    body: Any = None, status: int = 200, *, is_versioned: bool = False, is_coded: bool = False
) -> Callable[[World], Sample]:
    headers = {"if-match": '"1"'} if is_versioned else {}

    def made(w: World) -> Sample:
        return Sample(
            {"promotion": (_coded(w) if is_coded else _made(w))["id"]}, body, headers=headers, status=status
        )

    return made


def _switched(w: World) -> Sample:
    made = _coded(w)
    return Sample({"promotion": made["id"], "code": made["code"]}, {"is_disabled": True}, status=204)


def _active(w: World) -> dict[str, Any]:
    made = _coded(w)
    assert w.admin("POST", f"/promotions/{made['id']}/activate").status == 200
    return made


def _add_code(w: World) -> Sample:
    cart, code = w.cart(), _active(w)["code"]
    return Sample({"cart": cart["id"]}, {"code": code}, headers={"cart-token": cart["token"]})


def _remove_code(w: World) -> Sample:
    cart = w.cart()
    return Sample({"cart": cart["id"], "code": "NOSUCH"}, headers={"cart-token": cart["token"]})


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_promotions": lambda w: Sample(query={"status": "draft"}),
        "admin_create_promotion": lambda w: Sample(
            body={"name": f"Made {new_id().hex}", "rules": TENTH}, status=201
        ),
        "admin_try_promotions": lambda w: Sample(
            body={
                "store_id": w.store,
                "promotion_id": _made(w)["id"],
                "lines": [{"variant_id": w.variants[0], "quantity": 1}],
            }
        ),
        "admin_get_promotion": _of_one(),
        "admin_update_promotion": _of_one({"name": "Renamed"}, is_versioned=True),
        "admin_delete_promotion": _of_one(status=204),
        "admin_activate_promotion": _of_one(),
        "admin_pause_promotion": lambda w: Sample({"promotion": _active(w)["id"]}),
        "admin_end_promotion": _of_one(),
        "admin_duplicate_promotion": _of_one(status=201),
        "admin_list_promotion_uses": _of_one(),
        "admin_list_promotion_codes": _of_one(is_coded=True),
        "admin_add_promotion_codes": lambda w: Sample(
            {"promotion": _coded(w)["id"]}, {"codes": [f"D{new_id().hex}"]}, status=201
        ),
        "admin_switch_promotion_code": _switched,
        "admin_list_code_batches": _of_one(is_coded=True),
        "admin_create_code_batch": _of_one({"count": 3, "prefix": "XM"}, 201, is_coded=True),
        "admin_download_promotion_codes": _of_one(is_coded=True),
        "admin_explain_promotions": lambda w: Sample({"cart": w.cart()["id"]}),
        "add_code": _add_code,
        "remove_code": _remove_code,
    }
