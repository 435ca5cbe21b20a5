"""Imports and exports."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

FILE = b"email,name,phone,tags\nawa@imported.example,Awa Ndiaye,,vip\n"


def _body(data: bytes = FILE, name: str = "people.csv") -> bytes:
    head = f'--edge\r\nContent-Disposition: form-data; name="data"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
    return head.encode() + data + b"\r\n--edge--\r\n"


MULTIPART = {"content-type": "multipart/form-data; boundary=edge"}


def _uploaded(w: World) -> str:
    answer = w.call(
        "POST",
        "/admin/imports",
        None,
        by=w.staff,
        raw=_body(),
        query={"kind": "customers"},
        headers=MULTIPART,
    )
    assert answer.status == 201, answer.body
    made: str = answer.json["file"]["id"]
    return made


def _of_one(body: Any = None) -> Callable[[World], Sample]:
    return lambda w: Sample({"file": _uploaded(w)}, body)


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_upload_import": lambda w: Sample(
            raw=_body(), query={"kind": "customers"}, headers=MULTIPART, status=201
        ),
        "admin_list_imports": lambda w: Sample(),
        "admin_get_import": _of_one(),
        "admin_preview_import": _of_one(),
        "admin_list_import_problems": _of_one(),
        "admin_start_import": _of_one({"is_dry": True}),
        "admin_stop_import": _of_one(),
        "admin_import_columns": lambda w: Sample({"kind": "orders"}),
        "admin_export": lambda w: Sample({"kind": "stock"}),
        "admin_export_workbook": lambda w: Sample({"kind": "customers"}),
    }
