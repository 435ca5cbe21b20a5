"""Whatever is done with the parts of an order, in whatever order: stock and status are right after each step."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id

from duka.inventory import queries as stock
from duka.kernel.cache import Cache
from duka.kernel.db import Database
from duka.kernel.errors import Refusal
from duka.kernel.ids import parse
from duka.kernel.work import Work
from duka.orders import service as orders
from duka.orders.fulfillment import queries, rules, service
from duka.orders.fulfillment.types import Picked
from duka.orders.types import Order

ON_HAND = 20
STEPS = st.one_of(
    st.tuples(st.just("prepare"), st.integers(0, 2), st.integers(1, 4)),
    st.tuples(st.just("prepare_all"), st.integers(0, 2), st.just(0)),
    st.tuples(st.sampled_from(["ship", "deliver", "cancel"]), st.integers(0, 3), st.just(0)),
    st.tuples(st.just("reassign"), st.integers(0, 1), st.integers(0, 3)),
    st.tuples(st.just("close"), st.just(0), st.just(0)),
)


class Model:
    """Orders of three goods that lie at both locations: one by the piece, one that takes two of its item, one by weight."""

    def __init__(self, bazaar: Bazaar) -> None:
        self.bazaar = bazaar
        self.variants = [
            bazaar.product(stock=ON_HAND * 50),
            bazaar.product(stock=ON_HAND * 50, per_unit=2),
            bazaar.product(stock=ON_HAND * 50, pricing_mode="weight", scale=2, unit="KGM", step=1, minimum=1),
        ]
        for variant in self.variants:
            bazaar.stock(bazaar.item_of(variant), bazaar.thies, ON_HAND * 50)

    def total(self, column: str) -> int:
        found: int = self.bazaar.value(
            f"select sum({column})::bigint from stock_levels where tenant_id = %(tenant)s"
        )
        return found

    def take(self, order: Order, step: tuple[str, int, int]) -> None:
        name, first, second = step
        bazaar, key = self.bazaar, order_id(order)
        lines = [parse("line", each.id) for each in order.lines]
        places = [bazaar.plateau, bazaar.thies]
        parcels = [parse("ful", f.id) for f in bazaar.staff(lambda ctx: queries.of_order(ctx, key))]
        verbs: dict[str, Any] = {
            "prepare": lambda ctx: service.prepare(ctx, key, [Picked(lines[first], second)]),
            "prepare_all": lambda ctx: service.prepare(ctx, key, None, (*places, None)[first]),
            "reassign": lambda ctx: service.reassign(
                ctx, key, places[first], places[1 - first], [Picked(lines[second], 1)] if second < 3 else None
            ),
            "close": lambda ctx: orders.cancel(ctx, key, "Not wanted"),
        }
        if name in ("ship", "deliver", "cancel"):
            if first >= len(parcels):
                return
            verbs[name] = lambda ctx: getattr(service, name)(ctx, parcels[first])
        try:
            bazaar.staff(verbs[name])
        except Refusal:
            return

    def check(self, order: Order, on_hand: int, reserved: int) -> None:
        bazaar, key = self.bazaar, order_id(order)
        assert bazaar.staff(stock.verify) == []
        lines = bazaar.staff(lambda ctx: queries.progress(ctx, key))
        assert all(0 <= n.delivered <= n.shipped <= n.prepared <= n.ordered for n in lines)
        row = bazaar.row(
            "select status, fulfillment_status, is_prepared from orders where tenant_id = %(tenant)s and id = %(id)s",
            id=key,
        )
        assert (row.fulfillment_status, row.is_prepared) == rules.summary(lines)
        packed = sum(n.prepared * n.stock_per_unit for n in lines)
        waiting = sum(n.open * n.stock_per_unit for n in lines)
        assert self.total("on_hand") == on_hand - packed
        assert self.total("reserved") == reserved + (0 if row.status == "cancelled" else waiting)
        if row.status == "cancelled":  # nothing had left: all of it is free
            assert packed == 0


@pytest.fixture(scope="module")
def model(database: Database) -> Model:
    return Model(Bazaar(Work(database, Cache(0))).build())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=3, max_size=12))
def test_any_sequence_keeps_stock_and_status_right(model: Model, steps: list[tuple[str, int, int]]) -> None:
    on_hand, reserved = model.total("on_hand"), model.total("reserved")
    order = buy(model.bazaar, (model.variants[0], 3), (model.variants[1], 2), (model.variants[2], 4))
    for step in steps:
        model.take(order, step)
        model.check(order, on_hand, reserved)


def test_shelves_are_as_before_when_all_is_unpacked(model: Model) -> None:
    def shelves() -> list[tuple[UUID, UUID, int, int]]:
        return model.bazaar.perform(
            lambda ctx: [
                tuple(row)
                for row in ctx.db.all(
                    """select item_id, location_id, on_hand, reserved from stock_levels
                       where tenant_id = %(tenant)s order by 1, 2"""
                )
            ]
        )

    order = buy(model.bazaar, (model.variants[0], 3), (model.variants[2], 4))
    before = shelves()
    for _ in range(3):
        made = model.bazaar.staff(lambda ctx: service.prepare(ctx, order_id(order)))
        assert shelves() != before
        for each in made:
            model.bazaar.staff(lambda ctx, each=each: service.cancel(ctx, each))
        assert shelves() == before
