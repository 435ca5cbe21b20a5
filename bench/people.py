"""Finding people: how long the search box, the list of customers and a person's page take, printed.

    python -m bench.people [--customers 100000] [--orders 200000] [--users 10] [--seconds 6]

A throw-away server gets one company with that many invented customers (French, Wolof and Irish names, and as many rare
ones as make some tens of thousands of different words) and orders in two stores. So many users as are given then ask
without a pause, each on a connection of its own; the middle and the 95th of a hundred are printed, in milliseconds.
"""

import argparse
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import psycopg

from duka.access.roles import OWNER
from duka.customers import staff_list
from duka.customers.staff_types import CustomerFilter
from duka.kernel import ids, migrations
from duka.kernel.cache import Cache
from duka.kernel.context import Actor, Context, Grant
from duka.kernel.db import Database
from duka.kernel.postgres_urls import embedded, resolve
from duka.kernel.work import Caller, Work
from duka.support import overview, search

NAMES = """
Awa Fatou Mariama Aïssatou Khady Ndèye Aminata Bineta Coumba Rokhaya Moussa Ibrahima Cheikh Mamadou Ousmane
Abdoulaye Modou Babacar Pape Serigne Jean-Pierre Hélène Chloé François Élodie Benoît Niamh Aoife Sinéad Eoin
"""
FIRST = NAMES.split()
FAMILIES = """
Ndiaye Diop Fall Sarr Ba Sow Gueye Diallo Faye Sy Thiam Cissé Diouf Mbaye Seck Kane Ndour Niang Touré Sall
N'Diaye Camara Traoré Dupont Lefèvre Müller O'Brien Byrne Walsh Kelly Doyle Murphy García Nuñez
"""
LAST = FAMILIES.split()
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeio"]


def people(chance: random.Random, count: int) -> list[tuple[UUID, str, str, str]]:
    """(id, name, e-mail address, telephone number)."""
    rare = [
        "".join(chance.choices(SYLLABLES, k=3)).capitalize() + chance.choice("nrsl") for _ in range(20_000)
    ]
    made = []
    for n in range(count):
        first = chance.choice(FIRST)
        last = chance.choice(rare) if chance.random() < 0.4 else chance.choice(LAST)
        phone = f"+221 7{chance.choice('0678')} {chance.randrange(1000):03} {chance.randrange(100):02} {chance.randrange(100):02}"
        made.append(
            (
                ids.new_id(),
                f"{first} {last}",
                f"{first}.{last}{n}@mail.example".lower().replace("'", ""),
                phone,
            )
        )
    return made


