"""Merchants and their life."""

from collections.abc import Callable
from typing import Any

from tests import make
from tests.api.control.world import ControlWorld
from tests.api.sample import Sample

from duka.kernel.ids import new_id, public


def _new() -> dict[str, Any]:
    return {
        "company": f"Kiosque {new_id().hex[-8:]}",
        "owner_email": f"{make.unique('awa')}@kiosque.example",
        "country": "SN",
        "locale": "fr",
        "store_name": "Chez Awa",
        "trial_days": 14,
    }


def _of(w: ControlWorld, body: Any = None, *steps: tuple[str, Any]) -> Sample:
    """A merchant to which `steps` were done before, with the version that it has now."""
    tenant = w.tenant()
    for step, given in steps:
        w.call("POST", f"/tenants/{tenant}/{step}", given, headers=_version(w, tenant))
    return Sample({"tenant": tenant}, body, headers=_version(w, tenant))


def _version(w: ControlWorld, tenant: str) -> dict[str, str]:
    return {"if-match": f'"{w.call("GET", f"/tenants/{tenant}").json["version"]}"'}


def _domain(w: ControlWorld) -> Sample:
    shop = w.shop()
    host = f"{make.unique('shop')}.example"
    return Sample(
        {"tenant": public("ten", shop.tenant.id), "host": host}, {"store_id": public("store", shop.store)}
    )


def _gone(w: ControlWorld) -> Sample:
    added = _domain(w)
    assert w.call("PUT", "/tenants/{tenant}/domains/{host}".format(**added.path), added.body).status == 200
    return Sample(added.path, status=204)


SUSPENDED = ("suspend", {"reason": "unpaid", "why": ""})


def samples() -> dict[str, Callable[[ControlWorld], Sample]]:
    return {
        "control_list_tenants": lambda w: Sample(
            query={"q": "a", "status": "active", "kind": "merchant", "limit": 5, "sort": "name"}
        ),
        "control_get_summary": lambda w: Sample(),
        "control_create_tenant": lambda w: Sample(body=_new(), status=201),
        "control_get_tenant": lambda w: Sample({"tenant": w.tenant()}),
        "control_get_tenant_history": lambda w: Sample({"tenant": w.tenant()}),
        "control_start_trial": lambda w: _of(w, {"days": 14}),
        "control_activate_tenant": lambda w: _of(w, None, ("trial", {"days": 14})),
        "control_suspend_tenant": lambda w: _of(
            w, {"reason": "terms", "why": "Please take the knives down."}
        ),
        "control_reactivate_tenant": lambda w: _of(w, {"why": "Paid today."}, SUSPENDED),
        "control_close_tenant": lambda w: _of(w, {"reason": "asked", "why": "", "keep_days": 30}),
        "control_create_sandbox": lambda w: Sample({"tenant": w.tenant()}, {"name": "Try it"}, status=201),
        "control_verify_domain": _domain,
        "control_remove_domain": _gone,
    }
