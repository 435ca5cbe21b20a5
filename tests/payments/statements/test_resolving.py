"""People explain differences, check again, list and take away what is open."""

import csv
import io

import pytest
from tests.payments.statements.desk import Desk, Paid, later, sandbox

from duka.kernel.context import Context
from duka.kernel.ids import new_id, parse
from duka.payments.statements import exporting, importing, queries
from duka.payments.statements.errors import NothingToResolve, StatementLineNotFound, StatementNotFound
from duka.payments.statements.types import Statement


def unknown(*references: str) -> bytes:
    return sandbox([(r, "charge", "12.00", "0", "12.00", "EUR", later().isoformat()) for r in references])


def explain(desk: Desk, statement: Statement, position: int, note: str) -> Statement:
    found: Statement = desk.do(
        lambda ctx: importing.resolve(ctx, parse("stmt", statement.id), position, note)
    )
    return found


def test_an_explained_difference_is_open_no_more(desk: Desk) -> None:
    paid = Paid("sbx_000002", 1200)
    desk.take(paid)
    statement = desk.bring(unknown("sbx_000001", "sbx_000002"))
    assert statement.open == 1
    assert explain(desk, statement, 1, "a test of the gateway's").open == 0
    assert explain(desk, statement, 1, "paid for the old shop").missing_here == 1
    line = desk.lines(statement, "missing_here")[0]
    assert (line.note, line.resolved_by, line.why) == ("paid for the old shop", "Alice", "unknown")
    with pytest.raises(NothingToResolve):
        explain(desk, statement, 2, "fine")
    with pytest.raises(StatementLineNotFound):
        explain(desk, statement, 3, "fine")
    with pytest.raises(StatementNotFound):
        desk.do(lambda ctx: importing.resolve(ctx, new_id(), 1, "fine"))
    told = desk.do(
        lambda ctx: ctx.db.all(
            """select a.before, a.after, a.details from audit_log a
               where a.tenant_id = %(tenant)s and a.action = 'payment_statement.resolved' order by a.at"""
        )
    )
    assert [(t.before, t.after) for t in told] == [
        ({"note": ""}, {"note": "a test of the gateway's"}),
        ({"note": "a test of the gateway's"}, {"note": "paid for the old shop"}),
    ]


def test_checked_again_after_late_news(desk: Desk) -> None:
    late = Paid("sbx_000001", 1200, data={})
    desk.take(Paid("sbx_000003", 5000))
    statement = desk.bring(unknown("sbx_000001", "sbx_000002"))
    assert (statement.missing_here, statement.missing_there) == (2, 1)
    explain(desk, statement, 2, "not ours")
    desk.take(late)
    again = desk.recheck(statement)
    assert (again.matched, again.missing_here, again.open) == (1, 1, 1)
    assert desk.told(again) == [
        ("sbx_000002", "missing_here", "unknown"),
        ("sbx_000003", "missing_there", "not_named"),
    ]
    assert desk.recheck(again) == again
    desk.agree()


def test_what_is_open_over_all_statements(desk: Desk) -> None:
    desk.take(Paid("sbx_000009", 500, later(seconds=-1)))
    first = desk.bring(unknown("sbx_000001", "sbx_000002"))
    desk.bring(
        sandbox(
            [
                (f"sbx_00000{n}", "charge", "12.00", "0", "12.00", "EUR", later(hours=n - 4).isoformat())
                for n in (3, 4)
            ]
        )
    )
    explain(desk, first, 1, "known")
    (found,) = desk.do(queries.open_differences)
    assert (found.provider, found.currency, found.missing_here, found.missing_there) == (
        "sandbox",
        "EUR",
        3,
        1,
    )
    assert found.sum_minor == 3 * 1200 - 500
    assert found.oldest_at == later(hours=-1)


def test_lists_go_on_and_cost_few_statements(desk: Desk) -> None:
    made = [desk.bring(unknown(*(f"sbx_{n}{m:05}" for m in range(7)))) for n in range(3)]
    page = desk.do(lambda ctx: queries.statements(ctx, limit=2))
    rest = desk.do(lambda ctx: queries.statements(ctx, cursor=page.next, limit=2))
    assert [s.id for s in page.items + rest.items] == [s.id for s in reversed(made)]
    assert rest.next is None
    assert desk.do(lambda ctx: queries.statements(ctx, provider="stripe")).items == []

    def spent(ctx: Context) -> int:
        before = ctx.db.statements
        queries.statements(ctx, limit=2)
        queries.lines(ctx, parse("stmt", made[0].id), matches=("missing_here",), limit=3)
        queries.open_differences(ctx)
        return ctx.db.statements - before

    assert desk.do(spent) == 4
    lines = desk.do(lambda ctx: queries.lines(ctx, parse("stmt", made[0].id), limit=3))
    assert ([line.position for line in lines.items], lines.next is None) == ([1, 2, 3], False)


def test_a_long_statement_costs_as_many_statements_as_a_short_one(desk: Desk) -> None:
    def cost(*references: str) -> int:
        desk.bring(unknown(*references))
        return desk.work.last_statements

    assert cost("sbx_000001") == cost(*(f"sbx_1{n:05}" for n in range(500))) <= 20


def test_differences_as_csv_hold_no_formula(desk: Desk) -> None:
    statement = desk.bring(unknown("=HYPERLINK(1)", "sbx_000002", "sbx_000003"))
    explain(desk, statement, 2, "@SUM(A1)")
    pieces = list(exporting.export(desk.work, desk.caller, parse("stmt", statement.id), size=2))
    rows = list(csv.DictReader(io.StringIO(b"".join(pieces).decode())))
    assert [(row["position"], row["reference"], row["note"], row["gross"]) for row in rows] == [
        ("1", "'=HYPERLINK(1)", "", "12.00"),
        ("2", "sbx_000002", "'@SUM(A1)", "12.00"),
        ("3", "sbx_000003", "", "12.00"),
    ]
    with pytest.raises(StatementNotFound):
        next(exporting.export(desk.work, desk.caller, new_id()))
