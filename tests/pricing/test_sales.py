from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.catalog.merchant import Merchant
from tests.conftest import Clock

from duka.catalog import queries as catalog_queries
from duka.catalog.types import ListingQuery
from duka.kernel.errors import Forbidden, VersionConflict
from duka.kernel.ids import new_id, parse, public
from duka.pricing import following
from duka.pricing import service as pricing
from duka.pricing.sales import queries, service
from duka.pricing.sales.errors import (
    SaleEndsBeforeItBegins,
    SaleIsOver,
    SaleIsScheduled,
    SaleNotFound,
    SaleTargetNotFound,
)
from duka.pricing.sales.types import NewSale, Sale, SaleChange, SaleTarget

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def goods(merchant: Merchant, base: int = 10_000) -> tuple[UUID, UUID]:
    product = merchant.make(sold=True, status="active")
    (variant,) = merchant.variants(product)
    merchant.do(lambda ctx: pricing.set_price(ctx, merchant.store, variant.id, base))
    return product, variant.id


def sale(merchant: Merchant, product: UUID | None = None, **given: Any) -> UUID:
    targets = [SaleTarget("product", public("prod", product))] if product else [SaleTarget("all")]
    fields: dict[str, Any] = {
        "starts_at": NOON + HOUR,
        "ends_at": NOON + 3 * HOUR,
        "percent_ppm": 200_000,
        "targets": targets,
    }
    new = NewSale(store_id=public("store", merchant.store), name="Summer", **(fields | given))
    return merchant.do(lambda ctx: service.create(ctx, new))


def scheduled(merchant: Merchant, product: UUID | None = None, **given: Any) -> UUID:
    id = sale(merchant, product, **given)
    merchant.do(lambda ctx: service.schedule(ctx, id))
    return id


def shown(merchant: Merchant, product: UUID) -> tuple[int, int | None]:
    page = merchant.do(lambda ctx: catalog_queries.list_cards(ctx, merchant.store, ListingQuery()))
    cards = {card["id"]: card for card in msgspec.json.decode(page)["items"]}
    card = cards[public("prod", product)]
    return card["price_minor"], card["was_minor"]


def read(merchant: Merchant, id: UUID) -> Sale:
    return merchant.do(lambda ctx: queries.sale(ctx, id))


def test_prices_switch_by_the_clock_alone(acorn: Merchant, clock: Clock) -> None:
    clock.now = NOON
    product, _ = goods(acorn)
    id = scheduled(acorn, product)
    assert read(acorn, id).state == "to_come" and shown(acorn, product) == (10_000, None)
    clock.now = NOON + HOUR
    assert read(acorn, id).state == "running" and shown(acorn, product) == (8_000, 10_000)
    clock.now = NOON + 3 * HOUR
    assert read(acorn, id).state == "over" and shown(acorn, product) == (10_000, None)
    (event,) = acorn.heard("sale.scheduled")
    assert event.payload["variants"] == 1


def test_of_two_events_the_lowest_price_holds(acorn: Merchant, clock: Clock) -> None:
    clock.now = NOON
    product, _ = goods(acorn)
    scheduled(acorn, product, ends_at=NOON + 9 * HOUR)
    scheduled(acorn, product, starts_at=NOON + 2 * HOUR, ends_at=NOON + 4 * HOUR, percent_ppm=500_000)
    seen = []
    for hours in (1, 2, 4, 9):
        clock.now = NOON + hours * HOUR
        acorn.do(lambda ctx: following.refresh_due(ctx, ctx.now - HOUR))
        seen.append(shown(acorn, product)[0])
    assert seen == [8_000, 5_000, 8_000, 10_000]


def test_goods_that_join_and_prices_that_change_follow(acorn: Merchant, clock: Clock) -> None:
    clock.now = NOON
    scheduled(acorn, starts_at=NOON - HOUR)
    product, variant = goods(acorn)
    acorn.do(lambda ctx: following.follow_product(ctx, product))
    assert shown(acorn, product) == (8_000, 10_000)
    acorn.do(lambda ctx: pricing.set_price(ctx, acorn.store, variant, 20_000))
    assert shown(acorn, product) == (16_000, 20_000)
    acorn.do(lambda ctx: following.follow_product(ctx, product))
    assert shown(acorn, product) == (16_000, 20_000)


def test_sale_prices_are_rounded_in_the_buyers_favour(acorn: Merchant, clock: Clock) -> None:
    clock.now = NOON
    product, _ = goods(acorn, 999)
    scheduled(acorn, product, starts_at=NOON, percent_ppm=333_333, round_to_minor=50)
    assert shown(acorn, product) == (650, 999)


def test_a_target_has_its_own_percent_and_the_most_holds(acorn: Merchant, clock: Clock) -> None:
    clock.now = NOON
    product, _ = goods(acorn)
    other, _ = goods(acorn)
    targets = [SaleTarget("all"), SaleTarget("product", public("prod", product), 300_000)]
    scheduled(acorn, starts_at=NOON, targets=targets)
    assert shown(acorn, product)[0] == 7_000 and shown(acorn, other)[0] == 8_000


def test_cancelling_ends_the_prices_at_once(acorn: Merchant, clock: Clock) -> None:
    clock.now = NOON
    product, _ = goods(acorn)
    id = scheduled(acorn, product, starts_at=NOON)
    for _ in range(2):
        acorn.do(lambda ctx: service.cancel(ctx, id))
    assert shown(acorn, product) == (10_000, None)
    assert len(acorn.heard("sale.cancelled")) == 1
    with pytest.raises(SaleIsOver):
        acorn.do(lambda ctx: service.schedule(ctx, id))
    with pytest.raises(SaleIsScheduled):
        acorn.do(lambda ctx: service.delete(ctx, id))


