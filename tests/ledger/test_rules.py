"""The rules, whatever the figures: every entry adds up to nothing, and what is owed is what was not paid."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duka.ledger import rules
from duka.ledger.types import ACCOUNTS, Books, Line, Sale

AMOUNT = st.integers(0, 10**12)
PROVIDER = st.sampled_from(["stripe", "paypal", "mtn_momo", "cash_on_delivery", "bank_transfer"])
ID = UUID(int=1)


def sale_of(goods: int, shipping: int, tax: int) -> Sale:
    return Sale(
        order_id=ID,
        store_id=ID,
        currency="EUR",
        goods_minor=goods,
        shipping_minor=shipping,
        tax_minor=tax,
        total_minor=goods + shipping + tax,
    )


SALES = st.builds(sale_of, AMOUNT, AMOUNT, AMOUNT)
SMALL_SALES = st.builds(sale_of, *(st.integers(0, 50) for _ in range(3)))


class Ground:
    """One order's books, kept by the rules alone, and what a plain mind knows of its money."""

    def __init__(self, sale: Sale) -> None:
        self.sale = sale
        self.moves: list[tuple[str, str, str, int]] = []
        self.total = self.collected = self.given_back = 0
        self.owed_given = self.kept = 0
        self.is_sold = self.is_cancelled = False

    @property
    def books(self) -> Books:
        return rules.sum_up(self.moves)

    def balance(self, account: str) -> int:
        return sum(amount for _, _, name, amount in self.moves if name == account)

    def post(self, fact: str, lines: list[Line], about: str = "") -> None:
        assert rules.off(lines) == 0
        assert all(line.amount_minor for line in lines)
        assert all(rules.is_account(line.account) for line in lines)
        assert len({line.account for line in lines}) == len(lines) != 1
        self.moves += [(fact, about or fact, line.account, line.amount_minor) for line in lines]

    def do(self, step: str, amount: int) -> None:
        """A step, where it may happen; `amount` is cut down to what is possible."""
        if step == "sold" and not self.is_sold:
            self.post("sale", rules.sale(self.sale))
            self.is_sold, self.total = True, self.sale.total_minor
        elif step == "collected":
            self.post("collected", rules.collected("stripe", amount))
            self.collected += amount
        elif step == "refunded":
            amount = min(amount, self.collected - self.given_back)
            owed = max(-self.books.receivable_minor, 0)
            self.post("refund", rules.refund(self.books, "stripe", amount))
            self.owed_given += min(amount, owed)
            self.given_back += amount
        elif step == "adjusted" and self.is_sold and not self.is_cancelled:
            amount = max(amount - 40, -self.total)
            self.post("adjustment", rules.adjustment(self.books, amount))
            self.total += amount
        elif step in ("unsold", "kept") and self.is_sold and not self.is_cancelled:
            before = self.books
            lines = rules.cancellation(before, keeps_payment=step == "kept")
            self.post("cancellation", lines, "sale")
            self.is_cancelled, self.total = True, 0
            self.owed_given = self.given_back
            self.kept = max(self.collected - self.given_back, 0) if step == "kept" else 0


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["sold", "collected", "refunded", "adjusted", "unsold", "kept"]), st.integers(0, 80)
    ),
    max_size=25,
)


@given(SMALL_SALES, STEPS)
def test_whatever_happens_the_receivable_is_what_is_owed(sale: Sale, steps: list[tuple[str, int]]) -> None:
    order = Ground(sale)
    for step, amount in steps:
        order.do(step, amount)
        assert order.books.receivable_minor == order.total - order.collected + order.owed_given + order.kept
        assert order.balance(rules.account_of("stripe")) == order.collected - order.given_back
        assert order.balance("other_income") == -order.kept
        assert order.balance("tax_payable") <= 0
        if order.is_cancelled:
            earned = ("revenue", "shipping_revenue", "rounding", "tax_payable")
            assert [order.balance(account) for account in earned] == [0] * 4


