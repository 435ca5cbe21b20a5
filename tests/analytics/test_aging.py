"""Old orders lose their buyer: who they were is not told in what was written for a warehouse, and who bought then is no new
customer now."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.analytics import days
from tests.analytics.test_counting import sell, sold
from tests.analytics.test_figures import _line
from tests.analytics.test_warehouse import SECRET, read
from tests.conftest import Clock
from tests.people import Shop
from tests.support.callers import person

from duka.analytics import cohorts, company
from duka.analytics.warehouse import writing
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.privacy import aging

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
YEARS_AGO = NOON - timedelta(days=800)  # 12 September 2024


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock.now = NOON


def age(work: Work, shop: Shop) -> int:
    def act(ctx: Context) -> int:
        return aging.anonymise(ctx, aging.find(ctx, NOON - timedelta(days=365), 100))

    return work.perform(Caller(shop.tenant.id), act)


def test_a_month_that_was_exported_is_written_anew_without_the_customer(
    work: Work, shop: Shop, tmp_path: Path
) -> None:
    awa = person(work, shop, "Awa")
    for number, at in (("1", YEARS_AGO), ("2", NOON)):
        _line(work, shop, sell(work, shop, number, at, customer=awa), ids.new_id(), 50)

    def keys() -> list[tuple[date, bool]]:
        writing.export(work, shop.tenant.id, tmp_path, SECRET)
        lines = read(tmp_path, "fact_order_lines")
        return sorted((line["date"], line["customer_key"] is not None) for line in lines)

    old, new = YEARS_AGO.date(), NOON.date()
    assert keys() == [(old, True), (new, True)]
    assert age(work, shop) == 1
    assert keys() == [(old, False), (new, True)]
    (customer,) = read(tmp_path, "dim_customer")
    assert customer["first_order_month"] == date(2024, 9, 1)


def test_who_bought_long_ago_is_no_new_customer(work: Work, shop: Shop) -> None:
    awa, ben = person(work, shop, "Awa"), person(work, shop, "Ben")
    sell(work, shop, "1", YEARS_AGO, customer=awa)
    sell(work, shop, "2", YEARS_AGO, customer=ben, status="cancelled")
    sell(work, shop, "3", YEARS_AGO)
    assert age(work, shop) == 3
    firsts: dict[Any, Any] = {
        row["id"]: row["first_order_month"] for row in days.rows_of(work, shop.caller, "customers")
    }
    assert firsts == {awa: date(2024, 9, 1), ben: None}
    for number, customer in (("4", awa), ("5", ben)):
        sell(work, shop, number, NOON, customer=customer)
    assert sold(work, shop, "day", "orders", "first_orders", "repeat_orders")[-1] == (NOON.date(), 2, 1, 1)
    work.perform(Caller(shop.tenant.id), cohorts.recount)
    (november,) = work.perform(shop.caller, lambda ctx: company.cohorts(ctx))
    assert (november.month, november.customers) == (date(2026, 11, 1), 1)
