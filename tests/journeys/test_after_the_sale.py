"""Any sequence of edits, captures, refunds, shipments and returns keeps stock, ledger and totals right."""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.conftest import Clock
from tests.journeys.after_the_sale import AfterTheSale
from tests.payments.faults.market import Market, Mortal
from tests.payments.front import Front
from tests.payments.providers.rigs import RIGS

from duka.kernel.db import Database
from duka.kernel.work import Work
from duka.payments.service import AccountInput, accounts

EXAMPLES, STEPS = int(os.environ.get("DUKA_SALE_EXAMPLES", "150")), 40
"""Runs, and the most steps of one: how many it has is drawn."""
TRIED = 2000
"""Steps in all, at least."""


@pytest.fixture
def machine(database: Database, work: Work, clock: Clock, tmp_path: Path) -> Iterator[type[AfterTheSale]]:
    with RIGS["stripe"]() as rig:
        mortal = Mortal(rig.provider, random.Random(1))
        front = Front(database, tmp_path, lambda made: made.replaced("stripe", mortal))

        def build() -> Market:
            market = Market(rig, front, mortal, work, clock, 1)
            given = AccountInput(
                mode=rig.account.mode,
                values={**rig.account.settings, **rig.account.secrets},
                capture_method="manual",
            )
            bazaar = market.bazaar
            bazaar.staff(
                lambda ctx: accounts.save(ctx, market.till.gateways, bazaar.store, market.provider, given)
            )
            return market

        class Machine(AfterTheSale):
            done: ClassVar[dict[str, int]] = {}
            refused: ClassVar[dict[str, int]] = {}

        Machine.build = staticmethod(build)
        yield Machine
        front.close()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_whatever_is_done_stock_books_and_totals_agree(machine: type[AfterTheSale]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(sum(machine.done.values()), "steps done:", machine.done, "refused:", machine.refused)
    assert sum(machine.done.values()) + sum(machine.refused.values()) >= min(TRIED, EXAMPLES * STEPS // 3)
    for what in ("sell", "edit", "prepare", "ship", "deliver", "capture", "refund"):
        assert machine.done.get(what), (what, machine.refused)
