"""Operators put merchants on plans: what would break is told before, nothing is deleted, and both trails know."""

from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.people import Shop
from tests.plans.subscribing import a_plan, on_plan

from duka.access import service as roles
from duka.access.inputs import GrantInput, NewRole
from duka.access.operator_roles import OPERATOR_ROLES
from duka.catalog import service as catalog
from duka.catalog.inputs import NewProduct, ProductChange
from duka.control import plan_requests, plans, subscriptions
from duka.flags import queries as flags
from duka.flags.names import FEATURES
from duka.kernel import ids
from duka.kernel.context import Actor
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.plans import asking
from duka.plans import queries as merchant_plans
from duka.plans.errors import (
    PlanAlreadyAsked,
    PlanAlreadyHeld,
    PlanArchived,
    PlanHandleTaken,
    PlanLimitReached,
    PlanNotFound,
    PlanNotSelfService,
    PlanRequestClosed,
    PlanRequestNotFound,
)
from duka.plans.inputs import NewPlan, PlanChange, VersionInput
from duka.plans.types import Plan
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM

OLIVE = Caller(PLATFORM, Actor("operator", new_id(), "Olive"), OPERATOR_ROLES["owner"])
READER = Caller(PLATFORM, Actor("operator", new_id(), "Rita"), OPERATOR_ROLES["read-only"])


def handle_of(work: Work, plan: UUID) -> str:
    with work.database.platform() as tx:
        return str(tx.value("select handle from plans where id = %(id)s", id=plan))


def trail(work: Work, tenant: UUID, action: str) -> list[Any]:
    with work.database.platform() as tx:
        rows: list[Any] = tx.all(
            """select object, actor_name, before, after, details from audit_log
               where tenant_id = %(tenant)s and action = %(action)s order by id""",
            tenant=tenant,
            action=action,
        )
    return rows


def new_plan(work: Work, **first: Any) -> str:
    handle = f"p{new_id().hex[-12:]}"
    version = VersionInput(names={"en": "Shop", "fr": "Boutique"}, **first)
    plans.create(work, OLIVE, NewPlan(handle=handle, first=version, is_public=False))
    return handle


def test_a_downgrade_tells_what_breaks_and_deletes_nothing(work: Work, shop: Shop) -> None:
    pots = [NewProduct(f"Pot {n}") for n in range(3)]
    made = work.perform(shop.caller, lambda ctx: [catalog.create_product(ctx, pot) for pot in pots])
    role = work.perform(
        Caller(shop.tenant.id), lambda ctx: roles.create_role(ctx, NewRole("Packer", ["orders:read"]))
    )
    make.staff(work, shop.tenant, GrantInput(ids.public("role", role)))
    small = new_plan(work, features=["collections"], limits={"products": 1, "stores": 5}, policies={})
    shown = subscriptions.preview(work, OLIVE, shop.tenant.id, small)
    assert [(over.limit, over.used, over.most, over.by) for over in shown.over] == [("products", 3, 1, 2)]
    lost = {one.name: one.in_use for one in shown.loses}
    assert set(lost) == set(FEATURES) - {"collections"}
    assert (lost["custom_roles"], lost["markets"], lost["promotions_advanced"]) == (1, 0, 0)
    assert (shown.before, shown.is_clean) == (None, False)

    assert subscriptions.change(work, OLIVE, shop.tenant.id, small, why="unpaid") == shown
    with pytest.raises(PlanLimitReached):
        work.perform(shop.caller, lambda ctx: catalog.create_product(ctx, NewProduct("One more")))
    change = ProductChange(title="Still mine")
    work.perform(shop.caller, lambda ctx: catalog.update_product(ctx, made[0], change, 1))
    assert not work.perform(shop.caller, lambda ctx: flags.is_on(ctx, "custom_roles"))
    assert work.perform(shop.caller, lambda ctx: flags.is_on(ctx, "collections"))
    for whose in (shop.tenant.id, PLATFORM):
        entries = trail(work, whose, "plan.subscribed")  # the platform's is of all tests of this database
        (entry,) = [row for row in entries if row.after.get("plan") == small]
        assert (entry.actor_name, entry.details["why"]) == ("Olive", "unpaid")
        assert entry.before["plan"] is None


def test_the_same_plan_twice_is_refused_and_changes_nothing(work: Work, shop: Shop) -> None:
    handle = new_plan(work)
    subscriptions.change(work, OLIVE, shop.tenant.id, handle)
    with pytest.raises(PlanAlreadyHeld):
        subscriptions.change(work, OLIVE, shop.tenant.id, handle)
    assert len(trail(work, shop.tenant.id, "plan.subscribed")) == 1


