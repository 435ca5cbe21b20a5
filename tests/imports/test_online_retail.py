"""A shop's invoices in the shape of Online Retail: every kind of dirt, in a file of our own."""

import gzip
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests import make

from duka.cli import import_files
from duka.cli.import_orders import table
from duka.imports import queries
from duka.imports.errors import UnreadableFile, WrongColumns
from duka.imports.retail import countries, reading, reckoning, sorting, writing
from duka.imports.retail.reckoning import Reckoning
from duka.imports.retail.writing import Report
from duka.kernel.context import SYSTEM, Actor
from duka.kernel.errors import Forbidden
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Caller, Work
from duka.orders import queries as order_queries
from duka.orders import staff_queries

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
ROWS = """
1001,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
1001,85123A,WHITE HEART,4,2010-12-01 08:26:00,2.10,17850.0,United Kingdom
1001,POST,POSTAGE,1,2010-12-01 08:26:00,18.0,17850.0,United Kingdom
1001,FREE,A CARD WITH IT,1,2010-12-01 08:26:00,0.0,17850.0,United Kingdom
1002,71053,"LANTERN, METAL",3,2010-12-31 23:59:00,3.39,,EIRE
1002,71053,"LANTERN, METAL",1,2011-01-01 00:00:00,3.39,,EIRE
1003,PADS,PADS TO MATCH,1,2011-01-02 09:00:00,0.001,13047.0,France
1003,85123a,WHITE HEART,8,2011-01-02 09:00:00,0.125,13047.0,France
1004,22139,wrongly coded,-12,2011-01-03 09:00:00,0.0,,United Kingdom
1005,22139,,5,2011-01-03 09:10:00,0.0,,United Kingdom
1006,DOT,DOTCOM POSTAGE,1,2011-01-04 09:00:00,120.5,,United Kingdom
C1007,85123A,WHITE HEART,-5,2011-01-05 10:00:00,2.55,17850.0,United Kingdom
C1007,85123A,WHITE HEART,-4,2011-01-05 10:00:00,2.10,17850.0,United Kingdom
C1007,85123A,WHITE HEART,-9,2011-01-05 10:00:00,2.55,17850.0,United Kingdom
C1008,71053,"LANTERN, METAL",-1,2011-01-06 10:00:00,3.39,12001.0,EIRE
C1009,D,Discount,-1,2011-01-06 11:00:00,27.5,13047.0,France
C1010,AMAZONFEE,AMAZON FEE,-1,2011-01-07 11:00:00,300,,United Kingdom
C1011,POST,POSTAGE,-1,2011-01-07 12:00:00,18.0,17850.0,United Kingdom
A1012,B,Adjust bad debt,1,2011-01-08 11:00:00,-11062.06,,United Kingdom
A1013,B,Adjust bad debt,1,2011-01-08 11:01:00,11.06,,United Kingdom
1014,M,Manual,2,2011-01-09 11:00:00,1.25,13047.0,Atlantis
1001,22423,CAKESTAND,1,2010-12-01 08:26:00,12.75,17850.0,United Kingdom
"""
BROKEN = """
1015,22423,CAKESTAND,one,2011-01-09 11:00:00,12.75,13047.0,France
1016,22423,CAKESTAND,1,yesterday,12.75,13047.0,France
1017,22423,CAKESTAND,1,2011-01-09 11:00:00,NaN,13047.0,France
,22423,CAKESTAND,1,2011-01-09 11:00:00,12.75,13047.0,France
1018,,CAKESTAND,1,2011-01-09 11:00:00,12.75,13047.0,France
1019,22423
1020,22423,CAKESTAND,99999999999,2011-01-09 11:00:00,12.75,13047.0,France
"""


