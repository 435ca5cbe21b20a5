"""The books open with what happened before there were any, and agree with it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from duka.kernel import migrations, postgres_roles
from duka.kernel.cache import Cache
from duka.kernel.db import Database
from duka.kernel.ids import new_id
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Caller, Work
from duka.ledger import verifying

ORDER = """
insert into orders (tenant_id, id, store_id, number, status, sales_channel, placed_at, cancelled_at, keeps_payment, currency,
    locale, prices_include_tax, is_estimated, subtotal_minor, shipping_minor, tax_minor, total_minor, email, shipping_address,
    billing_address, shipping_method, payment_method, tracking_hash, created_at, updated_at)
values (%(tenant)s, %(id)s, %(store)s, %(number)s, %(status)s, %(channel)s,
    case when %(placed)s then timestamptz '2026-03-01' end,
    case when %(status)s = 'cancelled' then timestamptz '2026-03-03' end,
    %(keeps)s, 'EUR', 'en', true, false, 12000, %(shipping)s, 2000 + %(shipping)s / 6, 12000 + %(shipping)s,
    'sam@shopper.example',
    '{}', '{}', '{"kind": "flat"}', 'sandbox', decode(replace(%(id)s::text, '-', ''), 'hex'), '2026-03-01', '2026-03-04')"""
LINE = """
insert into order_lines (tenant_id, id, order_id, position, product_id, variant_id, stock_item_id, sku, title, quantity, unit,
    scale, pricing_mode, unit_price_minor, subtotal_minor, net_minor, tax_minor, total_minor, tax_class)
select %(tenant)s, gen_random_uuid(), %(order)s, k, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'SHIRT', 'Shirt', 1,
    'C62', 0, 'per_item', 6000, 6000, 5000, 1000, 6000, 'standard' from generate_series(1, 2) k"""
PAYMENT = """
insert into payments (tenant_id, id, order_id, provider, attempt, status, currency, amount_minor, captured_minor, refunded_minor,
    created_at, updated_at)
values (%(tenant)s, %(id)s, %(order)s, %(provider)s, %(attempt)s, 'captured', 'EUR', %(amount)s, %(amount)s, %(refunded)s,
    '2026-03-02', '2026-03-05')"""
REFUND = """
insert into refunds (tenant_id, id, payment_id, amount_minor, status, created_at, updated_at)
values (%(tenant)s, %(id)s, %(payment)s, %(amount)s, %(status)s, '2026-03-03',
    timestamptz '2026-03-03' + %(day)s * interval '1 day')"""


class Past:
    """A company of the time before, and how its money moved."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.tenant, self.store = new_id(), new_id()
        self.orders = 0
        connection.execute(
            "insert into tenants (id, slug, name) values (%s, 'acorn', 'Acorn')", [self.tenant]
        )
        connection.execute(
            """insert into stores (tenant_id, id, slug, name, currency, country, default_locale, locales, timezone)
               values (%s, %s, 'store', 'Store', 'EUR', 'FR', 'en', '{en}', 'Europe/Paris')""",
            [self.tenant, self.store],
        )

    def order(
        self,
        *payments: int,
        refunds: tuple[int, ...] = (),
        status: str = "open",
        shipping: int = 600,
        provider: str = "sandbox",
        placed: bool = True,
        keeps: bool = False,
        channel: str = "storefront",
    ) -> UUID:
        """An order of 126.00 that was paid by these payments; the refunds are of the first."""
        order = new_id()
        self.orders += 1
        self._run(
            ORDER,
            id=order,
            store=self.store,
            number=str(1000 + self.orders),
            status=status,
            shipping=shipping,
            placed=placed,
            keeps=keeps,
            channel=channel,
        )
        self._run(LINE, order=order)
        for attempt, amount in enumerate(payments):
            payment = new_id()
            given = refunds if attempt == 0 else ()
            about = {"id": payment, "order": order, "provider": provider, "attempt": attempt + 1}
            self._run(PAYMENT, **about, amount=amount, refunded=sum(given))
            for day, back in enumerate(given):
                self._run(REFUND, id=new_id(), payment=payment, amount=back, status="done", day=day)
            self._run(REFUND, id=new_id(), payment=payment, amount=1, status="refused", day=9)
        return order

    def _run(self, statement: str, **values: Any) -> None:
        self.connection.execute(statement, {"tenant": self.tenant, **values})


