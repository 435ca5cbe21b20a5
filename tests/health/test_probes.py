"""What machines ask: alive, ready, numbers."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.api.client import Client
from tests.api.conftest import services_on

from duka.kernel import readiness
from duka.kernel.cache import Cache
from duka.kernel.db import Database
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work
from duka.main import application
from duka.tenants.types import PLATFORM

On = Callable[..., Client]
AWAY = "postgresql://nobody@127.0.0.1:9/nowhere"


@pytest.fixture
def on(urls: Urls, tmp_path: Path) -> Iterator[On]:
    """Makes applications with settings of their own."""
    open_clients: list[Client] = []
    databases: list[Database] = []

    def make(**settings: Any) -> Client:
        database = Database(urls.app, urls.platform, size=2)
        databases.append(database)
        services = services_on(database, tmp_path, **{"base_url": "http://127.0.0.1:8000", **settings})
        client = Client(application(services))
        open_clients.append(client)
        return client

    yield make
    for client in open_clients:
        client.close()
    for database in databases:
        database.close()


def test_alive_and_ready(server: Client) -> None:
    for path, status in (("/healthz", "ok"), ("/readyz", "ready"), ("/health", "ok")):
        answer = server.request("GET", path)
        assert (answer.status, answer.json["status"]) == (200, status)
    assert server.request("GET", "/readyz").header("cache-control") == "no-store"


def test_without_a_database_it_is_alive_and_not_ready(urls: Urls, tmp_path: Path) -> None:
    database = Database(urls.app, urls.platform, size=2)
    services = services_on(database, tmp_path, base_url="http://127.0.0.1:8000")
    client = Client(application(services))
    gone = Database(AWAY, AWAY, size=1)
    try:
        services.work.database = gone
        assert client.request("GET", "/healthz").status == 200
        ready = client.request("GET", "/readyz")
        assert (ready.status, ready.json["lacks"]) == (503, ["the database does not answer"])
        assert client.request("GET", "/health").status >= 500
        told = client.request("GET", "/metrics")
        assert told.status == 200 and b"duka_requests_total" in told.body and b"duka_jobs{" not in told.body
    finally:
        client.close()
        gone.close()
        database.close()


def test_not_ready_at_another_revision(work: Work, urls: Urls) -> None:
    assert readiness.lacks(work) == []
    with psycopg.connect(urls.migrator, autocommit=True) as connection:
        connection.execute("update alembic_version set version_num = '0001'")
        try:
            assert readiness.lacks(work) == [
                f"the database is at revision 0001, this program needs {readiness.newest_revision()}"
            ]
        finally:
            connection.execute("update alembic_version set version_num = %s", [readiness.newest_revision()])
    assert readiness.lacks(work) == []


def test_not_ready_while_all_connections_are_taken(urls: Urls) -> None:
    database = Database(urls.app, urls.platform, size=1)
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with database.transaction(PLATFORM):
            held.set()
            over.wait(10)

    def queue() -> None:
        with database.transaction(PLATFORM):
            pass

    threads = [threading.Thread(target=hold), threading.Thread(target=queue)]
    try:
        threads[0].start()
        assert held.wait(5)
        threads[1].start()
        end = time.monotonic() + 1.2
        while not database.pools()["app"]["waiting"] and time.monotonic() < end:
            time.sleep(0.01)
        assert readiness.lacks(Work(database, Cache(0))) == ["all connections to the database are taken"]
    finally:
        over.set()
        for thread in threads:
            thread.join(5)
        assert readiness.lacks(Work(database, Cache(0))) == []
        database.close()


def test_not_ready_while_it_ends(on: On) -> None:
    client = on()
    assert client.request("GET", "/readyz").status == 200
    client.app.is_ending = True
    ended = client.request("GET", "/readyz")
    assert (ended.status, ended.json["lacks"]) == (503, ["it is shutting down"])
    assert client.request("GET", "/healthz").status == 200


def test_numbers_are_for_this_machine_alone_without_a_token(on: On) -> None:
    here = on()
    answer = here.request("GET", "/metrics")
    assert answer.status == 200 and (answer.header("content-type") or "").startswith("text/plain")
    assert b"duka_processes" in answer.body and b"duka_events{" in answer.body
    assert here.request("GET", "/metrics", peer="203.0.113.9").status == 404
    for header in ("x-forwarded-for", "forwarded", "via", "x-real-ip"):
        assert here.request("GET", "/metrics", headers={header: "127.0.0.1"}).status == 404
    public = on(base_url="https://shop.example")
    assert public.request("GET", "/metrics").status == 404


def test_numbers_want_the_token_where_there_is_one(on: On) -> None:
    client = on(metrics_token="six geese a-laying", base_url="https://shop.example")
    assert client.request("GET", "/metrics").status == 401
    for wrong in ("Bearer five gold rings", "Basic six geese a-laying", "Bearer "):
        assert client.request("GET", "/metrics", headers={"authorization": wrong}).status == 401
    right = {"authorization": "Bearer six geese a-laying"}
    assert client.request("GET", "/metrics", headers=right, peer="203.0.113.9").status == 200
