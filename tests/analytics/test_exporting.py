"""Files say what the lists say, in full and in plain decimal numbers."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from tests import make
from tests.analytics import days
from tests.analytics.test_best_sellers import listed
from tests.analytics.test_counting import sell
from tests.analytics.test_figures import _line
from tests.analytics.test_stockouts import moved
from tests.conftest import Clock
from tests.people import Shop
from tests.support.callers import limited, person

from duka.analytics import cohorts, exporting, stockouts
from duka.analytics.asking import Filters
from duka.analytics.periods import Period
from duka.kernel import ids
from duka.kernel.errors import Forbidden
from duka.kernel.work import Caller, Work

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock.now = NOON


def lines(content: bytes) -> list[str]:
    text = content.decode()
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    return text.removeprefix("\ufeff").splitlines()


def test_all_products_in_every_currency(work: Work, shop: Shop) -> None:
    tea, _ = listed(work, shop, '=Tea, "green"')
    rice = ids.new_id()
    home = sell(work, shop, "1", NOON)
    _line(work, shop, home, tea, 700)
    _line(work, shop, home, rice, 1250)
    _line(work, shop, sell(work, shop, "2", NOON, currency="XOF"), tea, 5000)
    _line(work, shop, sell(work, shop, "3", NOON - timedelta(days=40)), tea, 305)
    days.count(work, shop.caller)

    prod = partial(ids.public, "prod")

    def told(before: Period | None, size: int, filters: Filters) -> list[str]:
        pieces = list(exporting.products(work, shop.caller, NOVEMBER, before, filters, size))
        assert len(pieces) == 1 + -(-3 // size)
        return lines(b"".join(pieces))

    title = '''"'=Tea, ""green"""'''
    for size in (1, 2, 500):
        assert told(OCTOBER, size, Filters()) == [
            "product_id,title,currency,orders,quantity,unit,revenue,compared_revenue",
            f"{prod(rice)},,EUR,1,2,C62,12.50,0.00",
            f"{prod(tea)},{title},EUR,1,2,C62,7.00,3.05",
            f"{prod(tea)},{title},XOF,1,2,C62,5000,0",
        ]
    assert told(None, 500, Filters())[1].endswith("12.50,")
    (_, only) = lines(
        b"".join(exporting.products(work, shop.caller, NOVEMBER, None, Filters(currency="XOF")))
    )
    assert only.endswith("XOF,1,2,C62,5000,")


def test_all_cohorts_in_every_currency(work: Work, shop: Shop) -> None:
    awa, ben = person(work, shop, "Awa"), person(work, shop, "Ben")
    sell(work, shop, "1", NOON - timedelta(days=800), 100, customer=awa)  # September 2024
    sell(work, shop, "2", NOON - timedelta(days=800), 150, customer=ben)
    sell(work, shop, "3", NOON, 300, customer=awa)
    sell(work, shop, "4", NOON, 9000, customer=ben, currency="XOF")
    days.count(work, shop.caller)
    work.perform(Caller(shop.tenant.id), cohorts.recount)
    head = "first_order,currency,months_since,customers,percent,orders,revenue"
    euro = ["2024-09,EUR,0,2,100.0000,2,2.50", "2024-09,EUR,26,1,50.0000,1,3.00"]
    franc = ["2026-11,XOF,0,1,100.0000,1,9000"]
    assert lines(work.perform(shop.caller, exporting.cohorts)) == [head, *euro, *franc]
    asked = work.perform(shop.caller, lambda ctx: exporting.cohorts(ctx, shop.store, "XOF"))
    assert lines(asked) == [head, *franc]
    with pytest.raises(Forbidden):
        work.perform(limited(shop, shop.store), exporting.cohorts)


def test_all_that_was_sold_out(work: Work) -> None:
    shop = make.shop(work, timezone="UTC")
    place = make.location(work, shop.tenant, name="-Harbour")
    at = datetime(2026, 11, 17, 18, tzinfo=UTC)
    back = moved(
        work, shop, place, (at - timedelta(days=1), 5, 0), (at, -5, 0), (at + timedelta(hours=30), 2, 0)
    )
    out = moved(work, shop, place, (NOON - timedelta(days=20), 5, 0), (NOON - timedelta(hours=2), 0, 5))
    work.perform(Caller(shop.tenant.id), lambda ctx: stockouts.recount_since(ctx, NOVEMBER.since))
    head = "sku,title,product_id,location,days,times,minutes,compared_minutes,is_out"
    assert lines(work.perform(shop.caller, lambda ctx: exporting.stockouts(ctx, NOVEMBER, OCTOBER))) == [
        head,
        f"{back.hex},{back.hex},,'-Harbour,2,1,1800,0,no",
        f"{out.hex},{out.hex},,'-Harbour,1,1,120,0,yes",
    ]
    assert lines(work.perform(shop.caller, lambda ctx: exporting.stockouts(ctx, OCTOBER, None))) == [head]
