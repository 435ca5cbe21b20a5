from collections.abc import Iterator
from contextlib import suppress
from typing import ClassVar
from uuid import UUID

import pytest
from psycopg.errors import UniqueViolation

from duka.kernel import events, relay
from duka.kernel.context import Context
from duka.kernel.events import Delivery, Event
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work


class BellRung(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "bell.rung"

    times: int


@pytest.fixture
def tenant(work: Work) -> Iterator[UUID]:
    tenant = new_id()
    with work.database.platform() as tx:
        tx.run("delete from events")
        tx.run(
            "insert into tenants (id, slug, name) values (%(id)s, %(slug)s, 'Acorn')",
            id=tenant,
            slug=tenant.hex,
        )
    yield tenant
    with work.database.platform() as tx:
        tx.run("delete from event_receipts")
        tx.run("delete from events")


def ring(work: Work, tenant: UUID, times: int = 1) -> None:
    work.perform(Caller(tenant), lambda ctx: events.emit(ctx, BellRung(aggregate_id=new_id(), times=times)))


def due_now(work: Work) -> None:
    with work.database.platform() as tx:
        tx.run("update events set available_at = now() where status = 'pending'")


def test_an_event_reaches_each_listener_once_and_under_its_tenant(work: Work, tenant: UUID) -> None:
    heard: list[tuple[str, UUID, int]] = []

    def one(ctx: Context, delivery: Delivery) -> None:
        heard.append(("one", ctx.tenant, delivery.payload["times"]))

    ring(work, tenant, 3)
    listeners = {
        "bell.rung": [("one", one)],
        "*": [("all", lambda ctx, d: heard.append(("all", ctx.tenant, 0)))],
    }
    assert relay.drain(work, listeners) == 1
    assert relay.drain(work, listeners) == 0
    assert heard == [("one", tenant, 3), ("all", tenant, 0)]


def test_what_was_rolled_back_is_never_told(work: Work, tenant: UUID) -> None:
    def act(ctx: Context) -> None:
        events.emit(ctx, BellRung(aggregate_id=new_id(), times=1))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        work.perform(Caller(tenant), act)
    assert relay.drain(work, {}) == 0


def test_a_failing_listener_is_retried_alone_then_dead_then_replayed(work: Work, tenant: UUID) -> None:
    heard: list[str] = []
    broken = True

    def fragile(ctx: Context, delivery: Delivery) -> None:
        ctx.db.run("insert into counters (tenant_id, name) values (%(tenant)s, 'half')")
        if broken:
            raise RuntimeError("the line is down")
        heard.append("fragile")

    listeners = {"bell.rung": [("solid", lambda ctx, d: heard.append("solid")), ("fragile", fragile)]}
    ring(work, tenant)
    for _ in range(relay.MOST_ATTEMPTS):
        due_now(work)
        assert relay.deliver_batch(work, listeners) == 1
    assert heard == ["solid"]
    assert relay.deliver_batch(work, listeners) == 0
    letters = relay.dead(work)
    assert [(d.tenant, d.type, d.attempts) for d in letters] == [(tenant, "bell.rung", relay.MOST_ATTEMPTS)]
    assert "the line is down" in letters[0].last_error
    halves = work.perform(Caller(tenant), lambda ctx: ctx.db.value("select count(*) from counters"))
    assert halves == 0, "the failed listener's writes were undone"

    broken = False
    assert relay.replay(work, [letters[0].id]) == 1
    assert relay.drain(work, listeners) == 1
    assert heard == ["solid", "fragile"]
    assert relay.dead(work) == []


def test_who_lost_its_lease_says_nothing_of_the_event(work: Work, tenant: UUID) -> None:
    def slow(ctx: Context, delivery: Delivery) -> None:
        with work.database.platform() as tx:  # another worker took it meanwhile, and was done
            tx.run(
                """update events set attempts = attempts + 1, status = 'delivered' where id = %(id)s""",
                id=delivery.id,
            )
        raise RuntimeError("too late")

    ring(work, tenant)
    assert relay.deliver_batch(work, {"bell.rung": [("slow", slow)]}) == 1
    with work.database.platform() as tx:
        assert tx.value("select status from events where tenant_id = %(owner)s", owner=tenant) == "delivered"


def test_each_listener_has_its_effect_or_none_whatever_its_neighbours_do(work: Work, tenant: UUID) -> None:
    """One fails, one swallows an error of the database, one says nothing to it: the others are heard all the same."""

    def mark(name: str, ctx: Context) -> None:
        ctx.db.run("insert into counters (tenant_id, name) values (%(tenant)s, %(name)s)", name=name)

    def raising(ctx: Context, delivery: Delivery) -> None:
        mark("raising", ctx)
        raise RuntimeError("the line is down")

    def swallowing(ctx: Context, delivery: Delivery) -> None:
        mark("swallowing", ctx)
        with suppress(UniqueViolation):
            mark("swallowing", ctx)

    def silent(ctx: Context, delivery: Delivery) -> None:
        pass

    listeners = {
        "bell.rung": [
            ("first", lambda ctx, d: mark("first", ctx)),
            ("raising", raising),
            ("silent", silent),
            ("swallowing", swallowing),
            ("last", lambda ctx, d: mark("last", ctx)),
        ]
    }
    ring(work, tenant)
    for _ in range(2):
        due_now(work)
        assert relay.deliver_batch(work, listeners) == 1

    def kept(ctx: Context) -> tuple[list[str], list[str]]:
        marks = ctx.db.all("select name from counters where tenant_id = %(tenant)s order by name")
        heard = ctx.db.all(
            "select listener from event_receipts where tenant_id = %(tenant)s order by listener"
        )
        return [row.name for row in marks], [row.listener for row in heard]

    assert work.perform(Caller(tenant), kept) == (["first", "last"], ["first", "last", "silent"])


def test_hearing_takes_one_statement_beside_those_of_the_listeners(work: Work, tenant: UUID) -> None:
    """And the one that tells the tenant."""
    ring(work, tenant)
    silent = [(name, lambda ctx, d: None) for name in ("one", "two", "three")]
    assert relay.deliver_batch(work, {"bell.rung": silent}) == 1
    assert work.last_statements == 2
