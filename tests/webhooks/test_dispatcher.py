"""The dispatcher as the worker runs it: beside others, stopped, killed; and what hearing costs."""

import subprocess
import sys
import threading
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.conftest import Clock
from tests.people import Shop
from tests.webhooks.conftest import KEYRING, created, hear, listen, place, rows
from tests.webhooks.receiver import Receiver

from duka.kernel import relay
from duka.kernel.context import SYSTEM
from duka.kernel.events import Delivery
from duka.kernel.ids import new_id
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Caller, Work
from duka.webhooks import claiming
from duka.webhooks.dispatcher import Dispatcher, runner
from duka.webhooks.fan_out import FanOut
from duka.webhooks.service import endpoints

CHILD = """
import sys
from uuid import UUID
import threading
from duka.identity.sealing import Keyring
from duka.kernel.cache import Cache
from duka.kernel.db import Database
from duka.kernel.work import Work
from duka.webhooks.dispatcher import Dispatcher
work = Work(Database(sys.argv[1], sys.argv[2]), Cache(0))
print("ready", flush=True)
Dispatcher(work, Keyring(("a secret of the tests",)), is_local=True, only=UUID(sys.argv[3])).run(threading.Event())
"""


def until(what: Any, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def running(work: Work, shop: Shop, stop: threading.Event) -> threading.Thread:
    dispatcher = Dispatcher(work, KEYRING, is_local=True, timeout=1.0, only=shop.tenant.id)
    thread = threading.Thread(target=runner(dispatcher, stop), daemon=True)
    thread.start()
    return thread


def test_two_at_once_send_nothing_twice(work: Work, shop: Shop, receiver: Receiver) -> None:
    for path in ("/ok", "/b", "/c"):
        listen(work, shop, receiver.url(path), "order.*")
    stop = threading.Event()
    threads = [running(work, shop, stop) for _ in range(2)]
    place(work, shop, 60)
    hear(work)
    until(lambda: len(receiver.heard) >= 180)
    until(lambda: {row.status for row in rows(work, shop)} == {"delivered"})
    stop.set()
    for thread in threads:
        thread.join(20)
    assert len(receiver.heard) == 180 and set(receiver.ids.values()) == {3}


def test_stopped_it_gives_back_what_it_did_not_finish(work: Work, shop: Shop, receiver: Receiver) -> None:
    listen(work, shop, receiver.url("/hang"), "order.*")
    place(work, shop, 2)
    hear(work)
    stop = threading.Event()
    dispatcher = Dispatcher(work, KEYRING, is_local=True, timeout=60.0, only=shop.tenant.id)
    thread = threading.Thread(target=dispatcher.run, args=(stop,), daemon=True)
    thread.start()
    until(lambda: len(receiver.heard) == 2)
    stop.set()
    thread.join(20)
    assert [(row.status, row.attempts, row.lease) for row in rows(work, shop)] == [("waiting", 0, None)] * 2


def test_killed_in_the_middle_it_loses_nothing(
    work: Work, urls: Urls, shop: Shop, receiver: Receiver, dispatcher: Dispatcher, clock: Clock
) -> None:
    listen(work, shop, receiver.url("/hang"), "order.*")
    listen(work, shop, receiver.url("/ok"), "order.*")
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, urls.app, urls.platform, str(shop.tenant.id)], stdout=subprocess.PIPE
    )
    try:
        assert child.stdout is not None and child.stdout.readline() == b"ready\n"
        place(work, shop, 20)
        hear(work)
        until(lambda: len(receiver.at("/ok")) >= 1 and len(receiver.at("/hang")) >= 1)
    finally:
        child.kill()
        child.wait()
        child.stdout.close()  # type: ignore[union-attr]
    assert any(row.status == "sending" for row in rows(work, shop))
    given_back = 0

    def nothing_is_under_way() -> bool:
        """What the child asked of the database last may be done after its end."""
        nonlocal given_back
        clock.now = work.clock() + claiming.LEASE + timedelta(seconds=1)
        with work.database.platform() as tx:
            given_back += claiming.give_back(tx, clock.now)
        dispatcher.drain(60)
        return "sending" not in {row.status for row in rows(work, shop)}

    until(nothing_is_under_way)
    assert given_back >= 1
    assert len({each.id for each in receiver.at("/ok")}) == 20


