"""Who works here: hired, changed, dismissed; and that nobody's hands reach further than their own rights."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.people import ALICE, PASSWORD, Shop

from duka.access import queries as access
from duka.access.errors import (
    NobodyGrantsElsewhere,
    OwnerIsEverywhere,
    OwnersOnly,
    PlaceUnknown,
    TooManyGrants,
    UnknownRole,
)
from duka.access.inputs import GrantInput
from duka.identity import keys, queries
from duka.identity import service as identity
from duka.identity.errors import NameInvalid
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden, VersionConflict
from duka.kernel.ids import new_id, public
from duka.kernel.paging import Page
from duka.kernel.work import Caller, Work
from duka.staff import queries as staff
from duka.staff import service
from duka.staff.errors import LastOwner, NotActive, OwnRightsStay, StaffEmailTaken, StaffNotFound
from duka.staff.types import Person, StaffMember


def hire(work: Work, caller: Caller, email: str = ALICE.email, role: str = "owner", name: str = "Al") -> UUID:
    return work.perform(caller, lambda ctx: service.create_staff(ctx, email, name, PASSWORD, role))


def who(caller: Caller) -> UUID:
    assert caller.actor.id is not None
    return caller.actor.id


def look(work: Work, caller: Caller, person: UUID) -> Person:
    return work.perform(caller, lambda ctx: staff.get_person(ctx, person))


def grant(work: Work, caller: Caller, person: UUID, *grants: GrantInput, version: int = 1) -> None:
    work.perform(caller, lambda ctx: service.set_grants(ctx, person, list(grants), version))


def dismiss(work: Work, caller: Caller, person: UUID, *, revoke_keys: bool = False) -> None:
    work.perform(caller, lambda ctx: service.dismiss(ctx, person, revoke_keys=revoke_keys))


def trail_of(work: Work, shop: Shop, action: str) -> list[Any]:
    return work.perform(
        Caller(shop.tenant.id),
        lambda ctx: ctx.db.all(
            """select actor, object, before, after, details from audit_log
               where tenant_id = %(tenant)s and action = %(action)s order by at""",
            action=action,
        ),
    )


@pytest.fixture
def system(shop: Shop) -> Caller:
    return Caller(shop.tenant.id)


def test_an_address_a_role_and_a_name_are_checked(work: Work, shop: Shop, system: Caller) -> None:
    hire(work, system)
    with pytest.raises(StaffEmailTaken):
        hire(work, system, ALICE.email.upper())
    with pytest.raises(UnknownRole):
        hire(work, system, "b@c.example", "king")
    with pytest.raises(NameInvalid):
        hire(work, system, "b@c.example", name=" ")
    page = work.perform(shop.caller, lambda ctx: staff.list_staff(ctx))
    assert [(s.email, s.status, s.grants[0].role) for s in page.items] == [(ALICE.email, "active", "owner")]


def test_somebody_gets_several_roles_in_several_places(work: Work, shop: Shop) -> None:
    owner, other = make.staff(work, shop.tenant), make.store(work, shop.tenant)
    bob = make.staff(work, shop.tenant, "read-only")
    here, depot = public("store", shop.store), public("loc", make.location(work, shop.tenant))
    grant(work, owner, who(bob), GrantInput("catalogue", [here]), GrantInput("fulfilment", None, [depot]))
    shown = look(work, owner, who(bob))
    assert [(g.role, g.stores, g.locations) for g in shown.grants] == [
        ("catalogue", [here], None),
        ("fulfilment", None, [depot]),
    ]
    assert shown.version == 2 and "orders:write" in shown.permissions and shown.barrier is None
    held = work.perform(owner, lambda ctx: access.grants_of(ctx, who(bob)))
    assert [g.covers("products:write", other, None) for g in held] == [False, False]
    assert [g.covers("products:write", shop.store, None) for g in held] == [True, False]
    (told,) = trail_of(work, shop, "staff.rights_changed")
    assert told.before["grants"][0]["role"] == "read-only" and told.after["grants"][0]["stores"] == [here]


def test_what_somebody_may_do_is_what_their_grants_say(work: Work, shop: Shop) -> None:
    owner, second = make.staff(work, shop.tenant), make.store(work, shop.tenant)
    bob = make.staff(work, shop.tenant, "read-only")
    token = work.perform(owner, lambda ctx: identity.open_session(ctx, "staff", who(bob)))
    first = queries.authenticate(work, token)
    assert first is not None and first.grants == () and "orders:write" not in first.permissions
    here = public("store", shop.store)
    grant(work, owner, who(bob), GrantInput("fulfilment", [here]), GrantInput("read-only"))
    found = queries.authenticate(work, token)
    assert found is not None and "orders:write" in found.permissions

    def reach(ctx: Context) -> tuple[Any, ...]:
        with pytest.raises(Forbidden):
            ctx.require("orders:write", store=second)
        with pytest.raises(Forbidden):
            ctx.require_everywhere("orders:write")
        ctx.require("orders:write", store=shop.store)
        ctx.require_everywhere("orders:read")
        ctx.require("account:manage")
        return (
            ctx.stores_with("orders:write"),
            ctx.stores_with("orders:read"),
            ctx.locations_with("orders:write"),
        )

    assert work.perform(found.caller(), reach) == ([shop.store], None, None)


def test_two_limits_of_different_kinds_are_not_everywhere(work: Work, shop: Shop) -> None:
    """Who may in one store, and at one location, may not in the company."""
    depot = public("loc", make.location(work, shop.tenant))
    bob = make.staff(
        work,
        shop.tenant,
        GrantInput("manager", [public("store", shop.store)]),
        GrantInput("manager", None, [depot]),
    )
    with pytest.raises(Forbidden):
        work.perform(bob, lambda ctx: ctx.require_everywhere("stores:write"))


def test_a_grant_is_checked(work: Work, shop: Shop, other_shop: Shop) -> None:
    owner, bob = make.staff(work, shop.tenant), make.staff(work, shop.tenant, "support")
    theirs = public("store", other_shop.store)
    for wrong, refusal in (
        ([GrantInput("owner", [public("store", shop.store)])], OwnerIsEverywhere),
        ([GrantInput("support", [theirs])], PlaceUnknown),
        ([GrantInput("support", None, [public("loc", new_id())])], PlaceUnknown),
        ([GrantInput("king")], UnknownRole),
        ([GrantInput(public("role", new_id()))], UnknownRole),
        ([], TooManyGrants),
        ([GrantInput("support")] * 21, TooManyGrants),
    ):
        with pytest.raises(refusal):
            grant(work, owner, who(bob), *wrong)
    with pytest.raises(VersionConflict):
        grant(work, owner, who(bob), GrantInput("finance"), version=7)
    with pytest.raises(StaffNotFound):
        grant(work, make.staff(work, other_shop.tenant), who(bob), GrantInput("finance"))
    assert [g.role for g in look(work, owner, who(bob)).grants] == ["support"]


def test_nobody_grants_more_than_they_hold(work: Work, shop: Shop) -> None:
    manager, bob = make.staff(work, shop.tenant, "manager"), make.staff(work, shop.tenant, "support")
    alice = make.staff(work, shop.tenant)
    grant(work, manager, who(bob), GrantInput("finance"), GrantInput("manager"))
    with pytest.raises(OwnersOnly):
        grant(work, manager, who(bob), GrantInput("owner"), version=2)
    with pytest.raises(OwnersOnly):
        grant(work, manager, who(alice), GrantInput("read-only"))
    with pytest.raises(Forbidden):
        hire(work, shop.shopper)
    with pytest.raises(Forbidden):
        grant(work, make.staff(work, shop.tenant, "support"), who(bob), GrantInput("read-only"), version=2)
    assert [g.role for g in look(work, alice, who(bob)).grants] == ["finance", "manager"]


def test_limits_are_handed_on_only_within_ones_own(work: Work, shop: Shop) -> None:
    second = make.store(work, shop.tenant)
    here, there = public("store", shop.store), public("store", second)
    depot, annex = (public("loc", make.location(work, shop.tenant)) for _ in range(2))
    limited = make.staff(work, shop.tenant, GrantInput("manager", [here], [depot]))
    bob = make.staff(work, shop.tenant, GrantInput("support", [here], [depot]))
    other = make.staff(work, shop.tenant, GrantInput("support", [there]))
    grant(work, limited, who(bob), GrantInput("fulfilment", [here], [depot]))
    for stores, locations in (
        (None, None),
        ([here], None),
        (None, [depot]),
        ([here, there], [depot]),
        ([here], [depot, annex]),
    ):
        with pytest.raises(NobodyGrantsElsewhere):
            grant(work, limited, who(bob), GrantInput("support", stores, locations), version=2)
    with pytest.raises(NobodyGrantsElsewhere):
        grant(work, limited, who(other), GrantInput("support", [here], [depot]))
    assert look(work, limited, who(bob)).barrier is None
    with pytest.raises(StaffNotFound):
        look(work, limited, who(other))
    listed = work.perform(limited, lambda ctx: staff.list_staff(ctx)).items
    assert public("staff", who(other)) not in {s.id for s in listed}
    assert public("staff", who(bob)) in {s.id for s in listed}


def test_what_is_held_elsewhere_does_not_help_here(work: Work, shop: Shop) -> None:
    """Who may change staff in one store does not hand on, in the other, what they hold there."""
    second = make.store(work, shop.tenant)
    here, there = public("store", shop.store), public("store", second)
    mixed = make.staff(work, shop.tenant, GrantInput("manager", [here]), GrantInput("finance", [there]))
    bob = make.staff(work, shop.tenant, GrantInput("read-only", [here]))
    with pytest.raises(NobodyGrantsElsewhere):
        grant(work, mixed, who(bob), GrantInput("finance", [there]))


def test_nobody_changes_their_own_rights(work: Work, shop: Shop) -> None:
    owner, manager = make.staff(work, shop.tenant), make.staff(work, shop.tenant, "manager")
    make.staff(work, shop.tenant)
    for caller in (owner, manager):
        with pytest.raises(OwnRightsStay):
            grant(work, caller, who(caller), GrantInput("read-only"))
        with pytest.raises(OwnRightsStay):
            dismiss(work, caller, who(caller))
        assert look(work, caller, who(caller)).barrier == "self"
    work.perform(manager, lambda ctx: service.rename(ctx, who(manager), "Robert", 1))
    assert look(work, owner, who(manager)).name == "Robert"


def test_only_owners_touch_owners(work: Work, shop: Shop) -> None:
    owner, manager = make.staff(work, shop.tenant, name="Ann"), make.staff(work, shop.tenant, "manager")
    acts: list[Callable[[Context], object]] = [
        lambda ctx: service.rename(ctx, who(owner), "Mine now", 1),
        lambda ctx: service.dismiss(ctx, who(owner)),
        lambda ctx: service.end_sessions(ctx, who(owner)),
        lambda ctx: service.set_grants(ctx, who(owner), [GrantInput("owner")], 1),
    ]
    for act in acts:
        with pytest.raises(OwnersOnly):
            work.perform(manager, act)
    assert look(work, manager, who(owner)).barrier == "owner"
    shown = look(work, make.staff(work, shop.tenant), who(owner))
    assert (shown.name, shown.status, shown.version, shown.barrier) == ("Ann", "active", 1, None)


def test_an_owner_remains(work: Work, shop: Shop, other_shop: Shop, system: Caller) -> None:
    alice = hire(work, system)
    for verb in (
        lambda ctx: service.set_grants(ctx, alice, [GrantInput("support")], 1),
        lambda ctx: service.dismiss(ctx, alice),
    ):
        with pytest.raises(LastOwner):
            work.perform(system, verb)
        with pytest.raises(StaffNotFound):
            work.perform(Caller(other_shop.tenant.id), verb)
    second = make.staff(work, shop.tenant)
    grant(work, second, alice, GrantInput("support"))
    with pytest.raises(LastOwner):
        work.perform(system, lambda ctx: service.dismiss(ctx, who(second)))


def test_dismissing_ends_everything_at_once(work: Work, shop: Shop) -> None:
    owner, bob = make.staff(work, shop.tenant), make.staff(work, shop.tenant, "support")
    token = work.perform(owner, lambda ctx: identity.open_session(ctx, "staff", who(bob)))
    for _ in range(2):
        work.perform(owner, lambda ctx: service.dismiss(ctx, who(bob)))
        assert queries.authenticate(work, token) is None
    shown = look(work, owner, who(bob))
    assert (shown.status, shown.grants, shown.sessions) == ("dismissed", [], 0)
    with pytest.raises(NotActive):
        grant(work, owner, who(bob), GrantInput("support"), version=shown.version)
    (told,) = trail_of(work, shop, "staff.dismissed")
    assert told.actor == f"staff:{who(owner).hex}" and told.object == who(bob).hex
    gone = work.perform(owner, lambda ctx: staff.list_staff(ctx, status="dismissed")).items
    assert [s.id for s in gone] == [public("staff", who(bob))]


def test_sessions_are_ended_and_people_stay(work: Work, shop: Shop) -> None:
    owner, bob = make.staff(work, shop.tenant), make.staff(work, shop.tenant, "support")
    token = work.perform(owner, lambda ctx: identity.open_session(ctx, "staff", who(bob)))
    assert look(work, owner, who(bob)).sessions == 1
    work.perform(owner, lambda ctx: service.end_sessions(ctx, who(bob)))
    assert queries.authenticate(work, token) is None
    assert look(work, owner, who(bob)).status == "active"


def test_keys_of_somebody_who_leaves_stay_or_go_as_said(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    for revoke in (False, True):
        carol = make.staff(work, shop.tenant)
        key = work.perform(carol, lambda ctx: keys.create_key(ctx, "secret", "Till", ["orders:read"]))
        assert [k.id for k in look(work, owner, who(carol)).keys] == [key.id]
        dismiss(work, owner, who(carol), revoke_keys=revoke)
        assert (queries.authenticate(work, key.key) is None) is revoke
        (listed,) = [k for k in work.perform(owner, keys.list_api_keys) if k.id == key.id]
        assert listed.is_maker_gone and listed.created_by == "Bob"


def test_the_list_is_filtered_and_paged(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant, name="Zoe")
    for name in ("Anna", "Ben", "Cleo", "Dan"):
        make.staff(work, shop.tenant, "support" if name in ("Anna", "Dan") else "finance", name=name)

    def page(cursor: str | None, **how: Any) -> Page[StaffMember]:
        return work.perform(owner, lambda ctx: staff.list_staff(ctx, limit=2, cursor=cursor, **how))

    def names(**how: Any) -> list[str]:
        seen = page(None, **how)
        found = [s.name for s in seen.items]
        while seen.next is not None:
            seen = page(seen.next, **how)
            found += [s.name for s in seen.items]
        return found

    assert names() == ["Anna", "Ben", "Cleo", "Dan", "Zoe"]
    assert names(role="support") == ["Anna", "Dan"]
    assert names(text="CLEO") == ["Cleo"]
    assert names(text="%") == []
    assert names(status="invited") == []
    before = Work(work.database, work.cache, work.clock)
    before.perform(owner, lambda ctx: staff.list_staff(ctx))
    assert before.last_statements <= 3
