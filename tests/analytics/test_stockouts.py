"""For how long nothing was left to sell: from the ledger, day by day."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from tests import make
from tests.analytics import days
from tests.conftest import Clock
from tests.people import Shop

from duka.analytics import company, stockouts
from duka.analytics.periods import Period
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
WEEK = Period(date(2026, 11, 15), date(2026, 11, 21))


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock.now = NOON


def moved(work: Work, shop: Shop, place: UUID, *moves: tuple[datetime, int, int]) -> UUID:
    """An article with these moves of what lies there and of what is promised."""
    item = ids.new_id()

    def act(ctx: Context) -> None:
        ctx.db.run(
            """insert into stock_items (tenant_id, id, sku, unit, scale) values (%(tenant)s, %(id)s, %(sku)s, 'C62', 0)""",
            id=item,
            sku=item.hex,
        )
        ctx.db.run(
            """insert into stock_levels (tenant_id, item_id, location_id, on_hand, reserved)
               values (%(tenant)s, %(item)s, %(place)s, %(on_hand)s, %(reserved)s)""",
            item=item,
            place=place,
            on_hand=sum(move[1] for move in moves),
            reserved=sum(move[2] for move in moves),
        )
        for at, on_hand, reserved in moves:
            ctx.db.run(
                """insert into stock_ledger (tenant_id, id, item_id, location_id, on_hand_delta, reserved_delta, reason, actor,
                       at)
                   values (%(tenant)s, %(id)s, %(item)s, %(place)s, %(on_hand)s, %(reserved)s, 'adjustment', 'system',
                           %(at)s)""",
                id=ids.new_id(),
                item=item,
                place=place,
                at=at,
                on_hand=on_hand,
                reserved=reserved,
            )

    work.perform(shop.caller, act)
    return item


def counted(work: Work, shop: Shop) -> list[tuple[date, int, int]]:
    work.perform(Caller(shop.tenant.id), lambda ctx: stockouts.recount_since(ctx, WEEK.since))
    return [(r["day"], r["minutes"], r["times"]) for r in days.rows_of(work, shop.caller, "stockout_days")]


def test_minutes_of_each_day(work: Work) -> None:
    shop = make.shop(work, timezone="UTC")
    place = make.location(work, shop.tenant)
    at = datetime(2026, 11, 17, 18, tzinfo=UTC)
    moved(work, shop, place, (at - timedelta(days=1), 5, 0), (at, -5, 0), (at + timedelta(hours=30), 2, 0))
    assert counted(work, shop) == [
        (date(2026, 11, 17), 6 * 60, 1),
        (date(2026, 11, 18), 24 * 60, 0),
    ]
    found = work.perform(shop.caller, lambda ctx: company.stockouts(ctx, WEEK, None))
    assert (found.articles, found.minutes) == (1, 30 * 60)
    (worst,) = found.worst
    assert (worst.days, worst.times, worst.is_out) == (2, 1, False)


def test_what_is_promised_is_not_left_and_lasts_until_now(work: Work) -> None:
    shop = make.shop(work, timezone="UTC")
    place = make.location(work, shop.tenant)
    moved(work, shop, place, (NOON - timedelta(days=20), 5, 0), (NOON - timedelta(hours=2), 0, 5))
    assert counted(work, shop) == [(date(2026, 11, 21), 120, 1)]
    found = work.perform(shop.caller, lambda ctx: company.stockouts(ctx, WEEK, None))
    assert found.worst[0].is_out


def test_what_never_lay_there_was_not_missed(work: Work, shop: Shop) -> None:
    place = make.location(work, shop.tenant)
    moved(work, shop, place, (NOON - timedelta(hours=2), 5, 0))
    moved(work, shop, place)
    assert counted(work, shop) == []


def test_counting_again_is_the_same(work: Work, shop: Shop) -> None:
    place = make.location(work, shop.tenant)
    moved(work, shop, place, (NOON - timedelta(days=30), 5, 0), (NOON - timedelta(days=10), -5, 0))
    first = counted(work, shop)
    assert len(first) == 7
    assert counted(work, shop) == first
    work.perform(Caller(shop.tenant.id), stockouts.carry_on)
    assert [
        (r["day"], r["minutes"], r["times"]) for r in days.rows_of(work, shop.caller, "stockout_days")
    ] == first
