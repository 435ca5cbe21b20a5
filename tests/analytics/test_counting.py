"""Days are counted from rows: what counts, on which day, for whom; and what comes late."""

import time
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, date, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

import pytest
from tests import make
from tests.analytics import days
from tests.conftest import Clock
from tests.people import Shop
from tests.support.callers import order, person

from duka.analytics import cohorts, counting, marking
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.db import Tx
from duka.kernel.work import Caller, Work

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock.now = NOON


def sell(work: Work, shop: Shop, number: str, at: datetime, minor: int = 1000, **columns: Any) -> UUID:
    placed = order(work, shop, number, total_minor=minor, placed_at=at, created_at=at, **columns)
    work.perform(shop.caller, lambda ctx: marking.mark_order(ctx, placed))
    return placed


def change(work: Work, shop: Shop, order_id: UUID, sets: str) -> None:
    def act(ctx: Context) -> None:
        ctx.db.run(f"update orders set {sets} where tenant_id = %(tenant)s and id = %(id)s", id=order_id)
        marking.mark_order(ctx, order_id)

    work.perform(shop.caller, act)


def sold(work: Work, shop: Shop, *columns: str) -> list[tuple[Any, ...]]:
    days.count(work, shop.caller)
    rows = days.rows_of(work, shop.caller, "sales_days")
    return sorted(tuple(row[column] for column in columns) for row in rows)


def test_a_day_is_one_where_the_store_is(work: Work) -> None:
    shop = make.shop(work, timezone="America/New_York")
    sell(work, shop, "1", datetime(2026, 11, 20, 4, 59, tzinfo=UTC))
    sell(work, shop, "2", datetime(2026, 11, 20, 5, 0, tzinfo=UTC), 300)
    assert sold(work, shop, "day", "orders", "total_minor") == [
        (date(2026, 11, 19), 1, 1000),
        (date(2026, 11, 20), 1, 300),
    ]


def test_a_cancelled_order_counts_no_longer_on_the_day_it_was_placed(work: Work, shop: Shop) -> None:
    first = sell(work, shop, "1", NOON - timedelta(days=3))
    assert sold(work, shop, "orders", "cancelled") == [(1, 0)]
    change(work, shop, first, "status = 'cancelled'")
    assert sold(work, shop, "day", "orders", "cancelled", "total_minor") == [(date(2026, 11, 18), 0, 1, 0)]


def test_a_backdated_order_takes_the_place_of_a_customers_first(work: Work, shop: Shop) -> None:
    awa = person(work, shop, "Awa")
    sell(work, shop, "1", NOON - timedelta(days=3), customer=awa)
    sell(work, shop, "2", NOON - timedelta(days=2), customer=awa)
    assert sold(work, shop, "day", "first_orders", "repeat_orders") == [
        (date(2026, 11, 18), 1, 0),
        (date(2026, 11, 19), 0, 1),
    ]
    # two come at once, and are told one after the other
    early = [
        order(work, shop, n, awa, placed_at=NOON - timedelta(days=d), created_at=NOON)
        for n, d in (("3", 9), ("4", 8))
    ]
    for one in early:
        work.perform(shop.caller, lambda ctx, one=one: marking.mark_order(ctx, one))  # type: ignore[misc]
    assert sold(work, shop, "day", "first_orders", "repeat_orders") == [
        (date(2026, 11, 12), 1, 0),
        (date(2026, 11, 13), 0, 1),
        (date(2026, 11, 18), 0, 1),
        (date(2026, 11, 19), 0, 1),
    ]
    change(work, shop, early[0], "status = 'cancelled'")
    assert sold(work, shop, "first_orders", "repeat_orders", "cancelled") == [
        (0, 0, 1),
        (0, 1, 0),
        (0, 1, 0),
        (1, 0, 0),
    ]


def test_currencies_channels_and_countries_stand_apart(work: Work, shop: Shop) -> None:
    sell(work, shop, "1", NOON)
    sell(work, shop, "2", NOON, 700, currency="XOF", sales_channel="staff")
    assert sold(work, shop, "currency", "channel", "country", "total_minor") == [
        ("EUR", "storefront", "SN", 1000),
        ("XOF", "staff", "SN", 700),
    ]


def test_refunds_of_an_earlier_system_mark_their_day_by_themselves(work: Work, shop: Shop) -> None:
    def act(ctx: Context) -> None:
        ctx.db.run(
            """insert into past_refunds (tenant_id, id, store_id, number, position, kind, refunded_at, currency, sku, title,
                   quantity, amount_minor, created_at)
               values (%(tenant)s, %(id)s, %(store)s, 'R1', 1, 'goods', %(at)s, 'EUR', 'A', 'A', 1, 250, %(now)s)""",
            id=ids.new_id(),
            store=shop.store,
            at=NOON - timedelta(days=400),
            now=NOON,
        )

    work.perform(shop.caller, act)
    assert sold(work, shop, "day", "refund_minor", "channel") == [(date(2025, 10, 17), 250, "import")]


def test_a_store_that_moves_has_all_its_days_cut_anew(work: Work, shop: Shop) -> None:
    sell(work, shop, "1", datetime(2026, 11, 10, 23, 30, tzinfo=UTC))
    before = sold(work, shop, "day")

    def move(ctx: Context) -> None:
        ctx.db.run(
            "update stores set timezone = 'Asia/Tokyo' where tenant_id = %(tenant)s and id = %(id)s",
            id=shop.store,
        )
        marking.mark_today(ctx, shop.store)

    work.perform(shop.caller, move)
    assert sold(work, shop, "day") == [(date(2026, 11, 11),)]
    assert before != []


def test_days_counted_while_cohorts_are_make_them_due_again(work: Work, shop: Shop) -> None:
    sell(work, shop, "1", NOON)
    days.count(work, shop.caller)
    sell(work, shop, "2", NOON)
    system = Caller(shop.tenant.id)
    with ThreadPoolExecutor(2) as threads:
        with work.database.platform() as tx:
            tx.run("lock table cohort_months in share mode")
            slow = threads.submit(work.perform, system, cohorts.recount)
            _wait_for(tx, "relation = 'cohort_months'::regclass and not granted")
            quick = threads.submit(work.perform, system, counting.count_due)
            wait([quick], timeout=1)
        slow.result(30)
        assert quick.result(30) == 1
    (state,) = days.rows_of(work, shop.caller, "analytics_states")
    assert state["cohorts_due"]


def _wait_for(tx: Tx, lock: LiteralString) -> None:
    for _ in range(500):
        if tx.value(f"select exists (select from pg_locks where {lock})"):
            return
        time.sleep(0.02)
    raise AssertionError("nobody waits for it")


def test_counting_twice_changes_nothing(work: Work, shop: Shop) -> None:
    sell(work, shop, "1", NOON)
    days.count(work, shop.caller)
    kept = days.sums(work, shop.caller)
    assert days.count(work, shop.caller) == 0
    assert days.recounted(work, shop.caller) == kept
