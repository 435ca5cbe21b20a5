"""What a page shows: order, exceptions, fall-backs, and how few statements it takes."""

from uuid import UUID

import msgspec
import pytest
from tests import make
from tests.checkout import steps
from tests.checkout.bazaar import Bazaar
from tests.recommendations.ground import beside, computed, in_cart, ordered, product_of

from duka.catalog.errors import ProductNotFound
from duka.kernel.context import Context
from duka.kernel.ids import new_id
from duka.recommendations import chosen, shown, tuning
from duka.recommendations.types import Recommended, Tuning


def seen(block: list[Recommended]) -> list[tuple[str, str]]:
    return [(one.kind, one.card.slug) for one in block]


def choose(bazaar: Bazaar, product: UUID, cross: list[UUID], up: list[UUID]) -> None:
    version = bazaar.staff(lambda ctx: chosen.of_product(ctx, product)).version
    bazaar.staff(lambda ctx: chosen.choose(ctx, product, cross, up, version))


def tuned(bazaar: Bazaar, **values: object) -> None:
    version = bazaar.staff(tuning.of_company).version
    bazaar.staff(lambda ctx: tuning.tune(ctx, Tuning(**values), version))  # type: ignore[arg-type]


def category(bazaar: Bazaar, *products: UUID) -> None:
    def act(ctx: Context) -> None:
        place = new_id()
        ctx.db.run(
            """insert into categories (tenant_id, id, slug, name) values (%(tenant)s, %(id)s, %(slug)s, 'Thés')""",
            id=place,
            slug=f"c{place.hex}",
        )
        for product in products:
            ctx.db.run(
                "insert into product_categories (tenant_id, product_id, category_id) values (%(tenant)s, %(p)s, %(c)s)",
                p=product,
                c=place,
            )

    bazaar.perform(act)


def sold(bazaar: Bazaar, product: UUID, number: int) -> None:
    bazaar.perform(
        lambda ctx: ctx.db.run(
            "update store_products set sold = %(n)s where tenant_id = %(tenant)s and product_id = %(p)s",
            n=number,
            p=product,
        )
    )


def variant_of(bazaar: Bazaar, product: UUID) -> UUID:
    found: UUID = bazaar.value(
        "select id from variants where tenant_id = %(tenant)s and product_id = %(p)s", p=product
    )
    return found


@pytest.fixture
def goods(bazaar: Bazaar) -> list[UUID]:
    """Six products; the first was often bought with the second and the third."""
    variants = [bazaar.product() for _ in range(6)]
    a, b, c, d, *_ = variants
    ordered(bazaar, [[a, b]] * 5 + [[a, c]] * 4 + [[d]] * 20)
    computed(bazaar)
    return [product_of(bazaar, one) for one in variants]


def test_chosen_first_then_computed_then_what_sells_best(bazaar: Bazaar, goods: list[UUID]) -> None:
    a, b, c, d, e, f = goods
    choose(bazaar, a, cross=[d, c], up=[e])
    sold(bazaar, f, 9)
    found = beside(bazaar, a)
    assert seen(found.with_it) == [("cross_sell", "p4"), ("cross_sell", "p3"), ("together", "p2")]
    assert seen(found.like_it) == [("up_sell", "p5"), ("best", "p6")]
    assert found.with_it[0].mark == f"cross_sell-{a.hex}"
    assert found.with_it[0].card.price_minor == 5000
    assert found.currency == "XOF"
    assert b not in (a, c)


def test_best_sellers_come_from_the_same_category(bazaar: Bazaar, goods: list[UUID]) -> None:
    a, _, _, d, e, f = goods
    category(bazaar, a, d, e)
    sold(bazaar, e, 5)
    sold(bazaar, d, 3)
    sold(bazaar, f, 99)
    assert seen(beside(bazaar, a).like_it) == [("best", "p5"), ("best", "p4")]


