"""What is asked each minute of tables that grow for ever reads what waits or failed lately, not the table."""

import psycopg
import pytest
from tests.people import Shop

from duka.control import gauges
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work

FILL = """
with numbered as (select n, gen_random_uuid() as id, now() - n * interval '1 hour' as at from generate_series(1, 10000) n),
 mailed as (insert into mails (tenant_id, id, recipient, kind, locale, subject, text, html, status, created_at, updated_at)
   select %(tenant)s, id, 'sam@acorn.example', 'test', 'en', '', '', '',
     case when n %% 50 = 0 then 'failed' else 'sent' end, at, at from numbered),
 listening as (insert into webhook_endpoints (tenant_id, id, url, events, secret, created_at, updated_at)
   values (%(tenant)s, gen_random_uuid(), 'https://erp.example', '{*}', '', now(), now()) returning id),
 said as (insert into webhook_messages (tenant_id, id, type, object, body, occurred_at, created_at)
   select %(tenant)s, id, 'test', id, '{}', at, at from numbered)
insert into webhook_deliveries (tenant_id, id, endpoint_id, message_id, type, status, next_at, last_at, created_at)
select %(tenant)s, n.id, e.id, n.id, 'test', case when n %% 5 = 0 then 'failed' else 'delivered' end, at, at, at
from numbered n cross join listening e"""


@pytest.mark.parametrize(
    "index",
    [
        "mails_waiting",
        "mails_failed",
        "webhook_deliveries_due",
        "webhook_deliveries_sending",
        "webhook_deliveries_failed_at",
    ],
)
def test_what_waits_is_counted_from_indexes(plan: str, index: str) -> None:
    assert f"{index} on" in plan and "Seq Scan" not in plan, plan


@pytest.fixture
def plan(work: Work, shop: Shop, urls: Urls) -> str:
    """Of 10,000 letters and webhooks that are no more there afterwards."""
    with psycopg.connect(urls.platform) as connection:
        connection.execute(FILL, {"tenant": shop.tenant.id})
        connection.execute("set local enable_seqscan = off")
        connection.execute("set local enable_bitmapscan = off")
        rows = connection.execute("explain " + gauges.EVENTS, {"now": work.clock()}).fetchall()
        connection.rollback()
    return "\n".join(line for (line,) in rows)
