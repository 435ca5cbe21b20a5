"""Calls about products that succeed."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id


def _product(w: World) -> dict[str, Any]:
    body = {"title": f"Made {new_id().hex}", "options": [{"name": "Size", "values": ["S", "M"]}]}
    made = w.admin("POST", "/products", body)
    assert made.status == 201, made.body
    return dict(made.json)


def _sheet(w: World) -> Sample:
    product = _product(w)
    rows = [
        {
            "id": product["variants"][0]["id"],
            "sku": f"S-{new_id().hex[-8:]}",
            "weight_grams": 250,
            "prices": [{"store_id": w.store, "base_minor": 1500, "special_minor": 1200}],
            "stock": [{"location_id": w.location, "delta": 4}],
        },
        {"option_values": ["M"], "barcode": "12345670"},
    ]
    return Sample(
        {"product": product["id"]},
        {"variants": rows, "note": "First delivery"},
        headers={"if-match": f'"{product["version"]}"'},
    )


def _whole(w: World, title: str) -> dict[str, Any]:
    row = {
        "option_values": ["S"],
        "prices": [{"store_id": w.store, "base_minor": 1500}],
        "stock": [{"location_id": w.location, "delta": 4}],
    }
    return {
        "product": {"title": title, "tags": ["new"]},
        "options": [{"name": "Size", "values": ["S", "M"]}],
        "images": [{"media_id": w.media, "alt": "Front"}],
        "categories": [w.category],
        "stores": [{"store_id": w.store}],
        "sheet": {"variants": [row]},
        "status": "active",
    }


def _run(w: World) -> dict[str, Any]:
    body = {"ids": [_product(w)["id"]], "change": {"status": "archived"}}
    made = w.admin("POST", "/products/bulk", body)
    assert made.status == 200, made.body
    return dict(made.json)


def _set(w: World) -> str:
    body = {"code": f"c{new_id().hex[-10:]}", "name": "Set", "members": []}
    made = w.admin("POST", "/attribute-sets", body)
    assert made.status == 201, made.body
    return str(next(s["id"] for s in made.json if s["code"] == body["code"]))


def _attribute(w: World) -> str:
    body = {"code": f"c{new_id().hex[-10:]}", "name": "Note", "kind": "text"}
    made = w.admin("POST", "/attributes", body)
    assert made.status == 201, made.body
    return str(next(a["id"] for a in made.json if a["code"] == body["code"]))


def _unpublish(w: World) -> Sample:
    product = _product(w)["id"]
    assert w.admin("POST", f"/products/{product}/archive").status == 200
    return Sample({"product": product})


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_products": lambda w: Sample(
            query={"q": "dress", "category": w.category, "in_store": w.store, "sort": "-price", "stock": "in"}
        ),
        "admin_check_slug": lambda w: Sample(query={"slug": "Wax dress", "product": w.dress}),
        "admin_save_variants": _sheet,
        "admin_create_whole_product": lambda w: Sample(body=_whole(w, f"Whole {new_id().hex}"), status=201),
        "admin_save_whole_product": lambda w: (
            lambda p: Sample(
                {"product": p["id"]}, _whole(w, "Renamed"), headers={"if-match": f'"{p["version"]}"'}
            )
        )(_product(w)),
        "admin_copy_product": lambda w: Sample(
            {"product": w.dress}, {"title": f"Copy {new_id().hex}"}, status=201
        ),
        "admin_unpublish_product": _unpublish,
        "admin_change_many_products": lambda w: Sample(
            body={"ids": [_product(w)["id"]], "change": {"add_tags": ["new"], "add_categories": [w.category]}}
        ),
        "admin_list_bulk_runs": lambda w: Sample(),
        "admin_get_bulk_run": lambda w: Sample({"run": _run(w)["id"]}),
        "admin_undo_bulk_run": lambda w: Sample({"run": _run(w)["id"]}),
        "admin_delete_attribute": lambda w: Sample({"attribute": _attribute(w)}, status=204),
        "admin_update_attribute_set": lambda w: Sample(
            {"attribute_set": _set(w)},
            {"name": "Renamed", "members": [{"attribute": "fabric", "is_required": True}]},
        ),
        "admin_delete_attribute_set": lambda w: Sample({"attribute_set": _set(w)}, status=204),
    }