class Counter:
    """A shop in London with one location, and the file it is given."""

    def __init__(self, work: Work, folder: Path) -> None:
        self.work, self.folder = work, folder
        tenant = make.tenant(work)
        self.slug = tenant.slug
        self.caller = Caller(tenant.id, SYSTEM)
        self.store = make.store(work, tenant, "GBP", "GB", slug="london", timezone="Europe/London")
        make.location(work, tenant, "depot")

    def do(self, act: Any) -> Any:
        return self.work.perform(self.caller, act)

    def file(self, rows: str = ROWS, name: str = "retail.csv") -> Path:
        path = self.folder / name
        data = (HEADER + "\n" + rows.strip() + "\n").encode()
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    def take(self, rows: str = ROWS, **more: Any) -> tuple[Report, Reckoning]:
        store = self.do(lambda ctx: queries.places(ctx, "london")).store
        publishes = more.pop("publishes", False)
        job = writing.prepare(
            self.work, self.caller, reading.read(self.file(rows)), store, publishes=publishes
        )
        return writing.run(self.work, self.caller, job, **more), reckoning.reckon(self.work, self.caller, job)

    def rows(self, statement: str, **params: Any) -> list[Any]:
        found: list[Any] = self.do(lambda ctx: ctx.db.all(statement, **params))
        return found

    def counts(self) -> dict[str, int]:
        tables = ("orders", "order_lines", "past_refunds", "past_refund_parts", "products", "variants", "customers",
                  "fulfillments", "fulfillment_lines", "payments", "stock_ledger", "ledger_entries")  # fmt: skip
        return {
            table: self.rows(f"select count(*) as n from {table} where tenant_id = %(tenant)s")[0].n
            for table in tables
        }


@pytest.fixture
def counter(work: Work, tmp_path: Path) -> Counter:
    return Counter(work, tmp_path)


def test_every_penny_of_the_file_is_an_order_a_refund_or_a_difference_that_is_told(counter: Counter) -> None:
    report, found = counter.take()
    assert (report.summary.created, report.summary.unchanged, report.summary.refused) == (10, 4, 0)
    assert [(m.month, m.file, m.ours, m.why) for m in found.months] == [
        (
            "2010-12",
            Decimal("64.62"),
            Decimal("68.01"),
            {sorting.OTHER_MONTH: Decimal("-3.39")},
        ),
        (
            "2011-01",
            Decimal("-11316.599"),
            Decimal("-268.99"),
            {
                sorting.BAD_DEBT: Decimal("-11051.00"),
                sorting.OTHER_MONTH: Decimal("3.39"),
                sorting.TOO_FINE: Decimal("0.001"),
            },
        ),
    ]
    assert found.is_explained
    assert sum(m.difference for m in found.months) == Decimal("-11050.999")
    assert (found.refunds, found.refunds_without_sale) == (7, 4)


def test_orders_are_dated_and_priced_as_in_the_file(counter: Counter) -> None:
    counter.take()
    orders = {
        row.number: row
        for row in counter.rows(
            """select o.*, o.placed_at at time zone 'Europe/London' as local from orders o
               where o.tenant_id = %(tenant)s"""
        )
    }
    assert set(orders) == {"1001", "1002", "1003", "1006", "1014"}
    first = orders["1001"]
    assert (first.subtotal_minor, first.shipping_minor, first.total_minor) == (3645, 1800, 5445)
    assert str(first.local) == "2010-12-01 08:26:00"
    assert (first.status, first.sales_channel, first.currency) == ("completed", "import", "GBP")
    assert first.email == "customer-17850@example.invalid"
    assert first.shipping_address == {"name": "Customer 17850", "country": "GB"}
    assert (orders["1002"].customer_id, orders["1002"].email) == (None, "")
    assert orders["1014"].shipping_address["country"] == ""
    lines = counter.rows(
        """select o.number, l.sku, l.quantity, l.unit_price_minor, l.total_minor from order_lines l
           join orders o on o.tenant_id = %(tenant)s and o.id = l.order_id
           where l.tenant_id = %(tenant)s order by o.number, l.position"""
    )
    assert [tuple(row) for row in lines] == [
        ("1001", "85123A", 6, 255, 1530),
        ("1001", "85123A", 4, 210, 840),
        ("1001", "FREE", 1, 0, 0),
        ("1001", "22423", 1, 1275, 1275),
        ("1002", "71053", 3, 339, 1017),
        ("1002", "71053", 1, 339, 339),
        ("1003", "PADS", 1, 0, 0),
        ("1003", "85123a", 8, 13, 100),
        ("1006", "DOT", 1, 12050, 12050),
        ("1014", "M", 2, 125, 250),
    ]


