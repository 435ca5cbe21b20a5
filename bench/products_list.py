"""The list of products in the back office, measured: 100 000 products of one company, each question alone and asked by
ten people at once.

    python -m bench.products_list [--products 100000] [--users 10] [--data FOLDER]

FOLDER keeps the database, so that a second run does not fill it again.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
from tests import make

from duka.access.roles import OWNER
from duka.catalog import staff_list
from duka.catalog.staff_list_types import ProductFilter, ProductList
from duka.demo import bulk
from duka.kernel import migrations
from duka.kernel.cache import Cache
from duka.kernel.context import Actor
from duka.kernel.db import Database
from duka.kernel.ids import public
from duka.kernel.postgres_urls import Urls, embedded, resolve
from duka.kernel.work import Caller, Work

WITH_SKUS = """update products p set search_text = p.search_text ||
    (select string_agg(' ' || lower(v.sku), '') from variants v where v.tenant_id = p.tenant_id and v.product_id = p.id)
  where p.tenant_id = %(whose)s"""


def questions(store: str, category: str) -> dict[str, tuple[ProductFilter, str]]:
    """What people ask of the list, as filter and order."""
    ask = ProductFilter
    return {
        "newest change": (ask(), ""),
        "by title": (ask(), "title"),
        "by price": (ask(store=store), "price"),
        "by stock": (ask(), "stock"),
        "a status that is rare": (ask(status=["draft"]), ""),
        "a category": (ask(category=category), ""),
        "without picture": (ask(has_picture=False), ""),
        "sold out": (ask(stock="out"), ""),
        "low, by title": (ask(stock="low"), "title"),
        "a range of prices": (ask(store=store, price_from_minor=1000, price_to_minor=1200), "title"),
        "a tag": (ask(tag="new"), ""),
        "a vendor, by title": (ask(vendor="Ember"), "title"),
        "a word": (ask(q="basket"), ""),
        "words with a slip": (ask(q="bsaket indigo"), ""),
        "an article number": (ask(q="BULK-77777-1"), ""),
        "a letter": (ask(q="b"), ""),
    }


def filled(urls: Urls, work: Work, products: int, marker: Path) -> tuple[UUID, UUID]:
    if not marker.exists():
        shop = make.shop(work, "acorn")
        with work.database.platform() as tx:
            bulk.fill(tx, shop.tenant.id, shop.store, products, 3, now=datetime.now(UTC))
            tx.run(WITH_SKUS, whose=shop.tenant.id)
        assert urls.admin is not None
        with psycopg.connect(urls.admin, autocommit=True) as connection:
            connection.execute("vacuum analyze")
        marker.write_text(f"{shop.tenant.id} {shop.store}")
    tenant, store = map(UUID, marker.read_text().split())
    return tenant, store


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--data", type=Path, default=None)
    given = parser.parse_args()
    folder = given.data or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    cluster = embedded(folder, fast=True)
    cluster.start()
    try:
        urls = resolve(folder, {})
        migrations.upgrade(urls.migrator)
        work = Work(Database(urls.app, urls.platform, size=given.users + 2), Cache(0))
        tenant, store = filled(urls, work, given.products, folder / "filled")
        measure(work, tenant, store, given.users)
    finally:
        cluster.stop()


def measure(work: Work, tenant: UUID, store: UUID, users: int) -> None:
    caller = Caller(tenant, Actor("staff"), OWNER)
    category = work.perform(
        caller,
        lambda ctx: ctx.db.value(
            "select id from categories where tenant_id = %(tenant)s and slug = 'root-1'"
        ),
    )
    asked = questions(public("store", store), public("cat", category))

    def ask(name: str) -> ProductList:
        given, sort = asked[name]
        return work.perform(caller, lambda ctx: staff_list.list_products(ctx, given, sort, None, 50))

    for name in asked:
        first, *rest = [timed(lambda n=name: ask(n)) for _ in range(4)]
        found = ask(name)
        total = f"{found.total}{'' if found.is_total_exact else '+'}"
        print(
            f"{name:24} first {first:8.1f} ms  then {min(rest):7.1f} ms  {work.last_statements} statements  {total}"
        )
    names = [name for name in asked for _ in range(users)]
    with ThreadPoolExecutor(users) as people:
        times = sorted(people.map(lambda name: timed(lambda: ask(name)), names))
    print(
        f"{users} at once: median {times[len(times) // 2]:.0f} ms, 95 % within {times[len(times) * 95 // 100]:.0f} ms"
    )


if __name__ == "__main__":
    main()