def test_a_new_version_is_for_those_who_come(work: Work, shop: Shop, other_shop: Shop) -> None:
    handle = new_plan(work, limits={"products": 1})
    subscriptions.change(work, OLIVE, shop.tenant.id, handle)
    wider = VersionInput(names={"en": "Shop"}, limits={"products": 9})
    published = plans.publish(work, OLIVE, handle, wider, 1)
    assert [version.version for version in published.versions] == [2, 1]
    subscriptions.change(work, OLIVE, other_shop.tenant.id, handle)
    assert held(work, shop).limits == {"products": 1}
    assert subscriptions.look(work, OLIVE, shop.tenant.id).newest == 2
    assert held(work, other_shop).limits == {"products": 9}
    seen = plans.get_plan(work, OLIVE, handle)
    assert (seen.merchants, [version.merchants for version in seen.versions]) == (2, [1, 1])
    subscriptions.change(work, OLIVE, shop.tenant.id, handle, 2)
    assert plans.get_plan(work, OLIVE, handle).versions[0].merchants == 2
    with pytest.raises(VersionConflict):
        plans.publish(work, OLIVE, handle, wider, 1)


def test_what_a_version_names_is_checked(work: Work) -> None:
    handle = new_plan(work)
    wrong = VersionInput(
        names={"fr": "Boutique"}, features=["flying"], limits={"cats": 3}, policies={"nothing": {}}
    )
    with pytest.raises(InvalidInput) as refused:
        plans.publish(work, OLIVE, handle, wrong, 1)
    errors: Any = refused.value.fields["errors"]
    assert set(errors) == {"names", "features", "limits", "policies"}
    with pytest.raises(PlanHandleTaken):
        plans.create(work, OLIVE, NewPlan(handle=handle, first=VersionInput(names={"en": "Again"})))
    assert len(plans.get_plan(work, OLIVE, handle).versions) == 1


def test_an_archived_plan_is_kept_by_who_has_it_and_taken_by_nobody(
    work: Work, shop: Shop, other_shop: Shop
) -> None:
    handle = new_plan(work, limits={"products": 7})
    subscriptions.change(work, OLIVE, shop.tenant.id, handle)
    assert plans.change(work, OLIVE, handle, PlanChange(is_archived=True)).is_archived
    with pytest.raises(PlanArchived):
        subscriptions.change(work, OLIVE, other_shop.tenant.id, handle)
    assert held(work, shop).handle == handle
    plans.change(work, OLIVE, handle, PlanChange(is_archived=False))
    subscriptions.change(work, OLIVE, other_shop.tenant.id, handle)


def test_without_a_plan_again_nothing_is_limited(work: Work, shop: Shop) -> None:
    handle = new_plan(work, limits={"products": 0})
    subscriptions.change(work, OLIVE, shop.tenant.id, handle)
    assert subscriptions.change(work, OLIVE, shop.tenant.id, None).after is None
    work.perform(shop.caller, lambda ctx: catalog.create_product(ctx, NewProduct("Pot")))


def test_only_who_may_changes_plans(work: Work, shop: Shop) -> None:
    handle = new_plan(work)
    forged = Caller(shop.tenant.id, Actor("operator", new_id(), "Mallory"), OPERATOR_ROLES["owner"])
    for caller in (READER, forged, shop.caller):
        with pytest.raises(Forbidden):
            subscriptions.change(work, caller, shop.tenant.id, handle)
        with pytest.raises(Forbidden):
            plans.change(work, caller, handle, PlanChange(position=3))
    assert subscriptions.look(work, READER, shop.tenant.id).plan is None
    with pytest.raises(TenantNotFound):
        subscriptions.look(work, OLIVE, PLATFORM)
    with pytest.raises(TenantNotFound):
        subscriptions.preview(work, OLIVE, new_id(), handle)
    with pytest.raises(PlanNotFound):
        subscriptions.change(work, OLIVE, shop.tenant.id, "nothing-such")