def test_imported_orders_are_read_as_others_are(counter: Counter) -> None:
    counter.take()
    for row in counter.rows("select id, number from orders where tenant_id = %(tenant)s"):
        order = counter.do(lambda ctx, id=row.id: order_queries.order(ctx, id))
        assert (order.number, order.shipping_method.code) == (row.number, "imported")
        seen = counter.do(lambda ctx, id=row.id: staff_queries.detail(ctx, id))
        assert seen.number == row.number


def test_cancellations_find_the_purchase_of_the_same_customer_article_and_price(counter: Counter) -> None:
    counter.take()
    parts = counter.rows(
        """select r.number, r.position, l.position as line, p.quantity, p.amount_minor from past_refund_parts p
           join past_refunds r on r.tenant_id = %(tenant)s and r.id = p.refund_id
           join order_lines l on l.tenant_id = %(tenant)s and l.id = p.order_line_id
           where p.tenant_id = %(tenant)s order by 1, 2, 3"""
    )
    # Of the third line of C1007, nine pieces, one was bought and not given back before: eight stay without a sale.
    assert [tuple(row) for row in parts] == [
        ("C1007", 0, 0, 5, 1275),
        ("C1007", 1, 1, 4, 840),
        ("C1007", 2, 0, 1, 255),
    ]
    (order,) = counter.rows("select o.* from orders o where o.tenant_id = %(tenant)s and o.number = '1001'")
    assert (order.payment_status, order.fulfillment_status) == ("partially_refunded", "partially_returned")
    kinds = counter.rows(
        "select r.number, r.kind, r.amount_minor from past_refunds r where r.tenant_id = %(tenant)s order by 1, r.position"
    )
    assert [tuple(row) for row in kinds][3:] == [
        ("C1008", "goods", 339),
        ("C1009", "discount", 2750),
        ("C1010", "charge", 30000),
        ("C1011", "postage", 1800),
    ]
    spent = counter.rows(
        "select c.name, c.orders_count, c.spent_minor from customers c where c.tenant_id = %(tenant)s order by 1"
    )
    assert [tuple(row) for row in spent] == [
        ("Customer 12001", 0, 0),
        ("Customer 13047", 2, 350),
        ("Customer 17850", 1, 5445 - 2370),
    ]


def test_nothing_moves_in_stock_payments_or_the_books(counter: Counter) -> None:
    counter.take()
    counts = counter.counts()
    assert (counts["payments"], counts["stock_ledger"], counts["ledger_entries"]) == (0, 0, 0)
    assert counts["fulfillment_lines"] == counts["order_lines"] == 10
    (row,) = counter.rows("select value from counters c where c.tenant_id = %(tenant)s and c.name = 'orders'")
    assert row.value >= 1014


def test_goods_that_are_missing_are_made_and_others_left_alone(counter: Counter) -> None:
    report, _ = counter.take(publishes=True)
    products = counter.rows(
        """select v.sku, p.title, p.status, v.tracks_stock, r.base_minor from products p
           join variants v on v.tenant_id = %(tenant)s and v.product_id = p.id
           left join prices r on r.tenant_id = %(tenant)s and r.variant_id = v.id
           where p.tenant_id = %(tenant)s order by v.sku collate "C" """
    )
    assert report.products == len(products) == 13
    found = {row.sku: tuple(row)[1:] for row in products}
    assert found["85123A"] == ("WHITE HEART", "active", False, 210)
    assert found["22139"] == ("22139", "draft", False, None)
    assert found["POST"] == ("POSTAGE", "draft", False, None)
    assert found["FREE"] == ("A CARD WITH IT", "draft", False, None)
    again, _ = counter.take(ROWS.replace("WHITE HEART", "BLACK HEART"), publishes=True)
    assert again.products == 0


def test_twice_is_safe(counter: Counter) -> None:
    counter.take()
    before = counter.counts()
    report, found = counter.take()
    assert (report.summary.created, report.summary.unchanged, report.products) == (0, 14, 0)
    assert counter.counts() == before
    assert found.is_explained and report.matched.parts == 0