def test_what_is_not_sold_here_excluded_or_in_the_cart_is_never_shown(
    bazaar: Bazaar, goods: list[UUID]
) -> None:
    a, b, c, d, _, _ = goods
    assert seen(beside(bazaar, a).with_it) == [("together", "p2"), ("together", "p3")]
    cart = steps.fill(bazaar, (variant_of(bazaar, b), 1))
    assert seen(beside(bazaar, a, cart).with_it) == [("together", "p3")]
    guessed = msgspec.structs.replace(cart, token="somebody else's")
    assert len(beside(bazaar, a, guessed).with_it) == 2
    bazaar.staff(lambda ctx: tuning.exclude(ctx, c))
    assert seen(beside(bazaar, a).with_it) == [("together", "p2")]
    bazaar.staff(lambda ctx: tuning.include(ctx, c))
    for statement in (
        "update store_products set is_visible = false where tenant_id = %(tenant)s and product_id = %(p)s",
        "update products set status = 'archived' where tenant_id = %(tenant)s and id = %(p)s",
    ):
        bazaar.perform(lambda ctx, text=statement: ctx.db.run(text, p=b))
        assert seen(beside(bazaar, a).with_it) == [("together", "p3")]
    choose(bazaar, d, cross=[b], up=[])
    assert beside(bazaar, d).with_it == []


def test_nothing_is_shown_twice(bazaar: Bazaar, goods: list[UUID]) -> None:
    a, b, c, _, _, _ = goods
    choose(bazaar, a, cross=[b], up=[b, c])
    found = beside(bazaar, a)
    assert seen(found.with_it) == [("cross_sell", "p2"), ("together", "p3")]
    assert not {"p2", "p3"} & {one.card.slug for one in found.like_it}


def test_sold_out_things_come_last_or_not_at_all(bazaar: Bazaar) -> None:
    a, gone, there = bazaar.product(), bazaar.product(stock=0), bazaar.product()
    products = [product_of(bazaar, one) for one in (a, gone, there)]
    choose(bazaar, products[0], cross=products[1:], up=[])
    assert seen(beside(bazaar, products[0]).with_it) == [("cross_sell", "p3"), ("cross_sell", "p2")]
    tuned(bazaar, sold_out="hidden")
    assert seen(beside(bazaar, products[0]).with_it) == [("cross_sell", "p3")]


def test_tuning_says_which_kinds_and_how_many(bazaar: Bazaar, goods: list[UUID]) -> None:
    a, _, _, d, _, _ = goods
    choose(bazaar, a, cross=[d], up=[])
    tuned(bazaar, kinds=["together"], beside_product=1)
    found = beside(bazaar, a)
    assert (seen(found.with_it), found.like_it) == ([("together", "p2")], [])
    tuned(bazaar, beside_product=0, below_product=2)
    found = beside(bazaar, a)
    assert (found.with_it, [one.kind for one in found.like_it]) == ([], ["best", "best"])


def test_a_cart_is_offered_what_goes_with_most_of_it(bazaar: Bazaar, goods: list[UUID]) -> None:
    a, b, c, d, _, _ = goods
    assert seen(in_cart(bazaar, a).in_cart)[:2] == [("together", "p2"), ("together", "p3")]
    assert seen(in_cart(bazaar, a, b).in_cart)[0] == ("together", "p3")
    choose(bazaar, d, cross=[c], up=[])
    found = in_cart(bazaar, d, a).in_cart
    assert seen(found)[:2] == [("cross_sell", "p3"), ("together", "p2")]
    assert found[0].mark == f"cross_sell-{d.hex}"
    assert found[1].mark == f"together-{a.hex}"
    assert in_cart(bazaar).in_cart == []


def test_without_the_feature_only_best_sellers_remain(bazaar: Bazaar, goods: list[UUID]) -> None:
    make.switch(bazaar.work, bazaar.tenant, shown.FEATURE, is_on=False)
    found = beside(bazaar, goods[0])
    assert found.with_it == []
    assert {one.kind for one in found.like_it} == {"best"}
    assert in_cart(bazaar, goods[0]).in_cart == []


def test_a_page_costs_one_statement_beside_what_is_remembered(bazaar: Bazaar, goods: list[UUID]) -> None:
    beside(bazaar, goods[0])
    assert bazaar.work.last_statements == 3
    in_cart(bazaar, *goods[:2])
    assert bazaar.work.last_statements == 3


def test_strangers_and_what_is_not_shown_are_not_there(bazaar: Bazaar, goods: list[UUID]) -> None:
    other = Bazaar(bazaar.work).build()
    with pytest.raises(ProductNotFound):
        beside(other, goods[0])
    assert in_cart(other, goods[0]).in_cart == []
    with pytest.raises(ProductNotFound):
        beside(bazaar, new_id())
