"""Policies, what they removed, and orders that are held."""

from typing import Any

from tests.api.control.world import ControlWorld, Samples
from tests.api.sample import Sample
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id

from duka.kernel.ids import public

NAME = "payment_methods_allowed"
REASON = {"reason": "Looked at"}
WITHOUT_ENTRY = {"control_preview_policy": "says whom a decision would bind; changes nothing"}


def _decided(world: ControlWorld, **changes: Any) -> Sample:
    tenant = world.tenant()
    decided = world.call(
        "PUT",
        f"/policies/{NAME}",
        {"value": {"codes": ["bank_transfer"]}},
        query={"tenant": tenant},
        headers={"if-match": '"0"'},
    )
    assert decided.status == 200, decided.body
    return Sample({"name": NAME}, query={"tenant": tenant}, **changes)


def _order(world: ControlWorld, *, is_held: bool) -> Sample:
    bazaar = Bazaar(world.services.work).build()
    path = {
        "tenant": public("ten", bazaar.tenant),
        "order": public("ord", order_id(buy(bazaar, (bazaar.product(), 1)))),
    }
    if is_held:
        held = world.call("POST", f"/risk/orders/{path['tenant']}/{path['order']}/hold", REASON)
        assert held.status == 204, held.body
    return Sample(path, REASON, status=204)


def samples() -> Samples:
    return {
        "control_list_policies": lambda w: Sample(query={"tenant": w.tenant()}),
        "control_get_policy": lambda w: Sample({"name": NAME}),
        "control_decide_policy": lambda w: Sample(
            {"name": NAME},
            {"value": {"codes": ["bank_transfer"]}, "note": "A pilot"},
            query={"tenant": w.tenant()},
            headers={"if-match": '"0"'},
        ),
        "control_withdraw_policy": lambda w: _decided(w, body={"note": "over"}, headers={"if-match": '"1"'}),
        "control_preview_policy": lambda w: Sample({"name": NAME}, {"value": {"codes": []}}),
        "control_policy_history": lambda w: _decided(w),
        "control_list_policy_exceptions": lambda w: Sample({"name": NAME}, query={"limit": 5}),
        "control_list_retention_runs": lambda w: Sample(query={"limit": 5}),
        "control_dry_run_retention": lambda w: Sample({"tenant": w.tenant()}),
        "control_list_held_orders": lambda w: Sample(query={"limit": 5}),
        "control_hold_order": lambda w: _order(w, is_held=False),
        "control_release_order": lambda w: _order(w, is_held=True),
        "control_refuse_order": lambda w: _order(w, is_held=True),
    }
