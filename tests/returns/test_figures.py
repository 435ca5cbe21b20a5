"""What returns give back: however an order is split, all of it together is what was paid, never more."""

from hypothesis import given
from hypothesis import strategies as st

from duka.returns.rules import Worth, figures, share

AMOUNTS = st.integers(0, 10_000_000)


@given(AMOUNTS, st.integers(1, 500), st.data())
def test_parts_of_a_line_add_up_to_what_it_cost(total: int, quantity: int, data: st.DataObject) -> None:
    before, given_back = 0, 0
    while before < quantity:
        back = data.draw(st.integers(1, quantity - before))
        part = share(Worth(total, quantity, before, back))
        assert part >= 0
        before, given_back = before + back, given_back + part
        assert given_back <= total
    assert given_back == total


@given(
    st.lists(st.tuples(AMOUNTS, st.integers(1, 50), st.integers(0, 100)), min_size=1, max_size=6),
    st.integers(-5_000, 5_000),
    AMOUNTS,
)
def test_never_more_than_is_left(lines: list[tuple[int, int, int]], shipping: int, available: int) -> None:
    worth = [Worth(total, quantity, 0, quantity, fee) for total, quantity, fee in lines]
    found = figures(worth, shipping, available)
    assert 0 <= found.amount_minor <= available
    assert found.goods_minor == sum(total for total, _, _ in lines)
    assert 0 <= found.fee_minor <= found.goods_minor


def test_a_second_return_of_more_than_is_there_is_worth_nothing() -> None:
    assert share(Worth(1_000, 3, 3, 1)) == 0
    assert [share(Worth(1_000, 3, n, 1)) for n in range(3)] == [333, 334, 333]
