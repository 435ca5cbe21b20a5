"""Who may see which part of the trail, and how it is asked."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.people import Shop

from duka.audit import exporting, history, queries, sealing, things
from duka.audit.errors import EntryNotFound, PeriodEmpty, UnknownKind
from duka.audit.queries import AuditFilter
from duka.audit.types import AuditEntry
from duka.kernel import trail
from duka.kernel.context import Actor, Grant
from duka.kernel.errors import Forbidden, MalformedId
from duka.kernel.ids import new_id, public
from duka.kernel.work import Caller, Work
from duka.wiring import PERMISSIONS


def ask(work: Work, who: Caller, limit: int = 100, **wanted: Any) -> list[AuditEntry]:
    return work.perform(who, lambda ctx: queries.entries(ctx, AuditFilter(**wanted), limit=limit)).items


def note(work: Work, who: Caller, action: str, kind: str, thing: UUID, **more: Any) -> None:
    work.perform(who, lambda ctx: trail.note(ctx, action, kind, thing, **more))


@pytest.fixture
def product(work: Work, shop: Shop) -> UUID:
    thing = new_id()
    change = {"before": {"title": "Old name"}, "after": {"title": "New name"}}
    note(work, shop.caller, "product.updated", "product", thing, **change)
    note(work, Caller(shop.tenant.id), "product.archived", "product", thing)
    return thing


def test_by_actor_action_kind_object_and_text(work: Work, shop: Shop, product: UUID) -> None:
    note(work, shop.caller, "order.noted", "order", new_id(), text="Ring twice")
    alice = public("staff", shop.caller.actor.id or new_id())
    assert {e.action for e in ask(work, shop.caller, actor=alice)} >= {"product.updated", "order.noted"}
    assert "product.archived" not in {e.action for e in ask(work, shop.caller, actor=alice)}
    assert "product.archived" in {e.action for e in ask(work, shop.caller, actor="system")}
    assert {e.action for e in ask(work, shop.caller, action="product.")} == {
        "product.updated",
        "product.archived",
    }
    assert {e.kind for e in ask(work, shop.caller, kind="order")} == {"order"}
    assert len(ask(work, shop.caller, object=public("prod", product))) == 2
    assert [e.action for e in ask(work, shop.caller, text="ring TWICE")] == ["order.noted"]
    assert [e.action for e in ask(work, shop.caller, text="old name")] == ["product.updated"]
    assert ask(work, shop.caller, text="100%") == []
    with pytest.raises(MalformedId):
        ask(work, shop.caller, actor="prod_1")


def test_an_entry_tells_who_where_from_and_before_and_after(work: Work, shop: Shop) -> None:
    thing = new_id()
    who = Caller(
        shop.tenant.id,
        shop.caller.actor,
        shop.caller.permissions,
        request_id="r1",
        origin="10.0.0.1 Firefox",
    )
    note(work, who, "product.updated", "product", thing, before={"a": 1, "b": 2}, after={"a": 1, "b": 3})
    (entry,) = ask(work, shop.caller, object=public("prod", thing))
    assert (entry.actor_kind, entry.actor_name, entry.origin) == ("staff", "Alice", "10.0.0.1 Firefox")
    assert (entry.before, entry.after, entry.request_id) == ({"b": 2}, {"b": 3}, "r1")
    assert (entry.object, entry.sequence) == (public("prod", thing), None)
    sealing.seal(work, shop.tenant.id)
    again = work.perform(shop.caller, lambda ctx: queries.entry(ctx, UUID(hex=entry.id)))
    assert again.sequence is not None


def test_a_period(work: Work, shop: Shop, product: UUID) -> None:
    now = work.clock()
    assert ask(work, shop.caller, since=now + timedelta(hours=1)) == []
    assert ask(work, shop.caller, until=now - timedelta(hours=1)) == []
    assert len(ask(work, shop.caller, since=now - timedelta(hours=1), until=now + timedelta(hours=1))) >= 2
    with pytest.raises(PeriodEmpty):
        ask(work, shop.caller, since=now, until=now - timedelta(hours=1))


def test_pages_are_stable_and_take_three_statements(
    work: Work, shop: Shop, write: Callable[..., None]
) -> None:
    write(7)
    everything = [entry.id for entry in ask(work, shop.caller)]
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        ask_page = partial(queries.entries, wanted=AuditFilter(), cursor=cursor or None, limit=3)
        page = work.perform(shop.caller, ask_page)
        assert work.last_statements <= 3
        found += [entry.id for entry in page.items]
        cursor = page.next
    assert found == everything
    ask(work, shop.caller, limit=100)
    assert work.last_statements <= 3


def test_things_are_called_by_their_names(work: Work, shop: Shop) -> None:
    """The store was created by a verb, with an event; the trail knows what it is called."""
    named = {entry.object: entry.name for entry in ask(work, shop.caller, kind="store")}
    assert named[public("store", shop.store)] == "Acorn store"


def test_without_the_permission_there_is_nothing(work: Work, shop: Shop, product: UUID) -> None:
    nobody = Caller(shop.tenant.id, Actor("staff", new_id()), frozenset({"products:read"}))
    with pytest.raises(Forbidden):
        ask(work, nobody)
    with pytest.raises(Forbidden):
        work.perform(nobody, lambda ctx: queries.entry(ctx, product))
    with pytest.raises(Forbidden):
        next(exporting.export(work, nobody, AuditFilter()))


def test_another_companys_entry_is_not_there(work: Work, shop: Shop, other_shop: Shop, product: UUID) -> None:
    (first, *_) = ask(work, shop.caller, object=public("prod", product))
    with pytest.raises(EntryNotFound):
        work.perform(other_shop.caller, lambda ctx: queries.entry(ctx, UUID(hex=first.id)))
    assert ask(work, other_shop.caller, object=public("prod", product)) == []


def limited(shop: Shop, permission: str, *stores: UUID, locations: frozenset[UUID] | None = None) -> Caller:
    held = frozenset({permission})
    grant = Grant(held, frozenset(stores) if stores else None, locations)
    return Caller(shop.tenant.id, Actor("staff", new_id(), "Bob"), held, grants=(grant,))


def test_who_works_in_one_store_sees_what_concerns_it(work: Work, shop: Shop) -> None:
    elsewhere = make.store(work, shop.tenant)
    product = new_id()
    note(work, shop.caller, "price.changed", "price", product, store_id=shop.store)
    note(work, shop.caller, "price.changed", "price", product, store_id=elsewhere)
    note(work, shop.caller, "price.changed", "price", product, store_id=public("store", shop.store))
    note(work, shop.caller, "staff.dismissed", "staff", new_id())
    bob = limited(shop, "audit:read", shop.store)
    seen = ask(work, bob)
    assert {e.action for e in seen} <= {"price.changed", "store.created", "store.updated"}
    assert len([e for e in seen if e.action == "price.changed"]) == 2
    assert public("store", elsewhere) not in {e.object for e in seen}


def test_the_csv_holds_what_the_filter_finds(
    work: Work, shop: Shop, product: UUID, monkeypatch: pytest.MonkeyPatch, write: Callable[..., None]
) -> None:
    monkeypatch.setattr(exporting, "PAGE", 2)
    write(5, "=cmd")
    pieces = list(exporting.export(work, shop.caller, AuditFilter(action="=")))
    lines = b"".join(pieces).decode().splitlines()
    assert lines[0].startswith("at,actor_kind,actor_name,actor,origin,action,")
    assert len(lines) == 6
    assert all(",'=cmd," in line for line in lines[1:]), "a spreadsheet would take it for a formula"
    (entry, *_) = ask(work, shop.caller, action="audit.exported")
    assert entry.details == {"filter": {"action": "="}}


def test_the_history_of_a_thing_is_for_those_who_may_see_it(work: Work, shop: Shop, product: UUID) -> None:
    reads = Caller(shop.tenant.id, Actor("staff", new_id()), frozenset({"products:read"}))
    page = work.perform(reads, lambda ctx: history.of_thing(ctx, "product", public("prod", product)))
    assert [(i.action, i.actor_kind, i.actor_name) for i in page.items] == [
        ("product.archived", "system", ""),
        ("product.updated", "staff", "Alice"),
    ]
    assert page.items[1].before == {"title": "Old name"}
    assert work.last_statements == 2
    for who in (
        Caller(shop.tenant.id, Actor("staff", new_id()), frozenset({"orders:read"})),
        shop.shopper,
        Caller(shop.tenant.id, Actor("customer", new_id()), frozenset({"products:read"})),
    ):
        with pytest.raises(Forbidden):
            work.perform(who, lambda ctx: history.of_thing(ctx, "product", public("prod", product)))
    with pytest.raises(UnknownKind):
        work.perform(shop.caller, lambda ctx: history.of_thing(ctx, "weather", public("prod", product)))
    with pytest.raises(MalformedId):
        work.perform(shop.caller, lambda ctx: history.of_thing(ctx, "order", public("prod", product)))


def test_the_history_leaves_out_other_stores_and_locations(work: Work, shop: Shop) -> None:
    elsewhere, product = make.store(work, shop.tenant), new_id()
    here, there = new_id(), new_id()
    note(work, shop.caller, "price.changed", "price", product, store_id=shop.store)
    note(work, shop.caller, "price.changed", "price", product, store_id=elsewhere)
    bob = limited(shop, "products:read", shop.store)
    page = work.perform(bob, lambda ctx: history.of_thing(ctx, "product", public("prod", product)))
    assert [item.details["store_id"] for item in page.items] == [str(shop.store)]
    item = new_id()
    for place in (here, there):
        note(work, shop.caller, "stock.adjusted", "stock", item, location_id=place)
    keeper = limited(shop, "inventory:read", locations=frozenset({here}))
    page = work.perform(keeper, lambda ctx: history.of_thing(ctx, "stock", public("item", item)))
    assert [item.details["location_id"] for item in page.items] == [str(here)]


def test_another_stores_order_has_no_history_here(work: Work, shop: Shop) -> None:
    order = new_id()
    note(work, shop.caller, "order.noted", "order", order)
    bob = limited(shop, "orders:read", shop.store)
    with pytest.raises(EntryNotFound):
        work.perform(bob, lambda ctx: history.of_thing(ctx, "order", public("ord", order)))
    with pytest.raises(Forbidden):
        work.perform(
            limited(shop, "stores:read", shop.store),
            lambda ctx: history.of_thing(ctx, "store", public("store", new_id())),
        )


def test_every_kind_names_a_permission_that_exists() -> None:
    assert {thing.permission for thing in things.KINDS.values()} <= set(PERMISSIONS)
    assert things.permission("weather") in PERMISSIONS
