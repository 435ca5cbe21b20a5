"""Order numbers: drawn before the order, unique, rising."""

from concurrent.futures import ThreadPoolExecutor

from tests.people import Shop

from duka.kernel.work import Work
from duka.orders import service as orders


def test_numbers_drawn_at_once_are_all_different(work: Work, shop: Shop) -> None:
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(lambda _: work.perform(shop.shopper, orders.draw_number), range(40)))
    assert sorted(map(int, drawn)) == list(range(1001, 1041))


def test_each_tenant_counts_for_itself(work: Work, shop: Shop, other_shop: Shop) -> None:
    assert [work.perform(each.shopper, orders.draw_number) for each in (shop, other_shop)] == ["1001", "1001"]
