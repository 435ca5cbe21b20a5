"""Offers in the shop: a coupon before and after its minimum is reached, and buy two get one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from tests.browser.journey import amount

from duka.kernel import ids
from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller
from duka.promotions import service
from duka.promotions.inputs import NewPromotion
from duka.promotions.types import BuyGet, ChosenGoods, Percent, Rules, Total

pytestmark = pytest.mark.browser
SLUG = "apple-juice"
PRICE = 390


@pytest.fixture
def offer(installation, farm) -> Iterator:
    """Make a promotion of the farm; it ends with the test."""
    made = []

    def perform(act):
        return installation.services.work.perform(Caller(farm.tenant, SYSTEM), act)

    def make(new: NewPromotion) -> None:
        promotion = perform(lambda ctx: service.create(ctx, new))
        made.append(ids.parse("promo", promotion.id))
        perform(lambda ctx: service.activate(ctx, made[-1]))

    yield make
    for id in made:
        perform(lambda ctx, id=id: service.end(ctx, id))


def juices(visitor, number: int) -> None:
    visitor.go(f"/p/{SLUG}")
    visitor.page.locator("#quantity").fill(str(number))
    visitor.page.locator("[data-submit]").click()
    expect(visitor.page.locator("[data-count]")).not_to_have_text("")


def total(visitor) -> int:
    return amount(visitor.page.locator(".side .sum dd").inner_text())


def test_a_coupon_with_a_minimum(arrive, farm, offer):
    rules = Rules(conditions=[Total(at_least={"EUR": 1000})], effects=[Percent(ppm=100_000)])
    offer(NewPromotion(name="Harvest", title="Harvest", rules=rules, codes=["HARVEST10"], needs_code=True))
    visitor = arrive(farm)
    juices(visitor, 2)
    visitor.go("/cart")
    visitor.page.get_by_text("Do you have a code?").click()
    visitor.page.get_by_label("Code", exact=True).fill("harvest10")
    visitor.page.get_by_role("button", name="Use it").click()
    waiting = visitor.page.locator(".code")
    expect(waiting).to_contain_text("HARVEST10")
    expect(waiting).to_contain_text("10.00")
    assert total(visitor) == 2 * PRICE
    visitor.look("coupon-waits")

    visitor.page.locator(".lines [data-more]").first.click()

    expect(visitor.page.locator(".side .sum dd")).to_contain_text("10.53")
    assert total(visitor) == 3 * PRICE - 117
    visitor.look("coupon-applied")
    visitor.page.get_by_role("button", name="Remove HARVEST10").click()
    expect(visitor.page.locator(".side .sum dd")).to_contain_text("11.70")


def test_buy_two_get_one(arrive, farm, installation, offer):
    product = installation.services.work.perform(
        Caller(farm.tenant, SYSTEM),
        lambda ctx: ctx.db.value(
            "select id from products where tenant_id = %(tenant)s and slug = %(slug)s", slug=SLUG
        ),
    )
    goods = ChosenGoods(products=[ids.public("prod", product)])
    rules = Rules(effects=[BuyGet(buy=2, get=1, goods=goods)])
    offer(NewPromotion(name="Three for two", title="Three for two", rules=rules))
    visitor = arrive(farm)
    juices(visitor, 2)
    visitor.go("/cart")
    assert total(visitor) == 2 * PRICE

    visitor.page.locator(".lines [data-more]").first.click()

    expect(visitor.page.locator(".side")).to_contain_text("Three for two")
    assert total(visitor) == 2 * PRICE
    visitor.look("three-for-two")
