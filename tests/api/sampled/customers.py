"""Calls of the customers' back office that succeed."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import DAKAR, World

from duka.kernel.ids import new_id


def _made(w: World, **more: Any) -> dict[str, Any]:
    body = {"email": f"p{new_id().hex}@{w.tenant.slug}.example", "name": "Penda Mbaye", **more}
    answer = w.admin("POST", "/customers", body)
    assert answer.status == 201, answer.body
    return answer.json


def _version(n: int) -> dict[str, str]:
    return {"if-match": f'"{n}"'}


def _group(w: World) -> dict[str, Any]:
    answer = w.admin("POST", "/customer-groups", {"name": f"Group {new_id().hex[-8:]}"})
    assert answer.status == 201, answer.body
    return answer.json


def _create(w: World) -> Sample:
    body = {
        "email": f"n{new_id().hex}@{w.tenant.slug}.example",
        "name": "Ndèye Sarr",
        "phone": "+221 77 000 11 22",
        "locale": "fr",
        "tags": ["VIP"],
        "groups": [_group(w)["id"]],
    }
    return Sample(body=body, status=201)


def _update(w: World) -> Sample:
    made = _made(w)
    return Sample(
        {"customer": made["id"]}, {"name": "Penda Ba", "tags": ["vip"]}, headers=_version(made["version"])
    )


def _email(w: World) -> Sample:
    made = _made(w)
    body = {"email": f"e{new_id().hex}@{w.tenant.slug}.example", "reason": "She called from her own number"}
    return Sample({"customer": made["id"]}, body, headers=_version(made["version"]))


def _closed(w: World) -> Sample:
    made = _made(w)
    w.admin("POST", f"/customers/{made['id']}/deactivate", {"reason": "Asked for it"})
    return Sample({"customer": made["id"]})


def _with_address(w: World) -> dict[str, str]:
    made = _made(w)
    answer = w.admin("POST", f"/customers/{made['id']}/addresses", {"address": DAKAR})
    assert answer.status == 201, answer.body
    return {"customer": made["id"], "address": answer.json["addresses"][0]["id"]}


def _with_note(w: World) -> dict[str, str]:
    made = _made(w)
    answer = w.admin("POST", f"/customers/{made['id']}/notes", {"body": "Rings twice"})
    assert answer.status == 201, answer.body
    return {"customer": made["id"], "note": answer.json[0]["id"]}


def _rename(w: World) -> Sample:
    made = _group(w)
    return Sample(
        {"group": made["id"]}, {"name": f"New {new_id().hex[-8:]}"}, headers=_version(made["version"])
    )


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_customers": lambda w: Sample(
            query={
                "q": "penda",
                "country": "SN",
                "is_active": "true",
                "orders_max": "5",
                "sort": "last_order",
            }
        ),
        "admin_create_customer": _create,
        "admin_get_customer": lambda w: Sample({"customer": w.customer}),
        "admin_update_customer": _update,
        "admin_change_customer_email": _email,
        "admin_deactivate_customer": lambda w: Sample(
            {"customer": _made(w)["id"]}, {"reason": "Asked for it"}
        ),
        "admin_reactivate_customer": _closed,
        "admin_add_customer_address": lambda w: Sample(
            {"customer": _made(w)["id"]}, {"address": DAKAR, "is_default": True}, status=201
        ),
        "admin_update_customer_address": lambda w: Sample(
            _with_address(w), {"address": {**DAKAR, "line1": "14 rue Carnot"}, "is_default": True}
        ),
        "admin_remove_customer_address": lambda w: Sample(_with_address(w), status=204),
        "admin_list_customer_tags": lambda w: Sample(query={"q": "v"}),
        "admin_tag_customers": lambda w: Sample(
            body={"customers": [_made(w)["id"]], "add": ["Wholesale"], "remove": ["vip"]}
        ),
        "admin_list_customer_notes": lambda w: Sample({"customer": w.customer}),
        "admin_add_customer_note": lambda w: Sample(
            {"customer": _made(w)["id"]},
            {"body": "Prefers to be called in the evening", "is_pinned": True},
            status=201,
        ),
        "admin_update_customer_note": lambda w: Sample(
            _with_note(w), {"body": "Rings three times", "is_pinned": True}
        ),
        "admin_remove_customer_note": lambda w: Sample(_with_note(w), status=204),
        "admin_list_customer_groups": lambda w: Sample(),
        "admin_create_customer_group": lambda w: Sample(
            body={"name": f"Restaurants {new_id().hex[-8:]}", "description": "Who cook"}, status=201
        ),
        "admin_update_customer_group": _rename,
        "admin_delete_customer_group": lambda w: Sample({"group": _group(w)["id"]}, status=204),
        "admin_change_group_members": lambda w: Sample({"group": _group(w)["id"]}, {"add": [_made(w)["id"]]}),
    }
