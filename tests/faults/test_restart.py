"""Processes and the database are killed under load; what was acknowledged is there, and nothing is there twice."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import order_id
from tests.faults.harness import Answer, Counter, Installation, Line, is_problem, wait
from tests.payments.till import Till

from duka.inventory import queries as stock
from duka.kernel import jobs, migrations
from duka.kernel.cache import Cache
from duka.kernel.db import Database
from duka.kernel.postgres import Cluster
from duka.kernel.postgres_urls import Urls, embedded, resolve
from duka.kernel.work import Work
from duka.orders import service as orders

BUYERS = 24
PATIENCE = 30.0
"""Seconds that a buyer goes on trying."""


class Buyers:
    """Each buys again and again, and repeats a call with its key until it is answered for good."""

    def __init__(self, shop: Counter, variant: UUID) -> None:
        self.shop = shop
        self.variant = variant
        self.is_open = True
        self.placed: dict[str, str] = {}
        self.refused: list[tuple[float, Answer]] = []
        self.cut = 0

    async def shopping(self) -> None:
        line = Line(self.shop.port)
        while self.is_open:
            cart = await self._until_done(lambda: self._cart(line))
            answer = await self._until_done(lambda c=cart: self.shop.place(line, c))  # type: ignore[misc]
            self.placed[cart["id"]] = answer.json["id"]
        line.close()

    async def _cart(self, line: Line) -> Any:
        with suppress(AssertionError):
            return await self.shop.cart(line, "cash_on_delivery", (self.variant, 1))
        return Answer(503, {}, b"")

    async def _until_done(self, act: Callable[[], Awaitable[Any]]) -> Any:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            begun = time.monotonic()
            try:
                answer = await act()
            except OSError:
                self.cut += 1
            else:
                if not isinstance(answer, Answer) or answer.status == 201:
                    return answer
                self.refused.append((time.monotonic() - begun, answer))
            await asyncio.sleep(0.1)
        raise AssertionError("a buyer gave up")


async def under_load(buyers: Buyers, *blows: Callable[[], None]) -> None:
    crowd = [asyncio.ensure_future(buyers.shopping()) for _ in range(BUYERS)]
    for blow in blows:
        await asyncio.sleep(0.7)
        await asyncio.to_thread(blow)
    await asyncio.sleep(0.7)
    buyers.is_open = False
    await asyncio.gather(*crowd)


def agree(bazaar: Bazaar, buyers: Buyers, variant: UUID) -> None:
    """One order for each cart, every acknowledged one is there, and the books are right."""
    found = bazaar.perform(
        lambda ctx: ctx.db.all(
            """select 'cart_' || replace(cart_id::text, '-', '') as cart, 'ord_' || replace(id::text, '-', '') as id
               from orders where tenant_id = %(tenant)s and placed_at is not null"""
        )
    )
    assert len(found) == len({row.cart for row in found})
    assert {row.cart: row.id for row in found} == buyers.placed
    assert bazaar.level(variant)[1] == len(found) >= BUYERS
    assert bazaar.staff(stock.verify) == []
    numbers = bazaar.value("select count(distinct number) from orders where tenant_id = %(tenant)s")
    assert numbers == len(found)


@pytest.mark.slow
def test_the_web_is_killed_under_load(bazaar: Bazaar, urls: Urls, tmp_path: Path) -> None:
    """First the process that serves, which is started again by itself; then all of it at once."""
    shirt = bazaar.product(stock=100_000)
    with Installation(urls, tmp_path) as web:
        web.serve()
        shop = Counter(bazaar, web.port)
        buyers = Buyers(shop, shirt)

        def kill_server() -> None:
            web.tree("web")[-1].kill()

        def kill_all() -> None:
            web.kill("web")
            web.serve()

        asyncio.run(under_load(buyers, kill_server, kill_all))
    assert buyers.cut > 0
    agree(bazaar, buyers, shirt)


@pytest.fixture
def durable(tmp_path: Path) -> Iterator[tuple[Cluster, Urls]]:
    """A server of its own that loses nothing when it is killed."""
    cluster = embedded(tmp_path / "durable")
    cluster.start()
    try:
        urls = resolve(tmp_path / "durable", {})
        migrations.upgrade(urls.migrator)
        yield cluster, urls
    finally:
        cluster.destroy()


@pytest.mark.slow
def test_the_database_is_killed_under_load(durable: tuple[Cluster, Urls], tmp_path: Path) -> None:
    cluster, urls = durable
    database = Database(urls.app, urls.platform, size=2)
    bazaar = Bazaar(Work(database, Cache(0))).build()
    shirt = bazaar.product(stock=100_000)
    with Installation(urls, tmp_path, settings={"DUKA_CACHE_SECONDS": "30"}) as web:
        web.serve()
        buyers = Buyers(Counter(bazaar, web.port), shirt)

        def kill() -> None:
            running = cluster.running()
            assert running is not None
            os.kill(running.pid, signal.SIGQUIT)  # as `pg_ctl stop -m immediate`
            time.sleep(3)

        def restart() -> None:
            cluster.start()

        asyncio.run(under_load(buyers, kill, restart))
    assert buyers.refused
    told = [answer for _, answer in buyers.refused if answer.body]
    assert {answer.status for answer in told} == {503}
    assert all(is_problem(answer) and answer.json["code"] == "Busy" for answer in told)
    spent = sorted(took for took, _ in buyers.refused)
    assert spent[len(spent) // 2] < 3 and spent[-1] < 12, spent
    for _ in range(10):
        with suppress(psycopg.OperationalError):  # this process's own connections died as well
            bazaar.value("select 1")
    agree(bazaar, buyers, shirt)
    database.close()
    print(f"{len(buyers.placed)} orders, {len(buyers.refused)} refusals, the longest after {spent[-1]:.2f} s")


@pytest.mark.slow
def test_the_worker_is_killed_amid_its_work(till: Till, urls: Urls, tmp_path: Path) -> None:
    """More than 300 events and 60 refunds; the worker dies twice."""
    bazaar, count = till.bazaar, 60
    bazaar.stock(bazaar.item_of(till.shirt), bazaar.plateau, 1000)
    for _ in range(count):
        order, payment = till.paid("never")
        till.settle(payment)
        bazaar.staff(lambda ctx, o=order: orders.cancel(ctx, order_id(o), "changed my mind"))

    def left() -> int:
        return bazaar.value(
            """select (select count(*) from events where tenant_id = %(tenant)s and status <> 'delivered')
                    + (select count(*) from orders where tenant_id = %(tenant)s and payment_status <> 'refunded')"""
        )

    whole = left()
    assert whole > 300
    with Installation(urls, tmp_path) as installation:
        for share in (0.8, 0.4):
            installation.work()
            wait(lambda share=share: left() < whole * share, installation)  # type: ignore[misc]
            installation.kill("worker")
            _find_out_now(till, urls)
        installation.work()
        wait(lambda: left() == 0, installation)
        installation.stop("worker")
    assert till.charges() == [("refunded", order.total_minor)] * count
    assert len(bazaar.events("payment.refunded")) == count
    row = bazaar.row(
        """select (select count(*) from events where tenant_id = %(tenant)s) as events,
                  (select count(*) from audit_log a where a.tenant_id = %(tenant)s and a.action in (
                      select e.type from events e where e.tenant_id = %(tenant)s)) as kept,
                  (select count(*) from orders where tenant_id = %(tenant)s
                       and payment_status = 'refunded') as refunded"""
    )
    assert (row.kept, row.refunded) == (row.events, count)
    till.agree()


def _find_out_now(till: Till, urls: Urls) -> None:
    """What would be found out after a minute: the dead worker's leases end, and its jobs are stalled."""
    with till.work.database.platform() as tx:
        tx.run("update events set available_at = now() where status = 'pending'")
        tx.run(
            "update procrastinate_workers set last_heartbeat = now() - %(long)s", long=timedelta(minutes=2)
        )
    app = jobs.worker_app(urls.platform, till.work, [], [])

    async def retry() -> None:
        async with app.open_async():
            await jobs.retry_stalled(app)

    asyncio.run(retry())