def furnish(
    url: str, customers: int, orders: int
) -> tuple[UUID, list[UUID], list[tuple[UUID, str, str, str]]]:
    chance = random.Random(7)
    tenant, stores = ids.new_id(), [ids.new_id(), ids.new_id()]
    crowd = people(chance, customers)
    with psycopg.connect(url, autocommit=True) as c:
        c.execute("insert into tenants (id, slug, name) values (%s, 'acorn', 'Acorn')", [tenant])
        for n, store in enumerate(stores):
            c.execute(
                """insert into stores (tenant_id, id, slug, name, currency, country, default_locale, locales, timezone)
                   values (%s, %s, %s, 'Store', 'XOF', 'SN', 'fr', '{fr,en}', 'Africa/Dakar')""",
                [tenant, store, f"store-{n}"],
            )
        c.execute("alter table customers disable trigger user")
        with c.cursor().copy(
            "copy customers (tenant_id, id, name, email, phone, created_at, locale) from stdin"
        ) as copy:
            for n, (key, name, email, phone) in enumerate(crowd):
                copy.write_row(
                    (tenant, key, name, email, phone, f"2026-{1 + n % 9:02}-{1 + n % 28:02}T10:00:00Z", "fr")
                )
        c.execute("alter table customers enable trigger user")
        c.execute(
            """insert into customer_words (tenant_id, word, customer_id, source)
               select n.tenant_id, n.word, n.id, min(n.source)
               from (select c.tenant_id, w.word, c.id, 0 as source from customers c, people_words(c.name) w (word)
                     union all
                     select c.tenant_id, w.word, c.id, 1
                     from customers c, people_words(split_part(c.email, '@', 1)) w (word)) n
               group by 1, 2, 3"""
        )
        c.execute(
            """insert into customer_word_keys (tenant_id, key, word)
               select distinct w.tenant_id, k.key, w.word
               from (select distinct x.tenant_id, x.word from customer_words x) w, word_keys(w.word) k (key)"""
        )
        with c.cursor().copy(
            """copy orders (tenant_id, id, store_id, number, customer_id, payment_status, placed_at, currency, locale,
               prices_include_tax, is_estimated, subtotal_minor, shipping_minor, tax_minor, total_minor, email, phone,
               shipping_address, billing_address, shipping_method, payment_method, tracking_hash, created_at, updated_at)
               from stdin"""
        ) as copy:
            for n in range(orders):
                key, name, email, phone = crowd[int(len(crowd) * chance.random() ** 2)]
                at = f"2026-{1 + n % 10:02}-{1 + n % 28:02}T12:00:00Z"
                address = f'{{"name": "{name}", "city": "Dakar", "country": "SN", "phone": "{phone}"}}'
                total = chance.randrange(1000, 90_000)
                copy.write_row(
                    (tenant, ids.new_id(), stores[n % 2], str(1001 + n), key, "captured", at, "XOF", "fr", True, False,
                     total, 0, 0, total, email, phone, address, address, '{"kind": "flat", "name": "Courier"}',
                     "cash_on_delivery", key.bytes + n.to_bytes(4, "big"), at, at)
                )  # fmt: skip
        c.execute(
            """insert into customer_store_figures (tenant_id, customer_id, store_id, currency, orders_count, spent_minor,
                                                   last_order_at)
               select o.tenant_id, o.customer_id, o.store_id, o.currency, count(*), sum(o.total_minor), max(o.placed_at)
               from orders o group by 1, 2, 3, 4"""
        )
        c.execute(
            """update customers c set orders_count = f.orders, spent_minor = f.spent, spent_currency = 'XOF',
                      last_order_at = f.last, spent = jsonb_build_object('XOF', f.spent), country = 'SN'
               from (select customer_id, sum(orders_count) as orders, sum(spent_minor) as spent, max(last_order_at) as last
                     from customer_store_figures group by 1) f where c.id = f.customer_id"""
        )
        c.execute(
            "insert into customer_tags select tenant_id, id, 'vip' from customers where orders_count > 6"
        )
        c.execute("vacuum analyze")
    return tenant, stores, crowd


