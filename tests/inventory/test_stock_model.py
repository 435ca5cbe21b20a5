"""Stock against a model of it: whatever is done in whatever order, levels, ledger and promises agree."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.checkout.bazaar import Bazaar

from duka.inventory import queries
from duka.inventory import service as inventory
from duka.inventory.errors import SoldOut, StockBelowZero, StockMissing
from duka.kernel.ids import new_id
from duka.kernel.work import Work

Shelf = tuple[UUID, UUID]


class StockMachine(RuleBasedStateMachine):
    work: Work

    @initialize()
    def build(self) -> None:
        self.bazaar = Bazaar(self.work).build()
        items = [self.bazaar.item_of(self.bazaar.product(stock=0)) for _ in range(2)]
        self.shelves: list[Shelf] = [
            (place, item) for place in (self.bazaar.plateau, self.bazaar.thies) for item in items
        ]
        self.on_hand = dict.fromkeys(self.shelves, 0)
        self.orders: dict[UUID, tuple[str, dict[Shelf, int]]] = {}
        for shelf in self.shelves:
            self._set(shelf, 8)

    def _set(self, shelf: Shelf, count: int) -> None:
        place, item = shelf
        self.bazaar.staff(lambda ctx: inventory.set_stock(ctx, item, place, count))
        self.on_hand[shelf] = count

    def _promised(self, shelf: Shelf) -> int:
        return sum(w.get(shelf, 0) for status, w in self.orders.values() if status in ("held", "committed"))

    @rule(wanted=st.dictionaries(st.integers(0, 3), st.integers(1, 5), min_size=1), is_held=st.booleans())
    def reserve(self, wanted: dict[int, int], is_held: bool) -> None:
        order = new_id()
        wants = {self.shelves[n]: quantity for n, quantity in wanted.items()}
        self._reserve(order, wants, is_held)

    @precondition(lambda self: self.orders)
    @rule(n=st.integers(0, 99))
    def reserve_again(self, n: int) -> None:
        """What is held is not held twice; what was given back may be taken anew."""
        order = list(self.orders)[n % len(self.orders)]
        status, wants = self.orders[order]
        if status == "released":
            self._reserve(order, wants, False)
        else:
            self.bazaar.shop(lambda ctx: inventory.reserve(ctx, order, nested(wants), None))

    def _reserve(self, order: UUID, wants: dict[Shelf, int], is_held: bool) -> None:
        fits = all(self.on_hand[s] - self._promised(s) >= q for s, q in wants.items())
        try:
            self.bazaar.shop(
                lambda ctx: inventory.reserve(ctx, order, nested(wants), ctx.now if is_held else None)
            )
        except SoldOut:
            assert not fits
        else:
            assert fits
            self.orders[order] = ("held" if is_held else "committed", wants)

    @precondition(lambda self: self.orders)
    @rule(
        n=st.integers(0, 99),
        step=st.sampled_from(["commit", "release", "consume", "unpack"]),
        times=st.integers(1, 2),
    )
    def step(self, n: int, step: str, times: int) -> None:
        order = list(self.orders)[n % len(self.orders)]
        status, wants = self.orders[order]
        after = {
            ("held", "commit"): "committed",
            ("held", "release"): "released",
            ("committed", "release"): "released",
            ("held", "consume"): "consumed",
            ("committed", "consume"): "consumed",
            ("consumed", "unpack"): "committed",
        }.get((status, step), status)
        lies = all(self.on_hand[s] >= q for s, q in wants.items())
        try:
            for _ in range(times):
                self.bazaar.shop(lambda ctx: getattr(inventory, step)(ctx, order))
        except StockMissing:
            assert after == "consumed"
            assert not lies
            return
        sign = {"consume": -1, "unpack": 1}.get(step, 0) if after != status else 0
        for shelf, quantity in wants.items():
            self.on_hand[shelf] += sign * quantity
        self.orders[order] = (after, wants)

    @rule(n=st.integers(0, 3), delta=st.integers(-6, 6))
    def adjust(self, n: int, delta: int) -> None:
        place, item = self.shelves[n]
        try:
            self.bazaar.staff(lambda ctx: inventory.adjust(ctx, item, place, delta))
        except StockBelowZero:
            assert self.on_hand[place, item] + delta < 0
        else:
            self.on_hand[place, item] += delta

    @rule(n=st.integers(0, 3), count=st.integers(0, 9))
    def count(self, n: int, count: int) -> None:
        self._set(self.shelves[n], count)

    @rule()
    def expire(self) -> None:
        self.bazaar.perform(inventory.expire)
        for order, (status, wants) in self.orders.items():
            if status == "held":
                self.orders[order] = ("released", wants)

    @invariant()
    def the_books_agree(self) -> None:
        found = self.bazaar.staff(lambda ctx: queries.levels(ctx, [item for _, item in self.shelves]))
        assert {(v.location_id, v.item_id): (v.on_hand, v.reserved) for v in found} == {
            shelf: (self.on_hand[shelf], self._promised(shelf)) for shelf in self.shelves
        }
        assert self.bazaar.staff(queries.verify) == []


def nested(wants: dict[Shelf, int]) -> dict[UUID, dict[UUID, int]]:
    found: dict[UUID, dict[UUID, int]] = {}
    for (place, item), quantity in wants.items():
        found.setdefault(place, {})[item] = quantity
    return found


@pytest.fixture
def machine(work: Work) -> Iterator[type[StockMachine]]:
    StockMachine.work = work
    yield StockMachine


def test_stock_keeps_to_its_model(machine: type[StockMachine]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