@given(SALES, st.lists(st.integers(1, 10**12), max_size=6))
def test_a_sale_and_its_full_refund_leave_no_tax(sale: Sale, parts: list[int]) -> None:
    order = Ground(sale)
    order.do("sold", 0)
    order.do("collected", sale.total_minor)
    for amount in (*parts, sale.total_minor):
        order.do("refunded", amount)
        assert 0 <= -order.balance("tax_payable") <= sale.tax_minor
    assert order.balance("tax_payable") == 0
    assert order.balance("refunds") == sale.total_minor - sale.tax_minor
    assert order.books.receivable_minor == 0


@given(SALES, st.integers(0, 10**12), st.lists(st.integers(1, 10**12), max_size=4))
def test_what_weighed_less_and_went_back_leaves_no_tax(sale: Sale, less: int, parts: list[int]) -> None:
    order = Ground(sale)
    order.do("sold", 0)
    final = max(sale.total_minor - less, 0)
    order.do("collected", final)
    order.post("adjustment", rules.adjustment(order.books, final - sale.total_minor))
    assert order.books.receivable_minor == 0
    for amount in (*parts, final):
        order.do("refunded", amount)
    assert order.balance("tax_payable") == 0


@given(st.lists(st.tuples(AMOUNT, AMOUNT, st.sampled_from(["open", "won", "lost"])), max_size=6), PROVIDER)
def test_a_dispute_ends_where_it_ends_whatever_came_before(
    stands: list[tuple[int, int, str]], provider: str
) -> None:
    before: dict[str, int] = {}
    for withdrawn, fee, outcome in stands:
        lines = rules.dispute(before, provider, withdrawn_minor=withdrawn, fee_minor=fee, outcome=outcome)
        assert rules.off(lines) == 0
        for line in lines:
            before[line.account] = before.get(line.account, 0) + line.amount_minor
        assert before.get("fees", 0) == fee
        assert before.get("disputed_funds", 0) == (withdrawn if outcome == "open" else 0)
        assert before.get("dispute_losses", 0) == (withdrawn if outcome == "lost" else 0)


@given(st.integers(-(10**12), 10**12), PROVIDER, st.sampled_from(["payout", "fee"]))
def test_settlements_balance_and_their_reversal_undoes_them(amount: int, provider: str, kind: str) -> None:
    lines = rules.settlement(provider, kind, amount)
    assert rules.off(lines) == 0
    both = [*lines, *rules.reversal(lines)]
    assert rules.lines(*((line.account, line.amount_minor) for line in both)) == []


def test_a_settlement_is_a_payout_or_a_fee() -> None:
    with pytest.raises(ValueError, match="gift is no kind"):
        rules.settlement("stripe", "gift", 5)


def test_what_is_neither_goods_nor_shipping_is_rounding() -> None:
    odd = Sale(
        order_id=ID,
        store_id=ID,
        currency="EUR",
        goods_minor=99,
        shipping_minor=0,
        tax_minor=20,
        total_minor=120,
    )
    assert rules.sale(odd) == [
        Line("customer_receivable", 120),
        Line("revenue", -99),
        Line("rounding", -1),
        Line("tax_payable", -20),
    ]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("revenue", True),
        ("gateway_clearing:mtn_momo", True),
        ("gateway_clearing", False),
        ("gateway_clearing:", False),
        ("gateway_clearing:a b", False),
        ("gateway_clearing:é", False),
        ("gateway_clearing:" + "x" * 41, False),
        ("revenue:x", False),
        ("", False),
    ],
)
def test_an_account_is_one_of_the_list_or_a_gateways(name: str, is_one: bool) -> None:
    assert rules.is_account(name) is is_one


def test_every_account_has_a_type_and_a_name_in_two_languages() -> None:
    assert {account.type for account in ACCOUNTS.values()} == {"asset", "liability", "income", "expense"}
    assert all(account.en and account.fr and account.name == name for name, account in ACCOUNTS.items())
    assert rules.kind_of("gateway_clearing:stripe") == "asset"
    assert rules.title("gateway_clearing:stripe") == "Held by payment gateways (stripe)"
    assert rules.title("fees", "fr-SN") == "Frais de paiement"
