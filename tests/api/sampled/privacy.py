"""Calls about what is kept of a person that succeed."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World
from tests.people import PASSWORD

from duka.customers import service as customers
from duka.kernel.context import SYSTEM
from duka.kernel.ids import new_id, public
from duka.kernel.work import Caller


def _somebody(w: World) -> str:
    body = {"email": f"p{new_id().hex}@{w.tenant.slug}.example", "name": "Penda Mbaye"}
    answer = w.admin("POST", "/customers", body)
    assert answer.status == 201, answer.body
    return str(answer.json["id"])


def _erased(w: World) -> Sample:
    customer = _somebody(w)
    answer = w.admin("POST", f"/customers/{customer}/erasure", {"reason": "Asked for it"})
    assert answer.status == 201, answer.body
    return Sample({"customer": customer})


def samples() -> dict[str, Callable[[World], Sample] | Any]:
    return {
        "admin_export_customer_data": lambda w: Sample({"customer": _somebody(w)}),
        "admin_erase_customer": lambda w: Sample(
            {"customer": _somebody(w)}, {"reason": "Asked for it"}, status=201
        ),
        "admin_get_customer_erasure": _erased,
        "export_customer_data": lambda w: Sample({"customer": w.customer}, by=w.customer_token),
        "erase_customer": lambda w: _herself(w),
    }


def _herself(w: World) -> Sample:
    """Somebody who signed up only to be forgotten."""
    work, who = w.services.work, Caller(w.tenant.id, SYSTEM)
    made = customers.admit(work, who, f"p{new_id().hex}@{w.tenant.slug}.example", PASSWORD)
    return Sample({"customer": public("cus", made.customer_id)}, by=made.token, status=201)
