"""Live updates: whoever listens is told what changed, only that, only of what they may see, and misses nothing."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.api.client import Client
from tests.api.conftest import services_on
from tests.api.streaming import Listening
from tests.api.world import World, furnish
from tests.people import Shop
from tests.people_at_work import hire

from duka.api import live_hub
from duka.api.admin import live
from duka.audit import feed, sealing
from duka.identity import service as identity
from duka.kernel import trail
from duka.kernel.context import SYSTEM
from duka.kernel.db import Database
from duka.kernel.ids import new_id, parse, public
from duka.kernel.work import Caller
from duka.main import application
from duka.wiring import Services

Listen = Callable[..., Listening]


@pytest.fixture(scope="module")
def acorn(services: Services) -> Iterator[World]:
    """A company and a process of these tests' own: what others did is not told here."""
    client = Client(application(services))
    yield furnish(client, services, "acorn")
    client.close()


@pytest.fixture
def listen(acorn: World) -> Iterator[Listen]:
    """`listen()`: staff's connection; `by` another bearer."""
    opened: list[Listening] = []

    def open_one(by: str | None = None, after: int | None = None, query: str = "") -> Listening:
        headers = {"authorization": f"Bearer {by or acorn.staff}"}
        if after is not None:
            headers["last-event-id"] = str(after)
        listening = Listening(acorn.client, f"{acorn.base}/admin/events", headers, query)
        opened.append(listening)
        until = time.monotonic() + 20
        while not listening._body and time.monotonic() < until:
            time.sleep(0.01)
        return listening

    yield open_one
    for listening in opened:
        listening.is_paused = False
        listening.close()


def note(world: World, action: str, kind: str = "product", thing: UUID | None = None, **details: Any) -> None:
    world.perform(lambda ctx: trail.note(ctx, action, kind, thing or new_id(), **details))


def somebody(world: World, role: str, **places: list[UUID]) -> str:
    """The bearer of a new member of staff."""
    return hired(world, role, **places)[0]


def hired(world: World, role: str, **places: list[UUID]) -> tuple[str, UUID]:
    """A new member of staff: their bearer and id."""
    shop = Shop(world.tenant, parse("store", world.store), Caller(world.tenant.id), Caller(world.tenant.id))
    who = hire(world.services.work, shop, role, **places)  # type: ignore[arg-type]
    person = who.actor.id
    assert person is not None
    token: str = world.perform(lambda ctx: identity.open_session(ctx, "staff", person))
    return token, person


def test_a_change_is_told_and_nothing_else_of_it(acorn: World, listen: Listen) -> None:
    listening = listen()
    assert listening.status == 200
    assert listening.headers["content-type"].startswith("text/event-stream")
    assert listening.headers["cache-control"] == "no-store"
    order = acorn.order()
    told = listening.wait_for("order.placed")
    assert told.name == "change"
    assert set(told.data) == {"type", "kind", "id", "store", "location", "at"}
    assert (told.data["kind"], told.data["id"], told.data["store"]) == ("order", order["id"], acorn.store)
    assert acorn.email.encode() not in listening._body


def test_what_one_may_not_see_is_not_told(acorn: World, listen: Listen) -> None:
    keeper, support = listen(somebody(acorn, "catalogue")), listen(somebody(acorn, "support"))
    acorn.order()
    note(acorn, "weather.changed", "weather")
    note(acorn, "product.updated")
    support.wait_for("order.placed")
    keeper.wait_for("product.updated")
    types = {told.data["type"] for told in keeper.told}
    assert not [t for t in types if t.startswith(("order.", "payment.", "customer.", "weather."))]


def test_who_works_in_another_store_is_not_told(acorn: World, listen: Listen) -> None:
    here = listen(somebody(acorn, "support", stores=[parse("store", acorn.store)]))
    elsewhere = listen(somebody(acorn, "support", stores=[parse("store", acorn.second_store)]))
    acorn.order()
    note(acorn, "product.updated")
    here.wait_for("order.placed")
    elsewhere.wait_for("product.updated")
    assert not [told for told in elsewhere.told if told.data["kind"] in ("order", "payment")]


def test_another_companys_changes_are_not_told(acorn: World, birch: World, listen: Listen) -> None:
    listening = listen()
    thing, ours = new_id(), new_id()
    note(birch, "product.updated", thing=thing)
    sealing.seal(birch.services.work, birch.tenant.id)
    note(acorn, "product.updated", thing=ours)
    listening.wait(lambda told: any(t.data["id"] == public("prod", ours) for t in told))
    assert public("prod", thing) not in {told.data["id"] for told in listening.told}


def test_who_comes_back_is_told_what_they_missed(acorn: World, listen: Listen) -> None:
    first = listen()
    note(acorn, "product.seen_live")
    last = first.wait_for("product.seen_live").id
    first.close()
    missed = [new_id() for _ in range(5)]
    for thing in missed:
        note(acorn, "product.missed", thing=thing)
    back = listen(after=last)
    back.wait(lambda told: len([t for t in told if t.data["type"] == "product.missed"]) == 5)
    told = [t for t in back.told if t.data["type"] == "product.missed"]
    assert [t.data["id"] for t in told] == [public("prod", thing) for thing in missed]
    assert [t.id for t in told] == sorted(t.id for t in told)
    assert "product.seen_live" not in {t.data["type"] for t in back.told}


