from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.catalog.merchant import Merchant
from tests.conftest import Clock

from duka.catalog.inputs import OptionInput
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden, MalformedId
from duka.kernel.ids import new_id, public
from duka.pricing import following
from duka.pricing import service as pricing
from duka.pricing.errors import (
    NegativePrice,
    PriceTargetNotFound,
    PriceTooHigh,
    SpecialNotLower,
    SpecialPriceMissing,
    SpecialWindowEmpty,
    TooManyPrices,
)
from duka.pricing.inputs import NewPrice

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def set_price(merchant: Merchant, variant: UUID, base: int, *special: Any) -> None:
    merchant.do(lambda ctx: pricing.set_price(ctx, merchant.store, variant, base, *special))


def listed(merchant: Merchant, product: UUID) -> int | None:
    row = merchant.one(
        """select price_minor from store_products
           where tenant_id = %(tenant)s and product_id = %(id)s and store_id = %(store)s""",
        id=product,
        store=merchant.store,
    )
    price: int | None = row.price_minor
    return price


def test_a_price_is_listed_and_announced(acorn: Merchant) -> None:
    product = acorn.make(sold=True)
    (variant,) = acorn.variants(product)
    set_price(acorn, variant.id, 5000)
    assert listed(acorn, product) == 5000
    (event,) = acorn.heard("price.changed")
    assert event.aggregate_id == product
    assert event.payload["variant_ids"] == [str(variant.id)] and event.payload["store_id"] == str(acorn.store)


def test_setting_the_same_price_twice_is_one_change(acorn: Merchant) -> None:
    (variant,) = acorn.variants(acorn.make(sold=True))
    for _ in range(2):
        set_price(acorn, variant.id, 5000, 4000, NOON, None)
    assert len(acorn.heard("price.changed")) == 1
    assert acorn.one("select version from prices where tenant_id = %(tenant)s").version == 1


def test_the_listing_shows_the_lowest_price_in_force(acorn: Merchant, clock: Clock) -> None:
    clock.now = NOON
    product = acorn.make(sold=True, options=[OptionInput("Size", ["S", "M"])])
    small, medium = (v.id for v in acorn.variants(product))
    set_price(acorn, small, 5000)
    set_price(acorn, medium, 6000, 4000, NOON + HOUR, NOON + 2 * HOUR)
    assert listed(acorn, product) == 5000
    clock.now = NOON + HOUR
    assert acorn.do(lambda ctx: following.refresh_due(ctx, NOON)) == 1
    assert listed(acorn, product) == 4000
    assert acorn.do(lambda ctx: following.refresh_due(ctx, NOON + HOUR)) == 0
    clock.now = NOON + 2 * HOUR
    assert acorn.do(lambda ctx: following.refresh_due(ctx, NOON + HOUR)) == 1
    assert listed(acorn, product) == 5000
    acorn.do(lambda ctx: pricing.remove(ctx, acorn.store, [small]))
    assert listed(acorn, product) == 6000
    acorn.do(lambda ctx: pricing.remove(ctx, acorn.store, [small, medium]))
    assert listed(acorn, product) is None


def test_stores_have_their_own_prices(acorn: Merchant) -> None:
    product = acorn.make(sold=True)
    (variant,) = acorn.variants(product)
    set_price(acorn, variant.id, 5000)
    acorn.do(lambda ctx: pricing.set_price(ctx, acorn.second, variant.id, 900))
    assert listed(acorn, product) == 5000
    assert len(acorn.rows("select 1 from prices where tenant_id = %(tenant)s")) == 2


def test_250_prices_take_few_statements(acorn: Merchant) -> None:
    names = [OptionInput(n, [str(v) for v in range(c)]) for n, c in (("a", 5), ("b", 5), ("c", 10))]
    product = acorn.make(sold=True, options=names)
    prices = [NewPrice(public("var", v.id), 1000 + v.position) for v in acorn.variants(product)]
    acorn.do(lambda ctx: pricing.set_prices(ctx, acorn.store, prices))
    assert acorn.work.last_statements <= 8
    assert listed(acorn, product) == 1000
    assert len(acorn.heard("price.changed")) == 1


@pytest.mark.parametrize(
    ("price", "refusal"),
    [
        ((-1,), NegativePrice),
        ((1000, -1), NegativePrice),
        ((10**12 + 1,), PriceTooHigh),
        ((1000, 1000), SpecialNotLower),
        ((1000, None, NOON), SpecialPriceMissing),
        ((1000, 900, NOON, NOON), SpecialWindowEmpty),
    ],
)
def test_unsound_prices_are_refused(
    acorn: Merchant, price: tuple[Any, ...], refusal: type[Exception]
) -> None:
    (variant,) = acorn.variants(acorn.make(sold=True))
    set_price(acorn, variant.id, 5000)
    before = acorn.everything()
    with pytest.raises(refusal):
        set_price(acorn, variant.id, *price)
    assert acorn.everything() == before


def test_one_bad_price_moves_none(acorn: Merchant) -> None:
    (variant,) = acorn.variants(acorn.make(sold=True))
    good = NewPrice(public("var", variant.id), 100)
    for bad, refusal in (
        (NewPrice(public("var", new_id()), 100), PriceTargetNotFound),
        (NewPrice("var_x", 100), MalformedId),
    ):
        with pytest.raises(refusal):
            acorn.do(partial(pricing.set_prices, store_id=acorn.store, prices=[good, bad]))
    with pytest.raises(TooManyPrices):
        acorn.do(lambda ctx: pricing.set_prices(ctx, acorn.store, [good] * 1001))
    assert acorn.rows("select 1 from prices where tenant_id = %(tenant)s") == []


def test_strangers_and_shoppers_set_nothing(acorn: Merchant, birch: Merchant) -> None:
    (variant,) = acorn.variants(acorn.make(sold=True))
    before = acorn.everything()
    for store in (acorn.store, birch.store):
        with pytest.raises(PriceTargetNotFound):
            birch.do(partial(pricing.set_price, store_id=store, variant_id=variant.id, base_minor=1))
        with pytest.raises(PriceTargetNotFound):
            birch.do(partial(pricing.remove, store_id=store, variant_ids=[variant.id]))
    with pytest.raises(PriceTargetNotFound):
        acorn.do(lambda ctx: pricing.set_price(ctx, birch.store, variant.id, 1))
    with pytest.raises(Forbidden):
        acorn.do(lambda ctx: pricing.set_price(ctx, acorn.store, variant.id, 1), frozenset({"products:read"}))
    assert acorn.everything() == before


def test_two_at_once_leave_the_lowest_price(acorn: Merchant) -> None:
    """The second waits for the first, and counts its price."""
    product = acorn.make(sold=True, options=[OptionInput("Size", ["S", "M"])])
    small, medium = (v.id for v in acorn.variants(product))
    with ThreadPoolExecutor(1) as other:

        def both(ctx: Context) -> Future[None]:
            pricing.set_price(ctx, acorn.store, small, 100)
            second = other.submit(set_price, acorn, medium, 200)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.2)
            return second

        acorn.do(both).result(timeout=10)
    assert listed(acorn, product) == 100


def test_a_body_says_nothing_but_prices() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(b'{"variant_id": "var_x", "base_minor": 1, "tenant_id": "x"}', type=NewPrice)
    with pytest.raises(msgspec.ValidationError, match="timezone"):
        msgspec.json.decode(
            b'{"variant_id": "var_x", "base_minor": 1, "special_from": "2026-01-01T00:00:00"}', type=NewPrice
        )
