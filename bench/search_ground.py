"""A catalogue to search in: real-looking titles over the bulk goods, in a database that may be kept between runs."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, LiteralString

import msgspec
import psycopg

from bench.ground import LOCATION, STORE
from bench.search_goods import slug_of, titles
from duka.demo import bulk
from duka.identity import keys
from duka.kernel import migrations
from duka.kernel.cache import Cache
from duka.kernel.db import Database, Tx
from duka.kernel.postgres import Cluster
from duka.kernel.postgres_urls import Urls, embedded, resolve
from duka.kernel.work import Caller, Work
from duka.stores import service as stores
from duka.tenants import service as tenants

VARIANTS = 2
NOTE = "search-bench.json"
FOLLOWING: tuple[LiteralString, ...] = (
    """update product_images i set card = picture_card(i, m) from media m
        where m.tenant_id = i.tenant_id and m.id = i.media_id""",
    """insert into search_words (tenant_id, word, product_id, place)
       select p.tenant_id, w.word, p.id, w.place from products p, search_words_in(p.search_text) w
        order by w.word, p.id""",
    """insert into search_word_keys (tenant_id, key, word)
       select w.tenant_id, k.key, w.word
         from (select s.tenant_id, s.word from search_words s group by 1, 2) w
        cross join lateral search_keys(w.word, search_languages(w.tenant_id)) k (key)
        order by k.key, w.word""",
)
"""What the triggers write."""


class Place(msgspec.Struct):
    """Where to search: tenant and store as ids, and a publishable key."""

    tenant: str
    store: str
    key: str
    products: int


class SearchGround:
    def __init__(self, folder: Path, products: int, given: Sequence[str] = ()) -> None:
        self.data = folder / "data"
        self.data.mkdir(parents=True, exist_ok=True)
        self.titles = list(given) or titles(products)
        self.cluster: Cluster = embedded(self.data)
        self.urls: Urls
        self.filled = 0.0

    def make(self) -> Place:
        """Seconds of filling are in `filled`; 0 when the catalogue was there."""
        self.cluster.start()
        self.urls = resolve(self.data, {})
        note = self.data / NOTE
        if note.exists():
            return msgspec.json.decode(note.read_bytes(), type=Place)
        migrations.upgrade(self.urls.migrator)
        began = time.perf_counter()
        place = self._fill()
        self.filled = time.perf_counter() - began
        note.write_bytes(msgspec.json.encode(place))
        return place

    def _fill(self) -> Place:
        database = Database(self.urls.app, self.urls.platform, size=2)
        try:
            work = Work(database, Cache(0))
            tenant = tenants.create(work, "acorn", "Acorn")
            caller = Caller(tenant)
            store = work.perform(caller, lambda ctx: stores.create(ctx, STORE))
            work.perform(caller, lambda ctx: stores.add_location(ctx, LOCATION))
            key = work.perform(
                caller, lambda ctx: keys.create_api_key(ctx, "publishable", "Bench", None, store)
            )
        finally:
            database.close()
        with self.admin() as admin:
            # rows that refer to each other rightly by construction need no trigger to say so; what triggers write follows
            admin.execute("set session_replication_role = replica")
            admin.execute("set maintenance_work_mem = '256MB'")
            with admin.transaction():
                bulk.fill(Tx(admin, None), tenant, store, len(self.titles), VARIANTS, now=datetime.now(UTC))
            self._name(admin)
            for statement in FOLLOWING:
                admin.execute(statement)
            admin.execute("set session_replication_role = origin")
            admin.execute("vacuum (analyze)")
            admin.execute("checkpoint")
        return Place(str(tenant), str(store), key, len(self.titles))

    def _name(self, admin: psycopg.Connection[Any]) -> None:
        admin.execute("create temp table named (n integer, slug text, title text)")
        with admin.cursor() as cursor, cursor.copy("copy named from stdin") as copy:
            for number, title in enumerate(self.titles):
                copy.write_row((number, slug_of(number, title), title))
        admin.execute("create index on named (n)")
        admin.execute(
            """update products p set title = n.title, slug = n.slug, translations = '{}',
                      search_text = lower(n.title || ' ' || p.vendor || ' sku' || n.n)
                 from named n where n.n = regexp_replace(p.slug, '.*-', '')::integer"""
        )

    @property
    def postgres_pid(self) -> int:
        running = self.cluster.running()
        assert running is not None
        return running.pid

    def admin(self) -> psycopg.Connection[Any]:
        url = self.urls.admin
        assert url is not None
        return psycopg.connect(url.replace("/postgres?", "/duka?"), autocommit=True)
