"""What is measured on: a PostgreSQL with production settings, one shop with a full catalogue, and ten thousand neighbours.

The measured shop is made by the same verbs that a merchant's is; only its catalogue and the neighbours, which need to
be many, are written by PostgreSQL itself.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import msgspec
import psycopg

from duka.demo import bulk
from duka.identity import keys
from duka.kernel import migrations
from duka.kernel.cache import Cache
from duka.kernel.db import Database
from duka.kernel.postgres import Cluster
from duka.kernel.postgres_urls import Urls, embedded, resolve
from duka.kernel.work import Caller, Work
from duka.stores import service as stores
from duka.stores.inputs import NewLocation, NewStore, PaymentMethod, ShippingRate, ShippingZone
from duka.stores.types import TaxRate
from duka.tenants import service as tenants

PRODUCTS = 1000
VARIANTS = 3
NEIGHBOURS = 10_000
PLENTY = 10_000_000
SHOWN = (
    "server_version",
    "shared_buffers",
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "wal_compression",
    "max_wal_size",
    "checkpoint_timeout",
    "work_mem",
    "random_page_cost",
    "jit",
)


class Good(msgspec.Struct, frozen=True):
    """One variant that a shopper may take: its product `number` (from 0) and place `variant` in it."""

    number: int
    variant: int
    product_id: UUID
    variant_id: UUID
    item_id: UUID
    slug: str
    title: str


class Shop(msgspec.Struct, frozen=True):
    tenant: UUID
    tenant_slug: str
    store: UUID
    store_slug: str
    key: str
    goods: list[Good]

    @property
    def api(self) -> str:
        return f"/api/tenants/{self.tenant_slug}/ecommerce"

    @property
    def pages(self) -> str:
        return f"/s/{self.tenant_slug}/{self.store_slug}"


class Ground:
    """The data folder of one installation, and its PostgreSQL."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.cluster: Cluster = embedded(self.data)
        self.urls: Urls

    def make(self) -> Shop:
        self.cluster.start()
        self.urls = resolve(self.data, {})
        migrations.upgrade(self.urls.migrator)
        shop = self._shop()
        self.settle()
        return shop

    @property
    def postgres_pid(self) -> int:
        running = self.cluster.running()
        assert running is not None
        return running.pid

    def settings(self) -> dict[str, str]:
        with self._admin() as admin:
            rows = admin.execute(
                "select name, current_setting(name) from pg_settings where name = any(%s)", [list(SHOWN)]
            ).fetchall()
        return {str(name): str(value) for name, value in sorted(rows)}

    def add_neighbours(self, count: int = NEIGHBOURS) -> int:
        """So many more tenants with a store and five to ten products each; how many products that are."""
        with self._admin() as admin:
            admin.execute("set synchronous_commit = off")
            admin.execute("set maintenance_work_mem = '256MB'")
            # rows that refer to each other rightly by construction need no trigger to say so
            admin.execute("set session_replication_role = replica")
            for statement in NEIGHBOURHOOD:
                admin.execute(statement, {"count": count})
            admin.execute("set session_replication_role = origin")
            row = admin.execute("select count(*) from products").fetchone()
        self.settle()
        assert row is not None
        return int(row[0]) - PRODUCTS

    def settle(self) -> None:
        """Statistics as a database has them that has run for a while, and no checkpoint still to come."""
        with self._admin() as admin:
            admin.execute("vacuum (analyze)")
            admin.execute("checkpoint")

    def outbox(self) -> int:
        with self._admin() as admin:
            row = admin.execute("select count(*) from events where status = 'pending'").fetchone()
        return int(row[0]) if row else 0

    def clear_outbox(self) -> None:
        with self._admin() as admin:
            admin.execute("update events set status = 'delivered' where status = 'pending'")
            admin.execute(
                "vacuum (analyze) events, event_receipts, stock_levels, carts, counters, idempotency_keys"
            )

    def orders(self) -> int:
        with self._admin() as admin:
            row = admin.execute("select count(*) from orders").fetchone()
        return int(row[0]) if row else 0

    def _admin(self) -> psycopg.Connection[Any]:
        url = self.urls.admin
        assert url is not None
        return psycopg.connect(url.replace("/postgres?", "/duka?"), autocommit=True)

    def _shop(self) -> Shop:
        database = Database(self.urls.app, self.urls.platform, size=2)
        try:
            work = Work(database, Cache(0))
            tenant = tenants.create(work, "acorn", "Acorn")
            caller = Caller(tenant)
            store = work.perform(caller, lambda ctx: stores.create(ctx, STORE))
            work.perform(caller, lambda ctx: stores.add_location(ctx, LOCATION))
            work.perform(caller, lambda ctx: stores.set_tax_rates(ctx, store, TAXES))
            work.perform(caller, lambda ctx: stores.set_shipping(ctx, store, ZONES))
            work.perform(caller, lambda ctx: stores.set_payment_methods(ctx, store, METHODS))
            key = work.perform(
                caller, lambda ctx: keys.create_api_key(ctx, "publishable", "Bench", None, store)
            )
            with database.platform() as tx:
                bulk.fill(tx, tenant, store, PRODUCTS, VARIANTS, now=datetime.now(UTC))
                tx.run(_STOCK_UP, owner=tenant, plenty=PLENTY)
                rows = tx.all(_GOODS, owner=tenant)
        finally:
            database.close()
        return Shop(tenant, "acorn", store, STORE.slug, key, [Good(*row) for row in rows])


