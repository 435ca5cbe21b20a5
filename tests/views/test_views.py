"""Views: one's own are one's own; the company's need `views:share`."""

from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.people import Shop
from tests.people_at_work import hire

from duka.kernel.context import Actor, Grant
from duka.kernel.errors import Forbidden, VersionConflict
from duka.kernel.ids import new_id, parse
from duka.kernel.work import Caller, Work
from duka.views import queries, service
from duka.views.errors import TooManyViews, ViewNameInvalid, ViewNotFound, ViewTooLarge
from duka.views.inputs import NewView, ViewChange
from duka.views.types import SavedView

SHARE = frozenset({"account:manage", "views:share"})
OWN = frozenset({"account:manage"})


def somebody(
    work: Work, shop: Shop, permissions: frozenset[str] = OWN, grants: tuple[Grant, ...] = ()
) -> Caller:
    """A member of staff with these permissions."""
    return hire(work, shop, permissions=permissions, grants=grants)


def keep(work: Work, who: Caller, **more: Any) -> UUID:
    new = NewView(**{"list": "products", "name": "Drafts", "query": {"status": "draft"}, **more})
    return work.perform(who, lambda ctx: service.create(ctx, new))


def seen(work: Work, who: Caller, name: str = "products") -> list[SavedView]:
    return work.perform(who, lambda ctx: queries.list_views(ctx, name))


def change(work: Work, who: Caller, view: UUID, version: int = 1, **what: Any) -> None:
    work.perform(who, lambda ctx: service.update(ctx, view, ViewChange(**what), version))


def test_ones_own_views_are_seen_by_oneself_alone(work: Work, shop: Shop) -> None:
    bob, carol = somebody(work, shop), somebody(work, shop, SHARE)
    view = keep(work, bob)
    assert [(v.name, v.query, v.is_own) for v in seen(work, bob)] == [("Drafts", {"status": "draft"}, True)]
    assert seen(work, bob, "orders") == []
    assert seen(work, carol) == []
    for act in (
        lambda ctx: queries.view(ctx, view),
        lambda ctx: service.delete(ctx, view),
        lambda ctx: service.update(ctx, view, ViewChange(name="x"), 1),
    ):
        with pytest.raises(ViewNotFound):
            work.perform(carol, act)


def test_a_shared_view_is_everybodys_to_see_and_the_managers_to_change(work: Work, shop: Shop) -> None:
    manager, bob = somebody(work, shop, SHARE), somebody(work, shop)
    view = keep(work, manager, is_shared=True)
    (found,) = seen(work, bob)
    assert (found.is_shared, found.is_own) == (True, False)
    with pytest.raises(Forbidden):
        change(work, bob, view, name="Bob's")
    with pytest.raises(Forbidden):
        work.perform(bob, lambda ctx: service.delete(ctx, view))
    other = somebody(work, shop, SHARE)
    change(work, other, view, name="Ours")
    assert seen(work, bob)[0].name == "Ours"
    work.perform(other, lambda ctx: service.delete(ctx, view))
    assert seen(work, bob) == []


def test_sharing_needs_the_permission_and_in_the_whole_company(work: Work, shop: Shop) -> None:
    bob = somebody(work, shop)
    with pytest.raises(Forbidden):
        keep(work, bob, is_shared=True)
    view = keep(work, bob)
    with pytest.raises(Forbidden):
        change(work, bob, view, is_shared=True)
    limited = somebody(work, shop, SHARE, (Grant(SHARE, frozenset({shop.store})),))
    with pytest.raises(Forbidden):
        keep(work, limited, is_shared=True)
    keep(work, limited)
    assert len(seen(work, limited)) == 1


def test_a_key_has_no_views(work: Work, shop: Shop) -> None:
    key = Caller(shop.tenant.id, Actor("key", new_id(), "Robot"), SHARE)
    with pytest.raises(Forbidden):
        keep(work, key)


def test_a_list_opens_with_one_view_of_ones_own_and_one_of_the_companys(work: Work, shop: Shop) -> None:
    manager = somebody(work, shop, SHARE)
    keep(work, manager, name="A", is_default=True)
    keep(work, manager, name="B", is_default=True)
    keep(work, manager, name="C", is_default=True, is_shared=True)
    keep(work, somebody(work, shop), name="Other", is_default=True)
    assert {v.name: v.is_default for v in seen(work, manager)} == {"A": False, "B": True, "C": True}


def test_a_change_keeps_what_it_does_not_name(work: Work, shop: Shop) -> None:
    bob = somebody(work, shop)
    view = keep(work, bob)
    change(work, bob, view, query={"status": "active"}, position=7)
    (found,) = seen(work, bob)
    assert (found.name, found.query, found.position, found.version) == ("Drafts", {"status": "active"}, 7, 2)
    with pytest.raises(VersionConflict):
        change(work, bob, view, version=1, name="late")
    assert seen(work, bob)[0].name == "Drafts"


def test_views_stand_in_their_order(work: Work, shop: Shop) -> None:
    bob = somebody(work, shop)
    first, _ = keep(work, bob, name="A"), keep(work, bob, name="B")
    change(work, bob, first, position=9)
    assert [v.name for v in seen(work, bob)] == ["B", "A"]


def test_too_large_too_many_and_nameless(work: Work, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    bob = somebody(work, shop)
    with pytest.raises(ViewTooLarge):
        keep(work, bob, query={"x": "é" * 2100})
    with pytest.raises(ViewNameInvalid):
        keep(work, bob, name="  ")
    monkeypatch.setattr(service, "MOST_VIEWS", 2)
    keep(work, bob)
    keep(work, bob)
    with pytest.raises(TooManyViews):
        keep(work, bob)
    assert len(seen(work, bob)) == 2


def test_another_company_finds_nothing(work: Work, shop: Shop, other_shop: Shop) -> None:
    bob, stranger = somebody(work, shop), somebody(work, other_shop, SHARE)
    manager = somebody(work, shop, SHARE)
    view = keep(work, manager, is_shared=True)
    assert len(seen(work, bob)) == 1
    assert seen(work, stranger) == []
    with pytest.raises(ViewNotFound):
        work.perform(stranger, lambda ctx: queries.view(ctx, view))


def test_each_change_leaves_an_entry_with_what_was_there_before(work: Work, shop: Shop) -> None:
    bob = somebody(work, shop)
    view = keep(work, bob)
    change(work, bob, view, name="Ready")
    work.perform(bob, lambda ctx: service.delete(ctx, view))
    with work.database.transaction(shop.tenant.id) as tx:
        rows = tx.all(
            """select action, before, after from audit_log
               where tenant_id = %(tenant)s and object = %(view)s order by at, id""",
            view=view.hex,
        )
    assert [row.action for row in rows] == ["view.created", "view.updated", "view.deleted"]
    assert (rows[1].before, rows[1].after) == ({"name": "Drafts"}, {"name": "Ready"})


def test_the_shape_names_its_list(work: Work, shop: Shop) -> None:
    bob = somebody(work, shop)
    view = keep(work, bob)
    (found,) = seen(work, bob)
    assert parse("view", found.id) == view
    assert msgspec.json.decode(msgspec.json.encode(found))["list"] == "products"
