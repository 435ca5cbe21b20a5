"""Whatever a gateway leaves out, adds, changes or says twice: exactly that is told, and the books stay sound."""

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.payments.statements.desk import Desk, Paid, later, sandbox

from duka.kernel.cache import Cache
from duka.kernel.db import Database
from duka.kernel.work import Work


@dataclass
class Case:
    """What becomes of one payment in the file. `refund`: a part of it was given back."""

    amount: int
    fee: int
    deed: str
    refund: int
    refund_deed: str
    knows_fee: bool


DEEDS = st.sampled_from(["kept", "kept", "kept", "omitted", "changed", "twice"])
CASES = st.lists(
    st.builds(
        Case,
        amount=st.integers(100, 10**9),
        fee=st.integers(0, 99),
        deed=DEEDS,
        refund=st.integers(0, 99),
        refund_deed=DEEDS,
        knows_fee=st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases=CASES, strangers=st.integers(0, 3), payouts=st.integers(0, 3), seed=st.randoms())
def test_exactly_what_differs_is_told(
    database: Database, cases: list[Case], strangers: int, payouts: int, seed: object
) -> None:
    desk = Desk(Work(database, Cache(0)))
    payments = [
        Paid(f"sbx_{n:06}", case.amount, later(minutes=n), fee_minor=case.fee if case.knows_fee else 0)
        for n, case in enumerate(cases)
    ]
    desk.take(*payments)
    expected: list[tuple[str, str, str]] = []
    rows: list[tuple[object, ...]] = []
    known_fees = bank = 0

    def tell(deed: str, row: tuple[object, ...], size: int) -> None:
        reference, kind, _, *rest = row
        if deed == "omitted":
            expected.append((str(reference), "missing_there", "not_named"))
            return
        if deed == "changed":
            expected.append((str(reference), "differing", "amount"))
            row = (reference, kind, decimal(size + 1 if size > 0 else size - 1), *rest)
        rows.append(row)
        if deed == "twice":
            rows.append(row)
            expected.append((str(reference), "differing", "twice"))

    for n, (case, paid) in enumerate(zip(cases, payments, strict=True)):
        at = paid.at.isoformat()
        tell(
            case.deed,
            (paid.reference, "charge", decimal(case.amount), decimal(case.fee), "", "EUR", at),
            case.amount,
        )
        if case.knows_fee or case.deed in ("kept", "twice"):
            known_fees += case.fee
        if case.refund:
            desk.give(paid, case.refund, reference=f"re_{n:06}")
            tell(
                case.refund_deed,
                (f"re_{n:06}", "refund", decimal(-case.refund), "0", "", "EUR", at, paid.reference),
                -case.refund,
            )
    for n in range(strangers):
        at = later(seconds=n).isoformat()
        rows.append((f"unknown_{n}", "charge", "1.00", "0.01", "", "EUR", at))
        expected.append((f"unknown_{n}", "missing_here", "unknown"))
    for n in range(payouts):
        rows.append((f"payout_{n}", "payout", "-2.00", "0", "", "EUR", later(seconds=n).isoformat()))
        bank += 200
    # the edges of the statement's time, about nothing of ours
    for n, edge in enumerate((later(hours=-1), later(hours=1))):
        rows.append((f"edge_{n}", "other", "0.01", "0", "", "EUR", edge.isoformat()))
    seed.shuffle(rows)  # type: ignore[attr-defined]

    statement = desk.bring(sandbox(rows))
    told = [line for line in desk.told(statement) if line[1] != "not_ours_to_match"]
    assert sorted(told) == sorted(expected)
    assert statement.open == len(expected)
    assert (desk.balance("fees"), desk.balance("bank")) == (known_fees, bank)
    assert statement.matched == sum(c.deed in ("kept", "twice") for c in cases) + sum(
        c.refund > 0 and c.refund_deed in ("kept", "twice") for c in cases
    )
    desk.agree()

    entries = desk.entries()
    desk.recheck(statement)
    again = desk.bring(
        sandbox([*rows, ("edge_2", "other", "0.01", "0", "", "EUR", later(hours=1).isoformat())])
    )
    assert desk.entries() == entries
    assert (again.matched, again.differing, again.missing_there) == (
        statement.matched,
        statement.differing,
        0,
    )
    desk.agree()


def decimal(minor: int) -> str:
    whole, part = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{whole}.{part:02}"
