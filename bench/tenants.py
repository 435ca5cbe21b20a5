"""What 10,000 merchants cost their operators: `python -m bench.tenants`.

On a database of its own with 10,000 merchants, each with a store, a person, a plan and a domain, and 200,000 letters, events and
webhooks of 90 days: the time to make one more, to list, search and count them, to show one, and to see how the service does. Each
is printed beside a yardstick of the same minute (a statement that reads one row), so that figures of a busy machine can be
compared.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from duka.access.operator_roles import OPERATOR_ROLES
from duka.control import alerting, dead_letters, details, directory, health, slo
from duka.control.dead_letters import LetterKind
from duka.control.directory import Filter
from duka.control.tenants import NewTenant, create
from duka.kernel import ids, migrations
from duka.kernel.cache import Cache
from duka.kernel.context import Actor
from duka.kernel.db import Database
from duka.kernel.postgres_urls import embedded, resolve
from duka.kernel.work import Caller, Work
from duka.tenants.types import PLATFORM

MERCHANTS, THINGS, ROUNDS, MADE = 10_000, 200_000, 30, 30
LETTERS: tuple[LetterKind, ...] = ("event", "job", "webhook")
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
WATCHED = """
with numbered as (select id as tenant_id, row_number() over (order by id) as n from tenants where kind = 'merchant'),
 spread as (select m.tenant_id, k, now() - k %% 130000 * interval '1 minute' as at
   from generate_series(1, %(things)s) k join numbered m on m.n = 1 + k %% %(merchants)s),
 mailed as (insert into mails (tenant_id, id, recipient, kind, locale, subject, text, html, status, created_at, updated_at)
   select tenant_id, gen_random_uuid(), 'buyer@' || k || '.example', 'order_placed', 'fr', 'Merci', repeat('Merci ! ', 40), '',
     case when k %% 500 = 0 then 'queued' when k %% 200 = 1 then 'failed' else 'sent' end, at, at from spread),
 announced as (insert into events
     (tenant_id, id, type, aggregate_id, payload, actor, occurred_at, available_at, status, attempts, last_error)
   select tenant_id, gen_random_uuid(), 'order.placed', gen_random_uuid(), '{}', 'system', at, at,
     case when k %% 500 = 0 then 'pending' when k %% 2000 = 1 then 'dead' else 'delivered' end, 1, 'KeyError()' from spread),
 listening as (insert into webhook_endpoints (tenant_id, id, url, events, secret, created_at, updated_at)
   select tenant_id, gen_random_uuid(), 'https://erp.example/duka', '{*}', '', now(), now() from numbered
   returning tenant_id, id),
 said as (insert into webhook_messages (tenant_id, id, type, object, body, occurred_at, created_at)
   select tenant_id, gen_random_uuid(), 'order.placed', gen_random_uuid(), '{}', at, at from spread
   returning tenant_id, id, created_at),
 numbered_messages as (select *, row_number() over () as k from said),
 sent as (insert into webhook_deliveries
     (tenant_id, id, endpoint_id, message_id, type, status, attempts, next_at, last_at, created_at)
   select s.tenant_id, gen_random_uuid(), l.id, s.id, 'order.placed', case when k %% 500 = 0 then 'waiting'
     when k %% 200 = 1 then 'failed' else 'delivered' end, 1, s.created_at, s.created_at, s.created_at
   from numbered_messages s join listening l on l.tenant_id = s.tenant_id),
 queued as (insert into procrastinate_jobs (queue_name, task_name, args, status)
   select 'mail', 'mail.' || k %% 20, jsonb_build_object('tenant', tenant_id),
     case when k %% 3 = 0 then 'failed' else 'todo' end::procrastinate_job_status from spread where k <= 1000),
 raised as (insert into alerts (id, kind, severity, tenant_id, status, opened_at, seen_at, told_at)
   select gen_random_uuid(), 'payments_failing', 'ticket', tenant_id, case when k <= 40 then 'open' else 'resolved' end,
     at, at, at from spread where k <= 5000)
insert into health_counts (slo, span, at, good, total)
  select o.slo, s.span, date_trunc(s.span, now() - k * ('1 ' || s.span)::interval), 990, 1000
  from unnest(%(objectives)s::text[]) o (slo) cross join (values ('minute', 2880), ('hour', 9600)) s (span, most)
  cross join lateral generate_series(0, s.most) k"""


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
        objectives = [*slo.BY_NAME, "payments_paypal", "payments_stripe", "payments_sandbox"]
        tx.run(WATCHED, merchants=MERCHANTS, things=THINGS, objectives=objectives)
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
        "health overview": (lambda: health.overview(work, OPERATOR), ROUNDS),
        "health database": (lambda: health.database(work, OPERATOR), ROUNDS),
        "dead letters": (lambda: [dead_letters.list_letters(work, OPERATOR, kind) for kind in LETTERS], ROUNDS),
        "alerts": (lambda: alerting.list_alerts(work, OPERATOR, status="live"), ROUNDS),
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
