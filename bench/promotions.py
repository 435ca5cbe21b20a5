"""What promotions cost a cart: `python -m bench.promotions`.

1,000 active promotions (a third of them need one of 100,000 codes) and a cart of 20 lines: the CPU of one evaluation, explained
and not, of making them ready, and of the prices of a page of goods; then, on a database of its own, the statements of a cart and
the time to make 100,000 codes.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from duka.access.roles import OWNER
from duka.carts import queries as carts
from duka.carts import service as cart_verbs
from duka.carts.types import NewLine
from duka.kernel import ids, migrations
from duka.kernel.cache import Cache
from duka.kernel.context import Actor
from duka.kernel.db import Database
from duka.kernel.postgres_urls import embedded, resolve
from duka.kernel.work import Caller, Work
from duka.promotions import coding, service
from duka.promotions.compiling import Compiled, compiled
from duka.promotions.facts import Facts, Line
from duka.promotions.inputs import NewPromotion
from duka.promotions.rules import evaluate
from duka.promotions.shelf import Shelf
from duka.promotions.showing import showing
from duka.promotions.types import (
    Amount,
    BuyGet,
    ChosenGoods,
    Condition,
    Definition,
    Effect,
    FreeShipping,
    Percent,
    Quantity,
    Rules,
    Tiered,
    TierStep,
    Total,
    TypedCode,
)

PROMOTIONS, CODES, LINES, CARDS, ROUNDS = 1000, 100_000, 20, 20, 300


def definitions(draw: random.Random, count: int = PROMOTIONS) -> list[Definition]:
    """A mix: by code, on categories and products, on any cart with a minimum, buy and get, tiers."""
    return [_one(draw, n) for n in range(count)]


def _one(draw: random.Random, n: int) -> Definition:
    goods = ChosenGoods(categories=[f"cat_{draw.randrange(200):032x}"])
    conditions: list[Condition] = [
        [Total(at_least={"EUR": draw.randrange(1000, 60_000)})],
        [Quantity(at_least=draw.randrange(1, 5), goods=goods)],
        [],
    ][n % 3]
    effects: list[Effect] = [
        Percent(ppm=draw.randrange(1, 30) * 10_000, goods=goods),
        Amount(amounts={"EUR": draw.randrange(100, 2000)}, on="order"),
        BuyGet(buy=2, get=1, goods=goods),
        Tiered(
            by="pieces", tiers=[TierStep(pieces=3, ppm=50_000), TierStep(pieces=6, ppm=100_000)], goods=goods
        ),
        FreeShipping(),
    ]
    rules = Rules(conditions=conditions, effects=[effects[n % 5]])
    return Definition(
        id=f"promo_{n:032x}", title=f"Promotion {n}", rules=rules, needs_code=n % 3 == 0, priority=n % 7
    )


def facts(draw: random.Random) -> Facts:
    lines = []
    for n in range(LINES):
        price, quantity = draw.randrange(200, 9000), draw.randrange(1, 5)
        places = frozenset(
            [f"prod_{n:032x}", f"var_{n:032x}", *(f"cat_{draw.randrange(200):032x}" for _ in range(4))]
        )
        lines.append(Line(f"{n}", places, price, quantity, 0, price * quantity))
    codes = tuple(TypedCode(f"CODE{n}", f"promo_{n * 3:032x}") for n in range(3))
    moment = datetime(2026, 11, 21, 12, tzinfo=UTC)
    return Facts(currency="EUR", lines=tuple(lines), moment=moment, codes=codes, shipping_minor=790)


def timed(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of CPU, the median."""
    taken = []
    for _ in range(rounds):
        begun = time.process_time_ns()
        act()
        taken.append((time.process_time_ns() - begun) / 1e6)
    return statistics.median(taken)


