"""Visits: read from requests, counted once a day and step, forgotten when the day is over."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.analytics import days
from tests.api.client import Client
from tests.conftest import Clock
from tests.people import Shop

from duka.analytics.visits import reading
from duka.analytics.visits.reading import CART, CHECKOUT, ORDER, PAGE, PRODUCT, Look, device, read
from duka.analytics.visits.tally import Visits
from duka.edge import Edge
from duka.kernel.config import Config
from duka.kernel.work import Caller, Work

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1"


def look(
    path: str = "/", method: str = "GET", query: bytes = b"", status: int = 200, **headers: str
) -> Look | None:
    told = {
        "host": "shop.example",
        "user-agent": PHONE,
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    sent = {name.encode(): value.encode() for name, value in told.items()}
    return read(method, path, query, sent, b"192.0.2.7", status)


def seen(path: str = "/", **more: Any) -> Look:
    found = look(path, **more)
    assert found is not None
    return found


def test_steps() -> None:
    assert seen("/").steps == PAGE
    assert seen("/p/tea").steps == PAGE | PRODUCT
    assert seen("/s/acorn/main/p/tea").slugs == ("acorn", "main")
    assert seen("/s/acorn/main/p/tea").steps == PAGE | PRODUCT
    assert seen("/cart/add", method="POST", status=303).steps == CART
    assert seen("/checkout").steps == PAGE | CHECKOUT
    assert seen("/checkout/done/ord_1/token").steps == PAGE | ORDER


@pytest.mark.parametrize(
    "path",
    ["/api/tenants", "/assets/x.css", "/media/1", "/console/", "/robots.txt", "/checkout/wait/o/t/state"],
)
def test_what_is_no_page(path: str) -> None:
    assert look(path) is None


def test_who_is_not_counted() -> None:
    assert look(user_agent="Googlebot/2.1") is None
    assert look(user_agent="") is None
    assert look(dnt="1") is None
    assert look(sec_gpc="1") is None
    assert look(sec_purpose="prefetch;prerender") is None
    assert look(status=404) is None
    assert look("/cart/add", method="POST", status=422) is None


@pytest.mark.parametrize(
    ("referer", "query", "found"),
    [
        ("", b"", ("direct", "", "")),
        ("https://shop.example/p/tea", b"", ("direct", "", "")),
        ("https://www.google.com/", b"", ("search", "google.com", "")),
        ("https://l.facebook.com/l.php?u=1", b"", ("social", "l.facebook.com", "")),
        ("https://blog.example/post?secret=1", b"", ("referral", "blog.example", "")),
        ("", b"utm_source=News&utm_campaign=May%3Cscript%3E", ("campaign", "", "news may script")),
        ("https://[broken", b"", ("direct", "", "")),
    ],
)  # fmt: skip
def test_origins(referer: str, query: bytes, found: tuple[str, str, str]) -> None:
    one = seen("/", query=query, referer=referer)
    assert (one.source, one.referrer, one.campaign) == found


def test_devices() -> None:
    assert device(PHONE) == "phone"
    assert device("Mozilla/5.0 (iPad; CPU OS 18_0)") == "tablet"
    assert device("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile") == "phone"
    assert device("Mozilla/5.0 (Linux; Android 14; SM-X710) Chrome/120") == "tablet"
    assert device("Mozilla/5.0 (X11; Linux x86_64) Chrome/120") == "computer"


@pytest.fixture
def visits(work: Work, clock: Clock) -> Visits:
    clock.now = NOON
    return Visits(work, seconds=600)


def at(shop: Shop, work: Work, path: str = "/", **more: Any) -> Look:
    from duka.stores import queries as stores

    store = work.perform(shop.caller, lambda ctx: stores.store(ctx, shop.store))
    return seen(f"/s/{shop.tenant.slug}/{store.slug}{path}", **more)


def counted(work: Work, shop: Shop, *columns: str) -> list[tuple[Any, ...]]:
    rows = days.rows_of(work, shop.caller, "funnel_days")
    return [tuple(row[column] for column in columns) for row in rows]


def test_somebody_counts_once_a_day_and_step(work: Work, shop: Shop, visits: Visits, clock: Clock) -> None:
    visits.see(at(shop, work, referer="https://www.google.com/"))
    visits.see(at(shop, work, "/p/tea"))
    visits.write()
    visits.see(at(shop, work, "/p/tea"))
    visits.see(at(shop, work, "/cart/add", method="POST", status=303))
    visits.write()
    columns = ("source", "device", "visits", "page_views", "product_visits", "cart_visits", "order_visits")
    assert counted(work, shop, *columns) == [("search", "phone", 1, 3, 1, 1, 0)]
    visits.see(at(shop, work, user_agent="Mozilla/5.0 (X11) Firefox/140"))
    visits.write()
    assert sorted(counted(work, shop, "source", "device", "visits")) == [
        ("direct", "computer", 1),
        ("search", "phone", 1),
    ]
    clock.now = NOON + timedelta(days=1)
    visits.see(at(shop, work))
    visits.write()
    assert sum(row[0] for row in counted(work, shop, "visits")) == 3


def test_who_asks_for_the_head_of_a_page_does_not_look_at_it(
    work: Work, shop: Shop, visits: Visits, tmp_path: Path
) -> None:
    async def page(scope: Any, receive: Any, send: Any) -> None:
        scope["state"]["keep"] = True
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"a page"})

    edge = Edge(page, Config(data=tmp_path, page_cache_seconds=60))
    edge.visits, path = visits, "/s/{}/{}/".format(*at(shop, work).slugs or ())
    client = Client(edge)
    for method in ("HEAD", "HEAD", "GET", "HEAD", "GET"):  # answered, then kept
        assert client.request(method, path, headers={"user-agent": PHONE}).status == 200
    client.close()
    visits.write()
    assert counted(work, shop, "visits", "page_views") == [(1, 2)]


def test_two_processes_count_somebody_once(work: Work, shop: Shop, visits: Visits) -> None:
    other = Visits(work, seconds=600)
    for one in (visits, other):
        one.see(at(shop, work, "/p/tea"))
        one.write()
    assert counted(work, shop, "visits", "page_views", "product_visits") == [(1, 2, 1)]


def test_who_came_is_forgotten_when_the_day_is_over(
    work: Work, shop: Shop, visits: Visits, clock: Clock
) -> None:
    visits.see(at(shop, work))
    visits.write()
    (mark,) = days.rows_of(work, shop.caller, "visit_marks")
    assert b"192.0.2.7" not in bytes(mark["visitor"])
    clock.now = NOON + timedelta(days=1)
    from duka.analytics.visits import writing

    work.perform(Caller(shop.tenant.id), writing.forget)
    assert days.rows_of(work, shop.caller, "visit_marks") == []
    assert days.rows_of(work, shop.caller, "visit_salts") == []
    assert counted(work, shop, "visits") == [(1,)]


def test_a_shop_that_is_not_there_is_passed_over(work: Work, shop: Shop, visits: Visits) -> None:
    visits.see(seen("/s/nobody/nowhere/"))
    visits.see(at(shop, work))
    visits.write()
    assert counted(work, shop, "visits") == [(1,)]


def test_nothing_asks_the_database_while_pages_are_seen(work: Work, shop: Shop, visits: Visits) -> None:
    first = at(shop, work)
    before = work.last_statements
    for n in range(100):
        visits.see(first._replace(address=f"192.0.2.{n}"))
    assert work.last_statements == before
    visits.write()
    assert work.last_statements <= 6
    assert counted(work, shop, "visits") == [(100,)]
    assert reading.PAGE == 1