def measure(
    name: str, users: int, seconds: float, ask: Callable[[random.Random], object], limit: float
) -> bool:
    """Prints one line; whether the 95th of a hundred is within `limit` milliseconds."""
    taken: list[float] = []
    failed: list[Exception] = []
    until = time.monotonic() + seconds

    def run(seed: int) -> None:
        chance = random.Random(seed)
        for n in range(100_000):
            begun = time.perf_counter()
            if time.monotonic() > until:
                return
            try:
                ask(chance)
            except Exception as error:
                failed.append(error)
                return
            if n > 4:  # the first make plans
                taken.append(1000 * (time.perf_counter() - begun))

    threads = [threading.Thread(target=run, args=(n,)) for n in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        print(f"{name:44} {failed[0]!r}")
        return False
    if len(taken) < 2:
        print(f"{name:44} nothing came back in {seconds} s")
        return False
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(
        f"{name:44} p50 {statistics.median(taken):7.1f}   p95 {p95:7.1f}   of {limit:.0f} ms   {len(taken)} asked"
    )
    return p95 <= limit


def typo(chance: random.Random, word: str) -> str:
    """The word with two neighbours swapped, one letter left out, or one doubled."""
    at = chance.randrange(1, max(2, len(word) - 1))
    return chance.choice(
        (
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        )
    )


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--customers", type=int, default=100_000)
    asked.add_argument("--orders", type=int, default=200_000)
    asked.add_argument("--users", type=int, default=10)
    asked.add_argument("--seconds", type=float, default=6)
    asked.add_argument(
        "--data", type=Path, default=None, help="keep the server's data here, and use it again"
    )
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.data or Path(made)
        folder.mkdir(exist_ok=True)
        cluster = embedded(folder)
        cluster.start()
        try:
            return _run(folder, given)
        finally:
            cluster.stop()


def _run(folder: Path, given: argparse.Namespace) -> int:
    urls = resolve(folder, {})
    migrations.upgrade(urls.migrator)
    begun = time.monotonic()
    with psycopg.connect(urls.migrator) as c:
        found = c.execute("select id from tenants where slug = 'acorn'").fetchone()
        if found:
            tenant = found[0]
            stores = [row[0] for row in c.execute("select id from stores order by slug").fetchall()]
            crowd = [
                tuple(row)
                for row in c.execute("select id, name, email, phone from customers order by id").fetchall()
            ]
    if not found:
        tenant, stores, crowd = furnish(urls.migrator, given.customers, given.orders)
    print(f"{len(crowd)} customers, {time.monotonic() - begun:.0f} s; {given.users} users")
    database = Database(urls.app, urls.platform, size=given.users)
    work = Work(database, Cache(0))
    owner = Caller(tenant, Actor("staff", ids.new_id(), "Alice"), OWNER)
    limited = Caller(
        tenant,
        Actor("staff", ids.new_id(), "Bob"),
        OWNER,
        grants=(Grant(OWNER, stores=frozenset(stores[:1])),),
    )

    def read(act: Callable[[Context], object], caller: Caller = owner) -> object:
        return work.perform(caller, act)

    def box(text: str, caller: Caller = owner) -> object:
        return read(lambda ctx: search.search(ctx, text), caller)

    def page(caller: Caller = owner, **wanted: object) -> object:
        asked = CustomerFilter(**wanted)  # type: ignore[arg-type]
        return read(lambda ctx: staff_list.list_customers(ctx, asked, limit=50), caller)

    def somebody(chance: random.Random) -> tuple[UUID, str, str, str]:
        return chance.choice(crowd)  # type: ignore[return-value]

    def misspelled(chance: random.Random) -> str:
        first, *rest = somebody(chance)[1].split()
        return f"{first} {typo(chance, rest[-1])}"

    def part(chance: random.Random) -> str:
        name = somebody(chance)[1]
        return name[: chance.randrange(2, len(name))]

    total = 100_000
    checks: list[tuple[str, float, Callable[[random.Random], object]]] = [
        ("search: full name", 100, lambda c: box(somebody(c)[1])),
        ("search: name with a typo", 100, lambda c: box(misspelled(c))),
        ("search: beginning of a name, as it is typed", 100, lambda c: box(part(c))),
        ("search: first name alone", 100, lambda c: box(c.choice(FIRST))),
        ("search: e-mail address", 100, lambda c: box(somebody(c)[2])),
        ("search: telephone number", 100, lambda c: box(somebody(c)[3])),
        ("search: its last four digits", 100, lambda c: box(somebody(c)[3][-5:])),
        ("search: order number", 100, lambda c: box(f"#{c.randrange(1001, 1001 + given.orders)}")),
        ("search: beginning of an order number", 100, lambda c: box(f"{c.randrange(10, 999)}")),
        ("search: name, limited to one store", 100, lambda c: box(somebody(c)[1], limited)),
        ("list: newest", 150, lambda c: page()),
        ("list: by last order", 150, lambda c: page(sort="last_order")),
        ("list: by spent", 150, lambda c: page(sort="spent", currency="XOF")),
        ("list: spent more than a sum", 150, lambda c: page(currency="XOF", spent_min=c.randrange(total))),
        ("list: spent more than anybody", 150, lambda c: page(currency="XOF", spent_min=10**9)),
        ("list: tag and orders", 150, lambda c: page(tag="vip", orders_min=9)),
        (
            "list: country, locale, registered",
            150,
            lambda c: page(country="SN", locale="fr", is_registered=False),
        ),
        ("list: a country that nobody lives in", 150, lambda c: page(country="FR")),
        ("list: by name", 150, lambda c: page(text=somebody(c)[1])),
        ("list: one store, newest", 150, lambda c: page(limited)),
        ("list: one store, by spent", 150, lambda c: page(limited, sort="spent", currency="XOF")),
        (
            "overview of a person",
            150,
            lambda c: (k := somebody(c)[0]) and read(lambda x: overview.of_customer(x, k)),
        ),
    ]
    results = [measure(name, given.users, given.seconds, ask, limit) for name, limit, ask in checks]
    database.close()
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
