"""What 10,000 merchants cost their operators: `python -m bench.tenants`.

On a database of its own with 10,000 merchants, each with a store, a person, a plan and a domain: the time to make one more, to
list, search and count them, and to show one. Each is printed beside a yardstick of the same minute (a statement that reads one
row), so that figures of a busy machine can be compared.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from duka.access.operator_roles import OPERATOR_ROLES
from duka.control import details, directory
from duka.control.directory import Filter
from duka.control.tenants import NewTenant, create
from duka.kernel import ids, migrations
from duka.kernel.cache import Cache
from duka.kernel.context import Actor
from duka.kernel.db import Database
from duka.kernel.postgres_urls import embedded, resolve
from duka.kernel.work import Caller, Work
from duka.tenants.types import PLATFORM

MERCHANTS, ROUNDS, MADE = 10_000, 30, 30
OPERATOR = Caller(PLATFORM, Actor("operator", ids.new_id(), "Olive"), OPERATOR_ROLES["owner"])
FILL = """
with plan as (insert into plans (id, handle, created_at) values (gen_random_uuid(), 'bench', now()) returning id),
 version as (insert into plan_versions (plan_id, version, names, published_at)
   select id, 1, '{"en": "Bench"}', now() from plan returning plan_id),
 made as (insert into tenants (id, slug, name, created_at, status, trial_until, status_at)
   select gen_random_uuid(), 'merchant-' || n, 'Merchant ' || md5(n::text), now() - n * interval '1 hour',
     case when n %% 50 = 0 then 'suspended' when n %% 97 = 0 then 'closed' else 'active' end,
     case when n %% 10 = 1 then now() + (n %% 30) * interval '1 day' end, now()
   from generate_series(1, %(merchants)s) n returning id as tenant_id, slug),
 subscribed as (insert into subscriptions (tenant_id, plan_id, version, since)
   select m.tenant_id, v.plan_id, 1, now() from made m cross join version v),
 opened as (insert into stores (tenant_id, id, slug, name, currency, country, default_locale, locales, timezone)
   select tenant_id, gen_random_uuid(), 'main', slug, 'EUR', 'FR', 'fr', '{fr}', 'Europe/Paris' from made
   returning tenant_id, id, name),
 served as (insert into domains (host, tenant_id, store_id) select name || '.example', tenant_id, id from opened),
 hired as (insert into staff (tenant_id, id, email, name, password_hash, created_at)
   select tenant_id, gen_random_uuid(), 'owner@' || slug || '.example', 'Owner', '', now() from made returning tenant_id, id)
insert into grants (tenant_id, id, staff_id, role, granted_at)
  select tenant_id, gen_random_uuid(), id, 'owner', now() from hired"""


def timed(act: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Milliseconds: the median, and the slowest of twenty."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def measure(work: Work) -> None:
    with work.database.platform() as tx:
        tx.run("set local statement_timeout = 0")
        tx.run(FILL, merchants=MERCHANTS)
    with work.database.platform() as tx:
        tx.run("analyze")
        count = tx.value("select count(*) from tenants")

    def yardstick() -> object:
        with work.database.platform() as tx:
            return tx.value("select name from tenants where slug = %(slug)s", slug="merchant-5000")

    unit, _ = timed(yardstick, 200)
    print(f"{count} tenants; the yardstick, one row by its key: {unit:.2f} ms")
    newest = directory.list_tenants(work, OPERATOR, Filter()).items
    tenant = ids.parse("ten", newest[0].id)
    mark = ids.new_id().hex[-8:]
    numbers = iter(range(MADE + 1))

    def make() -> object:
        n = next(numbers)
        new = NewTenant(
            company=f"Bench {mark} {n}",
            owner_email=f"owner{n}@{mark}.example",
            country="SN",
            plan="bench",
            trial_days=14,
        )
        return create(work, OPERATOR, new, "https://duka.example")

    make()  # reads what the country suggests
    asked: dict[str, tuple[Callable[[], object], int]] = {
        "create a merchant": (make, MADE),
        "list, newest": (lambda: directory.list_tenants(work, OPERATOR, Filter(), limit=50), ROUNDS),
        "list, by name": (lambda: directory.list_tenants(work, OPERATOR, Filter(sort="name"), limit=50), ROUNDS),
        "trials, next to end": (
            lambda: directory.list_tenants(work, OPERATOR, Filter(status="trial", sort="trial"), limit=50), ROUNDS,
        ),
        "by plan": (lambda: directory.list_tenants(work, OPERATOR, Filter(plan="bench"), limit=50), ROUNDS),
        "search a name": (lambda: directory.list_tenants(work, OPERATOR, Filter(q="merchant 77")), ROUNDS),
        "search a host": (lambda: directory.list_tenants(work, OPERATOR, Filter(q="merchant-7777.example")), ROUNDS),
        "search an address": (
            lambda: directory.list_tenants(work, OPERATOR, Filter(q="owner@merchant-7777.example")), ROUNDS,
        ),
        "search in vain": (lambda: directory.list_tenants(work, OPERATOR, Filter(q="zzzzzz")), ROUNDS),
        "first page": (lambda: directory.summary(work, OPERATOR), ROUNDS),
        "one merchant": (lambda: details.get(work, OPERATOR, tenant), ROUNDS),
    }  # fmt: skip
    for what, (act, rounds) in asked.items():
        median, slow = timed(act, rounds)
        print(
            f"{what:22} {median:8.1f} ms  (19 of 20 below {slow:6.1f})  {median / unit:7.1f} x the yardstick"
        )


def main() -> None:
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    with tempfile.TemporaryDirectory() as folder:
        cluster = embedded(Path(folder), fast=True)
        cluster.start()
        try:
            urls = resolve(Path(folder), {})
            migrations.upgrade(urls.migrator)
            database = Database(urls.app, urls.platform, size=4)
            try:
                measure(Work(database, Cache(0.4)))
            finally:
                database.close()
        finally:
            cluster.destroy()


if __name__ == "__main__":
    main()
