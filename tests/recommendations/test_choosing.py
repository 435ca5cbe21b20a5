"""What the merchant decides: what goes with a product, what is left out, how it is done."""

from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar
from tests.recommendations.ground import product_of

from duka.catalog.errors import ProductNotFound
from duka.kernel import ids
from duka.kernel.errors import Forbidden, VersionConflict
from duka.kernel.ids import new_id
from duka.recommendations import chosen, tuning
from duka.recommendations.errors import RecommendsItself, TooManyChosen
from duka.recommendations.types import Tuning


@pytest.fixture
def goods(bazaar: Bazaar) -> list[UUID]:
    return [product_of(bazaar, bazaar.product()) for _ in range(4)]


def choose(
    bazaar: Bazaar, product: UUID, cross: list[UUID], up: list[UUID], version: int | None = None
) -> None:
    if version is None:
        version = bazaar.staff(lambda ctx: chosen.of_product(ctx, product)).version
    bazaar.staff(lambda ctx: chosen.choose(ctx, product, cross, up, version))


def slugs(bazaar: Bazaar, product: UUID) -> tuple[list[str], list[str]]:
    found = bazaar.staff(lambda ctx: chosen.of_product(ctx, product))
    return [p.slug for p in found.cross_sell], [p.slug for p in found.up_sell]


def test_the_choice_keeps_its_order_and_replaces_the_last(bazaar: Bazaar, goods: list[UUID]) -> None:
    a, b, c, d = goods
    choose(bazaar, a, [d, b, b], [c])
    assert slugs(bazaar, a) == (["p4", "p2"], ["p3"])
    choose(bazaar, a, [], [b, d])
    assert slugs(bazaar, a) == ([], ["p2", "p4"])
    assert slugs(bazaar, b) == ([], [])


def test_a_choice_that_cannot_be_is_refused_and_nothing_moves(bazaar: Bazaar, goods: list[UUID]) -> None:
    a, b, c, _ = goods
    choose(bazaar, a, [b], [])
    other = Bazaar(bazaar.work).build()
    foreign = product_of(other, other.product())
    with pytest.raises(RecommendsItself):
        choose(bazaar, a, [c, a], [])
    with pytest.raises(ProductNotFound):
        choose(bazaar, a, [foreign], [])
    with pytest.raises(TooManyChosen):
        choose(bazaar, a, [new_id() for _ in range(chosen.MOST_CHOSEN + 1)], [])
    with pytest.raises(ProductNotFound):
        choose(bazaar, foreign, [a], [], 0)
    with pytest.raises(VersionConflict):
        choose(bazaar, a, [c], [], 1)
    with pytest.raises(Forbidden):
        bazaar.shop(lambda ctx: chosen.choose(ctx, a, [], [], 0))
    assert slugs(bazaar, a) == (["p2"], [])


def test_a_product_that_is_deleted_is_in_no_list(bazaar: Bazaar, goods: list[UUID]) -> None:
    a, b, c, _ = goods
    choose(bazaar, a, [b, c], [])
    bazaar.perform(
        lambda ctx: ctx.db.run("delete from products where tenant_id = %(tenant)s and id = %(id)s", id=b)
    )
    assert slugs(bazaar, a) == (["p3"], [])


def test_tuning_starts_with_the_defaults_and_has_versions(bazaar: Bazaar) -> None:
    now = bazaar.staff(tuning.of_company)
    assert (now.tuning, now.version) == (Tuning(), 0)
    wanted = Tuning(kinds=["together"], in_cart=2, minimum_lift=1.5, half_life_days=90)
    bazaar.staff(lambda ctx: tuning.tune(ctx, wanted, 0))
    now = bazaar.staff(tuning.of_company)
    assert (now.tuning, now.version) == (wanted, 1)
    for stale in (0, 2):
        with pytest.raises(VersionConflict):
            bazaar.staff(lambda ctx, v=stale: tuning.tune(ctx, Tuning(), v))
    other = Bazaar(bazaar.work).build()
    with pytest.raises(VersionConflict):
        other.staff(lambda ctx: tuning.tune(ctx, Tuning(), 1))
    assert other.staff(tuning.of_company).version == 0
    with pytest.raises(Forbidden):
        bazaar.shop(lambda ctx: tuning.tune(ctx, Tuning(), 1))
    with pytest.raises(Forbidden):
        bazaar.shop(lambda ctx: tuning.exclude(ctx, new_id()))


def test_what_is_left_out_is_listed_and_comes_back(bazaar: Bazaar, goods: list[UUID]) -> None:
    a, b, c, _ = goods
    for product in (a, b, c, a):
        bazaar.staff(lambda ctx, p=product: tuning.exclude(ctx, p))
    first = bazaar.staff(lambda ctx: tuning.list_excluded(ctx, limit=2))
    rest = bazaar.staff(lambda ctx: tuning.list_excluded(ctx, first.next, 2))
    assert [p.id for p in (*first.items, *rest.items)] == [ids.public("prod", p) for p in (c, b, a)]
    assert rest.next is None
    assert bazaar.staff(lambda ctx: chosen.of_product(ctx, b)).is_excluded
    bazaar.staff(lambda ctx: tuning.include(ctx, b))
    bazaar.staff(lambda ctx: tuning.include(ctx, b))
    assert not bazaar.staff(lambda ctx: chosen.of_product(ctx, b)).is_excluded
    for verb in (tuning.exclude, tuning.include):
        with pytest.raises(ProductNotFound):
            bazaar.staff(lambda ctx, act=verb: act(ctx, new_id()))
