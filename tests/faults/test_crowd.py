"""Five hundred buyers for fifty pieces, over HTTP."""

import asyncio
import time
from collections import Counter as Tally
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar
from tests.faults.harness import Counter, Installation, Line

from duka.inventory import queries as stock

BUYERS, ORDERS, LINES = 500, 50, 60
"""`LINES`: connections that fill the carts; each buyer then has one of his own."""

Goods = list[tuple[UUID, int]]


def pieces(bazaar: Bazaar) -> Goods:
    return [(bazaar.product(stock=ORDERS), 1)]


def sharing_one_stock_row(bazaar: Bazaar) -> Goods:
    loose = bazaar.product(stock=ORDERS * 7)
    return [(loose, 1), (bazaar.product(item=bazaar.item_of(loose), per_unit=6), 1)]


def by_weight(bazaar: Bazaar) -> Goods:
    carrots = bazaar.product(
        price=1250, stock=ORDERS * 750 + 700, pricing_mode="weight", unit="KGM", scale=3, step=50, minimum=50
    )
    return [(carrots, 750)]


def in_two_places(bazaar: Bazaar) -> Goods:
    shirt = bazaar.product(stock=30)
    bazaar.stock(bazaar.item_of(shirt), bazaar.thies, 20)
    return [(shirt, 1)]


@pytest.mark.slow
@pytest.mark.parametrize("stocked", [pieces, sharing_one_stock_row, by_weight, in_two_places])
def test_fifty_pieces_make_fifty_orders(
    bazaar: Bazaar, web: Installation, stocked: Callable[[Bazaar], Goods]
) -> None:
    goods = stocked(bazaar)
    shop = Counter(bazaar, web.port)

    async def rush() -> tuple[Tally[Any], float, float]:
        begun = time.perf_counter()
        turns = asyncio.Semaphore(LINES)
        lines = [Line(web.port) for _ in range(BUYERS)]

        async def fill(line: Line) -> dict[str, Any]:
            async with turns:
                return await shop.cart(line, "cash_on_delivery", *goods)

        carts = await asyncio.gather(*(fill(line) for line in lines))
        filled = time.perf_counter()
        answers = await asyncio.gather(
            *(shop.place(line, cart) for line, cart in zip(lines, carts, strict=True))
        )
        placed = time.perf_counter()
        for line in lines:
            line.close()
        return Tally((a.status, a.json.get("code")) for a in answers), filled - begun, placed - filled

    outcome, filling, placing = asyncio.run(rush())
    print(f"{stocked.__name__}: {2 * BUYERS / filling:.0f} cart calls/s, {BUYERS / placing:.0f} places/s")
    assert outcome == {(201, None): ORDERS, (409, "SoldOut"): BUYERS - ORDERS}
    row = bazaar.row(
        """select count(*) as orders, count(distinct number) as numbers,
                  count(distinct cart_id) as carts, count(*) filter (where placed_at is not null) as placed
           from orders where tenant_id = %(tenant)s"""
    )
    assert row == (ORDERS,) * 4
    assert bazaar.staff(stock.verify) == []
    left = bazaar.row(
        """select sum(on_hand - reserved)::int as free, sum(reserved)::int as reserved from stock_levels
           where tenant_id = %(tenant)s"""
    )
    assert left.reserved == ORDERS * sum(n * (6 if i else 1) for i, (_, n) in enumerate(goods))
    assert left.free < min(n for _, n in goods) if stocked is by_weight else left.free == 0
