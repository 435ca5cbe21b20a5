"""Gateways' statements."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id

MULTIPART = {"content-type": "multipart/form-data; boundary=edge"}


def _body() -> bytes:
    """A statement of the sandbox with a charge that nobody here knows; no two are alike."""
    rows = (
        "reference,kind,gross,fee,net,currency,at\n"
        f"sbx_{new_id().hex},charge,2000,35,1965,XOF,2026-09-14T10:00:00Z\n"
        f"po_{new_id().hex},payout,-1965,0,-1965,XOF,2026-09-15T06:00:00Z\n"
    )
    head = (
        '--edge\r\nContent-Disposition: form-data; name="data"; filename="september.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    return head.encode() + rows.encode() + b"\r\n--edge--\r\n"


def _imported(w: World) -> str:
    answer = w.call(
        "POST",
        "/admin/payment-statements",
        None,
        by=w.staff,
        raw=_body(),
        query={"provider": "sandbox", "store": w.store},
        headers=MULTIPART,
    )
    assert answer.status == 201, answer.body
    made: str = answer.json["id"]
    return made


def _of_one(body: Any = None, **more: Any) -> Callable[[World], Sample]:
    def sample(w: World) -> Sample:
        return Sample({"statement": _imported(w), **more.get("path", {})}, body, query=more.get("query", {}))

    return sample


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_payment_statements": lambda w: Sample(query={"provider": "sandbox", "limit": "5"}),
        "admin_import_payment_statement": lambda w: Sample(
            raw=_body(), query={"provider": "sandbox", "store": w.store}, headers=MULTIPART, status=201
        ),
        "admin_open_payment_differences": lambda w: Sample(),
        "admin_get_payment_statement": _of_one(),
        "admin_list_payment_statement_lines": _of_one(query={"match": "missing_here"}),
        "admin_resolve_payment_difference": _of_one(
            {"note": "A test charge of the gateway's own"}, path={"position": "1"}
        ),
        "admin_recheck_payment_statement": _of_one(),
        "admin_export_payment_differences": _of_one(),
    }
