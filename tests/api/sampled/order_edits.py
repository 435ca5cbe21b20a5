"""Samples of changing what was ordered."""

from collections.abc import Callable

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id


def _preview(w: World) -> Sample:
    order = w.order()
    body = {
        "lines": [{"line_id": order["lines"][0]["id"], "quantity": 3}],
        "added": [{"variant_id": order["lines"][0]["variant_id"], "quantity": 1}],
        "discount": {"kind": "percent", "value": 50_000, "reason": "a regular"},
        "shipping": {"price_minor": 0},
        "note": "Ring twice",
    }
    return Sample({"order": order["id"]}, body)


def _edit(w: World) -> Sample:
    order = w.order()
    body = {
        "reason": "The buyer called",
        "lines": [
            {
                "line_id": order["lines"][0]["id"],
                "quantity": 1,
                "discount": {"kind": "amount", "value": 5, "reason": "torn"},
            }
        ],
        "gives_back": False,
        "sends_link": False,
    }
    headers = {"if-match": f'"{order["version"]}"', "idempotency-key": new_id().hex}
    return Sample({"order": order["id"]}, body, headers=headers)


def _edited(**more: str) -> Callable[[World], Sample]:
    def sample(w: World) -> Sample:
        asked = _edit(w)
        order = asked.path["order"]
        done = w.admin("POST", f"/orders/{order}/edits", asked.body, headers=asked.headers)
        assert done.status == 200, done.body
        return Sample({"order": order, **more})

    return sample


def samples() -> dict[str, Callable[[World], Sample] | Sample]:
    return {
        "admin_preview_order_edit": _preview,
        "admin_find_order_goods": lambda w: Sample({"order": w.order()["id"]}, query={"q": "a"}),
        "admin_edit_order": _edit,
        "admin_list_order_versions": _edited(),
        "admin_get_order_version": _edited(number="1"),
    }
