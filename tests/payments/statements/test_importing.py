"""A statement is held against our payments, and what it tells is entered in the books, once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests import make
from tests.payments.statements.desk import Desk, Paid, later, sandbox

from duka.kernel.context import Actor, Grant
from duka.kernel.errors import Forbidden
from duka.kernel.ids import new_id, parse
from duka.kernel.work import Caller, Work
from duka.payments.statements import importing, queries
from duka.payments.statements.errors import StatementKnown, StatementNotFound, StatementRowWrong


def test_everything_agrees_and_fees_and_payouts_are_entered(desk: Desk) -> None:
    one, two = Paid("sbx_000001", 6000), Paid("sbx_000002", 4000, later(hours=1))
    desk.take(one, two)
    refund = desk.give(two, 1000, at=later(hours=2))
    statement = desk.bring(
        sandbox(
            [
                ("sbx_000001", "charge", "60.00", "0.87", "59.13", "EUR", "2026-09-14T08:00:00Z"),
                ("sbx_000002", "charge", "40.00", "0.58", "39.42", "EUR", "2026-09-14T09:00:00Z"),
                (refund.hex, "refund", "-10.00", "0", "-10.00", "EUR", "2026-09-14T10:00:00Z", "sbx_000002"),
                ("fee_000001", "fee", "-2.00", "0", "-2.00", "EUR", "2026-09-14T11:00:00Z"),
                ("po_0000001", "payout", "-86.55", "0", "-86.55", "EUR", "2026-09-15T06:00:00Z"),
            ]
        )
    )
    assert (statement.lines, statement.matched, statement.open) == (5, 3, 0)
    assert [line.match for line in desk.lines(statement)][3:] == ["not_ours_to_match"] * 2
    assert (desk.fee(one), desk.fee(two)) == (87, 58)
    assert desk.balance("fees") == 345
    assert desk.balance("bank") == 8655
    assert desk.balance("gateway_clearing:sandbox") == 0
    desk.agree()


def charge(paid: Paid, *, gross: str = "", fee: str = "0", reference: str = "") -> tuple[str, ...]:
    digits = {"EUR": 2, "XOF": 0, "KWD": 3}[paid.currency]
    text = str(paid.amount_minor).rjust(digits + 1, "0")
    amount = gross or (f"{text[:-digits]}.{text[-digits:]}" if digits else text)
    return (reference or paid.reference, "charge", amount, fee, "", paid.currency, paid.at.isoformat())


def test_each_difference_is_told(desk: Desk) -> None:
    good, changed, unsaid = (Paid(f"sbx_00000{n}", 1000 * n, later(hours=n)) for n in (1, 2, 3))
    cost = Paid("sbx_000004", 4000, later(hours=4), fee_minor=60)
    failed = Paid("sbx_000005", 5000, later(hours=5), captured_minor=0, status="failed")
    last = Paid("sbx_000006", 6000, later(hours=6))
    desk.take(good, changed, unsaid, cost, failed, last)
    statement = desk.bring(
        sandbox(
            [
                charge(good),
                charge(good),
                charge(changed, gross="19.99"),
                charge(cost, fee="0.61"),
                charge(failed),
                ("sbx_999999", "charge", "12.00", "0", "12.00", "EUR", later(hours=5).isoformat()),
                charge(last),
            ]
        )
    )
    assert desk.told(statement) == [
        ("sbx_000001", "differing", "twice"),
        ("sbx_000002", "differing", "amount"),
        ("sbx_000004", "differing", "fee"),
        ("sbx_000005", "missing_here", "not_captured"),
        ("sbx_999999", "missing_here", "unknown"),
        ("sbx_000003", "missing_there", "not_named"),
    ]
    assert (statement.matched, statement.missing_here, statement.missing_there, statement.differing) == (
        2,
        2,
        1,
        3,
    )
    assert (statement.lines, statement.open) == (7, 6)
    ours = {line.reference: line.ours_minor for line in desk.lines(statement, "differing", "missing_here")}
    assert (ours["sbx_000002"], ours["sbx_000004"], ours["sbx_000005"]) == (2000, 60, 0)
    assert (desk.fee(cost), desk.balance("fees")) == (60, 60)
    desk.agree()


def test_refunds_by_reference_by_amount_and_unknown(desk: Desk) -> None:
    paid = Paid("sbx_000001", 9000)
    desk.take(paid)
    desk.give(paid, 1000, reference="re_named_1", at=later(hours=1))
    desk.give(paid, 2000, at=later(hours=2))
    desk.give(paid, 500, reference="re_other_1", at=later(hours=3))
    desk.give(paid, 700, reference="re_waiting", at=later(hours=3), status="pending")
    desk.give(paid, 800, reference="re_missing", at=later(hours=3))

    def back(reference: str, amount: str) -> tuple[str, ...]:
        return (reference, "refund", amount, "0.10", "", "EUR", later(hours=4).isoformat(), "sbx_000001")

    statement = desk.bring(
        sandbox(
            [
                charge(paid),
                back("re_named_1", "-10.00"),
                back("sbx_r00001", "-20.00"),
                back("re_other_1", "-5.01"),
                back("re_waiting", "-7.00"),
                back("sbx_r00002", "-33.00"),
            ]
        )
    )
    assert desk.told(statement) == [
        ("re_other_1", "differing", "amount"),
        ("re_waiting", "differing", "refund_pending"),
        ("sbx_r00002", "missing_here", "unknown_refund"),
        ("re_missing", "missing_there", "not_named"),
    ]
    assert desk.balance("fees") == 20
    desk.agree()


def test_the_same_file_is_refused_and_an_overlapping_one_posts_once(desk: Desk) -> None:
    first, second = Paid("sbx_000001", 6000), Paid("sbx_000002", 4000, later(days=1))
    desk.take(first, second)
    payout = ("po_0000001", "payout", "-50.00", "0", "-50.00", "EUR", later(hours=9).isoformat())
    fee = ("fe_0000001", "fee", "-2.00", "0", "-2.00", "EUR", later(hours=10).isoformat())
    one = sandbox([charge(first, fee="0.87"), payout, fee])
    statement = desk.bring(one, name="first.csv")
    entries = desk.entries()
    with pytest.raises(StatementKnown) as refused:
        desk.bring(one, name="again.csv")
    assert refused.value.fields["file_name"] == "first.csv"
    assert refused.value.fields["statement_id"] == statement.id
    again = desk.bring(sandbox([charge(first, fee="0.87"), payout, fee, charge(second, fee="0.58")]))
    assert (again.matched, again.open) == (2, 0)
    assert desk.entries() == entries + 1
    assert (desk.balance("bank"), desk.balance("fees")) == (5000, 345)
    desk.agree()


def test_a_later_statement_heals_an_earlier_one(desk: Desk) -> None:
    early, late = Paid("sbx_000001", 6000), Paid("sbx_000002", 4000, later(hours=2))
    end = Paid("sbx_000003", 100, later(hours=3))
    desk.take(early, late, end)
    first = desk.bring(sandbox([charge(early), charge(end)]))
    assert desk.told(first) == [("sbx_000002", "missing_there", "not_named")]
    assert desk.balance("gateway_clearing:sandbox") == 10100
    second = desk.bring(sandbox([charge(late, fee="0.10")]))
    assert desk.told(second) == []
    assert (desk.look(first).missing_there, desk.told(first)) == (0, [])


def test_the_time_between_two_statements_is_looked_at(desk: Desk) -> None:
    days = [Paid(f"sbx_00000{n}", 1000, later(hours=12 * n)) for n in range(4)]
    desk.take(*days)
    desk.bring(sandbox([charge(days[0])]))
    assert desk.told(desk.bring(sandbox([charge(days[2])]))) == [("sbx_000001", "missing_there", "not_named")]


def test_parts_of_a_payment_are_taken_together(desk: Desk) -> None:
    """As Stripe tells a partial capture; and a second capture that comes in another statement."""
    part = Paid("sbx_000001", 10000, captured_minor=7000, status="captured")
    twice = Paid("sbx_000002", 9000, data={"captures": "cap_000001 cap_000002"})
    desk.take(part, twice)
    at = part.at.isoformat()
    first = desk.bring(
        sandbox(
            [
                ("txn_000001", "charge", "100.00", "1.00", "99.00", "EUR", at, "sbx_000001"),
                ("txn_000002", "charge", "-30.00", "0", "-30.00", "EUR", at, "sbx_000001"),
                ("cap_000001", "charge", "50.00", "0.50", "49.50", "EUR", at),
            ]
        )
    )
    assert desk.told(first) == [("cap_000001", "differing", "amount")]
    assert (desk.fee(part), desk.fee(twice)) == (100, 0)
    desk.bring(sandbox([("cap_000002", "charge", "40.00", "0.40", "39.60", "EUR", at)]))
    assert desk.told(first) == []
    assert desk.fee(twice) == 90


@pytest.mark.parametrize("currency", ["XOF", "KWD"])
def test_currencies_of_no_and_of_three_decimals(work: Work, currency: str) -> None:
    desk = Desk(work, currency)
    one, two = (Paid(f"sbx_00000{n}", 123456, later(hours=n), currency=currency) for n in (1, 2))
    desk.take(one, two)
    gross, fee = ("123 456", "1234") if currency == "XOF" else ("123.456", "1.234")
    statement = desk.bring(sandbox([charge(one, gross=gross, fee=fee), charge(two, gross=gross, fee=fee)]))
    assert (statement.matched, statement.open) == (2, 0)
    assert desk.balance("fees", currency) == 2468
    desk.agree()


def test_another_currency_differs_and_a_changed_one_is_compared_as_paid(desk: Desk) -> None:
    wrong = Paid("pi_000001", 1000, provider="stripe")
    dollars = Paid("pi_000002", 10000, provider="stripe", currency="USD")
    desk.take(wrong, dollars)
    head = (
        "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,payment_intent_id,"
        "customer_facing_amount,customer_facing_currency\n"
    )
    statement = desk.bring(
        head
        + "txn_000001,2026-09-14 08:00:00,usd,10.00,0,10.00,charge,pi_000001,10.00,usd\n"
        + "txn_000002,2026-09-14 08:00:00,eur,91.00,2.00,89.00,charge,pi_000002,100.00,usd\n",
        provider="stripe",
    )
    assert desk.told(statement) == [("txn_000001", "differing", "currency")]
    assert desk.fee(dollars) == 0
    desk.agree()


def test_strangers_and_other_stores(work: Work, desk: Desk) -> None:
    other = Desk(work)
    theirs = Paid("sbx_000001", 6000)
    other.take(theirs)
    second = make.store(work, desk.shop.tenant)
    next_door = Paid("sbx_000002", 4000)
    desk.take(next_door, store=second)
    statement = desk.bring(sandbox([charge(theirs), charge(next_door)]))
    assert desk.told(statement) == [
        ("sbx_000001", "missing_here", "unknown"),
        ("sbx_000002", "not_ours_to_match", "other_store"),
    ]
    assert {line.payment_id for line in desk.lines(statement)} == {None}
    with pytest.raises(StatementNotFound):
        other.look(statement)
    with pytest.raises(StatementNotFound):
        other.recheck(statement)


def test_who_may_and_what_is_written_down(desk: Desk) -> None:
    file = sandbox([("sbx_999999", "charge", "12.00", "0", "12.00", "EUR", later().isoformat())])
    reader = Caller(desk.tenant, Actor("staff", new_id(), "Bob"), frozenset({"payments:read"}))
    with pytest.raises(Forbidden):
        desk.bring(file, caller=reader)
    there = Grant(frozenset({"payments:read", "payments:reconcile"}), frozenset({new_id()}))
    limited = Caller(desk.tenant, reader.actor, there.permissions, grants=(there,))
    with pytest.raises(Forbidden):
        desk.bring(file, caller=limited)
    statement = desk.bring(file)
    seen = desk.work.perform(
        limited, lambda ctx: (queries.statements(ctx).items, queries.open_differences(ctx))
    )
    assert seen == ([], [])
    with pytest.raises(StatementNotFound):
        desk.work.perform(limited, lambda ctx: queries.statement(ctx, parse("stmt", statement.id)))
    with pytest.raises(Forbidden):
        desk.work.perform(reader, lambda ctx: importing.recheck(ctx, parse("stmt", statement.id)))
    entry = desk.do(
        lambda ctx: ctx.db.one(
            """select a.actor_name, a.after, a.details from audit_log a
               where a.tenant_id = %(tenant)s and a.action = 'payment_statement.imported'"""
        )
    )
    assert (entry.actor_name, entry.after["missing_here"], entry.details["lines"]) == ("Alice", 1, 1)


def test_nothing_of_a_broken_file_is_kept(desk: Desk) -> None:
    paid = Paid("sbx_000001", 6000)
    desk.take(paid)
    with pytest.raises(StatementRowWrong):
        desk.bring(sandbox([charge(paid, fee="0.87"), charge(paid, gross="1e3")]))
    assert desk.do(lambda ctx: queries.statements(ctx)).items == []
    assert desk.fee(paid) == 0


def test_two_people_bring_the_same_file_at_once(desk: Desk) -> None:
    paid = Paid("sbx_000001", 6000)
    desk.take(paid)
    file = sandbox(
        [charge(paid, fee="0.87"), ("po_0000001", "payout", "-5", "0", "-5", "EUR", paid.at.isoformat())]
    )

    def bring(_: int) -> str:
        try:
            return desk.bring(file).id
        except StatementKnown as refused:
            return refused.code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(bring, range(4)))
    assert answers.count("StatementKnown") == 3
    assert (desk.balance("fees"), desk.balance("bank")) == (87, 500)
    desk.agree()


def test_disputes_are_compared_with_what_is_held_back(desk: Desk) -> None:
    paid, lost = Paid("sbx_000001", 6000), Paid("sbx_000002", 4000)
    desk.take(paid, lost)
    desk.dispute(paid, "dp_000001", 6000, 1500)

    def held(reference: str, amount: str, fee: str, parent: str) -> tuple[str, ...]:
        return (reference, "dispute", amount, fee, "", "EUR", later(days=1).isoformat(), parent)

    statement = desk.bring(
        sandbox(
            [
                charge(paid),
                charge(lost),
                held("dp_000001", "-60.00", "15.00", ""),
                held("dp_000002", "-40.00", "15.00", "sbx_000002"),
            ]
        )
    )
    assert desk.told(statement) == [("dp_000002", "missing_here", "unknown_dispute")]
    desk.dispute(lost, "dp_000002", 4000, 1000)
    assert desk.told(desk.recheck(statement)) == [("dp_000002", "differing", "fee")]
    assert desk.lines(statement, "differing")[0].ours_minor == 1000
    desk.agree()


def test_a_movement_and_its_fee_may_have_one_id(desk: Desk) -> None:
    """As mobile money tells them; and what fails at the provider goes back."""
    at = later().isoformat()
    statement = desk.bring(
        sandbox(
            [
                ("1234567890", "payout", "-80.00", "0.50", "-80.50", "EUR", at),
                ("1234567890", "fee", "-0.25", "0", "-0.25", "EUR", at),
                ("1234567891", "payout", "30.00", "0", "30.00", "EUR", at),
                ("1234567892", "fee", "0", "-0.10", "0.10", "EUR", at),
            ]
        )
    )
    assert [line.match for line in desk.lines(statement)] == ["not_ours_to_match"] * 4
    assert (desk.balance("bank"), desk.balance("fees")) == (5000, 65)
    assert desk.balance("gateway_clearing:sandbox") == -5065
    desk.agree()
