"""The verification finds what differs, names it, and is content with what fits."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from tests import make
from tests.ledger.desk import Desk

from duka.kernel.errors import Forbidden
from duka.kernel.events import Delivery
from duka.kernel.ids import new_id, public
from duka.kernel.postgres_urls import Urls
from duka.ledger import service, verifying
from duka.ledger.checks import QUESTIONS, TEXTS, Difference, told
from duka.ledger.types import Line, NewEntry
from duka.notifications import handlers


@pytest.fixture
def vandal(urls: Urls) -> Iterator[Any]:
    """A superuser who switched the triggers off."""
    with psycopg.connect(urls.admin or "", autocommit=True, dbname="duka") as connection:
        connection.execute("set session_replication_role = replica")
        yield connection


def _all_kinds(desk: Desk) -> None:
    """One of everything that happens."""
    order = desk.order(includes=True)
    payment = desk.pay(order, 12_720, fee=330)
    desk.refund(order, payment, 2_720)
    cancelled = desk.order()
    desk.refund(cancelled, desk.pay(cancelled, 12_720), 20)
    desk.cancel(cancelled)
    kept = desk.order()
    desk.pay(kept, 12_720, provider="cash_on_delivery")
    desk.cancel(kept, is_refunded=False)
    given_up = desk.order(is_placed=False)
    desk.refund(given_up, desk.pay(given_up, 12_720), 12_720)
    desk.cancel(given_up)
    desk.order(currency="XOF")


def test_what_fits_is_sound(desk: Desk) -> None:
    _all_kinds(desk)
    report = desk.verify()
    assert report.is_sound
    assert report.findings == []
    assert report.entries == desk.count()
    assert report.lines == sum(balance.lines for balance in report.balances)
    for currency in ("EUR", "XOF"):
        of_currency = [b.balance_minor for b in report.balances if b.currency == currency]
        assert of_currency
        assert sum(of_currency) == 0


def test_empty_books_are_sound(desk: Desk) -> None:
    report = desk.verify()
    assert (report.is_sound, report.entries, report.balances) == (True, 0, [])


def test_it_takes_few_statements(desk: Desk) -> None:
    _all_kinds(desk)
    desk.verify()
    assert desk.work.last_statements <= 10


def _one(desk: Desk) -> Any:
    report = desk.verify()
    assert not report.is_sound
    assert report.found == 1, [finding.text for finding in report.findings]
    return report.findings[0]


def test_an_order_without_its_sale_is_told(desk: Desk, vandal: Any) -> None:
    order = desk.order()
    for table in ("ledger_lines", "ledger_entries"):
        vandal.execute(f"delete from {table} where order_id = %s", [order])
    found = _one(desk)
    assert (found.problem, found.about, found.expected_minor, found.booked_minor) == (
        "sale_missing",
        public("ord", order),
        12_720,
        0,
    )
    assert found.text == (
        f"Order {found.order_number} ({found.about}) was placed for €127.20, and the books have no sale of it."
    )


def test_a_sale_of_another_amount_is_told(desk: Desk, vandal: Any) -> None:
    order = desk.order()
    vandal.execute(
        "update orders set subtotal_minor = subtotal_minor + 5, total_minor = total_minor + 5 where id = %s",
        [order],
    )
    found = _one(desk)
    assert (found.problem, found.expected_minor, found.booked_minor) == ("sale_differs", 12_725, 12_720)


def test_a_sale_of_no_placed_order_is_told(desk: Desk, vandal: Any) -> None:
    vandal.execute("update orders set placed_at = null where id = %s", [desk.order()])
    assert _one(desk).problem == "sale_unfounded"


def test_a_sale_of_an_order_that_is_gone_is_told(desk: Desk, vandal: Any) -> None:
    order = desk.order()
    vandal.execute("delete from orders where id = %s", [order])
    found = _one(desk)
    assert (found.problem, found.about, found.order_number) == ("sale_unfounded", public("ord", order), "")


def test_a_cancellation_that_the_books_missed_is_told(desk: Desk, vandal: Any) -> None:
    vandal.execute("update orders set status = 'cancelled' where id = %s", [desk.order()])
    assert _one(desk).problem == "cancellation_missing"


def test_a_cancellation_that_never_was_is_told(desk: Desk, vandal: Any) -> None:
    order = desk.order()
    desk.cancel(order)
    vandal.execute("update orders set status = 'open' where id = %s", [order])
    assert _one(desk).problem == "cancellation_unfounded"


def test_a_capture_without_entry_is_told_and_an_entry_without_capture(desk: Desk, vandal: Any) -> None:
    order = desk.order(is_placed=False)
    payment = desk.pay(order, 12_720, fee=5)
    vandal.execute("update payments set captured_minor = 12000 where id = %s", [payment])
    found = _one(desk)
    assert (found.problem, found.about, found.expected_minor, found.booked_minor) == (
        "collected_differs",
        public("pay", payment),
        12_000,
        12_720,
    )
    vandal.execute("update payments set captured_minor = 12720, fee_minor = 6 where id = %s", [payment])
    assert _one(desk).problem == "fee_differs"
    vandal.execute("delete from payments where id = %s", [payment])
    assert sorted(desk.problems()) == ["collected_differs", "fee_differs"]


def test_a_refund_without_entry_is_told_and_an_entry_without_refund(desk: Desk, vandal: Any) -> None:
    order = desk.order()
    refund = desk.refund(order, desk.pay(order, 12_720), 720)
    vandal.execute("update refunds set amount_minor = 700 where id = %s", [refund])
    found = _one(desk)
    assert (found.problem, found.expected_minor, found.booked_minor) == ("refund_differs", 700, 720)
    vandal.execute("update refunds set status = 'refused' where id = %s", [refund])
    assert _one(desk).expected_minor == 0
    vandal.execute("delete from refunds where id = %s", [refund])
    assert _one(desk).about == public("ref", refund)


def test_a_dispute_that_stands_otherwise_is_told(desk: Desk, vandal: Any) -> None:
    order = desk.order()
    payment, dispute = desk.pay(order, 12_720), new_id()
    desk.system(
        lambda ctx: service.disputed(
            ctx,
            **desk.about(order, payment),
            dispute_id=dispute,
            withdrawn_minor=12_720,
            fee_minor=1_500,
            outcome="open",
        )
    )
    assert sorted(desk.problems()) == ["dispute_fee_differs", "dispute_held_differs"]
    vandal.execute(
        """insert into disputes (tenant_id, id, payment_id, provider_reference, status, amount_minor, withdrawn_minor,
                                 fee_minor, currency, opened_at, updated_at)
           values (%s, %s, %s, 'dp_1', 'open', 12720, 12720, 1500, 'EUR', now(), now())""",
        [desk.shop.tenant.id, dispute, payment],
    )
    assert desk.verify().is_sound
    vandal.execute("update disputes set status = 'lost' where id = %s", [dispute])
    assert sorted(desk.problems()) == ["dispute_held_differs", "dispute_lost_differs"]


def test_a_changed_amount_is_told(desk: Desk, vandal: Any) -> None:
    desk.order()
    vandal.execute(
        "update ledger_lines set amount_minor = amount_minor + 1 where tenant_id = %s and account = 'tax_payable'",
        [desk.shop.tenant.id],
    )
    found = _one(desk)
    assert (found.problem, found.booked_minor) == ("unbalanced", 1)
    assert found.text == f"Entry {found.about} is off by €0.01."


def test_an_entry_without_lines_is_told(desk: Desk, vandal: Any) -> None:
    entry = desk.system(lambda ctx: service.post(ctx, _between("cash", "bank")))
    vandal.execute("delete from ledger_lines where entry_id = %s", [entry])
    found = _one(desk)
    assert found.text == f"Entry {public('entry', entry)} has no lines."


def _between(debit: str, credit: str) -> NewEntry:
    lines = [Line(debit, 5), Line(credit, -5)]
    return NewEntry(fact="manual", source="", currency="EUR", lines=lines, memo="to the bank")


def test_a_paid_order_whose_customer_owes_is_told(desk: Desk, vandal: Any) -> None:
    order = desk.order()
    desk.pay(order, 12_000)
    assert desk.verify().is_sound
    vandal.execute("update orders set payment_status = 'captured' where id = %s", [order])
    found = _one(desk)
    assert (found.problem, found.booked_minor) == ("paid_but_owed", 720)


def test_imported_past_orders_have_no_entries_and_need_none(desk: Desk, vandal: Any) -> None:
    order = desk.order(is_placed=False)
    vandal.execute("update orders set placed_at = now(), sales_channel = 'import' where id = %s", [order])
    assert desk.verify().is_sound
    desk.cancel(order)
    assert desk.count() == 0


def test_many_differences_are_counted_and_some_told(desk: Desk, vandal: Any) -> None:
    for _ in range(verifying.MOST_TOLD + 3):
        desk.order(tax=0, shipping_tax=0)
    vandal.execute("update orders set placed_at = null where tenant_id = %s", [desk.shop.tenant.id])
    report = desk.verify()
    assert (report.found, len(report.findings)) == (103, 100)


def test_every_problem_has_words() -> None:
    assert len(QUESTIONS) == 7
    for problem in TEXTS:
        text = told(Difference(problem, new_id(), "1001", "EUR", 5, 7)).text
        assert "{" not in text
        assert text.endswith(".")


def test_only_who_keeps_the_books_of_all_stores_verifies(desk: Desk) -> None:
    tenant = desk.shop.tenant
    for caller in (make.caller(tenant, None, "orders:read"), make.shopper(tenant)):
        with pytest.raises(Forbidden):
            desk.work.perform(caller, verifying.verify)
    assert desk.work.perform(make.caller(tenant, None, "ledger:read"), verifying.verify).is_sound


@pytest.mark.timeout(600)  # it goes over the tenants of all tests
def test_the_nightly_verification_tells_who_keeps_the_books(desk: Desk, vandal: Any) -> None:
    keeper = make.staff(desk.work, desk.shop.tenant, "finance", name="Kim")
    make.staff(desk.work, desk.shop.tenant, "support", name="Sue")
    order = desk.order()
    desk.system(verifying.verify_and_tell)
    assert _announced(desk) == []
    vandal.execute("update orders set placed_at = null where id = %s", [order])
    verifying.verify_everybody(desk.work)
    (event,) = _announced(desk)
    assert event.payload["findings"] == 1
    assert public("ord", order) in event.payload["first"]
    messages = _deliver(desk, event)
    assert [(row.staff_id, row.kind) for row in messages] == [(keeper.actor.id, "books_off")]


def _announced(desk: Desk) -> list[Any]:
    found: list[Any] = desk.system(
        lambda ctx: ctx.db.all(
            "select * from events where tenant_id = %(tenant)s and type = 'ledger.out_of_balance'"
        )
    )
    return found


def _deliver(desk: Desk, row: Any) -> list[Any]:
    event = Delivery(
        desk.shop.tenant.id,
        row.id,
        row.type,
        row.version,
        row.aggregate_id,
        row.payload,
        row.actor,
        row.request_id,
        row.occurred_at,
    )

    def hear(ctx: Any) -> list[Any]:
        handlers.ledger_out_of_balance(ctx, event)
        found: list[Any] = ctx.db.all("select * from notifications where tenant_id = %(tenant)s")
        return found

    found: list[Any] = desk.system(hear)
    return found
