"""The database refuses entries that do not add up, and changes of any, whoever asks."""

from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.ledger.desk import Desk

from duka.kernel.ids import new_id
from duka.kernel.postgres_urls import Urls

LINES = """insert into ledger_lines (tenant_id, entry_id, position, account, currency, order_id, amount_minor, at)
           select %(tenant)s, %(entry)s, l.position, l.account, l.currency, null, l.amount, e.at
           from ledger_entries e,
                unnest(%(positions)s::int[], %(accounts)s::text[], %(currencies)s::text[], %(amounts)s::bigint[])
                as l (position, account, currency, amount)
           where e.tenant_id = %(tenant)s and e.id = %(entry)s"""
ENTRY = """insert into ledger_entries (tenant_id, id, fact, source, currency, actor, at, posted_at)
           values (%(tenant)s, %(entry)s, 'manual', %(source)s, 'EUR', 'system', now(), now())"""


def _write(desk: Desk, *lines: tuple[str, str, int], entry: UUID | None = None) -> UUID:
    """Lines of a new entry, or more lines of one that is there, straight into the tables."""
    entry_id = entry or new_id()

    def act(ctx: Any) -> None:
        if entry is None:
            ctx.db.run(ENTRY, entry=entry_id, source=entry_id.hex)
        ctx.db.run(
            LINES,
            entry=entry_id,
            positions=[number + (10 if entry else 1) for number in range(len(lines))],
            accounts=[account for account, _, _ in lines],
            currencies=[currency for _, currency, _ in lines],
            amounts=[amount for _, _, amount in lines],
        )

    desk.system(act)
    return entry_id


def _refused(desk: Desk, constraint: str, *lines: tuple[str, str, int], entry: UUID | None = None) -> None:
    entries = desk.count()
    with pytest.raises(psycopg.errors.CheckViolation) as caught:
        _write(desk, *lines, entry=entry)
    assert caught.value.diag.constraint_name == constraint
    assert desk.count() == entries


def test_lines_that_add_up_are_taken(desk: Desk) -> None:
    _write(desk, ("cash", "EUR", 5), ("bank", "EUR", -3), ("fees", "EUR", -2))
    assert desk.balances() == {"cash": 5, "bank": -3, "fees": -2}


@pytest.mark.parametrize(
    "lines",
    [
        [("cash", "EUR", 5)],
        [("cash", "EUR", 5), ("bank", "EUR", -4)],
        [("cash", "EUR", 5), ("bank", "USD", -5)],
        [("cash", "EUR", 2**62), ("bank", "EUR", 2**62)],
    ],
)
def test_lines_that_do_not_add_up_are_refused(desk: Desk, lines: list[tuple[str, str, int]]) -> None:
    _refused(desk, "ledger_must_balance", *lines)


def test_lines_of_another_currency_than_the_entrys_are_refused(desk: Desk) -> None:
    _refused(desk, "ledger_must_balance", ("cash", "USD", 5), ("bank", "USD", -5))


def test_an_entry_gets_no_more_lines_later(desk: Desk) -> None:
    entry = _write(desk, ("cash", "EUR", 5), ("bank", "EUR", -5))
    _refused(desk, "ledger_must_balance", ("cash", "EUR", 5), ("bank", "EUR", -5), entry=entry)


def test_a_line_of_nothing_is_refused(desk: Desk) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        _write(desk, ("cash", "EUR", 0), ("bank", "EUR", 0))


CHANGES = {
    "update ledger_entries": "update ledger_entries set memo = memo where tenant_id = %(tenant)s",
    "delete ledger_entries": "delete from ledger_entries where tenant_id = %(tenant)s",
    "truncate ledger_entries": "truncate ledger_entries cascade",
    "update ledger_lines": "update ledger_lines set amount_minor = amount_minor where tenant_id = %(tenant)s",
    "delete ledger_lines": "delete from ledger_lines where tenant_id = %(tenant)s",
    "truncate ledger_lines": "truncate ledger_lines",
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", ["app", "platform"])
def test_the_applications_roles_hold_no_right_to_change(
    urls: Urls, desk: Desk, role: str, change: str
) -> None:
    desk.order()
    with psycopg.connect(getattr(urls, role)) as connection:
        connection.execute("select set_config('app.tenant_id', %s, true)", [str(desk.shop.tenant.id)])
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.CheckViolation)):
            connection.execute(CHANGES[change], {"tenant": desk.shop.tenant.id})


def test_no_entry_goes_without_its_company(urls: Urls, desk: Desk) -> None:
    """Though the platform's role may delete a company with its books."""
    desk.order()
    with psycopg.connect(urls.platform) as connection:
        connection.execute("select set_config('app.whole_company', 'on', true)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(CHANGES["delete ledger_lines"], {"tenant": desk.shop.tenant.id})


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", ["migrator", "admin"])
def test_even_the_tables_owner_changes_nothing(urls: Urls, desk: Desk, role: str, change: str) -> None:
    desk.order()
    with psycopg.connect(getattr(urls, role), dbname="duka") as connection:
        with pytest.raises(psycopg.errors.CheckViolation) as caught:
            connection.execute(CHANGES[change], {"tenant": desk.shop.tenant.id})
        assert caught.value.diag.constraint_name == "ledger_is_final"


def test_another_companys_books_are_not_seen(desk: Desk, other_shop: Any) -> None:
    desk.order()
    with desk.work.database.transaction(other_shop.tenant.id) as tx:
        for table in ("ledger_entries", "ledger_lines"):
            assert tx.value(f"select count(*) from {table}") == 0
