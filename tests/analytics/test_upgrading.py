"""What there was before there were sums of days is counted after the upgrade: every day that a counting of everything marks."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import pytest
from tests.analytics import days
from tests.conftest import Clock
from tests.people import Shop
from tests.support.callers import order

from duka.analytics import marking
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.work import Work

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MIGRATION = Path(__file__).parents[2] / "migrations" / "sql" / "0014" / "08_analytics.sql"
HAPPENED: tuple[LiteralString, ...] = (
    """insert into payments (tenant_id, id, order_id, store_id, provider, attempt, status, currency, amount_minor, captured_minor,
           created_at, updated_at)
       values (%(tenant)s, %(payment)s, %(order)s, %(store)s, 'sandbox', 1, 'captured', 'EUR', 500, 500, %(at)s, %(at)s)""",
    """insert into refunds (tenant_id, id, payment_id, amount_minor, status, created_at, updated_at)
       values (%(tenant)s, %(id)s, %(payment)s, 100, 'done', %(at)s, %(at)s)""",
    """insert into refunds (tenant_id, id, payment_id, amount_minor, status, created_at, updated_at)
       values (%(tenant)s, %(id)s, %(payment)s, 100, 'pending', %(at)s, %(at)s)""",
    """insert into past_refunds (tenant_id, id, store_id, number, position, kind, refunded_at, currency, sku, title, quantity,
           amount_minor, created_at)
       values (%(tenant)s, %(id)s, %(store)s, 'R1', 1, 'goods', %(at)s, 'EUR', 'A', 'A', 1, 250, %(at)s)""",
    """insert into disputes (tenant_id, id, payment_id, provider_reference, status, amount_minor, currency, opened_at, updated_at)
       values (%(tenant)s, %(id)s, %(payment)s, 'D1', 'open', 500, 'EUR', %(at)s, %(at)s)""",
    """insert into fulfillments (tenant_id, id, order_id, location_id, position, status, prepared_at, shipped_at, delivered_at,
           updated_at)
       values (%(tenant)s, %(id)s, %(order)s, (select l.id from locations l where l.tenant_id = %(tenant)s limit 1), 2,
               'delivered', %(at)s, %(at)s, %(later)s, %(at)s)""",
    """insert into returns (tenant_id, id, order_id, store_id, position, number, kind, outcome, policy, by_customer, currency,
           requested_at, settled_at, updated_at)
       values (%(tenant)s, %(id)s, %(order)s, %(store)s, 1, 'R1', 'return', 'refund', '{}', true, 'EUR', %(at)s, %(later)s,
               %(at)s)""",
)
"""Each on a day of its own, five days after the former one; `later` is a day later."""


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock.now = NOON


def test_an_upgrade_marks_what_a_counting_of_everything_marks(work: Work, shop: Shop) -> None:
    placed = order(work, shop, "1", placed_at=NOON - timedelta(days=300), fulfillment_status="prepared")
    params: dict[str, Any] = {"order": placed, "store": shop.store, "payment": ids.new_id()}

    def act(ctx: Context) -> None:
        for n, statement in enumerate(HAPPENED):
            at = NOON - timedelta(days=200 - 5 * n)
            ctx.db.run(statement, id=ids.new_id(), at=at, later=at + timedelta(days=1), **params)
        ctx.db.run("delete from analytics_dirty_days where tenant_id = %(tenant)s")
        marking.mark_all(ctx)

    work.perform(shop.caller, act)
    expected = {
        (row["store_id"], row["day"]) for row in days.rows_of(work, shop.caller, "analytics_dirty_days")
    }
    assert len(expected) == 1 + 2 + 2 * 2 + 2
    assert upgraded(work, shop) == expected


def upgraded(work: Work, shop: Shop) -> set[tuple[UUID, date]]:
    """What the last statement of the migration would write of this company."""
    statement = MIGRATION.read_text(encoding="utf-8").rpartition("insert into analytics_dirty_days")[2]
    columns, _, read = statement.rstrip(";\n").partition("\n")
    assert columns.strip() == "(tenant_id, store_id, day, since)"
    with work.database.platform() as tx:
        rows = tx.all(
            f"""select x.store_id, x.day from ({read}) x (tenant_id, store_id, day, since)
                 where x.tenant_id = %(tenant)s""",
            tenant=shop.tenant.id,
        )
    return {(row.store_id, row.day) for row in rows}
