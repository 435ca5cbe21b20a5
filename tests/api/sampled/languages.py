"""Languages and pages."""

from collections.abc import Callable
from itertools import cycle
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id

_LANGUAGES = cycle(("wo", "sw"))
"""Each time another than before."""
MULTIPART = {"content-type": "multipart/form-data; boundary=edge"}
HEADER = "kind,id,text,source,translation:fr"


def _product(w: World, title: str) -> dict[str, Any]:
    answer = w.admin("POST", "/products", {"title": title})
    assert answer.status == 201, answer.body
    return answer.json


def _translated(w: World) -> str:
    """A product whose title in French is outdated."""
    product = _product(w, f"Made {new_id().hex}")
    path = f"/languages/fr/texts/product/{product['id']}"
    assert w.admin("PUT", path, {"texts": {"title": {"text": "Robe"}}}).status == 200
    version = w.admin("GET", f"/products/{product['id']}").json["version"]
    changed = {"title": f"Changed {new_id().hex}"}
    answer = w.call(
        "PATCH", f"/admin/products/{product['id']}", changed, by=w.staff, headers={"if-match": f'"{version}"'}
    )
    assert answer.status == 200, answer.body
    return str(product["id"])


def _body(w: World) -> bytes:
    title = f"Made {new_id().hex}"
    row = f"product,{_product(w, title)['id']},title,{title},Robe"
    head = '--edge\r\nContent-Disposition: form-data; name="data"; filename="fr.csv"\r\nContent-Type: text/csv\r\n\r\n'
    return f"{head}{HEADER}\n{row}\n\r\n--edge--\r\n".encode()


def _uploaded(w: World) -> str:
    answer = w.call("POST", "/admin/languages/fr/files", None, by=w.staff, raw=_body(w), headers=MULTIPART)
    assert answer.status == 201, answer.body
    made: str = answer.json["id"]
    return made


def _of_file() -> Callable[[World], Sample]:
    return lambda w: Sample({"file": _uploaded(w)})


def _page(w: World) -> str:
    answer = w.admin("POST", f"/stores/{w.store}/pages", {"title": f"Made {new_id().hex}"})
    assert answer.status == 201, answer.body
    return str(answer.json["id"])


def _visible(w: World) -> str:
    body = {"title": f"Made {new_id().hex}", "is_visible": True}
    answer = w.admin("POST", f"/stores/{w.store}/pages", body)
    assert answer.status == 201, answer.body
    return str(answer.json["slug"])


def samples() -> dict[str, Callable[[World], Sample]]:
    fr = {"language": "fr"}
    return {
        "admin_get_languages": lambda w: Sample(),
        "admin_set_source_language": lambda w: Sample(body={"locale": next(_LANGUAGES)}),
        "admin_list_translatable": lambda w: Sample(fr),
        "admin_get_texts": lambda w: Sample({**fr, "kind": "product", "thing": w.dress}),
        "admin_write_texts": lambda w: Sample(
            {**fr, "kind": "product", "thing": w.dress},
            {"texts": {"title": {"text": f"Robe {new_id().hex}"}}},
        ),
        "admin_confirm_texts": lambda w: Sample(
            {**fr, "kind": "product", "thing": _translated(w)}, {"fields": ["title"]}
        ),
        "admin_export_texts": lambda w: Sample(fr),
        "admin_upload_translations": lambda w: Sample(fr, raw=_body(w), headers=MULTIPART, status=201),
        "admin_list_translation_files": lambda w: Sample(),
        "admin_get_translation_file": _of_file(),
        "admin_list_translation_rows": _of_file(),
        "admin_write_translations": _of_file(),
        "admin_list_pages": lambda w: Sample({"store_id": w.store}),
        "admin_create_page": lambda w: Sample(
            {"store_id": w.store}, {"title": f"About {new_id().hex}", "body": "**Us**"}, status=201
        ),
        "admin_get_page": lambda w: Sample({"page": _page(w)}),
        "admin_update_page": lambda w: Sample(
            {"page": _page(w)}, {"title": "Renamed", "is_visible": True}, headers={"if-match": '"1"'}
        ),
        "get_page": lambda w: Sample({"slug": _visible(w)}),
        "admin_delete_page": lambda w: Sample({"page": _page(w)}, status=204),
    }
