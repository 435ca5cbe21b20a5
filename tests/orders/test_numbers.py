"""Order numbers: drawn just before the order, unique, rising, and only by who holds an open cart."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from tests.people import Shop

from duka.carts import service as carts
from duka.carts.types import Cart
from duka.kernel import ids
from duka.kernel.ids import new_id
from duka.kernel.work import Work
from duka.orders import service as orders


def cart_of(work: Work, shop: Shop) -> tuple[UUID, str]:
    cart: Cart = work.perform(shop.shopper, lambda ctx: carts.create(ctx, shop.store))
    assert cart.token is not None
    return ids.parse("cart", cart.id), cart.token


def draw(work: Work, shop: Shop, cart: tuple[UUID, str]) -> str | None:
    return work.perform(shop.shopper, lambda ctx: orders.draw_number(ctx, *cart))


def test_numbers_drawn_at_once_are_all_different(work: Work, shop: Shop) -> None:
    cart = cart_of(work, shop)
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(lambda _: draw(work, shop, cart), range(40)))
    assert sorted(int(number or 0) for number in drawn) == list(range(1001, 1041))


def test_each_tenant_counts_for_itself(work: Work, shop: Shop, other_shop: Shop) -> None:
    assert [draw(work, each, cart_of(work, each)) for each in (shop, other_shop)] == ["1001", "1001"]


def test_nobody_else_draws(work: Work, shop: Shop, other_shop: Shop) -> None:
    cart_id, token = cart_of(work, shop)
    assert draw(work, shop, (cart_id, "another")) is None
    assert draw(work, shop, (new_id(), token)) is None
    assert draw(work, other_shop, (cart_id, token)) is None
    assert draw(work, shop, (cart_id, token)) == "1001"