STORE = NewStore(
    slug="main",
    name="Acorn",
    currency="EUR",
    country="FR",
    default_locale="en",
    locales=["en", "fr"],
    timezone="Europe/Paris",
)
LOCATION = NewLocation(
    code="main",
    name="Main store",
    address={"line1": "1 rue de la Paix", "city": "Paris", "postal_code": "75002", "country": "FR"},
    latitude_e6=48_869_000,
    longitude_e6=2_331_000,
)
TAXES = [TaxRate("FR", "", "", "standard", "vat", "VAT 20 %", 200_000, 0, False)]
ZONES = [
    ShippingZone(
        name="France",
        countries=["FR"],
        rates=[
            ShippingRate(code="post", name="Post", price_minor=590, free_over_minor=100_000),
            ShippingRate(code="courier", name="Courier", price_minor=990),
        ],
    )
]
METHODS = [
    PaymentMethod(provider="cash_on_delivery", name="Cash"),
    PaymentMethod(provider="sandbox", name="Card"),
]

_STOCK_UP: LiteralString = """
with more as (
    update stock_levels set on_hand = on_hand + %(plenty)s where tenant_id = %(owner)s returning *)
insert into stock_ledger (tenant_id, id, item_id, location_id, on_hand_delta, reason, actor, at)
select tenant_id, gen_random_uuid(), item_id, location_id, %(plenty)s, 'adjustment', 'system', now() from more"""
_GOODS: LiteralString = """
select split_part(v.sku, '-', 2)::int as n, split_part(v.sku, '-', 3)::int as v, p.id as product,
       v.id as variant, v.stock_item_id, p.slug, p.title
from products p join variants v on v.tenant_id = p.tenant_id and v.product_id = p.id
where p.tenant_id = %(owner)s order by 1, 2"""

_TENANTS = "generate_series(1, %(count)s) t"
_PRODUCTS = f"{_TENANTS}, lateral generate_series(1, 5 + t %% 6) n"


def _id(kind: str, number: str) -> str:
    """SQL of an id whose first bytes are the time of number `t`, as those of rows made one after the other are."""
    return f"(lpad(to_hex(1750000000000 + t), 12, '0') || left(md5('{kind}' || {number}), 20))::uuid"


_TENANT, _STORE, _PLACE = _id("tenant", "t"), _id("store", "t"), _id("place", "t")
_PRODUCT, _ITEM, _VARIANT = (_id(kind, "t || '-' || n") for kind in ("product", "item", "variant"))
_WORDS = (
    "(array['linen', 'cotton', 'woven', 'carved', 'indigo', 'amber'])[1 + (t + n) %% 6] || ' ' || "
    "(array['shirt', 'dress', 'basket', 'bowl', 'scarf', 'lamp', 'stool'])[1 + (t * 3 + n) %% 7] || ' ' || t || n"
)
NEIGHBOURHOOD: tuple[LiteralString, ...] = (
    f"insert into tenants (id, slug, name) select {_TENANT}, 'neighbour-' || t, 'Neighbour ' || t from {_TENANTS}",
    f"""insert into stores (tenant_id, id, slug, name, currency, country, default_locale, locales, timezone)
        select {_TENANT}, {_STORE}, 'main', 'Neighbour ' || t, 'EUR', 'FR', 'en', '{{en,fr}}', 'UTC' from {_TENANTS}""",
    f"""insert into locations (tenant_id, id, code, name)
        select {_TENANT}, {_PLACE}, 'main', 'Main store' from {_TENANTS}""",
    f"""insert into products (tenant_id, id, slug, title, status, search_text)
        select {_TENANT}, {_PRODUCT}, replace({_WORDS}, ' ', '-') || '-' || n, {_WORDS}, 'active', {_WORDS}
        from {_PRODUCTS}""",
    """insert into search_words (tenant_id, word, product_id, place)
       select p.tenant_id, w.word, p.id, w.place from products p, search_words_in(p.search_text) w
       where p.tenant_id in (select id from tenants where slug like 'neighbour-%%')""",
    f"insert into stock_items (tenant_id, id, sku) select {_TENANT}, {_ITEM}, 'S-' || n from {_PRODUCTS}",
    f"""insert into variants (tenant_id, id, product_id, sku, stock_item_id)
        select {_TENANT}, {_VARIANT}, {_PRODUCT}, 'S-' || n, {_ITEM} from {_PRODUCTS}""",
    f"""insert into store_products (tenant_id, store_id, product_id, price_minor)
        select {_TENANT}, {_STORE}, {_PRODUCT}, 1000 + n from {_PRODUCTS}""",
    f"""insert into prices (tenant_id, store_id, variant_id, base_minor)
        select {_TENANT}, {_STORE}, {_VARIANT}, 1000 + n from {_PRODUCTS}""",
    f"""insert into stock_levels (tenant_id, item_id, location_id, on_hand)
        select {_TENANT}, {_ITEM}, {_PLACE}, 100 from {_PRODUCTS}""",
    f"""insert into stock_ledger (tenant_id, id, item_id, location_id, on_hand_delta, reason, actor, at)
        select {_TENANT}, {_ITEM}, {_ITEM}, {_PLACE}, 100, 'initial', 'system', now() from {_PRODUCTS}""",
)