def test_what_commits_late_is_not_lost(acorn: World, listen: Listen) -> None:
    """A transaction that wrote its entry before others, and commits after these were told."""
    listening = listen()
    work, late = acorn.services.work, new_id()
    with work.database.transaction(acorn.tenant.id) as slow:
        slow.trail.append(
            {
                "id": new_id(),
                "action": "product.late",
                "kind": "product",
                "object": late.hex,
                "before": None,
                "after": None,
                "details": {},
                "actor": SYSTEM.label,
                "actor_name": "",
                "origin": "",
                "request_id": "",
                "at": work.clock(),
            }
        )
        trail.flush(slow)
        note(acorn, "product.early")
        early = listening.wait_for("product.early").id
    assert listening.wait_for("product.late").id > early


def test_logging_out_ends_it(acorn: World, listen: Listen) -> None:
    token = somebody(acorn, "support")
    listening = listen(token)
    assert acorn.call("DELETE", "/admin/session", by=token).status == 204
    listening.wait_until_over()
    assert listening.told[-1].name == "end"


def test_a_dismissed_person_is_told_nothing_more(acorn: World, listen: Listen) -> None:
    token, person = hired(acorn, "support")
    listening = listen(token)
    acorn.perform(
        lambda ctx: ctx.db.run(
            "update staff set is_active = false where tenant_id = %(tenant)s and id = %(id)s",
            id=person,
        )
    )
    note(acorn, "staff.dismissed", "staff")
    acorn.order()
    listening.wait_until_over()
    assert {told.data.get("type") for told in listening.told} == {None}


def test_a_session_that_ended_unseen_is_noticed_later(
    acorn: World, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_AGAIN_SECONDS", 0.2)
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.1)
    token = somebody(acorn, "support")
    listening = listen(token)
    acorn.perform(
        lambda ctx: ctx.db.run(
            "delete from sessions where tenant_id = %(tenant)s and token_hash = sha256(%(token)s)",
            token=token.encode(),
        )
    )
    listening.wait_until_over()


def test_it_ends_when_the_time_is_up_or_the_page_is_left(acorn: World, listen: Listen) -> None:
    listen(query="seconds=0").wait_until_over()
    listening = listen()
    listening.close()
    assert not listening.is_over


def test_the_process_can_stop(acorn: World, services: object, database: Database, tmp_path: Path) -> None:
    """Whoever listens is let go, so that the server ends at once."""
    client = Client(application(services_on(database, tmp_path)))
    headers = {"authorization": f"Bearer {acorn.staff}"}
    listening = Listening(client, f"{acorn.base}/admin/events", headers)
    listening.wait(lambda told: bool(listening._body))
    app = client.app.app.app
    client._loop.call_soon_threadsafe(lambda: client._loop.create_task(live.stop(app)))
    listening.wait_until_over()
    client.close()


def test_many_listeners_cost_one_look(acorn: World, listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    heads = feed.heads

    def counted(work: object, tenants: list[UUID]) -> dict[UUID, int]:
        looks.append(len(tenants))
        return heads(work, tenants)  # type: ignore[arg-type]

    monkeypatch.setattr(feed, "heads", counted)
    everybody = [listen() for _ in range(30)]
    looks.clear()
    began = time.monotonic()
    note(acorn, "product.updated")
    for listening in everybody:
        listening.wait_for("product.updated")
    assert len(looks) <= (time.monotonic() - began) / live_hub.EVERY_SECONDS + 2
    assert set(looks) == {1}


def test_a_slow_reader_neither_holds_up_others_nor_loses_anything(
    acorn: World, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is held for all is short; who falls behind reads on from the database, one page at a time."""
    monkeypatch.setattr(live_hub, "HELD", 3)
    slow, quick = listen(), listen()
    slow.is_paused = True
    for n in range(12):
        note(acorn, f"product.n{n}")
        quick.wait_for(f"product.n{n}")
    slow.is_paused = False
    slow.wait_for("product.n11")
    assert [t.data["type"] for t in slow.told if t.data["type"].startswith("product.n")] == [
        f"product.n{n}" for n in range(12)
    ]


def test_who_missed_too_much_is_told_to_load_anew(
    acorn: World, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST", 3)
    for _ in range(4):
        note(acorn, "product.updated")
    listening = listen(after=0)
    told = listening.wait(lambda told: bool(told))
    assert told[0].name == "reset"
    note(acorn, "product.afterwards")
    assert listening.wait_for("product.afterwards").id > told[0].id


def test_a_database_that_is_away_for_a_moment_loses_nothing(
    acorn: World, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening = listen()
    heads, failures = feed.heads, iter([True, True, True])

    def failing(work: object, tenants: list[UUID]) -> dict[UUID, int]:
        if next(failures, False):
            raise OSError("away")
        return heads(work, tenants)  # type: ignore[arg-type]

    monkeypatch.setattr(feed, "heads", failing)
    note(acorn, "product.meanwhile")
    listening.wait_for("product.meanwhile")


def test_shoppers_and_strangers_do_not_listen(acorn: World, birch: World) -> None:
    for by, status in ((acorn.pk, 403), (acorn.customer_token, 403), (birch.staff, 404), ("", 401)):
        assert acorn.call("GET", "/admin/events", by=by, query={"seconds": 0}).status == status
