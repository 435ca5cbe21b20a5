"""Operators decide policies: versions, history, both trails, and in force for the merchant."""

from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.control.acting import operator
from tests.people import Shop
from tests.policies.deciding import decide, withdraw

from duka.control import policies, policy_preview
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.work import Caller, Work
from duka.policies import queries
from duka.policies.errors import PolicyNotFound
from duka.policies.vocabulary import PAYMENT_METHODS, SUPPORT_VISITS
from duka.stores import service as stores
from duka.stores.inputs import PaymentMethod
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM

NAME = PAYMENT_METHODS.name


def trail(work: Work, tenant: UUID, action: str) -> list[dict[str, Any]]:
    def ask(ctx: Context) -> list[dict[str, Any]]:
        rows = ctx.db.all(
            """select action, actor, before, after, details from audit_log
               where tenant_id = %(tenant)s and action = %(action)s order by at desc, id desc""",
            action=action,
        )
        return [row._asdict() for row in rows]

    return work.perform(Caller(tenant), ask)


def test_a_decision_binds_the_merchant_and_both_trails_tell_it(work: Work, shop: Shop) -> None:
    decided = decide(work, shop.tenant.id, NAME, codes=["bank_transfer"])
    assert decided.version == 1 and decided.value == {"codes": ["bank_transfer"]}
    bound = work.perform(shop.caller, lambda ctx: queries.value(ctx, PAYMENT_METHODS))
    assert bound.codes == ["bank_transfer"]
    theirs = trail(work, shop.tenant.id, "policy.decided")
    told = trail(work, PLATFORM, "policy.decided")  # by all tests of this database
    ours = [e for e in told if e["details"].get("tenant") == shop.tenant.id.hex]
    for entry in (theirs[0], ours[0]):
        assert entry["after"] == {NAME: {"codes": ["bank_transfer"]}}
        assert entry["details"]["why"] == "a test" and str(entry["actor"]).startswith("operator:")


def test_a_merchant_sees_what_binds_and_who_decided(work: Work, shop: Shop) -> None:
    decide(work, shop.tenant.id, NAME, codes=["bank_transfer"])
    seen = {view.name: view for view in work.perform(shop.caller, queries.list_policies)}
    field = seen[NAME].fields[0]
    assert (field.value, field.source, field.is_binding) == (["bank_transfer"], "own", True)
    assert seen[NAME].note == "a test" and {p.code for p in seen[NAME].places} >= {"checkout", "payments"}
    assert not any(f.is_binding for f in seen["retention"].fields)


def test_versions_and_history(work: Work, shop: Shop) -> None:
    olive = operator()
    decide(work, shop.tenant.id, NAME, codes=["bank_transfer"])
    with pytest.raises(VersionConflict):
        policies.decide(work, olive, NAME, {"codes": []}, "", 0, shop.tenant.id)
    again = policies.decide(work, olive, NAME, {"codes": ["bank_transfer"]}, "", 1, shop.tenant.id)
    assert again.version == 1  # deciding the same is no decision
    gone = withdraw(work, shop.tenant.id, NAME)
    assert gone.version == 2 and gone.value is None
    decide(work, shop.tenant.id, NAME, codes=[])
    told = policies.history(work, olive, NAME, shop.tenant.id)
    assert [(c.version, c.value) for c in told.items] == [
        (3, {"codes": []}),
        (2, None),
        (1, {"codes": ["bank_transfer"]}),
    ]
    page = policies.history(work, olive, NAME, shop.tenant.id, limit=2)
    rest = policies.history(work, olive, NAME, shop.tenant.id, page.next, 2)
    assert [c.version for c in rest.items] == [1] and rest.next is None


def test_what_is_refused_changes_nothing(work: Work, shop: Shop) -> None:
    olive = operator()
    for caller in (operator("read-only"), shop.caller):
        with pytest.raises(Forbidden):
            policies.decide(work, caller, NAME, {"codes": []}, "", 0, shop.tenant.id)
    with pytest.raises(PolicyNotFound):
        policies.decide(work, olive, "nothing", {}, "", 0, shop.tenant.id)
    with pytest.raises(TenantNotFound):
        policies.decide(work, olive, NAME, {"codes": []}, "", 0, PLATFORM)
    with pytest.raises(InvalidInput):
        policies.decide(work, olive, NAME, {"codes": "all"}, "", 0, shop.tenant.id)
    assert policies.get(work, olive, NAME, shop.tenant.id).version == 0
    assert trail(work, shop.tenant.id, "policy.decided") == []


def test_everybody_is_bound_but_who_has_a_decision_of_their_own(work: Work, shop: Shop) -> None:
    olive, name = operator(), SUPPORT_VISITS.name
    other = make.tenant(work, "birch")
    decide(work, other.id, name, most_minutes=10)
    seen = policies.get(work, olive, name).version
    policies.decide(work, olive, name, {"most_minutes": 55}, "", seen)
    try:
        assert work.perform(shop.caller, lambda ctx: queries.value(ctx, SUPPORT_VISITS)).most_minutes == 55
        assert work.perform(Caller(other.id), lambda ctx: queries.value(ctx, name)).most_minutes == 10
        exceptions = policies.list_exceptions(work, olive, name, limit=100).items
        assert other.slug in {exception.slug for exception in exceptions}
        here = policies.get(work, olive, name, shop.tenant.id)
        assert {f.name: f.source for f in here.fields}["most_minutes"] == "platform"
    finally:
        policies.decide(work, olive, name, None, "", seen + 1)
    assert work.perform(shop.caller, lambda ctx: queries.value(ctx, SUPPORT_VISITS)).most_minutes == 60


def test_a_preview_counts_and_changes_nothing(work: Work, shop: Shop) -> None:
    methods = [PaymentMethod(provider=p, name=p) for p in ("cash_on_delivery", "bank_transfer")]
    work.perform(shop.caller, lambda ctx: stores.set_payment_methods(ctx, shop.store, methods))
    olive = operator("read-only")
    found = policy_preview.preview(work, olive, NAME, {"codes": ["bank_transfer"]}, shop.tenant.id)
    assert (found.merchants, found.things["payment_methods"]) == (1, 1)
    everything = policy_preview.preview(work, olive, NAME, {"codes": None}, shop.tenant.id)
    assert everything.things["payment_methods"] == 0
    all_of_them = policy_preview.preview(work, olive, NAME, {"codes": ["bank_transfer"]})
    assert all_of_them.merchants >= 1 and all_of_them.things["payment_methods"] >= 1
    decide(work, shop.tenant.id, NAME, codes=None)
    fewer = policy_preview.preview(work, olive, NAME, {"codes": ["bank_transfer"]})
    assert fewer.merchants == all_of_them.merchants - 1
    for name, value in (
        ("theme_limits", {"presets": ["catalogue"], "fonts": ["sans"], "has_banner": False}),
        ("shipping_options_allowed", {"codes": ["pickup"]}),
        ("carriers_allowed", {"codes": []}),
        ("risk_holds", {"above": {"EUR": 1}, "mismatching_countries": True}),
        ("retention", {"mails_days": 1, "orders_years": 1, "inactive_customers_days": 180}),
        ("support_visits", {"is_allowed": False}),
    ):
        assert policy_preview.preview(work, olive, name, value, shop.tenant.id).merchants == 1
        assert policy_preview.preview(work, olive, name, value).merchants_of >= 1
    assert policies.get(work, olive, "retention", shop.tenant.id).version == 0
