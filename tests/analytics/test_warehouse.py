"""Parquet files say what the tables say, hold nobody's name, and are written anew only where something changed."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from tests import make
from tests.analytics import days
from tests.analytics.test_counting import change, sell
from tests.analytics.test_figures import _line
from tests.analytics.test_stockouts import moved
from tests.conftest import Clock
from tests.people import Shop
from tests.support.callers import person

from duka.analytics import stockouts
from duka.analytics.warehouse import writing
from duka.analytics.warehouse.tables import DIMENSIONS, FACTS
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECRET = "a secret of this installation"


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock.now = NOON


def read(folder: Path, table: str) -> list[dict[str, Any]]:
    found = (
        sorted((folder / table).rglob("*.parquet"))
        if (folder / table).is_dir()
        else [folder / f"{table}.parquet"]
    )
    return [row for file in found for row in parquet.ParquetFile(file).read().to_pylist()]


def test_sums_are_those_of_the_tables(work: Work, shop: Shop, tmp_path: Path) -> None:
    awa = person(work, shop, "Awa Ndiaye", "awa@people.example")
    for n in range(6):
        placed = sell(work, shop, str(n), NOON - timedelta(days=20 * n), 100 + n, customer=awa)
        _line(work, shop, placed, ids.new_id(), 60)
        _line(work, shop, placed, ids.new_id(), 40 + n)

    def move(ctx: Context) -> None:
        ctx.db.run(
            """insert into past_refunds (tenant_id, id, store_id, number, position, kind, refunded_at, currency, sku, title,
                   quantity, amount_minor, created_at)
               values (%(tenant)s, %(id)s, %(store)s, 'R1', 1, 'goods', %(at)s, 'EUR', 'A', 'A', 1, 250, %(at)s)""",
            id=ids.new_id(),
            store=shop.store,
            at=NOON,
        )

    work.perform(shop.caller, move)
    done = writing.export(work, shop.tenant.id, tmp_path, SECRET)
    assert done.months >= 4
    lines = read(tmp_path, "fact_order_lines")
    sums = work.perform(
        shop.caller,
        lambda ctx: ctx.db.one(
            """select count(*) as lines, sum(l.total_minor) as total, sum(l.quantity) as quantity from order_lines l
                where l.tenant_id = %(tenant)s"""
        ),
    )
    assert sums is not None
    assert len(lines) == sums.lines == 12
    assert sum(line["total_minor"] for line in lines) == sums.total
    assert sum(line["quantity"] for line in lines) == sums.quantity
    assert [refund["amount_minor"] for refund in read(tmp_path, "fact_refunds")] == [250]
    (customer,) = read(tmp_path, "dim_customer")
    assert {line["customer_key"] for line in lines} == {customer["customer_key"]}
    assert customer["first_order_month"] == date(2026, 8, 1)
    assert set(customer) == {"customer_key", "country", "first_order_month"}
    dates = {row["date"] for row in read(tmp_path, "dim_date")}
    assert {line["date"] for line in lines} <= dates


def test_products_a_day_and_what_was_sold_out(work: Work, tmp_path: Path) -> None:
    shop = make.shop(work, timezone="UTC")
    tea = ids.new_id()
    for number in ("1", "2"):
        _line(work, shop, sell(work, shop, number, NOON), tea, 250)
    place = make.location(work, shop.tenant, "harbour")
    item = moved(work, shop, place, (NOON - timedelta(days=30), 5, 0), (NOON - timedelta(hours=36), -5, 0))

    def count() -> writing.Written:
        days.count(work, shop.caller)
        work.perform(Caller(shop.tenant.id), lambda ctx: stockouts.recount_since(ctx, date(2026, 11, 1)))
        return writing.export(work, shop.tenant.id, tmp_path, SECRET)

    count()
    expected = {
        "date": date(2026, 11, 21), "store_id": ids.public("store", shop.store), "product_id": ids.public("prod", tea),
        "channel": "storefront", "currency": "EUR", "orders": 2, "items": 4, "quantity": 4, "scale": 0, "unit": "C62",
        "gross_minor": 500, "discount_minor": 0, "tax_minor": 0, "total_minor": 500,
    }  # fmt: skip
    assert read(tmp_path, "fact_product_days") == [expected]
    assert read(tmp_path, "fact_stockouts") == [
        {"date": date(2026, 11, 20), "sku": item.hex, "location": "harbour", "minutes": 1440, "times": 1},
        {"date": date(2026, 11, 21), "sku": item.hex, "location": "harbour", "minutes": 720, "times": 0},
    ]
    assert count().months == 0
    _line(work, shop, sell(work, shop, "3", NOON), tea, 50)
    assert count().months == 2, "the lines, and the sums of their day"
    (changed,) = read(tmp_path, "fact_product_days")
    assert (changed["orders"], changed["total_minor"]) == (3, 550)


def test_nothing_says_who_it_was(work: Work, shop: Shop, tmp_path: Path) -> None:
    awa = person(work, shop, "Awa Ndiaye", "awa@people.example", phone="+221771234567")
    sell(work, shop, "1", NOON, customer=awa, email="awa@people.example")
    writing.export(work, shop.tenant.id, tmp_path, SECRET)
    everything = [str(row) for table in (*FACTS, *DIMENSIONS) if (tmp_path / table.name).exists() or
                  (tmp_path / f"{table.name}.parquet").exists() for row in read(tmp_path, table.name)]  # fmt: skip
    for said in ("Awa", "people.example", "771234567", awa.hex, str(awa)):
        assert not any(said in row for row in everything), said
    assert writing.Key("another", shop.tenant.id).of(awa) != writing.Key(SECRET, shop.tenant.id).of(awa)


def test_another_secret_writes_everything_anew(work: Work, shop: Shop, tmp_path: Path) -> None:
    awa = person(work, shop, "Awa Ndiaye")
    for number, at in (("1", NOON - timedelta(days=40)), ("2", NOON)):
        _line(work, shop, sell(work, shop, number, at, customer=awa), ids.new_id(), 50)
    assert writing.export(work, shop.tenant.id, tmp_path, SECRET).months == 2
    (former,) = read(tmp_path, "dim_customer")
    gone = tmp_path / "fact_order_lines" / "month=2020-01"
    gone.mkdir()
    done = writing.export(work, shop.tenant.id, tmp_path, "the next secret")
    assert (done.months, done.kept) == (2, 0)
    assert not gone.exists(), "a month of the former secret that has no rows any more"
    (customer,) = read(tmp_path, "dim_customer")
    assert {line["customer_key"] for line in read(tmp_path, "fact_order_lines")} == {customer["customer_key"]}
    assert customer["customer_key"] != former["customer_key"]
    assert writing.export(work, shop.tenant.id, tmp_path, "the next secret").kept == 2
    said = (tmp_path / "manifest.json").read_text()
    assert customer["customer_key"] not in said and "next secret" not in said


def test_only_months_that_changed_are_written_anew(work: Work, shop: Shop, tmp_path: Path) -> None:
    october, november = NOON - timedelta(days=40), NOON
    for number, at in (("1", october), ("2", november)):
        _line(work, shop, sell(work, shop, number, at), ids.new_id(), 50)
    first = writing.export(work, shop.tenant.id, tmp_path, SECRET)
    again = writing.export(work, shop.tenant.id, tmp_path, SECRET)
    assert (first.months, again.months, again.kept) == (2, 0, 2)
    late = sell(work, shop, "3", october)
    _line(work, shop, late, ids.new_id(), 70)
    third = writing.export(work, shop.tenant.id, tmp_path, SECRET)
    assert (third.months, third.kept) == (1, 1)
    assert sorted(line["total_minor"] for line in read(tmp_path, "fact_order_lines")) == [50, 50, 70]
    change(work, shop, late, "status = 'cancelled'")
    assert writing.export(work, shop.tenant.id, tmp_path, SECRET).months == 1
    assert sum(line["is_cancelled"] for line in read(tmp_path, "fact_order_lines")) == 1