def test_a_running_event_is_changed(acorn: Merchant, clock: Clock) -> None:
    clock.now = NOON
    product, _ = goods(acorn)
    id = scheduled(acorn, product, starts_at=NOON)
    version = read(acorn, id).version
    change = SaleChange(percent_ppm=500_000, ends_at=None)
    acorn.do(lambda ctx: service.update(ctx, id, change, version))
    assert shown(acorn, product) == (5_000, 10_000) and read(acorn, id).ends_at is None
    with pytest.raises(VersionConflict):
        acorn.do(lambda ctx: service.update(ctx, id, change, version))


def test_what_is_unsound_is_refused_and_nothing_moves(acorn: Merchant, birch: Merchant, clock: Clock) -> None:
    clock.now = NOON
    product, _ = goods(acorn)
    with pytest.raises(SaleEndsBeforeItBegins):
        sale(acorn, ends_at=NOON)
    with pytest.raises(SaleTargetNotFound):
        sale(acorn, new_id())
    with pytest.raises(SaleTargetNotFound):
        sale(birch, product)
    assert acorn.rows("select id from sale_events where tenant_id = %(tenant)s") == []
    id = sale(acorn, product)
    with pytest.raises(SaleNotFound):
        birch.do(lambda ctx: service.schedule(ctx, id))
    with pytest.raises(Forbidden):
        acorn.do(lambda ctx: service.schedule(ctx, id), frozenset({"products:read"}))
    assert read(acorn, id).state == "draft" and shown(acorn, product) == (10_000, None)
    acorn.do(lambda ctx: service.delete(ctx, id))
    with pytest.raises(SaleNotFound):
        read(acorn, id)


def test_banners_run_with_their_event(acorn: Merchant, clock: Clock) -> None:
    clock.now = NOON
    goods(acorn)
    words = {"fr": {"banner_title": "Soldes d'été"}}
    scheduled(acorn, banner_title="Summer sale", translations=msgspec.convert(words, dict[str, Any]))
    now = acorn.do(lambda ctx: queries.now(ctx, acorn.store))
    assert now.banners == [] and now.changes_at == NOON + HOUR
    clock.now = NOON + HOUR
    now = acorn.do(lambda ctx: queries.now(ctx, acorn.store))
    assert [b.title for b in now.banners] == ["Summer sale"] and now.changes_at == NOON + 3 * HOUR


def test_a_preview_says_what_it_would_do(acorn: Merchant, clock: Clock) -> None:
    clock.now = NOON
    product, _ = goods(acorn)
    found = acorn.do(lambda ctx: queries.preview(ctx, sale(acorn, product)))
    assert found.variants == 1 and [(e.base_minor, e.sale_minor) for e in found.examples] == [(10_000, 8_000)]
    assert shown(acorn, product) == (10_000, None)


def prior(merchant: Merchant, variant: UUID) -> int | None:
    value: int | None = merchant.one(
        "select prior_minor from prices where tenant_id = %(tenant)s and variant_id = %(v)s", v=variant
    ).prior_minor
    return value


def test_the_lowest_price_of_thirty_days_is_kept_and_shown(acorn: Merchant, clock: Clock) -> None:
    """A price that was raised a fortnight before its reduction is compared with what it was."""
    clock.now = NOON - 40 * DAY
    product, variant = goods(acorn, 7_000)
    clock.now = NOON - 35 * DAY
    acorn.do(lambda ctx: pricing.set_price(ctx, acorn.store, variant, 9_000))
    clock.now = NOON - 14 * DAY
    acorn.do(lambda ctx: pricing.set_price(ctx, acorn.store, variant, 12_000))
    clock.now = NOON
    scheduled(acorn, product, starts_at=NOON, percent_ppm=400_000)
    assert prior(acorn, variant) == 9_000
    assert shown(acorn, product) == (7_200, 12_000)
    acorn.rows("update stores set lowest_price = 'always' where tenant_id = %(tenant)s returning id")
    assert shown(acorn, product) == (7_200, 9_000)


def test_a_reduction_that_deepens_keeps_its_prior_price(acorn: Merchant, clock: Clock) -> None:
    clock.now = NOON
    product, variant = goods(acorn)
    clock.now = NOON + DAY
    scheduled(acorn, product, starts_at=NOON, ends_at=None)
    clock.now = NOON + 2 * DAY
    scheduled(acorn, product, starts_at=NOON, ends_at=NOON + 5 * DAY, percent_ppm=500_000)
    assert prior(acorn, variant) == 10_000
    clock.now = NOON + 6 * DAY
    acorn.do(lambda ctx: following.refresh_due(ctx, ctx.now - 2 * DAY))
    assert prior(acorn, variant) == 10_000 and shown(acorn, product)[0] == 8_000


def test_no_price_in_force_is_told_twice(acorn: Merchant, clock: Clock) -> None:
    clock.now = NOON
    product, _ = goods(acorn)
    scheduled(acorn, product)
    before = len(acorn.heard("price.changed"))
    clock.now = NOON + HOUR
    for _ in range(3):
        acorn.do(lambda ctx: following.refresh_due(ctx, NOON))
    assert len(acorn.heard("price.changed")) == before + 1
    assert parse("prod", public("prod", product)) == product
