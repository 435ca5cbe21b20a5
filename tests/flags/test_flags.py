"""Features are on until the installation or its operator says otherwise, for one merchant and no other."""

from collections.abc import Callable
from typing import Any

import pytest
from tests import make

from duka.flags import queries, service
from duka.flags.errors import FeatureOff, UnknownFeature
from duka.kernel.context import Actor, Context
from duka.kernel.errors import Forbidden
from duka.kernel.work import Caller, Work
from duka.tenants.types import Tenant


def as_operator(work: Work, tenant: Tenant, act: Callable[[Context], Any]) -> Any:
    return work.perform(Caller(tenant.id, Actor("operator", name="Olga")), act)


def test_one_merchant_loses_a_feature_and_gets_it_back(work: Work) -> None:
    acorn, birch = make.tenant(work, "acorn"), make.tenant(work, "birch")
    as_operator(work, acorn, lambda ctx: service.switch(ctx, "imports", False))
    with pytest.raises(FeatureOff):
        as_operator(work, acorn, lambda ctx: queries.require(ctx, "imports"))
    as_operator(work, birch, lambda ctx: queries.require(ctx, "imports"))
    found = {f.name: (f.is_on, f.why) for f in as_operator(work, acorn, queries.features)}
    assert found["imports"] == (False, "company")
    assert found["collections"] == (True, "default")
    as_operator(work, acorn, lambda ctx: service.switch(ctx, "imports", None))
    as_operator(work, acorn, lambda ctx: queries.require(ctx, "imports"))


def test_the_installation_switches_for_all_and_a_company_against_it(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(queries.VARIABLE, "collections, stock_counts")
    acorn = make.tenant(work, "acorn")
    found = {f.name: (f.is_on, f.why) for f in as_operator(work, acorn, queries.features)}
    assert found["collections"] == found["stock_counts"] == (False, "installation")
    as_operator(work, acorn, lambda ctx: service.switch(ctx, "collections", True))
    as_operator(work, acorn, lambda ctx: queries.require(ctx, "collections"))
    monkeypatch.setenv(queries.VARIABLE, "colections")
    with pytest.raises(UnknownFeature):
        as_operator(work, acorn, queries.features)


def test_staff_switch_nothing_and_the_trail_says_who_did(work: Work) -> None:
    acorn = make.tenant(work, "acorn")
    with pytest.raises(Forbidden):
        work.perform(make.caller(acorn), lambda ctx: service.switch(ctx, "imports", False))
    with pytest.raises(UnknownFeature):
        as_operator(work, acorn, lambda ctx: service.switch(ctx, "time_travel", True))
    as_operator(work, acorn, lambda ctx: service.switch(ctx, "imports", False))
    (entry,) = as_operator(
        work,
        acorn,
        lambda ctx: ctx.db.all(
            """select actor, actor_name, after from audit_log
               where tenant_id = %(tenant)s and action = 'feature.switched'"""
        ),
    )
    assert (entry.actor, entry.actor_name, entry.after) == ("operator", "Olga", {"imports": False})