def test_of_one_endpoint_only_so_many_at_once(work: Work, shop: Shop) -> None:
    endpoint, _ = listen(work, shop, "http://127.0.0.1:9/", "order.*")
    listen(work, shop, "http://127.0.0.1:9/other", "order.*")
    place(work, shop, 20)
    hear(work)
    with work.database.platform() as tx:
        first = claiming.claim(tx, 100, work.clock(), shop.tenant.id)
        assert len(first) == 2 * claiming.MOST_OF_ENDPOINT
        assert claiming.claim(tx, 100, work.clock(), shop.tenant.id) == []
    work.perform(
        shop.caller,
        lambda ctx: ctx.db.run(
            """with back as (update webhook_deliveries set status = 'waiting' where tenant_id = %(tenant)s)
               update webhook_endpoints set failing_since = %(now)s where tenant_id = %(tenant)s and id = %(id)s""",
            id=endpoint,
            now=ctx.now,
        ),
    )
    with work.database.platform() as tx:
        claimed = claiming.claim(tx, 100, work.clock(), shop.tenant.id)
    assert sum(each.endpoint == endpoint for each in claimed) == 1


def statements(work: Work, shop: Shop, fan_out: FanOut, at: Any = None) -> int:
    """How many hearing one event takes."""
    counted: list[int] = []
    event = Delivery(
        shop.tenant.id, new_id(), "order.placed", 1, new_id(), {}, "system", "", at or work.clock()
    )

    def act(ctx: Any) -> None:
        before = ctx.db.statements
        fan_out.hear(ctx, event)
        counted.append(ctx.db.statements - before)

    work.perform(Caller(shop.tenant.id, SYSTEM), act)
    return counted[0]


def test_hearing_takes_one_statement_and_none_where_nobody_listens(work: Work, shop: Shop) -> None:
    fan_out = FanOut()
    happened = work.clock()
    assert statements(work, shop, fan_out, happened) == 1
    assert statements(work, shop, fan_out, happened) == 0
    for path in range(20):
        listen(work, shop, f"http://127.0.0.1:9/{path}")
    assert statements(work, shop, fan_out) == 1
    assert len(rows(work, shop)) == 20


def test_an_endpoint_hears_from_when_it_was_made(work: Work, shop: Shop) -> None:
    fan_out = FanOut()
    before = work.clock()
    statements(work, shop, fan_out, before)
    listen(work, shop, "http://127.0.0.1:9/")
    statements(work, shop, fan_out, before)
    assert rows(work, shop) == []
    statements(work, shop, fan_out)
    assert len(rows(work, shop)) == 1


def test_heard_twice_is_told_once(work: Work, shop: Shop) -> None:
    listen(work, shop, "http://127.0.0.1:9/", "order.*")
    fan_out = FanOut()
    order: UUID = new_id()
    work.perform(shop.caller, lambda ctx: created(ctx, order, shop.store))

    def fails(ctx: Any, event: Delivery) -> None:
        raise ValueError("not now")

    for _ in range(2):
        relay.drain(work, {"*": [("webhooks", fan_out.hear)], "order.created": [("fails", fails)]})
        work.perform(
            shop.caller,
            lambda ctx: ctx.db.run(
                "update webhook_deliveries set next_at = next_at where tenant_id = %(tenant)s", id=order
            ),
        )
        with work.database.platform() as tx:
            tx.run(
                "update events set available_at = now() where tenant_id = %(owner)s and status = 'pending'",
                owner=shop.tenant.id,
            )
    assert len(rows(work, shop)) == 1
    with work.database.platform() as tx:
        tx.run(
            "update events set status = 'delivered' where tenant_id = %(owner)s and status = 'pending'",
            owner=shop.tenant.id,
        )


def test_nothing_hangs_when_an_endpoint_is_deleted_while_it_is_sent_to(
    work: Work, shop: Shop, receiver: Receiver
) -> None:
    endpoint, _ = listen(work, shop, receiver.url("/hang"), "order.*")
    stop = threading.Event()
    thread = running(work, shop, stop)
    place(work, shop)
    hear(work)
    until(lambda: len(receiver.heard) == 1)
    work.perform(shop.caller, lambda ctx: endpoints.delete(ctx, endpoint))
    until(lambda: [row.status for row in rows(work, shop)] == ["cancelled"])
    stop.set()
    thread.join(20)