@pytest.fixture
def before(urls: Urls) -> Iterator[tuple[Urls, str, str]]:
    """A database as it was before the books: whose it is, and addresses of the migrator and the administrator."""
    assert urls.admin is not None
    roles = (conninfo_to_dict(url) for url in (urls.app, urls.platform, urls.migrator))
    postgres_roles.prepare(
        urls.admin, "unbooked", {str(role["user"]): str(role["password"]) for role in roles}
    )
    migrator = urls.migrator.replace("/duka?", "/unbooked?")
    migrations.upgrade(migrator, "0010")
    yield urls, migrator, postgres_roles.at(urls.admin, "unbooked")


def test_the_books_open_with_the_past(before: tuple[Urls, str, str]) -> None:
    urls, migrator, admin = before
    with psycopg.connect(admin, autocommit=True) as connection:
        past = Past(connection)
        paid = past.order(12_600)
        plain = past.order(12_000, shipping=0, provider="cash_on_delivery")
        parted = past.order(12_600, refunds=(1, 6_299, 6_000))
        twice = past.order(12_600, 12_600, refunds=(12_600,))
        back = past.order(12_600, refunds=(600, 12_000), status="cancelled")
        owed = past.order(12_600, refunds=(600,), status="cancelled")
        kept = past.order(12_600, refunds=(600,), status="cancelled", keeps=True)
        never = past.order(12_600, refunds=(12_600,), status="cancelled", placed=False)
        past.order(placed=False)
        past.order(channel="import")
    migrations.upgrade(migrator)
    database = Database(*(url.replace("/duka?", "/unbooked?") for url in (urls.app, urls.platform)), size=2)
    work = Work(database, Cache(0))
    try:
        report = work.perform(Caller(past.tenant), verifying.verify)
        found = {order: _balances(work, past.tenant, order) for order in (paid, plain, parted, twice)}
        gone = {order: _balances(work, past.tenant, order) for order in (back, owed, kept, never)}
        days = _days(work, past.tenant, parted)
    finally:
        database.close()
    assert report.is_sound, [finding.text for finding in report.findings]
    sale = {"revenue": -10_000, "shipping_revenue": -500, "tax_payable": -2_100}
    clearing = "gateway_clearing:sandbox"
    assert found[paid] == {clearing: 12_600, **sale}
    assert found[plain] == {"cash": 12_000, "revenue": -10_000, "tax_payable": -2_000}
    assert found[parted] == {
        "revenue": -10_000,
        "shipping_revenue": -500,
        "refunds": 10_250,
        "tax_payable": -50,
        clearing: 300,
    }
    assert found[twice] == {clearing: 12_600, **sale}
    assert gone[back] == {}
    assert gone[owed] == {clearing: 12_000, "customer_receivable": -12_000}
    assert gone[kept] == {clearing: 12_000, "other_income": -12_000}
    assert gone[never] == {}
    assert days == [
        ("sale", "2026-03-01"),
        ("collected", "2026-03-03"),
        ("refund", "2026-03-03"),
        ("refund", "2026-03-04"),
        ("refund", "2026-03-05"),
    ]


def _balances(work: Work, tenant: UUID, order: UUID) -> dict[str, int]:
    rows = work.perform(
        Caller(tenant),
        lambda ctx: ctx.db.all(
            """select account, sum(amount_minor)::bigint as amount from ledger_lines
               where tenant_id = %(tenant)s and order_id = %(order)s group by account having sum(amount_minor) <> 0""",
            order=order,
        ),
    )
    return {row.account: row.amount for row in rows}


def _days(work: Work, tenant: UUID, order: UUID) -> list[tuple[str, str]]:
    rows = work.perform(
        Caller(tenant),
        lambda ctx: ctx.db.all(
            """select fact, at from ledger_entries where tenant_id = %(tenant)s and order_id = %(order)s
               order by at, fact, id""",
            order=order,
        ),
    )
    return [(row.fact, f"{row.at:%Y-%m-%d}") for row in rows]