def test_a_merchant_asks_and_is_answered(work: Work, shop: Shop) -> None:
    plan = a_plan(work, {"products": 100}, name="Large")
    handle = handle_of(work, plan)
    work.perform(shop.caller, lambda ctx: asking.ask(ctx, handle, "We grow"))
    with pytest.raises(PlanAlreadyAsked):
        work.perform(shop.caller, lambda ctx: asking.ask(ctx, handle))
    waiting = [r for r in every_request(work) if r.tenant_slug == shop.tenant.slug]
    assert [(r.plan, r.note, r.asked_by) for r in waiting] == [(handle, "We grow", "Alice")]
    request = ids.parse("preq", waiting[0].id)
    with pytest.raises(Forbidden):
        plan_requests.answer(work, READER, request, approves=True)
    plan_requests.answer(work, OLIVE, request, approves=True, why="Welcome")
    page = work.perform(shop.caller, lambda ctx: merchant_plans.page(ctx, FEATURES))
    assert page.plan is not None and page.plan.handle == handle
    assert page.request is not None and page.request.status == "approved"
    with pytest.raises(PlanRequestClosed):
        plan_requests.answer(work, OLIVE, request, approves=False)
    with pytest.raises(PlanAlreadyHeld):
        work.perform(shop.caller, lambda ctx: asking.ask(ctx, handle))
    retire(work, plan)


def test_a_request_is_declined_with_a_reason_or_withdrawn(work: Work, shop: Shop) -> None:
    plan = a_plan(work, name="Large")
    handle = handle_of(work, plan)
    with pytest.raises(PlanRequestNotFound):
        work.perform(shop.caller, asking.withdraw)
    work.perform(shop.caller, lambda ctx: asking.ask(ctx, handle))
    work.perform(shop.caller, asking.withdraw)
    work.perform(shop.caller, lambda ctx: asking.ask(ctx, handle))
    (waiting,) = [r for r in every_request(work) if r.tenant_slug == shop.tenant.slug]
    plan_requests.answer(work, OLIVE, ids.parse("preq", waiting.id), approves=False, why="Not yet")
    page = work.perform(shop.caller, lambda ctx: merchant_plans.page(ctx, FEATURES))
    assert page.plan is None
    assert page.request is not None and (page.request.status, page.request.answer) == ("declined", "Not yet")
    assert trail(work, shop.tenant.id, "plan.request_declined")[0].details["why"] == "Not yet"
    retire(work, plan)


def test_a_merchant_takes_only_what_is_on_offer_to_all(work: Work, shop: Shop) -> None:
    free = a_plan(work, name="Free", is_self_service=True)
    asked, hidden = a_plan(work, name="Asked"), a_plan(work, is_public=False, is_self_service=True)
    with pytest.raises(PlanNotSelfService):
        subscriptions.take(work, shop.caller, handle_of(work, asked))
    with pytest.raises(PlanNotFound):
        subscriptions.take(work, shop.caller, handle_of(work, hidden))
    with pytest.raises(PlanNotFound):
        subscriptions.own_preview(work, shop.caller, handle_of(work, hidden))
    clerk = make.caller(shop.tenant, None, "settings:read", "settings:write")
    with pytest.raises(Forbidden):
        subscriptions.take(work, clerk, handle_of(work, free))
    taken = subscriptions.take(work, shop.caller, handle_of(work, free))
    assert taken.after is not None and taken.after.name == "Free"
    assert trail(work, shop.tenant.id, "plan.subscribed")[0].actor_name == "Alice"
    for plan in (free, asked):
        retire(work, plan)


def test_the_page_shows_what_is_used_and_what_others_give(work: Work, shop: Shop) -> None:
    on_plan(work, shop.tenant.id, {"stores": 1, "products": 10}, features=["collections"])
    larger = a_plan(work, {"stores": 3}, name="Larger", features=["collections", "markets"])
    page = work.perform(shop.caller, lambda ctx: merchant_plans.page(ctx, FEATURES))
    assert work.last_statements <= 4  # one says whose they are
    states = {meter.limit: (meter.used, meter.most, meter.state) for meter in page.meters}
    assert states["stores"] == (1, 1, "full")
    assert states["products"] == (0, 10, "free")
    assert states["staff"] == (0, None, "free")
    (offered,) = [one for one in page.offered if one.plan.handle == handle_of(work, larger)]
    assert (offered.gains, offered.loses, offered.is_enough) == (["markets"], [], True)
    assert page.may_change
    retire(work, larger)


def held(work: Work, shop: Shop) -> Plan:
    plan = subscriptions.look(work, OLIVE, shop.tenant.id).plan
    assert plan is not None
    return plan


def every_request(work: Work) -> list[Any]:
    found: list[Any] = []
    cursor = None
    while True:
        page = plan_requests.list_open(work, OLIVE, cursor=cursor, limit=100)
        found += page.items
        cursor = page.next
        if cursor is None:
            return found


def retire(work: Work, plan: UUID) -> None:
    """So that no other test is offered it."""
    with work.database.platform() as tx:
        tx.run("update plans set archived_at = now() where id = %(id)s", id=plan)
