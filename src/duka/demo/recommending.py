"""Recommendations in the demo: orders in which some things were bought together, what the merchant chose, a computing of
it all, and two weeks of counts."""

import random
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from duka.demo import history
from duka.demo.catalogue.types import DemoCatalogue
from duka.demo.planting import Planted
from duka.kernel.context import SYSTEM, Actor, Context
from duka.kernel.errors import Refusal
from duka.kernel.work import Caller, Work
from duka.recommendations import chosen, measuring, runs
from duka.recommendations.rules import Mark
from duka.recommendations.types import KINDS
from duka.wiring import Services

PAIRS = 5
ORDERS_A_PAIR = 4
DAYS = 14
OFTEN = {"cross_sell": 46, "together": 60, "up_sell": 30, "similar": 70, "best": 55}
"""How often each kind is shown on a day, about."""


def recommend(services: Services, demo: DemoCatalogue, planted: Planted) -> int:
    """How many pairs were found."""
    chance = random.Random(f"duka recommends {demo.store.code}")  # noqa: S311 - invented history
    work = services.work
    shop = history.shop_of(services, demo, planted)
    owner = Caller(planted.tenant, Actor("system", name="duka demo"), store=planted.store)
    skus = [demo_product.variants[0].sku for demo_product in demo.products]
    pairs = [(skus[2 * n], skus[2 * n + 1]) for n in range(min(PAIRS, len(skus) // 2))]
    for one, other in pairs:
        for _ in range(ORDERS_A_PAIR):
            with suppress(Refusal):  # it is sold out
                _sell(work, shop, chance, one, other)
    products = work.perform(owner, lambda ctx: {sku: _product(ctx, sku) for pair in pairs for sku in pair})

    def choose(ctx: Context) -> None:
        (first, second), (third, fourth), *_ = pairs
        for one, cross, up in ((first, fourth, third), (third, second, first)):
            chosen.choose(ctx, products[one], [products[cross]], [products[up]], chosen.NOTHING_CHOSEN)

    work.perform(owner, choose)
    run_id = work.perform(owner, runs.prepare)
    runs.compute(work, planted.tenant, run_id)
    work.perform(owner, lambda ctx: measuring.add(ctx, _counts(ctx, planted, chance, products, pairs)))
    run = work.perform(owner, lambda ctx: runs.run(ctx, run_id))
    return run.together_pairs + run.similar_pairs if run else 0


def _sell(work: Work, shop: history.Shop, chance: random.Random, one: str, other: str) -> None:
    """Somebody bought both, the other one because it was recommended."""
    age = timedelta(minutes=chance.randrange(60 * 24, 60 * 24 * DAYS))
    now = work.clock()
    past = Work(work.database, work.cache, lambda: now - age)
    order_id = history.place(past, shop, chance, skus=(one, other))
    history.live(past, shop.system, order_id, chance, age)

    def pick(ctx: Context) -> None:
        cart: UUID = ctx.db.value(
            "select o.cart_id from orders o where o.tenant_id = %(tenant)s and o.id = %(id)s", id=order_id
        )
        measuring.pick(ctx, cart, shop.variants[other], Mark("together", _product(ctx, one)))

    past.perform(Caller(shop.planted.tenant, SYSTEM), pick)


def _product(ctx: Context, sku: str) -> UUID:
    found: UUID = ctx.db.value(
        "select v.product_id from variants v where v.tenant_id = %(tenant)s and v.sku = %(sku)s", sku=sku
    )
    return found


def _counts(
    ctx: Context,
    planted: Planted,
    chance: random.Random,
    products: dict[str, UUID],
    pairs: list[tuple[str, str]],
) -> list[measuring.Counted]:
    counts = []
    for ago in range(DAYS):
        for kind in KINDS:
            for one, other in pairs:
                shown = chance.randrange(OFTEN[kind] // 2, OFTEN[kind])
                clicks = chance.randrange(0, shown // 8 + 1)
                for what, number in (("shown", shown), ("clicks", clicks), ("added", clicks // 3)):
                    counts.append(
                        measuring.Counted(
                            planted.store,
                            (ctx.now - timedelta(days=ago)).date(),
                            Mark(kind, products[one]),
                            products[other],
                            what,
                            number,
                        )
                    )
    return counts
