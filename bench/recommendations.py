"""Recommendations: 500,000 order lines with a planted structure; how long a run takes and whether it finds it; printed.

    python -m bench.recommendations [--lines 500000] [--products 5000]

A throw-away server with production settings. Products are bought as often as a long tail says (the most popular ones a
hundred times as often as the rest); every tenth has a partner that half of those who buy it take too; a few hundred orders
are of three hundred things. The run must put the partner first, in both directions, for 99 of 100 planted pairs. Memory is
the largest private memory that any one process of the server reached while it ran.
"""

import argparse
import os
import random
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import psycopg
from tests.checkout.bazaar import Bazaar

from duka.kernel import migrations, postgres_roles
from duka.kernel.cache import Cache
from duka.kernel.context import Context
from duka.kernel.db import Database
from duka.kernel.ids import new_id
from duka.kernel.postgres_urls import Urls, embedded, resolve
from duka.kernel.work import Work
from duka.recommendations import runs, shown

PROMISE = 300.0
FOUND = 0.99
SEED = 20261121
ORDERS_A_CHUNK = 5_000
LONG_ORDER = 300


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.recommendations", description=__doc__)
    parser.add_argument("--lines", type=int, default=500_000)
    parser.add_argument("--products", type=int, default=5_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="duka-bench-") as folder:
        cluster = embedded(Path(folder))
        cluster.start()
        try:
            urls = resolve(Path(folder), {})
            migrations.upgrade(urls.migrator)
            return _measure(urls, arguments.lines, arguments.products)
        finally:
            cluster.destroy()


def _measure(urls: Urls, lines: int, products: int) -> int:
    work = Work(Database(urls.app, urls.platform, size=4), Cache(0))
    bazaar = Bazaar(work).build()
    began = time.perf_counter()
    goods = _goods(bazaar, products)
    planted = _orders(bazaar, goods, lines)
    print(f"{lines:,} lines of {products:,} products written in {time.perf_counter() - began:.0f} s")

    _settle(urls)
    watch = Watch(bazaar.value("select pg_backend_pid()"))
    watch.start()
    began = time.perf_counter()
    run_id = bazaar.perform(runs.prepare)
    runs.compute(work, bazaar.tenant, run_id)
    took = time.perf_counter() - began
    watch.stop()
    run = bazaar.staff(lambda ctx: runs.run(ctx, run_id))
    print(
        f"{run.status}: {run.orders:,} orders, {run.lines:,} lines counted, {run.capped_orders} long orders in part, "
        f"{run.steps} steps, {run.together_pairs:,} pairs bought together, {run.similar_pairs:,} similar"
    )
    print(
        f"run: {took:.1f} s of at most {PROMISE:.0f}; one process of the server took {watch.most >> 20} MB at most"
    )
    share = _found(bazaar, planted)
    print(f"planted pairs that came first: {share:.2%} of {2 * len(planted)} (at least {FOUND:.0%})")
    _page(bazaar, goods)
    work.database.close()
    return 0 if run.status == "finished" and took <= PROMISE and share >= FOUND else 1


def _settle(urls: Urls) -> None:
    """What autovacuum does within a minute or two of such an import."""
    assert urls.admin is not None
    with psycopg.connect(postgres_roles.at(urls.admin, "duka"), autocommit=True) as connection:
        connection.execute("vacuum (analyze)")


def _goods(bazaar: Bazaar, number: int) -> list[UUID]:
    """Products with a variant and a price each, ten vendors, fifty kinds, three of a hundred tags."""
    chance = random.Random(SEED)
    goods = [new_id() for _ in range(number)]
    rows = [
        {
            "product": product,
            "item": new_id(),
            "variant": new_id(),
            "n": n,
            "vendor": f"Vendor {n % 10}",
            "kind": f"kind {n % 50}",
            "tags": [f"tag {chance.randrange(100)}" for _ in range(3)],
            "price": chance.randrange(100, 50_000),
        }
        for n, product in enumerate(goods)
    ]

    def act(ctx: Context) -> None:
        ctx.db.run(
            """with g as materialized (
                   select * from jsonb_to_recordset(%(rows)s::jsonb) as g (product uuid, item uuid, variant uuid, n int,
                       vendor text, kind text, tags text[], price bigint)),
               p as (insert into products (tenant_id, id, slug, title, status, vendor, kind, tags)
                     select %(tenant)s, g.product, 'p' || g.n, 'Product ' || g.n, 'active', g.vendor, g.kind, g.tags from g),
               i as (insert into stock_items (tenant_id, id, sku) select %(tenant)s, g.item, 'S' || g.n from g),
               v as (insert into variants (tenant_id, id, product_id, sku, stock_item_id, tracks_stock)
                     select %(tenant)s, g.variant, g.product, 'S' || g.n, g.item, false from g),
               s as (insert into store_products (tenant_id, store_id, product_id, price_minor)
                     select %(tenant)s, %(store)s, g.product, g.price from g)
               insert into prices (tenant_id, store_id, variant_id, base_minor)
               select %(tenant)s, %(store)s, g.variant, g.price from g""",
            rows=msgspec.json.encode(rows).decode(),
            store=bazaar.store,
        )

    bazaar.perform(act)
    return goods


