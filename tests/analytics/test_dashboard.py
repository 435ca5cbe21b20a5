"""Sales by day and currency, what sold best, what waits: of what the caller's grants reach."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.checkout.bazaar import Bazaar
from tests.conftest import Clock
from tests.people import Shop
from tests.support.callers import limited, order

from duka.analytics import queries
from duka.analytics import work as waiting_work
from duka.analytics.types import Dashboard, WaitingWork
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden
from duka.kernel.work import Caller, Work

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
Asked = Callable[..., Dashboard]


@pytest.fixture
def dashboard(work: Work, shop: Shop, clock: Clock) -> Asked:
    clock.now = NOON

    def ask(caller: Caller = shop.caller, store: UUID | None = None) -> Dashboard:
        found = work.perform(caller, lambda ctx: queries.dashboard(ctx, store))
        assert work.last_statements <= 3
        return found

    return ask


def sold(work: Work, shop: Shop, number: str, ago: timedelta, minor: int, **columns: Any) -> UUID:
    at = NOON - ago
    return order(work, shop, number, total_minor=minor, placed_at=at, created_at=at, **columns)


def line(
    work: Work, shop: Shop, order_id: UUID, product: UUID, title: str, quantity: int, minor: int
) -> None:
    def act(ctx: Context) -> None:
        ctx.db.run(
            """insert into order_lines (tenant_id, id, order_id, position, product_id, variant_id, stock_item_id, sku,
                   title, quantity, unit, scale, pricing_mode, unit_price_minor, subtotal_minor, net_minor, tax_minor,
                   total_minor, tax_class)
               values (%(tenant)s, %(id)s, %(order)s, (select count(*) from order_lines l
                   where l.tenant_id = %(tenant)s and l.order_id = %(order)s), %(product)s, %(product)s, %(product)s,
                   'SKU', %(title)s, %(quantity)s, 'C62', 0, 'fixed', %(minor)s, %(minor)s, %(minor)s, 0, %(minor)s,
                   'standard')""",
            id=ids.new_id(),
            order=order_id,
            product=product,
            title=title,
            quantity=quantity,
            minor=minor,
        )

    work.perform(shop.caller, act)


def test_a_shop_that_sold_nothing_has_an_empty_page(dashboard: Asked) -> None:
    found = dashboard()
    assert found.today == date(2026, 11, 21)
    assert (found.sales, found.days, found.top_products) == ([], [], [])


def test_today_stands_beside_yesterday(work: Work, shop: Shop, dashboard: Asked) -> None:
    sold(work, shop, "1", timedelta(hours=1), 1000)
    sold(work, shop, "2", timedelta(hours=2), 500)
    sold(work, shop, "3", timedelta(hours=25), 700)
    sold(work, shop, "4", timedelta(hours=20), 40)  # yesterday, later in the day
    (sales,) = dashboard().sales
    assert (sales.currency, sales.orders, sales.sales_minor) == ("EUR", 2, 1500)
    assert (sales.yesterday_orders, sales.yesterday_sales_minor) == (2, 740)
    assert sales.yesterday_by_now_minor == 700


def test_each_of_thirty_days_is_there_and_currencies_are_not_mixed(
    work: Work, shop: Shop, dashboard: Asked
) -> None:
    sold(work, shop, "1", timedelta(days=29), 100)
    sold(work, shop, "2", timedelta(days=30), 99)  # too long ago
    sold(work, shop, "3", timedelta(hours=1), 250, currency="XOF")
    sold(work, shop, "4", timedelta(hours=1), 300, currency="XOF")
    days = dashboard().days
    euros = [day for day in days if day.currency == "EUR"]
    assert len(euros) == 30
    assert (euros[0].day, euros[0].sales_minor) == (date(2026, 10, 23), 100)
    assert sum(day.sales_minor for day in euros) == 100
    assert [day.sales_minor for day in days if day.currency == "XOF"][-1] == 550


def test_unplaced_and_cancelled_orders_are_no_sales(work: Work, shop: Shop, dashboard: Asked) -> None:
    order(work, shop, "1", placed_at=None, created_at=NOON)
    sold(work, shop, "2", timedelta(hours=1), 1000, status="cancelled")
    assert dashboard().sales == []


def test_a_day_begins_where_the_store_is(work: Work, shop: Shop, dashboard: Asked) -> None:
    east = make.store(
        work, shop.tenant, timezone="Pacific/Auckland"
    )  # there it is already tomorrow, one in the morning
    sold(work, shop, "1", timedelta(minutes=30), 100, store_id=east)
    sold(work, shop, "2", timedelta(hours=2), 900, store_id=east)
    found = dashboard(store=east)
    assert (found.timezone, found.today) == ("Pacific/Auckland", date(2026, 11, 22))
    assert (found.sales[0].sales_minor, found.sales[0].yesterday_sales_minor) == (100, 900)


def test_what_sold_best_comes_first_with_the_name_it_has_now(
    work: Work, shop: Shop, dashboard: Asked
) -> None:
    cloth, soap = ids.new_id(), ids.new_id()
    first = sold(work, shop, "1", timedelta(days=2), 1000)
    line(work, shop, first, cloth, "Cloth", 1, 800)
    line(work, shop, first, soap, "Soap", 4, 200)
    second = sold(work, shop, "2", timedelta(days=1), 900)
    line(work, shop, second, soap, "Fine soap", 14, 900)
    best = dashboard().top_products
    assert [(one.title, one.quantity, one.orders, one.sales_minor) for one in best] == [
        ("Fine soap", 18, 2, 1100),
        ("Cloth", 1, 1, 800),
    ]


def test_figures_of_other_stores_stay_theirs(work: Work, shop: Shop, dashboard: Asked) -> None:
    other = make.store(work, shop.tenant)
    sold(work, shop, "1", timedelta(hours=1), 100)
    sold(work, shop, "2", timedelta(hours=1), 900, store_id=other)
    narrow = limited(shop, shop.store)
    assert [sales.sales_minor for sales in dashboard(narrow).sales] == [100]
    assert [sales.sales_minor for sales in dashboard(store=other).sales] == [900]
    with pytest.raises(Forbidden):
        dashboard(narrow, other)
    with pytest.raises(Forbidden):
        dashboard(make.caller(shop.tenant, None, "orders:read"))


def test_a_stranger_sees_none_of_it(work: Work, shop: Shop, other_shop: Shop, dashboard: Asked) -> None:
    sold(work, shop, "1", timedelta(hours=1), 100)
    assert dashboard(other_shop.caller).sales == []


def waiting(work: Work, caller: Caller, store: UUID | None = None) -> WaitingWork:
    found = work.perform(caller, lambda ctx: waiting_work.waiting(ctx, store))
    assert work.last_statements <= 3
    return found


def test_what_waits_is_counted_by_need(work: Work, shop: Shop) -> None:
    other = make.store(work, shop.tenant)
    order(work, shop, "1")
    order(work, shop, "2", store_id=other)
    order(work, shop, "3", fulfillment_status="prepared")
    order(work, shop, "4", status="completed")
    found = waiting(work, shop.caller)
    assert found.orders is not None
    assert {need: count for need, count in found.orders.items() if count} == {"to_prepare": 2, "to_ship": 1}
    assert (waiting(work, shop.caller, other).orders or {})["to_prepare"] == 1


def test_each_sees_the_work_that_is_theirs(work: Work, shop: Shop) -> None:
    other = make.store(work, shop.tenant)
    order(work, shop, "1")
    order(work, shop, "2", store_id=other)
    narrow = limited(shop, other)
    assert (waiting(work, narrow).orders or {})["to_prepare"] == 1
    nobody = waiting(work, make.caller(shop.tenant, None, "stores:read"))
    assert (nobody.orders, nobody.drafts, nobody.low_stock, nobody.low_stock_count) == (
        None,
        None,
        None,
        None,
    )
    with pytest.raises(Forbidden):
        waiting(work, make.caller(shop.tenant, None, "orders:read"))


def test_shelves_that_run_low_come_emptiest_first(work: Work) -> None:
    bazaar = Bazaar(work).build()
    for on_hand, low_at in ((4, 5), (0, 5), (50, 5), (0, 0)):
        item = bazaar.item_of(bazaar.product())
        bazaar.perform(
            lambda ctx, item=item, on_hand=on_hand, low_at=low_at: ctx.db.run(
                """update stock_levels set on_hand = %(on_hand)s, low_at = %(low_at)s
                   where tenant_id = %(tenant)s and item_id = %(item)s""",
                item=item,
                on_hand=on_hand,
                low_at=low_at,
            )
        )
    found = waiting(work, bazaar.caller("staff"))
    assert [(low.available, low.low_at) for low in found.low_stock or []] == [(0, 5), (4, 5)]
    assert found.low_stock_count == 2
