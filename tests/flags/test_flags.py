"""Features are on until the installation, an operator or the plan says otherwise; a merchant is told which."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from tests import make

from duka.control import rollout_lists, rollouts
from duka.flags import gating, queries
from duka.flags.errors import FeatureOff, UnknownFeature
from duka.flags.names import FEATURES, OFF, VARIABLES
from duka.kernel.cache import Cache
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden
from duka.kernel.work import Caller, Work
from duka.tenants.types import PLATFORM, Tenant


def of(work: Work, tenant: Tenant, ask: Callable[[Context], Any]) -> Any:
    return work.perform(Caller(tenant.id), ask)


def told(work: Work, tenant: Tenant) -> dict[str, tuple[bool, str]]:
    return {each.name: (each.is_on, each.why) for each in of(work, tenant, queries.features)}


def subscribe(work: Work, tenant: Tenant, *features: str, limits: dict[str, int] | None = None) -> str:
    """To a new plan with these features only; its handle."""
    handle, plan = make.unique("plan"), uuid4()
    with work.database.platform() as tx:
        tx.run(
            "insert into plans (id, handle, position, is_public, created_at) values (%(id)s, %(handle)s, 0, true, now())",
            id=plan,
            handle=handle,
        )
        tx.run(
            """insert into plan_versions (plan_id, version, names, features, limits, published_at)
               values (%(id)s, 1, %(names)s::jsonb, %(features)s, %(limits)s::jsonb, now())""",
            id=plan,
            names=msgspec.json.encode({"en": handle}).decode(),
            features=list(features),
            limits=msgspec.json.encode(limits or {}).decode(),
        )
        tx.run(
            "insert into subscriptions (tenant_id, plan_id, version, since) values (%(tenant)s, %(id)s, 1, now())",
            tenant=tenant.id,
            id=plan,
        )
    return handle


def test_one_merchant_loses_a_feature_and_gets_it_back(work: Work) -> None:
    acorn, birch = make.tenant(work, "acorn"), make.tenant(work, "birch")
    make.switch(work, acorn.id, "imports", False)
    with pytest.raises(FeatureOff) as refused:
        of(work, acorn, lambda ctx: queries.require(ctx, "imports"))
    assert (
        refused.value.fields["why"] == "company" and "switched off for your company" in refused.value.message
    )
    of(work, birch, lambda ctx: queries.require(ctx, "imports"))
    assert told(work, acorn)["imports"] == (False, "company")
    assert told(work, acorn)["collections"] == (True, "default")
    make.switch(work, acorn.id, "imports", None)
    of(work, acorn, lambda ctx: queries.require(ctx, "imports"))


def test_what_the_installation_goes_without_nobody_has(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    acorn = make.tenant(work, "acorn")
    make.switch(work, acorn.id, "collections", True)
    monkeypatch.setenv(OFF, "collections, stock_counts")
    monkeypatch.setenv("ECOMMERCE_ENABLED", "false")
    monkeypatch.setenv("PAYMENTS_CARD_ENABLED", "0")
    found = told(work, acorn)
    for name in ("collections", "stock_counts", "ecommerce", "payments_card"):
        assert found[name] == (False, "installation")
    monkeypatch.setenv(OFF, "colections")
    with pytest.raises(UnknownFeature):
        of(work, acorn, queries.features)


def test_a_plan_has_what_it_lists_and_the_merchant_is_told_which_plan_has_the_rest(work: Work) -> None:
    acorn, birch = make.tenant(work, "acorn"), make.tenant(work, "birch")
    subscribe(work, acorn, "collections")
    better = subscribe(work, birch, "collections", "feeds")
    found = {each.name: each for each in of(work, acorn, queries.features)}
    assert (found["collections"].is_on, found["collections"].why) == (True, "plan")
    assert (found["feeds"].is_on, found["feeds"].why) == (False, "plan")
    assert better in found["feeds"].plans and better in found["feeds"].because
    assert "feeds" in of(work, acorn, queries.names_off)
    make.switch(work, acorn.id, "feeds", True)
    assert told(work, acorn)["feeds"] == (True, "company"), "a pilot needs no plan"
    assert told(work, birch)["markets"] == (False, "plan")


def test_staff_switch_nothing_and_both_trails_say_who_did(work: Work) -> None:
    acorn = make.tenant(work, "acorn")
    with pytest.raises(Forbidden):
        rollouts.switch(work, make.caller(acorn), acorn.id, "imports", False)
    with pytest.raises(UnknownFeature):
        make.switch(work, acorn.id, "time_travel", True)
    assert told(work, acorn)["imports"] == (True, "default")
    rollouts.switch(work, Caller(PLATFORM), acorn.id, "imports", False, "not paid")
    with work.database.platform() as tx:
        entries = tx.all(
            """select tenant_id, before, after, details from audit_log
               where action = 'feature.switched' and (tenant_id = %(acorn)s
                     or tenant_id = %(platform)s and details ->> 'tenant' = %(hex)s)""",
            acorn=acorn.id,
            platform=PLATFORM,
            hex=acorn.id.hex,
        )
    assert {entry.tenant_id for entry in entries} == {acorn.id, PLATFORM}
    for entry in entries:
        assert (entry.before, entry.after) == ({"imports": None}, {"imports": False})
        assert entry.details["why"] == "not paid"


def test_no_statement_of_a_merchant_writes_a_switch(work: Work) -> None:
    acorn = make.tenant(work, "acorn")
    insert = """insert into feature_flags (tenant_id, name, is_on, changed_by, changed_at)
                values (%(tenant)s, 'feeds', true, 'me', now())"""
    with pytest.raises(Exception, match="permission denied"):
        of(work, acorn, lambda ctx: ctx.db.run(insert))


def test_asking_costs_one_statement_and_then_none(work: Work) -> None:
    kept, acorn = Work(work.database, Cache(60), work.clock), make.tenant(work, "acorn")
    ask = Caller(acorn.id)
    kept.perform(ask, lambda ctx: queries.is_on(ctx, "feeds"))
    first = kept.last_statements
    kept.perform(ask, lambda ctx: [queries.is_on(ctx, name) for name in FEATURES])
    assert kept.last_statements == first - 1


def test_a_change_is_seen_within_what_a_process_remembers(work: Work) -> None:
    kept, acorn = Work(work.database, Cache(0.2), work.clock), make.tenant(work, "acorn")
    assert kept.perform(Caller(acorn.id), lambda ctx: queries.is_on(ctx, "feeds"))
    make.switch(work, acorn.id, "feeds", False)
    until = time.monotonic() + 5
    while kept.perform(Caller(acorn.id), lambda ctx: queries.is_on(ctx, "feeds")):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_value_is_the_merchants_own_or_the_installations(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    acorn = make.tenant(work, "acorn")

    def ask(name: str) -> tuple[object, str]:
        found = of(work, acorn, lambda ctx: queries.value(ctx, name))
        return found.value, found.why

    monkeypatch.delenv("SEARCH_PROVIDER", raising=False)
    monkeypatch.delenv("CDN_SIGNED_URL_TTL", raising=False)
    assert ask("search_provider") == ("postgresql", "default")
    monkeypatch.setenv("SEARCH_PROVIDER", "meilisearch")
    monkeypatch.setenv("CDN_SIGNED_URL_TTL", "120")
    assert ask("search_provider") == ("meilisearch", "installation")
    assert ask("cdn_signed_url_ttl") == (120, "installation")
    rollouts.set_value(work, Caller(PLATFORM), acorn.id, "search_provider", "postgresql")
    rollouts.set_value(work, Caller(PLATFORM), acorn.id, "cdn_signed_url_ttl", 30, "short")
    assert ask("search_provider") == ("postgresql", "company")
    assert of(work, acorn, lambda ctx: queries.number(ctx, "cdn_signed_url_ttl", 900)) == 30
    assert queries.text_of(work, acorn.id, "search_provider", "x") == "postgresql"
    assert of(work, acorn, queries.features) == of(work, make.tenant(work), queries.features), (
        "values are no switches"
    )
    rollouts.set_value(work, Caller(PLATFORM), acorn.id, "cdn_signed_url_ttl", None)
    assert ask("cdn_signed_url_ttl") == (120, "installation")
    assert set(VARIABLES) == {"search_provider", "cdn_signed_url_ttl"}


def test_work_of_a_feature_that_is_off_is_left_out_or_waits(work: Work) -> None:
    acorn, done = make.tenant(work, "acorn"), list[UUID]()

    def act(work: Work, tenant: UUID) -> None:
        done.append(tenant)

    make.switch(work, acorn.id, "feeds", False)
    gating.ForLater("feeds", act)(work, acorn.id)
    of(work, acorn, gating.OnTheClock("feeds", lambda ctx: done.append(ctx.tenant)))
    with pytest.raises(FeatureOff):
        gating.ForLater("feeds", act, is_asked_for=True)(work, acorn.id)
    assert done == []
    make.switch(work, acorn.id, "feeds", True)
    gating.ForLater("feeds", act, is_asked_for=True)(work, acorn.id)
    of(work, acorn, gating.OnTheClock("feeds", lambda ctx: done.append(ctx.tenant)))
    assert done == [acorn.id, acorn.id]


def test_operators_see_what_one_merchant_has(work: Work) -> None:
    acorn = make.tenant(work, "acorn")
    rollouts.switch(work, Caller(PLATFORM), acorn.id, "feeds", False, "broken feed")
    found = rollout_lists.of_tenant(work, Caller(PLATFORM), acorn.id)
    feeds = next(each for each in found.features if each.feature.name == "feeds")
    assert (feeds.own, feeds.note, feeds.feature.why) == (False, "broken feed", "company")
    assert (found.phase, found.next_phase, found.missing) == ("T4", "T5", ["feeds"])
    make.switch(work, acorn.id, "feeds", None)
    assert rollout_lists.of_tenant(work, Caller(PLATFORM), acorn.id).phase == "T6"