def _orders(bazaar: Bazaar, goods: list[UUID], lines: int) -> list[tuple[UUID, UUID]]:
    """Orders of about five things until there are so many lines; the planted pairs."""
    chance = random.Random(SEED + 1)
    popular = [100.0 / (1 + n / 50) + 1 for n in range(len(goods))]
    order_of = list(range(len(goods)))
    chance.shuffle(order_of)
    weights = [popular[place] for place in order_of]
    partner = {n: n + 1 for n in range(0, len(goods) - 1, 10)}
    now = datetime.now(UTC)
    written, chunk = 0, []
    while written < lines:
        size = LONG_ORDER if chance.random() < 0.002 else min(30, 1 + int(chance.expovariate(0.25)))
        basket = set(chance.choices(range(len(goods)), weights, k=size))
        basket |= {partner[n] for n in basket if n in partner and chance.random() < 0.5}
        chunk.append(
            {
                "id": new_id(),
                "at": now - timedelta(minutes=chance.randrange(60 * 24 * 300)),
                "goods": [goods[n] for n in sorted(basket)],
            }
        )
        written += len(basket)
        if len(chunk) == ORDERS_A_CHUNK or written >= lines:
            _write(bazaar, chunk)
            chunk = []
    return [(goods[one], goods[other]) for one, other in partner.items()]


def _write(bazaar: Bazaar, chunk: list[dict[str, object]]) -> None:
    def act(ctx: Context) -> None:
        ctx.db.run(
            """with g as materialized (
                   select * from jsonb_to_recordset(%(rows)s::jsonb) as g (id uuid, at timestamptz, goods uuid[])),
               o as (insert into orders (tenant_id, id, store_id, number, status, payment_status, placed_at, currency, locale,
                         prices_include_tax, is_estimated, subtotal_minor, shipping_minor, tax_minor, total_minor, email,
                         shipping_address, billing_address, shipping_method, payment_method, tracking_hash, created_at,
                         updated_at)
                     select %(tenant)s, g.id, %(store)s, g.id::text, 'completed', 'captured', g.at, 'XOF', 'fr', true, false, 0,
                            0, 0, 0, 'awa@example.com', '{}', '{}', '{}', 'cash_on_delivery',
                            decode(replace(g.id::text, '-', ''), 'hex'), g.at, g.at from g)
               insert into order_lines (tenant_id, id, order_id, position, product_id, variant_id, stock_item_id, sku, title,
                   quantity, unit, scale, pricing_mode, unit_price_minor, subtotal_minor, net_minor, tax_minor, total_minor,
                   tax_class)
               select %(tenant)s, gen_random_uuid(), g.id, l.place, v.product_id, v.id, v.stock_item_id, v.sku, v.sku, 1, 'C62',
                      0, 'fixed', 1000, 1000, 1000, 0, 1000, 'standard'
                 from g cross join unnest(g.goods) with ordinality as l (product, place)
                 join variants v on v.tenant_id = %(tenant)s and v.product_id = l.product""",
            rows=msgspec.json.encode(chunk).decode(),
            store=bazaar.store,
        )

    bazaar.perform(act)


def _found(bazaar: Bazaar, planted: list[tuple[UUID, UUID]]) -> float:
    """The share of planted pairs that stand first, each direction counted by itself."""
    rows = bazaar.perform(
        lambda ctx: ctx.db.all(
            """select r.product_id, r.other_id from recommendation_pairs r
                where r.tenant_id = %(tenant)s and r.kind = 'together' and r.place = 1"""
        )
    )
    first = {row.product_id: row.other_id for row in rows}
    hits = sum((first.get(one) == other) + (first.get(other) == one) for one, other in planted)
    return hits / (2 * len(planted))


def _page(bazaar: Bazaar, goods: list[UUID]) -> None:
    """How long the statement of a product's page takes, of products in their order."""
    taken = []
    for product in goods[:300]:
        began = time.perf_counter()
        bazaar.shop(lambda ctx, p=product: shown.for_product(ctx, bazaar.store, p))
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    print(f"the statement of a page: {taken[150]:.1f} ms in the middle, {taken[285]:.1f} ms for 95 of 100")


class Watch(threading.Thread):
    """The largest private memory of one process of the server that this backend belongs to."""

    def __init__(self, backend: int) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._backend = backend
        self._is_over = threading.Event()

    def run(self) -> None:
        postmaster = Path(f"/proc/{self._backend}/stat").read_text().rpartition(")")[2].split()[1]
        while not self._is_over.wait(0.1):
            for child in Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split():
                self.most = max(self.most, _private(child))

    def stop(self) -> None:
        self._is_over.set()
        self.join()


def _private(pid: str) -> int:
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    line = next((line for line in text.splitlines() if line.startswith("RssAnon")), "RssAnon: 0")
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    os.environ.setdefault("DUKA_LOG_LEVEL", "WARNING")
    raise SystemExit(main())