def pure() -> None:
    draw = random.Random(42)
    found, cart = definitions(draw), facts(draw)
    ready = compiled(found)
    outcome = evaluate(ready, cart)
    print(f"making {len(found)} promotions ready: {timed(lambda: compiled(found), 20):.2f} ms")
    print(
        f"one cart of {LINES} lines: {timed(lambda: evaluate(ready, cart)):.2f} ms, {len(outcome.applied)} apply"
    )
    print(f"the same with a reason for each: {timed(lambda: evaluate(ready, cart, explain=True)):.2f} ms")
    for name, every in (("one for all goods", _for_all()), (f"{PROMOTIONS} for products", _for_products())):
        shown = showing(every)
        print(f"a page of {CARDS} cards, {name}: {timed(lambda: _shelve(shown, cart)):.2f} ms")  # noqa: B023
    nothing = compiled(())
    print(f"without promotions: {timed(lambda: evaluate(nothing, cart)):.4f} ms")


def _for_all() -> list[Definition]:
    return [Definition(id="promo_1", title="Ten percent", rules=Rules(effects=[Percent(ppm=100_000)]))]


def _for_products() -> list[Definition]:
    """The first of them are on the page."""
    return [
        Definition(
            id=f"promo_{n:032x}",
            title=f"Promotion {n}",
            rules=Rules(effects=[Percent(ppm=100_000, goods=ChosenGoods(products=[f"prod_{n:032x}"]))]),
        )
        for n in range(PROMOTIONS)
    ]


def _shelve(shown: Compiled, cart: Facts) -> None:
    """Each card with three variants at two prices."""
    stocked = Shelf(shown, cart, {})
    for n in range(CARDS):
        for variant in range(3):
            stocked.now(f"prod_{n:032x}", 1000 + 10 * n + 500 * (variant % 2), variant=f"var_{n}_{variant}")


def on_a_database() -> None:
    with tempfile.TemporaryDirectory() as folder:
        cluster = embedded(Path(folder), fast=True)
        cluster.start()
        try:
            urls = resolve(Path(folder), {})
            migrations.upgrade(urls.migrator)
            database = Database(urls.app, urls.platform, size=4)
            try:
                _with(database)
            finally:
                database.close()
        finally:
            cluster.destroy()


def _with(database: Database) -> None:
    from tests.checkout.bazaar import Bazaar  # the shop that tests are made on

    work = Work(database, Cache(60))
    bazaar = Bazaar(work).build()
    staff = Caller(bazaar.tenant, Actor("staff", ids.new_id(), "Bench"), OWNER, bazaar.store)
    variants = [bazaar.product(price=1000 + n) for n in range(LINES)]
    lines = [NewLine(variant, 2) for variant in variants]
    cart = bazaar.shop(lambda ctx: cart_verbs.create(ctx, bazaar.store, lines))
    cart_id = ids.parse("cart", cart.id)
    print(f"statements of a cart without promotions: {_statements(work, staff, cart_id)}")
    rules = Rules(conditions=[Total(at_least={"XOF": 10**9})], effects=[Percent(ppm=100_000)])

    def many(ctx: object) -> None:
        for n in range(PROMOTIONS):
            new = NewPromotion(name=f"Promotion {n}", rules=rules, needs_code=n == 0)
            made = service.create(ctx, new)  # type: ignore[arg-type]
            service.activate(ctx, ids.parse("promo", made.id))  # type: ignore[arg-type]

    work.perform(staff, many)
    first = work.perform(
        staff,
        lambda ctx: ctx.db.value("select id from promotions where tenant_id = %(tenant)s and needs_code"),
    )
    begun = time.monotonic()
    work.perform(staff, lambda ctx: coding.create_batch(ctx, first, CODES, "BULK"))
    print(f"{CODES:,} codes made in {time.monotonic() - begun:.1f} s")
    fresh = Work(database, Cache(60))
    print(f"statements of a cart with {PROMOTIONS}, not remembered: {_statements(fresh, staff, cart_id)}")
    print(f"statements of a cart with {PROMOTIONS}: {_statements(fresh, staff, cart_id)}")
    begun = time.monotonic()
    for _ in range(50):
        _statements(fresh, staff, cart_id)
    print(f"a cart with {PROMOTIONS} read and priced: {(time.monotonic() - begun) / 50 * 1000:.1f} ms")


def _statements(work: Work, caller: Caller, cart_id: UUID) -> int:
    work.perform(caller, lambda ctx: carts.cart(ctx, cart_id, None))
    return work.last_statements


if __name__ == "__main__":
    pure()
    on_a_database()
