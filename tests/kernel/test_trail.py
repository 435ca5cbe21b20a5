"""What is written into the trail, and together with what."""

from typing import Any, ClassVar
from uuid import UUID

from tests.people import Shop

from duka.kernel import events, trail
from duka.kernel.context import Context
from duka.kernel.events import Event
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.tenants import service as tenants


class Boiled(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "water.boiled"

    litres: int


def entries(work: Work, shop: Shop, thing: UUID) -> list[Any]:
    def ask(ctx: Context) -> list[Any]:
        return ctx.db.all(
            """select a.*, a.xmin::text as written_in from audit_log a
               where a.tenant_id = %(tenant)s and a.object = %(thing)s order by a.id""",
            thing=thing.hex,
        )

    return work.perform(Caller(shop.tenant.id), ask)


def test_an_event_leaves_an_entry_with_its_payload(work: Work, shop: Shop) -> None:
    thing = new_id()
    work.perform(shop.caller, lambda ctx: events.emit(ctx, Boiled(aggregate_id=thing, litres=3)))
    (entry,) = entries(work, shop, thing)
    assert (entry.action, entry.kind, entry.before, entry.after) == ("water.boiled", "water", None, None)
    assert entry.details["litres"] == 3
    assert entry.actor == shop.caller.actor.label


def test_a_note_stands_for_its_event_and_adds_what_was_there(work: Work, shop: Shop) -> None:
    thing = new_id()

    def act(ctx: Context) -> None:
        events.emit(ctx, Boiled(aggregate_id=thing, litres=3))
        trail.note(
            ctx, "water.boiled", "water", thing, before={"c": 20, "kind": 1}, after={"c": 100, "kind": 1}
        )

    work.perform(shop.caller, act)
    (entry,) = entries(work, shop, thing)
    assert (entry.before, entry.after) == ({"c": 20}, {"c": 100})


def test_a_note_stands_for_one_event_only(work: Work, shop: Shop) -> None:
    """Two payments of one order change in one transaction, and one of them is noted."""
    thing = new_id()

    def act(ctx: Context) -> None:
        events.emit(ctx, Boiled(aggregate_id=thing, litres=3))
        events.emit(ctx, Boiled(aggregate_id=thing, litres=4))
        trail.note(ctx, "water.boiled", "water", thing, litres=3)

    work.perform(shop.caller, act)
    assert sorted(entry.details["litres"] for entry in entries(work, shop, thing)) == [3, 4]


def test_what_changes_nothing_leaves_nothing(work: Work, shop: Shop) -> None:
    thing = new_id()
    same = {"c": 20}
    work.perform(
        shop.caller, lambda ctx: trail.note(ctx, "water.cooled", "water", thing, before=same, after=same)
    )
    assert entries(work, shop, thing) == []


def test_entry_event_and_place_in_the_queue_are_written_by_one_statement(work: Work, shop: Shop) -> None:
    thing = new_id()
    work.perform(shop.caller, lambda ctx: events.emit(ctx, Boiled(aggregate_id=thing, litres=3)))
    assert work.last_statements == 2
    (entry,) = entries(work, shop, thing)

    def written(ctx: Context) -> set[str]:
        rows = ctx.db.all(
            """select xmin::text from events where tenant_id = %(tenant)s and id = %(id)s
               union all select xmin::text from audit_unsealed where tenant_id = %(tenant)s and entry_id = %(id)s""",
            id=entry.id,
        )
        assert len(rows) == 2
        return {row[0] for row in rows}

    assert work.perform(shop.caller, written) == {entry.written_in}


def test_a_savepoint_that_fails_takes_its_notes_with_it(work: Work, shop: Shop) -> None:
    thing = new_id()

    def act(ctx: Context) -> None:
        try:
            with ctx.db.savepoint():
                trail.note(ctx, "water.boiled", "water", thing)
                raise ValueError
        except ValueError:
            return

    work.perform(shop.caller, act)
    assert entries(work, shop, thing) == []


def test_what_the_platform_does_to_a_company_is_in_its_trail(work: Work, shop: Shop) -> None:
    tenants.set_status(work, shop.tenant.id, "suspended")
    tenants.set_status(work, shop.tenant.id, "suspended")
    made, suspended = entries(work, shop, shop.tenant.id)
    assert (made.action, made.after["slug"]) == ("tenant.created", shop.tenant.slug)
    assert (suspended.action, suspended.kind) == ("tenant.status_changed", "tenant")
    assert (suspended.before, suspended.after) == ({"status": "active"}, {"status": "suspended"})
