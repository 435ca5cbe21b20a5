"""Whatever happened to orders, in whatever order and however late it was told: the sums of days are what the rows say."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from tests.analytics import days
from tests.conftest import Clock
from tests.journeys.after_the_sale import AfterTheSale
from tests.payments.faults.market import Market, Mortal
from tests.payments.front import Front
from tests.payments.providers.rigs import RIGS

from duka.kernel.db import Database
from duka.kernel.work import Caller, Work
from duka.payments.service import AccountInput, accounts


class Counted(AfterTheSale):
    """Sales and what follows them, with days that pass and figures that are counted now and then in between."""

    clock: Callable[[], Clock]
    compared: ClassVar[list[int]] = []

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[Any] = set()

    def _caller(self) -> Caller:
        return Caller(self.market.bazaar.tenant)

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        clock = type(self).clock()
        clock.now = clock() + timedelta(hours=hours)

    @rule()
    def figures_are_counted(self) -> None:
        days.deliver(self.market.work, self._caller(), self.seen)
        days.count(self.market.work, self._caller())

    def teardown(self) -> None:
        if not hasattr(self, "market"):
            return
        work, caller = self.market.work, self._caller()
        self.figures_are_counted()
        kept = days.sums(work, caller)
        assert kept == days.recounted(work, caller)
        type(self).compared.append(len(kept["sales_days"]))


@pytest.fixture
def machine(database: Database, work: Work, clock: Clock, tmp_path: Path) -> Iterator[type[Counted]]:
    with RIGS["stripe"]() as rig:
        mortal = Mortal(rig.provider, random.Random(1))
        front = Front(database, tmp_path, lambda made: made.replaced("stripe", mortal))

        def build() -> Market:
            market = Market(rig, front, mortal, work, clock, 1)
            values = {**rig.account.settings, **rig.account.secrets}
            given = AccountInput(mode=rig.account.mode, values=values, capture_method="manual")
            bazaar = market.bazaar
            bazaar.staff(
                lambda ctx: accounts.save(ctx, market.till.gateways, bazaar.store, market.provider, given)
            )
            return market

        class Machine(Counted):
            done: ClassVar[dict[str, int]] = {}
            refused: ClassVar[dict[str, int]] = {}
            compared: ClassVar[list[int]] = []

        Machine.build = staticmethod(build)
        Machine.clock = staticmethod(lambda: clock)
        yield Machine
        front.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_sums_of_days_are_a_counting_of_the_rows(machine: type[Counted]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
    assert any(machine.compared), "nothing was sold in any of them"
