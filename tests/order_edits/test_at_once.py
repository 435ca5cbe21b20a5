"""Two who edit the same order at once, and edits beside sales of the last piece."""

from concurrent.futures import ThreadPoolExecutor

from tests.checkout.steps import buy
from tests.order_edits.desk import adds_up, edit, line, sold
from tests.payments.till import Till

from duka.inventory.errors import SoldOut
from duka.kernel.errors import Refusal, VersionConflict


def test_of_two_edits_of_the_same_version_one_wins(till: Till) -> None:
    order = sold(till)
    version = till.look(order).version

    def change(quantity: int) -> str:
        try:
            edit(till, order, line(order, quantity), version=version)
        except Refusal as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(4) as pool:
        came_to = list(pool.map(change, (3, 4, 5, 6)))

    assert sorted(came_to) == ["VersionConflict"] * 3 + ["done"]
    assert VersionConflict.status == 412
    assert till.look(order).lines[0].quantity == 3 + came_to.index("done")
    adds_up(till, order)


def test_the_last_pieces_are_promised_once(till: Till) -> None:
    orders = [sold(till, (till.shirt, 2)) for _ in range(3)]  # 4 of 10 are left

    def change(n: int) -> bool:
        try:
            if n == 3:
                buy(till.bazaar, (till.shirt, 3))
            else:
                edit(till, orders[n], line(orders[n], 5))
        except SoldOut:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        came_to = list(pool.map(change, range(4)))

    assert sum(came_to) == 1
    assert till.reserved() == 9
    adds_up(till, orders[0])
