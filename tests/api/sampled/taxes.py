"""Samples of taxes. Nobody outside is asked: the service's address leads nowhere, and the number is of a country whose register
we cannot ask."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.sampled.accounts import _own
from tests.api.world import World

from duka.kernel.ids import new_id

GERMAN, SWISS = "DE136695976", "CHE116281710MWST"
ACCOUNT: dict[str, Any] = {
    "provider": "taxjar",
    "mode": "test",
    "countries": ["US"],
    "values": {"token": "a token", "from_zip": "07030", "from_state": "NJ"},
    "tax_codes": {"clothing": "20010"},
}


def _customer(w: World) -> str:
    body = {"email": f"t{new_id().hex}@{w.tenant.slug}.example", "name": "Penda Mbaye"}
    return str(w.admin("POST", "/customers", body).json["id"])


def _exemption(w: World) -> Sample:
    made = w.admin("POST", "/tax-exemptions", {"customer_id": _customer(w), "reason": "School"})
    assert made.status == 201, made.body
    return Sample({"exemption": made.json["id"]})


def _give(w: World) -> Sample:
    body = {
        "customer_id": _customer(w),
        "reason": "School",
        "certificate_number": "C-1",
        "countries": ["SN"],
        "classes": ["standard"],
    }
    return Sample(body=body, status=201)


def _checked(w: World) -> Sample:
    customer = _customer(w)
    w.admin("PUT", f"/customers/{customer}/vat-number", {"vat_number": SWISS})
    return Sample({"customer": customer})


def _connected(w: World, body: Any = None, status: int = 200) -> Sample:
    """The store's account; it may be there from another call."""
    path = f"/stores/{w.store}/tax-service"
    there = w.admin("GET", path)
    account = there.json["account"]
    if account is None:
        there = w.admin("PUT", path, ACCOUNT)
        account = there.json
    assert there.status == 200, there.body
    headers = {"if-match": f'"{account["version"]}"'} if body else {}
    return Sample({"store_id": w.store}, body, headers=headers, status=status)


def _change(w: World) -> Sample:
    return _connected(w, {**ACCOUNT, "values": {**ACCOUNT["values"], "from_city": f"Town {new_id().hex}"}})


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_tax_exemptions": lambda w: Sample(query={"in_force": "true"}),
        "admin_give_tax_exemption": _give,
        "admin_get_tax_exemption": _exemption,
        "admin_end_tax_exemption": _exemption,
        "admin_customer_taxes": lambda w: Sample({"customer": _customer(w)}),
        "admin_set_vat_number": lambda w: Sample({"customer": _customer(w)}, {"vat_number": GERMAN}),
        "admin_check_vat_number": _checked,
        "admin_list_tax_services": lambda w: Sample(),
        "admin_get_tax_service": _connected,
        "admin_set_tax_service": _change,
        "admin_remove_tax_service": lambda w: _connected(w, status=204),
        "admin_test_tax_service": _connected,
        "get_own_vat_number": _own(),
        "set_own_vat_number": _own({"vat_number": GERMAN}),
    }
