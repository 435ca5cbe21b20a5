"""Counting searches without waiting for it, and without saying who searched.

A process counts in memory and writes every few seconds, from a thread of its own: what was searched is worth neither a
transaction on the way of a shopper nor a row of its own. What looks like an e-mail address or a telephone number is not kept,
and of one store and day only so many different texts are. What a process has not written when it dies is lost; that is at most
a few seconds.
"""

import atexit
import threading
from datetime import date, timedelta
from uuid import UUID

import msgspec

from duka.catalog.queries.words import folded
from duka.kernel import jobs, log
from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.kernel.work import Caller, Work
from duka.search.queries import rules_of
from duka.search.rules import is_personal

EVERY = 5.0
"""Seconds between two writes."""

MOST_WAITING = 5_000
MOST_A_DAY = 5_000
LONGEST = 100
DAYS_KEPT = 180
KEYS = "search.keys"
_log = log.get("search.counting")


class Count(msgspec.Struct):
    searches: int = 0
    empty: int = 0
    clicked: int = 0
    products: int = 0


Key = tuple[UUID, UUID, date, str]


class Counter:
    """One a process. Nothing is written, and no thread begins, before something was searched."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._counts: dict[Key, Count] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def searched(self, tenant: UUID, store: UUID, text: str, products: int) -> None:
        """`text` was searched and found so many products."""
        count = self._count(tenant, store, text)
        if count is not None:
            count.searches += 1
            count.empty += products == 0
            count.products = products

    def clicked(self, tenant: UUID, store: UUID, text: str) -> None:
        """A product was opened from the results of `text`."""
        count = self._count(tenant, store, text)
        if count is not None:
            count.clicked += 1

    def _count(self, tenant: UUID, store: UUID, text: str) -> Count | None:
        said = folded(text)[:LONGEST].strip()
        if not said or is_personal(text):
            return None
        key = (tenant, store, self._work.clock().date(), said)
        with self._lock:
            self._begin()
            if key not in self._counts and len(self._counts) >= MOST_WAITING:
                return None
            return self._counts.setdefault(key, Count())

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="searches", daemon=True)
            self._thread.start()
            atexit.register(self._stop.set)

    def _run(self) -> None:
        while not self._stop.wait(EVERY):
            try:
                self.write()
            except Exception:
                _log.exception("searches were not counted")

    def write(self) -> None:
        """Writes what was counted: one transaction a company."""
        with self._lock:
            counts, self._counts = self._counts, {}
        by_tenant: dict[UUID, dict[Key, Count]] = {}
        for key, count in counts.items():
            by_tenant.setdefault(key[0], {})[key] = count
        for tenant, theirs in by_tenant.items():

            def keep(ctx: Context, theirs: dict[Key, Count] = theirs) -> None:
                _keep(ctx, theirs)

            self._work.perform(Caller(tenant), keep)


def _keep(ctx: Context, counts: dict[Key, Count]) -> None:
    kept = [
        {
            "store": str(store),
            "day": day.isoformat(),
            "text": text,
            **msgspec.to_builtins(count),
        }
        for (_, store, day, text), count in sorted(counts.items(), key=lambda each: each[0][1:])
        if rules_of(ctx, store).settings.counts_searches
    ]
    ctx.db.run(
        """insert into search_counts as c (tenant_id, store_id, day, text, searches, empty, clicked, products)
           select %(tenant)s, n.store, n.day, n.text, n.searches, n.empty, n.clicked, n.products
             from jsonb_to_recordset(%(counts)s::jsonb)
                  n (store uuid, day date, text text, searches integer, empty integer, clicked integer, products integer)
            where exists (select from stores s where s.tenant_id = %(tenant)s and s.id = n.store)
              and (exists (select from search_counts k where k.tenant_id = %(tenant)s and k.store_id = n.store
                              and k.day = n.day and k.text = n.text)
                   or (select count(*) from search_counts k where k.tenant_id = %(tenant)s and k.store_id = n.store
                          and k.day = n.day) < %(most)s)
            order by n.store, n.day, n.text
               on conflict (tenant_id, store_id, day, text) do update
              set searches = c.searches + excluded.searches, empty = c.empty + excluded.empty,
                  clicked = c.clicked + excluded.clicked,
                  products = case when excluded.searches > 0 then excluded.products else c.products end""",
        counts=msgspec.json.encode(kept).decode(),
        most=MOST_A_DAY,
    )


def tidy(ctx: Context) -> None:
    """Deletes what was counted half a year ago, and the keys of words that no product has any more."""
    oldest = ctx.now.date() - timedelta(days=DAYS_KEPT)
    ctx.db.run("delete from search_counts where tenant_id = %(tenant)s and day < %(oldest)s", oldest=oldest)
    rebuild_keys(ctx)


def follow_languages(ctx: Context, delivery: Delivery) -> None:
    """A store speaks other languages: the words' stems are looked at anew, later."""
    if "locales" in delivery.payload.get("fields", ("locales",)):
        jobs.defer(ctx, KEYS, lock=f"{KEYS}:{ctx.tenant}")


def rebuild(work: Work, tenant: UUID) -> None:
    """What the job `search.keys` does."""
    work.perform(Caller(tenant), rebuild_keys)


def rebuild_keys(ctx: Context) -> int:
    """The keys of every word, in the languages that the stores speak now; how many there are."""
    return int(ctx.db.value("select search_rebuild_keys(%(tenant)s)"))