def test_a_run_that_was_killed_goes_on_where_it_was(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "CHUNK", 2)

    class Killed(Exception):
        pass

    def stop(outcomes: Any, last_row: int, summary: Any) -> None:
        if summary.created >= 2:
            raise Killed

    with pytest.raises(Killed):
        counter.take(tell=stop)
    report, found = counter.take()
    assert report.summary.resumed_after > 0
    assert (report.summary.created, report.summary.unchanged) == (10, 4)
    assert found.is_explained and found.refunds == 7


def test_a_number_of_somebody_else_is_told_as_a_difference(counter: Counter) -> None:
    counter.take("1014,M,Manual,2,2011-01-09 11:00:00,1.25,,France")
    counter.do(
        lambda ctx: ctx.db.run("update orders set sales_channel = 'till' where tenant_id = %(tenant)s")
    )
    _, found = counter.take(
        "1014,M,Manual,2,2011-01-09 11:00:00,1.25,,France\n1,A,B,1,2011-01-09 11:00:00,2,,"
    )
    assert found.months[0].why == {reckoning.REFUSED: Decimal("2.50")}
    assert found.is_explained


def test_a_day_to_come_is_refused(counter: Counter) -> None:
    report, found = counter.take("1014,M,Manual,2,2911-01-09 11:00:00,1.25,,France")
    assert report.summary.refused == 1
    assert found.months[0].why == {reckoning.REFUSED: Decimal("2.50")}


def test_rows_that_cannot_be_read_are_told_with_their_row(counter: Counter) -> None:
    file = reading.read(counter.file(ROWS.strip() + BROKEN))
    assert [problem.row for problem in file.problems] == [24, 25, 26, 27, 28, 29, 30]
    assert "not a whole number" in str(file.problems[0])
    assert len(file.invoices) == 14


def test_files_of_other_shapes_are_refused(tmp_path: Path, counter: Counter) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(WrongColumns):
        reading.read(other)
    other.write_bytes(b"\x1f\x8bnothing")
    with pytest.raises(UnreadableFile):
        reading.read(other)
    with pytest.raises(UnreadableFile):
        reading.read(tmp_path / "none.csv")
    assert reading.read(counter.file(name="retail.csv.gz")).invoices[0].number == "1001"


def test_who_may_not_import_imports_nothing(counter: Counter) -> None:
    store = counter.do(lambda ctx: queries.places(ctx, "london")).store
    stranger = Caller(counter.caller.tenant, Actor("staff", UUID(int=1), "Kofi"), frozenset({"orders:read"}))
    with pytest.raises(Forbidden):
        writing.prepare(counter.work, stranger, reading.read(counter.file()), store, publishes=False)
    assert counter.counts()["orders"] == 0


def test_the_command(
    counter: Counter, urls: Urls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, url in (("APP", urls.app), ("PLATFORM", urls.platform), ("MIGRATOR", urls.migrator)):
        monkeypatch.setenv(f"DUKA_{name}_URL", url)
    monkeypatch.setenv("DUKA_DATA", str(counter.folder / "data"))
    words = ["orders", "--format", "online-retail", str(counter.file()), "--store"]
    assert import_files.main([*words, f"{counter.slug}/london"]) == 0
    out = capsys.readouterr().out
    assert "22 lines of 14 invoices, 13 stock codes" in out
    assert "1 stock codes differ" in out
    assert "10 created, 4 unchanged, 0 refused. 13 products made, 3 customers." in out
    assert "finer than a penny 0.001" in out
    assert import_files.main([*words, f"{counter.slug}/london", "--currency", "EUR"]) == 1
    assert "not in EUR" in capsys.readouterr().err


def test_the_table_lines_up() -> None:
    month = reckoning.Month("2011-04", Decimal("493207.121"), Decimal("493207.12"), {"why": Decimal("0.001")})
    lines = table(Reckoning([month], {}, 0, 0))
    assert lines[1] == "2011-04  493,207.121  493,207.12       0.001  why 0.001"
    assert lines[2].startswith("total    493,207.121")


def test_countries() -> None:
    words = ("United Kingdom", "EIRE", "USA", "Channel Islands", "Unspecified", "Hong Kong", "Germany")
    assert [countries.code_of(word) for word in words] == ["GB", "IE", "US", "JE", "", "HK", "DE"]
