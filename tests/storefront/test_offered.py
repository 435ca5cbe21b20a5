"""Promotions on the shelf: the price of a page of goods is what one piece costs, as it will in the cart."""

import re
from typing import Any

import pytest
from litestar.testing import TestClient
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import fill
from tests.promotions.offering import promote

from duka.catalog import service as catalog
from duka.catalog.inputs import NewCategory
from duka.kernel.ids import public
from duka.promotions import shelf
from duka.promotions.types import Amount, ChosenGoods, Percent, Total, UnitPrice

Client = TestClient[Any]
TAG = re.compile(r"<[^>]+>|\s+")


def words(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return TAG.sub(" ", answer.text.replace("\u202f", " ").replace("\u00a0", " "))


def stocked(bazaar: Bazaar, *products: str) -> shelf.Shelf | None:
    return bazaar.shop(lambda ctx: shelf.stocked(ctx, bazaar.store, "XOF", list(products)))


def product_of(bazaar: Bazaar, variant: Any) -> str:
    row = bazaar.row(
        "select product_id from variants where tenant_id = %(tenant)s and id = %(id)s", id=variant
    )
    return public("prod", row.product_id)


@pytest.mark.parametrize(
    ("effect", "now"),
    [
        (Percent(ppm=100_000), 4500),
        (Amount(amounts={"XOF": 700}, on="each"), 4300),
        (UnitPrice(prices={"XOF": 4100}), 4100),
    ],
)
def test_the_page_the_card_and_the_cart_say_the_same(
    client: Client, bazaar: Bazaar, root: str, effect: Any, now: int
) -> None:
    variant = bazaar.product(price=5000)
    promote(bazaar, effect)
    product = product_of(bazaar, variant)
    cart = fill(bazaar, (variant, 1))
    assert cart.subtotal_minor - cart.discount_minor == now
    price = f"{now:,}".replace(",", " ")
    page = words(client, f"{root}/p/{product}")
    assert price in page and "5 000" in page
    listed = words(client, f"{root}/products")
    assert price in listed and "5 000" in listed


def test_what_the_cart_decides_is_not_on_the_shelf(bazaar: Bazaar) -> None:
    product = product_of(bazaar, bazaar.product(price=5000))
    promote(bazaar, Percent(ppm=500_000), codes=["HALF"])
    promote(bazaar, Percent(ppm=500_000), conditions=[Total(at_least={"XOF": 1})])
    promote(bazaar, Percent(ppm=500_000, on="order"))
    promote(bazaar, Amount(amounts={"XOF": 700}, on="line"))
    promote(bazaar, Percent(ppm=500_000), customer_limit=1)
    assert stocked(bazaar, product) is None


def test_goods_of_a_category_are_found_for_a_whole_page_in_one_statement(bazaar: Bazaar) -> None:
    category = bazaar.staff(lambda ctx: catalog.create_category(ctx, NewCategory("Bags")))
    inside, outside = (product_of(bazaar, bazaar.product(price=5000)) for _ in range(2))
    bazaar.staff(
        lambda ctx: ctx.db.run(
            "insert into product_categories (tenant_id, product_id, category_id) values (%(tenant)s, %(p)s, %(c)s)",
            p=inside[5:],
            c=category,
        )
    )
    promote(bazaar, Percent(ppm=100_000, goods=ChosenGoods(categories=[public("cat", category)])))

    def ask(ctx: Any, *products: str) -> tuple[list[int], int]:
        before = ctx.db.statements
        found = shelf.stocked(ctx, bazaar.store, "XOF", products)
        assert found is not None
        return [found.now(product, 5000) for product in products], ctx.db.statements - before

    one, for_one = bazaar.shop(lambda ctx: ask(ctx, inside))
    both, for_both = bazaar.shop(lambda ctx: ask(ctx, inside, outside))
    assert (one, both) == ([4500], [4500, 5000])
    assert for_one == for_both


def test_a_shop_without_promotions_asks_nothing_for_them(bazaar: Bazaar) -> None:
    product = product_of(bazaar, bazaar.product(price=5000))
    assert stocked(bazaar, product) is None
